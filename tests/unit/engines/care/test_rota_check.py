"""A rota with any fault is found, without the solver."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.households import away, carer, child, hours, household, span

from kinhold.domain.care import Gap, Turn
from kinhold.domain.fact import PersonRef
from kinhold.domain.periods import Interval
from kinhold.engines.care import rota as rota_module
from kinhold.engines.care.needs import needs_for
from kinhold.engines.care.rota import RotaCheckFailedError, plan
from kinhold.engines.care.rota_check import check_rota
from kinhold.rules.loading import load_rules

UK = load_rules("uk")
DAY = span("2026-11-23T08:00", "2026-11-24T08:00")
KNOWN = household(
    child("Noah"),
    carer("Emily", main=True, away=[away("day", "09:00-13:00")]),
    carer("Mum", available=[hours("day", "22:00-03:00")], most=5, reliability=0.6),
    carer("Ann", available=[hours("day", "10:00-16:00")], reliability=0.7, travel=30,
          away=[away("day", "16:00-18:00")]),
)  # fmt: skip
NEEDS = needs_for(KNOWN, rules=UK, horizon=DAY)
GOOD = plan(KNOWN, rules=UK, horizon=DAY, needs=NEEDS).rota


def faults(rota):
    return {f.code for f in check_rota(rota, household=KNOWN, rules=UK, needs=NEEDS)}


def changed(carer_handle, **fields):
    return replace(
        GOOD,
        turns=tuple(replace(t, **fields) if t.carer == carer_handle else t for t in GOOD.turns),
    )


def test_what_was_planned_passes():
    assert faults(GOOD) == set()


def test_every_fault_is_found():
    mum = next(t for t in GOOD.turns if t.carer == "Mum")
    longer = Interval(mum.interval.start, mum.interval.end.replace(hour=4))
    ref = PersonRef

    assert "care.rota.not-free" in faults(changed("Mum", interval=longer))
    assert "care.rota.limit" in faults(changed("Mum", interval=longer))
    assert "care.rota.overlap" in faults(changed("Mum", interval=longer))
    assert "care.rota.unknown" in faults(changed("Mum", carer=ref("Nobody")))
    assert "care.rota.backup" in faults(changed("Mum", backup=ref("Mum")))
    assert "care.rota.not-free" in faults(changed("Mum", backup=ref("Ann")))
    assert "care.rota.outside" in faults(
        replace(GOOD, horizon=span("2026-11-23T08:00", "2026-11-23T20:00"))
    )
    assert "care.rota.gaps" in faults(replace(GOOD, gaps=()))
    assert "care.rota.nights" in faults(replace(GOOD, turns=GOOD.turns[:-2]))


@pytest.mark.parametrize("level", [0, 1])
def test_a_level_that_says_something_else_is_found(level):
    wrong = list(GOOD.levels)
    wrong[level] = replace(wrong[level], value=wrong[level].value + 30)

    assert faults(replace(GOOD, levels=tuple(wrong))) == {"care.rota.level"}


def test_a_bound_above_its_value_is_found():
    first = replace(GOOD.levels[0], bound=GOOD.levels[0].value + 1)

    assert faults(replace(GOOD, levels=(first, *GOOD.levels[1:]))) == {"care.rota.level"}


def test_travel_counts_against_a_turn():
    """Ann is away from 16:00 and needs half an hour to get there."""
    late = Turn(PersonRef("Ann"), span("2026-11-23T15:00", "2026-11-23T16:00"))
    rest = tuple(t for t in GOOD.turns if not t.interval.overlap(late.interval))

    assert "care.rota.not-free" in faults(
        replace(GOOD, turns=tuple(sorted((*rest, late), key=lambda t: t.interval)))
    )


def test_a_gap_that_names_other_children_is_found():
    wrong = tuple(replace(g, children=(PersonRef("Colin"),)) for g in GOOD.gaps)

    assert GOOD.gaps
    assert faults(replace(GOOD, gaps=wrong)) == {"care.rota.gaps"}


def test_asking_somebody_unknown_is_found():
    wrong: tuple[Gap, ...] = tuple(replace(g, could_ask=(PersonRef("John"),)) for g in GOOD.gaps)

    assert faults(replace(GOOD, gaps=wrong)) == {"care.rota.unknown"}


def test_a_rota_that_fails_is_never_returned(monkeypatch):
    fault = check_rota(replace(GOOD, gaps=()), household=KNOWN, rules=UK, needs=NEEDS)
    monkeypatch.setattr(rota_module, "check_rota", lambda *_, **__: fault)

    with pytest.raises(RotaCheckFailedError, match="not shown") as raised:
        plan(KNOWN, rules=UK, horizon=DAY, needs=NEEDS)

    assert raised.value.findings == fault
