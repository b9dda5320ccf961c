"""Opening a record: verify, decode and fold, cold and after one append. CPU seconds.

usage: python -m bench.open_record [N …]      (default: 1000 11000 110000)
"""

from __future__ import annotations

import resource
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from kinhold.adapters.keys import SystemDice
from kinhold.adapters.sqlite_store import open_store
from kinhold.application.open_record import OpenRecord
from kinhold.domain.care import FeedLogged, NappyChanged, NightWakingLogged, SleepLogged
from kinhold.domain.dates import Edtf
from kinhold.domain.fact import PersonRef
from kinhold.domain.people import HouseholdOpened

START = datetime(2025, 1, 1, tzinfo=UTC)
KINDS = (FeedLogged, NappyChanged, SleepLogged, NightWakingLogged)


def facts(number: int):
    """A log of feeds, nappies, sleeps and wakings, one every half hour."""
    dice = SystemDice()
    yield HouseholdOpened(
        fact_id=dice.new_entry_id(),
        zone="Europe/London",
        country="uk",
        currency="GBP",
        keeper=PersonRef("Ruth"),
    )
    for n in range(number - 1):
        when = START + timedelta(minutes=30 * n)
        kind = KINDS[n % len(KINDS)]
        yield kind(
            fact_id=dice.new_entry_id(),
            occurred=Edtf(when.strftime("%Y-%m-%dT%H:%M")),
            about="Isla",
            by=PersonRef("Ruth"),
        )


def measure(number: int, folder: Path) -> None:
    path = folder / f"{number}.kinhold"
    with open_store(path, create=True) as store:
        record = OpenRecord(store, SystemDice())
        batch = []
        for fact in facts(number):
            batch.append(fact)
            if len(batch) == 2000:
                record.append(batch, now=START)
                batch = []
        record.append(batch, now=START)
    cold, warm = [], []
    for _ in range(3):
        with open_store(path) as store:
            started = process_time()
            record = OpenRecord(store, SystemDice())
            size = sum(s.size for s in record.record().spaces.values())
            cold.append(process_time() - started)
            assert size >= number
            record.append([next(iter(facts(2)))], now=START)
            started = process_time()
            record.record()
            warm.append(process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{number:>7} entries: cold open {sorted(cold)[1]:.3f} s CPU (min {min(cold):.3f}), "
        f"after one append {sorted(warm)[1] * 1000:.2f} ms, peak {peak} MB, n=3, median"
    )


def main(numbers: list[int]) -> None:
    """Measure each size in turn."""
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            measure(number, Path(folder))


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [1_000, 11_000, 110_000])
