"""Real accounts to measure forecasts on: reading them, holding days out, and what is easy to say.

Berka's data of the PKDD'99 challenge: a Czech bank, 1993 to 1998. Two public copies together have
what is needed; they are fetched, never kept here:

    git clone https://github.com/msramalho/feup-ecac && cd feup-ecac
    git show 3bcd642a:data/original/trans_test.csv > DIR/trans_test.csv
    git clone https://github.com/mmarossi/Banco && cd Banco
    for f in order trans; do git show 5a24e9ee:$f.asc > DIR/$f.asc; done
"""

from __future__ import annotations

import csv
import os
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import Edtf
from kinhold.domain.finances import TransactionBooked
from kinhold.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WINDOW: Final = 90
"""Days held out."""
ENOUGH: Final = 30
"""Lines an account must have before them."""
DRIFT_DAYS: Final = 180
SAME_DAYS: Final = 3
CURRENCY: Final = "CZK"
HOW: Final = (
    "Set KINHOLD_BERKA to a folder with trans_test.csv (and order.asc, trans.asc); "
    "bench/forecast_accounts.py says in its first lines how to fetch them."
)
INTO: Final = frozenset(("credit", "PRIJEM"))
SAID: Final = {"UROK": "interest", "SLUZBY": "payment for statement", "SANKC. UROK": "sanction interest"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """Lines of one account in order of day, and the other side's account number of each."""

    number: str
    lines: tuple[TransactionBooked, ...]
    partners: tuple[str, ...]

    @property
    def end(self) -> date:
        """The day of the last line."""
        return date.fromisoformat(self.lines[-1].occurred)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """An account with its last days held out, in minor units.

    Attributes:
        lines: those before.
        on: the last day known.
        moves: what each day moved up to `on`, the first day being that of the first line.
        actual: the balance at the end of each day held out.
        turnover: what moved in 30 days before, in and out added up.
    """

    number: str
    lines: tuple[TransactionBooked, ...]
    on: date
    moves: tuple[int, ...]
    actual: tuple[int, ...]
    turnover: float

    @property
    def balance(self) -> int:
        """At the end of the last day known."""
        return sum(self.moves)


def folder(argument: str = "") -> Path | None:
    """The folder with the data, or None where it is not there."""
    told = argument or os.environ.get("KINHOLD_BERKA", "")
    found = Path(told) if told else None
    return found if found and (found / "trans_test.csv").is_file() else None


def read_accounts(file: Path, *, named: bool = True) -> dict[str, Account]:
    """Read a table of transactions.

    Args:
        file: `trans_test.csv` or `trans.asc`; a cut last row is left out.
        named: with a name for the other side (its number in letters, as a statement shows names and
            the engine passes over numbers); else no line says who it was with.
    """
    rows: dict[str, list[tuple[str, TransactionBooked]]] = defaultdict(list)
    with file.open(encoding="latin-1", newline="") as text:
        for row in csv.DictReader(text, delimiter=";"):
            if row["balance"]:
                rows[row["account_id"]].append(_line(row, named=named))
    accounts = {}
    for number, found in rows.items():
        found.sort(key=lambda pair: pair[1].occurred)
        accounts[number] = Account(number, tuple(x for _, x in found), tuple(p for p, _ in found))
    return accounts


def _line(row: Mapping[str, str], *, named: bool) -> tuple[str, TransactionBooked]:
    minor = round(float(row["amount"]) * 100)
    told = row["date"]
    day = f"{1900 + int(told[:2])}-{told[2:4]}-{told[4:6]}"
    partner = (row["account"] or "").lstrip("0")
    symbol = row["k_symbol"].strip()
    fact = TransactionBooked(
        fact_id=row["trans_id"],
        occurred=Edtf(day),
        about=row["account_id"],
        amount=Money(minor if row["type"] in INTO else -minor, CURRENCY),
        payee=f"{row['bank']} {_in_letters(partner)}" if named and partner else "",
        words=(SAID.get(symbol, symbol) or row["operation"]) if named else "",
    )
    return partner, fact


def _in_letters(number: str) -> str:
    return "".join(chr(ord("A") + int(digit)) for digit in number)


def held_out(accounts: Iterable[Account], *, back: int = 0, end: date | None = None) -> list[HeldOut]:  # fmt: skip
    """Hold the last days out.

    Args:
        accounts: which.
        back: days before each account's end at which the days held out end.
        end: one last day for all instead.
    """
    found = []
    for account in accounts:
        last = (end or account.end) - timedelta(days=back)
        on = last - timedelta(days=WINDOW)
        before = tuple(x for x in account.lines if date.fromisoformat(x.occurred) <= on)
        if len(before) < ENOUGH:
            continue
        first = date.fromisoformat(before[0].occurred)
        moves = _by_day(before, first, (on - first).days + 1)
        after = [x for x in account.lines if on < date.fromisoformat(x.occurred) <= last]
        days = _by_day(after, on + timedelta(days=1), WINDOW)
        actual = tuple(accumulate(days, initial=sum(moves)))[1:]
        moved = sum(abs(x.amount.minor) for x in before)
        turnover = moved / (on - first).days * 30
        found.append(HeldOut(account.number, before, on, moves, actual, turnover))
    return found


def _by_day(lines: Iterable[TransactionBooked], first: date, days: int) -> tuple[int, ...]:
    moves = [0] * days
    for line in lines:
        moves[(date.fromisoformat(line.occurred) - first).days] += line.amount.minor
    return tuple(moves)


# -- what is easy to say ---------------------------------------------------------------------------


def flat(known: HeldOut) -> list[float]:
    """The balance stays as it is."""
    return [known.balance] * WINDOW


def drift(known: HeldOut) -> list[float]:
    """It goes on by the mean day of the last 180."""
    recent = known.moves[-DRIFT_DAYS:]
    step = sum(recent) / len(recent)
    return [known.balance + step * (day + 1) for day in range(WINDOW)]


def same_day(known: HeldOut) -> list[float]:
    """Each day moves as the same day of the last three months did on average."""
    return _by_same_day(known, SAME_DAYS)


def same_day_ever(known: HeldOut) -> list[float]:
    """The same over the whole history: stronger, so it is shown as well."""
    return _by_same_day(known, len(known.moves))


def _by_same_day(known: HeldOut, most: int) -> list[float]:
    first = known.on - timedelta(days=len(known.moves) - 1)
    path, there = [], float(known.balance)
    for ahead in range(1, WINDOW + 1):
        day = known.on + timedelta(days=ahead)
        past = [known.moves[(d - first).days] for d in _same_days(day.day, known.on, first, most)]
        there += sum(past) / len(past) if past else 0.0
        path.append(there)
    return path


def _same_days(number: int, on: date, first: date, most: int) -> Iterator[date]:
    """That day of the month, the last one of a short month, backwards from a day on."""
    month, given = on.year * 12 + on.month - 1, 0
    while given < most and (month + 1) // 12 >= first.year:
        year, place = divmod(month, 12)
        day = date(year, place + 1, min(number, monthrange(year, place + 1)[1]))
        if first <= day <= on:
            given += 1
            yield day
        month -= 1


BASELINES: Final = {
    "balance stays flat": flat,
    "mean drift (180 days)": drift,
    "same day of the month, 3 months": same_day,
    "same day of the month, all": same_day_ever,
}
