"""`kinhold synthesize DIR`: household files that are nobody's, for tests and benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.cli import terminal
from kinhold.cli.batch import pace, workers
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

MOST: Final = 1_000_000


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "synthesize",
        _(
            "Write household files that are drawn from published and stated distributions, for "
            "tests and benchmarks. Nobody lives in them. The same seed gives the same facts. "
            "Files that are there already are left alone, so a run that was ended can be gone on "
            "with. What is drawn, and from where: docs/explanation/synthetic-households.md"
        ),
        example="kinhold synthesize practice/ --households 1000 --seed 1",
        file=False,
    )
    made.add_argument(
        "folder", metavar="DIR", help=_("where the files go; made if it is not there")
    )
    made.add_argument(
        "--households", type=_number, required=True, metavar="N", help=_("how many there are to be")
    )
    made.add_argument("--seed", type=_number, default=1, metavar="S", help="default: 1")
    made.add_argument("--country", choices=("uk", "us", "both"), default="both")
    made.add_argument(
        "--on",
        type=terminal.day,
        metavar="DATE",
        help=_("the day of the facts (default: the same day always, so that a seed says it all)"),
    )
    made.add_argument(
        "--workers", type=workers, default=2, metavar="N", help=_("processes (default: 2)")
    )
    return made


def _number(text: str) -> int:
    import argparse

    if not text.isdecimal() or int(text) > MOST:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a number from 0 to {most}. Write it like 1000.").format(
                text=text[:20], most=MOST
            )
        )
    return int(text)


def run(options: argparse.Namespace) -> int:
    from kinhold.batch.synthesize import Synthesis, synthesize

    whole = options.households
    with terminal.progress(_("Writing {whole} households").format(whole=whole)) as step:
        made = synthesize(
            Synthesis(options.folder, options.seed, options.country, options.on),
            households=whole,
            workers=options.workers,
            step=pace(whole, step),
        )
    terminal.say(
        _("{written} synthetic households written to {folder}.").format(
            written=made.written, folder=options.folder
        )
    )
    if made.left_alone:
        terminal.say(
            _(
                "{left_alone} were there already and were left alone, whatever seed they are of."
            ).format(left_alone=made.left_alone)
        )
    return 0
