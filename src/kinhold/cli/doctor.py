"""`kinhold doctor FILE`: one page to show a doctor, her words first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.doctors_page import DoctorsPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "doctor",
        _(
            "One page you can show or print: your words first, sleep, what rests on you, what "
            "you want to ask. Totals stand on it only where you name them."
        ),
        example="kinhold doctor home.kinhold --with phq-9,gad-7 --pdf page.pdf",
    )
    made.add_argument(
        "--words", default="", help=_("what you want to say; takes the earlier words' place")
    )
    made.add_argument(
        "--ask",
        action="append",
        default=[],
        metavar="TEXT",
        help=_("something to ask; may be repeated"),
    )
    made.add_argument(
        "--with",
        dest="scores",
        default="",
        metavar="FORMS",
        help=_("totals to show, such as phq-9,gad-7"),
    )
    made.add_argument("--pdf", metavar="FILE", help=_("write it as one sheet of PDF/A"))
    made.add_argument("--json", action="store_true", help=_("the page as JSON"))
    return made


def run(options: argparse.Namespace) -> int:
    scores = tuple(part.strip() for part in options.scores.split(",") if part.strip())
    with terminal.household(options.file) as home:
        wellbeing = home.wellbeing
        if options.words or options.ask:
            wellbeing.write_for_doctor(words=options.words, ask=options.ask)
        page = wellbeing.doctors_page(scores=scores)
        if options.pdf:
            terminal.write(Path(options.pdf), wellbeing.doctors_pdf(scores=scores))
    print(terminal.to_json(page)) if options.json else show(page)
    return 0


def show(page: DoctorsPage) -> None:
    print(f"{page.title}\n{page.name}, {page.day}")
    print(_("\nIn my words"))
    terminal.say(page.words or _("(nothing yet: add it with --words)"), indent="  ")
    print(_("\nSleep, the last seven nights"))
    terminal.table([("  " + label, said) for label, said in page.sleep])
    print(_("\nWhat rests on me"))
    for said in page.load:
        terminal.say(said, indent="  ")
    print(_("\nWhat I want to ask"))
    for number, asked in enumerate(page.ask, start=1):
        terminal.say(f"{number}. {asked}", indent="  ")
    if not page.ask:
        print(_("  (nothing yet: add it with --ask)"))
    for score in page.scores:
        alone = f" {score.alone}." if score.alone else ""
        terminal.say(f"{score.key}, {score.day}: {score.said}.{alone}")
    print()
    terminal.say(page.note)
