"""The exact words: nobody changes a letter of a form without seeing this test."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

import pytest

from kinhold.engines.wellbeing.loading import (
    DataNotWellWrittenError,
    NoSuchInstrumentError,
    all_instruments,
    instrument_named,
    read_instruments,
)

HASHES = {
    "EPDS": "9dd7892b0ea83bf4560d14d9ec2f7e6722a848e3fd1ab06670f02aee830e473b",
    "GAD-2": "7560c3bc54f7011b7ee3e2d5b334b4e7c06daafa7c2dc130c1d25d1c61ae1f3c",
    "GAD-7": "d3bb57504986ba3c7d6a5824c71d805e3d63414ce2e300aa52a62e838937974e",
    "HARK": "770766d7e14f6789d0c743943559fe18c817f3636fbef3633bc156409992b2cd",
    "HOW-ARE-YOU": "7a2e1efb92cb17ebcfec0685150324c201dad4289baa27792fed820b77f3b675",
    "ONS-loneliness": "eb22a11f1649a6f4e746461ce880916469256d60b27c1c93e17d3c09d6799367",
    "PHQ-2": "140f3771f76f0b81e0b4bad00aa65294aa114b8402ffb3b1ddaf35c0c547efc4",
    "PHQ-9": "eba4ca07553807535e8de560bc53c46cf1cae1ff8132875e21907df4ffbb025f",
    "SAFE-NOW": "48f51aa0e2eb78bfbd72085e1f24d6bb80227f4f4e2479d3155ddd062398c611",
    "WHO-5": "194306e5109f9c1087f403e91bd37a42361c038c68d9a6187eb95da778429b1a",
}
FOLDERS = sorted(f.name for f in files("kinhold").joinpath("instruments").iterdir() if f.is_dir())


@pytest.mark.parametrize("key", sorted(HASHES))
def test_the_words_are_those_that_were_compared_with_their_source(key):
    words = instrument_named(key).wording().encode()

    assert sha256(words).hexdigest() == HASHES[key]


def test_no_form_is_without_a_hash():
    assert set(all_instruments()) == set(HASHES)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_form_has_its_own_licence_beside_it(name):
    folder = files("kinhold").joinpath("instruments", name)
    (form,) = read_instruments(
        folder.joinpath("instrument.yaml").read_text(encoding="utf-8"), where=name
    )[-1:]

    assert len(folder.joinpath("LICENCE.txt").read_text(encoding="utf-8")) > 50
    assert form.licence
    assert form.citation
    assert all(href.startswith("https://") for _, href in form.sources)


def test_the_lowest_answer_is_not_at_all():
    for key in ("PHQ-9", "GAD-7", "PHQ-2", "GAD-2"):
        for item in instrument_named(key).items:
            assert [o.text for o in item.options] == [
                "Not at all",
                "Several days",
                "More than half the days",
                "Nearly every day",
            ]


@pytest.mark.parametrize(("short", "longer"), [("PHQ-2", "PHQ-9"), ("GAD-2", "GAD-7")])
def test_a_short_form_is_the_first_two_items_of_the_long_one(short, longer):
    assert instrument_named(short).items == instrument_named(longer).items[:2]
    assert instrument_named(short).longer == longer


def test_no_sentence_of_the_edinburgh_form_is_here():
    form = instrument_named("EPDS")

    assert form.entry
    assert len(form.items) == 2
    assert not any(item.options for item in form.items)


def test_the_codes_that_others_mix_up_are_not_used():
    used = {
        code
        for form in all_instruments().values()
        for code in (form.codes.panel, form.codes.total, *(i.code for i in form.items))
    }

    assert not used & {"70273-8", "71969-0", "71354-5"}
    assert instrument_named("PHQ-9").items[8].code == "44260-8"
    assert instrument_named("WHO-5").codes.system == "https://kinhold.invalid/codes/wellbeing"


def test_a_name_nobody_knows_is_answered_with_the_names_there_are():
    with pytest.raises(NoSuchInstrumentError, match=r"“mood” is not.*PHQ-9"):
        instrument_named("mood")
    assert instrument_named(" phq-9 ").key == "PHQ-9"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("to: 9, name: mild", "to: 8, name: mild"), "moderate is off"),
        (("to: 27, name: severe", "to: 26, name: severe"), "do not end"),
        (("lane: doctor", "lanes: doctor"), "lanes is not a field"),
        (("citation: Kroenke K, Spitzer RL, Williams JBW. The PHQ-9", "limit: x"), "limit"),
        (("key: PHQ-9", ""), "'key' is missing"),
    ],
)
def test_a_slip_in_the_data_is_refused(change, problem):
    text = files("kinhold").joinpath("instruments/phq-9/instrument.yaml").read_text("utf-8")

    with pytest.raises(DataNotWellWrittenError, match=problem):
        read_instruments(text.replace(*change, 1), where="phq-9")
