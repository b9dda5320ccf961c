"""A ledger as text for beancount, and for hledger and ledger.

Sources: "Beancount Language Syntax" (beancount.github.io/docs), the hledger manual, section "Journal"
(hledger.org), and the Ledger 3 manual, chapter "Keeping a Journal" (ledger-cli.org). The second form
keeps to what hledger and ledger both read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.money import Money, exponent, format_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kinhold.application.export_ledger import (
        BalanceHeld,
        LedgerEntries,
        LedgerEntry,
        LedgerRemark,
        Place,
        Posting,
    )

_GAPS: Final = re.compile(r"\s+")
_DASHES: Final = re.compile(r"-{2,}")
_WIDE: Final = 52
"""Amounts begin in about this column."""


def beancount_text(entries: LedgerEntries) -> str:
    """Return the ledger for beancount: accounts opened, entries, balances at the start of a day."""
    names = beancount_names(entries.places())
    days = [e.day for e in entries.entries] + [b.day for b in entries.balances]
    first = min(days, default=entries.on)
    head = [
        *_head(entries),
        'option "title" "Kinhold"',
        f'option "operating_currency" "{entries.currency}"',
        "",
    ]
    opened: list[str] = []
    for place in entries.places():
        opened += [f"{first} open {names[place]}", f"  label: {_quoted(place.name)}"]
    blocks = _in_order(
        entries,
        lambda entry: _beancount_entry(entry, names),
        lambda held: [
            f"{held.day + timedelta(days=1)} balance {names[held.place]}  {_exactly(held)}",
            f"  fact: {_quoted(held.fact_id)}",
        ],
    )
    return _text([head, opened, *blocks])


def hledger_text(entries: LedgerEntries) -> str:
    """Return the ledger for hledger; `ledger` reads the same text."""
    names = hledger_names(entries.places())
    opened = [f"account {names[place]}" for place in entries.places()]
    codes = {p.amount.currency for e in entries.entries for p in e.postings}
    codes |= {b.amount.currency for b in entries.balances}
    currencies = [row for code in sorted(codes) for row in _commodity(code)]
    blocks = _in_order(
        entries,
        lambda entry: _hledger_entry(entry, names),
        lambda held: [
            f"{held.day} * () Balance",
            f"    ; fact: {_plain(held.fact_id)}",
            f"    {names[held.place]}  0 {held.amount.currency} = {_amount_of(held)}",
        ],
    )
    return _text([_head(entries), currencies, opened, *blocks])


def beancount_names(places: Iterable[Place]) -> Mapping[Place, str]:
    """Return the account of each place: letters, digits and dashes, a capital or digit first."""
    return _named(places, _beancount_part, "-")


def hledger_names(places: Iterable[Place]) -> Mapping[Place, str]:
    """Return the account of each place: no two blanks together, nothing either program reads as a sign."""
    return _named(places, _hledger_part, " ")


def _named(places: Iterable[Place], part: Callable[[str], str], gap: str) -> Mapping[Place, str]:
    """Names that stay apart: the second of two that become alike gets a number."""
    names: dict[Place, str] = {}
    taken: set[str] = set()
    for place in sorted(places):
        plain = f"{place.side.capitalize()}:{part(place.name)}"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}{gap}{number}"
        taken.add(name.casefold())
        names[place] = name
    return names


def _beancount_part(name: str) -> str:
    kept = "".join(
        c if unicodedata.category(c)[0] == "L" or unicodedata.category(c) == "Nd" else "-"
        for c in unicodedata.normalize("NFKC", name)
    )
    plain = _DASHES.sub("-", kept).strip("-") or "Unnamed"
    capital = plain[0].upper()
    if plain[0].isdigit() or (len(capital) == 1 and unicodedata.category(capital) == "Lu"):
        return capital + plain[1:]
    return f"X-{plain}"


def _hledger_part(name: str) -> str:
    kept = "".join(
        c if unicodedata.category(c)[0] in "LMN" or c in "-'&." else " "
        for c in unicodedata.normalize("NFC", name)
    )
    return _GAPS.sub(" ", kept).strip(" -'&.") or "Unnamed"


# -- parts -----------------------------------------------------------------------------------------


def _head(entries: LedgerEntries) -> list[str]:
    return [
        f"; Made by Kinhold for {entries.on}. `fact` names the entry of the record that a line rests on.",
    ]


def _in_order(
    entries: LedgerEntries,
    of_entry: Callable[[LedgerEntry], list[str]],
    of_balance: Callable[[BalanceHeld], list[str]],
) -> Sequence[list[str]]:
    """Blocks in order of day: what was entered, what is held at its end, what was remarked."""
    blocks: list[tuple[date, int, list[str]]] = [(e.day, 0, of_entry(e)) for e in entries.entries]
    blocks += [(b.day, 1, of_balance(b)) for b in entries.balances]
    blocks += [(r.day, 2, _remark(r)) for r in entries.remarks]
    blocks.sort(key=lambda block: block[:2])
    return [lines for _, _, lines in blocks]


def _commodity(code: str) -> list[str]:
    """A form without a decimal point is refused by hledger, and one with a bare point by ledger."""
    named, digits = [f"commodity {code}"], exponent(code)
    return (
        [*named, f"  format {format_amount(Money(10 ** (digits + 3), code))} {code}"]
        if digits
        else named
    )


def _remark(remark: LedgerRemark) -> list[str]:
    return [f"; {remark.day} {_plain(remark.text)} (fact: {_plain(remark.fact_id)})"]


def _beancount_entry(entry: LedgerEntry, names: Mapping[Place, str]) -> list[str]:
    said = _quoted(entry.payee or "Unknown")
    lines = [f"{entry.day} * {said} {_quoted(entry.words)}"]
    lines.append(f"  fact: {_quoted(', '.join(entry.fact_ids))}")
    lines.append(f'  from: "{entry.came_from}"')
    return lines + [_posting(p, names, "  ") for p in entry.postings]


def _hledger_entry(entry: LedgerEntry, names: Mapping[Place, str]) -> list[str]:
    # The brackets of an empty code come first, so that a payee in brackets is not taken for one.
    said = " | ".join(filter(None, (_described(entry.payee) or "Unknown", _described(entry.words))))
    lines = [f"{entry.day} * () {said}"]
    lines.append(f"    ; fact: {_plain(' '.join(entry.fact_ids))}")
    lines.append(f"    ; from: {entry.came_from}")
    return lines + [_posting(p, names, "    ") for p in entry.postings]


def _posting(posting: Posting, names: Mapping[Place, str], indent: str) -> str:
    account, amount = f"{indent}{names[posting.place]}", posting.amount
    figure = f"{format_amount(amount):>12} {amount.currency}"
    return f"{account:<{_WIDE}}  {figure}"


def _amount_of(held: BalanceHeld) -> str:
    return f"{format_amount(held.amount)} {held.amount.currency}"


def _exactly(held: BalanceHeld) -> str:
    """Without a tolerance beancount takes a balance that is one minor unit off for true."""
    return f"{format_amount(held.amount)} ~ 0 {held.amount.currency}"


def _plain(text: str) -> str:
    """One line without characters that are no letters: control, unpaired surrogate, unassigned."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return _GAPS.sub(" ", kept).strip()


def _quoted(text: str) -> str:
    escaped = _plain(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _described(text: str) -> str:
    """A description: a semicolon would begin a comment, and a bar divides payee and note."""
    return _plain(text).replace(";", ",").replace("|", "/")


def _text(blocks: Iterable[list[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"
