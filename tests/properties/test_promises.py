"""What must hold for every promise and every history of outcomes."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import chain, product
from math import exp, log
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import recurrences

from kinhold.domain.dates import UNKNOWN, from_day
from kinhold.domain.fact import PersonRef
from kinhold.domain.promises import Commitment, OutcomeNoted, PromiseMade
from kinhold.engines.promises.occurrences import Occurrence, expand
from kinhold.engines.promises.reliability import reliability_of

LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 11, 21)
OUTCOMES = ("kept", "late", "part-kept", "missed", "excused", "withdrawn", "unknown")
days = st.dates(date(2025, 1, 1), date(2026, 11, 20))


def seen(outcome, ago, share=None):
    day = TODAY - timedelta(days=ago)
    return Occurrence("p", PersonRef("Mum"), "care", day, outcome, share)


histories = st.lists(
    st.builds(seen, st.sampled_from(OUTCOMES), st.integers(0, 1000), st.integers(0, 100)),
    max_size=40,
)


@st.composite
def commitments(draw):
    noted = draw(
        st.lists(
            st.builds(
                OutcomeNoted,
                fact_id=st.uuids(version=4).map(str),
                occurred=days.map(from_day),
                about=st.just("Mum"),
                outcome=st.sampled_from(OUTCOMES),
                for_day=st.one_of(st.just(UNKNOWN), days.map(from_day)),
                share=st.integers(0, 100),
            ),
            max_size=6,
        )
    )
    made = PromiseMade(
        fact_id="promise",
        about="Mum",
        occurred=from_day(draw(days)),
        due=draw(st.one_of(st.just(UNKNOWN), days.map(from_day))),
        each=draw(st.one_of(st.none(), recurrences)),
        condition=draw(st.sampled_from(["", "when he is older"])),
    )
    gone = any(o.outcome == "withdrawn" and o.for_day == UNKNOWN for o in noted)
    return Commitment(made, tuple(noted), gone)


@given(histories)
def test_the_figures_are_always_in_order(history):
    found = reliability_of(history, on=TODAY)

    low, high = found.interval_90
    assert 0 <= low < found.mean < high <= 1
    assert 0 <= found.planning_value <= 1
    assert found.effective_n <= found.counted


@given(histories, st.integers(0, 400))
def test_one_more_kept_never_lowers_and_one_more_missed_never_raises(history, ago):
    before = reliability_of(history, on=TODAY)

    kept = reliability_of([*history, seen("kept", ago)], on=TODAY)
    missed = reliability_of([*history, seen("missed", ago)], on=TODAY)

    assert missed.mean <= before.mean <= kept.mean
    assert missed.interval_90[0] <= before.interval_90[0] <= kept.interval_90[0] + 1e-12


@given(histories)
def test_the_order_of_outcomes_does_not_matter(history):
    forward, backward = (reliability_of(h, on=TODAY) for h in (history, history[::-1]))

    assert forward.mean == pytest.approx(backward.mean)
    assert forward.counted == backward.counted


@given(histories, st.integers(1, 2000))
def test_evidence_only_fades(history, later):
    now, then = (reliability_of(history, on=TODAY + timedelta(days=d)) for d in (0, later))

    assert then.effective_n <= now.effective_n
    assert abs(then.mean - 0.5) <= abs(now.mean - 0.5) + 1e-9


@given(commitments(), days, days)
def test_occurrences_are_in_the_window_in_order_and_rest_on_facts(commitment, first, second):
    start, end = sorted((first, second))

    found = expand(commitment, start=start, end=end, zone=LONDON)

    assert [o.day for o in found] == sorted(o.day for o in found)
    assert all(start <= o.day < end for o in found)
    assert all(o.fact_ids for o in found if o.outcome != "unknown")


@given(commitments())
def test_nothing_is_missed_that_nobody_noted(commitment):
    found = expand(commitment, start=date(2025, 1, 1), end=TODAY, zone=LONDON)

    noted = {o.fact_id for o in commitment.outcomes if o.outcome == "missed"}
    assert {i for o in found if o.outcome == "missed" for i in o.fact_ids} <= noted


@given(commitments(), days)
def test_a_window_in_two_parts_has_the_same_occurrences(commitment, middle):
    start, end = date(2025, 1, 1), TODAY

    whole = expand(commitment, start=start, end=end, zone=LONDON)
    parts = [
        *expand(commitment, start=start, end=middle, zone=LONDON),
        *expand(commitment, start=middle, end=end, zone=LONDON),
    ]

    assert sorted(map(repr, whole)) == sorted(map(repr, parts))


def history_of(dice, every, drift):
    """One person whose true share drifts in logit: (day, truth, outcomes before, came or not)."""
    start = dice.random() * 0.96 + 0.02
    logit, before = log(start / (1 - start)), []
    for n in range(40):
        logit += dice.gauss(0, drift * every**0.5) if n else 0
        truth, on = 1 / (1 + exp(-logit)), TODAY + timedelta(days=n * every)
        came = dice.random() < truth
        if n in (6, 12, 20, 39):
            yield on, truth, list(before), came
        outcome = "kept" if came else "missed"
        before.append(Occurrence("p", PersonRef("Mum"), "care", on, outcome))


@pytest.mark.slow
def test_the_interval_covers_the_truth_and_forecasts_beat_simpler_ones():
    """Daily, weekly and monthly promises times drift 0 to 0.1 per root day, seeded."""
    dice = random.Random(20261121)
    covered: dict[tuple[int, float], list[bool]] = {}
    brier = {"posterior": 0.0, "share": 0.0, "last": 0.0}
    for every, drift in product((1, 7, 30), (0.0, 0.01, 0.03, 0.1)):
        for on, truth, before, came in chain.from_iterable(
            history_of(dice, every, drift) for _ in range(150)
        ):
            found = reliability_of(before, on=on)
            low, high = found.interval_90
            covered.setdefault((every, drift), []).append(low <= truth <= high)
            kept = [o.outcome == "kept" for o in before]
            guess = {"posterior": found.mean, "share": sum(kept) / len(kept), "last": kept[-1]}
            for name, value in guess.items():
                brier[name] += (value - came) ** 2

    asked = {k: v for k, v in covered.items() if k[0] >= 7 and k[1] <= 0.03}
    assert min(sum(v) / len(v) for v in asked.values()) >= 0.88
    assert brier["posterior"] < min(brier["share"], brier["last"])
