"""`kinhold today FILE`: who has the child now, who is next, what is due."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.today import TodayPage


def parser() -> argparse.ArgumentParser:
    return terminal.parser(
        "today",
        _("Who has the child now, who is next, what is due."),
        example="kinhold today home.kinhold",
        page=True,
    )


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home, terminal.progress(_("Planning")):
        moment = None
        if options.on:
            zone = home.standing(on=options.on).household.zone
            local = home.now().astimezone(zone).time().replace(second=0, microsecond=0)
            moment = datetime.combine(options.on, time(local.hour, local.minute), zone)
        page = home.today(now=moment)
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page)
    return 0


def show(page: TodayPage) -> None:
    print(f"{page.date} · {page.clock}\n")
    rows = [(_("Now"), page.now), (_("Next"), page.next or _("Nobody else is planned in."))]
    rows += [(_("Last"), line) for line in page.last]
    rows += [(_("Open"), page.open)] if page.open else []
    rows += [(_("Money"), page.money)]
    rows += [(_("Due"), line) for line in page.due]
    terminal.table(rows)
    terminal.questions(page.questions)
