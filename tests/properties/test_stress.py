"""What must hold for any stress test: empty loss = base, monotone, and names do not matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.households import away, carer, child, hours, household

from kinhold.engines.care.coverage import cover_without_solving
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.money.runway import outlook
from kinhold.engines.stress.contingencies import Contingency, list_single_losses
from kinhold.engines.stress.impact import compare, measure
from kinhold.engines.stress.outage import remove
from kinhold.engines.stress.ranking import margin, rank
from kinhold.rules.loading import load_rules

RULES = load_rules("uk")
DAY = date(2026, 11, 23)
TARGET = 300

windows = st.sampled_from(
    ["00:00-24:00", "22:00-03:00", "09:00-17:00", "20:00-08:00", "03:00-07:30"]
)
days = st.sampled_from(["day", "week:mon,tue,wed", "week:sat,sun", "week:thu", "2days"])
helpers = st.lists(st.tuples(days, windows), max_size=3)
working = st.none() | st.tuples(days, st.sampled_from(["09:00-17:00", "21:00-06:00"]))


def home(available, work, names=("Mum", "Dee", "Jo")):
    main = carer("Ruth", main=True, away=[away(*work)] if work else [])
    others = [
        carer(name, available=[hours(*a)], reliability=0.5)
        for name, a in zip(names, available, strict=False)
    ]
    return household(child("Isla", born="2025-09-12"), main, *others)


def engines():
    horizon = fortnight(DAY, zone=home([], None).zone, days=7)
    needs = needs_for(home([], None), rules=RULES, horizon=horizon)
    return {
        "cover": lambda h: cover_without_solving(h, rules=RULES, horizon=horizon, needs=needs),
        "outlook": lambda h: outlook(h, on=DAY, classify=lambda _t: "other"),
        "target": TARGET,
    }


ENGINES = engines()


@settings(max_examples=25, deadline=None)
@given(available=helpers, work=working)
def test_losing_nothing_changes_nothing(available, work):
    base = measure(home(available, work), **ENGINES)
    impact = compare(
        Contingency("none", "person", "nobody"),
        base=base,
        after=measure(home(available, work), **ENGINES),
    )

    assert impact.holds
    assert impact.more_no_one == impact.more_unrelieved == impact.runway_lost == 0


@settings(max_examples=25, deadline=None)
@given(available=helpers, work=working)
def test_losing_somebody_never_shrinks_a_gap(available, work):
    household_ = home(available, work)
    base = measure(household_, **ENGINES)

    for loss in list_single_losses(household_, rules=RULES, on=DAY):
        after = measure(remove(household_, loss, on=DAY), **ENGINES)
        assert after.no_one_minutes >= base.no_one_minutes


@settings(max_examples=25, deadline=None)
@given(available=helpers, work=working, extra=st.tuples(days, windows))
def test_adding_a_helper_never_grows_a_gap(available, work, extra):
    before = measure(home(available[:2], work), **ENGINES)
    after = measure(home([*available[:2], extra], work), **ENGINES)

    assert after.no_one_minutes <= before.no_one_minutes
    assert len(after.unrelieved) <= len(before.unrelieved)


@settings(max_examples=20, deadline=None)
@given(available=helpers, work=working)
def test_names_and_their_order_do_not_matter(available, work):
    def figures(household_):
        base = measure(household_, **ENGINES)
        losses = list_single_losses(household_, rules=RULES, on=DAY)
        impacts = rank(
            compare(x, base=base, after=measure(remove(household_, x, on=DAY), **ENGINES))
            for x in losses
        )
        return [(i.more_no_one, i.more_unrelieved, i.more_sleep_lost) for i in impacts], margin(
            impacts
        )

    renamed = home(available, work, names=("Zoe", "Abe", "Max"))
    shuffled = replace(renamed, carers=tuple(reversed(renamed.carers)))

    assert sorted(figures(home(available, work))[0]) == sorted(figures(shuffled)[0])
    assert figures(home(available, work))[1] == figures(shuffled)[1]
