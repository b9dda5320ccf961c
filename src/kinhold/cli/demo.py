"""`kinhold demo`: the main job in one go, from a story to a plan, then the web app."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from datetime import date

    from kinhold.api import HouseholdFile


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "demo",
        _(
            "Read a story, build the household from it and from answers, print chronology, "
            "promises, tonight, runway and N-1, then serve the app."
        ),
        example="kinhold demo --story my-story.txt --answers answers.txt --told 2026-11-21",
        file=False,
    )
    made.add_argument(
        "--story", required=True, metavar="STORY", help=_("a text file in somebody's own words")
    )
    made.add_argument(
        "--answers",
        metavar="FILE",
        help=_("lines of the notation that answer what the story leaves open"),
    )
    made.add_argument(
        "--told", type=terminal.day, metavar="DATE", help=_("the day it was told (default: today)")
    )
    made.add_argument(
        "--file",
        metavar="FILE.kinhold",
        help=_("keep the household in this file (default: a temporary one)"),
    )
    made.add_argument("--port", type=int, default=8420, help=_("port of the web app"))
    made.add_argument("--no-serve", action="store_true", help=_("stop after printing"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.cli.new import begin
    from kinhold.cli.serve import serve

    story = terminal.read_text(options.story)
    answers = terminal.read_text(options.answers) if options.answers else ""
    with tempfile.TemporaryDirectory(prefix="kinhold-") as folder:
        file = options.file or str(Path(folder) / "household.kinhold")
        with terminal.household(file, create=True) as home:
            bad = begin(home, file, story=story, answers=answers, told=options.told, tier=1)
            show(home, on=options.told)
        if options.no_serve:
            return bad
        return serve(file, host="127.0.0.1", port=options.port)


def show(home: HouseholdFile, *, on: date | None) -> None:
    """Print every page of the main job, the sentence first."""
    from kinhold.cli import chronology, map, money, promises, rota, stress  # noqa: A004 - the command's name

    pages: tuple[tuple[str, Callable[[], None]], ...] = (
        (_("Who is who"), lambda: map.show(home.map(on=on))),
        (_("Chronology"), lambda: chronology.show(home.chronology(on=on))),
        (_("Promises"), lambda: promises.show(home.promises(on=on))),
        (_("Tonight and the fortnight"), lambda: rota.show(home.rota(on=on))),
        (_("Money"), lambda: money.show(home.money(on=on))),
        (_("If one person does not turn up"), lambda: stress.show(home.stress(on=on))),
    )
    for title, show_it in pages:
        print(f"\n━━ {title} " + "━" * max(3, terminal.width() - len(title) - 4) + "\n")
        with terminal.progress(title):
            show_it()
