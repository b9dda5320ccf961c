"""`kinhold import FILE …`: plain text, the log of another app, or a bank statement, into a household."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api.importing import ImportAnswers, ImportPlan, ReadLog, ToRead
    from kinhold.domain.findings import OpenQuestion

APPS: Final = ("babybuddy", "huckleberry", "nighp", "feedbaby")
_FINDINGS_SAID: Final = 30


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "import",
        _(
            "Read lines of the notation, the log of another app or a bank statement into a "
            "household file. Where there is no file yet, one is begun. What is already in it "
            "adds nothing, so the same text or export can be read again, also one that overlaps "
            "the last."
        ),
        example="kinhold import home.kinhold --babybuddy exports --zone Europe/London --dry-run",
    )
    what = made.add_argument_group(_("what to read (one of these)")).add_mutually_exclusive_group(
        required=True
    )
    what.add_argument("--notation", metavar="NOTES.txt", help=_("lines of the notation"))
    what.add_argument(
        "--babybuddy", metavar="PATH", help=_("Baby Buddy: CSV exports or pages of its API (JSON)")
    )
    what.add_argument("--huckleberry", metavar="FILE", help=_("Huckleberry: its one CSV"))
    what.add_argument(
        "--nighp", metavar="PATH", help=_("Baby Tracker (Nighp): one CSV an activity")
    )
    what.add_argument("--feedbaby", metavar="PATH", help=_("Feed Baby: its CSV files"))
    what.add_argument("--csv", metavar="FILE", help="any CSV, with --mapping")
    what.add_argument(
        "--statement", metavar="FILE", help=_("a bank statement: OFX, QFX, QIF, CAMT, MT940 or CSV")
    )
    what.add_argument("--auto", metavar="PATH", help=_("find out by the columns whose it is"))
    _answers(made.add_argument_group(_("what the export does not say")))
    how = made.add_argument_group("how")
    how.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen; write nothing")
    )
    how.add_argument(
        "--update",
        action="store_true",
        help=_("correct earlier imports where the export reads otherwise now"),
    )
    how.add_argument(
        "--rejected", metavar="OUT.csv", help=_("write rows that could not be used, with reasons")
    )
    how.add_argument("--json", action="store_true", help=_("what was new, known and not readable"))
    return made


def _answers(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--mapping", metavar="MAP.json", help=_("how to read the columns of --csv"))
    group.add_argument(
        "--zone", default="", metavar="ZONE", help=_("of its clock times: Europe/London")
    )
    group.add_argument(
        "--units",
        default="",
        metavar="LIST",
        help=_("of bare figures: metric, us, uk, or ml,kg,cm"),
    )
    group.add_argument(
        "--child-as",
        action="append",
        default=[],
        metavar="NAME=CHILD",
        help=_("who a child in the file is; can be given again"),
    )
    group.add_argument(
        "--child", default="", metavar="CHILD", help=_("whom a file that names no child is about")
    )
    group.add_argument(
        "--add-children", action="store_true", help=_("write down children that are not known yet")
    )
    group.add_argument("--pumped-by", default="", metavar="NAME", help=_("who pumped"))
    group.add_argument(
        "--day-first", action="store_true", help=_("in dates such as 3/9/26 the day comes first")
    )
    group.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="NAME",
        help=_("your name for a statement's account; NUMBER=NAME where it has several"),
    )
    group.add_argument(
        "--instance", default="", metavar="NAME", help=_("tells two installations of an app apart")
    )


def run(options: argparse.Namespace) -> int:
    if options.statement:
        from kinhold.cli.bring_statement import bring

        return bring(options)
    return _notation(options) if options.notation else _log(options)


def _notation(options: argparse.Namespace) -> int:
    text = terminal.read_text(options.notation)
    with terminal.household(options.file, create=True) as home:
        found = home.import_notation(text)
    if options.json:
        print(
            terminal.to_json(
                {
                    "new": len(found.new),
                    "known": found.known,
                    "findings": [{"where": f.where, "message": f.message} for f in found.findings],
                }
            )
        )
    else:
        terminal.say(
            _("{new} new facts, {known} already there, {findings} lines not understood.").format(
                new=len(found.new), known=found.known, findings=len(found.findings)
            )
        )
        for finding in found.findings:
            terminal.say(f"! {finding.where}: {finding.message}")
    return 1 if found.findings else 0


def _log(options: argparse.Namespace) -> int:
    from kinhold.api.importing import carry_out, preview, read_export, rejected_as_csv

    wanted, answers = _to_read(options), _answered(options)
    with terminal.progress(_("Reading")):
        read = read_export(wanted)
    with terminal.household(options.file, create=True) as home:
        plan = preview(home, read, answers)
        written = not options.dry_run and not plan.waits
        if written:
            plan = carry_out(home, read, answers)
    if options.rejected:
        terminal.write(Path(options.rejected), rejected_as_csv(plan, read))
    if options.json:
        print(terminal.to_json(_as_json(read, plan, written=written)))
    else:
        _say(read, plan, options, written=written)
    if plan.waits:
        return 2
    return 1 if plan.rejected else 0


def _to_read(options: argparse.Namespace) -> ToRead:
    from kinhold.api.importing import AUTO, ToRead, files_at

    source = next((app for app in APPS if getattr(options, app)), "csv" if options.csv else AUTO)
    path = options.auto if source == AUTO else getattr(options, source)
    if options.csv and not options.mapping:
        source = AUTO  # our own export, or an app's file, needs none
    mapping = terminal.read_text(options.mapping) if options.mapping else ""
    return ToRead(files_at(path), source, mapping, options.day_first)


def _answered(options: argparse.Namespace) -> ImportAnswers:
    from kinhold.api.importing import ImportAnswers

    children = []
    for told in options.child_as:
        name, sign, child = told.partition("=")
        if not sign or not name.strip() or not child.strip():
            raise InputNotUsableError(
                _("“{told}” does not say who is who. Write --child-as Baby=Noah.").format(told=told)
            )
        children.append((name.strip(), child.strip()))
    return ImportAnswers(
        zone=options.zone,
        units=tuple(part.strip() for part in options.units.split(",") if part.strip()),
        children=tuple(children),
        child=options.child,
        pumped_by=options.pumped_by,
        add_children=options.add_children,
        instance=options.instance,
        update=options.update,
    )


def _as_json(read: ReadLog, plan: ImportPlan, *, written: bool) -> dict[str, object]:
    return {
        "source": read.source,
        "written": written,
        "new": len(plan.new),
        "updated": len(plan.updates),
        "known": plan.known,
        "changed": plan.changed,
        "rejected": [
            {"file": read.files[row.file].name, "row": row.row, "reason": row.reason}
            for row in plan.rejected
        ],
        "counts": dict(plan.counts),
        "children": dict(plan.children),
        "findings": [
            {"severity": f.severity, "code": f.code, "where": f.where, "message": f.message}
            for f in plan.findings
        ],
        "questions": [
            {"code": q.code, "text": q.text, "why": q.why, "about": q.about, "example": q.example}
            for q in plan.questions
        ],
    }


def _say(read: ReadLog, plan: ImportPlan, options: argparse.Namespace, *, written: bool) -> None:
    entries = ", ".join(f"{count} {what}" for what, count in plan.counts)
    print(
        _("{files} files, {read_files} rows.").format(
            files=len(read.files), read_files=sum(file.rows for file in read.files)
        )
    )
    if entries:
        terminal.say(_("In them: {entries}.").format(entries=entries))
    done = _("written") if written else _("would be written")
    updates = _(", {updates} corrected").format(updates=len(plan.updates)) if plan.updates else ""
    if not plan.waits:
        terminal.say(
            _(
                "{new} new entries {done}{updates}, {known} already there, {rejected} rows could not "
                "be used."
            ).format(
                new=len(plan.new),
                done=done,
                updates=updates,
                known=plan.known,
                rejected=len(plan.rejected),
            )
        )
    for finding in plan.findings[:_FINDINGS_SAID]:
        terminal.say(f"! {finding.where}{': ' if finding.where else ''}{finding.message}")
    if len(plan.findings) > _FINDINGS_SAID:
        print(
            _("! and {findings} more; all of them are in --json").format(
                findings=len(plan.findings) - _FINDINGS_SAID
            )
        )
    if plan.changed and not options.update:
        print(_("To correct what reads otherwise now: --update"))
    _say_rejected(read, plan, options)
    _say_questions(plan.questions)
    if plan.waits:
        print(_("Nothing was written. Answer the first question and run the command again."))


def _say_rejected(read: ReadLog, plan: ImportPlan, options: argparse.Namespace) -> None:
    reasons: dict[str, list[str]] = {}
    for row in plan.rejected:
        reasons.setdefault(row.reason, []).append(
            _("{name} row {row}").format(name=read.files[row.file].name, row=row.row)
        )
    for reason, rows in list(reasons.items())[:_FINDINGS_SAID]:
        terminal.say(
            _("! {rows} rows left out ({value} first): {reason}").format(
                rows=len(rows), value=rows[0], reason=reason
            )
        )
    if options.rejected:
        print(_("Rows left out are in {rejected}.").format(rejected=options.rejected))
    elif plan.rejected:
        print(_("To look at them and mend them: --rejected OUT.csv"))


def _say_questions(asked: tuple[OpenQuestion, ...]) -> None:
    for question in asked:
        terminal.say(f"? {question.text} {question.why}")
        if question.example:
            print(f"    {question.example}")
