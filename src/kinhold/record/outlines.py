"""What an entry says, read and checked but not yet made into a fact.

To read the content of an entry into a plain record of its fields takes a third of what it takes to
make the fact, and of a long log only the last days are looked at. So a fold holds *outlines*: each
has the fields of its kind, checked as strictly as the fact's own, and becomes the fact when somebody
asks for it (`History`).
"""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, get_type_hints, overload

import msgspec

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Fact
from kinhold.domain.facts import KINDS
from kinhold.journal.leaf import split_disclosures
from kinhold.record.codec import FactNotReadableError, read_parts, read_source
from kinhold.record.upcasters import CURRENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.journal.entry import Stretch

NAME_AT: Final = len('["') + 22 + len('","')
"""Where the name begins in a disclosure: after a salt of 16 bytes in base64url."""

_NAME_SEEN: Final = 18  # enough for the longest name of a kind with its version and closing quote
_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
_DISCLOSURE: Final = msgspec.json.Decoder(tuple[str, str, msgspec.Raw])


class Outline(msgspec.Struct, gc=False, kw_only=True):
    """The fields of a fact; each kind has its own, made from the fact's (`_outline_of`)."""

    fact_id: str
    KIND = ""
    occurred: Edtf = UNKNOWN
    about: str = ""
    replaces: str = ""


Told = Fact | Outline
"""A fact, or what will be one."""

_Reader = msgspec.json.Decoder[tuple[str, str, Outline]]


def as_fact(told: Told) -> Fact:
    """Return the fact; one that is a fact already is returned as it is."""
    if isinstance(told, Fact):
        return told
    make, names, values = _making(type(told))
    return make(**dict(zip(names, values(told), strict=True)))


def tell(stretch: Stretch) -> list[Told | None]:
    """Return what each entry of a stretch says; None where its content was erased or withheld.

    Raises:
        FactNotReadableError: for content that this version cannot read.
    """
    joined = stretch.disclosures
    try:
        # The common case of one disclosure each, all at once: a cold open spends its time here.
        text = "==\n".join(joined).encode("ascii") + b"==\n"  # type: ignore[arg-type]  # None raises
        raws = list(map(a2b_base64, text.translate(_STANDARD).split(b"\n")[:-1]))
        if len(raws) == len(joined):
            readers = _Readers()
            return [readers[raw[NAME_AT : NAME_AT + _NAME_SEEN]].decode(raw)[2] for raw in raws]
    except (msgspec.MsgspecError, TypeError, ValueError, KeyError):
        pass  # something rarer is among them, which is looked at one by one
    return [_tell_one(each, stretch.start + place) for place, each in enumerate(joined)]


def _tell_one(joined: str | None, sequence: int) -> Told | None:
    disclosures = split_disclosures(joined)
    if not disclosures:
        return None
    parts: dict[str, bytes] = {}
    try:
        for encoded in disclosures:
            raw = a2b_base64(encoded.encode("ascii").translate(_STANDARD) + b"==")
            _, name, value = _DISCLOSURE.decode(raw)
            reader = _reader(name)
            if reader is not None and len(disclosures) == 1:
                return reader.decode(raw)[2]
            parts[name] = bytes(value)
    except (msgspec.MsgspecError, ValueError):
        raise FactNotReadableError(
            f"Entry {sequence} of the record cannot be read. Restore a backup."
        ) from None
    return read_parts(parts)


class _Readers(dict[bytes, _Reader]):
    """What reads a disclosure, by the bytes that its name begins with."""

    def __missing__(self, seen: bytes) -> _Reader:
        name, quote, _ = seen.partition(b'"')
        reader = _reader(name.decode("ascii")) if quote else None
        if reader is None:
            raise KeyError(seen)
        self[seen] = reader
        return reader


@cache
def _reader(name: str) -> _Reader | None:
    """Return what reads a whole disclosure `[salt, name, value]` of this name in one step.

    None where the name is not the content of a kind at its current version: then `read_parts` has
    to look closer.
    """
    word, _, version = name.partition("/")
    if word not in KINDS or version != str(CURRENT.get(word, 1)):
        return None
    outline = _outline_of(KINDS[word])
    return msgspec.json.Decoder(tuple[str, str, outline], dec_hook=read_source)  # type: ignore[valid-type]  # made from the kind


def _outline_of(kind: type[Fact]) -> type[Outline]:
    types = get_type_hints(kind, include_extras=True)
    told: list[tuple[str, Any] | tuple[str, Any, Any]] = [
        (f.name, types[f.name]) if f.default is MISSING else (f.name, types[f.name], f.default)
        for f in fields(kind)
    ]
    made: type[Any] = msgspec.defstruct(
        f"{kind.__name__}Outline",
        told,
        bases=(Outline,),
        namespace={"KIND": kind.KIND},
        kw_only=True,
        gc=False,
    )
    return made


@cache
def _making(
    outline: type[Outline],
) -> tuple[Callable[..., Fact], tuple[str, ...], Callable[[Outline], tuple[Any, ...]]]:
    kind = KINDS[outline.KIND]
    names = tuple(f.name for f in fields(kind))
    return kind, names, attrgetter(*names)


class History(Sequence[Fact]):
    """Facts in the order recorded; what is not yet a fact becomes one when it is looked at."""

    __slots__ = ("_told",)

    def __init__(self) -> None:
        """Start with no fact."""
        self._told: Final[list[Told]] = []

    def extend(self, told: Iterable[Told]) -> None:
        """Take in the next."""
        self._told.extend(told)

    def told(self, start: int = 0) -> Sequence[Told]:
        """Return what was recorded from a place on, without making facts of it."""
        return self._told[start:]

    def outline(self, place: int) -> Told:
        """Return what was recorded at a place, without making a fact of it."""
        return self._told[place]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._told)

    @overload
    def __getitem__(self, place: int) -> Fact: ...

    @overload
    def __getitem__(self, place: slice) -> list[Fact]: ...

    def __getitem__(self, place: int | slice) -> Fact | list[Fact]:
        """Return the fact at a place, or those of a slice."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self._told)))]
        told = self._told[place]
        if isinstance(told, Outline):
            told = self._told[place] = as_fact(told)
        return told

    def __iter__(self) -> Iterator[Fact]:
        """Yield each, the oldest first."""
        return map(self.__getitem__, range(len(self._told)))
