"""One row of a CSV with what its cells say, before it is decided which way its money moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from kinhold.adapters.imports.statements.csv_table import Row


@dataclass(slots=True)
class Told:
    """What the cells of a row say.

    Attributes:
        row: as it stands in the file.
        day: under which it is listed.
        posted: when it was booked, where that is another day.
        valued: a further day.
        amount: minor units as written, or money in less money out.
        fee: minor units of a column of their own; 0 where there is none.
        balance: minor units after the row, where told.
        currency: of the row; empty where nobody says it.
        account: what tells accounts of one file apart.
        out: whether a word or a column says that money went out; None where nothing does.
        more: words of rows that go on with this one.
    """

    row: Row
    day: date
    posted: date | None
    valued: date | None
    amount: int
    fee: int
    balance: int | None
    currency: str
    account: str
    out: bool | None
    more: list[str] = field(default_factory=list)
