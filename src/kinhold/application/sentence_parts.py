"""The parts that sentences about facts are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.application.wording import say_list
from kinhold.domain.money import say
from kinhold.domain.periods import format_window
from kinhold.domain.recurrence import say_recurrence
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.domain.money import Money
    from kinhold.domain.periods import ClockWindow
    from kinhold.domain.recurrence import Recurrence

    Name = Callable[[str], str]


def say_quoted(words: str) -> str:
    """Return `: “words”`, or nothing where there are none."""
    inner = words.strip().strip('“”"')
    return f": “{inner}”" if inner else ""


def say_often(each: Recurrence | None, at: tuple[ClockWindow, ...] = ()) -> str:
    """Return how often and in which hours, with a blank before it."""
    said = f" {say_recurrence(each)}" if each else ""
    return said + (f", {_(' and ').join(format_window(w) for w in at)}" if at else "")


def say_sum(amount: Money | None, unknown: str = N_("an amount not told")) -> str:
    """Return an amount, or that it was not told."""
    return say(amount) if amount is not None else unknown


def say_names(handles: tuple[str, ...], name: Name) -> str:
    """Return people by name, as a list is said."""
    return say_list([name(h) for h in handles])
