"""Values of the notation: tokens of a line, quoting, and the text form of each type of field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    NewType,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from kinhold.domain.dates import Edtf, parse_edtf
from kinhold.domain.fact import Minutes
from kinhold.domain.facts import KINDS
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import (
    BasisPoints,
    Money,
    format_amount,
    format_rate,
    parse_money,
    parse_rate,
)
from kinhold.domain.periods import ClockWindow, format_window, parse_window
from kinhold.domain.recurrence import Recurrence, format_recurrence, parse_recurrence

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field


class NotationError(KinholdError):
    """A line of the notation cannot be read; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Token:
    """One blank-separated part of a line.

    Attributes:
        key: the part before `=`, or empty.
        value: what it means, quotes and escapes resolved.
        raw: as written, without the key.
        quoted: True where the whole value stood in quotes.
        items: the value split at commas that stood outside quotes.
    """

    key: str
    value: str
    raw: str
    quoted: bool
    items: tuple[str, ...]


_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_OUT: Final = {value: f"\\{name}" for name, value in _ESCAPES.items()}
_PLAIN = re.compile(r"[^\s\"#=,\\\u0000-\u001f\u007f-\u00a0\u2028\u2029]+")
_KEY = re.compile(r"[a-z_]+")
_HOURS = re.compile(r"(\d{1,5})(?::([0-5]\d)|\.(\d{1,2}))?")


def split_line(line: str) -> list[Token]:
    """Cut a line into tokens, leaving out a comment.

    Raises:
        NotationError: for a quote that is not closed or an escape that does not exist.
    """
    tokens: list[Token] = []
    position, end = 0, len(line)
    while position < end:
        if line[position].isspace():
            position += 1
        elif line[position] == "#":
            break
        else:
            token, position = _token(line, position)
            tokens.append(token)
    return tokens


def _token(line: str, start: int) -> tuple[Token, int]:
    match = _KEY.match(line, start)
    key = ""
    if match and line[match.end() : match.end() + 1] == "=":
        key, start = match.group(), match.end() + 1
    items: list[str] = []
    piece: list[str] = []
    position, quotes, plain = start, 0, 0
    while position < len(line) and not line[position].isspace():
        if line[position] == '"':
            text, position = _quoted(line, position + 1)
            piece.append(text)
            quotes += 1
        elif line[position] == ",":
            items.append("".join(piece))
            piece, position, plain = [], position + 1, plain + 1
        else:
            piece.append(line[position])
            position, plain = position + 1, plain + 1
    items.append("".join(piece))
    quoted = quotes == 1 and plain == 0
    return Token(key, ",".join(items), line[start:position], quoted, tuple(items)), position


def _quoted(line: str, position: int) -> tuple[str, int]:
    out: list[str] = []
    while position < len(line):
        char = line[position]
        if char == '"':
            return "".join(out), position + 1
        if char == "\\":
            text, position = _escaped(line, position + 1)
            out.append(text)
        else:
            out.append(char)
            position += 1
    raise NotationError("A double quote is opened and not closed. Add one at the end of the words.")


def _escaped(line: str, position: int) -> tuple[str, int]:
    char = line[position : position + 1]
    if char == "u" and re.fullmatch(r"[0-9a-f]{6}", line[position + 1 : position + 7]):
        code = int(line[position + 1 : position + 7], 16)
        if code <= 0x10FFFF:  # noqa: PLR2004 - the last code point of Unicode
            return chr(code), position + 7
    if char not in _ESCAPES:
        raise NotationError('After a backslash only n, r, t, ", \\ or u and six digits can follow.')
    return _ESCAPES[char], position + 1


def escape(text: str, *, always: bool = False) -> str:
    """Return the text as the notation writes it: bare where it may, else in double quotes."""
    if not always and _PLAIN.fullmatch(text) and text != "-":
        return text
    out = [_OUT.get(c, c if c.isprintable() or c == " " else f"\\u{ord(c):06x}") for c in text]
    return f'"{"".join(out)}"'


@cache
def field_types(word: str) -> dict[str, Any]:
    """Return the resolved types of the fields of a kind, by its word."""
    hints = get_type_hints(KINDS[word])
    return {name: hint for name, hint in hints.items() if not name.isupper()}


def key_of(f: Field[Any]) -> str:
    """Return the key of a field in the notation."""
    return str(f.metadata.get("key", f.name))


def _bare(hint: Any) -> Any:  # noqa: ANN401 - a type hint
    if get_origin(hint) in (Union, UnionType):
        return next(arg for arg in get_args(hint) if arg is not NoneType)
    return hint


def read_value(hint: Any, token: Token, currency: str) -> Any:  # noqa: ANN401
    """Read a token as a field of this type.

    Raises:
        NotationError, or the KinholdError of the value's own reader.
    """
    hint = _bare(hint)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(_read_one(inner, item, currency) for item in token.items) if token.raw else ()
    return _read_one(hint, token.value, currency)


def _read_one(hint: Any, text: str, currency: str) -> Any:  # noqa: ANN401
    if hint is Money:
        return parse_money(text, currency=currency)
    if hint in _READERS:
        return _READERS[hint](text)
    if get_origin(hint) is Literal:
        if text not in get_args(hint):
            raise NotationError(
                f"“{text[:40]}” will not do here. Choose one of: {', '.join(a for a in get_args(hint) if a)}."
            )
        return text
    return text


def _read_int(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise NotationError(f"“{text[:40]}” is not a whole number.")
    return int(text)


def _read_bool(text: str) -> bool:
    if text not in ("yes", "no"):
        raise NotationError(f"“{text[:40]}” will not do here. Write yes or no.")
    return text == "yes"


def read_hours(text: str) -> Minutes:
    """Read hours, `10`, `2:30` or `2.5`, as minutes.

    Raises:
        NotationError: where it is not such a figure or not whole minutes.
    """
    match = _HOURS.fullmatch(text)
    if match is None:
        raise NotationError(
            f"“{text[:40]}” is not a number of hours. Write it like 10, 2:30 or 2.5."
        )
    hundredths = int((match[3] or "0").ljust(2, "0"))
    if hundredths * 60 % 100:
        raise NotationError(f"“{text[:40]}” hours is not whole minutes. Write it like 2:20.")
    return Minutes(int(match[1]) * 60 + int(match[2] or 0) + hundredths * 60 // 100)


def _write_hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}" if rest else str(hours)


def _write_bool(value: bool) -> str:  # noqa: FBT001 - a table of writers has one shape
    return "yes" if value else "no"


_READERS: Final[dict[Any, Callable[[str], Any]]] = {
    int: _read_int,
    bool: _read_bool,
    Minutes: read_hours,
    BasisPoints: parse_rate,
    Edtf: parse_edtf,
    Recurrence: parse_recurrence,
    ClockWindow: parse_window,
}

_WRITERS: Final[dict[Any, Callable[[Any], str]]] = {
    int: str,
    bool: _write_bool,
    Minutes: _write_hours,
    BasisPoints: format_rate,
    Edtf: str,
    Recurrence: format_recurrence,
    ClockWindow: format_window,
}


def write_value(hint: Any, value: Any, currency: str) -> str:  # noqa: ANN401
    """Return the text of a field's value; `read_value` reads it back exactly."""
    hint = _bare(hint)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return ",".join(_write_one(inner, item, currency) for item in value)
    return _write_one(hint, value, currency)


def _write_one(hint: Any, value: Any, currency: str) -> str:  # noqa: ANN401
    if hint is Money:
        return format_amount(value) + ("" if value.currency == currency else value.currency)
    if hint in _WRITERS:
        return _WRITERS[hint](value)
    text = str(value)
    plain_type = isinstance(hint, NewType) or hint is str or get_origin(hint) is Literal
    return escape(text) if plain_type and text else '""'
