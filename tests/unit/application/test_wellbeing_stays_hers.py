"""Who can get at wellbeing: Emily. And nothing of it is in what leaves the file or makes a plan."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from dataclasses import asdict
from datetime import date

import pypdf
import pytest
from tests.dice import CountedDice
from tests.emilys_wellbeing import THREE_AT_NIGHT, Emily

from kinhold.application.chronology_report import ReportOptions
from kinhold.application.give_record import ToGive, give_record
from kinhold.application.open_record import NotKeptError
from kinhold.application.questionnaires import Answers
from kinhold.application.read_story import read_story
from kinhold.application.safety_plan import ToPlan
from kinhold.bootstrap import renderer
from kinhold.engines.story.linguist import PlainLinguist

SECRET = "zanzibar"
STORY = read_story(
    text="I can't do this anymore.", told=date(2026, 11, 22), linguist=PlainLinguist()
)
NOTHING_TO_SAY = {"note_shown_again", "rewrite_for_doctor"}
"""What only writes."""
CALLS = {
    "rewrite_for_doctor": lambda w: w.rewrite_for_doctor(words="x", ask=[]),
    "page": lambda w: w.page(),
    "signals": lambda w: w.signals(),
    "asked": lambda w: w.asked(STORY),
    "offered": lambda w: w.offered(),
    "form": lambda w: w.form("PHQ-9"),
    "check": lambda w: w.check("PHQ-9", (0,) * 8 + (1,)),
    "answer": lambda w: w.answer("GAD-2", Answers((1, 1))),
    "history": lambda w: w.history(),
    "not_safe": lambda w: w.not_safe(),
    "note_shown_again": lambda w: w.note_shown_again(),
    "plan": lambda w: w.plan(),
    "write_plan": lambda w: w.write_plan(ToPlan(1, words="x")),
    "lines": lambda w: w.lines(),
    "doctors_page": lambda w: w.doctors_page(),
    "doctors_pdf": lambda w: w.doctors_pdf(),
    "write_for_doctor": lambda w: w.write_for_doctor(words="x"),
}
OTHERS = ("Oliver", "Mum", "Dee", "a caseworker", "Noah", "")


def emily_who_wrote():
    """Emily with something of every kind in her private space."""
    emily = Emily("2026-11-21T23:00 waking Noah by=Emily")
    emily.wellbeing.answer("PHQ-9", Answers((1,) * 9, words=f"{SECRET} answer"))
    emily.wellbeing.answer("EPDS", Answers((12, 0), words=f"{SECRET} score"))
    emily.wellbeing.write_plan(ToPlan(4, who="Mum", words=f"{SECRET} plan"))
    emily.wellbeing.write_for_doctor(words=f"{SECRET} doctor", ask=[f"{SECRET} ask"])
    emily.wellbeing.note_shown_again()
    return emily


def everything_in(bundle):
    """All that a bundle says, with what is encoded in it read out."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as folder:
        parts = {
            name: folder.read(name).decode("utf-8", "replace")
            for name in folder.namelist()
            if not name.endswith((".py", ".html"))
        }
    plain = "\n".join(parts.values())
    encoded = re.findall(r"[A-Za-z0-9_-]{16,}", plain)
    return plain + "".join(
        base64.urlsafe_b64decode(each + "=" * (-len(each) % 4)).decode("utf-8", "replace")
        for each in encoded
        if len(each) % 4 != 1
    )


def text_of(document):
    """The text of a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(document))
    return "".join(page.extract_text() for page in reader.pages)


@pytest.fixture(scope="module")
def written():
    return emily_who_wrote()


def test_every_call_of_the_library_is_in_the_matrix(written):
    public = {name for name in dir(written.wellbeing) if not name.startswith("_")}

    assert public == set(CALLS)


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("call", sorted(CALLS))
def test_nobody_but_the_keeper_gets_an_answer(written, call, who):
    with pytest.raises(NotKeptError) as refused:
        CALLS[call](written.seen_by(who))

    assert str(refused.value) == "Only the person who keeps the record can see this."


@pytest.mark.parametrize("call", sorted(CALLS))
def test_the_refusal_is_the_same_where_there_is_nothing_to_see(call):
    with pytest.raises(NotKeptError, match="Only the person who keeps the record can see this"):
        CALLS[call](Emily().seen_by("Oliver"))


@pytest.mark.parametrize("call", sorted(CALLS))
def test_the_keeper_gets_every_answer(call):
    answer = CALLS[call](Emily().wellbeing)

    assert (answer is None) == (call in NOTHING_TO_SAY)


@pytest.mark.parametrize("who", ["Oliver", "Mum"])
def test_what_others_see_is_the_same_with_and_without_it(written, who):
    plain = Emily("2026-11-21T23:00 waking Noah by=Emily")

    def seen(emily):
        home = emily.home.seen_by(who)
        pages = [home.chronology(), home.promises(), home.money(), home.map(), home.today()]
        return json.dumps([asdict(page) for page in pages], default=str)

    assert len(seen(written)) == len(seen(plain))
    assert SECRET not in seen(written)
    assert "private" not in repr(written.home.seen_by(who).record().spaces)


def test_the_plain_text_of_the_record_holds_nothing_of_it(written):
    text = written.home.export_notation() + written.home.export_notation(with_ids=True)

    assert SECRET not in text
    assert not [word for word in ("checkin", "safety", "diary") if f" {word} " in text]


@pytest.mark.parametrize("who", ["", "Oliver"])
def test_a_bundle_and_its_chronology_hold_nothing_of_it(who):
    emily = emily_who_wrote()

    given = give_record(
        opened=emily.home._opened,
        wanted=ToGive(options=ReportOptions(), seen_by=who),
        now=THREE_AT_NIGHT,
        on=THREE_AT_NIGHT.date(),
        new_id=CountedDice("export").new_entry_id,
        render=renderer(),
    )

    in_bundle, in_document = everything_in(given.bundle), text_of(given.document)
    told = in_bundle + in_document
    assert "Noah" in in_bundle
    assert "Chronology" in in_document
    assert not [word for word in (SECRET, "PHQ-9", "EPDS", "private:") if word in told]


def test_a_calendar_holds_nothing_of_it(written):
    fed = written.home.calendars.write_for("Mum") + written.home.calendars.write_for("Emily")

    assert SECRET.encode() not in fed
    assert b"PHQ" not in fed


def test_the_first_page_and_its_questions_and_money_do_not_read_it():
    plain, emily = Emily("2026-11-21T23:00 waking Noah by=Emily"), emily_who_wrote()

    def figures(home):
        pages = [home.today(), home.money(), home.promises(), home.map()]
        return json.dumps([asdict(page) for page in pages], default=str), len(home.questions())

    (said, open_now), (without, open_then) = figures(emily.home), figures(plain.home)
    assert (len(said), open_now) == (len(without), open_then)
    assert SECRET not in said


def test_no_plan_changes_with_an_answer():
    from kinhold.application.plan_care import HORIZON_DAYS, planning_key

    emily = Emily("2026-11-21T23:00 waking Noah by=Emily")
    day = emily.home.today_is()

    def key():
        record, _ = emily.home.log.lately(on=day)
        return planning_key(
            record=record, standing=emily.home.standing(on=day), on=day, days=HORIZON_DAYS
        )

    before = key()
    emily.wellbeing.answer("PHQ-9", Answers((3,) * 9))

    assert key() == before


def test_somebody_elses_private_space_is_not_hers_to_read():
    emily = Emily()
    opened = emily.home._opened
    from kinhold.record.notation import parse_line

    fact = parse_line(
        '2026-11-21 checkin Mum instrument=GAD-2 version=gad-2/en/1 answers=3,3 "mine"',
        new_id=CountedDice("mums").new_entry_id,
        currency="GBP",
    )
    opened.append([fact], now=THREE_AT_NIGHT, space_for=lambda _fact: "private:Mum")

    assert emily.wellbeing.history() == ()
    assert "GAD-2" in {form.key for form in emily.wellbeing.offered()}
