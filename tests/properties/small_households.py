"""Small random households and losses, with the engines of the product and the slow ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from tests.households import MONDAY, away, carer, child, hours, household
from tests.properties.slow_household import (
    Minutes,
    care_of,
    items_of,
    purse_of,
)

from kinhold.domain.dates import from_day
from kinhold.domain.fact import Label
from kinhold.domain.finances import (
    Account,
    AssetStated,
    BalanceNoted,
    BillStated,
    DebtStated,
    IncomeStated,
)
from kinhold.domain.money import Money
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.care.coverage import cover_given, cover_without_solving
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.money.runway import outlook
from kinhold.engines.stress.contingencies import Contingency
from kinhold.engines.stress.impact import compare, measure
from kinhold.engines.stress.measures import FLEXIBLE, catalogue
from kinhold.engines.stress.outage import remove
from kinhold.engines.stress.repair import Engines, ToRepair
from kinhold.rules.loading import load_rules

RULES = load_rules("uk")
TARGET = 300
CARE_DAYS = 2
MONEY_DAYS = 45
NOTHING = Contingency("none", "person", "")


# -- small households ------------------------------------------------------------------------------


def pounds(amount):
    return Money(round(amount * 100), "GBP")


def some_work(dice):
    return dice.choice(
        [
            [],
            [away("week:mon", "09:00-10:30")],
            [away("week:tue", "18:00-20:00")],
            [away("week:mon,tue", "13:15-14:00")],
            [away("week:mon", "19:30-21:00")],
            [away("week:mon", "12:00-13:00", why="class")],
            [away("week:mon", "23:00-24:00"), away("week:tue", "10:00-10:45")],
        ]
    )


def somebody(dice, name):
    told = {}
    if dice.random() < 0.4:
        told["price"] = dice.choice(["8", "12", "20"])
    if dice.random() < 0.4:
        told["most"] = dice.choice([0.5, 1, 4, 5, 8, 12])
    if dice.random() < 0.3:
        told["notice"] = dice.choice([4, 30]) * 60
    if dice.random() < 0.15:
        told["asleep"] = ("23:30-06:00",)
    if dice.random() < 0.2:
        told["travel"] = 20
    if dice.random() < 0.08:
        told["cannot"] = ("alone",)
    available = dice.choice(
        [
            [],
            [hours("day", "08:30-11:00")],
            [hours("week:mon", "22:00-03:00")],
            [hours("week:mon,tue", "12:00-19:00")],
            [hours("day", "21:00-04:00")],
        ]
    )
    gone = dice.choice([[], [], [away("week:mon", "08:00-12:30")], [away("day", "20:00-22:00")]])
    return carer(name, available=available, away=gone, **told)


def some_money(dice):
    if dice.random() < 0.3:
        return {}

    def bill(label, class_, low, high, **more):
        day = MONDAY + timedelta(days=dice.randrange(25))
        return BillStated(
            fact_id=f"bill {label}",
            occurred=from_day(day),
            about=label,
            amount=pounds(dice.randrange(low, high)),
            each=parse_recurrence("month"),
            priority=class_,
            grace=dice.choice([None, 5]),
            **more,
        )

    balance = BalanceNoted(
        fact_id="balance",
        occurred=from_day(MONDAY),
        about="Current",
        amount=pounds(dice.randrange(900)),
    )
    day = MONDAY + timedelta(days=dice.randrange(28))
    wage = IncomeStated(
        fact_id="wage",
        occurred=from_day(day),
        about="Wage",
        amount=pounds(dice.randrange(500, 1500)),
        each=parse_recurrence("month"),
        to="Ruth",
    )
    card = DebtStated(
        fact_id="card",
        occurred=from_day(MONDAY + timedelta(days=dice.randrange(25))),
        about="Card",
        minimum=pounds(dice.randrange(20, 120)),
        each=parse_recurrence("month"),
        priority="other",
        liable=("Ruth",),
    )
    car = AssetStated(
        fact_id="bike", about="Bike", type="other", value=pounds(dice.randrange(50, 600))
    )
    return {
        "accounts": (Account(Label("Current"), None, balance),),
        "incomes": (wage,),
        "bills": (
            bill("Rent", "priority", 300, 900, type="rent"),
            bill("Food", "essential", 100, 300),
            *((bill("Gym", "other", 20, 60, type="gym"),) if dice.random() < 0.5 else ()),
        ),
        "debts": (card,) if dice.random() < 0.5 else (),
        "assets": (car,) if dice.random() < 0.4 else (),
    }


def some_household(dice, names=("Ada", "Ben", "Cat")):
    children = [child("Isla", born="2025-09-12"), child("Max", born="2022-02-01")]
    members = children[: dice.choice([1, 2])]
    members.append(carer("Ruth", main=True, away=some_work(dice)))
    members += [somebody(dice, name) for name in names[: dice.choice([1, 2, 2, 3])]]
    if dice.random() < 0.3:
        at_work = [away("week:mon", "08:30-16:30")] if dice.random() < 0.7 else []
        members.append(carer("Zed", lives_in=True, away=at_work))
    return household(*members, **some_money(dice))


def some_loss(dice, known):
    choices = [
        Contingency(f"person:{c.handle}", "person", c.handle) for c in known.carers if not c.main
    ]
    choices += [Contingency("income:Wage", "income", "Wage")] if known.incomes else []
    return dice.choice([NOTHING, *choices])


# -- the same with engines, and slowly -------------------------------------------------------------


@dataclass
class World:
    """A household before and after a loss, with the engines of the product and the slow ones."""

    before: object
    after: object
    loss: Contingency
    needs: tuple
    horizon: object
    engines: Engines

    @classmethod
    def of(cls, known, loss, days=CARE_DAYS):
        horizon = fortnight(MONDAY, zone=known.zone, days=days)
        needs = needs_for(known, rules=RULES, horizon=horizon)
        engines = Engines(
            cover=lambda h: cover_without_solving(h, rules=RULES, horizon=horizon, needs=needs),
            outlook=lambda h: outlook(
                h, on=MONDAY, classify=lambda _t: "other", horizon=MONEY_DAYS
            ),
            target=TARGET,
            horizon=horizon,
            needs=needs,
            kept=lambda h, turns: cover_given(
                h, rules=RULES, horizon=horizon, needs=needs, turns=turns
            ),
        )
        after = known if loss.key == "none" else remove(known, loss, on=MONDAY)
        return cls(known, after, loss, needs, horizon, engines)

    def figures(self, version):
        e = self.engines
        return measure(version, cover=e.cover, outlook=e.outlook, target=e.target)

    def task(self):
        base = self.figures(self.before)
        impact = compare(self.loss, base=base, after=self.figures(self.after))
        return base, ToRepair(self.loss, self.after, impact, MONDAY)

    def measures(self, dice=None):
        """The catalogue, with waits short enough to matter in two days."""
        found = [
            replace(m, delay=0) if m.kind in ("place", "swap") else m
            for m in catalogue(self.before, rules=RULES, on=MONDAY)
        ]
        if dice is None:
            return found
        money = [m for m in found if m.kind not in (*FLEXIBLE, "swap", "move")]
        kept = {m.key for m in dice.sample(money, min(3, len(money)))}
        return [m for m in found if m not in money or m.key in kept]

    @property
    def minutes(self):
        count = int((self.horizon.end - self.horizon.start).total_seconds() // 60)
        return Minutes(self.horizon.start, count, self.before.zone)

    def slow_care(self, version):
        return care_of(version, self.minutes, self.needs, TARGET)

    def slow_purse(self, version):
        if not version.accounts:
            return None
        items = items_of(version, MONDAY, MONEY_DAYS)
        if all(i.incoming for i in items):
            return None
        return purse_of(items, version.accounts[0].balance.amount.minor, MONDAY, MONEY_DAYS)


def slow_figures(world, version):
    care, purse = world.slow_care(version), world.slow_purse(version)
    return (
        len(care.gaps),
        len(care.unrelieved),
        purse and purse.runway,
        purse and sorted((i.label, i.due) for i in purse.missed),
        purse and purse.unpaid,
    )


def fast_figures(figures):
    told = figures.runway_days is not None
    return (
        figures.no_one_minutes,
        len(figures.unrelieved),
        figures.runway_days,
        sorted((m.item.label, m.item.due) for m in figures.missed) if told else None,
        figures.unpaid if told else None,
    )
