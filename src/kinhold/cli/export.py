"""`kinhold export FILE`: the household as plain text, its care log, or a bundle anyone can check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import giving, terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "export",
        _(
            "Write the household as plain text, its care log for a spreadsheet, or a bundle. A "
            "bundle is one ZIP with the chronology, the entries, proofs and verify.py: anyone "
            "can check it without Kinhold. Private entries (diary, check-ins, signals) stay "
            "behind."
        ),
        example="kinhold export home.kinhold --bundle bundle.zip --preset court",
    )
    what = made.add_argument_group(_("as plain text"))
    what.add_argument(
        "--notation", action="store_true", help=_("one line a fact; this is the default")
    )
    what.add_argument(
        "--ids", action="store_true", help=_("with the id of each fact, for an exact copy")
    )
    what.add_argument("--to", metavar="FILE", help=_("write to this file (default: print)"))
    log = made.add_argument_group(_("the care log, for a spreadsheet"))
    log.add_argument(
        "--log-csv", metavar="OUT.csv", help=_("as CSV, which import --auto reads back")
    )
    log.add_argument(
        "--log-xlsx", metavar="OUT.xlsx", help=_("as a workbook with dates and figures")
    )
    bundle = made.add_argument_group(_("as a bundle"))
    bundle.add_argument("--bundle", metavar="OUT.zip", help=_("write the bundle to this file"))
    giving.options(bundle)
    return made


def run(options: argparse.Namespace) -> int:
    if options.bundle:
        return _bundle(options)
    if options.log_csv or options.log_xlsx:
        return _log(options)
    with terminal.household(options.file) as home:
        text = home.export_notation(with_ids=options.ids)
    if options.to:
        terminal.write(Path(options.to), text.encode("utf-8"))
        terminal.say(
            _("{count} facts written to {to}.").format(count=text.count(chr(10)), to=options.to)
        )
    else:
        sys.stdout.write(text)
    return 0


def _log(options: argparse.Namespace) -> int:
    from kinhold.api.importing import log_as_csv, log_as_xlsx

    with terminal.household(options.file) as home:
        for target, make in ((options.log_csv, log_as_csv), (options.log_xlsx, log_as_xlsx)):
            if target:
                terminal.write(Path(target), make(home))
                print(_("The care log is in {target}.").format(target=target))
    return 0


def _bundle(options: argparse.Namespace) -> int:
    target = Path(options.bundle)
    if target.exists():
        raise InputNotUsableError(
            _("There is a file {target} already. Choose another name.").format(target=target)
        )
    wanted = giving.to_give(options, bundle=True, name=target.name)
    with terminal.household(options.file) as home, terminal.progress(_("Making the bundle")):
        given = home.safekeeping.give(wanted)
    terminal.write(target, given.bundle or b"")
    print(
        _("{target}: {shown} of {size} entries shown.").format(
            target=target, shown=given.shown, size=given.size
        )
    )
    giving.say_findings(given)
    print(_("Check it with: kinhold verify {target}").format(target=target))
    return 0
