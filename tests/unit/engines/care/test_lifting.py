"""Somebody who cannot lift: on duty by all means, but not for what a baby needs at night."""

from __future__ import annotations

import pytest
from tests.households import away, carer, child, hours, household, span

from kinhold.engines.care.coverage import cover_given, cover_without_solving
from kinhold.engines.care.needs import needs_for
from kinhold.engines.care.rota import plan
from kinhold.engines.care.rota_check import check_rota
from kinhold.rules.loading import load_rules

UK = load_rules("uk")
DAY = span("2026-11-23T08:00", "2026-11-24T08:00")
EVENTS = ("night-waking", "feed")


def lifted(born, rules=UK):
    found = needs_for(household(child("Noah", born)), rules=rules, horizon=DAY)
    return {"lift" in n.skills for n in found if n.kind in EVENTS}


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2026-08-20", {True}),
        ("2025-05-24", {True}),  # the day before 18 months
        ("2025-05-23", {False}),
        ("2025-05", {True}),  # only the month is known: the youngest it can be counts
        ("2024-05-23", {False}),
    ],
)
def test_a_child_has_to_be_lifted_until_every_child_walks(born, expected):
    assert lifted(born) == expected


@pytest.mark.parametrize("country", ["uk", "us"])
def test_both_countries_have_the_figure(country):
    assert load_rules(country).number("care.lift.until_months", DAY.start.date()) == 18


def test_presence_asks_for_nobody_who_can_lift():
    found = needs_for(household(child("Noah")), rules=UK, horizon=DAY)

    assert {n.skills for n in found if n.kind == "presence"} == {()}


def test_the_rota_has_who_can_lift_in_the_night():
    """Emily had an operation and cannot lift; Mum can, at night; both can be there."""
    emily = carer("Emily", main=True, cannot=("lift",))
    mum = carer("Mum", available=[hours("day", "20:00-08:00")])
    known = household(child("Noah", "2025-09-01"), emily, mum)
    needs = needs_for(known, rules=UK, horizon=DAY)

    result = plan(known, rules=UK, horizon=DAY, needs=needs)

    night = [n.interval for n in needs if n.kind == "night-waking"]
    lead = {t.carer for t in result.rota.turns for i in night if t.interval.overlap(i)}
    assert lead == {"Mum"}
    assert check_rota(result.rota, household=known, rules=UK, needs=needs) == ()


def test_alone_and_unable_to_lift_is_no_gap_but_said_in_plain_words():
    emily = carer("Emily", main=True, cannot=("lift",))
    known = household(child("Noah", "2025-09-01"), emily)
    needs = needs_for(known, rules=UK, horizon=DAY)

    result = plan(known, rules=UK, horizon=DAY, needs=needs)

    assert result.rota.gaps == ()
    assert (
        "Nobody on duty can do this: night waking, 30 minutes; it needs somebody who can lift."
        in {f.message for f in result.findings}
    )
    assert result.rota.levels[0].value > 0
    assert check_rota(result.rota, household=known, rules=UK, needs=needs) == ()


def test_only_what_somebody_there_lacks_is_named():
    emily = carer("Emily", main=True, cannot=("feed",))
    cover = cover_without_solving(household(child("Noah"), emily), rules=UK, horizon=DAY)

    said = {f.message for f in cover.findings if f.code == "care.need-open"}
    assert said == {
        "Nobody on duty can do this: feed, 30 minutes; it needs somebody who can feed them."
    }


def test_cover_for_work_lacks_no_skill():
    from tests.households import need

    work = need("work-cover", "day", "09:00-10:00")
    known = household(child("Emma", "2010-05-01"), carer("Emily", main=True), work)
    cover = cover_without_solving(known, rules=UK, horizon=DAY)

    assert [f.message for f in cover.findings] == [
        "Nobody on duty can do this: work cover, 60 minutes."
    ]


def test_who_cannot_lift_leaves_no_gap_while_the_main_carer_is_out():
    emily = carer("Emily", main=True, away=[away("day", "09:00-13:00")])
    gran = carer("Gran", available=[hours("day", "09:00-13:00")], cannot=("lift",))
    known = household(child("Noah"), emily, gran)
    needs = needs_for(known, rules=UK, horizon=DAY)
    rota = plan(known, rules=UK, horizon=DAY, needs=needs).rota

    cover = cover_given(known, rules=UK, horizon=DAY, needs=needs, turns=rota.turns)

    assert cover.gaps == ()
    assert any("feed" in f.message and "lift" in f.message for f in cover.findings)
