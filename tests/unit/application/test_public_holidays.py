"""From the record to the rota: public holidays of the household, and what is said without them."""

from __future__ import annotations

import sys
import uuid
from datetime import date, timedelta

import pytest

from kinhold.adapters.public_holidays import NO_COUNTRY, NOT_INSTALLED, known_holidays
from kinhold.api import open_household
from kinhold.application.household_on import NOT_LOOKED_UP, standing_on
from kinhold.application.interview import answer
from kinhold.application.sentences import role_words, sentence
from kinhold.domain.findings import KinholdError
from kinhold.domain.people import PLACES
from kinhold.domain.periods import at_minute
from kinhold.engines.care.coverage import cover_without_solving
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.supply import questions_about_time
from kinhold.record.codec import encode

LAURA = """
household zone={zone} country={country} region={region} of=Laura
2026-08-01 person Laura role=self
2026-08-01 child Mia born=2020-05-04
2026-08-01 person School role=school
2026-09-01 available School each=week:mon,tue,wed,thu,fri at=08:50-15:15 except=holidays until=2026-12-18
2026-09-01 away Laura work each=week:mon,tue,wed,thu,fri at=09:00-15:00
"""
ENGLAND = {"zone": "Europe/London", "country": "uk", "region": "ENG"}
SCOTLAND = {**ENGLAND, "region": "SCO"}
AMERICA = {"zone": "America/New_York", "country": "us", "region": '""'}


@pytest.fixture
def home():
    with open_household(None) as opened:
        yield opened


def written(home, text=LAURA, **where):
    for line in filter(None, text.format(**where).splitlines()):
        home.add(line)


def standing(home, day, port=known_holidays):
    return standing_on(record=home.record(), day=day, public_holidays=port)


def days_with_no_one(home, day, days=3):
    known = standing(home, day)
    horizon = fortnight(day, zone=known.household.zone, days=days)
    cover = cover_without_solving(known.household, rules=known.rules, horizon=horizon)
    zone = known.household.zone
    return [(g.interval.start.astimezone(zone).date(), g.interval.minutes) for g in cover.gaps]


# -- a year in three places ------------------------------------------------------------------------


def test_saint_andrews_day_closes_the_school_in_scotland(home):
    """Laura has to work on 30 November 2026, and nobody has Mia."""
    written(home, **SCOTLAND)

    assert days_with_no_one(home, date(2026, 11, 29)) == [(date(2026, 11, 30), 360)]


def test_and_leaves_it_open_in_england(home):
    written(home, **ENGLAND)

    assert days_with_no_one(home, date(2026, 11, 29)) == []


def test_without_a_region_the_uk_is_england(home):
    """Easter Monday is a holiday in England and not in Scotland."""
    everywhere = known_holidays(country="uk", region="", years=(2027,)).days
    scotland = known_holidays(country="uk", region="SCO", years=(2027,)).days

    assert date(2027, 3, 29) in everywhere - scotland
    assert date(2027, 1, 4) in scotland - everywhere  # 2 January, observed


def test_thanksgiving_closes_the_school_in_the_us_and_the_friday_after_does_not(home):
    written(home, **AMERICA)

    assert days_with_no_one(home, date(2026, 11, 25)) == [(date(2026, 11, 26), 360)]


def test_the_friday_after_is_a_holiday_of_texas():
    friday = date(2026, 11, 27)

    assert friday not in known_holidays(country="us", region="", years=(2026,)).days
    assert friday in known_holidays(country="us", region="US-TX", years=(2026,)).days


def test_an_independence_day_on_a_saturday_is_kept_on_the_friday_too():
    assert {date(2026, 7, 3), date(2026, 7, 4)} <= known_holidays(
        country="us", region="", years=(2026,)
    ).days


@pytest.mark.parametrize("region", ["SCO", "sco", "SCT", "Scotland", "GB-SCT", " scotland "])
def test_a_region_may_be_written_as_people_write_it(region):
    found = known_holidays(country="uk", region=region, years=(2026,))

    assert found.problem == ""
    assert date(2026, 11, 30) in found.days


def test_northern_ireland_may_be_written_with_a_hyphen():
    found = known_holidays(country="uk", region="northern-ireland", years=(2026,))

    assert date(2026, 3, 17) in found.days


# -- what is not known -----------------------------------------------------------------------------


def test_an_unknown_region_is_said_and_the_whole_country_counts(home):
    written(home, **{**ENGLAND, "region": "Atlantis"})

    household = standing(home, date(2026, 11, 29)).household

    assert household.holidays_problem == (
        "“Atlantis” is not a region whose public holidays are known, so the plan goes by those of "
        "the whole country. Write it like ENG, SCO, NIR or WLS."
    )
    assert date(2026, 12, 25) in household.holidays


@pytest.mark.parametrize("country", ["zz", "Narnia"])
def test_an_unknown_country_is_said(country):
    found = known_holidays(country=country, region="", years=(2026,))

    assert (found.days, country in found.problem) == (frozenset(), True)


def test_a_household_without_a_country_is_told_how_to_say_it():
    assert known_holidays(country="", region="", years=(2026,)).problem == NO_COUNTRY


def test_a_country_without_regions_takes_any():
    assert known_holidays(country="gr", region="Crete", years=(2026,)).problem == ""


def test_without_the_library_the_plan_goes_on_and_says_how_to_install_it(home, monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    written(home, **SCOTLAND)

    household = standing(home, date(2026, 11, 29)).household

    messages = [f.message for f in questions_about_time(household)]
    assert NOT_INSTALLED in messages
    assert "pip install 'kinhold[calendar]'" in NOT_INSTALLED
    assert days_with_no_one(home, date(2026, 11, 29)) == []


def test_where_nothing_depends_on_them_nobody_asks(home):
    text = LAURA.replace(" except=holidays", "")
    written(home, text, **SCOTLAND)

    def never(**_asked):
        raise AssertionError

    household = standing(home, date(2026, 11, 29), never).household

    assert (household.holidays, household.holidays_problem) == (frozenset(), "")


def test_where_they_were_not_looked_up_it_is_said(home):
    written(home, **SCOTLAND)

    assert standing(home, date(2026, 11, 29), None).household.holidays_problem == NOT_LOOKED_UP


def test_the_years_asked_for_are_those_around_the_day(home):
    written(home, **SCOTLAND)
    asked = []

    def port(**given):
        asked.append(given)
        return known_holidays(**given)

    standing(home, date(2026, 12, 10), port)

    assert asked == [{"country": "uk", "region": "SCO", "years": (2025, 2026, 2027)}]


# -- as it is written ------------------------------------------------------------------------------


def test_a_word_that_will_not_do_is_refused_with_what_would(home):
    with pytest.raises(KinholdError, match=r"“foo” will not do here\. Choose one of: holidays\."):
        home.add("2026-09-01 available Mum each=day at=08:00-09:00 except=foo")


@pytest.mark.parametrize(
    "line",
    [
        "2026-09-01 available School each=week:mon at=08:50-15:15 for=Mia,Leo except=holidays",
        "2026-09-01 away Laura class each=week:mon at=09:00-17:00 except=holidays",
        "2026-09-01 need Mia appointment each=week:mon at=09:00-10:00 except=holidays",
    ],
)
def test_a_line_reads_back_as_it_was_written(home, line):
    from kinhold.record.notation import format_fact

    assert format_fact(home.add(line)) == line


def test_a_record_without_the_keys_keeps_its_bytes(home):
    fact = home.add("2026-09-01 available Mum each=day at=08:00-09:00")

    ((_, content),) = encode(fact)

    assert b"skips" not in content
    assert b"for_children" not in content


def test_the_sentence_says_for_whom_and_on_which_days(home):
    fact = home.add("2026-09-01 available School each=day at=08:50-15:15 for=Mia except=holidays")

    assert sentence(fact, name=str, country="uk") == (
        "School can take over with Mia every day, 08:50-15:15, not on public holidays."
    )


def test_every_place_has_a_word():
    assert [role_words(role) for role in PLACES] == ["a school", "a nursery"]


# -- the interview ---------------------------------------------------------------------------------

HOURS = {"days": "mon,tue", "from": "08:50", "to": "15:15"}


def answered(home, question, row):
    household = standing(home, date(2026, 11, 22)).household
    facts = answer(
        name=question,
        rows=[row],
        household=household,
        on=date(2026, 11, 22),
        new_id=lambda: str(uuid.uuid4()),
    )
    home.write(facts)
    return facts[-1]


@pytest.mark.parametrize(
    ("role", "skips"),
    [
        ("school", "holidays"),
        ("nursery", "holidays"),
        ("nursery-open", ""),
        ("childcare_worker", ""),
        ("childcare_worker-off", "holidays"),
        ("friend", ""),
    ],
)
def test_schools_and_nurseries_close_on_public_holidays_unless_one_says_no(home, role, skips):
    home.add("household country=uk of=Laura")

    hours = answered(home, "helpers", {"name": "Oak", "role": role, **HOURS})

    carer = standing(home, date(2026, 11, 23)).household.carer("Oak")
    assert hours.skips == skips
    assert carer.place == (role.partition("-")[0] if role.partition("-")[0] in PLACES else "")


def test_more_hours_of_a_school_that_is_known_close_too(home):
    home.add("household country=uk of=Laura")
    answered(home, "helpers", {"name": "Oak", "role": "school", **HOURS})

    assert answered(home, "helpers", {"name": "Oak", "role": "mother", **HOURS}).skips == "holidays"


@pytest.mark.parametrize(("why", "expected"), [("work", ""), ("work-off", "holidays")])
def test_work_may_be_off_on_public_holidays(home, why, expected):
    home.add("household country=uk of=Laura")

    shift = answered(home, "work", {"why": why, **HOURS})

    assert (shift.why, shift.skips) == ("work", expected)


# -- the fold --------------------------------------------------------------------------------------


def test_a_school_is_a_place_that_nobody_asks(home):
    written(home, **ENGLAND)

    school = standing(home, date(2026, 11, 22)).household.carer("School")

    assert (school.place, school.may_ask, school.lives_in) == ("school", False, False)
    assert (school.reliability, school.assumed) == (1.0, False)


def test_a_place_marked_unsafe_has_nobody(home):
    written(home, **ENGLAND)
    home.add("2026-11-22 unsafe School")

    assert standing(home, date(2026, 11, 22)).household.carer("School") is None


def test_a_stated_closing_over_christmas_and_a_new_term_follow_each_other(home):
    """Closed from 19 December; the spring term is a line of its own."""
    written(home, **ENGLAND)
    home.add(
        "2027-01-04 available School each=week:mon,tue,wed,thu,fri at=08:50-15:15 except=holidays"
    )
    known = standing(home, date(2026, 12, 17))
    zone = known.household.zone
    horizon = fortnight(date(2026, 12, 17), zone=zone, days=21)

    found = needs_for(known.household, rules=known.rules, horizon=horizon)

    days = [n.interval.start.astimezone(zone).date() for n in found if n.kind == "at-school"]
    assert days == [
        date(2026, 12, 17),
        date(2026, 12, 18),
        date(2027, 1, 4),
        date(2027, 1, 5),
        date(2027, 1, 6),
    ]
    assert horizon.end == at_minute(date(2026, 12, 17) + timedelta(days=21), 480, zone)
