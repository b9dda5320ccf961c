"""Field 86 of MT940: who and what for, as banks of several countries write it.

Structured with a sign and two figures (`?20…?32…`, Germany, Poland, Triodos), with words between slashes
(`/NAME/…/REMI/…`, ABN AMRO, ING, Rabobank), with words and colons, or free.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUBFIELDS = re.compile(r"\s*(\d{3})([^\w\s/+:.,-])(?=\d\d)")
_SLASHES: Final = (
    "TRTP|TRCD|IBAN|BIC|NAME|REMI|EREF|CSID|MARF|PREF|PURP|RTRN|ISDT|BENM|ORDP|CNTP|ULTC|ULTD|SVCL|"
    "ADDR|ID|OCMT|CHGS|IACC|USTD|STRD|KREF|ULTB|ULTCB|ULTDB|SVWZ|CDTRREFTP|CDTRREF|CD|SCOR|ISSR"
)
_SLASH = re.compile(rf"/({_SLASHES})/")
_CNTP = re.compile(r"/CNTP/([^/]*)/([^/]*)/([^/]*)/")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+")
_NAMED = re.compile(
    r"(?:NAAM|NAME|NAZWA|NADAWCA|ODBIORCA|(?<![A-Z])OD|DLA|AUFTRAGGEBER|OMSCHRIJVING NAAM): ?([^;:\n]{2,80}?)(?=\s*(?:;|\n|[A-Z]{3,14}:|$))"
)
_LONGEST_NAME: Final = 70
_LETTERS: Final = 3


class Details(NamedTuple):
    """What words say: the other party, the rest, and the bank's word for the sort of payment."""

    payee: str = ""
    memo: str = ""
    kind: str = ""


def details_of(texts: Sequence[str], *, beside: str = "", below: str = "") -> Details:
    """Return what the words of a line say.

    Args:
        texts: of its fields 86, lines apart.
        beside: what stands after the reference in field 61 itself: the other party at some banks.
        below: the second line of field 61.
    """
    joined = "".join(line for text in texts for line in text.split("\n"))
    match = _SUBFIELDS.match(joined)
    if match:
        return _with_below(_subfields(joined[match.end() :], match[2], match[1]), beside, below)
    spaced = "\n".join(texts)
    if _SLASH.search(joined[:8]):
        return _with_below(_slashes(joined), beside, below)
    named = _NAMED.search(spaced.replace("\n", " "))
    payee = named[1].strip() if named else _name(beside) or _name(below)
    return _with_below(Details(payee, " ".join(spaced.split()), ""), beside, below)


def _with_below(found: Details, beside: str, below: str) -> Details:
    """What stands in field 61 itself is kept too, where the words do not say it already."""
    memo = found.memo
    for text in (beside, below):
        plain = " ".join(text.split())
        if plain and plain not in memo and plain != found.payee and _name(plain):
            memo = f"{memo}; {plain}".strip("; ")
    return found._replace(memo=memo)


def _name(text: str) -> str:
    """A text that is a name rather than a number; or nothing."""
    plain = text.strip()
    letters = sum(c.isalpha() for c in plain)
    figures = sum(c.isdigit() for c in plain)
    if letters < _LETTERS or letters <= figures or "/" in plain or len(plain) > _LONGEST_NAME:
        return ""
    return plain


def _subfields(text: str, sign: str, code: str) -> Details:
    """`?00` the sort, `?20` to `?29` and `?60` to `?63` the purpose, `?32` and `?33` the name."""
    told: dict[str, str] = {}
    parts = re.split(rf"{re.escape(sign)}(?=\d\d)", f"{sign}{text}")
    for part in parts[1:]:
        told.setdefault(part[:2], "")
        told[part[:2]] += part[2:]
    payee = (told.get("32", "") + told.get("33", "")).strip()
    purpose = "".join(told.get(f"{n}", "") for n in (*range(20, 30), *range(60, 64)))
    loose = [told[n] for n in sorted(told) if "34" < n < "60" and n.isdigit() and told[n].strip()]
    memo = "; ".join([_sepa(purpose), *(each.strip() for each in loose)]).strip("; ")
    return Details(payee, memo, told.get("00", "").strip() or code)


def _sepa(purpose: str) -> str:
    """A purpose with SEPA's own parts: what it is for first, the numbers after it."""
    places = [(m.start(), m.end(), m[1]) for m in _SEPA.finditer(purpose)]
    if not any(name == "SVWZ" for _, _, name in places):
        return purpose.strip()
    parts = [purpose[: places[0][0]].strip()]
    ends = [start for start, _, _ in places[1:]] + [len(purpose)]
    what_for = ""
    for (start, after, name), end in zip(places, ends, strict=True):
        if name == "SVWZ" and not what_for:
            what_for = purpose[after:end].strip()
        else:
            parts.append(purpose[start:end].strip())
    return "; ".join(part for part in (what_for, *parts) if part)


def _slashes(text: str) -> Details:
    places = [(m.start(), m.end(), m[1]) for m in _SLASH.finditer(text)]
    ends = [start for start, _, _ in places[1:]] + [len(text)]
    told: dict[str, str] = {}
    for (_, after, name), end in zip(places, ends, strict=True):
        value = text[after:end].strip(" /")
        if value:
            told.setdefault(name, value)
    party = _CNTP.search(text)
    payee = told.get("NAME", "") or (party[3].strip() if party else "")
    what_for = told.pop("REMI", "") or told.pop("USTD", "")
    what_for = re.sub(r"\A(?:USTD|STRD)//", "", what_for).strip(" /")
    hidden = ("NAME", "IBAN", "BIC", "CNTP", "USTD", "TRTP", "ISDT")
    rest = [f"{name} {value}" for name, value in told.items() if name not in hidden]
    memo = "; ".join(part for part in (what_for, *rest) if part)
    return Details(payee, memo, told.get("TRTP", ""))
