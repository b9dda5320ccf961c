"""Work over many items goes on when a worker dies, and says on which item it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kinhold.batch.chunks import WorkersDoNotStartError, in_chunks


def double(item):
    return 2 * item


def dies_on_seven(item):
    """As a fault in a library does: no exception, the process is gone."""
    if item == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * item


def results(function, items, **more):
    return {done.item: done.result for some in in_chunks(function, items, **more) for done in some}


def test_every_item_has_its_result():
    assert results(double, list(range(20)), workers=2) == {n: 2 * n for n in range(20)}


def test_nothing_to_do_is_nothing_done():
    assert results(double, [], workers=2) == {}


def test_a_worker_that_dies_costs_one_item_and_no_other():
    found = results(dies_on_seven, list(range(24)), workers=2, chunk=6)

    assert found == {n: (None if n == 7 else 2 * n) for n in range(24)}


def not_to_be_found(_locale):
    """Stands for a worker that cannot start: its first step ends it."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_where_no_worker_starts_it_is_said_and_no_item_is_blamed(monkeypatch):
    monkeypatch.setattr("kinhold.batch.chunks._as_a_worker", not_to_be_found)

    with pytest.raises(WorkersDoNotStartError, match="cannot be started"):
        results(double, [1, 2, 3], workers=1)


ORPHAN = """
import os, time
from kinhold.batch.chunks import in_chunks
from tests.unit.batch.test_chunks import says_who_it_is
if __name__ == "__main__":
    next(in_chunks(says_who_it_is, [{path!r}, {path!r}], workers=1, chunk=1))
    time.sleep(60)
"""


def says_who_it_is(path):
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 - imported by a worker
        file.write(str(os.getpid()))


def there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_do_not_outlive_a_program_that_was_killed(tmp_path):
    path = tmp_path / "pid"
    (tmp_path / "run.py").write_text(ORPHAN.format(path=str(path)))
    started = subprocess.Popen(
        [sys.executable, tmp_path / "run.py"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    until = time.monotonic() + 60
    while not (path.exists() and path.read_text()) and time.monotonic() < until:
        time.sleep(0.02)
    worker = int(path.read_text())

    started.kill()
    started.wait()
    while there(worker) and time.monotonic() < until:
        time.sleep(0.02)

    assert not there(worker)
