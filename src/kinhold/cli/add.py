"""`kinhold add FILE LINE`: write one line of the notation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "add",
        _(
            "Write one line of the notation into the record (docs/reference/notation.md lists "
            "the kinds)."
        ),
        example="kinhold add home.kinhold '2026-11-22T01:10 feed Noah side=left minutes=15 by=Emily'",
    )
    made.add_argument(
        "line", metavar="LINE", nargs="+", help='DATE KIND SUBJECT key=value … "words"'
    )
    made.add_argument(
        "--instead-of",
        metavar="ID",
        default="",
        help=_("put it in the place of this fact (a correction)"),
    )
    made.add_argument(
        "--even-so",
        action="store_true",
        help=_("write it down although there is something to know first"),
    )
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.application.sentences import sentence

    line = options.line[0] if len(options.line) == 1 else " ".join(options.line)
    with terminal.household(options.file, create=True) as home:
        known = () if options.even_so else home.finances.warnings_before(line)
        if known:
            for finding in known:
                terminal.say(f"! {finding.message}")
            terminal.say(_("Nothing was written. To write it down all the same, add --even-so."))
            return 2
        fact = (
            home.correct(fact_id=options.instead_of, line=line)
            if options.instead_of
            else home.add(line)
        )
        household = home.standing().household
        terminal.say(
            _("Saved. {sentence}").format(
                sentence=sentence(fact, name=household.name, country=household.country)
            )
        )
        print(f"Undo with: kinhold undo {options.file} --id {fact.fact_id[:8]}")
    return 0
