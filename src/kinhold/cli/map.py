"""`kinhold map FILE`: the family map, as a list or as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.family_map import MapPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "map",
        _("Who is in the household, who is around it, and who left."),
        example="kinhold map home.kinhold --svg map.svg",
        page=True,
    )
    terminal.svg_option(made, _("the family map (genogram)"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.drawing.genogram import draw_genogram

    with terminal.household(options.file) as home:
        page = home.map(on=options.on)
    terminal.draw(options, lambda: draw_genogram(page))
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page)
    return 0


def show(page: MapPage) -> None:
    terminal.say(page.headline)
    print()
    where = {True: _("in the household"), False: ""}
    terminal.table(
        [
            (
                p.name,
                p.relation,
                p.age,
                "left" if p.was_inside and not p.inside else where[p.inside],
            )
            for p in page.people
        ]
    )
    if page.ties:
        print()
        for tie in page.ties:
            terminal.say(
                tie.words
                + (_(" (ended: {ended_by})").format(ended_by=tie.ended_by) if tie.ended_by else ""),
                indent="  ",
            )
