"""Rows that could not be used, as a CSV to look at, mend and import again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.adapters.exports.log_csv import write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.application.import_rows import RejectedRow, SourceFile


def rejected_csv(rejected: Sequence[RejectedRow], files: Sequence[SourceFile]) -> bytes:
    """Return rejected rows with file, row number and reason before their own columns.

    Columns of several files stand side by side; cells beyond a file's last column are joined in one.
    """
    columns = dict.fromkeys(name for row in rejected for name in files[row.file].header)
    beyond = any(len(row.cells) > len(files[row.file].header) for row in rejected)
    header = ("file", "row", "reason", *columns, *(("beyond the last column",) if beyond else ()))
    rows = []
    for row in rejected:
        own = files[row.file].header
        told = dict(zip(own, row.cells, strict=False))
        line = [files[row.file].name, str(row.row), row.reason]
        line += [told.get(name, "") for name in columns]
        line += ["; ".join(row.cells[len(own) :])] if beyond else []
        rows.append(line)
    return write_csv(header, rows)
