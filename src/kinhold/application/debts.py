"""The debts page: whose each is, what the lender may ask, who may ask whom, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import say_day, say_list
from kinhold.domain.findings import Finding
from kinhold.domain.money import Money, format_rate, say
from kinhold.engines.money.debts.joint import joint_debt
from kinhold.engines.money.debts.time_limits import before_acting, time_limit
from kinhold.engines.money.priorities import consequence

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import Fact
    from kinhold.domain.finances import DebtStated
    from kinhold.engines.money.debts.joint import JointDebt, Split
    from kinhold.engines.money.debts.time_limits import TimeLimit, Warned

STATES: Final = {
    "": "",
    "up-to-date": "Payments are up to date.",
    "behind": "Payments are behind.",
    "default": "In default.",
    "collector": "With a debt collector.",
    "judgment": "There is a court judgment.",
}
PLACES: Final = {
    "england-wales": "England and Wales",
    "scotland": "Scotland",
    "tx": "Texas",
    "wi": "Wisconsin",
}
NOT_ADVICE: Final = (
    "This is information, not advice. A free debt adviser can look at all of it with you."
)


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One person beside a debt, in words and minor units."""

    who: str
    liable: bool
    share: str
    paid: str
    part: str
    over: int
    said: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LimitLine:
    """The time limit of a debt in words, with where it is written."""

    state: str
    said: str
    restarts: str
    until: str
    references: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DebtCard:
    """One debt.

    Attributes:
        label, balance, rate, each_time, state: in words; empty where not told.
        priority: `priority`, `essential` or `other`, by the country's rules.
        consequence: what follows where it is not paid; empty where no rule says.
        whose: in one sentence.
        parties: where more than one person is beside it.
        splits: what falls on her if everybody pays their part, and if nobody else pays.
        claims: who may ask whom for what.
        limit: until when the lender may go to court.
        fact_ids: what it rests on.
    """

    label: str
    balance: str
    rate: str
    each_time: str
    state: str
    priority: str
    consequence: str
    whose: str
    parties: tuple[PartyLine, ...]
    splits: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]
    limit: LimitLine
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DebtsPage:
    """Every debt, those with the worst consequence first."""

    headline: str
    debts: tuple[DebtCard, ...]
    notes: tuple[str, ...]
    currency: str


def debts_page(*, standing: Standing, on: date) -> DebtsPage:
    """Return the debts of a household on a day."""
    household = standing.household
    cards = [_card(standing, debt, on) for debt in household.debts]
    order = {"priority": 0, "essential": 1}
    cards.sort(key=lambda c: (order.get(c.priority, 2), c.label))
    total = sum(
        d.balance.minor
        for d in household.debts
        if d.balance and d.balance.currency == household.currency
    )
    shared = sum(1 for c in cards if len(c.parties) > 1)
    headline = "No debt is known." if not cards else f"{say(Money(total, household.currency))} owed"
    if shared:
        headline += f", {shared} of {len(cards)} with somebody else"
    return DebtsPage(
        headline if not cards else f"{headline}.", tuple(cards), (NOT_ADVICE,), household.currency
    )


def _card(standing: Standing, debt: DebtStated, on: date) -> DebtCard:
    household = standing.household
    rule = consequence(debt.type or debt.about, rules=standing.rules, on=on)
    joint = joint_debt(household, debt)
    return DebtCard(
        label=debt.about,
        balance=say(debt.balance) if debt.balance else "",
        rate=format_rate(debt.rate) if debt.rate is not None else "",
        each_time=say(debt.minimum) if debt.minimum else "",
        state=STATES[debt.standing],
        priority=debt.priority or rule.priority,
        consequence=rule.consequence,
        whose=_whose(standing, debt),
        parties=_parties(standing, joint) if joint else (),
        splits=_splits(joint) if joint and len(debt.liable) > 1 else (),
        claims=_claims(standing, joint) if joint else (),
        limit=_limit(standing, time_limit(household, debt, rules=standing.rules, on=on)),
        fact_ids=(debt.fact_id,),
    )


def _name(standing: Standing, who: str) -> str:
    return "you" if who in ("", standing.household.keeper) else standing.household.name(who)


def _first_up(said: str) -> str:
    return said[:1].upper() + said[1:]


def _whose(standing: Standing, debt: DebtStated) -> str:
    names = [_name(standing, who) for who in debt.liable]
    if not names:
        return "Who is liable is not told."
    if debt.liability == "guarantor" and len(names) > 1:
        return f"{_first_up(names[0])}; guaranteed by {say_list(names[1:])}, who can be asked for all of it."
    if len(names) == 1:
        return f"{_first_up(names[0])} alone."
    if debt.liability == "joint":
        return f"{_first_up(say_list(names))} together."
    return (
        f"{_first_up(say_list(names))}, each for all of it: the lender may ask any one, and never "
        "twice."
    )


def _parties(standing: Standing, joint: JointDebt) -> tuple[PartyLine, ...]:
    lines = []
    for party in joint.parties:
        name = _first_up(_name(standing, party.who))
        share = f"{party.share.limit_denominator(100)} %" if party.liable else ""
        said = f"{name} paid {say(party.paid)}"
        if not party.liable:
            has = "has a card on it and is not liable" if not party.paid.minor else "is not liable"
            said = f"{name} {has}." if not party.paid.minor else f"{said}, and {has}."
        elif party.over.minor > 0:
            said += f", {say(party.over)} more than the part among yourselves."
        elif party.over.minor < 0:
            said += f", {say(-party.over)} less than the part among yourselves."
        else:
            said += "."
        lines.append(
            PartyLine(
                party.who,
                party.liable,
                share,
                say(party.paid),
                say(party.part),
                party.over.minor,
                said,
                party.fact_ids,
            )
        )
    return tuple(lines)


def _splits(joint: JointDebt) -> tuple[tuple[str, str], ...]:
    parts = "If everybody pays what was agreed" if joint.agreed else "If everybody pays equal parts"
    return ((parts, _split(joint.as_split)), ("If the others pay nothing", _split(joint.alone)))


def _split(split: Split) -> str:
    said = [f"{say(split.each_time)} each time" if split.each_time else ""]
    said.append(f"{say(split.balance)} in all" if split.balance else "")
    return ", ".join(s for s in said if s) or "not told"


def _claims(standing: Standing, joint: JointDebt) -> tuple[str, ...]:
    return tuple(
        f"{_first_up(_name(standing, c.by))} may ask {_name(standing, c.of)} for {say(c.amount)} of what was "
        f"paid ({len(c.fact_ids)} payments noted)."
        for c in joint.claims
    )


def _limit(standing: Standing, limit: TimeLimit) -> LimitLine:
    country = standing.household.country
    references = tuple((r.title, r.href) for r in limit.references)
    place = PLACES.get(limit.place, limit.place)
    said = {
        "judgment": "There is a judgment: other, longer times hold. Ask an adviser.",
        "secured": "It is secured: other, longer times hold. Ask an adviser.",
        "unknown-place": "The time limit where you live is not in the tables here. Ask an adviser.",
        "not-begun": f"The {limit.years} years for going to court in {place} have not begun as far as told.",
        "unknown-start": "When it fell into default is not told, so the time cannot be counted. "
        "Write it as defaulted= on the debt.",
    }.get(limit.state, "")
    until = ""
    if limit.parties:
        whole = [
            f"{_name(standing, p.who)}: {'over since' if p.over else 'until'} {say_day(p.until, country)}"
            + (
                f" (begun anew by {_name(standing, p.restart.by)} on {say_day(p.restart.day, country)})"
                if p.restart
                else ""
            )
            for p in limit.parties
        ]
        gone = " Then the debt itself ends." if limit.ends == "debt" else ""
        said = f"Time for going to court in {place}, {limit.years} years: {'; '.join(whole)}.{gone}"
        until = max(p.until for p in limit.parties).isoformat()
    return LimitLine(limit.state, said, _restarts(limit), until, references)


def _restarts(limit: TimeLimit) -> str:
    if not limit.years:
        return ""
    pay = {
        "all": "A payment by any one of those liable begins it anew for all.",
        "payer": "A payment begins it anew for whoever pays.",
        "nobody": "A payment does not begin it anew where a debt buyer sues.",
    }[limit.payment_binds]
    return f"{pay} A signed letter that owns up to it begins it anew for whoever signs."


def warnings_before(fact: Fact, *, standing: Standing, on: date) -> tuple[Finding, ...]:
    """Return what a person should know before paying on a debt, or writing to its lender.

    Only for debts whose time runs: paying an instalment of a loan in good order begins nothing anew.

    Args:
        fact: a payment or an acknowledgement about to be written down.
        standing: the household.
        on: today; an act that was already done on an earlier day is a fact and is not warned of.
    """
    from kinhold.domain.dates import first_day
    from kinhold.domain.finances import DebtAcknowledged, PaymentMade

    if not isinstance(fact, PaymentMade | DebtAcknowledged):
        return ()
    household = standing.household
    debt = next((d for d in household.debts if d.about == fact.about), None)
    day = first_day(fact.occurred)
    if debt is None or day is None or day < on:
        return ()
    warned = before_acting(
        household,
        debt,
        act="payment" if isinstance(fact, PaymentMade) else "acknowledged",
        by=fact.by or household.keeper,
        rules=standing.rules,
        on=day,
    )
    return () if warned is None else (_warning(standing, warned),)


def _warning(standing: Standing, warned: Warned) -> Finding:
    country = standing.household.country
    act = "A payment" if warned.act == "payment" else "A signed letter"
    whom = say_list([_name(standing, who) for who in warned.binds])
    was = "was over since" if warned.over else "would end on"
    return Finding(
        "warning",
        "debt.time-limit",
        f"{act} on {warned.debt} begins the lender’s time for going to court anew, for {whom}: it "
        f"{was} {say_day(warned.now_until, country)}, and then would run to "
        f"{say_day(warned.then_until, country)}. An adviser can say whether that matters here.",
        warned.debt,
    )
