"""The Child Maintenance Service's formula against its own outcomes, and what it says besides."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kinhold.domain.money import Money
from kinhold.engines.money.child_support.estimate import SupportInputError, half_up, to_fraction
from kinhold.engines.money.child_support.uk import ReceivingParent, UkCase, uk_estimate
from kinhold.engines.money.child_support.uk_income import income_change, weekly_of_year
from kinhold.rules.loading import load_rules
from kinhold.rules.pack import RulesInForce
from kinhold.rules.parameter import RuleNotInForceError

RULES = load_rules("uk")
DAY = date(2026, 11, 22)
BAND_STARTS = (0, 52, 104, 156, 175)


def pounds(text):
    whole, _, part = str(text).partition(".")
    return Money(int(whole) * 100 + int((part + "00")[:2]), "GBP")


def estimate(income, children, *, others=0, nights=0, rules=RULES, on=DAY, display="pence", **more):
    """One receiving parent; an income of None is one that is not known."""
    case = UkCase(
        gross_weekly=None if income is None else Fraction(income),
        receivers=(ReceivingParent(children=children, nights=(nights,)),),
        other_children=others,
        **more,
    )
    return uk_estimate(case, rules=rules, on=on, display=display)


def weekly(*told, **more):
    return estimate(*told, **more).weekly


def said(made):
    return " ".join(f.message for f in made.findings)


# -- the government's own outcomes -----------------------------------------------------------------


@pytest.fixture(scope="module")
def grid(shared):
    path = shared / "vectors" / "child-maintenance" / "uk-cms-2012-scheme.json"
    return json.loads(path.read_text(encoding="utf-8"))["cases"]


def of_grid(case, *, rules=RULES, display="pence"):
    return estimate(
        case.get("gross_weekly_income"),
        case["qualifying_children"],
        others=case.get("other_children", 0),
        nights=BAND_STARTS[case.get("nights_band", 0)],
        benefit="benefit" in case,
        rules=rules,
        display=display,
    )


def whole_pound_misses(grid, rules=RULES):
    made = [of_grid(c, rules=rules, display="gov.uk-2019").weekly for c in grid]
    return sum(m != pounds(c["weekly"]) for m, c in zip(made, grid, strict=True))


@pytest.mark.outside
def test_every_benefit_outcome_is_nil_or_flat_exactly(grid):
    cases = [c for c in grid if "benefit" in c]
    made = [of_grid(c) for c in cases]

    assert len(cases) == 330
    assert [(m.rate, m.weekly) for m in made] == [(c["rate"], pounds(c["weekly"])) for c in cases]


@pytest.mark.outside
def test_every_income_outcome_is_within_half_a_pound_of_what_was_displayed(grid):
    cases = [c for c in grid if "gross_weekly_income" in c]
    made = [of_grid(c) for c in cases]

    assert len(cases) == 51
    assert [m.rate for m in made] == [c["rate"] for c in cases]
    assert (
        max(abs((m.weekly - pounds(c["weekly"])).minor) for m, c in zip(made, cases, strict=True))
        <= 50
    )


@pytest.mark.outside
def test_the_display_of_2019_is_met_to_the_pound(grid):
    assert whole_pound_misses(grid) == 0


def changed(path, change):
    """The rules with one value changed."""
    parameter = RULES.parameter(path)
    values = tuple((day, change(value)) for day, value in parameter.values)
    return RulesInForce("uk", {**RULES.parameters, path: replace(parameter, values=values)})


@pytest.mark.outside
@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("support.uk.reduced.percent", lambda t: {**t, "1": {**t["1"], "3": Decimal("15.2")}}),
        ("support.uk.basic.percent", lambda t: {**t, "2": 17}),
        ("support.uk.basic_plus.percent", lambda t: {**t, "3": 13}),
        ("support.uk.other_children.percent", lambda t: {**t, "3": 19}),
        (
            "support.uk.display_2019.decreases",
            lambda t: ({**t[0], "from_nights": 53}, *t[1:]),
        ),
        (
            "support.uk.display_2019.decreases",
            lambda t: (*t[:2], {**t[2], "share": Decimal("0.5")}, t[3]),
        ),
        ("support.uk.shared_care.half_also", lambda _: 5),
        ("support.uk.shared_care.flat_nil_from", lambda _: 53),
    ],
    ids=["T", "basic", "basic plus", "other children", "band", "factor", "half", "flat nil"],
)
def test_a_wrong_figure_is_seen_by_the_grid(grid, path, change):
    assert whole_pound_misses(grid, changed(path, change)) > 0


@pytest.mark.parametrize(
    ("income", "children", "others", "nights", "amount"),
    [
        (173, 2, 1, 0, "22.48"),
        (600, 2, 0, 0, "96.00"),
        ("517.81", 3, 1, 104, "62.54"),
        (1000, 2, 0, 0, "152.00"),
        (1600, 1, 0, 0, "168.00"),
        (925, 3, 0, 175, "64.38"),
        (180, 2, 1, 175, "7.00"),
    ],
    ids=["guide p. 23", "600", "guide p. 30", "guide p. 20", "1600", "925", "never below 7"],
)
def test_the_worked_examples_of_the_guide_come_out_to_the_penny(
    income, children, others, nights, amount
):
    assert weekly(income, children, others=others, nights=nights) == pounds(amount)


@pytest.mark.parametrize(
    ("nights", "amount"),
    [(0, "72.00"), (52, "61.71"), (104, "51.43"), (156, "41.14"), (175, "29.00")],
)
def test_six_hundred_a_week_for_one_child_in_every_band(nights, amount):
    assert weekly(600, 1, nights=nights) == pounds(amount)


# -- the edges of the rates ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("income", "rate", "amount"),
    [
        ("6.99", "nil", "0"),
        ("7", "flat", "7"),
        ("100", "flat", "7"),
        ("100.01", "reduced", "7.00"),
        ("199.99", "reduced", "24.00"),
        ("200", "basic", "24.00"),
        ("800", "basic", "96.00"),
        ("800.01", "basic plus", "96.00"),
        ("3000", "basic plus", "294.00"),
        ("3000.01", "basic plus", "294.00"),
        (None, "default", "38"),
    ],
)
def test_each_rate_begins_where_the_act_says(income, rate, amount):
    made = estimate(income, 1)

    assert (made.rate, made.weekly) == (rate, pounds(amount))


@pytest.mark.parametrize(("children", "amount"), [(1, "38"), (2, "51"), (3, "64"), (6, "64")])
def test_an_income_nobody_knows_has_a_default_rate(children, amount):
    assert weekly(None, children) == pounds(amount)


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [(51, 52, "10.29"), (103, 104, "10.28"), (155, 156, "10.29"), (174, 175, "12.14")],
)
def test_one_night_at_the_edge_of_a_band_changes_the_amount(before, after, lost):
    assert weekly(600, 1, nights=before) - weekly(600, 1, nights=after) == pounds(lost)


def test_what_lies_above_the_cap_is_for_a_court():
    made = estimate(4000, 2)

    assert made.weekly == weekly(3000, 2)
    assert "a court can order more" in said(made)


def test_nights_do_not_touch_a_flat_rate_that_rests_on_low_income():
    assert weekly(90, 1, nights=180) == pounds("7")
    assert weekly(None, 1, nights=52, benefit=True) == pounds("0")


def test_somebody_in_prison_pays_nothing_for_now():
    made = estimate(600, 1, nil_reason="in prison")

    assert (made.rate, made.weekly) == ("nil", pounds("0"))
    assert "in prison" in made.steps[0].text


# -- who is a paying parent at all -----------------------------------------------------------------


def test_equal_day_to_day_care_means_nothing_is_payable_and_says_why():
    case = UkCase(
        gross_weekly=Fraction(600),
        receivers=(ReceivingParent(children=2, nights=(182,), equal_care=True),),
    )
    made = uk_estimate(case, rules=RULES, on=DAY)

    assert (made.weekly, made.payer) == (pounds("0"), "")
    assert "care is equal" in made.steps[0].text


def test_nights_in_dispute_count_as_one_a_week():
    case = UkCase(
        gross_weekly=Fraction(600), receivers=(ReceivingParent(disputed=True, nights=(150,)),)
    )
    made = uk_estimate(case, rules=RULES, on=DAY)

    assert made.weekly == weekly(600, 1, nights=52)
    assert "disputed" in said(made)


def test_more_than_half_of_the_nights_asks_who_the_main_carer_is():
    assert "may be the main carer" in said(estimate(600, 1, nights=200))


def test_different_nights_for_two_children_are_averaged():
    """One child stays every weekend and the other never: one seventh, on average, of 2/7 and 0."""
    case = UkCase(
        gross_weekly=Fraction(700), receivers=(ReceivingParent(children=2, nights=(104, 0)),)
    )
    made = uk_estimate(case, rules=RULES, on=DAY)

    assert made.weekly == pounds("96.00")
    assert made.band is None


# -- several receiving parents ---------------------------------------------------------------------


def test_two_receiving_parents_share_by_their_children_and_only_one_gives_nights():
    """Three children earn 19 percent of 600; the parent with one of them also shares nights."""
    case = UkCase(
        gross_weekly=Fraction(600),
        receivers=(
            ReceivingParent(children=2, name="Kate"),
            ReceivingParent(children=1, nights=(52,), name="Laura"),
        ),
    )
    made = uk_estimate(case, rules=RULES, on=DAY)

    assert [(s.name, s.weekly) for s in made.shares] == [
        ("Kate", pounds("76.00")),
        ("Laura", pounds("32.57")),
    ]
    assert made.weekly == pounds("108.57")


def test_shares_that_do_not_divide_still_add_up_to_the_whole():
    """Seven pounds for three children: no share is lost to rounding."""
    case = UkCase(gross_weekly=Fraction(50), receivers=(ReceivingParent(),) * 3)
    made = uk_estimate(case, rules=RULES, on=DAY)

    assert sum(s.weekly.minor for s in made.shares) == made.weekly.minor == 700
    assert sorted(s.weekly.minor for s in made.shares) == [233, 233, 234]


def test_the_least_of_seven_pounds_is_shared_out_too():
    case = UkCase(
        gross_weekly=Fraction(120),
        receivers=(ReceivingParent(nights=(180,)), ReceivingParent(nights=(180,))),
    )
    made = uk_estimate(case, rules=RULES, on=DAY)

    assert [s.weekly for s in made.shares] == [pounds("3.50")] * 2


# -- nights, fees, income --------------------------------------------------------------------------


def test_one_night_short_of_a_band_is_said_with_what_it_is_worth_a_year():
    band = estimate(600, 1, nights=51).band

    assert (band.to_next, band.next_from, band.weekly_next) == (1, 52, pounds("61.71"))
    assert band.next_a_year == pounds("534.86")


def test_at_a_band_s_edge_one_missed_night_brings_the_money_back():
    band = estimate(600, 1, nights=52).band

    assert (band.spare, band.weekly_below) == (0, pounds("72.00"))
    assert band.below_a_year == pounds("534.86")


def test_collect_and_pay_adds_a_fifth_and_takes_off_a_twenty_fifth():
    """57 a week: 68.40 is paid, 54.72 arrives."""
    fees = estimate(475, 1).fees

    assert (fees.payer_fee, fees.payer_pays) == (pounds("11.40"), pounds("68.40"))
    assert (fees.receiver_fee, fees.receiver_gets) == (pounds("2.28"), pounds("54.72"))


def test_announced_fees_are_a_note_and_never_a_figure():
    made = estimate(475, 1)

    assert "not in force and not counted" in said(made)
    assert made.fees.payer_fee == pounds("11.40")


def test_before_the_announcement_there_is_no_note_of_it():
    assert "Announced" not in said(estimate(475, 1, on=date(2025, 6, 22)))


def test_fees_are_left_out_where_nobody_knows_them_yet():
    made = estimate(475, 1, on=date(2027, 4, 6))

    assert made.weekly == pounds("57.00")
    assert made.fees is None
    assert "not known for that day" in said(made)


@pytest.mark.parametrize(
    ("historic", "current", "counts"),
    [(400, 500, True), (400, "499.99", False), (400, 300, True), (0, 1, True), (0, 0, False)],
)
def test_a_change_of_income_counts_from_a_quarter(historic, current, counts):
    change = income_change(
        historic=Fraction(historic), current=Fraction(current), rules=RULES, on=DAY
    )

    assert change.counts is counts


def test_a_year_s_income_is_divided_by_days():
    assert weekly_of_year(Fraction(36500), rules=RULES, on=DAY) == 700


# -- what every result carries ---------------------------------------------------------------------


def test_every_step_names_its_rule_and_where_it_is_written():
    made = estimate("517.81", 3, others=1, nights=175)

    assert [s.rule for s in made.steps] == [
        "support.uk.income.basic_from",
        "support.uk.other_children.percent",
        "support.uk.basic.percent",
        "support.uk.shared_care.decreases",
        "support.uk.shared_care.half_also",
        "support.uk.rounding",
    ]
    assert all(s.href.startswith("https://") and s.rule in made.rules for s in made.steps)


def test_the_exact_amount_is_kept_beside_the_rounded_one():
    made = estimate(600, 1, nights=52)

    assert made.weekly_exact == Fraction(432, 7)
    assert to_fraction(made.weekly) == Fraction(half_up(made.weekly_exact * 100), 100)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"income": -1}, "below 0"),
        ({"children": 0}, "from 1 to 30"),
        ({"nights": 367}, "from 0 to 366"),
        ({"nights": -1}, "from 0 to 366"),
        ({"others": -1}, "from 0 to 30"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_a_sentence(told, message):
    fields = {"income": 600, "children": 1, **told}

    with pytest.raises(SupportInputError, match=message):
        estimate(fields.pop("income"), fields.pop("children"), **fields)


def test_nights_for_some_of_the_children_only_are_refused():
    case = UkCase(
        gross_weekly=Fraction(600), receivers=(ReceivingParent(children=3, nights=(1, 2)),)
    )

    with pytest.raises(SupportInputError, match="one for each"):
        uk_estimate(case, rules=RULES, on=DAY)


def test_a_day_before_the_scheme_has_no_rules():
    with pytest.raises(RuleNotInForceError):
        estimate(600, 1, on=date(2013, 11, 24))
