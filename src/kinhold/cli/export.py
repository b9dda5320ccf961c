"""`kinhold export FILE`: the household as plain text, its care log, or a bundle anyone can check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import giving, terminal
from kinhold.domain.text_input import InputNotUsableError

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "export",
        "Write the household as plain text, its care log for a spreadsheet, or a bundle. A bundle is "
        "one ZIP with the chronology, the entries, proofs and verify.py: anyone can check it "
        "without Kinhold. Private entries (diary, "
        "check-ins, signals) stay behind.",
        example="kinhold export home.kinhold --bundle bundle.zip --preset court",
    )
    what = made.add_argument_group("as plain text")
    what.add_argument(
        "--notation", action="store_true", help="one line a fact; this is the default"
    )
    what.add_argument(
        "--ids", action="store_true", help="with the id of each fact, for an exact copy"
    )
    what.add_argument("--to", metavar="FILE", help="write to this file (default: print)")
    log = made.add_argument_group("the care log, for a spreadsheet")
    log.add_argument("--log-csv", metavar="OUT.csv", help="as CSV, which import --auto reads back")
    log.add_argument("--log-xlsx", metavar="OUT.xlsx", help="as a workbook with dates and figures")
    bundle = made.add_argument_group("as a bundle")
    bundle.add_argument("--bundle", metavar="OUT.zip", help="write the bundle to this file")
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
        terminal.say(f"{text.count(chr(10))} facts written to {options.to}.")
    else:
        sys.stdout.write(text)
    return 0


def _log(options: argparse.Namespace) -> int:
    from kinhold.api.importing import log_as_csv, log_as_xlsx

    with terminal.household(options.file) as home:
        for target, make in ((options.log_csv, log_as_csv), (options.log_xlsx, log_as_xlsx)):
            if target:
                terminal.write(Path(target), make(home))
                print(f"The care log is in {target}.")
    return 0


def _bundle(options: argparse.Namespace) -> int:
    target = Path(options.bundle)
    if target.exists():
        raise InputNotUsableError(f"There is a file {target} already. Choose another name.")
    wanted = giving.to_give(options, bundle=True, name=target.name)
    with terminal.household(options.file) as home, terminal.progress("Making the bundle"):
        given = home.safekeeping.give(wanted)
    terminal.write(target, given.bundle or b"")
    print(f"{target}: {given.shown} of {given.size} entries shown.")
    giving.say_findings(given)
    print(f"Check it with: kinhold verify {target}")
    return 0
