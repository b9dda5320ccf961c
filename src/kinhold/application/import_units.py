"""Figures of an export with their units: told by the file, answered by the person, or left open."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from kinhold.application.log_amounts import ML_PER_OUNCE
from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.application.import_rows import Quantity

AMOUNTS: Final = ("ml", "oz", "uk-oz")
WEIGHTS: Final = ("kg", "g", "lb")
LENGTHS: Final = ("cm", "in")
TOGETHER: Final = {
    "metric": ("ml", "kg", "cm"),
    "us": ("oz", "lb", "in"),
    "uk": ("uk-oz", "lb", "in"),
}
"""Names for all three at once."""

_CLASS: Final = {"weight": ("weights", WEIGHTS), "height": ("lengths", LENGTHS), "head": ("lengths", LENGTHS)}  # fmt: skip
_WARM: Final = {"C": (Decimal(30), Decimal(45)), "F": (Decimal(86), Decimal(113))}
_NO_TEMPERATURE: Final = N_("This is no body temperature in °C or °F; it was kept without a unit.")


class UnitNotKnownError(KinholdError):
    """A unit was answered that does not exist, or two of one sort."""


def units_asked(told: tuple[str, ...]) -> frozenset[str]:
    """Return the units that were answered, names for several at once resolved.

    Raises:
        UnitNotKnownError: for an unknown unit, or two for the same sort of figure.
    """
    every = [each for name in told for each in TOGETHER.get(name, (name,))]
    known = (*AMOUNTS, *WEIGHTS, *LENGTHS)
    for unit in every:
        if unit not in known:
            raise UnitNotKnownError(
                _("“{unit}” is not a unit. Use {known}, or metric, us or uk for all.").format(
                    unit=unit[:20], known=", ".join(known)
                )
            )
    for sort in (AMOUNTS, WEIGHTS, LENGTHS):
        if len(set(every) & set(sort)) > 1:
            raise UnitNotKnownError(_("Give one of {sort}, not two.").format(sort=", ".join(sort)))
    return frozenset(every)


def amount_field(amount: Quantity, units: frozenset[str]) -> tuple[int | None, str, bool]:
    """Return an amount in whole millilitres, what is kept in words, and whether a unit is missing.

    Ounces are those of the US (NIST Handbook 44, appendix C) unless `uk-oz` was answered.
    """
    if amount.number <= 0:
        return None, "", False
    unit = amount.unit or _only(units, AMOUNTS)
    if not unit:
        return None, _("amount {number} (unit not told)").format(number=amount.number), True
    if unit == "ml":
        exact, words = amount.number, ""
    elif unit in ("oz", "fl oz", "uk-oz"):
        british = unit == "uk-oz" or (not amount.unit.startswith("uk") and "uk-oz" in units)
        exact, words = (
            amount.number * ML_PER_OUNCE["uk" if british else "us"],
            _("{number} oz").format(number=amount.number),
        )
    else:
        return None, _("amount {number} {unit}").format(number=amount.number, unit=unit), False
    whole = int(exact.to_integral_value(ROUND_HALF_UP))
    if not words and exact != whole:
        words = _("{number} ml").format(number=amount.number)
    return whole or None, words, False


def measure_field(measure: Quantity, what: str, units: frozenset[str]) -> tuple[str, str, str]:
    """Return a measure as `37.6C`, the sort of unit that is missing, and what is odd about it.

    A temperature without a unit is read only where a living body can have it in one unit alone; any
    other figure without a unit is kept as a bare figure.
    """
    figure = _plain(measure.number)
    unit = measure.unit
    if what == "temperature":
        unit = unit.upper() or next(
            (u for u, (low, high) in _WARM.items() if low <= measure.number <= high), ""
        )
        return f"{figure}{unit}", "", "" if unit in ("C", "F") else _(_NO_TEMPERATURE)
    sort, known = _CLASS[what]
    unit = unit or _only(units, known)
    if unit and unit not in known:
        return (
            f"{figure}{unit}",
            "",
            _("A {what} in {unit} is not known here; it was kept as it is.").format(
                what=what, unit=unit
            ),
        )
    return f"{figure}{unit}", "" if unit else sort, ""


def _only(units: frozenset[str], sort: tuple[str, ...]) -> str:
    return next((unit for unit in sort if unit in units), "")


def _plain(number: Decimal) -> str:
    return format(number, "f")
