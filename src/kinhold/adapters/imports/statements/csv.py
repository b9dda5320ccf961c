"""CSV of any bank: by the names of its columns, by what stands in them, or by a mapping.

What a file does not say beyond doubt is not taken from it: without a header, an amount is one only where
nothing else can be; a sign is turned only where headings, running balances or payments of a card's bill
show that money spent stands there without a minus, and it is said.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements import csv_guess, csv_lines
from kinhold.adapters.imports.statements.amounts import currency_in
from kinhold.adapters.imports.statements.csv_mapping import parse_mapping, place_of
from kinhold.adapters.imports.statements.csv_names import ACCOUNT, BALANCE, plain_name
from kinhold.adapters.imports.statements.csv_table import grids_of
from kinhold.adapters.imports.statements.under_way import Section
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.application.statement_rows import StatedBalance
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.adapters.imports.statements.csv_mapping import StatementMapping
    from kinhold.adapters.imports.statements.csv_table import Grid, Row
    from kinhold.adapters.imports.statements.under_way import UnderWay
    from kinhold.application.statement_rows import StatementAccount

NAME: Final = "csv"
_MENDED = N_(
    "Quotes do not match in this file; it was read line by line. Compare the lines with your bank."
)


def read(
    text: str, under_way: UnderWay, mapping: str = ""
) -> tuple[list[StatementAccount], StatementMapping]:
    """Read a file, by a mapping where one is given.

    Returns:
        Its accounts, and the mapping by which it was read.

    Raises:
        ImportNotUsableError: where its columns cannot be told, with what to do.
    """
    told = parse_mapping(mapping) if mapping.strip() else None
    try:
        grid, header, found = _by_mapping(text, told) if told else _found_out(text, under_way.name)
    except csv.Error:
        raise ImportNotUsableError(
            _("{name} is not a CSV file that can be read.").format(name=under_way.name)
        ) from None
    if grid.mended:
        under_way.note("warning", "quotes", _(_MENDED))
    places = _places(found, grid.rows[header] if header >= 0 else None)
    before = grid.rows[: max(header, 0)]
    section = _before(before, found, under_way)
    data = [row for row in grid.rows[header + 1 :] if not row.empty]
    if header >= 0:
        data = [row for row in data if row.cells != grid.rows[header].cells]
    if found.dates != "auto" and under_way.day_first is None:
        under_way.day_first = found.dates == "day-first"
    accounts, used = csv_lines.read(data, places, found, section, under_way)
    return accounts, used


def _by_mapping(text: str, told: StatementMapping) -> tuple[Grid, int, StatementMapping]:
    grids = list(grids_of(text, told.separator))
    for grid in grids:
        header = csv_guess.header_at(grid, told) if told.header else -1
        if header >= 0 or not told.header:
            return grid, header, replace(told, separator=grid.separator)
    wanted = ", ".join(f"“{name}”" for _unused, each in told.columns for name in each)
    raise ImportNotUsableError(
        _(
            "The file has no line with the columns of the mapping: {wanted}. Is it another "
            "bank's file?"
        ).format(wanted=wanted[:300])
    )


def _found_out(text: str, name: str) -> tuple[Grid, int, StatementMapping]:
    grids = list(grids_of(text))
    for grid in grids:
        header = csv_guess.header_at(grid)
        if header >= 0:
            return grid, header, csv_guess.mapping_by_names(grid, header)
    for grid in grids:
        found = csv_guess.mapping_by_content(grid)
        if found is not None:
            return grid, -1, found
    rows = [row for row in grids[0].rows if not row.empty]
    if not rows:
        raise ImportNotUsableError(_("{name} is empty.").format(name=name))
    widest = max(rows[:60], key=lambda row: len([cell for cell in row.cells if cell]))
    shown = " | ".join(cell[:30] for cell in widest.cells)[:200]
    raise ImportNotUsableError(
        _(
            "{name} does not show which column is the date and which the amount. One of its "
            "lines is: {shown}. Write a mapping; see “Bring your bank statements” in the "
            "documentation."
        ).format(name=name, shown=shown)
    )


def _places(mapping: StatementMapping, header: Row | None) -> dict[str, tuple[int, ...]]:
    """The places of each role's columns."""
    known = [cell.casefold() for cell in header.cells] if header else []
    found = {}
    for role, names in mapping.columns:
        found[role] = tuple(
            place_of(name) if name.casefold() not in known else known.index(name.casefold())
            for name in names
        )
    return found


def _before(rows: tuple[Row, ...], mapping: StatementMapping, under_way: UnderWay) -> Section:
    """What stands before the header: the account's number and balance, in pairs of name and value."""
    section = Section(kind=mapping.kind, currency=mapping.currency)
    for row in rows:
        cells = [part.strip() for cell in row.cells for part in cell.split(":", 1) if part.strip()]
        for name, value in pairwise(cells):
            plain = plain_name(name.rstrip(": "))
            if plain in ("account name", "account nickname") and not section.name:
                section.name = value
                section.number = section.number or _digits_at_end(value)
            elif plain in ACCOUNT and not section.number:
                section.number = value
            elif plain in BALANCE and section.closing is None:
                amount = under_way.amount_or_none(
                    value, mapping.currency, row.line, mark=mapping.decimal
                )
                section.closing = StatedBalance(amount) if amount is not None else None
                section.currency = section.currency or _symbol(value)
    return section


def _digits_at_end(text: str) -> str:
    last = text.rpartition(" ")[2]
    return last if sum(c.isdigit() for c in last) > 3 else ""  # noqa: PLR2004 - four are shown


def _symbol(text: str) -> str:
    found = currency_in(text)
    return found if found.isalpha() and len(found) == 3 else ""  # noqa: PLR2004 - ISO 4217
