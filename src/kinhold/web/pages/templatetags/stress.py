"""What the pages of what-ifs need of their templates."""

from __future__ import annotations

from hashlib import sha256

from django import template

register = template.Library()


@register.filter
def code(text: str) -> str:
    """Return what stands for a text where the text itself must not stand."""
    return sha256(text.encode()).hexdigest()[:12]


@register.filter
def seen(so_far: str) -> int:
    """Return how many answers were given so far."""
    return len([part for part in so_far.split(",") if part])
