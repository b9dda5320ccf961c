"""`kinhold new FILE`: begin a household file, from a story where there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from kinhold.api import HouseholdFile
    from kinhold.application.read_story import ReadStory


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "new",
        _("Begin a household file. With a story, what it says is accepted as far as you ask for."),
        example="kinhold new home.kinhold --story my-story.txt --accept tier1 --told 2026-11-21",
    )
    made.add_argument("--story", metavar="STORY", help=_("a text file in your own words"))
    made.add_argument(
        "--accept",
        choices=["none", "tier1"],
        default="none",
        help=_("accept nothing yet (default), or all that we think it says"),
    )
    made.add_argument(
        "--answers",
        metavar="FILE",
        help=_("lines of the notation that answer what the story leaves open"),
    )
    made.add_argument(
        "--told",
        type=terminal.day,
        metavar="DATE",
        help=_("the day the story was told (default: today)"),
    )
    return made


def run(options: argparse.Namespace) -> int:
    if Path(options.file).exists():
        raise InputNotUsableError(
            _(
                "{file} is there already. Choose another name, or add to it with: kinhold import "
                "{file} --notation NOTES.txt"
            ).format(file=options.file)
        )
    story = terminal.read_text(options.story) if options.story else ""
    answers = terminal.read_text(options.answers) if options.answers else ""
    with terminal.household(options.file, create=True) as home:
        return begin(
            home,
            options.file,
            story=story,
            answers=answers,
            told=options.told,
            tier=1 if options.accept == "tier1" else 0,
        )


def begin(
    home: HouseholdFile, name: str, *, story: str, answers: str, told: date | None, tier: int
) -> int:
    """Fill a household from a story and answers; return 1 where an answer could not be read."""
    accepted = 0
    if story:
        with terminal.progress(_("Reading")):
            read = home.read(story, told=told)
        home.keep_story(read)
        accepted = len(home.confirm(read, tier=tier)) if tier else 0
        left = sum(1 for s in home.suggestions(read) if s.state == "open")
        terminal.say(
            _(
                "{name}: {accepted} facts accepted from the story, {left} left to look at (kinhold "
                "confirm {name})."
            ).format(name=name, accepted=accepted, left=left)
        )
    else:
        terminal.say(_("{name} is ready.").format(name=name))
    bad = 0
    if answers:
        found = home.import_notation(answers)
        terminal.say(_("{new} answers written.").format(new=len(found.new)))
        for finding in found.findings:
            terminal.say(f"! {finding.where}: {finding.message}")
            bad = 1
    if story:
        _ask_about_promises(home, read)
    terminal.questions(home.questions()[:6])
    return bad


def _ask_about_promises(home: HouseholdFile, read: ReadStory) -> None:
    """A promise that we are not sure of is asked about, with the line that would keep it."""
    from kinhold.application.confirm_suggestions import line_of

    household = home.standing().household
    unsure = [
        s.suggestion
        for s in home.suggestions(read)
        if s.state == "open" and s.suggestion.theme == "promises" and s.suggestion.proposal
    ]
    for suggestion in unsure[:5]:
        promise = suggestion.proposal
        if promise is None or promise.KIND != "promise":
            continue
        who = household.name(promise.about)
        terminal.say(
            _("? Is this a promise by {who}: “{text}”").format(
                who=who, text=suggestion.quotes[0].text
            ),
            indent="  ",
        )
        print(f"      {line_of(promise, currency=household.currency)}")
