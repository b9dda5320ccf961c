"""`kinhold batch stress DIR`: the stress test over many household files, worst first."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from kinhold.batch.rows import CaseRow
    from kinhold.batch.stress import Caseload

SHOWN: Final = 10
MOST_WORKERS: Final = 64


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "batch",
        _(
            "Test every household file in a folder against single losses, from availability "
            "alone; worst first. A household that cannot be tested is a row with its reason. "
            "What did not change since the last run is not tested again. Columns, and what is "
            "counted without naming anybody: docs/how-to/many-households.md"
        ),
        example="kinhold batch stress cases/ --workers 2 --out cases.csv --aggregate counts.csv",
        file=False,
    )
    made.add_argument(
        "what",
        nargs="?",
        metavar="stress",
        choices=("stress",),
        default="stress",
        help=_("what to do with them; there is nothing else yet"),
    )
    made.add_argument("folder", metavar="DIR", help=_("a folder with .kinhold files"))
    made.add_argument(
        "--on", type=terminal.day, metavar="DATE", help=_("as of this day (default: today)")
    )
    made.add_argument(
        "--workers", type=workers, default=2, metavar="N", help=_("processes (default: 2)")
    )
    made.add_argument("--out", metavar="FILE.csv", help=_("write every row as CSV"))
    made.add_argument(
        "--aggregate",
        metavar="FILE.csv",
        help=_("write counts that name nobody; those of fewer than five households are withheld"),
    )
    made.add_argument("--json", action="store_true", help=_("the rows as JSON"))
    return made


def workers(text: str) -> int:
    """Read a number of processes given as an option."""
    import argparse

    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a number of processes. Write 1 to {most_workers}.").format(
                text=text[:20], most_workers=MOST_WORKERS
            )
        )
    return int(text)


def run(options: argparse.Namespace) -> int:
    from kinhold.batch.aggregates import aggregates, aggregates_csv, said
    from kinhold.batch.rows import rows_csv
    from kinhold.batch.stress import stress_many

    files = _files(options.folder)
    for place in filter(None, (options.out, options.aggregate)):
        if terminal.is_household(Path(place)):
            raise terminal.WouldOverwriteError(Path(place))
    if options.out and options.aggregate and _same(options.out, options.aggregate):
        raise InputNotUsableError(_("Rows and counts need a file each. Name two files."))
    on = options.on or datetime.now(UTC).date()
    with terminal.progress(_("Testing {files} households").format(files=len(files))) as step:
        found = stress_many(
            files,
            on=on,
            workers=options.workers,
            kept=_kept(options),
            step=pace(len(files), step),
        )
    tables = aggregates(found.rows)
    if options.out:
        terminal.write(Path(options.out), rows_csv(found.rows))
    if options.aggregate:
        terminal.write(Path(options.aggregate), aggregates_csv(tables))
    if options.json:
        print(terminal.to_json([row.as_dict() for row in found.rows]))
        return 0
    _say(found, said(tables), options)
    return 0


def _same(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()


def _files(folder: str) -> list[str]:
    place = Path(folder)
    if not place.is_dir():
        raise InputNotUsableError(
            _("There is no folder {folder}. Check the name.").format(folder=folder)
        )
    files = sorted(str(path) for path in place.glob("*.kinhold"))
    if not files:
        raise InputNotUsableError(_("There is no .kinhold file in {folder}.").format(folder=folder))
    return files


def _kept(options: argparse.Namespace) -> Path:
    """Where rows are kept for the next run: beside the CSV, else in the user's cache."""
    if options.out:
        out = Path(options.out)
        return out.with_name(f".{out.name}.rows")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = sha256(str(Path(options.folder).resolve()).encode()).hexdigest()[:24]
    return cache / "kinhold" / "caseload" / f"{name}.rows"


def pace(whole: int, step: Callable[[str], None]) -> Callable[[int], None]:
    """Return what turns a count into words: how many, how fast, how long still."""
    begun: list[tuple[float, int]] = []

    def told(done: int) -> None:
        now = time.monotonic()
        begun.append((now, done)) if not begun else None
        (start, before) = begun[0]
        rate = (done - before) / (now - start) if now > start else 0.0
        if rate <= 0:
            step(_("{done} of {whole}").format(done=done, whole=whole))
            return
        left = (whole - done) / rate
        still = f"{left:.0f} s" if left < 120 else _("{left:.0f} min").format(left=left / 60)  # noqa: PLR2004 - two minutes
        step(
            _("{done} of {whole}, {rate:.0f} a second, {still} left").format(
                done=done, whole=whole, rate=rate, still=still
            )
        )

    return told


def _say(found: Caseload, counted: str, options: argparse.Namespace) -> None:
    from kinhold.application.wording import count

    rows = found.rows
    untested = sum(1 for row in rows if row.problem)
    for finding in found.findings:
        terminal.say(f"! {finding.message}")
    parts = [_("{households}, worst first").format(households=count(len(rows), "household"))]
    if found.unchanged:
        parts.append(
            _("{unchanged} of {rows} unchanged since the last run").format(
                unchanged=found.unchanged, rows=len(rows)
            )
        )
    if untested:
        parts.append(_("{untested} could not be tested").format(untested=untested))
    terminal.say("; ".join(parts) + ".")
    if len(rows) > SHOWN:
        terminal.say(
            _("All of them are in {out}.").format(out=options.out)
            if options.out
            else _("All of them: --out")
        )
    tested = [row for row in rows if not row.problem]
    print()
    terminal.table([_cells(row) for row in tested[:SHOWN]], head=tuple(map(_, _HEAD)))
    if untested:
        print(_("\nNot tested:"))
        terminal.table([(row.file, row.problem) for row in rows[: min(untested, SHOWN)]])
    print()
    terminal.say(counted)
    if options.aggregate:
        terminal.say(
            _("Counts that name nobody are in {aggregate}.").format(aggregate=options.aggregate)
        )


_HEAD: Final = (N_("File"), N_("Holds"), N_("No one"), N_("Runway"), N_("Worst"))


def _cells(row: CaseRow) -> tuple[str, ...]:
    runway = (
        ""
        if row.runway_days is None
        else _("{runway_days} days").format(runway_days=row.runway_days)
    )
    worst = f"{row.worst}: {row.effect}" if row.worst else _("nothing breaks")
    return (
        row.file,
        _("{survived} of {tested}").format(survived=row.survived, tested=row.tested),
        f"{row.no_one_minutes / 60:g} h",
        runway,
        worst,
    )
