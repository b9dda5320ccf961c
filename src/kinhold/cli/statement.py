"""`kinhold statement FILE`: say what a bank statement holds. Writes nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold.cli import terminal
from kinhold.domain.findings import Finding, KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kinhold.adapters.imports.statements.reading import StatementToRead
    from kinhold.application.statement_rows import (
        ReadStatement,
        StatedBalance,
        StatementAccount,
        StatementLine,
    )

_LINES_SAID: Final = 20
_FINDINGS_SAID: Final = 30


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "statement",
        _(
            "Read a bank statement (OFX, QFX, QIF, CAMT, MT940, CSV, or a ZIP of them) and say "
            "what it holds, and what is odd. Nothing is written."
        ),
        example="kinhold statement november.ofx",
        file=False,
    )
    made.add_argument("files", nargs="+", metavar="FILE", help=_("what your bank gave you"))
    made.add_argument("--mapping", metavar="MAP.json", help=_("how to read the columns of a CSV"))
    order = made.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", action="store_true", help=_("in dates such as 3/9/26 the day comes first")
    )
    order.add_argument(
        "--month-first",
        action="store_true",
        help=_("in dates such as 3/9/26 the month comes first"),
    )
    made.add_argument(
        "--currency", default="", metavar="CODE", help=_("of files that name none: GBP, USD")
    )
    made.add_argument("--json", action="store_true", help=_("everything that was read"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.adapters.imports.statements.limited import read_statement_in_limits

    try:
        with terminal.progress(_("Reading")):
            read = read_statement_in_limits(_to_read(options))
    except KinholdError as problem:
        if options.json:
            print(terminal.to_json(as_json("", (), (Finding("error", "statement.not-usable", str(problem)),))))  # fmt: skip
        print(str(problem), file=sys.stderr)
        return 1
    if options.json:
        print(terminal.to_json(as_json(read.format, read.accounts, read.findings)))
    else:
        _say(read)
    return 1 if any(finding.severity == "error" for finding in read.findings) else 0


def _to_read(options: argparse.Namespace) -> StatementToRead:
    from kinhold.adapters.imports.statements.reading import StatementToRead
    from kinhold.adapters.imports.tables import (
        MOST_BYTES,
        MOST_FILES,
        GivenFile,
        ImportNotUsableError,
    )

    paths = [Path(name) for name in options.files]
    paths = [each for path in paths for each in (sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path])]  # fmt: skip
    for path in paths:
        if not path.exists():
            raise ImportNotUsableError(
                _("There is no file {path}. Check the name.").format(path=path)
            )
    if len(paths) > MOST_FILES or sum(path.stat().st_size for path in paths) > MOST_BYTES:
        raise ImportNotUsableError(
            _("This is more than {most_bytes} MB or {most_files} files. Give it in parts.").format(
                most_bytes=MOST_BYTES // 10**6, most_files=MOST_FILES
            )
        )
    mapping = terminal.read_text(options.mapping) if options.mapping else ""
    day_first = True if options.day_first else (False if options.month_first else None)
    return StatementToRead(
        files=tuple(GivenFile(path.name, path.read_bytes()) for path in paths),
        mapping=mapping,
        day_first=day_first,
        currency=options.currency.upper(),
    )


def as_json(
    kind: str, accounts: Sequence[StatementAccount], findings: Sequence[Finding]
) -> dict[str, object]:
    """Return what was read in a form that stays the same from version to version."""
    return {
        "format": kind,
        "accounts": [_account_as_json(account) for account in accounts],
        "findings": [
            {"severity": f.severity, "code": f.code, "where": f.where, "message": f.message}
            for f in findings
        ],
    }


def _account_as_json(account: StatementAccount) -> dict[str, object]:
    return {
        "bank": account.bank,
        "number": account.number_shown,
        "type": account.kind,
        "currency": account.currency or None,
        "opening": _balance(account.opening, account.currency),
        "closing": _balance(account.closing, account.currency),
        "start": account.start.isoformat() if account.start else None,
        "end": account.end.isoformat() if account.end else None,
        "transactions": [_line_as_json(line) for line in account.lines],
    }


def _line_as_json(line: StatementLine) -> dict[str, object]:
    return {
        "date": line.day.isoformat(),
        "amount": _amount(line.amount, line.currency),
        "currency": line.currency or None,
        "payee": line.payee,
        "memo": line.memo,
        "reference": line.reference,
        "type": line.kind,
        "balance": None if line.balance is None else _amount(line.balance, line.currency),
    }


def _amount(minor: int, currency: str) -> str:
    from kinhold.domain.money import Money, format_amount

    return format_amount(Money(minor, currency))


def _balance(balance: StatedBalance | None, currency: str) -> str | None:
    return None if balance is None else _amount(balance.amount, currency)


def _say(read: ReadStatement) -> None:
    from kinhold.adapters.imports.statements.reading import FORMATS

    held = _counted(len(read.accounts), "account")
    print(
        f"{_(FORMATS.get(read.format, read.format))}: {held}, {_counted(len(read.lines), 'transaction')}."
    )
    for account in read.accounts:
        _say_account(account)
    if read.findings:
        print()
    for finding in read.findings[:_FINDINGS_SAID]:
        where = f"{finding.where}: " if finding.where else ""
        terminal.say(f"{'!' if finding.severity != 'info' else '·'} {where}{finding.message}")
    if len(read.findings) > _FINDINGS_SAID:
        print(
            _("! and {findings} more; all of them are in --json").format(
                findings=len(read.findings) - _FINDINGS_SAID
            )
        )
    print(_("Nothing was written."))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _say_account(account: StatementAccount) -> None:
    named = " ".join(part for part in (account.bank, account.number_shown, account.name) if part)
    kind = ", ".join(
        part for part in (account.kind, account.currency or _("no currency told")) if part
    )
    print(f"\n{named or _('An account without a number')} ({kind})")
    days = (
        _("{start} to {end}").format(start=account.start, end=account.end)
        if account.start
        else _("no days told")
    )
    balances = [
        f"{word} {_amount(balance.amount, account.currency)}"
        for word, balance in (
            (_("begins with"), account.opening),
            (_("ends with"), account.closing),
        )
        if balance is not None
    ]
    print(f"  {'; '.join([days, *balances])}")
    rows = [
        (f"  {line.day}", f"{_amount(line.amount, line.currency):>12}", line.payee or line.memo)
        for line in account.lines[:_LINES_SAID]
    ]
    terminal.table(rows)
    if len(account.lines) > _LINES_SAID:
        print(
            _("  and {lines} more; all of them are in --json").format(
                lines=len(account.lines) - _LINES_SAID
            )
        )
