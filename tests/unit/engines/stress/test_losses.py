"""What could be lost next, what is gone then, and how likely it is.

Laura has Colin, six. School has him on weekdays 09:00 to 15:00; she works at the diner on three of
them; Mark signed the loan with her; Dee comes on Saturdays and missed one of five.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.households import LONDON, away, carer, child, hours, household, place

from kinhold.domain.dates import from_day
from kinhold.domain.fact import Label, PersonRef
from kinhold.domain.finances import Account, BalanceNoted, BillStated, DebtStated, IncomeStated
from kinhold.domain.money import Money
from kinhold.domain.promises import Reliability
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.care.coverage import cover_without_solving
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.money.cash_flow import Shocks
from kinhold.engines.money.runway import outlook
from kinhold.engines.stress.contingencies import Contingency, list_single_losses
from kinhold.engines.stress.impact import compare, measure
from kinhold.engines.stress.likelihood import expected, likelihood
from kinhold.engines.stress.outage import crystallised, remove
from kinhold.rules.loading import load_rules

RULES = load_rules("uk")
DAY = date(2026, 11, 23)
HORIZON = fortnight(DAY, zone=LONDON, days=14)


def gbp(text):
    return Money(round(float(text) * 100), "GBP")


def loan(**told):
    return DebtStated(
        fact_id="loan",
        occurred=from_day(date(2026, 12, 20)),
        about="Cafe loan",
        balance=gbp(18_000),
        minimum=gbp(240),
        each=parse_recurrence("month:20"),
        **{"liable": ("Laura", "Mark"), "shares": (50, 50), **told},
    )


def laura(*more, debts=(), **told):
    wage = IncomeStated(
        fact_id="wage", occurred=from_day(date(2026, 11, 27)), about="Diner", amount=gbp(600),
        each=parse_recurrence("2weeks"), type="wage", to=PersonRef("Laura"),
    )  # fmt: skip
    rent = BillStated(
        fact_id="rent", occurred=from_day(date(2026, 12, 1)), about="Rent", amount=gbp(1150),
        each=parse_recurrence("month:1"), priority="priority",
    )  # fmt: skip
    balance = BalanceNoted(fact_id="b", occurred=from_day(DAY), about="Current", amount=gbp(900))
    main = carer("Laura", main=True, away=[away("week:mon,wed,fri", "09:00-15:00")])
    school = place("School", hours("week:mon,tue,wed,thu,fri", "09:00-15:00"))
    fields = {
        "incomes": (wage,),
        "bills": (rent,),
        "accounts": (Account(Label("Current"), None, balance),),
        "debts": debts,
    }
    return household(child("Colin", born="2020-03-02"), main, school, *more, **{**fields, **told})


def impact_of(home, loss, *, trust=0.9):
    needs = needs_for(home, rules=RULES, horizon=HORIZON)
    engines = {
        "cover": lambda h: cover_without_solving(h, rules=RULES, horizon=HORIZON, needs=needs),
        "outlook": lambda h: outlook(
            h, on=DAY, classify=lambda _t: "priority", trust=lambda _who: trust
        ),
        "target": 300,
    }
    base = measure(home, **engines)
    after = measure(remove(home, loss, on=DAY), **engines)
    return compare(loss, base=base, after=after, crystallised=crystallised(home, loss))


def keys(home, **told):
    return [x.key for x in list_single_losses(home, rules=RULES, on=DAY, **told)]


def test_losses_come_from_the_household_and_nobody_types_them():
    dee = carer("Dee", available=[hours("week:sat", "09:00-17:00")])
    home = laura(dee, debts=(loan(),))

    assert keys(home, broke=("Dee",)) == [
        "ill:3", "ill:14", "person:Dee", "miss:Dee", "child-ill:Colin", "income:Diner", "cut:Diner",
        "debt:Cafe loan", "bill:unexpected",
    ]  # fmt: skip


def test_a_child_who_is_ill_needs_somebody_where_school_had_them():
    impact = impact_of(laura(), Contingency("child-ill:Colin", "child-ill", "Colin", 5))

    # Monday, Wednesday and Friday of the first five days, six hours each, while Laura works.
    assert impact.more_no_one == 3 * 6 * 60
    assert impact.figures.gaps[0].interval.start.date() == DAY


def test_school_is_there_again_when_the_child_is_well():
    home = laura()
    sick = remove(home, Contingency("child-ill:Colin", "child-ill", "Colin", 1), on=DAY)
    needs = needs_for(home, rules=RULES, horizon=HORIZON)
    cover = cover_without_solving(sick, rules=RULES, horizon=HORIZON, needs=needs)

    assert [g.interval.start.date() for g in cover.gaps] == [DAY]


def test_a_brother_who_is_well_stays_at_nursery():
    nursery = place("Nursery", hours("week:mon,tue,wed,thu,fri", "08:30-15:30"), kind="nursery")
    home = laura(nursery)
    home = replace(home, children=(*home.children, child("Ben", born="2024-05-01")))
    sick = remove(home, Contingency("child-ill:Ben", "child-ill", "Ben", 5), on=DAY)
    needs = needs_for(home, rules=RULES, horizon=HORIZON)
    cover = cover_without_solving(sick, rules=RULES, horizon=HORIZON, needs=needs)

    assert {g.children for g in cover.gaps} == {("Ben",)}


def test_a_miss_takes_one_day_and_no_more():
    dee = carer(
        "Dee", available=[hours("week:wed", "15:00-19:00"), hours("week:sat", "09:00-17:00")]
    )
    home = laura(dee)
    gone = remove(home, Contingency("miss:Dee", "miss", "Dee", 1), on=DAY).carer("Dee")

    assert [(a.occurred, a.until) for a in gone.away] == [("2026-11-25", "2026-11-25")]


def test_a_shift_less_is_a_third_of_the_pay_of_three_shifts():
    home = laura()
    (cut,) = [x for x in list_single_losses(home, rules=RULES, on=DAY) if x.kind == "cut"]

    assert cut.minor == 200_00
    assert remove(home, cut, on=DAY).incomes[0].amount == gbp(400)


def test_where_he_paid_his_half_all_of_it_falls_on_her():
    home = laura(debts=(loan(),))
    impact = impact_of(home, Contingency("debt:Cafe loan", "debt", "Cafe loan"))

    assert impact.crystallised == 9_000_00
    assert impact.runway_lost > 0


def test_where_nobody_leans_on_him_nothing_changes_but_the_half_is_named():
    home = laura(debts=(loan(),))
    impact = impact_of(home, Contingency("debt:Cafe loan", "debt", "Cafe loan"), trust=0.0)

    assert impact.holds
    assert impact.crystallised == 9_000_00


@pytest.mark.parametrize(
    ("state", "arrears", "due"), [("", 400, 200), ("default", 400, 9_000), ("", None, None)]
)
def test_what_is_behind_or_called_in_comes_due_in_a_month(state, arrears, due):
    debt = loan(standing=state, arrears=gbp(arrears) if arrears else None)
    after = remove(laura(debts=(debt,)), Contingency("debt:Cafe loan", "debt", "Cafe loan"), on=DAY)
    fell = [b for b in after.bills if b.about.startswith("Cafe loan")]

    assert [b.amount for b in fell] == ([gbp(due)] if due else [])
    assert all(b.occurred == (DAY + timedelta(days=30)).isoformat() for b in fell)


def test_equal_parts_where_no_split_was_agreed():
    home = laura(debts=(loan(shares=(), liable=("Laura", "Mark", "Ann")),))

    assert crystallised(home, Contingency("debt:Cafe loan", "debt", "Cafe loan")) == 12_000_00


def test_the_bill_of_a_place_that_is_gone_is_not_paid_any_more():
    nursery = place("Nursery", hours("week:mon", "08:00-18:00"), kind="nursery", price="6")
    fees = BillStated(
        fact_id="n", occurred=from_day(DAY), about="Nursery", amount=gbp(96),
        each=parse_recurrence("week:mon"),
    )  # fmt: skip
    home = laura(nursery)
    home = replace(home, bills=(*home.bills, fees))
    after = remove(home, Contingency("place:Nursery", "place", "Nursery"), on=DAY)

    assert [b.about for b in after.bills] == ["Rent"]


def reliability(kept, missed):
    return Reliability(kept, 0, 0, missed, 0, kept + missed, (1 + kept) / (2 + kept + missed),
                       (0.0, 1.0), 0.5, assumed=False)  # fmt: skip


def test_the_chance_of_a_loss_is_what_the_record_says():
    known = {("Dee", "care"): reliability(7, 2)}
    found = likelihood(Contingency("person:Dee", "person", "Dee"), reliability=known)

    assert (found.kept, found.counted) == (7, 9)
    assert found.chance == pytest.approx(3 / 11)


def test_nothing_is_said_of_what_nobody_has_counted():
    known = {("Dee", "care"): reliability(0, 0)}

    assert likelihood(Contingency("person:Dee", "person", "Dee"), reliability=known) is None
    assert likelihood(Contingency("car:Car", "car", "Car"), reliability={}) is None
    assert likelihood(Contingency("bill:unexpected", "bill", ""), reliability={}) is None


def test_an_unexpected_bill_comes_as_often_as_in_surveys():
    found = likelihood(
        Contingency("bill:unexpected", "bill", ""), reliability={}, shocks=Shocks(2.0, 282_00, 0.8)
    )

    assert found.chance == pytest.approx(1 - 2.718281828 ** (-2 / 12), abs=1e-6)


def test_what_it_costs_on_average_is_its_chance_times_what_it_breaks():
    dee = carer("Dee", available=[hours("week:mon", "15:00-19:00")])
    main = carer("Laura", main=True, away=[away("week:mon", "09:00-19:00")])
    home = laura(dee)
    home = replace(home, carers=(main, *home.carers[1:]))
    impact = impact_of(home, Contingency("person:Dee", "person", "Dee"))
    known = likelihood(impact.contingency, reliability={("Dee", "care"): reliability(8, 2)})
    mean = expected(impact, known)

    assert impact.more_no_one == 2 * 4 * 60
    assert mean.no_one == pytest.approx(impact.more_no_one * 3 / 12)
