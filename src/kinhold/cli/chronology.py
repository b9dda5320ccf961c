"""`kinhold chronology FILE`: what happened, in order, with both dates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import giving, terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.chronology import ChronologyPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "chronology",
        _(
            "What happened, in order: when it was, how precisely that is known, and when it was "
            "written down."
        ),
        example="kinhold chronology home.kinhold --theme promises",
        page=True,
    )
    made.add_argument(
        "--theme",
        default="",
        choices=["", "events", "promises", "money", "contact", "children", "notes"],
        help=_("only this theme"),
    )
    made.add_argument(
        "--who", default="", metavar="NAME", help=_("only lines that name this person")
    )
    made.add_argument("--why", action="store_true", help=_("show the words each line rests on"))
    terminal.svg_option(made, _("the timeline"))
    given = made.add_argument_group(_("as a document for someone else"))
    given.add_argument("--pdf", metavar="OUT.pdf", help=_("write it as PDF/A to this file"))
    giving.options(given)
    return made


def run(options: argparse.Namespace) -> int:
    if options.pdf:
        return _document(options)
    from kinhold.drawing.timeline import draw_timeline

    with terminal.household(options.file) as home:
        page = home.chronology(on=options.on, theme=options.theme, who=options.who)
    terminal.draw(options, lambda: draw_timeline(page))
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page, why=options.why)
    return 0


def _document(options: argparse.Namespace) -> int:
    wanted = giving.to_give(options, bundle=False, name="BUNDLE")
    with terminal.household(options.file) as home, terminal.progress(_("Setting the pages")):
        given = home.safekeeping.give(wanted)
    terminal.write(Path(options.pdf), given.document)
    print(_("{pdf}: {shown} entries.").format(pdf=options.pdf, shown=given.shown))
    giving.say_findings(given)
    return 0


def show(page: ChronologyPage, *, why: bool = False) -> None:
    terminal.say(page.headline)
    print()
    terminal.table(
        [
            (
                e.when,
                e.what
                + (
                    _("  [{source}; written {written}, {timeliness}; {fact_id}]").format(
                        source=e.source,
                        written=e.written,
                        timeliness=e.timeliness,
                        fact_id=e.fact_id[:8],
                    )
                    if why
                    else ""
                ),
            )
            for e in page.entries
        ],
        head=(_("When"), _("What")),
    )
