"""The care log as CSV (RFC 4180): CRLF, quotes where needed, and no cell a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kinhold.application.export_log import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.application.export_log import LogTable


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, so that spreadsheets see its accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def log_csv(table: LogTable) -> bytes:
    """Return the care log as CSV."""
    return write_csv(table.header, table.texts)
