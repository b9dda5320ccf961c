"""What could be done: a catalogue out of the household, and the household with it in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from tests.households import MONDAY, away, carer, child, hours, household, span, unsafe

from kinhold.domain.care import AwayStated
from kinhold.domain.dates import Edtf, from_day
from kinhold.domain.fact import Label
from kinhold.domain.finances import (
    Account,
    AssetStated,
    BalanceNoted,
    BillStated,
    DebtPaused,
    DebtStated,
    IncomeStated,
)
from kinhold.domain.goals import StepNoted
from kinhold.domain.money import Money
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.care.needs import fortnight
from kinhold.engines.care.supply import supplies
from kinhold.engines.money.due_dates import due_dates
from kinhold.engines.stress.measures import Claimable, catalogue
from kinhold.engines.stress.put_in_place import (
    Chosen,
    asks_of_repair,
    facts_of,
    month_after,
    put_in_place,
)
from kinhold.rules.loading import load_rules

MONTHLY = parse_recurrence("month")


def pounds(amount):
    return Money(amount * 100, "GBP")


RENT = BillStated(
    fact_id="rent",
    occurred=Edtf("2026-08-31"),
    about="Rent",
    amount=pounds(800),
    each=MONTHLY,
    type="rent",
    payee="the landlord",
)
GYM = BillStated(
    fact_id="gym",
    occurred=Edtf("2026-12-02"),
    about="Gym",
    amount=pounds(30),
    each=MONTHLY,
    type="gym",
)
CARD = DebtStated(
    fact_id="card",
    occurred=Edtf("2026-12-05"),
    about="Card",
    minimum=pounds(40),
    each=MONTHLY,
    type="card",
    liable=("Ruth",),
)
CAR = AssetStated(
    fact_id="car", about="Fiesta", type="car", value=pounds(2001), owners=("Ruth", "Sam")
)


def home(**fields):
    return household(
        child("Isla", born="2025-09-12"),
        carer(
            "Ruth",
            main=True,
            away=[
                away("week:mon,tue", "09:00-17:00"),
                away("week:thu", "19:00-20:00", why="class"),
            ],
        ),
        carer("Sam", lives_in=True),
        carer("Mum", most=10),
        carer("Jo", price="12.50", notice=24 * 60),
        carer("Pat", cannot=("alone",)),
        **fields,
    )


def measures(known, country="uk", claims=()):
    found = catalogue(known, rules=load_rules(country), on=MONDAY, claims=claims)
    return {m.key: m for m in found}


def alone(measure, *windows):
    return Chosen(measure, windows, sum(w.minutes for w in windows), Fraction(0))


def due(known, label, days=130):
    found = due_dates(
        known, start=MONDAY, end=MONDAY + timedelta(days=days), classify=lambda _t: "other"
    )
    return [(i.due.isoformat(), i.amount.minor) for i in found.items if i.label == label]


def test_people_who_can_come_are_asked_and_paid_ones_at_their_price():
    found = measures(home())

    assert {"ask:Mum", "pay:Jo"} <= set(found)
    assert found["pay:Jo"].price == Money(1250, "GBP")
    assert found["pay:Jo"].delay == 1


def test_who_is_there_already_may_not_be_alone_or_is_unsafe_is_not_asked():
    found = measures(unsafe(home(), "Mum"))

    assert not {"ask:Sam", "ask:Pat", "ask:Mum", "ask:Ruth"} & set(found)


def test_somebody_paid_without_a_price_counts_as_the_dearest_and_is_left_out_without_any():
    priced = home()
    mel = carer("Mel", paid=True)
    unpriced = household(child("Isla"), carer("Ruth", main=True), mel)

    assert measures(replace(priced, carers=(*priced.carers, mel)))["pay:Mel"].price.minor == 1250
    assert "pay:Mel" not in measures(unpriced)


def test_a_day_place_costs_the_typical_price_for_each_child_of_the_age():
    known = household(
        child("Isla", born="2025-09-12"), child("Max", born="2018-01-01"), carer("Ruth", main=True)
    )
    (place,) = (m for m in measures(known).values() if m.kind == "place")

    assert place.price == Money(702, "GBP")
    assert place.children == ("Isla",)
    assert place.source[0].startswith("https://")


def test_a_country_without_the_rule_has_no_such_measure():
    found = measures(home(debts=(CARD,), assets=(CAR,)), country="fr")

    assert not {m.kind for m in found.values()} & {"place", "swap", "sell", "breathing-space"}


@pytest.mark.parametrize(("region", "days"), [("", 60), ("ENG", 60), ("SCO", 182)])
def test_debts_that_qualify_can_stand_still_where_the_law_says_so(region, days):
    found = measures(home(debts=(CARD,), region=region))

    assert found["breathing-space"].days == days


@pytest.mark.parametrize(
    "fields",
    [
        {"debts": (replace(CARD, secured_on="the home"),)},
        {"debts": (replace(CARD, type="fine"),)},
        {"debts": (replace(CARD, liable=("Sam",)),)},
        {"debts": (CARD,), "region": "NIR"},
        {"debts": (CARD,), "pauses": (DebtPaused(fact_id="p", occurred=Edtf("2026-03-01")),)},
    ],
)
def test_there_is_no_breathing_space_for_other_debts_or_twice_in_a_year(fields):
    assert "breathing-space" not in measures(home(**fields))


def test_the_united_states_have_no_breathing_space():
    assert "breathing-space" not in measures(home(debts=(CARD,)), country="us")


def test_a_subscription_can_be_dropped_and_rent_cannot():
    found = measures(home(bills=(RENT, GYM)))

    assert "drop:Gym" in found
    assert "drop:Rent" not in found
    assert found["defer:Rent"].agrees == "the landlord"


def test_half_of_a_shared_car_is_hers_to_sell_and_the_other_owner_agrees():
    sell = measures(home(assets=(CAR,)))["sell:Fiesta"]

    assert sell.once == Money(-100050, "GBP")
    assert sell.agrees == "Sam"


def test_a_claim_brings_money_from_its_first_day():
    claim = Claimable(
        "Child Benefit", "claim", 11000, date(2026, 12, 14), "HMRC", ("https://gov.uk",)
    )
    known = home()
    found = measures(known, claims=(claim,))["claim:Child Benefit"]
    after = put_in_place(known, [alone(found)], on=MONDAY)

    assert found.delay == 21
    assert due(after, "Child Benefit", 60)[0] == ("2026-12-14", 11000)


def test_a_deferred_rent_comes_a_month_later_and_keeps_its_day_of_the_month():
    known = home(bills=(RENT,))
    fitted = replace(measures(known)["defer:Rent"], day=date(2026, 11, 30), amount=pounds(800))
    after = put_in_place(known, [alone(fitted)], on=MONDAY)

    assert due(after, "Rent", 100) == [
        ("2026-12-31", 80000),
        ("2027-01-31", 80000),
        ("2027-02-28", 80000),
    ]
    assert due(after, "Rent put off") == [("2026-12-30", 80000)]


def test_an_arrangement_spreads_one_payment_without_losing_a_penny():
    known = home(bills=(RENT,))
    fitted = replace(
        measures(known)["arrange:Rent"], day=date(2026, 11, 30), amount=Money(80000, "GBP")
    )
    after = put_in_place(known, [alone(fitted)], on=MONDAY)
    parts = [minor for _, minor in due(after, "Rent put off")]

    assert parts == [26667, 26667, 26666]


def test_a_breathing_space_skips_the_payments_inside_it_and_no_others():
    known = home(debts=(CARD,))
    after = put_in_place(known, [alone(measures(known)["breathing-space"])], on=MONDAY)

    assert [d for d, _ in due(after, "Card")] == ["2027-02-05", "2027-03-05"]


def test_a_sold_car_brings_money_and_nobody_who_lives_there_drives():
    known = home(assets=(CAR,))
    after = put_in_place(known, [alone(measures(known)["sell:Fiesta"])], on=MONDAY)

    assert after.assets == ()
    assert "drive" in after.carer("Sam").limits.cannot
    assert due(after, "Fiesta") == [("2026-11-30", 100050)]


def test_a_dropped_subscription_ends_before_its_next_date():
    known = home(bills=(GYM,))
    after = put_in_place(known, [alone(measures(known)["drop:Gym"])], on=MONDAY)

    assert due(after, "Gym") == []


def test_a_swapped_shift_frees_its_day_and_takes_the_other():
    known = home()
    swap = next(m for m in measures(known).values() if m.kind == "swap" and m.day == MONDAY)
    after = put_in_place(known, [alone(replace(swap, to=date(2026, 11, 28)))], on=MONDAY)
    ruth = supplies(after, horizon=fortnight(MONDAY, zone=known.zone))[0]

    assert ruth.can_do(span("2026-11-23T09:00", "2026-11-23T17:00"))
    assert not ruth.can_do(span("2026-11-28T09:00", "2026-11-28T10:00"))
    assert not ruth.can_do(span("2026-11-24T09:00", "2026-11-24T10:00"))
    assert not ruth.can_do(span("2026-11-30T09:00", "2026-11-30T10:00"))


def test_two_shifts_of_one_statement_can_be_swapped():
    known = home()
    swaps = [m for m in measures(known).values() if m.kind == "swap"][:2]
    to = [date(2026, 11, 27), date(2026, 11, 28)]
    chosen = [alone(replace(s, to=t)) for s, t in zip(swaps, to, strict=True)]
    after = put_in_place(known, chosen, on=MONDAY)
    ruth = supplies(after, horizon=fortnight(MONDAY, zone=known.zone))[0]

    assert all(ruth.can_do(span(f"{s.day}T09:00", f"{s.day}T17:00")) for s in swaps)
    assert not any(ruth.can_do(span(f"{t}T09:00", f"{t}T10:00")) for t in to)


def test_paid_hours_are_billed_by_the_local_day_each_rounded_up():
    known = home()
    night = span("2026-11-23T22:00", "2026-11-24T03:01")
    after = put_in_place(known, [alone(measures(known)["pay:Jo"], night)], on=MONDAY)

    assert due(after, "Jo's extra hours") == [("2026-11-23", 2500), ("2026-11-24", 3771)]


def test_hours_asked_for_when_the_clocks_go_back_are_the_hours_that_pass():
    known = home()
    night = span("2026-10-25T00:00", "2026-10-25T04:00")
    after = put_in_place(known, [alone(measures(known)["ask:Mum"], night)], on=MONDAY)
    mum = next(
        s
        for s in supplies(after, horizon=span("2026-10-24T08:00", "2026-10-26T08:00"))
        if s.handle == "Mum"
    )

    assert night.minutes == 300
    assert mum.duty == (night,)


def test_a_month_after_the_end_of_january_is_the_end_of_february():
    assert month_after(date(2027, 1, 31), 1) == date(2027, 2, 28)


def test_asks_are_one_for_each_day_or_night_soonest_first():
    known = home()
    found = measures(known)
    chosen = [
        alone(found["pay:Jo"], span("2026-11-25T09:00", "2026-11-25T10:00")),
        alone(found["ask:Mum"], span("2026-11-23T22:00", "2026-11-24T09:00")),
    ]
    asks = asks_of_repair(chosen, household=known)

    assert [(a.who, a.day.isoformat()) for a in asks] == [
        ("Mum", "2026-11-23"),
        ("Mum", "2026-11-24"),
        ("Jo", "2026-11-25"),
    ]


def test_accepting_writes_a_step_for_each_and_the_bills_as_they_then_are():
    known = home(bills=(RENT,))
    fitted = replace(measures(known)["defer:Rent"], day=date(2026, 11, 30), amount=pounds(800))
    step, *bills = facts_of([alone(fitted)], household=known, on=MONDAY)

    assert isinstance(step, StepNoted)
    assert step.words == "Ask the landlord whether Rent can come a month later"
    assert [b.replaces for b in bills] == ["rent", "", ""]
    assert {b.KIND for b in bills} == {"bill"}


def test_accepting_gives_what_was_tried():
    known = home(bills=(RENT, GYM))
    found = measures(known)
    fitted = replace(found["arrange:Rent"], day=date(2026, 11, 30), amount=pounds(800))
    chosen = [alone(fitted), alone(found["drop:Gym"])]
    tried = put_in_place(known, chosen, on=MONDAY)
    written = facts_of(chosen, household=known, on=MONDAY)
    replaced = {f.replaces for f in written}
    kept = [b for b in known.bills if b.fact_id not in replaced]
    accepted = replace(known, bills=(*kept, *(f for f in written if f.KIND == "bill")))

    assert all(due(accepted, name) == due(tried, name) for name in ("Rent", "Gym", "Rent put off"))


def test_accepting_a_breathing_space_pauses_each_debt_it_covers():
    known = home(debts=(CARD, replace(CARD, fact_id="fine", about="Fine", type="fine")))
    _, *facts = facts_of([alone(measures(known)["breathing-space"])], household=known, on=MONDAY)

    assert [(f.KIND, f.about, f.pause) for f in facts] == [("pause", "Card", "breathing-space")]


def test_accepting_a_sale_says_that_it_was_sold():
    known = home(assets=(CAR,))
    _, asset, income = facts_of([alone(measures(known)["sell:Fiesta"])], household=known, on=MONDAY)

    assert (asset.state, asset.replaces) == ("sold", "car")
    assert isinstance(income, IncomeStated)


def test_accepting_hours_writes_a_step_alone():
    known = home()
    window = span("2026-11-25T09:00", "2026-11-25T10:00")
    (step,) = facts_of([alone(measures(known)["ask:Mum"], window)], household=known, on=MONDAY)

    assert step.words == "Ask Mum for more hours"


def test_a_move_writes_the_absence_on_its_other_day():
    known = home()
    move = next(m for m in measures(known).values() if m.kind == "move")
    fitted = replace(move, to=date(2026, 11, 27))
    _, *facts = facts_of([alone(fitted)], household=known, on=MONDAY)

    assert all(isinstance(f, AwayStated) for f in facts)
    assert from_day(date(2026, 11, 27)) in [f.occurred for f in facts]


def balance(amount):
    noted = BalanceNoted(
        fact_id="balance", occurred=from_day(MONDAY), about="Current", amount=pounds(amount)
    )
    return (Account(Label("Current"), None, noted),)


def test_a_worker_finds_the_repairs_and_one_plan():
    pytest.importorskip("ortools", reason="the solver is not installed")
    from kinhold.adapters.repairing import repair_in_worker
    from kinhold.application.household_on import Standing
    from kinhold.application.plan_care import ToPlan
    from kinhold.application.stress_repairs import ToFind
    from kinhold.application.stress_test import StressTask
    from kinhold.engines.care.needs import needs_for
    from kinhold.engines.stress.contingencies import Contingency
    from kinhold.engines.stress.impact import compare, measure
    from kinhold.engines.stress.outage import remove
    from kinhold.engines.stress.repair import ToRepair

    rules = load_rules("uk")
    known = household(
        child("Isla", born="2025-09-12"),
        carer("Ruth", main=True),
        carer("Ada", available=[hours("day", "21:00-07:00")]),
        carer("Ben"),
    )
    horizon = fortnight(MONDAY, zone=known.zone, days=2)
    given = ToPlan(rules, horizon, needs_for(known, rules=rules, horizon=horizon))
    test = StressTask(Standing(known, rules, {}), MONDAY, given, (), (), MONDAY)
    loss = Contingency("person:Ada", "person", "Ada")
    without = remove(known, loss, on=MONDAY)

    def figures(version):
        return measure(version, cover=test.cover, outlook=test.outlook, target=test.target)

    base = figures(known)
    impact = compare(loss, base=base, after=figures(without))
    tasks = (ToRepair(loss, without, impact, MONDAY),)
    wanted = ToFind(test, base, tasks, catalogue(known, rules=rules, on=MONDAY))
    said = []
    (sets,), plan = repair_in_worker(wanted, step=said.append)

    assert [c.measure.key for c in sets[0].chosen] == ["ask:Ben"]
    assert plan.survives == ("person:Ada",)
    assert len(said) == 2
