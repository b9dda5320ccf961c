"""`kinhold log FILE WHAT`: note what happened with a child, in a word; timers; the day so far."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kinhold.api import HouseholdFile
    from kinhold.application.care_log import LogLine
    from kinhold.application.care_log_day import LogDayPage
    from kinhold.application.log_entry import LoggedEntry, ToLog
    from kinhold.domain.care import TimerStarted
    from kinhold.domain.fact import Fact
    from kinhold.domain.findings import Finding

ABOUT = N_(
    "Note what happened with a child, now or a while ago.\n\nWHAT is feed, sleep, waking, "
    "nappy [wet|dirty|both|dry], medicine NAME, temperature 37.6,\nweight 7.2kg, height "
    "68cm, head 43cm, tummy-time, pumping, bath, crying, mood WORDS,\nmilestone WORDS, "
    "note WORDS, or any word of your own.\n`timer WHAT` starts a timer that every carer "
    "sees; `stop [WHAT]` ends it; `list` shows a day.\nGaps in the log are normal."
)

EXAMPLE = N_(
    "kinhold log home.kinhold feed --child Isla --side left --ago 25m\n  kinhold log "
    "home.kinhold medicine Calpol --child Isla --dose '2.5 ml' --every 4\n  kinhold log "
    "home.kinhold timer sleep --child Isla\n  kinhold log home.kinhold stop --child "
    "Isla\n  kinhold log home.kinhold list --day 2026-11-22"
)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser("log", _(ABOUT), example=_(EXAMPLE))
    made.add_argument("what", metavar="WHAT", nargs="+", help=_("what happened, and its detail"))
    made.add_argument(
        "--child",
        metavar="NAME",
        action="append",
        default=[],
        help=_("whom it is about; once for each, or “all”; not needed for an only child"),
    )
    made.add_argument(
        "--by", metavar="NAME", default="", help=_("who did it (default: the keeper)")
    )
    when = made.add_mutually_exclusive_group()
    when.add_argument(
        "--ago", metavar="25m", default="", help=_("how long ago it began: 25m, 1h20")
    )
    when.add_argument(
        "--at",
        metavar="14:10",
        default="",
        help=_("when it began: a clock time, or a day and a time: '2026-11-22 01:10'"),
    )
    made.add_argument("--minutes", metavar="N", default="", help=_("how long it lasted: 15, 1h20"))
    made.add_argument("--until", metavar="14:30", default="", help=_("when it ended"))
    made.add_argument("--side", default="", help=_("left, right or both"))
    made.add_argument("--method", default="", help=_("breast, bottle or solids"))
    made.add_argument("--milk", default="", help=_("breast, formula or fortified"))
    made.add_argument("--ml", metavar="AMOUNT", default="", help=_("how much: 120, or '4 oz'"))
    made.add_argument("--dose", default="", help=_("how much of a medicine, as on the box"))
    made.add_argument(
        "--every",
        metavar="HOURS",
        default="",
        help=_("least hours to the next dose, as on the box"),
    )
    made.add_argument("--colour", "--color", default="", help=_("of a nappy"))
    made.add_argument("--nap", action="store_true", help=_("a sleep by day"))
    made.add_argument("--seen", metavar="NAME", action="append", default=[], help=_("who saw it"))
    made.add_argument("--tag", metavar="WORD", action="append", default=[], help=_("to find it by"))
    made.add_argument("--words", default="", help=_("a note"))
    made.add_argument("--photo", metavar="FILE", default="", help=_("a photograph of it"))
    made.add_argument(
        "--instead-of", metavar="ID", default="", help=_("put it in the place of this entry")
    )
    made.add_argument("--day", type=terminal.day, metavar="DATE", help=_("which day to list"))
    made.add_argument("--json", action="store_true", help=_("the result as JSON"))
    return made


def run(options: argparse.Namespace) -> int:
    first, *rest = options.what
    first = "nappy" if first == "diaper" else first
    with terminal.household(options.file) as home:
        if first == "list":
            return _list(home, options)
        photo = _photo(options)
        if first == "timer" and rest and rest[0] != "stop":
            logged = home.log.start_timer(_wanted(options, rest[0], rest[1:]))
        elif first == "stop" or (first == "timer" and rest[:1] == ["stop"]):
            words = rest[1:] if first == "timer" else rest
            timers = _running(home, options, words[0] if words else "")
            logged = home.log.stop_timer(timers, wanted=_wanted(options, "other", words[1:]))
        else:
            logged = home.log.add(_wanted(options, first, rest))
        if photo is not None:
            _keep_photo(home, photo, logged.facts[0])
        _say(home, logged, options)
    return 0


def _photo(options: argparse.Namespace) -> Path | None:
    from kinhold.domain.text_input import InputNotUsableError

    if not options.photo:
        return None
    if not (photo := Path(options.photo)).is_file():
        raise InputNotUsableError(
            _("There is no file {photo}. Check the name; nothing was saved.").format(photo=photo)
        )
    return photo


def _keep_photo(home: HouseholdFile, photo: Path, fact: Fact) -> None:
    from kinhold.application.keep_file import ToKeep

    wanted = ToKeep(
        content=photo.read_bytes(),
        name=photo.name,
        about=fact.about,
        occurred=fact.occurred,
        goes_with=fact.fact_id,
    )
    home.safekeeping.keep_file(wanted)


def _wanted(options: argparse.Namespace, what: str, detail: list[str]) -> ToLog:
    from kinhold.application.log_entry import ToLog

    ago = options.ago.strip()
    return ToLog(
        what=what,
        children=tuple(options.child),
        when=_("{ago} ago").format(ago=ago) if ago and "ago" not in ago else ago or options.at,
        until=options.until,
        minutes=options.minutes,
        by=options.by,
        detail=" ".join(detail),
        side=options.side,
        method=options.method,
        milk=options.milk,
        amount=options.ml,
        dose=options.dose,
        every=options.every,
        colour=options.colour,
        nap=options.nap,
        seen=tuple(options.seen),
        tags=tuple(options.tag),
        words=options.words,
        replaces=options.instead_of,
    )


def _running(
    home: HouseholdFile, options: argparse.Namespace, what: str
) -> tuple[TimerStarted, ...]:
    """The timers to stop: of a kind and of children where named, else the only one that runs."""
    from kinhold.application.log_kinds import EntryNotUsableError

    named = {name.casefold() for name in options.child}
    household = home.standing().household
    every = home.log.running()
    fitting = tuple(
        t
        for t in every
        if what in ("", t.what)
        and (
            not named
            or named & {"all", "both", t.about.casefold(), household.name(t.about).casefold()}
        )
    )
    if not fitting:
        raise EntryNotUsableError(_("No such timer runs. See: kinhold log FILE list"))
    if len({t.what for t in fitting}) > 1 or (len(fitting) > 1 and not named):
        which = ", ".join(f"{t.what} ({household.name(t.about)})" for t in fitting)
        raise EntryNotUsableError(
            _("More than one timer runs: {which}. Name the kind and --child.").format(which=which)
        )
    return fitting


def _say(home: HouseholdFile, logged: LoggedEntry, options: argparse.Namespace) -> None:
    from kinhold.application.care_log import log_line
    from kinhold.domain.dates import instant
    from kinhold.projections.care_history import Logged

    household, now = home.standing().household, home.now()
    lines = [
        log_line(Logged(fact, at, clock=True), household=household, now=now)
        for fact in logged.facts
        for at in [instant(fact.occurred, household.zone) or now]
    ]
    if options.json:
        print(terminal.to_json({"entries": _plain(lines), "findings": _plain(logged.findings)}))
        return
    for line in lines:
        who = f"{line.name}: " if line.name else ""
        by = _(" (by {by})").format(by=line.by) if line.by else ""
        terminal.say(
            _("Saved. {who}{what}, {clock}{by}").format(
                who=who, what=line.what, clock=line.clock, by=by
            )
        )
    for finding in logged.findings:
        terminal.say(finding.message)
    undo = " && ".join(f"kinhold undo {options.file} --id {f.fact_id[:8]}" for f in logged.facts)
    print(_("Undo with: {undo}").format(undo=undo))


def _plain(things: Sequence[LogLine | Finding]) -> list[dict[str, object]]:
    from dataclasses import asdict

    return [asdict(thing) for thing in things]


def _list(home: HouseholdFile, options: argparse.Namespace) -> int:
    page = home.log.day(on=options.day)
    if options.json:
        print(terminal.to_json(page))
        return 0
    _show(page)
    if options.day is None:
        now = home.log.page()
        for timer in now.timers:
            terminal.say(
                _("Running: {label}, {timer}, since {since} ({lasted}). {question}")
                .format(
                    label=timer.label,
                    timer=timer.name,
                    since=timer.since,
                    lasted=timer.lasted,
                    question=timer.question,
                )
                .strip()
            )
        for medicine in now.medicines:
            terminal.say(_("Medicine: {said}.").format(said=medicine.said))
    return 0


def _show(page: LogDayPage) -> None:
    print(f"{page.title}\n")
    for strip in page.strips:
        if strip.said:
            terminal.say(f"{strip.name}: {strip.said}")
    if not page.lines:
        print(_("Nothing is noted on this day."))
        return
    print()
    rows = [
        (
            line.clock,
            line.name,
            line.by,
            line.fact_id[:8],
            line.what + "".join(f" #{t}" for t in line.tags),
        )
        for line in page.lines
    ]
    terminal.table(rows, head=(_("When"), _("Who"), _("By"), _("Id"), _("What")))
    if page.left_out:
        print(f"And {page.left_out} more: take --json.")
