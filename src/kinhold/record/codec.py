"""Facts to disclosure values and back: the only room that knows msgspec.

A fact becomes one JSON value named `KIND/VERSION` with every field that differs from its default,
and one value named `KIND.GROUP` for each group of sensitive fields that holds anything, so that a
group can be withheld or erased while the rest stands (ADR 0003).
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from kinhold.domain.fact import Fact, Imported, QuotedFromStory, Source, Typed
from kinhold.domain.facts import KINDS
from kinhold.domain.findings import KinholdError
from kinhold.record.upcasters import CURRENT, upcast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TYPED_BY_KEEPER: Final = Typed()


class FactNotReadableError(KinholdError):
    """An entry of the record cannot be read as a fact by this version."""


def encode(fact: Fact) -> tuple[tuple[str, bytes], ...]:
    """Return the fact as named JSON values, the content first.

    Raises:
        FactNotReadableError: where a text holds a lone surrogate and so cannot be written as UTF-8.
    """
    kind = type(fact)
    hidden = {name: group for group, names in kind.SENSITIVE.items() for name in names}
    content: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {}
    for name, default in _defaults(kind.KIND):
        value = getattr(fact, name)
        if value == default:
            continue
        target = groups.setdefault(hidden[name], {}) if name in hidden else content
        target[name] = value
    try:
        return (
            (f"{kind.KIND}/{CURRENT.get(kind.KIND, 1)}", msgspec.json.encode(content)),
            *(
                (f"{kind.KIND}.{group}", msgspec.json.encode(part))
                for group, part in groups.items()
            ),
        )
    except UnicodeEncodeError:
        raise FactNotReadableError(
            "The text holds half of a character. Copy it again from where it came from."
        ) from None


def decode(name: str, value: bytes, groups: Iterable[tuple[str, bytes]] = ()) -> Fact:
    """Return the fact of a content value and of those of its sensitive groups that are at hand.

    Raises:
        FactNotReadableError: for a kind or version that this program does not know, or a value that
            does not fit its kind.
    """
    word, _, version = name.partition("/")
    kind = KINDS.get(word)
    if kind is None or not version.isdigit() or int(version) > CURRENT.get(word, 1):
        raise FactNotReadableError(
            f"This record holds an entry of kind “{name[:40]}” that this version of Kinhold does not "
            "know. Open it with a newer version; nothing is lost."
        )
    try:
        fact: Fact
        if int(version) < CURRENT.get(word, 1):
            fact = msgspec.convert(
                upcast(word, int(version), msgspec.json.decode(value)), kind, dec_hook=read_source
            )
        else:
            fact = _decoder(word).decode(value)
        for _, part in groups:
            fact = _with_group(fact, part)
    except (msgspec.MsgspecError, ValueError, TypeError) as problem:
        raise FactNotReadableError(
            f"An entry of kind “{word}” does not fit its kind ({problem}). "
            "The record may be damaged: run “kinhold verify” or restore a backup."
        ) from None
    return fact


def read_parts(parts: Mapping[str, bytes]) -> Fact | None:
    """Return the fact whose named values these are, or None where the content is not at hand."""
    content = next((item for item in parts.items() if "/" in item[0]), None)
    if content is None:
        return None
    return decode(*content, [item for item in parts.items() if "/" not in item[0]])


def _with_group(fact: Fact, part: bytes) -> Fact:
    raw = msgspec.json.decode(part)
    if not isinstance(raw, dict) or not raw.keys() <= {f.name for f in fields(fact)}:
        raise ValueError("unknown sensitive field")
    return replace(fact, **raw)


@cache
def _defaults(word: str) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in fields(KINDS[word]))


@cache
def _decoder(word: str) -> msgspec.json.Decoder[Fact]:
    return msgspec.json.Decoder(KINDS[word], dec_hook=read_source)


def read_source(wanted: type, raw: Any) -> Any:  # noqa: ANN401 - the hook's own signature
    """Return where a fact comes from, of a JSON value: a hook of msgspec for what it cannot read.

    Raises:
        NotImplementedError: for any other type than a source.
    """
    if wanted is not Source or not isinstance(raw, dict):
        raise NotImplementedError(f"cannot read {wanted}")
    if raw.keys() <= {"by"}:
        return msgspec.convert(raw, Typed)
    if "story_id" in raw:
        return msgspec.convert(raw, QuotedFromStory)
    return msgspec.convert(raw, Imported)
