"""Texas, California and Wisconsin against the examples of their own laws and agencies."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from kinhold.domain.money import Money
from kinhold.engines.money.child_support.estimate import SupportInputError
from kinhold.engines.money.child_support.us import coverage
from kinhold.engines.money.child_support.us_ca import CaliforniaCase, ca_estimate
from kinhold.engines.money.child_support.us_tx import TexasCase, tx_estimate
from kinhold.engines.money.child_support.us_wi import (
    WisconsinCase,
    equivalent_nights,
    wi_estimate,
)
from kinhold.rules.loading import load_rules
from kinhold.rules.parameter import RuleNotInForceError

RULES = load_rules("us")
DAY = date(2026, 11, 22)


def dollars(text):
    whole, _, part = str(text).partition(".")
    return Money(int(whole) * 100 + int((part + "00")[:2]), "USD")


def said(made):
    return " ".join(f.message for f in made.findings)


# -- Texas -----------------------------------------------------------------------------------------


def texas(resources, children, others=0, *, on=DAY):
    case = TexasCase(net_resources=Fraction(resources), children=children, other_children=others)
    return tx_estimate(case, rules=RULES, on=on)


@pytest.mark.parametrize(
    ("children", "amount"),
    [(1, 2340), (2, 2925), (3, 3510), (4, 4095), (5, 4680), (6, 4680)],
)
def test_texas_most_guideline_support_since_september_2025(children, amount):
    """The published maximum at the cap of 11,700."""
    assert texas(20000, children).monthly == dollars(amount)


@pytest.mark.parametrize(
    ("on", "amount"),
    [(date(2025, 8, 31), 1840), (date(2025, 9, 1), 2340), (date(2019, 8, 31), 1710)],
)
def test_texas_cap_is_the_one_of_the_day(on, amount):
    assert texas(20000, 1, on=on).monthly == dollars(amount)


def test_texas_cap_after_its_next_adjustment_is_not_guessed():
    with pytest.raises(RuleNotInForceError):
        texas(20000, 1, on=date(2031, 9, 1))


def test_texas_below_a_thousand_uses_the_lower_percentages():
    """TexasLawHelp's example: 900 a month and two children are 180."""
    made = texas(900, 2)

    assert (made.monthly, made.rate) == (dollars(180), "low income")
    assert texas(900, 2, on=date(2021, 8, 31)).monthly == dollars(225)
    assert texas(1000, 2).monthly == dollars(250)


@pytest.mark.parametrize(
    ("others", "amount"), [(0, 600), (1, 525), (2, 480), (3, "442.50"), (7, 390)]
)
def test_texas_children_in_another_household_lower_the_percentage(others, amount):
    assert texas(3000, 1, others).monthly == dollars(amount)


def test_texas_table_is_what_its_own_method_gives_to_two_decimals():
    """154.129's table against the computation of 154.128: 56 cells."""
    table = RULES.lookup("support.tx.households.percent", DAY)
    plain = RULES.lookup("support.tx.percent", DAY)

    def percent(children):
        return Fraction(plain[str(min(children, 7))])

    for others in range(8):
        for children in range(1, 8):
            total = children + others
            left = 1 - percent(total) / 100 / total * others
            exact = left * percent(children)
            shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
                Decimal("0.01"), ROUND_HALF_UP
            )
            assert Decimal(table[str(others)][children - 1]) == shown


def test_texas_low_income_with_children_elsewhere_takes_their_credit_off_first():
    """900, one child here and one elsewhere: 810 is left, 15 percent of it."""
    assert texas(900, 1, 1).monthly == dollars("121.50")


@pytest.mark.parametrize(("children", "others"), [(0, 0), (8, 0), (1, 8)])
def test_texas_refuses_numbers_beyond_its_tables(children, others):
    with pytest.raises(SupportInputError):
        texas(3000, children, others)


# -- California ------------------------------------------------------------------------------------


def california(you, other, time_other, children=1, *, on=DAY):
    case = CaliforniaCase(
        net_you=Fraction(you),
        net_other=Fraction(other),
        time_other=Fraction(time_other),
        children=children,
    )
    return ca_estimate(case, rules=RULES, on=on)


@pytest.mark.parametrize("time", [20, 80])
@pytest.mark.parametrize(
    ("on", "shown"), [(DAY, "0.21"), (date(2024, 8, 31), "0.30")], ids=["SB 343", "before"]
)
def test_california_share_of_income_is_that_of_the_statute_s_example(time, on, shown):
    k = california(0, 1000, time, on=on).k

    assert f"{float(k):.2f}" == shown


@pytest.mark.parametrize(
    ("total", "k"),
    [
        (2900, Fraction("0.165") + Fraction(2900, 82857)),
        (2901, Fraction("0.131") + Fraction(2901, 42149)),
        (5000, Fraction("0.131") + Fraction(5000, 42149)),
        (5001, Fraction("0.25")),
        (10000, Fraction("0.25")),
        (10001, Fraction("0.10") + Fraction(1499, 10001)),
        (15000, Fraction("0.10") + Fraction(1499, 15000)),
        (15001, Fraction("0.12") + Fraction(1200, 15001)),
    ],
)
def test_california_bands_begin_where_the_statute_says(total, k):
    assert california(0, total, 0).k == k


def test_california_guideline_worked_by_hand():
    """3,000 and 6,000 net, a fifth of the time: 0.3 × (6,000 − 1,800) for one, × 1.6 for two."""
    made = california(3000, 6000, 20, children=2)

    assert (made.monthly, made.payer) == (dollars(2016), "other")
    assert made.weekly == dollars("465.23")


def test_california_lower_earner_pays_where_the_higher_earner_has_most_of_the_time():
    made = california(4000, 3000, 0)

    assert made.payer == "other"
    assert made.monthly == dollars(750)


def test_california_low_income_gives_the_range_a_court_may_choose_from():
    """Net 2,000 against the limit of 2,929.33 a month in 2026."""
    made = california(1000, 2000, 20)

    assert made.lowest is not None
    assert made.lowest.minor / made.monthly.minor == pytest.approx(2000 / 2929.33, rel=1e-3)
    assert "low-income adjustment" in said(made)


def test_california_limit_of_a_year_that_is_not_known_is_not_guessed():
    made = california(1000, 2000, 20, on=date(2027, 1, 1))

    assert made.lowest is None
    assert "not known here" in said(made)


def test_california_two_incomes_of_nothing_give_nothing():
    assert california(0, 0, 50).monthly == dollars(0)


# -- Wisconsin -------------------------------------------------------------------------------------


def wisconsin(you, other, children, **more):
    case = WisconsinCase(
        income_you=Fraction(you), income_other=Fraction(other), children=children, **more
    )
    return wi_estimate(case, rules=RULES, on=DAY)


@pytest.mark.parametrize(
    ("children", "amount"), [(1, 510), (2, 750), (3, 870), (4, 930), (5, 1020), (7, 1020)]
)
def test_wisconsin_percentage_standard(children, amount):
    made = wisconsin(0, 3000, children)

    assert (made.monthly, made.payer) == (dollars(amount), "other")


def test_wisconsin_shared_placement_as_in_the_rule_s_example():
    """Two children, 2,000 and 219 nights against 3,000 and 146: 300 against 675."""
    made = wisconsin(2000, 3000, 2, nights_you=219, nights_other=146)

    assert (made.rate, made.payer, made.monthly) == ("shared placement", "other", dollars(375))
    assert [float(s.figure) for s in made.steps[:2]] == [300, 675]


def test_wisconsin_split_placement_as_in_the_rule_s_example():
    made = wisconsin(2000, 3000, 3, with_other=1)

    assert (made.rate, made.payer, made.monthly) == ("split placement", "other", dollars("386.80"))


def test_wisconsin_care_by_day_counts_as_nights_as_in_the_rule_s_example():
    """Four blocks of six hours over 46 weeks are 92 nights; 59 and 41 percent of 457."""
    nights = equivalent_nights(blocks_a_week=4, hours_each=6, weeks=46)
    made = wisconsin(2000, 3000, 2, nights_you=271, nights_other=94 + nights)

    assert nights == 92
    assert "41 percent" in made.steps[0].text
    assert "59 percent" in made.steps[1].text


def test_wisconsin_below_a_quarter_of_the_nights_is_not_shared():
    assert wisconsin(2000, 3000, 2, nights_you=274, nights_other=91).rate == "standard"
    assert wisconsin(2000, 3000, 2, nights_you=273, nights_other=92).rate == "shared placement"


def test_wisconsin_shared_placement_is_never_more_than_the_standard():
    made = wisconsin(0, 3000, 2, nights_you=273, nights_other=92)

    assert made.monthly == dollars(750)


def test_wisconsin_high_income_uses_lower_percentages_above_each_limit():
    """Two children, 13,000: 25 percent of 7,000, 20 of 5,500, 15 of 500."""
    assert wisconsin(0, 13000, 2).monthly == dollars(2925)
    assert wisconsin(0, 13000, 2, high_income=False).monthly == dollars(3250)


@pytest.mark.parametrize(
    "more",
    [
        {"nights_you": 100, "nights_other": 100},
        {"with_other": 3},
        {"with_other": 1, "nights_you": 200, "nights_other": 165},
    ],
)
def test_wisconsin_refuses_what_does_not_fit_together(more):
    with pytest.raises(SupportInputError):
        wisconsin(2000, 3000, 2, **more)


# -- other states ----------------------------------------------------------------------------------


def test_a_state_that_is_not_covered_is_said_in_a_sentence():
    assert "NY is not covered" in coverage("NY")
    assert coverage("US-TX") == coverage("Texas") == "The guideline of Texas is covered."


def test_every_estimate_says_that_it_is_not_a_decision():
    for made in (texas(3000, 1), california(1, 2, 3), wisconsin(0, 3000, 1)):
        assert "not a decision" in said(made)
