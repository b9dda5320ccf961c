"""`kinhold lines`: phone, text and chat lines that are open now, the ones for a crisis first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.lines import LinesPage

ZONES = {"uk": "Europe/London", "us": "America/New_York"}


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "lines",
        _("Lines that are open now, the ones for a crisis first. It asks no server for anything."),
        example="kinhold lines --country uk",
        file=False,
    )
    made.add_argument(
        "file", nargs="?", metavar="FILE.kinhold", help=_("the household file, for its country")
    )
    made.add_argument("--country", default="", help=_("uk or us, where no file is named"))
    made.add_argument("--all", action="store_true", help=_("also those that are closed now"))
    made.add_argument("--json", action="store_true", help=_("the page as JSON"))
    return made


def run(options: argparse.Namespace) -> int:
    if options.file:
        with terminal.household(options.file) as home:
            page = home.wellbeing.lines(everything=options.all)
    else:
        page = _without_file(options)
    print(terminal.to_json(page)) if options.json else show(page)
    return 0


def _without_file(options: argparse.Namespace) -> LinesPage:
    from zoneinfo import ZoneInfo

    from kinhold import bootstrap
    from kinhold.application.lines import lines_page

    country = options.country.strip().lower()
    if not country:
        raise InputNotUsableError(_("Name a household file, or a country: --country uk or us."))
    now = bootstrap.clock().now()
    zone = ZoneInfo(ZONES.get(country, "Etc/UTC"))
    return lines_page(country=country, now=now, zone=zone, everything=options.all)


def show(page: LinesPage) -> None:
    print(f"{page.title}: {page.at}")
    if page.note:
        terminal.say(page.note)
    terminal.table([("  " + line.says, line.name, line.for_whom) for line in page.open])
    if page.others:
        print(_("\nNot open now, or hours not checked:"))
        terminal.table([("  " + line.says, line.name, line.hours) for line in page.others])
    days = sorted({line.checked_on for line in (*page.open, *page.others)})
    if days:
        print(_("\nChecked against their sources on {days}.").format(days=days[0]))
