"""`kinhold erase FILE --entry ID`: erase what an entry says, for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api import HouseholdFile


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "erase",
        _(
            "Erase what an entry says, with its earlier versions, for good. That something was "
            "erased stays visible; what it was does not. To take an entry back so that it can be "
            "brought back, use: kinhold undo"
        ),
        example="kinhold erase home.kinhold --entry 3f2a9c41 --field address",
    )
    what = made.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--entry", metavar="ID", help=_("the entry's id, or its first eight characters")
    )
    what.add_argument(
        "--space", metavar="SPACE", help=_("a whole private space, by destroying its key: private")
    )
    made.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="GROUP",
        help=_("only this group of fields, such as address, phone or school"),
    )
    made.add_argument(
        "--quotes", action="store_true", help=_("with a story: also the entries that quote it")
    )
    made.add_argument("--ground", default="", metavar="WORDS", help=_("why; this is kept"))
    made.add_argument("--yes", action="store_true", help=_("do not ask whether it is meant"))
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        if not options.yes and not _meant(options):
            print(_("Nothing was erased."))
            return 0
        if options.space:
            home.safekeeping.erase_space(space=options.space)
            print(_("Erased. Nobody can read again what was in it."))
            return 0
        return _erase_entry(home, options)


def _meant(options: argparse.Namespace) -> bool:
    """Ask, where somebody is there to answer."""
    if not sys.stdin.isatty():
        return True
    what = (
        _("the space {space}").format(space=options.space)
        if options.space
        else _("entry {entry}").format(entry=options.entry)
    )
    print(
        _("Erase {what} for good? This cannot be undone. Type yes: ").format(what=what),
        end="",
        flush=True,
    )
    return sys.stdin.readline().strip().lower() == "yes"


def _erase_entry(home: HouseholdFile, options: argparse.Namespace) -> int:
    erased = home.safekeeping.erase(
        entry_id=options.entry, fields=options.field, quotes=options.quotes, ground=options.ground
    )
    if erased.again:
        print(_("It had been erased before. What was left of it beside the file is gone too."))
        return 0
    count = len(erased.entries)
    said = _("{count} entries").format(count=count) if count > 1 else "1 entry"
    print(
        _("Erased: {said}{groups}.").format(
            said=said, groups=" (" + ", ".join(erased.groups) + ")" if erased.groups else ""
        )
    )
    if erased.still_quoted:
        terminal.say(
            _(
                "{still_quoted} entries quote this story and still stand. To erase them too, erase "
                "the story with --quotes, or each one by its id: "
            ).format(still_quoted=len(erased.still_quoted))
            + ", ".join(each[:8] for each in erased.still_quoted)
        )
    terminal.say(_("Backups made before still hold it, sealed, for 35 days at most."))
    return 0
