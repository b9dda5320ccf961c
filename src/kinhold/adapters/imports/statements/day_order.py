"""Says how it was decided which figure of a date is the day, and decides where nothing tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.adapters.imports.statements.dates import DayOrder
    from kinhold.adapters.imports.statements.under_way import UnderWay

_DAY_FIRST_MONEY: Final = frozenset({"GBP", "EUR", "CHF", "AUD", "NZD", "PLN", "DKK", "NOK"})
_AGAINST = N_(
    "Dates of this file put the day in different places, or the file does not fit what "
    "was told of it. Lines whose date does not exist when read like the others were left "
    "out."
)


def say_order(
    order: DayOrder, under_way: UnderWay, *, month_first_if_unknown: bool, currency: str = ""
) -> bool:
    """Return whether the day is first, and note what is in doubt about it.

    Args:
        order: what the dates themselves tell.
        under_way: the file; what the person told has already gone into `order`.
        month_first_if_unknown: what to take where nothing tells and the currency does not either.
        currency: of the file, as a sign of its country.
    """
    if order.against:
        under_way.note("warning", "dates-disagree", _(_AGAINST))
    if order.day_first is None:
        money = currency or under_way.currency
        day_first = money in _DAY_FIRST_MONEY or (money != "USD" and not month_first_if_unknown)
        taken = _("the day first, as in 31/12") if day_first else _("the month first, as in 12/31")
        under_way.note(
            "warning",
            "dates-unsure",
            _(
                "Dates such as 3/4 do not show which figure is the day. They were read with {taken}. "
                "If that is wrong, say so (day first or month first) and read the file again."
            ).format(taken=taken),
        )
        return day_first
    if order.why == "order":
        which = "day" if order.day_first else "month"
        under_way.note(
            "info",
            "dates-by-order",
            _(
                "Dates were read with the {which} first, since only then do the lines stand in order."
            ).format(which=which),
        )
    return order.day_first
