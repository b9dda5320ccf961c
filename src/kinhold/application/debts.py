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
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import Fact
    from kinhold.domain.finances import DebtStated
    from kinhold.engines.money.debts.joint import JointDebt, Split
    from kinhold.engines.money.debts.time_limits import TimeLimit, Warned

STATES: Final = {
    "": "",
    "up-to-date": N_("Payments are up to date."),
    "behind": N_("Payments are behind."),
    "default": N_("In default."),
    "collector": N_("With a debt collector."),
    "judgment": N_("There is a court judgment."),
}
PLACES: Final = {
    "england-wales": N_("England and Wales"),
    "scotland": N_("Scotland"),
    "tx": N_("Texas"),
    "wi": N_("Wisconsin"),
}
NOT_ADVICE: Final = N_(
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
    headline = (
        _("No debt is known.")
        if not cards
        else _("{money} owed").format(money=say(Money(total, household.currency)))
    )
    if shared:
        headline += _(", {shared} of {cards} with somebody else").format(
            shared=shared, cards=len(cards)
        )
    return DebtsPage(
        headline if not cards else f"{headline}.",
        tuple(cards),
        (_(NOT_ADVICE),),
        household.currency,
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
        state=_(STATES[debt.standing]),
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
        return _("Who is liable is not told.")
    if debt.liability == "guarantor" and len(names) > 1:
        return _("{first_up}; guaranteed by {names}, who can be asked for all of it.").format(
            first_up=_first_up(names[0]), names=say_list(names[1:])
        )
    if len(names) == 1:
        return _("{first_up} alone.").format(first_up=_first_up(names[0]))
    if debt.liability == "joint":
        return _("{first_up} together.").format(first_up=_first_up(say_list(names)))
    return _("{first_up}, each for all of it: the lender may ask any one, and never twice.").format(
        first_up=_first_up(say_list(names))
    )


def _parties(standing: Standing, joint: JointDebt) -> tuple[PartyLine, ...]:
    lines = []
    for party in joint.parties:
        name = _first_up(_name(standing, party.who))
        share = f"{party.share.limit_denominator(100)} %" if party.liable else ""
        said = _("{name} paid {paid}").format(name=name, paid=say(party.paid))
        if not party.liable:
            has = (
                _("has a card on it and is not liable")
                if not party.paid.minor
                else _("is not liable")
            )
            said = (
                f"{name} {has}."
                if not party.paid.minor
                else _("{said}, and {has}.").format(said=said, has=has)
            )
        elif party.over.minor > 0:
            said += _(", {over} more than the part among yourselves.").format(over=say(party.over))
        elif party.over.minor < 0:
            said += _(", {over} less than the part among yourselves.").format(over=say(-party.over))
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
    parts = (
        _("If everybody pays what was agreed")
        if joint.agreed
        else _("If everybody pays equal parts")
    )
    return ((parts, _split(joint.as_split)), (_("If the others pay nothing"), _split(joint.alone)))


def _split(split: Split) -> str:
    said = [
        _("{each_time} each time").format(each_time=say(split.each_time)) if split.each_time else ""
    ]
    said.append(_("{balance} in all").format(balance=say(split.balance)) if split.balance else "")
    return ", ".join(s for s in said if s) or _("not told")


def _claims(standing: Standing, joint: JointDebt) -> tuple[str, ...]:
    return tuple(
        _(
            "{first_up} may ask {name} for {amount} of what was paid ({fact_ids} payments noted)."
        ).format(
            first_up=_first_up(_name(standing, c.by)),
            name=_name(standing, c.of),
            amount=say(c.amount),
            fact_ids=len(c.fact_ids),
        )
        for c in joint.claims
    )


def _limit(standing: Standing, limit: TimeLimit) -> LimitLine:
    country = standing.household.country
    references = tuple((r.title, r.href) for r in limit.references)
    place = _(PLACES.get(limit.place, limit.place))
    said = {
        "judgment": _("There is a judgment: other, longer times hold. Ask an adviser."),
        "secured": _("It is secured: other, longer times hold. Ask an adviser."),
        "unknown-place": _(
            "The time limit where you live is not in the tables here. Ask an adviser."
        ),
        "not-begun": _(
            "The {years} years for going to court in {place} have not begun as far as told."
        ).format(years=limit.years, place=place),
        "unknown-start": _(
            "When it fell into default is not told, so the time cannot be counted. Write it as "
            "defaulted= on the debt."
        ),
    }.get(limit.state, "")
    until = ""
    if limit.parties:
        whole = [
            f"{_name(standing, p.who)}: {_('over since') if p.over else _('until')} {say_day(p.until, country)}"
            + (
                _(" (begun anew by {name} on {day})").format(
                    name=_name(standing, p.restart.by), day=say_day(p.restart.day, country)
                )
                if p.restart
                else ""
            )
            for p in limit.parties
        ]
        gone = _(" Then the debt itself ends.") if limit.ends == "debt" else ""
        said = _("Time for going to court in {place}, {years} years: {whole}.{gone}").format(
            place=place, years=limit.years, whole="; ".join(whole), gone=gone
        )
        until = max(p.until for p in limit.parties).isoformat()
    return LimitLine(limit.state, said, _restarts(limit), until, references)


def _restarts(limit: TimeLimit) -> str:
    if not limit.years:
        return ""
    pay = {
        "all": _("A payment by any one of those liable begins it anew for all."),
        "payer": _("A payment begins it anew for whoever pays."),
        "nobody": _("A payment does not begin it anew where a debt buyer sues."),
    }[limit.payment_binds]
    return _("{pay} A signed letter that owns up to it begins it anew for whoever signs.").format(
        pay=pay
    )


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
    act = _("A payment") if warned.act == "payment" else _("A signed letter")
    whom = say_list([_name(standing, who) for who in warned.binds])
    was = _("was over since") if warned.over else _("would end on")
    return Finding(
        "warning",
        "debt.time-limit",
        _(
            "{act} on {debt} begins the lender’s time for going to court anew, for {whom}: it "
            "{was} {day}, and then would run to {then_until}. An adviser can say whether that "
            "matters here."
        ).format(
            act=act,
            debt=warned.debt,
            whom=whom,
            was=was,
            day=say_day(warned.now_until, country),
            then_until=say_day(warned.then_until, country),
        ),
        warned.debt,
    )
