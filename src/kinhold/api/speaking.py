"""A household's methods speak its language, whoever calls them: one place for all of them."""

from __future__ import annotations

from contextvars import ContextVar
from functools import wraps
from types import FunctionType
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar, cast

from kinhold import bootstrap
from kinhold.domain.fact import Retracted
from kinhold.domain.findings import KinholdError
from kinhold.domain.people import HouseholdOpened
from kinhold.journal.verify import JournalError
from kinhold.record.record import HOUSEHOLD
from kinhold.voice.speaking import locale_for, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from kinhold.application.open_record import OpenRecord
    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")
_heard: Final[ContextVar[Language | None]] = ContextVar("heard", default=None)


class Language:
    """Which locale a household is spoken to in: the one asked for, or the one of its country."""

    def __init__(self, opened: OpenRecord) -> None:
        """Take the open record; nothing is read until something is said."""
        self._opened: Final = opened
        self._known: tuple[int, str] | None = None

    def locale(self) -> str:
        """Return the locale; the usual one where the record says no country, or cannot be read."""
        asked = bootstrap.wished_locale()
        if asked:
            return asked
        if self._known is None:
            try:
                self.heed(self._opened, self._opened.record())
            except (KinholdError, JournalError):
                return locale_for("")
        return self._known[1] if self._known else locale_for("")

    def heed_written(self, facts: Sequence[Fact]) -> None:
        """Ask the record again where what was written may have changed the country."""
        if any(isinstance(fact, HouseholdOpened | Retracted) for fact in facts):
            self._known = None

    def heed(self, opened: OpenRecord, record: Record) -> None:
        """Look at the country again where the record has grown; what others see of it says less."""
        if opened is not self._opened:
            return
        space = record.spaces.get(HOUSEHOLD)
        size = space.size if space else 0
        if self._known is None or self._known[0] != size:
            told = [opened.country for opened in record.of(HouseholdOpened) if opened.country]
            self._known = (size, locale_for(told[-1] if told else ""))


def in_its_language(*, silent: tuple[str, ...] = ()) -> Callable[[type[T]], type[T]]:
    """Return a decorator that lets the public methods of a class speak a household's language.

    The class has a `language`, or a `_home` that has one.

    Args:
        silent: methods that say nothing, and are called too often or too early to ask.
    """

    def dress(kind: type[T]) -> type[T]:
        for name, method in list(vars(kind).items()):
            if isinstance(method, FunctionType) and not name.startswith("_") and name not in silent:
                setattr(kind, name, in_language(method))
        return kind

    return dress


def in_language(method: Callable[P, R]) -> Callable[P, R]:
    """Return a method, or a function of a household, that speaks the household's language.

    Its first argument has a `language`, or a `_home` that has one.
    """

    @wraps(method)
    def said(*args: P.args, **named: P.kwargs) -> R:
        language: Language = cast("Any", getattr(args[0], "_home", args[0])).language
        if _heard.get() is language:
            return method(*args, **named)
        before = _heard.set(language)
        try:
            with speaking(language.locale()):
                return method(*args, **named)
        finally:
            _heard.reset(before)

    return said
