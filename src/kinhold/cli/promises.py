"""`kinhold promises FILE`: who said they would do what, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse

    from kinhold.application.promises import PromisesPage


def parser() -> argparse.ArgumentParser:
    return terminal.parser(
        "promises",
        "Who said they would do what, and what came of it. Counts first.",
        example="kinhold promises home.kinhold",
        page=True,
    )


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        page = home.promises(on=options.on)
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page)
    return 0


def show(page: PromisesPage) -> None:
    terminal.say(page.headline)
    for person in page.people:
        print(f"\n{person.name}")
        for said in (person.reliability, person.planning):
            if said:
                terminal.say(said, indent="  ")
        terminal.table(
            [("  " + line.state, line.counts, line.sentence) for line in person.promises]
        )
