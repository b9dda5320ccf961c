"""What is said, in the locale that is being spoken.

The code says things in British English; that is the key under which a catalogue (GNU gettext,
`locales/LOCALE/LC_MESSAGES/kinhold.po`) has the words of another locale. A message that a catalogue
does not have is said as it stands. The locale is a context variable: two households of two countries
can be open at once, and each thread speaks for itself.

    with speaking("en_US"):
        print(_("Nappy"))
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BRITISH: Final = "en_GB"
AMERICAN: Final = "en_US"
LOCALES: Final = (BRITISH, AMERICAN)
FOLDER: Final = Path(__file__).resolve().parent / "locales"
DOMAIN: Final = "kinhold"
WISH: Final = "KINHOLD_LANG"
"""The variable of the environment that decides, whatever the country."""
_SYSTEM: Final = ("LC_ALL", "LC_MESSAGES", "LANG")

_spoken: Final[ContextVar[str]] = ContextVar("spoken", default="")


def _(message: str) -> str:
    """Return a message in the locale that is being spoken; itself where there is no other."""
    return _catalogue(_spoken.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Return the form of a message that goes with a number."""
    return _catalogue(_spoken.get()).ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """Return a message that means something else elsewhere; the context says what it means here."""
    return _catalogue(_spoken.get()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name, which extraction knows
    """Return a message as it is, marked to be looked up with `_` when it is said."""
    return message


@cache
def _catalogue(locale: str) -> NullTranslations:
    path = FOLDER / (locale or BRITISH) / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak a locale inside a `with` statement, in this thread or task alone.

    Args:
        locale: as people and systems write it, such as `en_US` or `en-gb`; of one that is not among
            `LOCALES` the closest is spoken.
    """
    before = _spoken.set(closest(locale))
    try:
        yield
    finally:
        _spoken.reset(before)


def speak(locale: str) -> None:
    """Speak a locale from here on: to the end of the `speaking` this stands in, or of the thread.

    Args:
        locale: as for `speaking`; nothing, to let each country decide again.
    """
    _spoken.set(closest(locale) if locale else "")


def spoken() -> str:
    """Return the locale that is being spoken; British English where nobody chose."""
    return _spoken.get() or BRITISH


def chosen() -> str:
    """Return the locale that was chosen, to be handed to another process; empty where none was."""
    return _spoken.get()


def as_in_the_us(country: str) -> bool:
    """Whether dates and clocks are said as in the United States.

    Args:
        country: decides where no locale is being spoken; `us`, or another.
    """
    return (_spoken.get() or locale_for(country)) == AMERICAN


def locale_for(country: str) -> str:
    """Return the locale of a country, `uk`, `us` or another."""
    return AMERICAN if country == "us" else BRITISH


def closest(named: str) -> str:
    """Return the one of `LOCALES` that is closest to a locale: `en_US.UTF-8` is `en_US`."""
    plain = named.partition(".")[0].partition("@")[0].replace("-", "_").casefold()
    return next((known for known in LOCALES if known.casefold() == plain), BRITISH)


def wished(environment: Mapping[str, str]) -> str:
    """Return the locale that `KINHOLD_LANG` asks for, or nothing where it does not."""
    asked = environment.get(WISH, "")
    return closest(asked) if asked else ""


def usual(environment: Mapping[str, str]) -> str:
    """Return the locale of a computer: `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is set."""
    return closest(next((environment[name] for name in _SYSTEM if environment.get(name)), ""))
