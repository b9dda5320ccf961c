"""Which language a page is in: what was asked for, or the household's own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils import translation

from kinhold.voice.speaking import speaking
from kinhold.voice.speaking import spoken as locale_spoken

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def spoken(locale: str) -> Iterator[None]:
    """Speak a locale inside a `with` statement, in templates too."""
    with speaking(locale), translation.override(locale_spoken().replace("_", "-").lower()):
        yield
