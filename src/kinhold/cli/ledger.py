"""`kinhold ledger FILE`: the money as a plain-text ledger, for beancount, hledger or ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "ledger",
        "Write the lines of your statements, and what you noted as paid, as double entry. The "
        "programs beancount, hledger and ledger read it.",
        example="kinhold ledger home.kinhold --format hledger --out home.journal",
    )
    made.add_argument(
        "--format",
        dest="form",
        choices=("beancount", "hledger"),
        default="beancount",
        help="hledger: for ledger as well (default: beancount)",
    )
    made.add_argument("--out", metavar="PATH", help="write to this file (default: print)")
    made.add_argument(
        "--on", type=terminal.day, metavar="DATE", help="names as of this day (default: today)"
    )
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.adapters.exports.ledger_text import beancount_text, hledger_text

    with terminal.household(options.file) as home:
        entries = home.finances.ledger(on=options.on)
    text = beancount_text(entries) if options.form == "beancount" else hledger_text(entries)
    if not options.out:
        sys.stdout.write(text)
        return 0
    terminal.write(Path(options.out), text.encode("utf-8"))
    balances = f"{len(entries.balances)} balances hold"
    terminal.say(f"{len(entries.entries)} entries written to {options.out}; {balances}.")
    for remark in entries.remarks:
        terminal.say(f"! {remark.day}: {remark.text}")
    return 0
