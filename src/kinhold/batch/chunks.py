"""Maps a function over many files in worker processes, chunk by chunk; no file can stop the run.

A worker that dies (out of memory, a fault in a library, ended from outside) takes its chunk with it.
The items of that chunk are then tried one by one in a process of their own, so that the one on
which a process dies is known and all others have their result.
"""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from signal import SIG_IGN, SIGINT, signal
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _, chosen, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

I = TypeVar("I")  # noqa: E741 - an item
R = TypeVar("R")

CHUNK: Final = 64
"""Most items a task: the pool's overhead is then below 1 % (reference: money, Caseload)."""

_TURNS: Final = 4
"""Chunks a worker has at least, where there are few items, so that none sits idle at the end."""


class WorkersDoNotStartError(KinholdError):
    """Not one worker can be started, so it is no item's fault."""


@dataclass(frozen=True, slots=True)
class Done(Generic[I, R]):
    """What came of one item: its result, or None where the worker died on it."""

    item: I
    result: R | None


def in_chunks(
    function: Callable[[I], R], items: Sequence[I], *, workers: int, chunk: int = CHUNK
) -> Iterator[tuple[Done[I, R], ...]]:
    """Yield what came of the items, a chunk at a time, as they are done.

    Each process is started fresh (`spawn`), so a script that calls this needs
    `if __name__ == "__main__":` around it.

    Args:
        function: importable by name; takes one item; raises nothing that is to be survived.
        items: picklable.
        workers: processes, at least 1.
        chunk: most items a task.

    Raises:
        WorkersDoNotStartError: where not one can be started.
    """
    size = max(1, min(chunk, -(-len(items) // (max(1, workers) * _TURNS))))
    waiting = [list(items[n : n + size]) for n in range(0, len(items), size)][::-1]
    while waiting:
        suspects: list[list[I]] = []
        yield from _until_broken(function, waiting, suspects, workers)
        for item in (each for some in suspects for each in some):
            yield (_alone(function, item),)


def _until_broken(
    function: Callable[[I], R], waiting: list[list[I]], suspects: list[list[I]], workers: int
) -> Iterator[tuple[Done[I, R], ...]]:
    """Work through the chunks until all are done or a worker dies; then name those under way."""
    pool = _pool(workers)
    under_way: dict[Future[list[R]], list[I]] = {}
    try:
        while waiting or under_way:
            while waiting and len(under_way) < workers:
                some = waiting.pop()
                under_way[pool.submit(_each, function, some)] = some
            done, _unused = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                some = under_way.pop(future)
                results = future.result()
                yield tuple(Done(i, r) for i, r in zip(some, results, strict=True))
    except BrokenProcessPool:
        suspects += [some, *under_way.values()]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(function: Callable[[I], R], item: I) -> Done[I, R]:
    with _pool(1) as pool:
        try:
            pool.submit(_started).result()
        except BrokenProcessPool:
            raise WorkersDoNotStartError(
                _(
                    "The programs that do the work cannot be started on this computer. Is there memory "
                    "left, and is Kinhold installed whole? What was done so far is kept."
                )
            ) from None
        try:
            return Done(item, pool.submit(function, item).result())
        except BrokenProcessPool:
            return Done(item, None)


def _started() -> None:
    """Say nothing: a worker that can do this has started."""


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max(1, workers),
        mp_context=get_context("spawn"),
        initializer=_as_a_worker,
        initargs=(chosen(),),
    )


def _as_a_worker(locale: str) -> None:
    """In a worker: leave when the program that started it is gone, however it went.

    Otherwise a worker waits for work for ever: each holds an end of the queue open for the others.
    Ctrl-C at the terminal reaches workers too; what to do about it is for the program to say.
    """
    signal(SIGINT, SIG_IGN)
    speak(locale)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _each(function: Callable[[Any], R], items: list[Any]) -> list[R]:
    return [function(item) for item in items]
