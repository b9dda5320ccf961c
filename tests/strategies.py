"""Hypothesis strategies shared by the property tests: any fact, any date, any schedule."""

from __future__ import annotations

import uuid
from dataclasses import fields
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin

from hypothesis import strategies as st

from kinhold.domain.dates import Edtf
from kinhold.domain.fact import Fact, Imported, Minutes, QuotedFromStory, Source, Typed
from kinhold.domain.facts import KINDS
from kinhold.domain.money import BasisPoints, Money
from kinhold.domain.periods import ClockWindow
from kinhold.domain.recurrence import Recurrence
from kinhold.domain.stories import Quote
from kinhold.record.notation_values import field_types

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
filled = texts.filter(bool)
ids = st.uuids(version=4).map(str)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))


@st.composite
def points(draw: st.DrawFn) -> str:
    day = draw(days)
    precision = draw(st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "minute", "second"]))
    if precision.startswith("%"):
        return day.strftime(precision) + draw(st.sampled_from(["", "", "~", "?", "%"]))
    clock = draw(st.times())
    shape = "%H:%M" if precision == "minute" else "%H:%M:%S"
    return f"{day.isoformat()}T{clock.strftime(shape)}" + draw(
        st.sampled_from(["", "Z", "+01:00", "-05:30"])
    )


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, second = sorted(draw(st.tuples(days, days)))
    left = draw(st.sampled_from([first.isoformat(), ".."]))
    return f"{left}/{draw(st.sampled_from([second.isoformat(), '..']))}"


edtf = st.one_of(points(), intervals()).map(Edtf)
money = st.builds(
    Money,
    st.integers(-(10**11), 10**11),
    st.sampled_from(["GBP", "USD", "EUR", "JPY", "KWD", "XXX"]),
)
windows = (
    st.tuples(st.integers(0, 1439), st.integers(0, 1440))
    .filter(lambda w: w[0] != w[1])
    .map(lambda w: ClockWindow(*w))
)
recurrences = st.one_of(
    st.builds(Recurrence, st.sampled_from(["day", "year"]), st.integers(1, 99)),
    st.builds(
        Recurrence,
        st.just("week"),
        st.integers(1, 9),
        st.sets(st.integers(0, 6)).map(lambda s: tuple(sorted(s))),
    ),
    st.builds(
        Recurrence,
        st.just("month"),
        st.integers(1, 12),
        st.just(()),
        st.sets(st.integers(1, 31) | st.just(-1)).map(lambda s: tuple(sorted(s))),
        st.sets(st.tuples(st.integers(1, 5) | st.just(-1), st.integers(0, 6))).map(
            lambda s: tuple(sorted(s))
        ),
    ),
)
sources = st.one_of(
    st.builds(Typed, texts),
    st.builds(
        lambda story, start, text, by: QuotedFromStory(
            story, Quote(start, start + len(text), text), by
        ),
        filled,
        st.integers(0, 10**6),
        filled,
        texts,
    ),
    st.builds(Imported, filled, st.integers(0, 10**6), texts),
)

_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-(10**12), 10**12),
    bool: st.booleans(),
    Minutes: st.integers(0, 99999).map(Minutes),
    BasisPoints: st.integers(-(10**5), 10**5).map(BasisPoints),
    Edtf: edtf,
    Money: money,
    ClockWindow: windows,
    Recurrence: recurrences,
    Source: sources,
}


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of a field's type."""
    if get_origin(hint) in (Union, UnionType):
        inner = next(arg for arg in get_args(hint) if arg is not NoneType)
        return st.none() | of_type(inner)
    if get_origin(hint) is tuple:
        return st.lists(of_type(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if hint in _LEAVES:
        return _LEAVES[hint]
    if isinstance(hint, NewType):
        return texts
    raise AssertionError(f"no strategy for {hint}")


def facts_of(kind: type[Fact]) -> st.SearchStrategy[Fact]:
    """Return any fact of one kind, every field filled at will."""
    types = field_types(kind.KIND)
    values = {f.name: of_type(types[f.name]) for f in fields(kind) if f.name != "fact_id"}
    return st.builds(kind, fact_id=ids, **values)


facts = st.sampled_from(sorted(KINDS)).flatmap(lambda word: facts_of(KINDS[word]))


def new_ids() -> Any:
    """Return a source of ids that tests can repeat."""
    count = iter(range(10**9))
    return lambda: str(uuid.UUID(int=next(count), version=4))
