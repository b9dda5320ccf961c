"""`kinhold confirm FILE`: accept, change or set aside what a story suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "confirm",
        _("List what the story suggests, and say yes or no. A yes can be undone."),
        example="kinhold confirm home.kinhold --yes 3f9a0c1b2d4e --no 77aa01bc99de",
    )
    made.add_argument(
        "--story", default="", metavar="ID", help=_("which story (default: the latest)")
    )
    made.add_argument("--yes", nargs="+", default=[], metavar="KEY", help=_("accept these"))
    made.add_argument("--no", nargs="+", default=[], metavar="KEY", help=_("set these aside"))
    made.add_argument(
        "--tier1", action="store_true", help=_("accept everything that we think it says")
    )
    made.add_argument(
        "--change",
        nargs=2,
        metavar=("KEY", "LINE"),
        help=_("accept one as you word it in the notation"),
    )
    made.add_argument("--all", action="store_true", help=_("list what was answered too"))
    made.add_argument("--json", action="store_true", help=_("the list as JSON"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.application.confirm_suggestions import line_of
    from kinhold.application.sentences import sentence

    with terminal.household(options.file) as home, terminal.progress(_("Reading")):
        story = home.story(options.story)
        if options.yes:
            home.confirm(story, keys=options.yes)
        if options.tier1:
            home.confirm(story, tier=1)
        for key in options.no:
            home.set_aside(story, key=key)
        if options.change:
            home.accept_changed(story, key=options.change[0], line=options.change[1])
        states = home.suggestions(story)
        household = home.standing().household
    rows = [
        {
            "key": s.suggestion.key,
            "state": s.state,
            "tier": s.suggestion.tier,
            "theme": s.suggestion.theme,
            "sentence": sentence(s.suggestion.fact, name=household.name, country=household.country),
            "quote": s.suggestion.quotes[0].text,
            "line": line_of(
                s.suggestion.proposal or s.suggestion.fact, currency=household.currency
            ),
        }
        for s in states
        if options.all or options.json or s.state == "open"
    ]
    if options.json:
        print(terminal.to_json(rows))
        return 0
    answered = sum(1 for s in states if s.state != "open")
    terminal.say(
        _("{answered} of {states} answered.").format(answered=answered, states=len(states))
    )
    for tier, title in ((1, _("We think")), (2, _("Worth a look"))):
        part = [r for r in rows if r["tier"] == tier]
        if part:
            print(f"\n{title}")
            terminal.table(
                [
                    (
                        str(r["key"]),
                        str(r["state"]),
                        f"{r['sentence']}  “{' '.join(str(r['quote']).split())}”",
                    )
                    for r in part
                ]
            )
    return 0
