"""Runs a pure function in a process of its own, with a deadline and a way to stop it.

A solver has no interrupter, and its import costs half a second and tens of megabytes: neither
belongs in a web worker. The process is started fresh (`spawn`), so it shares nothing with ours; to
cancel is to end it. Function, arguments and result must be importable and picklable.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar, cast

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _, chosen, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)

_POLL_SECONDS: Final = 0.05
_END_SECONDS: Final = 2.0


class WorkerDeadlineError(KinholdError):
    """The work took longer than it was given and was stopped."""

    def __init__(self, seconds: float) -> None:
        """Say how long it was given."""
        self.seconds = seconds
        super().__init__(
            _(
                "This took longer than {seconds:g} seconds and was stopped. Nothing was changed."
            ).format(seconds=seconds)
        )

    def __reduce__(self) -> tuple[type[WorkerDeadlineError], tuple[float]]:
        """Pickle by the seconds, not by the sentence."""
        return type(self), (self.seconds,)


class WorkerCancelledError(KinholdError):
    """The work was stopped because somebody asked for it."""

    def __init__(self) -> None:
        """Say that nothing happened."""
        super().__init__(_("This was stopped before it was done. Nothing was changed."))


class WorkerDiedError(KinholdError):
    """The process ended without an answer: out of memory, or ended from outside."""


def keep_quiet() -> None:
    """Print nothing from here on in a worker; elsewhere this does nothing.

    A solver now and then prints a line of its own, in the middle of somebody's JSON.
    """
    if multiprocessing.parent_process() is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)


class Job(Protocol[R_co]):
    """Work under way."""

    def progress(self) -> tuple[str, ...]:
        """Return every line reported so far."""

    def done(self) -> bool:
        """Return whether there is a result, an error, or nothing more to wait for."""

    def result(self) -> R_co:
        """Wait and return the result; raise what the function raised."""

    def cancel(self) -> None:
        """End the work."""


class Worker(Protocol):
    """Runs pure functions elsewhere."""

    def start(
        self,
        function: Callable[..., T],
        arguments: Mapping[str, object],
        *,
        seconds: float,
        reports: bool = False,
    ) -> Job[T]:
        """Start `function(**arguments)` and return at once."""

    def run(
        self,
        function: Callable[..., T],
        arguments: Mapping[str, object],
        *,
        seconds: float,
        on_progress: Callable[[str], None] | None = None,
    ) -> T:
        """Run `function(**arguments)` and return its result."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str


@dataclass(frozen=True, slots=True)
class _Answer:
    value: object


@dataclass(frozen=True, slots=True)
class _Raised:
    kind: type[BaseException] | None
    arguments: tuple[object, ...]
    fields: dict[str, object]
    text: str


class WorkerProcess:
    """The `Worker` that starts a process for each job."""

    def start(
        self,
        function: Callable[..., T],
        arguments: Mapping[str, object],
        *,
        seconds: float,
        reports: bool = False,
    ) -> ProcessJob[T]:
        """Start `function(**arguments)` in a process of its own and return at once.

        Args:
            function: importable by name; pure.
            arguments: by keyword; picklable.
            seconds: wall-clock time after which the process is ended.
            reports: whether the function takes `progress`, a callable for lines of text.
        """
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=_work,
            args=(theirs, function, dict(arguments)),
            kwargs={"reports": reports, "locale": chosen()},
            daemon=True,
        )
        with _without_main():
            process.start()
        theirs.close()
        return ProcessJob(process, ours, time.monotonic() + seconds, seconds)

    def run(
        self,
        function: Callable[..., T],
        arguments: Mapping[str, object],
        *,
        seconds: float,
        on_progress: Callable[[str], None] | None = None,
    ) -> T:
        """Run `function(**arguments)` in a process of its own and wait for it.

        Args:
            function: importable by name; pure; takes `progress` where `on_progress` is given.
            arguments: by keyword; picklable.
            seconds: wall-clock time after which the process is ended.
            on_progress: called here with each line the function reports; if it raises, the work
                is ended and the error goes on.

        Raises:
            WorkerDeadlineError: where time ran out.
            WorkerDiedError: where the process ended without an answer.
            Exception: whatever the function raised.
        """
        job = self.start(function, arguments, seconds=seconds, reports=on_progress is not None)
        try:
            told = 0
            while on_progress is not None:
                over = job.done()
                for line in job.progress()[told:]:
                    told += 1
                    on_progress(line)
                if over:
                    break
                job.wait(_POLL_SECONDS)
            answer = job.result()
        finally:
            job.cancel()
        return answer


class ProcessJob(Generic[T]):
    """One function under way in a process."""

    def __init__(
        self, process: SpawnProcess, pipe: Connection, deadline: float, seconds: float
    ) -> None:
        """Take over a started process and the reading end of its pipe."""
        self._process = process
        self._pipe = pipe
        self._deadline = deadline
        self._seconds = seconds
        self._lines: list[str] = []
        self._end: _Answer | _Raised | KinholdError | None = None

    def progress(self) -> tuple[str, ...]:
        """Return every line reported so far, oldest first."""
        self._read()
        return tuple(self._lines)

    def done(self) -> bool:
        """Return whether there is a result or an error; ends the process where time ran out."""
        self._read()
        if self._end is None and time.monotonic() >= self._deadline:
            self._finish(WorkerDeadlineError(self._seconds))
        return self._end is not None

    def wait(self, seconds: float) -> None:
        """Wait for news, at most so long."""
        if self._end is None:
            left = max(0.0, min(seconds, self._deadline - time.monotonic()))
            self._pipe.poll(left)

    def result(self) -> T:
        """Wait for the end and return what the function returned.

        Raises:
            WorkerDeadlineError: where time ran out.
            WorkerCancelledError: where it was cancelled.
            WorkerDiedError: where the process ended without an answer.
            Exception: whatever the function raised.
        """
        while not self.done():
            self.wait(self._seconds)
        if isinstance(self._end, _Answer):
            return cast("T", self._end.value)
        if isinstance(self._end, _Raised):
            raise _rebuilt(self._end)
        raise cast("KinholdError", self._end)

    def cancel(self) -> None:
        """End the process; afterwards `result` raises unless the answer was already there."""
        self._read()
        if self._end is None:
            self._finish(WorkerCancelledError())

    def _read(self) -> None:
        while self._end is None:
            try:
                if not self._pipe.poll():
                    return
                news = self._pipe.recv()
            except (EOFError, OSError):
                self._process.join(_END_SECONDS)
                code = self._process.exitcode
                self._finish(
                    WorkerDiedError(
                        _(
                            "The calculation ended without an answer (exit code {code}). Try again with less at "
                            "once."
                        ).format(code=code)
                    )
                )
                return
            if isinstance(news, _Line):
                self._lines.append(news.text)
            else:
                self._finish(news)

    def _finish(self, end: _Answer | _Raised | KinholdError) -> None:
        self._end = end
        self._pipe.close()
        # Whoever has answered has nothing left to do; whoever has not is not asked again.
        self._process.join(_END_SECONDS if isinstance(end, _Answer | _Raised) else 0)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(_END_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_END_SECONDS)
        self._process.close()


_starting = Lock()


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the script that runs: a spawned process would run all of it again to import it.

    Nothing of it is needed, since functions are importable by name; and a script of somebody who uses
    the library need not guard itself against that.
    """
    with _starting:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def _work(
    pipe: Connection,
    function: Callable[..., Any],
    arguments: dict[str, Any],
    *,
    reports: bool,
    locale: str,
) -> None:  # pragma: no cover - runs in the other process
    """In the other process: call the function, in our language, and send what comes of it."""
    speak(locale)
    extra = {"progress": lambda line: pipe.send(_Line(str(line)))} if reports else {}
    try:
        pipe.send(_Answer(function(**arguments, **extra)))
    except BrokenPipeError:
        return  # whoever asked is gone, and waits for nothing
    except Exception as error:  # noqa: BLE001 - everything the function raises belongs to the caller
        text = "".join(traceback.format_exception(error))
        try:
            pipe.send(_Raised(type(error), error.args, dict(vars(error)), text))
        except Exception:  # noqa: BLE001 - an error that cannot be pickled still has its text
            pipe.send(_Raised(None, (), {}, text))
    finally:
        pipe.close()


def _rebuilt(raised: _Raised) -> BaseException:
    """The error as it was raised; its constructor is not called a second time on its own text."""
    if raised.kind is None:
        return WorkerDiedError(
            _("The calculation failed: {what}").format(what=raised.text.strip().splitlines()[-1])
        )
    error = raised.kind.__new__(raised.kind, *raised.arguments)
    error.args = raised.arguments
    for name, value in raised.fields.items():
        setattr(error, name, value)
    error.add_note(raised.text)
    return error
