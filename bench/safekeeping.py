"""A long record: checked, given away, backed up, restored. CPU and wall seconds in one run.

usage: python -m bench.safekeeping [N]      (default: 100000 entries)
"""

from __future__ import annotations

import resource
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from bench.open_record import START, facts
from kinhold.adapters.keys import SystemDice
from kinhold.adapters.sqlite_store import open_store
from kinhold.api import open_household, restore_household
from kinhold.application.chronology_report import ReportOptions
from kinhold.application.give_record import ToGive
from kinhold.application.open_record import OpenRecord
from kinhold.journal.verify import check_bundle


class Clock:
    """The day after the last entry."""

    def now(self):
        return START + timedelta(days=2200)


def timed(what, work):
    """Run work, print what it cost, and return what it gave."""
    cpu, wall = process_time(), perf_counter()
    result = work()
    cost = f"{process_time() - cpu:8.2f} s CPU {perf_counter() - wall:8.2f} s wall"
    print(f"  {what:<44}{cost}", flush=True)
    return result


def main(number: int) -> None:
    print(f"{number} entries; {' '.join(sys.argv)}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path, stick = folder / "long.kinhold", folder / "stick"
        _write(path, number)
        with open_household(path, clock=Clock()) as home:
            keeping = home.safekeeping
            timed("cold: fold the record", home.record)
            found = timed("check every entry and checkpoint", keeping.check)
            assert found.sound
            for preset in ("own", "court"):
                wanted = ToGive(options=ReportOptions(preset=preset))
                given = timed(f"bundle for {preset}", lambda wanted=wanted: keeping.give(wanted))
                size = len(given.bundle) / 1e6
                checked = timed(
                    f"check it ({given.shown} of {given.size} shown, {size:.0f} MB)",
                    lambda given=given: check_bundle(given.bundle),
                )
                assert checked.sound
            made = timed("back up", lambda: keeping.back_up(stick))
        back = folder / "back.kinhold"
        timed(
            f"restore ({made.size / 1e6:.0f} MB sealed)",
            lambda: restore_household(made.path, back, code=made.code),
        )
        with open_store(path) as one, open_store(back) as other:
            assert [one.head(i) for i in one.log_ids()] == [other.head(i) for i in other.log_ids()]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  peak memory {peak:.0f} MB")


def _write(path: Path, number: int) -> None:
    with open_store(path, create=True) as store:
        record, batch = OpenRecord(store, SystemDice()), []
        for fact in facts(number):
            batch.append(fact)
            if len(batch) == 2000:
                record.append(batch, now=START)
                batch = []
        record.append(batch, now=START)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
