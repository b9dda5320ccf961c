"""The money page beside years of bank statements: CPU seconds and bytes.

usage: python -m bench.money [N …]      (default: 1000 10000 100000)

N lines of statements over 25 years, two accounts, thirty bills and incomes. "Cold" opens the file and
verifies every entry; "warm" is the page again in the same process, as the web server gives it.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from kinhold.adapters.keys import SystemDice
from kinhold.api import HouseholdFile, open_household
from kinhold.domain.dates import Edtf
from kinhold.domain.fact import Label
from kinhold.domain.finances import TransactionBooked
from kinhold.domain.money import Money

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
YEARS = 25
RUNS = 9
SHOPS = (
    "TESCO STORES",
    "LIDL",
    "SHELL",
    "BOOTS",
    "BUS FARES",
    "SCHOOL DINNERS",
    "AMAZON",
    "BAKERY",
)
HOUSEHOLD = """household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2021 home Home people=Ruth,Isla
2026-11-21 child Isla born=2020-02-12
2026-11-21 account Current type=current holders=Ruth
2026-11-21 account Savings type=savings holders=Ruth counts=no
2026-11-21 balance Current amount=512.40
2026-10-27 income Wage sure amount=1840.00 each=month:27 type=wage to=Ruth
"""


class Clock:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


def bills() -> str:
    lines = [
        "2026-10-01 bill Rent amount=780.00 each=month:1 type=rent",
        "2026-10-03 bill Energy amount=120.00 each=month:3 type=energy",
    ]
    lines += [
        f"2026-10-{day:02d} bill Club{day} amount={5 + day}.00 each=month:{day}"
        for day in range(4, 28)
    ]
    return "\n".join(lines) + "\n"


def transaction(number: int, of: int, dice: SystemDice, chance: random.Random) -> TransactionBooked:
    ahead = timedelta(days=YEARS * 365 * (number + 1 - of) // of)
    day = NOW.date() + ahead
    wage = number % 23 == 0
    return TransactionBooked(
        fact_id=dice.new_entry_id(),
        occurred=Edtf(day.isoformat()),
        about=Label("Savings" if number % 50 == 7 else "Current"),
        amount=Money(184000 if wage else -chance.randint(150, 9000), "GBP"),
        payee="ACME LTD WAGES" if wage else f"CARD {chance.choice(SHOPS)} {number % 9999}",
        reference=f"ofx:{number}",
    )


def written(number: int, path: Path) -> float:
    dice, chance = SystemDice(), random.Random(number)
    started = process_time()
    with open_household(path, create=True, clock=Clock()) as home:
        home.import_notation(HOUSEHOLD + bills())
        batch = []
        for n in range(number):
            batch.append(transaction(n, number, dice, chance))
            if len(batch) == 2000:
                home.write(batch)
                batch = []
        home.write(batch)
    return process_time() - started


def timed(work) -> float:
    started = process_time()
    work()
    return process_time() - started


def said(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2] * 1000:.1f} ms (worst {ordered[-1] * 1000:.1f})"


def measure(number: int, folder: Path) -> None:
    path = folder / f"{number}.kinhold"
    wrote = written(number, path)
    gc.collect()
    started = process_time()
    with open_household(path, clock=Clock()) as home:
        home.record()
        opened = process_time() - started
        first = timed(lambda: home.finances.page(simulated=True))
        warm = [timed(lambda: home.finances.page(simulated=True)) for _ in range(RUNS)]
        after = []
        for _ in range(RUNS):
            home.add("2026-11-22 payment Energy amount=1.00")
            after.append(timed(lambda: home.finances.page(simulated=True)))
        size = len(shown(home).encode())
        whole = [timed(lambda: shown(home)) for _ in range(RUNS)]
    print(
        f"{number} lines: written in {wrote:.1f} s, opened in {opened:.2f} s, first page {first:.2f} s, "
        f"warm {said(warm)}, after an append {said(after)}; web page {said(whole)}, {size / 1000:.0f} kB (n={RUNS})"
    )


def shown(home: HouseholdFile) -> str:
    """The page as the web server makes it: worked out, drawn and rendered."""
    from django.template.loader import render_to_string

    from kinhold.drawing.runway import draw_runway
    from kinhold.drawing.twins import runway_rows

    page = home.finances.page(simulated=True)
    told = {"page": page, "picture": draw_runway(page), "twin": runway_rows(page)}
    return render_to_string("kinhold/money.html", told)


def main() -> None:
    """Print each size in turn."""
    for number in [int(n) for n in sys.argv[1:]] or [1000, 10_000, 100_000]:
        with tempfile.TemporaryDirectory() as folder:
            measure(number, Path(folder))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "kinhold.web.project.settings"
    import django

    django.setup()
    main()
