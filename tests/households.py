"""Small households for tests, written down in one call.

    household(
        child("Noah", born="2026-08-20"),
        carer("Emily", main=True, away=[away("day", "09:00-17:00")]),
        carer("Mum", available=[hours("week:tue", "22:00-03:00")], most=10),
    )

Every fact gets an id that tells what it is. The zone is Europe/London, the day 2026-11-23 (a
Monday), the home "home".
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kinhold.domain.care import (
    AvailabilityStated,
    AwayStated,
    CareNeedStated,
    Carer,
    CarerLimited,
    Child,
    FeedLogged,
    NightWakingLogged,
)
from kinhold.domain.dates import UNKNOWN, Edtf, to_instant
from kinhold.domain.fact import Label, Minutes, PersonRef
from kinhold.domain.household import Household, Person
from kinhold.domain.money import Money
from kinhold.domain.periods import Interval, parse_window
from kinhold.domain.recurrence import parse_recurrence

if TYPE_CHECKING:
    from collections.abc import Iterable

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)


def hours(each: str = "", *at: str, **more: Any) -> AvailabilityStated:
    """Agreed hours: `hours("week:tue", "22:00-03:00")`; dated from MONDAY unless told."""
    return _timed(AvailabilityStated, f"hours {each} {' '.join(at)}", each, at, more)


def away(each: str = "", *at: str, **more: Any) -> AwayStated:
    """Time away: `away("day", "09:00-17:00", why="work")`."""
    return _timed(AwayStated, f"away {each} {' '.join(at)}", each, at, more)


def need(kind: str, each: str = "", *at: str, **more: Any) -> CareNeedStated:
    """A stated need: `need("school-run", "week:mon,tue", "08:30-09:00", about="Colin")`."""
    return _timed(CareNeedStated, f"{kind} {each} {' '.join(at)}", each, at, {"need": kind, **more})


def _timed(kind: type, name: str, each: str, at: Iterable[str], more: dict[str, Any]) -> Any:
    more = {"occurred": Edtf(MONDAY.isoformat()), "fact_id": name, **more}
    return kind(
        each=parse_recurrence(each) if each else None,
        at=tuple(parse_window(w) for w in at),
        **more,
    )


def child(handle: str, born: str = "2026-08-20") -> Child:
    """A child; pass `born="../.."` where birth was not told."""
    return Child(PersonRef(handle), handle, Edtf(born), f"child {handle}")


def carer(
    handle: str,
    *,
    main: bool = False,
    lives_in: bool | None = None,
    side: str = "",
    available: Iterable[AvailabilityStated] = (),
    away: Iterable[AwayStated] = (),
    reliability: float = 1.0,
    **limits: Any,
) -> Carer:
    """An adult; limits are given in words: `most=10` hours, `price="12.50"` GBP, `cannot=("feed",)`."""
    return Carer(
        handle=PersonRef(handle),
        name=handle,
        main=main,
        lives_in=main if lives_in is None else lives_in,
        side=side,
        available=tuple(replace(a, about=handle) for a in available),
        away=tuple(replace(a, about=handle) for a in away),
        limits=_limits(handle, limits) if limits else None,
        reliability=reliability,
        assumed=False,
        fact_ids=(f"person {handle}",),
    )


def place(
    handle: str,
    *available: AvailabilityStated,
    kind: str = "school",
    closed: Iterable[AwayStated] = (),
    **limits: Any,
) -> Carer:
    """A school or a nursery with its hours: `place("School", hours("week:mon", "08:50-15:15"))`."""
    known = carer(handle, available=available, away=closed, **limits)
    return replace(known, place=kind, may_ask=False)


def _limits(handle: str, told: dict[str, Any]) -> CarerLimited:
    fields = dict(told)
    if "most" in fields:
        fields["most"] = Minutes(round(fields["most"] * 60))
    if "price" in fields:
        fields["price"] = Money(round(float(fields["price"]) * 100), "GBP")
        fields.setdefault("paid", True)
    if "asleep" in fields:
        fields["asleep"] = tuple(parse_window(w) for w in fields["asleep"])
    return CarerLimited(fact_id=f"limits {handle}", about=handle, **fields)


def household(*members: Child | Carer | CareNeedStated, **fields: Any) -> Household:
    """A household of children, carers and stated needs; any field of `Household` can be given."""
    children = tuple(m for m in members if isinstance(m, Child))
    carers = tuple(m for m in members if isinstance(m, Carer))
    home = Label("home")
    people = [
        replace(
            _person(c.handle, home if c.lives_in else Label(""), is_child=False, side=c.side),
            role=c.place or "other",
        )
        for c in carers
    ]
    people += [_person(c.handle, home, is_child=True, side="") for c in children]
    told: dict[str, Any] = {
        "zone": LONDON,
        "country": "uk",
        "region": "",
        "currency": "GBP",
        "keeper": next((c.handle for c in carers if c.main), PersonRef("")),
        "home": home,
        "people": tuple(people),
        "relationships": (),
        "departures": (),
        "children": children,
        "carers": carers,
        "care_needs": tuple(m for m in members if isinstance(m, CareNeedStated)),
        "commitments": (),
        "accounts": (),
        "incomes": (),
        "bills": (),
        "debts": (),
        "support": (),
        "payments": (),
        "received": (),
        "assets": (),
        "schedule": (),
        "rota": None,
        "on": MONDAY,
    }
    return Household(**{**told, **fields})


def _person(handle: str, home: Label, *, is_child: bool, side: str) -> Person:
    return Person(
        handle=PersonRef(handle),
        name=handle,
        role="child" if is_child else "other",
        gender="",
        born=UNKNOWN,
        child=is_child,
        side=side,
        group=False,
        unsafe=False,
        died=False,
        home=home,
        fact_id=f"person {handle}",
    )


def unsafe(known: Household, handle: str) -> Household:
    """The same household, with somebody marked unsafe."""
    people = tuple(replace(p, unsafe=p.unsafe or p.handle == handle) for p in known.people)
    return replace(known, people=people)


def without_carer(known: Household, handle: str) -> Household:
    """The same household after somebody is gone."""
    return replace(known, carers=tuple(c for c in known.carers if c.handle != handle))


def span(start: str, end: str, zone: ZoneInfo = LONDON) -> Interval:
    """Instants between two local clock times: `span("2026-11-23T20:00", "2026-11-24T08:00")`."""
    first, last = (to_instant(datetime.fromisoformat(t), zone) for t in (start, end))
    return Interval(first, last)


def feed(about: str, when: str, method: str = "bottle") -> FeedLogged:
    """A logged feed at a local clock time."""
    return FeedLogged(fact_id=f"feed {when}", occurred=Edtf(when), about=about, method=method)


def waking(about: str, when: str, by: str = "") -> NightWakingLogged:
    """A logged night waking at a local clock time."""
    return NightWakingLogged(
        fact_id=f"waking {when}", occurred=Edtf(when), about=about, by=PersonRef(by)
    )
