"""`kinhold promises FILE`: who said they would do what, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.promise_steps import ToNote, ToPromise
    from kinhold.application.promises import PromisesPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "promises",
        _(
            "Who said they would do what, and what came of it. Counts first. Write one down with "
            "--who and --words; note what came of one with --outcome."
        ),
        example="kinhold promises home.kinhold",
        page=True,
    )
    new = made.add_argument_group(_("a promise, or a message somebody sent"))
    new.add_argument("--who", default="", metavar="NAME", help=_("who said it"))
    new.add_argument("--words", default="", help=_("what they said, word for word"))
    new.add_argument(
        "--about",
        default="care",
        choices=("care", "money", "contact", "other"),
        help=_("its topic"),
    )
    new.add_argument(
        "--due", type=terminal.day, metavar="DATE", help=_("the day it is for, or the first one")
    )
    new.add_argument("--each", default="", metavar="RULE", help=_("how often, such as week:sat"))
    new.add_argument(
        "--at", default="", metavar="HOURS", help=_("which hours, such as 22:00-03:00")
    )
    new.add_argument("--condition", default="", help=_("what it hangs on, if anything"))
    came = made.add_argument_group(_("what came of one"))
    came.add_argument("--outcome", default="", metavar="ID", help=_("the promise, by its id"))
    came.add_argument("--day", type=terminal.day, metavar="DATE", help=_("the day it fell due"))
    came.add_argument(
        "--was",
        default="",
        choices=("", "kept", "late", "part-kept", "missed", "excused", "withdrawn"),
        help=_("what came of it"),
    )
    came.add_argument("--share", type=int, metavar="PERCENT", help=_("how much, for part-kept"))
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        if options.outcome:
            if not options.was:
                raise InputNotUsableError(_("Say what came of it with --was, for example kept."))
            home.promising.outcome(_outcome(options))
        elif options.who or options.words:
            home.promising.promise(_promise(options))
        page = home.promises(on=options.on)
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page)
    return 0


def _outcome(options: argparse.Namespace) -> ToNote:
    from kinhold.application.promise_steps import ToNote

    return ToNote(
        promise_id=options.outcome, outcome=options.was, for_day=options.day, share=options.share
    )


def _promise(options: argparse.Namespace) -> ToPromise:
    from kinhold.application.promise_steps import ToPromise
    from kinhold.domain.periods import parse_window
    from kinhold.domain.recurrence import parse_recurrence

    return ToPromise(
        who=options.who,
        words=options.words,
        topic=options.about,
        due=options.due,
        each=parse_recurrence(options.each) if options.each else None,
        at=(parse_window(options.at),) if options.at else (),
        condition=options.condition,
    )


def show(page: PromisesPage) -> None:
    terminal.say(page.headline)
    for person in page.people:
        print(f"\n{person.name}")
        for said in (person.reliability, person.planning):
            if said:
                terminal.say(said, indent="  ")
        terminal.table(
            [
                ("  " + line.fact_id[:8], line.state, line.counts, line.sentence)
                for line in person.promises
            ]
        )
