"""`kinhold chronology FILE`: what happened, in order, with both dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse

    from kinhold.application.chronology import ChronologyPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "chronology",
        "What happened, in order: when it was, how precisely that is known, and when it was written down.",
        example="kinhold chronology home.kinhold --theme promises",
        page=True,
    )
    made.add_argument(
        "--theme",
        default="",
        choices=["", "events", "promises", "money", "contact", "children", "notes"],
        help="only this theme",
    )
    made.add_argument("--who", default="", metavar="NAME", help="only lines that name this person")
    made.add_argument("--why", action="store_true", help="show the words each line rests on")
    terminal.svg_option(made, "the timeline")
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.api import open_household
    from kinhold.drawing.timeline import draw_timeline

    with open_household(options.file) as home:
        page = home.chronology(on=options.on, theme=options.theme, who=options.who)
    terminal.draw(options, lambda: draw_timeline(page))
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page, why=options.why)
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
                    f"  [{e.source}; written {e.written}, {e.timeliness}; {e.fact_id[:8]}]"
                    if why
                    else ""
                ),
            )
            for e in page.entries
        ],
        head=("When", "What"),
    )
