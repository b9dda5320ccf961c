"""What the page of asks needs of its template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinhold.application.asks import AskLine, AsksPage

register = template.Library()


@register.filter
def groups(page: AsksPage) -> list[tuple[str, tuple[AskLine, ...]]]:
    """Return the lists of the page with their headings."""
    return [(_("Waiting"), page.waiting), (_("To come"), page.coming), (_("Over"), page.over)]


@register.filter
def at(found: Mapping[str, str], key: str) -> str:
    """Return what stands under a key, or nothing."""
    return found.get(key, "")
