"""`kinhold rota FILE`: who has the child when, over the next fortnight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse

    from kinhold.application.rota import RotaPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "rota",
        "Who has the child when, what stays open, and whom one could ask.",
        example="kinhold rota home.kinhold --days 14",
        page=True,
    )
    made.add_argument(
        "--days",
        type=int,
        default=14,
        choices=range(1, 29),
        metavar="1-28",
        help="how many days (default: 14)",
    )
    made.add_argument(
        "--from",
        dest="first",
        type=terminal.day,
        metavar="DATE",
        help="the first day of the rota (default: the day of --on)",
    )
    made.add_argument(
        "--slot",
        type=int,
        default=30,
        choices=(15, 30),
        help="how finely turns are cut, in minutes (default: 30)",
    )
    made.add_argument("--why", action="store_true", help="show how good the plan is proven to be")
    terminal.svg_option(made, "the fortnight")
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.drawing.rota_grid import draw_rota

    # Half hours are what the library plans in unless told.
    finer: dict[str, Any] = {} if options.slot == 30 else {"slot": options.slot}  # noqa: PLR2004
    with terminal.household(options.file) as home, terminal.progress("Planning the fortnight"):
        page = home.rota(on=options.first or options.on, days=options.days, **finer)
    terminal.draw(options, lambda: draw_rota(page))
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page, why=options.why)
    return 0


def show(page: RotaPage, *, why: bool = False) -> None:
    terminal.say(page.headline)
    print()
    for day in page.days:
        cells = [
            f"{c.start}–{c.end} {c.name}" + (f" (back-up {c.backup})" if c.backup else "")
            for c in day.cells
        ]
        terminal.table([(day.label, " · ".join(cells))])
    if page.load:
        print("\nHours")
        terminal.table(
            [
                (
                    "  " + line.name,
                    line.hours,
                    f"{line.night_hours} of them at night, about {line.wakings} wakings",
                )
                for line in page.load
            ]
        )
    if page.open:
        print("\nOpen")
        for line in page.open[:8]:
            who = f" Could ask: {', '.join(name for _, name, _ in line.asks)}." if line.asks else ""
            terminal.say(line.sentence + who, indent="  ")
        if len(page.open) > 8:  # noqa: PLR2004 - a screenful
            print(f"  … and {len(page.open) - 8} more (--json lists all)")
    for note in page.notes:
        terminal.say(f"! {note}")
    if page.score:
        terminal.say(page.score.sentence)
    if why:
        print("\nHow good it is proven to be")
        terminal.table(
            [
                (
                    "  " + v.name,
                    f"{v.value:g}",
                    f"bound {v.bound:g}, {'proven best' if v.proven else 'not proven best'}",
                )
                for v in page.levels
            ]
        )
    terminal.questions(page.questions)
