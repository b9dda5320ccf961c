"""Three households from the record to a rota that people were shown.

A mother of a nine-month-old who wants her class on Tuesdays; a mother of a six-year-old with shifts at a
diner, a school and a nanny; a mother of a newborn who wakes every two hours, with a bad back.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kinhold.api import open_household
from kinhold.domain.periods import Interval

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)

KATE = """
household zone=America/Chicago country=us currency=USD of=Kate
2026-01-01 person Kate role=self
2026-02-14 child Michael born=2026-02-14
2026-01-01 person Mom role=mother
2026-01-01 person Scott role=ex_partner
2026-01-01 home Home people=Kate,Michael,Mom
2026-11-20 available Scott each=week:sat at=09:00-20:00
2026-11-20 available Mom each=week:tue at=17:30-21:30
2026-11-20 away Mom work each=week:mon,tue,wed,thu,fri at=08:00-17:00
2026-11-20 away Kate class each=week:tue at=18:00-20:30
2026-11-20 limits Kate travel=20
"""

LAURA = """
household zone=America/New_York country=us currency=USD of=Laura
2026-01-01 person Laura role=self
2020-03-14 child Colin born=2020-03-14
2026-01-01 person Nanny role=childcare_worker
2026-01-01 person School role=school
2026-01-01 home Home people=Laura,Colin
2026-09-01 available School each=week:mon,tue,wed,thu,fri at=08:00-15:00 for=Colin except=holidays
2026-11-20 available Nanny each=week:sat,sun at=10:00-16:00
2026-11-20 limits Nanny paid=yes price=18.00 most_hours=15
2026-11-20 away Laura work each=week:sat,sun at=10:30-15:30
2026-11-20 away Laura work each=week:mon,wed at=09:00-14:00
"""

EMILY = """
household zone=Europe/London country=uk currency=GBP of=Emily
2026-01-01 person Emily role=self
2026-08-20 child Noah born=2026-08-20
2026-01-01 person Mum role=mother
2026-01-01 person Nan role=partners_mother
2026-01-01 home Flat people=Emily,Noah
2026-11-20 limits Emily cannot=lift
2026-11-20 available Mum each=week:mon,thu at=20:00-08:00
2026-11-20 limits Mum most_hours=24
2026-11-20 available Nan each=week:sat at=22:00-03:00
2026-11-20 limits Nan cannot=lift
"""


class Clock:
    moment = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def now(self):
        return self.moment


@pytest.fixture
def opened():
    homes = []

    def begin(lines):
        home = open_household(None, clock=Clock())
        homes.append(home)
        assert home.import_notation(lines).findings == ()
        return home

    yield begin
    for home in homes:
        home.close()


def who_has(page, start, end):
    """Who is on duty in a local stretch, in order."""
    asked = Interval(datetime.fromisoformat(start), datetime.fromisoformat(end))
    return [
        a.name
        for a in page.assignments
        if Interval(datetime.fromisoformat(a.start), datetime.fromisoformat(a.end)).overlap(asked)
    ]


def proven(page):
    return {v.name for v in page.levels if v.proven}


def test_kates_tuesday_class_is_hers(opened):
    """Her mother has Michael from before she leaves until after she is back, on both Tuesdays."""
    kate = opened(KATE)

    page = kate.rota(on=MONDAY)

    assert page.gaps == ()
    for day in ("2026-11-24", "2026-12-01"):
        assert who_has(page, f"{day}T17:40-06:00", f"{day}T20:50-06:00") == ["Mom"]
    why = kate.planning.why(datetime(2026, 11, 25, 1, 0, tzinfo=UTC), on=MONDAY)
    assert "Kate is away for some of it." in why.sentences
    assert {"uncovered", "sleep", "doubt"} <= proven(page)


def test_without_her_mother_the_class_is_a_gap_with_somebody_to_ask(opened):
    kate = opened(KATE)
    kate.add("2026-11-24 away Mom ill until=2026-11-24")

    page = kate.rota(on=MONDAY)

    (gap,) = page.gaps
    assert (gap.start, gap.end) == ("2026-11-24T17:40-06:00", "2026-11-24T20:50-06:00")
    assert gap.could_ask == ("Scott",)
    assert any("Could you be with Michael" in text for o in page.open for _, _, text in o.asks)


def test_lauras_shifts_rest_on_the_school_and_the_nanny(opened):
    """Colin is at school on the weekdays she works; the nanny has the weekend, inside her 15 hours."""
    laura = opened(LAURA)

    page = laura.rota(on=MONDAY)

    saturday = who_has(page, "2026-11-28T10:30-05:00", "2026-11-28T15:30-05:00")
    assert saturday == ["Nanny"]
    assert {v.name: v.value for v in page.levels}["cost"] == 2 * 2 * 5 * 1800
    assert [g.start[:10] for g in page.gaps] == []
    assert not any("School" in text for o in page.open for _, _, text in o.asks)
    assert page.at_places[0].startswith("Colin is at School from 8:00")
    assert "26" not in page.at_places[0]


def test_on_a_holiday_the_school_is_closed_and_lauras_shift_is_open(opened):
    """Thursday the 26th is Thanksgiving; she is asked to work, and nobody has Colin."""
    laura = opened(LAURA)
    laura.add("2026-11-26 away Laura work at=09:00-14:00 until=2026-11-26")

    page = laura.rota(on=MONDAY)

    (gap,) = page.gaps
    assert (gap.start, gap.end) == ("2026-11-26T09:00-05:00", "2026-11-26T14:00-05:00")
    assert "School" not in gap.could_ask


def two_hourly(home):
    """Fourteen nights, woken at ten, twelve, two and four."""
    lines = []
    for night in range(14):
        evening = SUNDAY - timedelta(days=15 - night)
        for hours in (22, 24, 26, 28):
            at = datetime(evening.year, evening.month, evening.day) + timedelta(hours=hours)
            lines.append(f"{at:%Y-%m-%dT%H:%M} waking Noah by=Emily")
    assert home.import_notation("\n".join(lines)).findings == ()


def test_emily_sleeps_five_hours_on_every_night_that_can_be_covered(opened):
    """Mum can stay on Mondays and Thursdays, Nan until three on Saturdays; the rest is said."""
    emily = opened(EMILY)
    two_hourly(emily)

    page = emily.rota(on=MONDAY)
    lines = {line.start[:10]: line.sentence for line in page.open if line.kind == "no relief"}

    covered = {"2026-11-23", "2026-11-26", "2026-11-28", "2026-11-30", "2026-12-03", "2026-12-05"}
    assert page.unrelieved == 14 - len(covered)
    assert not covered & set(lines)
    assert page.no_one_minutes == 0
    assert {"uncovered", "sleep"} <= proven(page)


def test_the_wakings_go_to_somebody_who_can_lift_him_where_there_is_one(opened):
    """Emily's back: on Mum's nights Mum has every waking, not only five hours of them."""
    emily = opened(EMILY)
    two_hourly(emily)

    page = emily.rota(on=MONDAY)

    assert who_has(page, "2026-11-23T22:00+00:00", "2026-11-24T04:30+00:00") == ["Mum"]
    assert any("lift" in note for note in page.notes)
