"""The money page: the lowest point before pay day, what first, and what is missing to say more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kinhold.application.wording import count, say_list, say_short_day
from kinhold.domain.money import Money, format_rate, say
from kinhold.engines.money.due_dates import own_part
from kinhold.engines.money.priorities import consequence
from kinhold.engines.money.runway import HORIZON, RANK, MoneyOutlook
from kinhold.engines.money.runway import outlook as project_from
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.money_chances import Fan
    from kinhold.domain.finances import DebtStated, SupportBasisStated
    from kinhold.domain.findings import OpenQuestion
    from kinhold.engines.money.due_dates import DueItem
    from kinhold.engines.money.runway import Runway

SHOWN_DAYS = 45


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that falls due or comes in, on an ISO day and in words.

    `again` is True where a line of the same label stands before it: what follows where it is not
    paid was said there.
    """

    day: str
    when: str
    label: str
    amount: str
    direction: str
    priority: str
    consequence: str
    missed: bool
    note: str
    source: str
    fact_ids: tuple[str, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class DebtLine:
    """One debt: whose it is and what it means if the others pay nothing."""

    label: str
    balance: str
    rate: str
    whose: str
    your_part: str
    if_others_pay_nothing: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportLine:
    """Support for the children: owed only where it has a legal basis."""

    payer: str
    sentence: str
    basis: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissedBill:
    """A bill that cannot be paid: ISO days and minor units; `paid_on` is empty where it never can."""

    label: str
    priority: str
    due: str
    missed: str
    short: int
    paid_on: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """What the money page shows; see docs/reference/pages.md.

    Attributes:
        headline: the lowest balance before the next pay day and its day, or what is asked first.
        runway: the runway in one sentence; empty without one.
        runway_days: days to the first missed priority bill, None without a runway.
        at_least: True where no priority bill is missed within the horizon.
        lowest: the amount in minor units, and its ISO day; None without a runway.
        start: the first ISO day of `balances`.
        balances: end-of-day balances in minor units, one a day.
        positions: the same less what is due and not paid: below nothing where something is short.
        fan: what may happen, simulated; None where nothing was simulated.
        first_missed: the first bill of each class that cannot be paid, the highest class first.
        everyday: usual spending of a week besides bills, minor units; None without statements.
        due: what falls due and comes in over the next 45 days.
        missed: every bill that cannot be paid, with what would have prevented it.
        debts, support: one line each.
        left_out: promised money that is not counted, and why.
        questions: what is missing.
    """

    on: str
    currency: str
    headline: str
    runway: str
    runway_days: int | None
    at_least: bool
    lowest: int | None
    lowest_day: str
    start: str
    balances: tuple[int, ...]
    due: tuple[DueLine, ...]
    missed: tuple[str, ...]
    debts: tuple[DebtLine, ...]
    support: tuple[SupportLine, ...]
    left_out: tuple[str, ...]
    questions: tuple[OpenQuestion, ...]
    positions: tuple[int, ...] = ()
    first_missed: tuple[MissedBill, ...] = ()
    everyday: int | None = None
    fan: Fan | None = None


def money_outlook(*, standing: Standing, on: date, horizon: int = HORIZON) -> MoneyOutlook:
    """Project the household's money from a day, so many days, with the rules of its country."""
    trust = standing.trust("money")
    return project_from(
        standing.household,
        on=on,
        classify=lambda type_: consequence(type_, rules=standing.rules, on=on).priority,
        trust=lambda who: trust.get(who, 0.0),
        horizon=horizon,
    )


def money_page(
    *, standing: Standing, on: date, outlook: MoneyOutlook | None = None, fan: Fan | None = None
) -> MoneyPage:
    """Return the money page for a day.

    Args:
        standing: the household on that day.
        on: the day.
        outlook: where it was worked out already.
        fan: what was simulated, where it was.
    """
    seen = outlook or money_outlook(standing=standing, on=on)
    runway = seen.runway
    return MoneyPage(
        on=on.isoformat(),
        currency=standing.household.currency,
        headline=_headline(seen, standing),
        runway=_runway(runway, standing) if runway else "",
        runway_days=runway.days if runway else None,
        at_least=bool(runway and runway.lasts),
        lowest=runway.lowest.amount.minor if runway else None,
        lowest_day=runway.lowest.day.isoformat() if runway else "",
        start=on.isoformat(),
        balances=runway.balances if runway else (),
        due=_due_lines(seen, standing, on),
        missed=_missed(runway, standing) if runway else (),
        debts=tuple(_debt(standing, d) for d in standing.household.debts),
        support=tuple(_support(standing, s) for s in standing.household.support),
        left_out=_left_out(runway, standing) if runway else (),
        questions=seen.questions,
        positions=positions(runway) if runway else (),
        first_missed=_first_missed(runway) if runway else (),
        everyday=-seen.everyday.weekly if seen.everyday else None,
        fan=fan,
    )


def positions(runway: Runway) -> tuple[int, ...]:
    """Return each day's balance less what is due and not paid, minor units."""
    return tuple(b - o for b, o in zip(runway.balances, runway.overdue, strict=True))


def _first_missed(runway: Runway) -> tuple[MissedBill, ...]:
    first: dict[str, MissedBill] = {}
    for missed in runway.missed:
        item = missed.item
        first.setdefault(
            item.priority,
            MissedBill(
                item.label,
                item.priority,
                item.due.isoformat(),
                missed.day.isoformat(),
                missed.shortfall.minor,
                missed.paid_on.isoformat() if missed.paid_on else "",
                item.fact_ids,
            ),
        )
    return tuple(sorted(first.values(), key=lambda m: RANK.get(m.priority, len(RANK))))


def _headline(seen: MoneyOutlook, standing: Standing) -> str:
    if seen.runway is None:
        first = seen.questions[0].text if seen.questions else _("What has to be paid, and when?")
        return _("Some figures are missing. First: {first}").format(first=first)
    runway, country = seen.runway, standing.household.country
    miss = runway.first_priority
    if miss and (runway.next_pay is None or miss.item.due <= runway.next_pay):
        due = say_short_day(miss.item.due, country)
        coming = (
            _(" Money comes in on {day}.").format(day=say_short_day(runway.next_pay, country))
            if runway.next_pay
            else ""
        )
        return _("{label} on {due} is short by {shortfall}.{coming}").format(
            label=miss.item.label, due=due, shortfall=say(miss.shortfall), coming=coming
        )
    day = say_short_day(runway.lowest.day, country)
    pay = (
        _(" before money comes in on {day}").format(day=say_short_day(runway.next_pay, country))
        if runway.next_pay
        else ""
    )
    return _("Lowest point: {amount} on {day}{pay}.").format(
        amount=say(runway.lowest.amount), day=day, pay=pay
    )


def _runway(runway: Runway, standing: Standing) -> str:
    if runway.first_priority is None:
        return _("Every priority bill can be paid for at least {horizon} days.").format(
            horizon=runway.horizon
        )
    missed, country = runway.first_priority, standing.household.country
    return _(
        "{days} until the first priority bill that cannot be paid: {label} on {day}, short "
        "by {shortfall}."
    ).format(
        days=count(runway.days, "day"),
        label=missed.item.label,
        day=say_short_day(missed.day, country),
        shortfall=say(missed.shortfall),
    )


def _missed(runway: Runway, standing: Standing) -> tuple[str, ...]:
    country = standing.household.country
    return tuple(
        _("{label} on {day}: short by {shortfall}").format(
            label=m.item.label, day=say_short_day(m.item.due, country), shortfall=say(m.shortfall)
        )
        + (
            _(", can be paid on {day}").format(day=say_short_day(m.paid_on, country))
            if m.paid_on
            else ""
        )
        for m in runway.missed
    )


def _left_out(runway: Runway, standing: Standing) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for item in runway.left_out:
        payer = standing.household.name(item.payer) if item.payer else _("Somebody")
        seen.setdefault(
            item.label,
            _("{label} ({amount}) is promised by {payer} and not counted.").format(
                label=item.label, amount=say(item.amount), payer=payer
            ),
        )
    return tuple(seen.values())


def _due_lines(seen: MoneyOutlook, standing: Standing, on: date) -> tuple[DueLine, ...]:
    missed = {id(m.item) for m in seen.runway.missed} if seen.runway else set()
    left_out = {i.fact_ids for i in seen.runway.left_out} if seen.runway else set()
    types = {b.about: b.type or b.about for b in standing.household.bills}
    types |= {d.about: d.type or "loan" for d in standing.household.debts}
    lines: list[DueLine] = []
    for item in seen.items:
        if item.settled or item.due >= on + timedelta(days=SHOWN_DAYS):
            continue
        if item.due < on and item not in seen.overdue:
            continue
        rule = consequence(types.get(item.label, ""), rules=standing.rules, on=on)
        lines.append(
            DueLine(
                day=item.due.isoformat(),
                when=_when(item, standing, on),
                label=item.label,
                amount=say(item.amount),
                direction=item.direction,
                priority=item.priority if item.direction == "out" else "",
                consequence=rule.consequence if item.direction == "out" else "",
                missed=id(item) in missed,
                note=_note(item, left_out, standing),
                source=rule.references[0].href
                if rule.references and item.direction == "out"
                else "",
                fact_ids=item.fact_ids,
                again=any(line.label == item.label for line in lines),
            )
        )
    return tuple(lines)


def _when(item: DueItem, standing: Standing, on: date) -> str:
    day = say_short_day(item.due, standing.household.country)
    if item.due >= on:
        return day
    return (
        _("was due {day}").format(day=day)
        if item.direction == "out"
        else _("{day}, taken as received").format(day=day)
    )


def _note(item: DueItem, left_out: set[tuple[str, ...]], standing: Standing) -> str:
    if item.fact_ids in left_out:
        payer = standing.household.name(item.payer) if item.payer else "somebody"
        return _("promised by {payer}, not counted").format(payer=payer)
    return item.note


def _whose(debt: DebtStated, names: list[str]) -> str:
    if not names:
        return _("not told")
    if debt.liability == "guarantor" and len(names) > 1:
        return _("{names}; guaranteed by {value}").format(names=names[0], value=say_list(names[1:]))
    each = _(", each for all of it") if debt.liability != "joint" else ""
    return (
        _("{names} together{each}").format(names=say_list(names), each=each)
        if len(names) > 1
        else names[0]
    )


def _debt(standing: Standing, debt: DebtStated) -> DebtLine:
    household = standing.household
    names = [("you" if who == household.keeper else household.name(who)) for who in debt.liable]
    part, note = own_part(household, debt)
    whole = debt.minimum or Money(0, household.currency)
    alone = ""
    if len(debt.liable) > 1 and household.keeper in debt.liable:
        owed = _(" ({balance} in all)").format(balance=say(debt.balance)) if debt.balance else ""
        each = (
            _("{whole} each time instead of {part}").format(whole=say(whole), part=say(part))
            if part != whole
            else _("the whole payment")
        )
        alone = _("The lender may ask you for {each}{owed}.").format(each=each, owed=owed)
    return DebtLine(
        label=debt.about,
        balance=say(debt.balance) if debt.balance else _("not told"),
        rate=format_rate(debt.rate) if debt.rate is not None else _("not told"),
        whose=_whose(debt, names),
        your_part=note or (say(part) if debt.minimum else _("not told")),
        if_others_pay_nothing=alone,
        fact_ids=(debt.fact_id,),
    )


def _support(standing: Standing, support: SupportBasisStated) -> SupportLine:
    household = standing.household
    payer = household.name(support.about)
    received = [r for r in household.received if support.about in (r.payer, r.about)]
    if support.basis in ("none", "spoken"):
        said = _("a spoken promise") if support.basis == "spoken" else _("no order or agreement")
        sentence = (
            _("Nothing was received from {payer}: needed and unpaid. It rests on {said}.").format(
                payer=payer, said=said
            )
            if not received
            else _("{payer} paid {times}. It rests on {said}.").format(
                payer=payer, times=count(len(received), "time"), said=said
            )
        )
    else:
        amount = f"{say(support.amount)} " if support.amount else _("An amount not told ")
        sentence = _("{amount}is due from {payer}; {payments} noted.").format(
            amount=amount, payer=payer, payments=count(len(received), "payment")
        )
    return SupportLine(payer, sentence, support.basis, (support.fact_id,))
