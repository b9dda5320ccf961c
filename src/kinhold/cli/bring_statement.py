"""`kinhold import FILE --statement …`: a bank statement into a household."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api.statements import ReadStatement, StatementPlan

FINDINGS_SAID: Final = 30


def bring(options: argparse.Namespace) -> int:
    """Read a statement with limits, say what it adds, and write it unless this is a trial."""
    from kinhold.api.statements import (
        StatementToRead,
        files_at,
        import_statement,
        kept_layout,
        preview_statement,
        read_statement,
    )

    mapping = terminal.read_text(options.mapping) if options.mapping else ""
    with terminal.household(options.file, create=True) as home:
        wanted = StatementToRead(
            files_at(options.statement),
            mapping=mapping or kept_layout(home, options.account),
            day_first=True if options.day_first else None,
        )
        with terminal.progress(_("Reading")):
            read = read_statement(wanted)
        plan = preview_statement(home, read, accounts=options.account, mapping=mapping)
        written = not options.dry_run and not plan.waits
        if written:
            plan = import_statement(home, read, accounts=options.account, mapping=mapping)
        seen = home.finances.recurring().offered if written else ()
    if options.json:
        print(terminal.to_json(_as_json(read, plan, written=written)))
    else:
        _say(read, plan, written=written)
        for line in seen:
            terminal.say(f"? {line.label}: {line.sentence}")
            for would in line.would_write:
                print(
                    _("    kinhold add {file} {quote}").format(
                        file=options.file, quote=shlex.quote(would)
                    )
                )
    if plan.waits:
        return 2
    return 1 if any(f.severity == "error" for f in plan.findings) else 0


def _as_json(read: ReadStatement, plan: StatementPlan, *, written: bool) -> dict[str, object]:
    return {
        "format": read.format,
        "written": written,
        "new": sum(account.new for account in plan.accounts),
        "known": plan.known,
        "accounts": [asdict(a) for a in plan.accounts],
        "pays": dict(plan.pays),
        "findings": [asdict(f) for f in plan.findings],
        "questions": [asdict(q) for q in plan.questions],
    }


def _say(read: ReadStatement, plan: StatementPlan, *, written: bool) -> None:
    for account in plan.accounts:
        name = f" → {account.label}" if account.label else ""
        days = (
            _(", {start} to {end}").format(start=account.start, end=account.end)
            if account.start
            else ""
        )
        print(
            _("{shown}{name}: {lines} lines{days}, {new} of them new.").format(
                shown=account.shown, name=name, lines=account.lines, days=days, new=account.new
            )
        )
    for label, count in plan.pays:
        print(_("  {count} for {label}").format(count=count, label=label))
    for finding in plan.findings[:FINDINGS_SAID]:
        where = f"{finding.where}: " if finding.where else ""
        terminal.say(f"{'!' if finding.severity != 'info' else '·'} {where}{finding.message}")
    if len(plan.findings) > FINDINGS_SAID:
        print(
            _("! and {findings} more; all of them are in --json").format(
                findings=len(plan.findings) - FINDINGS_SAID
            )
        )
    for question in plan.questions:
        terminal.say(
            _("? {text} {why} Add: {example}").format(
                text=question.text, why=question.why, example=question.example
            )
        )
    if not read.accounts:
        print(_("No account was found in this."))
    print(_("Written.") if written else _("Nothing was written."))
