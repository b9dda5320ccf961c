"""Rotas changed by hand, explained, shared and simulated; all without a solver."""

from __future__ import annotations

import pytest
from tests.households import LONDON, away, carer, child, hours, household, span

from kinhold.domain.care import RotaShared, Turn
from kinhold.domain.fact import PersonRef
from kinhold.engines.care.needs import needs_for
from kinhold.engines.care.rota import plan
from kinhold.engines.care.rota_check import check_rota
from kinhold.engines.care.rota_edit import Edit, Setting, edit_rota
from kinhold.engines.care.rota_score import simulate
from kinhold.engines.care.rota_why import why
from kinhold.engines.care.shared import turns_shared, turns_to_share
from kinhold.rules.loading import load_rules

UK = load_rules("uk")
DAY = span("2026-11-23T08:00", "2026-11-24T08:00")
KNOWN = household(
    child("Noah"),
    carer("Emily", main=True, away=[away("day", "09:00-13:00")]),
    carer("Mum", available=[hours("day", "22:00-03:00")], most=5, reliability=0.6),
    carer("Ann", available=[hours("day", "08:00-16:00")], reliability=0.7),
    carer("Bea", available=[hours("day", "09:00-13:00")], reliability=0.5, price=12),
)  # fmt: skip
NEEDS = needs_for(KNOWN, rules=UK, horizon=DAY)
SETTING = Setting(KNOWN, UK, NEEDS)
GOOD = plan(KNOWN, rules=UK, horizon=DAY, needs=NEEDS).rota
MORNING = span("2026-11-23T09:00", "2026-11-23T13:00")
NIGHT = span("2026-11-23T22:00", "2026-11-24T03:00")


def level(rota, name):
    return next(v for v in rota.levels if v.name == name)


def leads(rota, interval):
    return {t.carer for t in rota.turns if t.interval.overlap(interval)}


def turn_at(rota, interval):
    return next(t for t in rota.turns if t.interval.overlap(interval))


def test_a_change_that_holds_is_worked_out_again():
    edited = edit_rota(GOOD, Edit(MORNING, PersonRef("Bea")), setting=SETTING)

    assert edited.holds
    assert leads(edited.rota, MORNING) == {"Bea"}
    assert level(edited.rota, "cost").value == 4 * 1200
    assert "cost" in [c.name for c in edited.changes]
    assert check_rota(edited.rota, household=KNOWN, rules=UK, needs=NEEDS) == ()


def test_a_change_that_does_not_hold_is_made_and_said():
    """Mum never said mornings; she has five hours, and they are in the night."""
    edited = edit_rota(GOOD, Edit(MORNING, PersonRef("Mum")), setting=SETTING)

    assert not edited.holds
    assert leads(edited.rota, MORNING) == {"Mum"}
    assert {"care.rota.not-free", "care.rota.limit"} <= {f.code for f in edited.findings}


def test_taking_somebody_out_leaves_a_gap_with_who_could_be_asked():
    edited = edit_rota(GOOD, Edit(MORNING, None), setting=SETTING)

    assert [g.interval for g in edited.rota.gaps] == [MORNING]
    assert edited.rota.gaps[0].could_ask == ("Ann", "Mum", "Bea")
    assert edited.changes[0].name == "uncovered"


def test_after_an_earlier_level_changed_nothing_later_is_proven():
    edited = edit_rota(GOOD, Edit(NIGHT, PersonRef("Emily")), setting=SETTING)

    assert level(edited.rota, "sleep").value == 300
    assert level(edited.rota, "uncovered").proven
    assert not level(edited.rota, "sleep").proven
    assert all(v.bound == 0 for v in edited.rota.levels[2:])


def test_part_of_a_turn_can_be_given_away_and_back():
    part = span("2026-11-23T10:00", "2026-11-23T11:00")
    lead = turn_at(GOOD, part).carer
    other = "Bea" if lead == "Ann" else "Ann"

    there = edit_rota(GOOD, Edit(part, PersonRef(other)), setting=SETTING).rota
    back = edit_rota(there, Edit(part, lead), setting=SETTING).rota

    assert leads(there, part) == {other}
    assert [(t.carer, t.interval) for t in back.turns] == [
        (t.carer, t.interval) for t in GOOD.turns
    ]


def test_why_says_what_would_be_lost_and_who_else_could():
    """Why is Mum on Monday night? Because Emily would not sleep, and the others offered the day."""
    night = turn_at(GOOD, NIGHT)

    found = why(night, rota=GOOD, setting=SETTING)

    reasons = {o.carer: o.reason for o in found.others}
    assert night.carer == "Mum"
    assert found.rest_without == 300
    assert reasons == {"Emily": "worse", "Ann": "other-hours", "Bea": "other-hours"}
    assert next(o.level.name for o in found.others if o.carer == "Emily") == "sleep"


def test_why_names_the_limit_that_forces_somebody():
    """In the morning Emily is away, and Mum's hours are used up."""
    known = household(
        child("Noah"),
        carer("Emily", main=True, away=[away("day", "09:00-13:00")]),
        carer("Mum", available=[hours("day")], most=5),
        carer("Ann", available=[hours("day", "09:00-13:00")]),
        carer("Sue", available=[hours("day")], cannot=("alone",)),
        carer("Tom"),
    )
    needs = needs_for(known, rules=UK, horizon=DAY)
    rota = plan(known, rules=UK, horizon=DAY, needs=needs).rota

    found = why(turn_at(rota, MORNING), rota=rota, setting=Setting(known, UK, needs))

    reasons = {o.carer: o.reason for o in found.others}
    assert found.turn.carer == "Ann"
    assert (found.forced, found.minutes_without) == (True, 240)
    assert reasons == {
        "Emily": "away", "Mum": "weekly-limit", "Sue": "never-alone", "Tom": "no-hours-agreed",
    }  # fmt: skip


def test_a_shared_rota_is_read_back_as_it_was():
    """The turn of the night on which the clocks go back begins in the hour that comes twice."""
    twice = span("2026-10-25T03:00", "2026-10-25T06:00")
    early = Turn(PersonRef("Mum"), DAY.__class__(twice.start.replace(hour=1), twice.end))
    turns = (*GOOD.turns, early, Turn(PersonRef("A@B/C"), NIGHT, PersonRef("D/E")))

    written = turns_to_share(turns, zone=LONDON)
    read, findings = turns_shared(RotaShared(fact_id="r", turns=written), zone=LONDON)

    assert set(read) == set(turns)
    assert findings == ()


@pytest.mark.parametrize(
    "text",
    ["Mum", "Mum@2026-11-24T03:00/2026-11-23T22:00", "Mum@2026-13-01T00:00/2026-13-01T01:00"],
)
def test_a_shared_turn_that_cannot_be_read_is_said(text):
    read, findings = turns_shared(RotaShared(fact_id="r", turns=(text,)), zone=LONDON)

    assert read == ()
    assert [f.code for f in findings] == ["care.shared-turn-unread"]


def test_who_surely_comes_leaves_nothing_to_chance():
    known = household(
        child("Noah"),
        carer("Emily", main=True),
        carer("Mum", available=[hours("day", "22:00-03:00")]),
    )
    rota = plan(known, rules=UK, horizon=DAY).rota

    score = simulate(
        rota.turns,
        household=known,
        rules=UK,
        horizon=DAY,
        needs=needs_for(known, rules=UK, horizon=DAY),
    )

    assert (score.night_with_no_one, score.broken_nights, score.calls) == (0, 0, 0)


def test_the_share_of_broken_nights_is_how_often_the_helper_stays_away():
    """Mum comes six times in ten, and Emily is there: nobody is ever alone, but she does not sleep."""
    score = simulate(
        GOOD.turns, household=KNOWN, rules=UK, horizon=DAY, needs=NEEDS, dice=(4000, 1)
    )

    assert score.night_with_no_one == 0
    assert score.broken_nights == pytest.approx(0.4, abs=0.03)
    # Ann and Bea both stay away in three cases of twenty, for four hours.
    assert score.minutes_with_no_one == pytest.approx(240 * 0.3 * 0.5, rel=0.15)


def test_the_same_dice_give_the_same_score_and_others_another():
    first, again, other = (
        simulate(GOOD.turns, household=KNOWN, rules=UK, horizon=DAY, needs=NEEDS, dice=dice)
        for dice in ((500, 7), (500, 7), (500, 8))
    )

    assert first == again
    assert (first.draws, first.seed) == (500, 7)
    assert first != other


def test_who_works_that_night_leaves_it_to_chance():
    """Emily is at work from 22:00; Mum comes four times in five, and nobody stands by."""
    emily = carer("Emily", main=True, away=[away("day", "22:00-06:00")])
    mum = carer("Mum", available=[hours("day", "22:00-06:00")], reliability=0.8)
    known = household(child("Noah"), emily, mum)
    needs = needs_for(known, rules=UK, horizon=DAY)
    rota = plan(known, rules=UK, horizon=DAY, needs=needs).rota

    score = simulate(
        rota.turns, household=known, rules=UK, horizon=DAY, needs=needs, dice=(4000, 3)
    )

    assert score.night_with_no_one == pytest.approx(0.2, abs=0.02)
