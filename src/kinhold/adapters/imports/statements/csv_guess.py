"""Finds out how the columns of a CSV are to be read: by their names, or by what stands in them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements import csv_names as names
from kinhold.adapters.imports.statements.amounts import (
    AmountNotReadError,
    amount_of,
    currency_in,
    mark_of,
)
from kinhold.adapters.imports.statements.csv_mapping import ROLES, StatementMapping
from kinhold.adapters.imports.statements.csv_names import plain_name
from kinhold.adapters.imports.statements.dates import looks_like_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kinhold.adapters.imports.statements.csv_table import Grid, Row

_HEADER_ROWS: Final = 60
_SAMPLE: Final = 2000
"""Rows that show what a file without a header holds."""
_NEARLY: Final = 0.9
"""The share of a column that has to fit, where a row or two may be damaged."""
_CODE = re.compile("[A-Za-z]{3}")
_OUT_WORDS: Final = frozenset(
    {"d", "dr", "dr.", "debit", "db", "dbit", "af", "s", "soll", "out", "outflow", "withdrawal", "debet", "debito", "-"}
)  # fmt: skip
_IN_WORDS: Final = frozenset(
    {"c", "cr", "cr.", "credit", "crdt", "kredit", "h", "haben", "bij", "in", "inflow", "deposit", "k", "+"}
)  # fmt: skip
_CARD_SIGNS: Final = (
    frozenset({"card member", "account"}),  # American Express
    frozenset({"clearing date", "purchased by"}),  # Apple Card
    frozenset({"trans date", "post date", "description", "amount", "category"}),  # Discover
    frozenset({"extended details", "appears on your statement as"}),  # American Express, long
)
"""Headers of cards that list what was spent without a minus."""


def out_words(values: Iterable[str], told: Sequence[str] = ()) -> frozenset[str] | None:
    """Return the words that mean out, where a column holds nothing but words for in and out."""
    seen = {value.casefold() for value in values if value}
    out = frozenset(told) or _OUT_WORDS
    if not seen or (not told and not seen <= _OUT_WORDS | _IN_WORDS):
        return None
    return out


def header_at(grid: Grid, mapping: StatementMapping | None = None) -> int:
    """Return the place of the header among the rows; -1 where there is none.

    Args:
        grid: the rows.
        mapping: whose columns the header has to have; else any header that can be read will do.
    """
    for place, row in enumerate(grid.rows[:_HEADER_ROWS]):
        if mapping is not None:
            wanted = {
                n.casefold() for _, each in mapping.columns for n in each if not n.startswith("#")
            }
            if wanted and wanted <= {cell.casefold() for cell in row.cells}:
                return place
        elif _is_header(row):
            return place
    return -1


def _is_header(row: Row) -> bool:
    plain = [plain_name(cell) for cell in row.cells]
    day = any(name in names.DAY or name in names.BOOKED for name in plain)
    money = any(name in (*names.AMOUNT, *names.OUT, *names.IN) for name in plain)
    data = any(looks_like_day(cell) for cell in row.cells)
    return day and money and not data


def mapping_by_names(grid: Grid, header: int) -> StatementMapping:
    """Return how the columns below a header are read, by their names and what stands in them."""
    row = grid.rows[header]
    below = [r for r in grid.rows[header + 1 :] if not r.empty and r.cells != row.cells]
    plain = [plain_name(cell) for cell in row.cells]
    taken: dict[str, list[int]] = {}

    def take(role: str, known: Iterable[str], fits: Callable[[int], bool] = lambda _: True) -> None:
        used = {place for places in taken.values() for place in places}
        for name in known:
            for place, each in enumerate(plain):
                if each == name and place not in used and fits(place):
                    taken[role] = [place]
                    return

    take("day", names.DAY, lambda p: _mostly(below, p, looks_like_day))
    if "day" not in taken:  # remarks below the lines can outnumber them
        take("day", names.DAY)
    take("posted", names.BOOKED, lambda p: _mostly(below, p, looks_like_day))
    take("valued", names.VALUED, lambda p: _mostly(below, p, looks_like_day))
    _take_money(take, taken, below)
    take("direction", names.DIRECTION, lambda p: out_words(r.cell(p) for r in below) is not None)
    take("currency", names.CURRENCY, lambda p: _mostly(below, p, _is_code))
    take("account", names.ACCOUNT, lambda p: _few(below, p))
    for role, known in names.ROLES.items():
        if role != "fee" or "net" not in plain:  # what is left after fees needs none taken off
            take(role, known)
    take("kind", names.KIND)
    _take_words(taken, plain)
    columns = tuple(
        (role, tuple(_called(row, place) for place in taken[role]))
        for role in ROLES
        if role in taken
    )
    turned = any(signs <= set(plain) for signs in _CARD_SIGNS)
    return StatementMapping(
        columns=columns,
        sign="turned" if turned else "auto",
        separator=grid.separator,
        currency=_currency(row, taken),
        kind="card" if turned else "",
    )


def _take_money(take: Callable[..., None], taken: dict[str, list[int]], below: list[Row]) -> None:
    """The amount, or money out and in; `net` only where there is a gross amount with fees beside it."""
    money: Callable[[int], bool] = lambda place: _mostly(below, place, _is_amount)  # noqa: E731
    take("amount", names.AMOUNT, money)
    if "amount" not in taken:
        take("out", names.OUT, money)
        take("in", names.IN, money)
    if not taken.keys() & {"amount", "out", "in"}:
        take("amount", names.AMOUNT)  # a column without a readable amount: each row is told


def _take_words(taken: dict[str, list[int]], plain: list[str]) -> None:
    """Who was paid, and everything else that is said; without a payee the first words stand for one."""
    used = {place for places in taken.values() for place in places}
    parties = [p for name in names.PAYEE for p, each in enumerate(plain) if each == name]
    words = [p for p, each in enumerate(plain) if each in names.WORDS]
    parties = [place for place in parties if place not in used]
    words = [place for place in words if place not in used]
    if "from" in plain and "to" in plain and not parties:
        taken["payee"], taken["payer"] = [plain.index("to")], [plain.index("from")]
    elif parties:
        taken["payee"] = parties[:2]
    elif words:
        best = min(words, key=lambda place: names.WORDS.index(plain[place]))
        taken["payee"] = [best]
        words.remove(best)
    words += [place for place in parties[2:] if place not in words]
    if words:
        taken["memo"] = words


def _called(row: Row, place: int) -> str:
    """The name of a column, or its place where the name is empty, a place, or stands twice."""
    name = row.cells[place]
    same = [cell.casefold() for cell in row.cells].count(name.casefold())
    return name if name and same == 1 and not name.startswith("#") else f"#{place + 1}"


def _currency(row: Row, taken: dict[str, list[int]]) -> str:
    """The currency that stands in the name of a column of money, such as `Amount (GBP)`."""
    for role in ("amount", "out", "in", "balance"):
        for place in taken.get(role, ()):
            name = row.cells[place].upper()
            inside = name.partition("(")[2] or name.rpartition(" ")[2]
            found = currency_in(inside)
            if found:
                return found
    return ""


def _mostly(rows: Sequence[Row], place: int, is_one: Callable[[str], bool]) -> bool:
    """Whether most filled cells of a column are of a sort; a column without any may be of it."""
    cells = [row.cell(place) for row in rows[:400] if row.cell(place)]
    return not cells or sum(map(is_one, cells)) * 2 > len(cells)


def _few(rows: Sequence[Row], place: int) -> bool:
    """Whether a column can name the account itself: the other party's number changes all the time."""
    cells = [row.cell(place) for row in rows if row.cell(place)]
    different = len(set(cells))
    return bool(cells) and (different == 1 or (different <= 6 and different * 4 <= len(cells)))  # noqa: PLR2004


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def _is_amount(text: str) -> bool:
    for mark in (".", ","):
        try:
            amount_of(text, mark=mark)
        except AmountNotReadError:
            continue
        return True
    return False


def mapping_by_content(grid: Grid) -> StatementMapping | None:
    """Return how a file without a header is read, where what stands in it leaves no doubt; or None.

    A column of days, one of words, and one amount; a second amount only where it is a running balance.
    """
    rows = [row for row in grid.rows[:_SAMPLE] if not row.empty]
    width = max((len(row.cells) for row in rows), default=0)
    days = [p for p in range(width) if _all(rows, p, looks_like_day)]
    if not days or width < 3:  # noqa: PLR2004 - a day, an amount and words
        return None
    rows = [row for row in rows if looks_like_day(row.cell(days[0]))]
    sums = [p for p in range(width) if p not in days and _all(rows, p, _is_money)]
    chosen = _amounts(rows, sums)
    if chosen is None:
        return None
    rest = [p for p in range(width) if p not in days and p not in sums]
    words = [p for p in rest if any(any(map(str.isalpha, row.cell(p))) for row in rows)]
    codes = [p for p in words if all(len(r.cell(p)) == 3 and r.cell(p).isupper() for r in rows)]  # noqa: PLR2004
    words = [p for p in words if p not in codes and not _is_own(rows, p)]
    if not words:
        return None
    own = [p for p in rest if _is_own(rows, p)][:1]
    columns = {"day": [days[0]], "posted": days[1:2], **chosen, "account": own, "payee": [max(words, key=lambda p: _length(rows, p))], "currency": codes[:1]}  # fmt: skip
    columns["memo"] = [p for p in words if p != columns["payee"][0]]
    return StatementMapping(
        columns=tuple(
            (role, tuple(f"#{place + 1}" for place in columns[role]))
            for role in ROLES
            if columns.get(role)
        ),
        separator=grid.separator,
        header=False,
    )


def _amounts(rows: Sequence[Row], sums: list[int]) -> dict[str, list[int]] | None:
    full = [p for p in sums if all(row.cell(p) for row in rows)]
    if len(sums) == 1 and full and any("-" in row.cell(full[0]) for row in rows):
        return {"amount": full}
    for amount in full:
        for balance in full:
            if amount != balance and _runs(rows, amount, balance):
                return {"amount": [amount], "balance": [balance]}
    for amount in full:
        for before in full:
            if amount != before and _runs_before(rows, amount, before):
                return {"amount": [amount]}
    return None


def _runs(rows: Sequence[Row], amount: int, balance: int) -> bool:
    """Whether one column is the running balance of the other, upwards or downwards in the file."""
    sizes = _pairs(rows, amount, balance)
    down = all(b[1] == a[1] + b[0] for a, b in pairwise(sizes))
    up = all(a[1] == b[1] + a[0] for a, b in pairwise(sizes))
    return len(sizes) > 2 and (down or up)  # noqa: PLR2004 - two rows can agree by chance


def _runs_before(rows: Sequence[Row], amount: int, balance: int) -> bool:
    """Whether one column is the balance before each amount of the other."""
    sizes = _pairs(rows, amount, balance)
    return len(sizes) > 2 and all(b[1] == a[1] + a[0] for a, b in pairwise(sizes))  # noqa: PLR2004


def _pairs(rows: Sequence[Row], one: int, other: int) -> list[tuple[int, int]]:
    mark = mark_of([row.cell(place) for row in rows for place in (one, other)])
    try:
        return [
            (amount_of(row.cell(one), mark=mark).minor, amount_of(row.cell(other), mark=mark).minor)
            for row in rows
        ]
    except AmountNotReadError:
        return []


def _is_own(rows: Sequence[Row], place: int) -> bool:
    """Whether a column holds one long number in every row: the account's own."""
    cells = {row.cell(place) for row in rows}
    only = cells.pop() if len(cells) == 1 else ""
    return sum(c.isdigit() for c in only) >= 8 and " " not in only  # noqa: PLR2004 - an account number


def _all(rows: Sequence[Row], place: int, is_one: Callable[[str], bool]) -> bool:
    cells = [row.cell(place) for row in rows if row.cell(place)]
    return (
        bool(cells)
        and len(cells) * 2 > len(rows)
        and sum(map(is_one, cells)) >= _NEARLY * len(cells)
    )


def _is_money(text: str) -> bool:
    """An amount with its two decimals: a bare number may be anything."""
    plain = text.strip("+-() £$€")
    return _is_amount(text) and len(plain) > 3 and plain[-3] in ".,"  # noqa: PLR2004 - 9.99


def _length(rows: Sequence[Row], place: int) -> int:
    return sum(len(row.cell(place)) for row in rows)
