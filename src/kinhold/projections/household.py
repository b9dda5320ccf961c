"""The household on one day, folded from the facts that stand."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kinhold.domain.care import (
    AvailabilityStated,
    AwayStated,
    CareNeedStated,
    Carer,
    CarerLimited,
    Child,
    RotaShared,
)
from kinhold.domain.coparenting import ParentingTimeStated
from kinhold.domain.dates import UNKNOWN, first_day, from_day, last_day, sort_key
from kinhold.domain.fact import Fact, Label, PersonRef
from kinhold.domain.finances import (
    Account,
    AccountOpened,
    AssetStated,
    BalanceNoted,
    BillStated,
    DebtAcknowledged,
    DebtPaused,
    DebtStated,
    IncomeStated,
    PayeeKnown,
    PaymentMade,
    PaymentReceived,
    SettlementOffered,
    SupportBasisStated,
    TransactionBooked,
)
from kinhold.domain.findings import KinholdError
from kinhold.domain.household import Household, Person
from kinhold.domain.people import (
    CLOSENESS,
    PARTNERS,
    PLACES,
    CarerLeft,
    CarerReturned,
    ChildAdded,
    HomeStated,
    HouseholdOpened,
    PersonAdded,
    RelationStated,
)
from kinhold.domain.promises import Commitment, OutcomeNoted, PromiseMade
from kinhold.projections.kept_out import held_back, kept_out
from kinhold.record.record import lasts_on, started_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    from kinhold.domain.care import PlaceKind
    from kinhold.record.record import Record

    F = TypeVar("F", bound=Fact)

DEFAULT_ZONE: Final = {"uk": "Europe/London", "us": "America/New_York"}
BOOKED_DAYS: Final = 400
"""How far back lines of statements are looked at: a year, so that yearly bills are seen, and a month."""

DEFAULT_CURRENCY: Final = {"uk": "GBP", "us": "USD"}

PARTNER_SIDE: Final = {"mother_in_law", "father_in_law", "brother_in_law", "sister_in_law"}
OWN_SIDE: Final = {"mother", "father", "sibling", "cousin", "grandparent"}
NOT_ASKED: Final = {"partners_affair", "colleague", "professional", "other"}
"""Who is planned in only after they stated hours, and never suggested before."""
ASKED: Final = {
    *CLOSENESS,
    "husband",
    "wife",
    "brother_in_law",
    "sister_in_law",
    "childcare_worker",
}
"""Roles that may be suggested before they offered anything; others only once they have."""


class ZoneNotKnownError(KinholdError):
    """The household's time zone is not one of the IANA names."""


@dataclass(frozen=True, slots=True)
class LeanOn:
    """How far a plan may lean on somebody: a planning value 0 to 1, and whether it is assumed."""

    value: float
    assumed: bool


def household_on(
    record: Record,
    day: date,
    *,
    reliability: dict[str, LeanOn] | None = None,
    said_yes: tuple[AvailabilityStated, ...] = (),
) -> Household:
    """Return the household as it stands on a day.

    Args:
        record: what the reader may see.
        day: the local day.
        reliability: planning values by handle, from the promises engine; who is missing there is
            planned with certainty, which only tests should do.
        said_yes: hours that people who were asked said yes to, from the promises engine.

    Raises:
        ZoneNotKnownError: where the header names no IANA zone.
    """
    header = _latest(record.of(HouseholdOpened)) or HouseholdOpened(fact_id="")
    homes = _latest_by_label(record.of(HomeStated), day)
    where, departures = _whereabouts(record, homes, day)
    people = _people(record, day, where)
    keeper = header.keeper or next((p.handle for p in people if p.role == "self"), PersonRef(""))
    home = where.get(keeper, Label(""))
    gone = frozenset(d.about for d in departures)
    return Household(
        zone=_zone(header),
        country=header.country,
        region=header.region,
        currency=header.currency
        if header.currency != "XXX"
        else DEFAULT_CURRENCY.get(header.country, "XXX"),
        keeper=keeper,
        home=home,
        people=people,
        relationships=tuple(sorted(record.of(RelationStated), key=_by_date)),
        departures=departures,
        children=_children(record, day),
        carers=_carers(record, day, people, (keeper, home, gone), reliability or {}, said_yes),
        care_needs=_in_force(record.of(CareNeedStated), day),
        commitments=commitments(record, day),
        accounts=_accounts(record, day),
        incomes=_incomes(record, day, people, home),
        bills=_versions(record.of(BillStated), day),
        debts=tuple(d for d in _merged(record.of(DebtStated), None).values() if _not_over(d, day)),
        support=_newest(record.of(SupportBasisStated), day),
        payments=tuple(sorted(record.of(PaymentMade), key=_by_date)),
        received=tuple(sorted(record.of(PaymentReceived), key=_by_date)),
        assets=_newest(record.of(AssetStated), day),
        schedule=tuple(sorted(record.of(ParentingTimeStated), key=_since)),
        rota=next(reversed(record.of(RotaShared)), None),
        on=day,
        booked=_booked(record, day),
        payees=record.of(PayeeKnown),
        offers=_started(record.of(SettlementOffered), day),
        pauses=_started(record.of(DebtPaused), day),
        acknowledged=_started(record.of(DebtAcknowledged), day),
        support_stated=_started(record.of(SupportBasisStated), date.max),
    )


def _booked(record: Record, day: date) -> tuple[TransactionBooked, ...]:
    """Lines of statements up to the day; only the last year and a month bear on any plan."""
    low, high = day - timedelta(days=BOOKED_DAYS), day
    found = record.dated(TransactionBooked, low, high)
    return tuple(sorted(found, key=lambda f: (f.occurred[:10], f.about)))


def _started(facts: Iterable[F], day: date) -> tuple[F, ...]:
    return tuple(sorted((f for f in facts if started_by(f, day)), key=_by_date))


def _incomes(
    record: Record, day: date, people: tuple[Person, ...], home: Label
) -> tuple[IncomeStated, ...]:
    """Incomes of this household: not what somebody earns who lives elsewhere."""
    elsewhere = {p.handle for p in people if not p.child and p.role != "self" and p.home != home}
    return tuple(
        i for i in _versions(record.of(IncomeStated), day) if i.to not in elsewhere or not home
    )


def commitments(record: Record, day: date) -> tuple[Commitment, ...]:
    """Return every promise made by a day, with what was noted of it by then, oldest first.

    An outcome belongs to the promise whose words it names; without words, to the only promise of
    that person, or else to the latest one made before it.
    """
    promises = sorted((p for p in record.of(PromiseMade) if started_by(p, day)), key=_by_date)
    noted: dict[str, list[OutcomeNoted]] = {p.fact_id: [] for p in promises}
    # Of two that were noted on one day, the one written last is what she says now.
    outcomes = (o for o in record.of(OutcomeNoted) if started_by(o, day))
    for outcome in sorted(outcomes, key=lambda o: sort_key(o.occurred)):
        target = _promise_of(outcome, promises)
        if target is not None:
            noted[target.fact_id].append(outcome)
    return tuple(
        Commitment(
            promise,
            tuple(noted[promise.fact_id]),
            any(o.outcome == "withdrawn" and o.for_day == UNKNOWN for o in noted[promise.fact_id]),
        )
        for promise in promises
    )


def _promise_of(outcome: OutcomeNoted, promises: list[PromiseMade]) -> PromiseMade | None:
    own = [p for p in promises if p.about == outcome.about]
    if outcome.promise:
        return next((p for p in reversed(own) if outcome.promise in (p.words, p.fact_id)), None)
    return own[-1] if own else None


def _by_date(fact: Fact) -> tuple[object, ...]:
    return (*sort_key(fact.occurred), fact.about, fact.fact_id)


def _since(fact: Fact) -> date:
    """From when a statement holds; one that was not dated holds from before any other."""
    return first_day(fact.occurred) or date.min


def _latest(facts: Iterable[F]) -> F | None:
    ordered = sorted(facts, key=_since)
    return ordered[-1] if ordered else None


def _latest_by_label(facts: Iterable[F], day: date) -> dict[str, F]:
    return {f.about: f for f in sorted((f for f in facts if started_by(f, day)), key=_since)}


def _versions(facts: Iterable[F], day: date) -> tuple[F, ...]:
    """Successive statements about the same thing: each holds until the next one begins.

    A statement without an amount gives way to any that has one: it was a question, now answered.
    """
    by_label: dict[str, list[F]] = {}
    for fact in sorted(facts, key=_since):
        by_label.setdefault(fact.about.casefold(), []).append(fact)
    kept: list[F] = []
    for stated in by_label.values():
        told = [f for f in stated if getattr(f, "amount", None) is not None] or stated[-1:]
        for fact, following in zip(told, [*told[1:], None], strict=True):
            start = first_day(following.occurred) if following is not None else None
            if following is not None and (start is None or start <= day):
                continue
            kept.append(fact if start is None else _ending(fact, start))
    return _in_force(kept, day)


def _ending(fact: F, next_starts: date) -> F:
    last = next_starts - timedelta(days=1)
    until = last_day(fact.until) if getattr(fact, "until", UNKNOWN) != UNKNOWN else None  # type: ignore[attr-defined]
    return replace(fact, until=from_day(min(last, until or last)))  # type: ignore[call-arg]


def _merged(facts: Iterable[F], day: date | None) -> dict[str, F]:
    """One fact a handle: what a later statement leaves out stays as it was said before."""
    whole: dict[str, F] = {}
    for fact in sorted((f for f in facts if day is None or started_by(f, day)), key=_since):
        before = whole.get(fact.about)
        if before is None:
            whole[fact.about] = fact
            continue
        said = {
            f.name: getattr(fact, f.name)
            for f in fields(fact)
            if getattr(fact, f.name) != f.default
        }
        whole[fact.about] = replace(before, **said)
    return whole


def _newest(facts: Iterable[F], day: date) -> tuple[F, ...]:
    """The latest statement about each label, where it is still in force."""
    return tuple(f for f in _latest_by_label(facts, day).values() if lasts_on(f, day))


def _not_over(fact: Fact, day: date) -> bool:
    """In force on the day, or from a later one on."""
    return lasts_on(fact, day) or not started_by(fact, day)


def _in_force(facts: Iterable[F], day: date) -> tuple[F, ...]:
    """Arrangements that are not over: those in force and those that begin later."""
    return tuple(
        f for f in sorted(facts, key=_by_date) if lasts_on(f, day) or (not started_by(f, day))
    )


def _zone(header: HouseholdOpened) -> ZoneInfo:
    name = header.zone if header.zone != "Etc/UTC" else DEFAULT_ZONE.get(header.country, "Etc/UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ZoneNotKnownError(
            f"“{name[:40]}” is not a time zone. Write one such as Europe/London or America/Chicago."
        ) from None


def _whereabouts(
    record: Record, homes: dict[str, HomeStated], day: date
) -> tuple[dict[str, Label], tuple[CarerLeft, ...]]:
    """Who lives where on the day, and who left, by replaying homes, leavings and returns."""
    where: dict[str, Label] = {}
    moves = [*homes.values(), *record.of(CarerLeft), *record.of(CarerReturned)]
    left: list[CarerLeft] = []
    for move in sorted((m for m in moves if started_by(m, day)), key=_move_order):
        if isinstance(move, HomeStated):
            where.update(dict.fromkeys(move.people, Label(move.about)))
        elif isinstance(move, CarerLeft):
            left.append(move)
            where.pop(move.about, None)
            if move.to:
                where[move.about] = move.to
        elif isinstance(move, CarerReturned):
            where[move.about] = move.home or Label(next(iter(homes), ""))
    return where, tuple(left)


def _move_order(move: Fact) -> tuple[object, ...]:
    """A home stated without a date, or on the same day, comes before a leaving."""
    return (_since(move), not isinstance(move, HomeStated), move.about, move.fact_id)


def _people(record: Record, day: date, where: dict[str, Label]) -> tuple[Person, ...]:
    unsafe, held = kept_out(record), held_back(record)
    nowhere = Label("")
    adults = [
        Person(
            handle=PersonRef(handle),
            name=p.name or handle,
            role=p.role,
            gender=p.gender,
            born=p.born,
            child=False,
            side=p.side or _side(p.role),
            group=p.group or p.role in PLACES,
            unsafe=handle in unsafe,
            died=p.died != UNKNOWN,
            home=where.get(handle, nowhere),
            fact_id=p.fact_id,
            held_back=handle in held,
        )
        for handle, p in _merged(record.of(PersonAdded), day).items()
    ]
    children = [
        Person(
            handle=PersonRef(handle),
            name=c.name or handle,
            role={"f": "daughter", "m": "son"}.get(c.gender, "child"),
            gender=c.gender,
            born=c.born,
            child=True,
            side="",
            group=False,
            unsafe=False,
            died=False,
            home=where.get(handle, nowhere),
            fact_id=c.fact_id,
        )
        for handle, c in _merged(record.of(ChildAdded), day).items()
    ]
    return tuple(sorted([*adults, *children], key=lambda p: (p.role != "self", p.child, p.handle)))


def _side(role: str) -> str:
    if role in PARTNER_SIDE or role.startswith("partners_") or role in PARTNERS | {"ex_partner"}:
        return "partner"
    return "own" if role in OWN_SIDE or role == "self" else ""


def _children(record: Record, day: date) -> tuple[Child, ...]:
    known = _merged(record.of(ChildAdded), day)
    born = [c for c in known.values() if (first_day(c.born) or day) <= day]
    return tuple(
        Child(PersonRef(c.about), c.name or c.about, c.born, c.fact_id)
        for c in sorted(born, key=lambda c: (*sort_key(c.born), c.about))
    )


def _carers(
    record: Record,
    day: date,
    people: tuple[Person, ...],
    base: tuple[PersonRef, Label, frozenset[str]],
    reliability: dict[str, LeanOn],
    said_yes: tuple[AvailabilityStated, ...],
) -> tuple[Carer, ...]:
    """Adults who could care, and places; who neither lives in nor stated hours can only be asked."""
    keeper, home, gone = base
    available = _in_force(record.of(AvailabilityStated), day)
    promised = _promised_hours(record, day)
    away = _in_force(record.of(AwayStated), day)
    limits = _latest_by_label(record.of(CarerLimited), day)
    carers = []
    for p in people:
        windows = tuple(a for a in (*available, *promised, *said_yes) if a.about == p.handle)
        lives_in = bool(home) and p.home == home
        main = p.handle == keeper
        stranger = p.role in NOT_ASKED and not (windows or lives_in or main)
        place = _place(p.role)
        if p.child or p.unsafe or (p.group and not place) or p.died or stranger:
            continue
        lean = reliability.get(p.handle, LeanOn(1.0, assumed=False))
        absent = tuple(a for a in away if a.about == p.handle)
        limit = limits.get(p.handle)
        rests_on: list[Fact] = [*windows, *absent, *([limit] if limit else [])]
        carers.append(
            Carer(
                handle=p.handle,
                name=p.name,
                main=main,
                lives_in=(lives_in and not place) or main,
                side=p.side,
                available=windows,
                away=absent,
                limits=limit,
                reliability=1.0 if main or place else lean.value,
                assumed=lean.assumed and not (main or place),
                fact_ids=(p.fact_id, *(f.fact_id for f in rests_on)),
                may_ask=not (place or p.held_back)
                and (bool(windows) or lives_in or (p.role in ASKED and p.handle not in gone)),
                place=place,
            )
        )
    return tuple(carers)


def _place(role: str) -> PlaceKind:
    return role if role in PLACES else ""  # type: ignore[return-value]  # PLACES are the kinds


def _promised_hours(record: Record, day: date) -> tuple[AvailabilityStated, ...]:
    """Promises of care that name their days and hours, as hours the plan may lean on.

    How far it leans on them is the promisor's reliability. One that hangs on a condition without
    a date, or was withdrawn, gives no hours.
    """
    return tuple(
        AvailabilityStated(
            fact_id=c.promise.fact_id,
            occurred=c.promise.occurred,
            about=c.promisor,
            each=c.promise.each,
            at=c.promise.at,
            until=c.promise.until,
            words=c.promise.words,
        )
        for c in commitments(record, day)
        if c.promise.topic == "care"
        and c.promise.strength in ("promise", "offer")
        and c.promise.each
        and c.promise.at
        and not (c.withdrawn or c.open_ended)
    )


def _accounts(record: Record, day: date) -> tuple[Account, ...]:
    opened = _latest_by_label(record.of(AccountOpened), day)
    balances = _latest_by_label(record.of(BalanceNoted), day)
    return tuple(
        Account(Label(label), opened.get(label), balances.get(label))
        for label in sorted({*opened, *balances})
    )
