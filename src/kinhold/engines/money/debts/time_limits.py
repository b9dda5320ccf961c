"""Until when a lender may go to court for a debt, and what would begin that time anew.

The clock runs for each person who is liable. A part payment or a written acknowledgement within the
running time begins it anew: for all of those liable, or for one, as the place's dated rule says. In
England and Wales a payment by either of two debtors binds both, an acknowledgement only its signer
(Limitation Act 1980 s.29 and s.31). After the time neither counts, unless the rule says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import UNKNOWN, first_day
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.domain.finances import DebtStated
    from kinhold.domain.household import Household
    from kinhold.rules.pack import RulesInForce
    from kinhold.rules.parameter import Reference

SECURED: Final = "secured"
REGIONS: Final = {"": "england-wales", "england": "england-wales", "wales": "england-wales"}
RUNNING: Final = ("default", "collector")


@dataclass(frozen=True, slots=True)
class Restart:
    """What began the time anew: the day, who did it, `payment` or `acknowledged`, and the fact."""

    day: date
    by: str
    act: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class PartyLimit:
    """One liable person's time.

    Attributes:
        who: handle; empty for the household.
        since: when it began, or last began anew.
        until: the last day on which the lender may begin an action.
        over: whether that is past.
        restart: what began it anew last, or None.
    """

    who: str
    since: date
    until: date
    over: bool
    restart: Restart | None


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A debt's time limit on a day.

    Attributes:
        debt: its label.
        place: whose rule was used; empty where none is known.
        state: `running`, `over`, `judgment`, `secured`, `not-begun`, `unknown-start`, `unknown-place`.
        parties: one for each who is liable; empty unless the time is known.
        payment_binds: `all`, `payer` or `nobody`.
        acknowledgement_binds: `signer` or `nobody`.
        ends: `action` where the lender may no longer sue, `debt` where the debt itself is gone.
        years: of the rule; 0 where none is known.
        references: where it is written.
    """

    debt: str
    place: str
    state: str
    parties: tuple[PartyLimit, ...] = ()
    payment_binds: str = ""
    acknowledgement_binds: str = ""
    ends: str = ""
    years: int = 0
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    years: int
    ends: str
    payment: str
    acknowledged: str
    revives: bool


def time_limit(
    household: Household, debt: DebtStated, *, rules: RulesInForce, on: date
) -> TimeLimit:
    """Return the time limit of a debt on a day.

    Args:
        household: with payments and acknowledgements.
        debt: an ordinary debt; one with a judgment, or secured, has other limits and says so.
        rules: of the household's country.
        on: the day.
    """
    place = _place(household)
    if debt.standing == "judgment":
        return TimeLimit(debt.about, place, "judgment")
    if debt.secured_on:
        return TimeLimit(debt.about, place, SECURED)
    path = f"debts.limit.{place}"
    try:
        begun = _rule(rules, path, on)
        references = rules.parameter(path).references
    except RuleNotInForceError:
        return TimeLimit(debt.about, place, "unknown-place")
    told = {
        "payment_binds": begun.payment,
        "acknowledgement_binds": begun.acknowledged,
        "ends": begun.ends,
        "years": begun.years,
        "references": references,
    }
    start = None if debt.defaulted == UNKNOWN else first_day(debt.defaulted)
    if start is None:
        state = "unknown-start" if debt.standing in RUNNING else "not-begun"
        return TimeLimit(debt.about, place, state, **told)  # type: ignore[arg-type]  # as its fields
    acts = _acts(household, debt, on)
    liable = debt.liable or (household.keeper,)
    parties = tuple(_party(who, start, acts, (rules, path), on) for who in liable)
    state = "over" if all(p.over for p in parties) else "running"
    return TimeLimit(debt.about, place, state, parties, **told)  # type: ignore[arg-type]  # as its fields


def _place(household: Household) -> str:
    region = household.region.casefold()
    return REGIONS.get(region, region) if household.country == "uk" else region


def _rule(rules: RulesInForce, path: str, on: date) -> _Rule:
    told = rules.lookup(path, on)
    if not isinstance(told, Mapping):
        raise RuleNotInForceError(_("“{path}” is not a time limit.").format(path=path))
    return _Rule(
        int(str(told["years"])),
        str(told["ends"]),
        str(told["payment"]),
        str(told["acknowledged"]),
        bool(told["revives"]),
    )


def _acts(household: Household, debt: DebtStated, on: date) -> list[Restart]:
    """Payments and written acknowledgements of a debt by the day, in order."""
    acts = [
        Restart(day, p.by or household.keeper, "payment", p.fact_id)
        for p in household.payments
        for day in [first_day(p.occurred)]
        if p.about == debt.about and day and day <= on and p.amount.minor > 0
    ]
    acts += [
        Restart(day, a.by or household.keeper, "acknowledged", a.fact_id)
        for a in household.acknowledged
        for day in [first_day(a.occurred)]
        if a.about == debt.about and a.written and day and day <= on
    ]
    return sorted(acts, key=lambda act: (act.day, act.act, act.fact_id))


def _party(
    who: str,
    start: date,
    acts: Sequence[Restart],
    rule: tuple[RulesInForce, str],
    on: date,
) -> PartyLimit:
    rules, path = rule
    since, last = start, None
    until = _years_after(start, _rule(rules, path, on).years)
    for act in acts:
        held = _rule(rules, path, act.day)
        binds = held.payment if act.act == "payment" else held.acknowledged
        mine = binds == "all" or (binds in ("payer", "signer") and act.by == who)
        revives = held.revives and act.act == "acknowledged"
        if mine and act.day >= start and (act.day <= until or revives):
            since, last = act.day, act
            until = _years_after(act.day, held.years)
    return PartyLimit(who, since, until, on > until, last)


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True, slots=True)
class Warned:
    """What an act would do to a debt's time: who is bound, until when now, and until when then."""

    debt: str
    act: str
    binds: tuple[str, ...]
    now_until: date
    then_until: date
    over: bool


def before_acting(
    household: Household,
    debt: DebtStated,
    *,
    act: str,
    by: str,
    rules: RulesInForce,
    on: date,
) -> Warned | None:
    """Return what a payment or a written acknowledgement on a day would begin anew, or None.

    Nothing is said of a debt whose time does not run, since paying an instalment on its day begins
    nothing anew.

    Args:
        household: with payments and acknowledgements.
        debt: the debt.
        act: `payment` or `acknowledged`.
        by: who would act.
        rules: of the household's country.
        on: the day of the act.
    """
    now = time_limit(household, debt, rules=rules, on=on)
    if now.state not in ("running", "over"):
        return None
    binds = now.payment_binds if act == "payment" else now.acknowledgement_binds
    bound = [p for p in now.parties if binds == "all" or (binds != "nobody" and p.who == by)]
    rule = _rule(rules, f"debts.limit.{now.place}", on)
    revives = rule.revives and act == "acknowledged"
    touched = [p for p in bound if not p.over or revives]
    if not touched:
        return None
    then = _years_after(on, rule.years)
    until = min(p.until for p in touched)
    return Warned(debt.about, act, tuple(p.who for p in touched), until, then, until < on)
