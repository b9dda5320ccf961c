"""How the columns of one bank's CSV are read: found by the program, or told by the person and kept.

    {"statement": 1,
     "columns": {"day": "Date", "out": "Paid out", "in": "Paid in", "payee": "Description", "balance": "Balance"},
     "dates": "day-first", "decimal": ".", "sign": "as-written", "currency": "GBP", "kind": "checking"}

Columns are named as in the header, or by their place: `"#1"` is the first. `columns` needs `day`, and
`amount` or `out` and `in`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from kinhold.adapters.imports.tables import ImportNotUsableError

ROLES: Final = (
    "day", "posted", "valued", "amount", "out", "in", "direction", "balance", "payee", "payer", "memo", "number",
    "reference", "cheque", "kind", "category", "currency", "account", "name", "fee", "status", "impact",
)  # fmt: skip
"""What a column can be; see docs/how-to/bring-your-statements.md."""
SEVERAL: Final = frozenset({"payee", "memo"})
"""Roles that may have several columns, in the order in which their words are put together."""
DATES: Final = ("auto", "day-first", "month-first")
SIGNS: Final = ("auto", "as-written", "turned")
_PLACE = re.compile(r"#([1-9]\d{0,2})")
_CODE = re.compile(r"[A-Z]{3}|")
_NEEDS = (
    "“columns” in the mapping needs “day”, and either “amount” or both or one of “out” and “in”. "
    'For example {"statement": 1, "columns": {"day": "Date", "amount": "Amount", "payee": "Description"}}.'
)


@dataclass(frozen=True, slots=True)
class StatementMapping:
    """A mapping; see the module.

    Attributes:
        columns: role to names of columns, in the order of `ROLES`.
        dates: `auto`, `day-first` or `month-first`.
        decimal: `.`, `,` or empty, where the amounts tell.
        sign: `as-written`; `turned` where a card lists what was spent without a minus; `auto`.
        out: words of the column `direction` that mean that money went out; empty for the usual ones.
        separator: of cells; empty where the file tells.
        header: False where the file has no line of column names.
        currency: where no column has it.
        kind: of the account, such as `card`.
    """

    columns: tuple[tuple[str, tuple[str, ...]], ...]
    dates: str = "auto"
    decimal: str = ""
    sign: str = "auto"
    out: tuple[str, ...] = ()
    separator: str = ""
    header: bool = True
    currency: str = ""
    kind: str = ""

    def names(self, role: str) -> tuple[str, ...]:
        """Return the columns of a role."""
        return dict(self.columns).get(role, ())


def parse_mapping(text: str) -> StatementMapping:
    """Read a mapping from JSON.

    Raises:
        ImportNotUsableError: names what is wrong and what is expected.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise ImportNotUsableError("The mapping is not JSON that can be read.") from None
    if not isinstance(told, dict) or told.get("statement") != 1:
        raise ImportNotUsableError('A mapping of a statement begins with {"statement": 1, "columns": {…}}.')  # fmt: skip
    unknown = sorted(set(told) - {"statement", "columns", "dates", "decimal", "sign", "out", "separator", "header", "currency", "kind"})  # fmt: skip
    if unknown:
        raise ImportNotUsableError(
            f"“{unknown[0][:40]}” does not belong into a mapping of a statement."
        )
    header = told.get("header", True)
    if not isinstance(header, bool):
        raise ImportNotUsableError("“header” in the mapping is true or false.")
    currency = _text(told, "currency")
    if not _CODE.fullmatch(currency):
        raise ImportNotUsableError(
            "“currency” in the mapping is a code of three letters such as GBP."
        )
    return StatementMapping(
        columns=_columns(told.get("columns"), header=header),
        dates=_one_of(told, "dates", DATES),
        decimal=_one_of(told, "decimal", ("", ".", ",")),
        sign=_one_of(told, "sign", SIGNS),
        out=tuple(word.casefold() for word in _texts(told.get("out", []), "out")),
        separator=_one_of(told, "separator", ("", ",", ";", "\t", "|")),
        header=header,
        currency=currency,
        kind=_text(told, "kind")[:40],
    )


def format_mapping(mapping: StatementMapping) -> str:
    """Return a mapping as one JSON text, which `parse_mapping` reads back exactly."""
    told: dict[str, Any] = {"statement": 1}
    told["columns"] = {
        role: list(names) if len(names) > 1 else names[0] for role, names in mapping.columns
    }
    plain = StatementMapping(columns=())
    for key in ("dates", "decimal", "sign", "out", "separator", "header", "currency", "kind"):
        value = getattr(mapping, key)
        if value != getattr(plain, key):
            told[key] = list(value) if isinstance(value, tuple) else value
    return json.dumps(told, ensure_ascii=False)


def place_of(name: str) -> int:
    """Return the place, from 0, of a column that is named by it (`#1`); -1 where it is not."""
    match = _PLACE.fullmatch(name)
    return int(match[1]) - 1 if match else -1


def _columns(told: object, *, header: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(told, dict):
        raise ImportNotUsableError(_NEEDS)
    unknown = sorted(str(role) for role in set(told) - set(ROLES))
    if unknown:
        raise ImportNotUsableError(f"“{unknown[0][:40]}” is nothing that a column can be. It can be: {', '.join(ROLES)}.")  # fmt: skip
    found = {role: _texts(told[role], role) for role in ROLES if role in told}
    found = {role: names for role, names in found.items() if names}
    if "day" not in found or not found.keys() & {"amount", "out", "in"}:
        raise ImportNotUsableError(_NEEDS)
    for role, names in found.items():
        if len(names) > 1 and role not in SEVERAL:
            raise ImportNotUsableError(f"“{role}” in the mapping is one column, not several.")
        if not header and any(place_of(name) < 0 for name in names):
            raise ImportNotUsableError(f"Without a header, columns are named by their place, such as #1; “{names[0][:40]}” is not.")  # fmt: skip
    return tuple(found.items())


def _text(told: dict[str, Any], key: str) -> str:
    value = told.get(key, "")
    if not isinstance(value, str):
        raise ImportNotUsableError(f"“{key}” in the mapping is text in quotes.")
    return value


def _one_of(told: dict[str, Any], key: str, known: tuple[str, ...]) -> str:
    value = told.get(key, known[0])
    if value not in known:
        raise ImportNotUsableError(f"“{key}” in the mapping is one of: {', '.join(repr(k) for k in known)}.")  # fmt: skip
    return str(value)


def _texts(value: object, key: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(each, str) and each.strip() for each in listed):  # fmt: skip
        raise ImportNotUsableError(f"“{key[:40]}” in the mapping is text, or a list of texts.")
    return tuple(each.strip() for each in listed)
