"""Tax credits, SNAP, WIC, Medicaid: families with known answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kinhold.engines.money.entitlements.claimant import Adult, Claimant, Dependant, NotToldError
from kinhold.engines.money.entitlements.us import cash_assistance, child_care, snap, wic
from kinhold.engines.money.entitlements.us_medicaid import medicaid
from kinhold.engines.money.entitlements.us_tax import ctc, eitc
from kinhold.rules.loading import load_rules
from kinhold.rules.parameter import RuleNotInForceError

RULES = load_rules("us")
SPRING = date(2026, 3, 1)
DAY = date(2026, 11, 22)
BABY = Dependant(born=date(2026, 1, 1))


def child(age):
    return Dependant(born=date(2026 - age, 1, 1))


def family(*children, yearly=0, rent=0, region="OH", age=24, **more):
    earned = Fraction(yearly, 12)
    return Claimant(
        adults=more.pop("adults", (Adult(age=age, earnings=earned),)),
        children=children,
        rent=Fraction(rent),
        savings=more.pop("savings", Fraction(0)),
        region=region,
        **more,
    )


HER = family(BABY, yearly=14000, rent=900)


def food(claimant, on=DAY):
    return snap(claimant, rules=RULES, on=on)


def test_a_single_mother_of_24_with_a_baby_and_14000_has_the_most_of_the_eitc():
    made = eitc(HER, rules=RULES, on=DAY)

    assert (made.exact, made.per, made.sort) == (4427, "year", "cash")


def test_of_her_child_tax_credit_of_2200_1700_is_paid_out():
    made = ctc(HER, rules=RULES, on=DAY)

    assert made.steps[0].figure == 2200
    assert made.exact == 1700
    assert any("$500.00 of the credit is not used" in f.message for f in made.findings)


def test_her_snap_is_about_490_a_month_and_no_cash():
    made = food(HER, SPRING)

    assert (made.exact, made.sort) == (489, "in-kind")


def test_her_snap_over_the_calendar_year_of_two_tables_is_5928():
    months = [food(HER, date(2026, month, 28)).exact for month in range(1, 13)]

    assert sum(months) == 5928


@pytest.mark.parametrize(
    ("claimant", "day", "amount"),
    [
        (family(BABY, yearly=5000), DAY, "1700"),
        (family(child(3), child(6), yearly=20000), DAY, "7316"),
        (family(child(3), child(6), child(9), yearly=30000), DAY, "6944.234"),
        (family(child(3), yearly=14000), date(2025, 12, 31), "4328"),
        (family(yearly=9000, age=30), DAY, "664"),
        (family(yearly=9000, age=24), DAY, None),
        (family(child(19), yearly=9000, age=45), DAY, "664"),
        (family(BABY, yearly=80000), DAY, None),
        (family(BABY), DAY, None),
    ],
)
def test_the_earned_income_credit(claimant, day, amount):
    made = eitc(claimant, rules=RULES, on=day)

    assert made.exact == (None if amount is None else Fraction(amount))


def test_two_who_are_married_file_together_and_the_fall_begins_later():
    adults = (Adult(age=30, earnings=Fraction(2500)), Adult(age=30, earnings=Fraction(0)))
    joint = eitc(family(BABY, adults=adults, married=True), rules=RULES, on=DAY)
    apart = eitc(family(BABY, adults=adults), rules=RULES, on=DAY)

    assert joint.exact == 4427
    assert apart.exact == 4427 - (30000 - 23890) * Fraction("0.1598")


@pytest.mark.parametrize(
    ("claimant", "amount", "paid"),
    [
        (family(BABY, yearly=2500), None, 0),
        (family(BABY, yearly=8000), "825", "825"),
        (family(BABY, yearly=40000), "2200", "615"),
        (family(BABY, yearly=60000), "2200", "0"),
        (family(child(16), yearly=60000), "2200", "0"),
        (family(child(17), yearly=60000), None, 0),
        (family(BABY, yearly=210500), "1650", "0"),
    ],
)
def test_the_child_tax_credit_is_set_against_tax_first(claimant, amount, paid):
    made = ctc(claimant, rules=RULES, on=DAY)

    assert made.exact == (None if amount is None else Fraction(amount))
    if amount:
        assert made.steps[-1].figure == Fraction(paid)


@pytest.mark.parametrize(
    ("claimant", "day", "amount"),
    [
        (family(BABY), SPRING, 546),
        (family(BABY), DAY, 562),
        (family(child(3)), date(2025, 9, 30), 536),
        (family(*(child(n) for n in range(9))), SPRING, 1789 + 2 * 218),
        (family(BABY, yearly=27000), SPRING, 68),
        (family(BABY, yearly=27500), SPRING, 58),
        (replace(HER, maintenance=Fraction(100)), SPRING, 444),
        (replace(HER, childcare=Fraction(300)), SPRING, 546),
    ],
)
def test_snap_a_month(claimant, day, amount):
    assert food(claimant, day).exact == amount


def test_one_or_two_people_within_the_limits_have_the_least():
    """In Wisconsin up to twice the guideline; income alone would leave nothing."""
    made = food(family(BABY, yearly=40000, region="WI"), DAY)

    assert made.exact == 25


@pytest.mark.parametrize(
    ("claimant", "outcome"),
    [
        (family(BABY, yearly=29000), "outside"),
        (family(BABY, yearly=29000, region="TX"), "amount"),
        (family(BABY, yearly=29000, region="NM"), "ask"),
        (family(BABY, region="NM", savings=Fraction(3001)), "ask"),
        (family(BABY, region="TX", savings=Fraction(5001)), "outside"),
        (family(BABY, region="CA", savings=Fraction(50000)), "amount"),
        (family(BABY, region="AK"), "ask"),
    ],
)
def test_snap_limits_by_state(claimant, outcome):
    assert food(claimant).outcome == outcome


def test_snap_says_that_a_utility_allowance_is_the_states():
    assert any("your state's allowance" in f.message for f in food(HER).findings)


@pytest.mark.parametrize(
    ("claimant", "outcome"),
    [
        (family(BABY, yearly=40000), "within"),
        (family(BABY, yearly=40100), "outside"),
        (family(child(5), yearly=10000), "outside"),
        (family(pregnant=True, yearly=40000), "within"),
        (family(BABY, yearly=40000, region="HI"), "ask"),
    ],
)
def test_wic_up_to_185_percent_of_the_guideline_of_july(claimant, outcome):
    assert wic(claimant, rules=RULES, on=DAY, food=None).outcome == outcome


def test_whoever_gets_snap_is_within_the_limit_of_wic():
    made = wic(HER, rules=RULES, on=DAY, food=food(HER))

    assert made.outcome == "within"
    assert "SNAP" in made.says


@pytest.mark.parametrize(
    ("claimant", "says"),
    [
        (family(BABY, yearly=14000, region="TX"), "a child under one"),
        (family(child(3), yearly=43000, region="TX"), "a child of 3"),
        (family(BABY, yearly=14000, region="CA"), "a child under one, you"),
        (family(BABY, yearly=21000, region="WI"), "a child under one, you"),
        (family(BABY, yearly=22000, region="WI"), "a child under one"),
        (family(yearly=30000, region="TX", pregnant=True), "a pregnancy"),
    ],
)
def test_medicaid_and_chip_within_the_limits(claimant, says):
    made = medicaid(claimant, rules=RULES, on=DAY)

    assert made.says == f"Within the income limit: {says}."


@pytest.mark.parametrize(
    ("region", "yearly", "outcome"), [("TX", 46000, "outside"), ("OH", 9000, "ask"), ("NY", 9000, "ask")]
)  # fmt: skip
def test_medicaid_outside_the_limits_or_the_states_known_here(region, yearly, outcome):
    made = medicaid(family(child(3), yearly=yearly, region=region), rules=RULES, on=DAY)

    assert (made.outcome, made.amount) == (outcome, None)


def test_support_for_a_child_is_no_income_for_medicaid_and_is_for_snap():
    with_it = replace(HER, maintenance=Fraction(2000), region="WI")

    assert medicaid(with_it, rules=RULES, on=DAY).outcome == "within"
    assert food(with_it).exact < food(replace(HER, region="WI")).exact


def test_cash_assistance_and_child_care_are_asked_for_never_counted():
    cash, care = cash_assistance(HER, rules=RULES, on=DAY), child_care(HER, rules=RULES, on=DAY)

    assert (cash.outcome, cash.amount) == ("ask", None)
    assert (care.outcome, care.amount) == ("apply", None)
    assert child_care(family(child(14)), rules=RULES, on=DAY) is None


@pytest.mark.parametrize("way", [eitc, ctc])
def test_a_tax_year_nobody_knows_yet_is_refused(way):
    with pytest.raises(RuleNotInForceError, match="only known up to 2027-01-01"):
        way(HER, rules=RULES, on=date(2027, 1, 1))


def test_snap_is_refused_from_the_next_october_on():
    assert food(HER, date(2027, 1, 1)).exact == 509
    with pytest.raises(RuleNotInForceError):
        food(HER, date(2027, 10, 1))


@pytest.mark.parametrize("way", [snap, medicaid])
def test_without_a_state_nothing_is_guessed(way):
    with pytest.raises(NotToldError, match="region"):
        way(replace(HER, region=""), rules=RULES, on=DAY)
