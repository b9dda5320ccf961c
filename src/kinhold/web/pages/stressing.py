"""Stress tests that are being made: a thread waits for the solver, and pages show how far it is."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kinhold.api import search_stress

if TYPE_CHECKING:
    from kinhold.application.stress_page import Stressed
    from kinhold.application.stress_search import StressSearch

SOON: Final = 0.6
"""Seconds that a page waits before it shows the first answer and progress instead."""

_testing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="stress")
_under_way: dict[tuple[object, ...], UnderWay] = {}


@dataclass(slots=True)
class UnderWay:
    """A test that is being made.

    Attributes:
        search: what it rests on.
        found: the test, once it is there.
        said: what is being looked at.
    """

    search: StressSearch
    found: Future[Stressed] = field(default_factory=Future)
    said: str = ""

    def step(self, said: str) -> None:
        """Take a step in."""
        self.said = said


def find(search: StressSearch) -> UnderWay:
    """Begin a test, or return what is known of one that was begun."""
    if search.key not in _under_way:
        _under_way[search.key] = going = UnderWay(search)
        going.found = _testing.submit(search_stress, search, step=going.step)
    return _under_way[search.key]


def forget(search: StressSearch) -> None:
    """Let go of a test that was kept, or could not be made."""
    _under_way.pop(search.key, None)
