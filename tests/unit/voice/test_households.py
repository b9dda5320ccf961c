"""Emily in Leeds and Laura in Austin open the same pages, and each reads her own English."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kinhold.api import open_household
from kinhold.application.log_entry import ToLog
from kinhold.application.open_record import SeenRecord
from kinhold.voice.speaking import speaking, spoken

NOTES = """
household country={country} zone={zone} of={her}
2026-01-01 person {her} role=self
2026-01-01 person Mum role=grandparent
2026-08-20 child Noah born=2026-08-20
2026-11-22T01:10 nappy Noah wet by=Mum "Mum found the flat too cold"
"""
THREE_AT_NIGHT = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Night:
    """A clock that stands still."""

    def now(self):
        return THREE_AT_NIGHT


def home_of(her, country, zone, path=None):
    home = open_household(path, create=True, clock=Night())
    home.import_notation(NOTES.format(her=her, country=country, zone=zone))
    return home


@pytest.fixture
def emily():
    return home_of("Emily", "uk", "Europe/London")


@pytest.fixture
def laura():
    return home_of("Laura", "us", "America/Chicago")


def labels(home):
    return [tile.label for tile in home.log.page().tiles[0].tiles]


def test_the_same_tile_has_another_word(emily, laura):
    assert "Wet nappy" in labels(emily)
    assert "Wet diaper" in labels(laura)


def test_two_households_are_open_at_once(emily, laura):
    said = [labels(home)[-1] for home in (emily, laura, emily, laura)]

    assert said == ["Dirty nappy", "Dirty diaper"] * 2


def test_nothing_is_left_spoken_afterwards(laura):
    labels(laura)

    assert spoken() == "en_GB"


def test_a_household_speaks_its_own_language_whatever_the_caller_speaks(emily):
    with speaking("en_US"):
        assert "Wet nappy" in labels(emily)


def test_what_she_typed_and_whom_she_named_stay_as_they_are(laura):
    (line,) = laura.log.page().recent

    assert line.what == "Wet diaper: Mum found the flat too cold"
    assert line.by == "Mum"


def test_an_activity_of_her_own_is_her_word(laura):
    laura.log.add(ToLog(children=("Noah",), what="cot"))

    assert laura.log.page().recent[0].what == "Cot"
    assert "Cot" in [label for _, label in laura.log.page().kinds]


def test_dates_and_the_clock_follow(emily, laura):
    assert (emily.log.day().title, laura.log.day().title) == (
        "Sunday 22 November",
        "Sunday November 22",
    )
    assert laura.log.page().recent[0].clock == "1:10 AM"


def test_a_problem_is_said_in_her_language_too(laura):
    with pytest.raises(Exception, match=r"^Diaper has no end"):
        laura.log.add(ToLog(children=("Noah",), what="nappy", minutes="5"))


def test_a_country_that_is_told_later_is_heard(emily):
    emily.add("household country=us zone=America/Chicago of=Emily")

    assert "Wet diaper" in labels(emily)


def test_what_was_asked_for_goes_before_the_country(emily, laura, monkeypatch):
    monkeypatch.setenv("KINHOLD_LANG", "en_US")

    assert "Wet diaper" in labels(emily)
    assert emily.log.page().recent[0].clock == "1:10 AM"


def test_who_may_only_see_hears_the_same(laura):
    labels(laura)
    seen = SeenRecord(laura._opened, "Mum")
    laura.language.heed(seen, seen.record())

    assert laura.language.locale() == "en_US"


def test_a_part_of_a_household_speaks_by_itself(laura):
    assert laura.wellbeing.not_safe().child_steps[0].startswith("Put the baby in the crib")


# -- the other faces -------------------------------------------------------------------------------


def test_the_command_line_speaks_the_households_language(tmp_path, capsys):
    from kinhold.cli.main import main

    file = tmp_path / "laura.kinhold"
    home_of("Laura", "us", "America/Chicago", file).close()
    main(["log", str(file), "nappy", "wet", "--minutes", "5"])

    assert capsys.readouterr().err == "Diaper has no end. Leave it out.\n"
    assert spoken() == "en_GB"


@pytest.fixture
def web(monkeypatch):
    """Opens a household file in the web face, signed in."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kinhold.web.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client, override_settings

    from kinhold.web.accounts.sign_in import one_time_link
    from kinhold.web.pages.household import close_household

    call_command("migrate", verbosity=0)

    def page(path, address, **settings):
        with override_settings(HOUSEHOLD_FILE=str(path), **settings):
            client = Client(headers={"host": "127.0.0.1"})
            one_time_link.set("a-token")
            client.post("/open/a-token/")
            return client.get(address).content.decode()

    yield page
    close_household()


def test_the_same_page_says_it_otherwise(web, tmp_path):
    home_of("Emily", "uk", "Europe/London", tmp_path / "e.kinhold").close()
    home_of("Laura", "us", "America/Chicago", tmp_path / "l.kinhold").close()
    british = web(tmp_path / "e.kinhold", "/log/new/nappy/")
    american = web(tmp_path / "l.kinhold", "/log/new/nappy/")

    assert 'lang="en-gb"' in british
    assert 'lang="en-us"' in american
    assert ">Colour</label>" in british
    assert ">Color</label>" in american


def test_the_whole_face_follows_what_was_asked_for(web, tmp_path):
    home_of("Emily", "uk", "Europe/London", tmp_path / "e.kinhold").close()

    assert ">Color</label>" in web(tmp_path / "e.kinhold", "/log/new/nappy/", LANG="en_US")


def test_the_page_kept_for_no_connection_is_in_the_language_of_its_place(web, tmp_path):
    home_of("Emily", "uk", "Europe/London", tmp_path / "e.kinhold").close()
    file = tmp_path / "e.kinhold"

    assert "In the crib" in web(file, "/minute/offline/us/")
    assert "In the cot," in web(file, "/minute/offline/uk/")
