"""`kinhold ask FILE`: ask somebody, note what they say, see what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api import HouseholdFile
    from kinhold.application.asks import AskLine


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "ask",
        _(
            "Ask somebody for help on a day, note what they say, and see what each ask waits "
            "for. A yes is planned with; what came of it counts for how far a plan leans on them."
        ),
        example="kinhold ask home.kinhold --whom Mum --day 2026-11-24 --at 22:00-03:00",
    )
    made.add_argument("--whom", default="", metavar="NAME", help=_("whom to ask"))
    made.add_argument("--day", type=terminal.day, metavar="DATE", help=_("for which day"))
    made.add_argument(
        "--at", default="", metavar="HOURS", help=_("which hours, such as 22:00-03:00")
    )
    made.add_argument(
        "--for",
        dest="children",
        action="append",
        default=[],
        metavar="CHILD",
        help=_("for which child"),
    )
    made.add_argument("--words", default="", help=_("how to put it, in your own words"))
    made.add_argument("--step", default="", metavar="ID", help=_("note what came of this ask"))
    made.add_argument(
        "--state",
        default="",
        choices=["", "offered", "confirmed-day", "confirmed-hours", "declined", "done", "not-done"],
        help=_("what was said or done"),
    )
    made.add_argument("--list", action="store_true", help=_("show the asks"))
    made.add_argument("--json", action="store_true", help=_("the page as JSON"))
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        if options.step:
            if not options.state:
                raise InputNotUsableError(
                    _("Say what came of it with --state, for example offered.")
                )
            home.asks.step(ask_id=options.step, state=options.state)
        elif options.whom:
            _ask(home, options)
        elif not options.list:
            raise InputNotUsableError(_("Say whom to ask (--whom), or see the asks with --list."))
        page = home.asks.page()
    if options.json:
        print(terminal.to_json(page))
        return 0
    terminal.say(page.headline)
    for title, lines in (
        (_("Waiting"), page.waiting),
        (_("To come"), page.coming),
        (_("Over"), page.over),
    ):
        _lines(title, lines)
    return 0


def _ask(home: HouseholdFile, options: argparse.Namespace) -> None:
    from kinhold.application.asks import ToAsk
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.periods import parse_window

    if options.day is None:
        raise InputNotUsableError(_("Say for which day, for example --day 2026-11-24."))
    step, findings = home.asks.ask(
        ToAsk(
            whom=PersonRef(options.whom),
            day=options.day,
            window=parse_window(options.at) if options.at else None,
            children=tuple(map(PersonRef, options.children)),
            words=options.words,
        )
    )
    page = home.asks.page()
    line = next(x for x in (*page.waiting, *page.coming, *page.over) if x.ask_id == step.fact_id)
    terminal.say(_("To send: {text}").format(text=line.text))
    for finding in findings:
        terminal.say(finding.message)


def _lines(title: str, lines: tuple[AskLine, ...]) -> None:
    if lines:
        print(f"\n{title}")
        terminal.table(
            [
                (x.ask_id[:8], x.who, x.when, f"{x.state_words}; {x.waiting}".rstrip("; "))
                for x in lines
            ]
        )
