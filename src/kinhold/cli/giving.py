"""What `export` and `chronology` share: what is given, to whom, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.give_record import Given, ToGive


def options(made: argparse._ArgumentGroup) -> None:
    """Add the options that say what is given."""
    made.add_argument(
        "--preset",
        choices=["own", "agency", "court"],
        default="own",
        help=_(
            "for yourself (everything), an agency (by theme) or a court (what matters most, the "
            "last two years); default: own"
        ),
    )
    made.add_argument(
        "--pick", action="append", default=[], metavar="ID", help=_("also this entry, or this file")
    )
    made.add_argument(
        "--leave-out", action="append", default=[], metavar="ID", help=_("but not this entry")
    )
    made.add_argument(
        "--show",
        action="append",
        default=[],
        metavar="GROUP",
        help=_("show addresses, phones or schools; they are withheld otherwise"),
    )
    made.add_argument(
        "--no-quotes", action="store_true", help=_("leave out the sentences of a story")
    )
    made.add_argument(
        "--from", dest="start", type=terminal.day, metavar="DATE", help=_("from this day")
    )
    made.add_argument("--until", type=terminal.day, metavar="DATE", help=_("until this day"))
    made.add_argument(
        "--case", default="", metavar="TITLE", help=_("the case, as on the court's papers")
    )
    made.add_argument("--case-number", default="", metavar="NUMBER", help=_("its number"))
    made.add_argument("--for", dest="given_to", default="", metavar="WHO", help=_("who it is for"))
    made.add_argument(
        "--seen-by", default="", metavar="NAME", help=_("only what this person may see anyway")
    )
    made.add_argument(
        "--allegation",
        action="append",
        default=[],
        metavar="ID",
        help=_(
            "this entry in a schedule of allegations (England and Wales, when a court asks for one)"
        ),
    )
    made.add_argument(
        "--pages",
        type=int,
        metavar="N",
        help=_("how many pages the court allowed, where it said so"),
    )
    made.add_argument(
        "--label", default="KH-", metavar="PREFIX", help=_("before each page's number")
    )


def to_give(given: argparse.Namespace, *, bundle: bool, name: str) -> ToGive:
    """Return what the options ask for."""
    from kinhold.application.chronology_report import ReportOptions
    from kinhold.application.give_record import ToGive

    asked = ReportOptions(
        preset=given.preset,
        start=given.start,
        end=given.until,
        pick=tuple(given.pick),
        leave_out=tuple(given.leave_out),
        show=tuple(given.show),
        quotes=not given.no_quotes,
        case_title=given.case,
        case_number=given.case_number,
        given_to=given.given_to,
        page_limit=given.pages,
        label_prefix=given.label,
        made_with=_program(),
        verify_command=_("python3 verify.py {name}").format(name=name),
    )
    return ToGive(
        options=asked,
        seen_by=given.seen_by,
        allegations=tuple(given.allegation),
        bundle=bundle,
        name=name,
    )


def _program() -> str:
    from importlib.metadata import version

    return _("Kinhold {version}").format(version=version("kinhold"))


def say_findings(given: Given) -> None:
    """Print what the person should know before she gives it away."""
    if given.findings:
        print(_("\nBefore you give it away:"))
    for finding in given.findings:
        terminal.say(f"- {finding.message}", indent="  ")
