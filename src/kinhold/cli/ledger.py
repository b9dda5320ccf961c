"""`kinhold ledger FILE`: the money as a plain-text ledger, for beancount, hledger or ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "ledger",
        _(
            "Write the lines of your statements, and what you noted as paid, as double entry. "
            "The programs beancount, hledger and ledger read it."
        ),
        example="kinhold ledger home.kinhold --format hledger --out home.journal",
    )
    made.add_argument(
        "--format",
        dest="form",
        choices=("beancount", "hledger"),
        default="beancount",
        help=_("hledger: for ledger as well (default: beancount)"),
    )
    made.add_argument("--out", metavar="PATH", help=_("write to this file (default: print)"))
    made.add_argument(
        "--on", type=terminal.day, metavar="DATE", help=_("names as of this day (default: today)")
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
    balances = _("{balances} balances hold").format(balances=len(entries.balances))
    terminal.say(
        _("{entries} entries written to {out}; {balances}.").format(
            entries=len(entries.entries), out=options.out, balances=balances
        )
    )
    for remark in entries.remarks:
        terminal.say(f"! {remark.day}: {remark.text}")
    return 0
