"""`kinhold calendar FILE`: give somebody their own hours on a device, or take that back."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api import HouseholdFile


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "calendar",
        _(
            "Give somebody a calendar with their own hours of the rota that was shared. They "
            "subscribe to it on one device. See when each was last fetched, or take one back. A "
            "calendar says when, and whether as back-up: no place, no child, nobody else."
        ),
        example="kinhold calendar home.kinhold --give Mum --device phone",
    )
    what = made.add_mutually_exclusive_group()
    what.add_argument("--give", default="", metavar="NAME", help=_("give this person a calendar"))
    what.add_argument(
        "--take-back", default="", metavar="ID", help=_("end the calendar with this id")
    )
    what.add_argument(
        "--write",
        default="",
        metavar="NAME",
        help=_("write this person's calendar as it is now to standard output, as an .ics file"),
    )
    what.add_argument("--list", action="store_true", help=_("show the calendars that were given"))
    made.add_argument(
        "--device", default="", metavar="WORD", help=_("for which device, such as phone")
    )
    made.add_argument("--json", action="store_true", help=_("the list as JSON"))
    return made


def run(options: argparse.Namespace) -> int:
    if not (options.give or options.take_back or options.write or options.list):
        raise InputNotUsableError(
            _("Say to whom (--give NAME --device phone), or see the calendars with --list.")
        )
    with terminal.household(options.file) as home:
        if options.write:
            sys.stdout.buffer.write(home.calendars.write_for(options.write))
            sys.stdout.buffer.flush()
            return 0
        if options.give:
            _give(home, options)
        elif options.take_back:
            home.calendars.take_back(link_id=options.take_back)
        _list(home, as_json=options.json)
    return 0


def _give(home: HouseholdFile, options: argparse.Namespace) -> None:
    given = home.calendars.give(whom=options.give, device=options.device)
    if options.json:
        return
    token = home.calendars.token(link_id=given.fact_id)
    terminal.say(
        _(
            "The address of the calendar, to be put behind that of the computer on which kinhold "
            "serve runs. Whoever has it sees those hours; it is shown again on the web page "
            "Calendars."
        )
    )
    print(f"\n  /f/{token}.ics\n")


def _list(home: HouseholdFile, *, as_json: bool) -> None:
    lines = home.calendars.given()
    if as_json:
        print(terminal.to_json([asdict(line) for line in lines]))
        return
    if not lines:
        terminal.say(_("Nobody has a calendar."))
        return
    terminal.table(
        [
            (
                x.link_id[:8],
                x.who,
                x.device,
                x.given,
                _("over: {over}").format(over=x.over) if x.over else x.fetched_words,
            )
            for x in lines
        ],
        head=("id", "who", "device", "given", _("last fetched")),
    )
