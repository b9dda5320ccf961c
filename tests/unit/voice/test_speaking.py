"""One message, two locales: whoever speaks decides, thread by thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from kinhold.voice.speaking import (
    _,
    as_in_the_us,
    closest,
    ngettext,
    pgettext,
    speaking,
    spoken,
    usual,
    wished,
)


def test_nobody_chose_so_it_is_british():
    assert (spoken(), _("Wet nappy")) == ("en_GB", "Wet nappy")


def test_an_american_says_diaper():
    with speaking("en_US"):
        assert _("Wet nappy") == "Wet diaper"
    assert _("Wet nappy") == "Wet nappy"


def test_what_no_catalogue_has_is_said_as_it_stands():
    with speaking("en_US"):
        assert _("Oma’s Windel") == "Oma’s Windel"


def test_nothing_is_said_as_nothing():
    with speaking("en_US"):
        assert _("") == ""


@pytest.mark.parametrize(("number", "said"), [(1, "diaper"), (2, "diapers"), (0, "diapers")])
def test_a_number_picks_its_form(number, said):
    with speaking("en_US"):
        assert ngettext("nappy", "nappies", number) == said


def test_a_context_is_no_part_of_what_is_said():
    assert pgettext("none of them", "no") == "no"


@pytest.mark.parametrize(
    ("named", "known"),
    [
        ("en_US", "en_US"),
        ("en-us", "en_US"),
        ("en_US.UTF-8", "en_US"),
        ("en_GB@euro", "en_GB"),
        ("de_DE.UTF-8", "en_GB"),
        ("C", "en_GB"),
        ("", "en_GB"),
    ],
)
def test_a_locale_is_known_however_it_is_written(named, known):
    assert closest(named) == known


def test_the_first_variable_that_is_set_says_what_a_computer_speaks():
    assert usual({"LANG": "en_US.UTF-8"}) == "en_US"
    assert usual({"LC_ALL": "en_GB.UTF-8", "LANG": "en_US.UTF-8"}) == "en_GB"


def test_nobody_asked_for_a_locale():
    assert (wished({"LANG": "en_US"}), wished({"KINHOLD_LANG": "en-us"})) == ("", "en_US")


def test_a_date_is_said_as_in_its_country_until_a_locale_is_spoken():
    assert (as_in_the_us("us"), as_in_the_us("uk")) == (True, False)
    with speaking("en_GB"):
        assert not as_in_the_us("us")
    with speaking("en_US"):
        assert as_in_the_us("uk")


def test_two_threads_speak_for_themselves():
    both = Barrier(2)

    def say(locale):
        with speaking(locale):
            both.wait(timeout=10)
            return [_("Wet nappy") for _again in range(200)]

    with ThreadPoolExecutor(2) as pool:
        british, american = pool.map(say, ["en_GB", "en_US"])

    assert set(british) == {"Wet nappy"}
    assert set(american) == {"Wet diaper"}
