"""Work in a process of its own: answers, errors, progress, deadlines, and being stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from kinhold.adapters.worker_process import (
    WorkerCancelledError,
    WorkerDeadlineError,
    WorkerDiedError,
    WorkerProcess,
)
from kinhold.domain.dates import DateNotUnderstoodError, parse_edtf


def add(first: int, second: int) -> int:
    return first + second


def count(to: int, progress) -> int:
    for n in range(to):
        progress(f"{n + 1} of {to}")
    return to


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def vanish() -> None:
    os._exit(3)


def unpicklable():
    return lambda: None


def raise_unpicklable():
    error = RuntimeError("no")
    error.held = lambda: None  # type: ignore[attr-defined]
    raise error


def process_id() -> int:
    return os.getpid()


def test_the_answer_comes_back_from_another_process():
    worker = WorkerProcess()

    assert worker.run(add, {"first": 2, "second": 3}, seconds=30) == 5
    assert worker.run(process_id, {}, seconds=30) != os.getpid()


def test_what_the_function_raises_is_raised_here_with_its_own_words():
    with pytest.raises(DateNotUnderstoodError) as there:
        WorkerProcess().run(parse_edtf, {"text": "x"}, seconds=30)
    with pytest.raises(DateNotUnderstoodError) as here:
        parse_edtf("x")

    assert str(there.value) == str(here.value)


def test_lines_of_progress_arrive_in_order():
    lines: list[str] = []

    WorkerProcess().run(count, {"to": 3}, seconds=30, on_progress=lines.append)

    assert lines == ["1 of 3", "2 of 3", "3 of 3"]


def test_work_that_takes_too_long_is_ended():
    started = time.monotonic()

    with pytest.raises(WorkerDeadlineError, match="1 seconds"):
        WorkerProcess().run(sleep, {"seconds": 60}, seconds=1)

    assert time.monotonic() - started < 20


def test_cancelled_work_has_no_answer():
    job = WorkerProcess().start(sleep, {"seconds": 60}, seconds=60)

    job.cancel()

    assert job.done()
    with pytest.raises(WorkerCancelledError):
        job.result()


def test_an_answer_that_was_there_before_cancelling_stays():
    job = WorkerProcess().start(add, {"first": 1, "second": 1}, seconds=30)
    job.result()

    job.cancel()

    assert job.result() == 2


def test_a_process_that_dies_says_so():
    with pytest.raises(WorkerDiedError, match="exit code 3"):
        WorkerProcess().run(vanish, {}, seconds=30)


def test_an_answer_that_cannot_be_sent_back_is_an_error():
    with pytest.raises(Exception, match="pickle"):
        WorkerProcess().run(unpicklable, {}, seconds=30)


def test_an_error_that_cannot_be_sent_back_is_told_in_words():
    with pytest.raises(WorkerDiedError, match="RuntimeError: no"):
        WorkerProcess().run(raise_unpicklable, {}, seconds=30)


def test_a_plain_script_of_a_library_user_needs_no_guard(tmp_path):
    """It asks for a rota at its top level, and is run once and not again in the worker."""
    script = tmp_path / "script.py"
    script.write_text(
        "from kinhold.api import open_household\n"
        "print('begins')\n"
        "with open_household(None) as home:\n"
        "    home.add('household zone=Europe/London country=uk of=Ruth')\n"
        "    home.add('2026-01-01 person Ruth role=self')\n"
        "    home.add('2026-08-20 child Isla born=2026-08-20')\n"
        "    print(home.rota(days=1).checked)\n",
        encoding="utf-8",
    )

    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=120
    )

    assert (done.stdout, done.stderr) == ("begins\nTrue\n", "")
