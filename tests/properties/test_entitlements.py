"""What must hold for any family and any of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kinhold.engines.money.entitlements.claimant import Adult, Claimant, Dependant
from kinhold.engines.money.entitlements.uk import universal_credit
from kinhold.engines.money.entitlements.uk_children import child_benefit
from kinhold.engines.money.entitlements.us import poverty, snap
from kinhold.engines.money.entitlements.us_tax import ctc, eitc
from kinhold.rules.loading import load_rules

DAY = date(2026, 11, 22)
ANY = settings(deadline=None)
"""The first family reads the rule packs; on a busy machine that is no matter of the rule."""
UK, US = load_rules("uk"), load_rules("us")
pounds = st.integers(0, 400_000).map(lambda pence: Fraction(pence, 100))
children = st.lists(
    st.integers(0, 15 * 365).map(lambda days: Dependant(born=DAY - timedelta(days=days))),
    max_size=5,
)


some_savings = st.integers(0, 17_000).map(Fraction)


@st.composite
def claimants(draw, region="ENG", savings=some_savings):
    adults = draw(st.integers(1, 2))
    return Claimant(
        adults=tuple(
            Adult(age=draw(st.integers(18, 60)), earnings=draw(pounds)) for _ in range(adults)
        ),
        children=tuple(draw(children)),
        married=adults > 1,
        maintenance=draw(pounds),
        rent=draw(pounds),
        childcare=draw(pounds),
        savings=draw(savings),
        region=region,
        in_london=draw(st.sampled_from([None, True, False])),
    )


def credit(claimant):
    return universal_credit(claimant, rules=UK, on=DAY).exact or Fraction(0)


@ANY
@given(claimant=claimants(), more=st.integers(1, 20_000))
def test_universal_credit_never_rises_with_savings(claimant, more):
    richer = replace(claimant, savings=claimant.savings + more)

    assert credit(richer) <= credit(claimant)


@ANY
@given(claimant=claimants(), maintenance=pounds)
def test_child_maintenance_never_changes_universal_credit(claimant, maintenance):
    assert credit(replace(claimant, maintenance=maintenance)) == credit(claimant)


@ANY
@given(claimant=claimants(savings=st.just(Fraction(0))), more=st.integers(1, 5000))
def test_the_taper_takes_exactly_55_percent_of_more_earnings(claimant, more):
    """Between the work allowance and the end, above the earnings that end the cap."""
    claimant = replace(
        claimant, adults=(Adult(age=30, earnings=Fraction(900)),), childcare=Fraction(0)
    )
    rise = Fraction(more, 100)
    dearer = replace(claimant, adults=(Adult(age=30, earnings=900 + rise),))
    assume(credit(dearer) > 0)

    assert credit(claimant) - credit(dearer) == rise * Fraction(55, 100)


@ANY
@given(claimant=claimants())
def test_the_cap_never_raises_and_leaves_no_more_than_itself_and_childcare(claimant):
    claimant = replace(
        claimant, adults=tuple(replace(a, earnings=Fraction(100)) for a in claimant.adults)
    )
    made = universal_credit(claimant, rules=UK, on=DAY)
    before = next((s.figure for s in made.steps if s.text.startswith("What is left")), Fraction(0))
    benefit = (child_benefit(claimant, rules=UK, on=DAY).exact or Fraction(0)) / 12
    childcare = sum(s.figure for s in made.steps if "for childcare" in s.text)
    after = made.exact or Fraction(0)

    assert after <= before
    assert after + benefit <= max(before + benefit, 0)
    assert after <= Fraction("2110.25") + childcare


@ANY
@given(claimant=claimants(), rent=st.integers(1, 500))
def test_more_rent_never_lowers_universal_credit_where_there_is_some(claimant, rent):
    assume(claimant.rent > 0)

    assert credit(replace(claimant, rent=claimant.rent + rent)) >= credit(claimant)


@ANY
@given(claimant=claimants())
def test_one_more_child_never_lowers_child_benefit_or_universal_credit_and_it_together(claimant):
    more = replace(claimant, children=(*claimant.children, Dependant(born=DAY)))

    def together(case):
        return credit(case) * 12 + (child_benefit(case, rules=UK, on=DAY).exact or 0)

    assert together(more) >= together(claimant)


@ANY
@given(claimant=claimants(region="OH", savings=st.just(Fraction(0))))
def test_snap_is_between_the_least_and_the_most_and_in_whole_dollars(claimant):
    made = snap(claimant, rules=US, on=DAY)
    people = claimant.people()
    most = {1: 306, 2: 562, 3: 808, 4: 1023, 5: 1217, 6: 1463, 7: 1616}[people]
    amount = made.exact

    assert amount is None or (0 < amount <= most and amount.denominator == 1)
    assert amount is None or people > 2 or amount >= 25


@ANY
@given(claimant=claimants(region="OH", savings=st.just(Fraction(0))), more=st.integers(1, 3000))
def test_snap_never_rises_with_support_received(claimant, more):
    richer = replace(claimant, maintenance=claimant.maintenance + more)

    assert (snap(richer, rules=US, on=DAY).exact or 0) <= (
        snap(claimant, rules=US, on=DAY).exact or 0
    )


@ANY
@given(claimant=claimants(region="OH"))
def test_tax_credits_stay_within_their_most(claimant):
    earned = eitc(claimant, rules=US, on=DAY).exact or Fraction(0)
    child = ctc(claimant, rules=US, on=DAY).exact or Fraction(0)

    assert 0 <= earned <= 8231
    assert 0 <= child <= 2200 * len(claimant.children)


@ANY
@given(claimant=claimants(region="OH"))
def test_every_figure_that_is_shown_rests_on_a_rule_that_is_there(claimant):
    made = ctc(claimant, rules=US, on=DAY)

    assert all(US.parameter(step.rule).references for step in made.steps)
    assert set(made.rules) >= {step.rule for step in made.steps}


def test_positive_control_a_taper_of_another_size_would_be_seen():
    """The slope test can fail: a rise above the end of the award is not 55 percent."""
    low = Claimant(
        adults=(Adult(age=30, earnings=Fraction(1600)),), savings=Fraction(0), rent=Fraction(0)
    )
    high = replace(low, adults=(Adult(age=30, earnings=Fraction(1700)),))

    assert credit(low) - credit(high) != 55


@pytest.mark.parametrize(("people", "yearly"), [(1, 15960), (2, 21640), (4, 33000)])
def test_positive_control_the_guideline_of_2026(people, yearly):
    from kinhold.engines.money.entitlements.results import Sums

    sums = Sums(US, on=DAY, currency="USD")

    assert poverty(people, sums, on=DAY) == yearly
