"""Who is in the household's world, how they are related, and who lives where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Fact, Label, PersonRef, SpaceName, key

Gender = Literal["", "f", "m", "x"]

RelationType = Literal[
    "parent_of",
    "step_parent_of",
    "grandparent_of",
    "sibling_of",
    "spouse_of",
    "partner_of",
    "ex_partner_of",
    "cousin_of",
    "friend_of",
    "neighbour_of",
    "affair_with",
    "childcare_worker_of",
    "customer_of",
    "lives_with",
    "lives_apart_from",
]

CLOSENESS: Final = (
    "mother",
    "father",
    "sibling",
    "mother_in_law",
    "father_in_law",
    "friend",
    "grandparent",
    "partner",
    "ex_partner",
)
"""Whom people turn to first, as an order in which to ask; a role that is not here comes after."""


def closeness(role: str) -> int:
    """Return the place of a role in the order in which people are asked."""
    return CLOSENESS.index(role) if role in CLOSENESS else len(CLOSENESS)


PLACES: Final = ("school", "nursery")
"""Roles of a place that has children in its hours, and is no person."""

PARTNERS: Final = frozenset({"husband", "wife", "partner"})
"""Roles of somebody the keeper is a couple with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdOpened(Fact):
    """The header: where the household lives by the clock, by law and by its money.

    `region` is a part of the country with public holidays of its own: ENG, SCO, NIR, WLS, or a
    state such as TX.
    """

    KIND: ClassVar[str] = "household"

    zone: str = "Etc/UTC"
    country: str = ""
    region: str = ""
    currency: str = "XXX"
    keeper: PersonRef = key("of", PersonRef(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Fact):
    """An adult, or somebody whose age does not matter, known to the household."""

    KIND: ClassVar[str] = "person"
    SENSITIVE: ClassVar[dict[str, tuple[str, ...]]] = {"phone": ("phone",), "address": ("address",)}

    role: str = "other"
    name: str = ""
    gender: Gender = ""
    born: Edtf = UNKNOWN
    died: Edtf = UNKNOWN
    side: str = ""
    group: bool = False
    phone: str = ""
    address: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildAdded(Fact):
    """A child of the household."""

    KIND: ClassVar[str] = "child"
    SENSITIVE: ClassVar[dict[str, tuple[str, ...]]] = {"school": ("school",)}

    name: str = ""
    gender: Gender = ""
    born: Edtf = UNKNOWN
    parents: tuple[PersonRef, ...] = ()
    school: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationStated(Fact):
    """Two people are related; `ended` where the tie has ended (a separation, a divorce)."""

    KIND: ClassVar[str] = "relation"
    BARE: ClassVar[str] = "type"

    type: RelationType = "friend_of"
    to: PersonRef = PersonRef("")
    ended: Edtf = UNKNOWN
    ended_by: Literal["", "separation", "divorce", "death"] = key("by", "")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeStated(Fact):
    """A home and who lives in it from this day on."""

    KIND: ClassVar[str] = "home"
    SENSITIVE: ClassVar[dict[str, tuple[str, ...]]] = {"address": ("address",)}

    people: tuple[PersonRef, ...] = ()
    bedrooms: int | None = None
    tenure: Literal["", "rents", "owns", "shares", "family"] = ""
    address: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarerLeft(Fact):
    """Somebody who lived in the household stopped living there."""

    KIND: ClassVar[str] = "left"

    home: Label = Label("")
    to: Label = Label("")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarerReturned(Fact):
    """Somebody came back to live in the household."""

    KIND: ClassVar[str] = "returned"

    home: Label = Label("")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMarkedUnsafe(Fact):
    """The carer does not want this person suggested, invited or shown anything. Only she sees it.

    `offered-again` says that they may be: it lifts what was marked before it, and what follows from
    a signal that names them.
    """

    KIND: ClassVar[str] = "unsafe"
    SPACE: ClassVar[SpaceName] = "private"
    BARE: ClassVar[str] = "state"

    state: Literal["kept-out", "offered-again"] = "kept-out"
    words: str = ""


FACTS: Final = (
    HouseholdOpened,
    PersonAdded,
    ChildAdded,
    RelationStated,
    HomeStated,
    CarerLeft,
    CarerReturned,
    PersonMarkedUnsafe,
)
