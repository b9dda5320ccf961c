"""What can be done about a loss: a catalogue derived from the household; nobody types it.

Each measure says what it costs, when it takes effect, how far it goes, who has to say yes and where
its figures come from. What is not the household's own (a typical price, a legal limit, how long a
sale takes) is a dated rule in `rules/packs/<country>/measures.yaml`; a country without the rule has
no such measure, never a guessed one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.dates import bounds, first_day, last_day
from kinhold.domain.fact import PersonRef
from kinhold.domain.money import Money, exponent
from kinhold.domain.recurrence import occurrences
from kinhold.engines.care.wakings import child_months
from kinhold.engines.money.priorities import consequence
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from kinhold.domain.care import AwayStated, Carer
    from kinhold.domain.finances import BillStated, DebtStated
    from kinhold.domain.household import Household
    from kinhold.rules.pack import RulesInForce

MeasureKind = Literal[
    "ask",
    "pay",
    "swap",
    "place",
    "claim",
    "support",
    "defer",
    "arrange",
    "breathing-space",
    "sell",
    "drop",
    "move",
]
FLEXIBLE: Final = ("ask", "pay", "place")
"""Kinds whose hours are chosen; the others are done wholly or not at all."""
ABSENT: Final = ("swap", "move")
"""Kinds that put an absence on another day."""

PLACE: Final = PersonRef(N_("A childminder or nursery"))
PLACE_WEEKDAYS: Final = (0, 1, 2, 3, 4)
PLACE_OPEN: Final = (8 * 60, 18 * 60)
"""Clock minutes between which a day place is taken to be open (a setting)."""

AHEAD: Final = 14
"""Days for which shifts and commitments are looked at: the fortnight of a stress test."""

ARRANGED_MONTHS: Final = 3
"""Months over which an arrangement spreads one payment; a setting, what is asked for first."""

SUBSCRIPTIONS: Final = frozenset(
    ("subscription", "streaming", "gym", "membership", "club", "magazine", "newspaper", "app")
)
"""Types of bill that stop when they are cancelled and leave nothing owed."""

NOT_PAUSED: Final = frozenset(
    (
        "mortgage",
        "secured-loan",
        "second-mortgage",
        "hire-purchase",
        "fine",
        "child-maintenance",
        "support",
        "student-loan",
        "social-fund",
    )
)
"""Types of debt outside the Debt Respite Scheme, or in it for arrears alone (reg. 5, SI 2020/1311)."""

_UNPRICED: Final = ("childcare_worker", "nursery")
_MINUTES_OF_DAY: Final = 1440


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that could be done.

    Attributes:
        key: stable name, such as `ask:Dee`.
        kind: what sort of step.
        about: the person, bill, debt, asset or claim.
        agrees: who has to say yes: a handle, or words; empty where nobody does.
        delay: days until it takes effect.
        price: for an hour, or None where hours cost nothing or there are none.
        once: what it costs once; negative where it brings money.
        monthly: what it costs each month; negative where it brings money or saves it.
        most: minutes in seven days, or None.
        source: https addresses of the rules behind it.
        fact_ids: the facts it rests on.
        note: one plain sentence on what it means and where it ends.
        notice: minutes before which somebody cannot come.
        children: for a day place, whom it can have; empty for all.
        day: the local day of the payment or absence it changes; None until it is fitted to a loss.
        to: the local day an absence moves to; None until it is fitted.
        amount: of the payment it changes; None until it is fitted.
        days: how long a pause lasts.
    """

    key: str
    kind: MeasureKind
    about: str
    agrees: str
    delay: int
    price: Money | None
    once: Money
    monthly: Money
    most: int | None
    source: tuple[str, ...]
    fact_ids: tuple[str, ...]
    note: str
    notice: int = 0
    children: tuple[PersonRef, ...] = ()
    day: date | None = None
    to: date | None = None
    amount: Money | None = None
    days: int = 0

    @property
    def flexible(self) -> bool:
        """Whether its hours are chosen."""
        return self.kind in FLEXIBLE

    @property
    def capped(self) -> bool:
        """Whether few asks a week are a kindness: hours that nobody pays for."""
        return self.kind == "ask"


@dataclass(frozen=True, slots=True)
class Claimable:
    """Money that could be claimed, as somebody else worked it out.

    Attributes:
        label: of the income.
        kind: `claim` for a benefit, `support` for support for a child.
        monthly: minor units a month.
        first: the first day on which it would come.
        agrees: who decides, in words.
        source: https addresses.
    """

    label: str
    kind: Literal["claim", "support"]
    monthly: int
    first: date
    agrees: str
    source: tuple[str, ...] = ()


def catalogue(
    household: Household, *, rules: RulesInForce, on: date, claims: Sequence[Claimable] = ()
) -> tuple[Measure, ...]:
    """Return everything that could be done, by key.

    - `ask` and `pay`: everybody who may be alone with the children and may be asked; who lives in
      without hours of their own is there already.
    - `place`: a childminder or nursery at the country's typical price, for children of the age.
    - `swap` and `move`: a work shift, or a class or other absence, of whoever lives in, each day.
    - `claim`, `support`: what the caller worked out.
    - `defer`, `arrange`: each bill, and for `arrange` each debt; fitted to a missed payment later.
    - `breathing-space`: in the UK where a debt qualifies (Debt Respite Scheme regulations, SI
      2020/1311, in England and Wales; Bankruptcy (Scotland) Act 2016 ss. 195-198).
    - `sell`: an asset of a known value; `drop`: a subscription.

    Args:
        household: as it stands.
        rules: `measures.*`, and `bills.*` for the classes of bills.
        on: the first day.
        claims: what could be claimed.
    """
    found = [
        *_people(household, rules, on),
        *_place(household, rules, on),
        *_absences(household, rules, on),
        *(_claim(household, c, on) for c in claims),
        *_bills(household, rules, on),
        *_debts(household, rules, on),
        *_assets(household, rules, on),
    ]
    return tuple(sorted({m.key: m for m in found}.values(), key=lambda m: m.key))


def days_away(away: AwayStated, *, start: date, end: date) -> tuple[date, ...]:
    """Return the local days in `[start, end)` on which an absence begins."""
    anchor = first_day(away.occurred)
    if anchor is None:
        return ()
    if away.each is not None:
        return occurrences(
            away.each, anchor=anchor, start=start, end=end, until=last_day(away.until)
        )
    told = last_day(away.until) or last_day(away.occurred) or anchor
    first, last = max(start, anchor), min(end - timedelta(days=1), told)
    return tuple(first + timedelta(days=n) for n in range(max(0, (last - first).days + 1)))


def _plain(household: Household, key: str, kind: MeasureKind, about: str) -> Measure:
    nothing = Money(0, household.currency)
    return Measure(key, kind, about, "", 0, None, nothing, nothing, None, (), (), "")


def _people(household: Household, rules: RulesInForce, on: date) -> Iterator[Measure]:
    never = {p.handle for p in household.people if not p.offered}
    told = [c.limits.price.minor for c in household.carers if c.limits and c.limits.price]
    week = _paid_week(rules, on)
    for carer in household.carers:
        limits = carer.limits
        agreed = any(a.agreed for a in carer.available)
        if carer.main or carer.place or not carer.may_ask or carer.handle in never:
            continue
        if (limits and "alone" in limits.cannot) or (carer.lives_in and not agreed):
            continue
        if _former_partner(household, carer) and not carer.available:
            continue  # who left is asked for more where they offered something
        price = limits.price if limits else None
        if _is_paid(household, carer) and price is None:
            if not told:
                continue  # what an hour costs has to be asked before it can be weighed
            price = Money(max(told), household.currency)
        if price is not None and price.currency != household.currency:
            continue
        kind: MeasureKind = "pay" if price and price.minor else "ask"
        notice = (limits.notice or 0) if limits else 0
        plain = _plain(household, f"{kind}:{carer.handle}", kind, carer.handle)
        yield replace(
            plain,
            agrees=carer.handle,
            delay=notice // _MINUTES_OF_DAY,
            price=price if kind == "pay" else None,
            most=limits.most if limits and limits.most else week if kind == "pay" else None,
            fact_ids=carer.fact_ids,
            notice=notice,
            note=_("Hours beyond those already agreed; nothing is sure until the answer is yes."),
        )


def _former_partner(household: Household, carer: Carer) -> bool:
    person = household.person(carer.handle)
    return bool(person and person.role == "ex_partner")


def _paid_week(rules: RulesInForce, on: date) -> int | None:
    """Minutes a week that one paid person is asked for at most, where no limit was told."""
    try:
        return int(rules.number("measures.pay.hours_per_week", on)) * 60
    except RuleNotInForceError:
        return None


def _is_paid(household: Household, carer: Carer) -> bool:
    person = household.person(carer.handle)
    paid = bool(carer.limits and carer.limits.paid)
    return paid or bool(person and person.role in _UNPRICED)


def _place(household: Household, rules: RulesInForce, on: date) -> Iterator[Measure]:
    try:
        price = rules.number("measures.place.price_per_hour", on)
        delay = int(rules.number("measures.place.delay_days", on))
        low = int(rules.number("measures.place.from_months", on))
        high = int(rules.number("measures.place.to_months", on))
    except RuleNotInForceError:
        return
    ages = {c.handle: child_months(c, on) for c in household.children}
    having = tuple(h for h, months in ages.items() if months is not None and low <= months < high)
    if not having:
        return
    each = Money(_minor(price, household.currency) * len(having), household.currency)
    yield replace(
        _plain(household, f"place:{PLACE}", "place", PLACE),
        agrees=_("a childminder or nursery with a free place"),
        delay=delay,
        price=each,
        source=_links(rules, "measures.place.price_per_hour", "measures.place.delay_days"),
        note=_(
            "Weekdays from 8 to 18 for {having} at a typical price; waiting lists can be longer."
        ).format(having=len(having)),
        children=having,
    )


def _minor(amount: Decimal, currency: str) -> int:
    return round(amount.scaleb(exponent(currency)))


def _links(rules: RulesInForce, *paths: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.href for p in paths for r in rules.parameter(p).references))


def _absences(household: Household, rules: RulesInForce, on: date) -> Iterator[Measure]:
    try:
        delay = int(rules.number("measures.swap.delay_days", on))
        source = _links(rules, "measures.swap.delay_days")
    except RuleNotInForceError:
        return
    end = on + timedelta(days=AHEAD)
    for carer in household.carers:
        if not (carer.main or carer.lives_in) or carer.place:
            continue
        for away in carer.away:
            shift = away.why == "work"
            if not shift and away.why not in ("class", "other"):
                continue
            kind: MeasureKind = "swap" if shift else "move"
            for day in days_away(away, start=on, end=end):
                if not away.at and bounds(away.occurred).precision != "day":
                    continue
                yield replace(
                    _plain(household, f"{kind}:{away.fact_id}:{day}", kind, carer.handle),
                    agrees=_("the employer or a colleague") if shift else _own(household, carer),
                    delay=delay if shift else 0,
                    source=source if shift else (),
                    fact_ids=(away.fact_id,),
                    day=day,
                    note=_("The same hours on another day; pay is taken to stay as it is.")
                    if shift
                    else _("The same hours on another day, where the other side allows it."),
                )


def _own(household: Household, carer: Carer) -> str:
    return "" if carer.handle == household.keeper else carer.handle


def _claim(household: Household, claim: Claimable, on: date) -> Measure:
    note = (
        _("It comes once the claim is decided, which can take longer.")
        if claim.kind == "claim"
        else _("It comes where there is a legal basis and the other parent pays.")
    )
    return replace(
        _plain(household, f"{claim.kind}:{claim.label}", claim.kind, claim.label),
        agrees=claim.agrees,
        delay=max(0, (claim.first - on).days),
        monthly=Money(-claim.monthly, household.currency),
        source=claim.source,
        day=claim.first,
        note=note,
    )


def _bills(household: Household, rules: RulesInForce, on: date) -> Iterator[Measure]:
    for bill in household.bills:
        if bill.amount is None or bill.amount.currency != household.currency:
            continue
        agrees = bill.payee or _("whoever {about} is paid to").format(about=bill.about)
        yield from _later(household, bill, agrees)
        kind = bill.type.casefold() or bill.about.casefold()
        cls = bill.priority or consequence(kind, rules=rules, on=on).priority
        if cls == "other" and bill.each and set(kind.split()) & SUBSCRIPTIONS:
            yield replace(
                _plain(household, f"drop:{bill.about}", "drop", bill.about),
                monthly=-bill.amount,
                fact_ids=(bill.fact_id,),
                note=_(
                    "It ends from its next date; a contract with a minimum term may ask for more."
                ),
            )


def _later(household: Household, stated: BillStated | DebtStated, agrees: str) -> Iterator[Measure]:
    label = stated.about
    yield replace(
        _plain(household, f"defer:{label}", "defer", label),
        agrees=agrees,
        fact_ids=(stated.fact_id,),
        note=_("One payment comes a month later; the ones after it come as before."),
    )
    yield replace(
        _plain(household, f"arrange:{label}", "arrange", label),
        agrees=agrees,
        fact_ids=(stated.fact_id,),
        note=_("One payment is spread over the {arranged_months} months after it.").format(
            arranged_months=ARRANGED_MONTHS
        ),
    )


def _debts(household: Household, rules: RulesInForce, on: date) -> Iterator[Measure]:
    for debt in household.debts:
        if debt.minimum is None or debt.each is None:
            continue
        if household.keeper in debt.liable or not debt.liable:
            agrees = debt.lender or _("the lender of {about}").format(about=debt.about)
            yield from (m for m in _later(household, debt, agrees) if m.kind == "arrange")
    yield from _pause(household, rules, on)


def may_be_paused(debt: DebtStated, keeper: str) -> bool:
    """Return whether a debt can be in a breathing space (reg. 5, SI 2020/1311): hers, not secured."""
    hers = keeper in debt.liable or not debt.liable
    secured = bool(debt.secured_on) or debt.type.casefold() in NOT_PAUSED
    return hers and not secured and debt.minimum is not None and debt.each is not None


def _pause(household: Household, rules: RulesInForce, on: date) -> Iterator[Measure]:
    debts = [d for d in household.debts if may_be_paused(d, household.keeper)]
    region = household.region.casefold()
    scotland = region.startswith("sco")
    if not debts or region.startswith(("ni", "northern")) or _paused_lately(household, rules, on):
        return
    path = "measures.moratorium.days" if scotland else "measures.breathing_space.days"
    try:
        days = int(rules.number(path, on))
        delay = int(rules.number("measures.breathing_space.delay_days", on))
    except RuleNotInForceError:
        return
    rest = _("interest goes on") if scotland else _("interest and fees stand still")
    yield replace(
        _plain(household, "breathing-space", "breathing-space", _("debts that qualify")),
        agrees=_("a debt adviser"),
        delay=delay,
        source=_links(rules, path),
        fact_ids=tuple(d.fact_id for d in debts),
        note=_("For {days} days {rest} on debts that qualify; rent and bills go on.").format(
            days=days, rest=rest
        ),
        days=days,
    )


def _paused_lately(household: Household, rules: RulesInForce, on: date) -> bool:
    try:
        months = int(rules.number("measures.breathing_space.again_after_months", on))
    except RuleNotInForceError:
        return False
    begun = [first_day(p.occurred) for p in household.pauses if p.pause != "payment-holiday"]
    return any(d is not None and (on - d).days < months * 365 // 12 for d in begun)


def _assets(household: Household, rules: RulesInForce, on: date) -> Iterator[Measure]:
    try:
        delay = int(rules.number("measures.sell.delay_days", on))
    except RuleNotInForceError:
        return
    for asset in household.assets:
        value, others = asset.value, [o for o in asset.owners if o != household.keeper]
        mine = not asset.owners or household.keeper in asset.owners
        sold = asset.state == "owned" and asset.type != "home" and mine
        if not sold or value is None or value.currency != household.currency or value.minor <= 0:
            continue
        brings = value.minor // (len(others) + 1)
        yield replace(
            _plain(household, f"sell:{asset.about}", "sell", asset.about),
            agrees=_(" and ").join(household.name(o) for o in others),
            delay=delay,
            once=Money(-brings, household.currency),
            source=_links(rules, "measures.sell.delay_days"),
            fact_ids=(asset.fact_id,),
            note=_("It brings your share of the value told; what a buyer pays may be less.")
            if others
            else _("It brings the value told; what a buyer pays may be less."),
        )
