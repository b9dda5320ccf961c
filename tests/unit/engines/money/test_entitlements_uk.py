"""Universal Credit, the benefit cap, Child Benefit, Healthy Start: families with known answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kinhold.domain.money import Money
from kinhold.engines.money.entitlements.claimant import (
    Adult,
    Claimant,
    ClaimInputError,
    Dependant,
    NotToldError,
)
from kinhold.engines.money.entitlements.uk import universal_credit
from kinhold.engines.money.entitlements.uk_children import (
    child_benefit,
    council_tax,
    healthy_start,
    maternity_grant,
    scottish_payments,
    september_after,
)
from kinhold.rules.loading import load_rules
from kinhold.rules.parameter import RuleNotInForceError

RULES = load_rules("uk")
DAY = date(2026, 11, 22)
BABY = Dependant(born=date(2026, 8, 20))


def family(*children, earnings=0, rent=0, age=28, savings=0, **more):
    return Claimant(
        adults=more.pop("adults", (Adult(age=age, earnings=Fraction(earnings)),)),
        children=children,
        rent=Fraction(rent),
        savings=Fraction(savings),
        region=more.pop("region", "ENG"),
        **{k: Fraction(v) if k in ("childcare", "maintenance", "other_income") else v for k, v in more.items()},
    )  # fmt: skip


def credit(claimant, on=DAY):
    return universal_credit(claimant, rules=RULES, on=on)


def child(age, on=DAY):
    return Dependant(born=date(on.year - age, 3, 1))


def test_a_lone_parent_of_28_with_a_baby_9000_of_earnings_and_a_rent_of_800():
    made = credit(family(BABY, earnings=750, rent=800))

    assert made.yearly() == Fraction("16214.28")
    assert made.amount == Money(135119, "GBP")


def test_her_child_benefit_for_the_year():
    made = child_benefit(family(BABY), rules=RULES, on=DAY)

    assert (made.amount, made.per) == (Money(140660, "GBP"), "year")


def test_6000_of_childcare_raises_her_universal_credit_by_5100():
    plain = credit(family(BABY, earnings=750, rent=800))
    cared = credit(family(BABY, earnings=750, rent=800, childcare=500))

    assert cared.yearly() - plain.yearly() == 5100


@pytest.mark.parametrize(
    ("claimant", "day", "monthly"),
    [
        (family(age=24), DAY, "338.58"),
        (family(age=25), DAY, "424.90"),
        (family(age=24), date(2026, 4, 5), "316.98"),
        (family(adults=(Adult(age=24, earnings=Fraction(0)),) * 2), DAY, "528.34"),
        (family(adults=(Adult(age=24, earnings=Fraction(0)), Adult(age=25, earnings=Fraction(0)))), DAY, "666.97"),
        (family(child(10)), DAY, "776.78"),
        (family(child(10), child(7)), DAY, "1080.72"),
        (family(child(9), child(7), child(3)), DAY, "1384.66"),
        (family(child(9), child(7), child(3)), date(2026, 3, 1), "1031.95"),
        (family(BABY, earnings=711), DAY, "728.29"),
        (family(earnings=100), DAY, "369.90"),
        (family(BABY, other_income=100), DAY, "628.84"),
        (family(BABY, maintenance=400), DAY, "728.84"),
        (family(BABY, savings=6000), DAY, "728.84"),
        (family(BABY, savings=6001), DAY, "724.49"),
        (family(BABY, savings=16000), DAY, "554.84"),
    ],
)  # fmt: skip
def test_allowances_children_earnings_and_savings(claimant, day, monthly):
    assert credit(claimant, day).exact == Fraction(monthly)


def test_until_april_2026_a_third_child_born_after_april_2017_added_nothing():
    three = credit(family(child(8), child(5), child(2)), date(2026, 4, 5))
    two = credit(family(child(8), child(5)), date(2026, 4, 5))

    assert three.exact == two.exact
    assert any("two-child limit" in s.text for s in three.steps)


def test_savings_of_a_penny_above_16000_end_it():
    made = credit(family(BABY, savings="16000.01"))

    assert (made.outcome, made.amount) == ("none", None)


def test_earnings_can_take_all_of_it_off():
    assert credit(family(BABY, earnings=4000)).outcome == "none"


def test_childcare_is_left_out_with_a_word_where_one_of_two_does_not_work():
    two = (Adult(age=30, earnings=Fraction(900)), Adult(age=30, earnings=Fraction(0)))
    made = credit(family(BABY, adults=two, childcare=500))

    assert all("childcare" not in s.text for s in made.steps)
    assert any("every adult works" in f.message for f in made.findings)


def test_childcare_is_paid_up_to_the_most_for_one_child_and_for_two():
    one = credit(family(BABY, earnings=710, childcare=3000))
    two = credit(family(BABY, child(2), earnings=900, childcare=3000))

    assert one.exact - credit(family(BABY, earnings=710)).exact == Fraction("1071.09")
    assert two.exact - credit(family(BABY, child(2), earnings=900)).exact == Fraction("1836.16")


def test_the_cap_takes_off_what_is_above_22020_a_year():
    """424.90 + 3 × 303.94 and 1,200 rent make 2,536.72, with 272.35 of Child Benefit."""
    made = credit(family(BABY, child(2), child(4), rent=1200))
    benefit = Fraction("62.85") * 52 / 12

    assert made.exact == 1835 - benefit
    assert any(f.code == "uk.cap.london" for f in made.findings)


def test_in_london_the_cap_is_25323_a_year_and_nothing_is_asked():
    made = credit(family(BABY, child(2), child(4), rent=1200, in_london=True))

    assert made.exact == Fraction("2110.25") - Fraction("62.85") * 52 / 12
    assert all(f.code != "uk.cap.london" for f in made.findings)


@pytest.mark.parametrize(("earnings", "capped"), [("880.99", True), (881, False)])
def test_the_cap_is_not_applied_from_16_hours_at_the_living_wage(earnings, capped):
    made = credit(family(BABY, child(2), child(4), rent=1500, earnings=earnings))

    assert any("taken off" in s.text and "cap" in s.text for s in made.steps) is capped


def test_the_cap_never_takes_the_childcare_part():
    """Above the cap by less than the childcare: nothing is taken."""
    base = {"rent": 900, "earnings": 500}
    plain = credit(family(BABY, child(2), **base))
    cared = credit(family(BABY, child(2), **base, childcare=400))

    assert cared.exact - plain.exact == 340


@pytest.mark.parametrize("age", [17, 66])
def test_below_18_and_at_pension_age_it_says_whom_to_ask(age):
    assert credit(family(BABY, age=age)).outcome == "ask"


@pytest.mark.parametrize("missing", ["rent", "savings"])
def test_what_is_not_told_stops_it(missing):
    with pytest.raises(NotToldError, match=missing):
        credit(replace(family(BABY, earnings=750), **{missing: None}))


@pytest.mark.parametrize(
    "adult", [Adult(age=None, earnings=Fraction(0)), Adult(age=28, earnings=None)]
)
def test_an_age_or_earnings_not_told_stop_it(adult):
    with pytest.raises(NotToldError):
        credit(family(BABY, adults=(adult,)))


def test_a_birth_not_told_stops_every_line_that_rests_on_it():
    unknown = family(Dependant(born=None))

    with pytest.raises(NotToldError, match="births"):
        credit(unknown)
    with pytest.raises(NotToldError, match="births"):
        child_benefit(unknown, rules=RULES, on=DAY)


@pytest.mark.parametrize("day", [date(2025, 4, 6), date(2027, 4, 6)])
def test_a_day_outside_the_tables_is_refused(day):
    with pytest.raises(RuleNotInForceError):
        credit(family(BABY), day)


def test_negative_money_is_refused_in_a_sentence():
    with pytest.raises(ClaimInputError, match="Rent cannot be below 0"):
        credit(family(BABY, rent=-1))


def test_every_step_names_its_rule_and_link_and_says_it_is_an_estimate():
    made = credit(family(BABY, earnings=750, rent=800))

    assert all(s.rule.startswith("entitlements.uk.") for s in made.steps)
    assert all(s.href.startswith("https://") for s in made.steps)
    assert made.findings[0].message.startswith("This is an estimate")
    assert made.rate_year == "2026/27"


def test_help_with_rent_says_what_is_local():
    made = credit(family(BABY, rent=800))

    assert any("Ask your council" in f.message for f in made.findings)


def test_the_wait_and_the_advance_are_said():
    words = " ".join(f.message for f in credit(family(BABY)).findings)

    assert "about 5 weeks" in words
    assert "up to 24 months" in words


@pytest.mark.parametrize(
    ("children", "yearly"),
    [
        ((BABY,), "1406.60"),
        ((BABY, child(2)), "2337.40"),
        ((child(20),), None),
        ((Dependant(born=date(2010, 3, 1)),), "1406.60"),
    ],
)
def test_child_benefit_by_children(children, yearly):
    made = child_benefit(family(*children), rules=RULES, on=DAY)

    assert made.exact == (None if yearly is None else Fraction(yearly))


def test_somebody_of_17_is_counted_with_a_word_about_school():
    made = child_benefit(family(child(17)), rules=RULES, on=DAY)

    assert made.outcome == "amount"
    assert any("school" in f.message for f in made.findings)


@pytest.mark.parametrize(
    ("born", "until"),
    [
        (date(2010, 8, 31), date(2026, 9, 1)),
        (date(2010, 9, 1), date(2027, 9, 1)),
        (date(2008, 2, 29), date(2024, 9, 1)),
    ],
)
def test_school_years_end_on_the_first_of_september(born, until):
    assert september_after(born, 16) == until


def test_the_charge_for_high_incomes_is_said():
    made = child_benefit(family(BABY, earnings=5500), rules=RULES, on=DAY)

    assert any("£60,000.00" in s.text for s in made.steps)
    assert any("Since somebody here has more than" in f.message for f in made.findings)


def food(claimant, on=DAY):
    return healthy_start(claimant, rules=RULES, on=on, credit=credit(claimant, on))


@pytest.mark.parametrize(
    ("claimant", "day", "weekly"),
    [
        (family(BABY), DAY, "9.30"),
        (family(BABY, child(2)), DAY, "13.95"),
        (family(child(2), pregnant=True), DAY, "9.30"),
        (family(child(2)), date(2026, 3, 1), "4.25"),
    ],
)
def test_healthy_start_a_week(claimant, day, weekly):
    made = food(claimant, day)

    assert (made.exact, made.sort, made.per) == (Fraction(weekly), "in-kind", "week")


@pytest.mark.parametrize(
    ("claimant", "outcome"),
    [
        (family(BABY, earnings=408), "amount"),
        (family(BABY, earnings=409), "outside"),
        (family(child(5)), "none"),
        (family(BABY, region="SCO"), "ask"),
    ],
)
def test_healthy_start_limits(claimant, outcome):
    assert food(claimant).outcome == outcome


def test_healthy_start_without_knowing_universal_credit_asks():
    made = healthy_start(family(BABY), rules=RULES, on=DAY, credit=None)

    assert made.outcome == "ask"


@pytest.mark.parametrize(
    ("claimant", "outcome"),
    [
        (family(BABY), "amount"),
        (family(BABY, child(5)), "outside"),
        (family(child(1)), "outside"),
        (family(pregnant=True), "amount"),
        (family(BABY, region="SCO"), "ask"),
        (family(BABY, savings=20000), "outside"),
    ],
)
def test_the_maternity_grant_is_once_for_a_first_child(claimant, outcome):
    made = maternity_grant(claimant, rules=RULES, on=DAY, credit=credit(claimant))

    assert made.outcome == outcome
    assert made.yearly() == 0
    assert made.amount == (Money(50000, "GBP") if outcome == "amount" else None)


def test_council_tax_reduction_says_ask_your_council_and_never_an_amount():
    made = council_tax(family(BABY), rules=RULES, on=DAY)

    assert (made.outcome, made.amount) == ("ask", None)
    assert "Ask your council" in made.says


def test_scotland_has_its_own_payments_and_elsewhere_there_is_none():
    assert scottish_payments(family(BABY, region="SCO"), rules=RULES, on=DAY).outcome == "ask"
    assert scottish_payments(family(BABY), rules=RULES, on=DAY) is None
