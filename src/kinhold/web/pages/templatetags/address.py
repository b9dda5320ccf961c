"""What keeps words out of addresses."""

from __future__ import annotations

from django import template
from django.http import QueryDict

from kinhold.web.pages.address import keep

register = template.Library()


@register.filter
def kept(query: str) -> str:
    """Return the token of a query, to stand behind the question mark of a link."""
    return keep(str(query))


@register.simple_tag
def look(**told: object) -> str:
    """Return the token of a query that is made of these."""
    query = QueryDict(mutable=True)
    for name, value in told.items():
        query[name] = str(value)
    return keep(query.urlencode())
