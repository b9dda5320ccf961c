"""Amounts and measures as people write them, kept with their unit and never guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kinhold.application.log_kinds import EntryNotUsableError
from kinhold.voice.speaking import N_, _

ML_PER_OUNCE: Final = {"us": Decimal("29.5735295625"), "uk": Decimal("28.4130625")}
"""Fluid ounce: US (15 USC 205 / NIST Handbook 44, C) and imperial (Weights and Measures Act 1985)."""
GRAMS_PER_POUND: Final = Decimal("453.59237")
CM_PER_INCH: Final = Decimal("2.54")
MOST_ML: Final = 2000
_AMOUNT = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(ml|fl\s*oz|oz)?", re.IGNORECASE)
_MEASURE = re.compile(
    r"(\d{1,5}(?:[.,]\d{1,3})?)\s*(°?\s*[cf]|kg|g|lbs?|oz|cm|mm|in|\")?", re.IGNORECASE
)
_POUNDS = re.compile(r"(\d{1,3})\s*lbs?\s*(\d{1,2}(?:[.,]\d)?)\s*oz", re.IGNORECASE)
_UNITS: Final[dict[str, dict[str, tuple[float, float]]]] = {
    "temperature": {"c": (30, 45), "f": (86, 113)},
    "weight": {"kg": (0.3, 150), "g": (300, 150_000), "lb": (0.6, 330)},
    "height": {"cm": (20, 220), "in": (8, 87)},
    "head": {"cm": (15, 70), "in": (6, 28)},
}
_PLAIN: Final = {"weight": "kg", "height": "cm", "head": "cm"}
_EXAMPLES: Final = {
    "temperature": N_("37.6 C or 99.7 F"),
    "weight": N_("7.2 kg, 7200 g or 15 lb 14 oz"),
    "height": N_("68.5 cm or 27 in"),
    "head": N_("43 cm or 17 in"),
}


def read_ml(text: str, *, country: str) -> int | None:
    """Return an amount in whole millilitres; None for nothing.

    Args:
        text: `120`, `120 ml` or `4 oz`; a figure without a unit is millilitres.
        country: whose ounce it is.

    Raises:
        EntryNotUsableError: where it is no such amount.
    """
    if not text.strip():
        return None
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise EntryNotUsableError(
            _("“{text}” is not an amount. Write it like 120 ml or 4 oz.").format(text=text[:20])
        )
    figure = Decimal(match[1].replace(",", "."))
    if match[2] and "oz" in match[2].lower():
        figure *= ML_PER_OUNCE["us" if country == "us" else "uk"]
    amount = round(figure)
    if not 0 < amount <= MOST_ML:
        raise EntryNotUsableError(
            _("“{text}” cannot be right. Write between 1 and {most_ml} ml.").format(
                text=text[:20], most_ml=MOST_ML
            )
        )
    return amount


def read_measure(text: str, *, what: str, country: str) -> str:
    """Return a measure as a decimal with its unit: `37.6C`, `7.2kg`, `15.875lb`, `68.5cm`.

    Args:
        text: as people write it; a figure without a unit is read only where it can mean one thing.
        what: temperature, weight, height or head.
        country: in the US a length or a weight needs its unit.

    Raises:
        EntryNotUsableError: where it is no such measure, or could not be a living child's.
    """
    figure, unit = _figure(text.strip(), what)
    if not unit:
        unit = _unit_of(figure, what, country)
    limits = _UNITS[what].get(unit)
    if limits is None or not limits[0] <= figure <= limits[1]:
        raise EntryNotUsableError(_not_usable(text, what))
    return f"{_short(figure)}{unit.upper() if what == 'temperature' else unit}"


def _figure(text: str, what: str) -> tuple[Decimal, str]:
    both = _POUNDS.fullmatch(text)
    if both:
        return Decimal(both[1]) + Decimal(both[2].replace(",", ".")) / 16, "lb"
    match = _MEASURE.fullmatch(text)
    if match is None:
        raise EntryNotUsableError(_not_usable(text, what))
    unit = re.sub(r"[°\s]", "", (match[2] or "").lower()).replace("lbs", "lb").replace('"', "in")
    figure = Decimal(match[1].replace(",", "."))
    return (figure / 10, "cm") if unit == "mm" else (figure, unit)


def _unit_of(figure: Decimal, what: str, country: str) -> str:
    if what == "temperature":
        return next((u for u, (low, high) in _UNITS[what].items() if low <= figure <= high), "")
    return "" if country == "us" else _PLAIN[what]


def _not_usable(text: str, what: str) -> str:
    name = _("head size") if what == "head" else what
    return _("“{text}” will not do as a {name}. Write it with its unit, like {examples}.").format(
        text=text[:20], name=name, examples=_(_EXAMPLES[what])
    )


def _short(figure: Decimal) -> str:
    text = f"{figure:.3f}".rstrip("0").rstrip(".")
    return text or "0"


def in_metric(value: str) -> tuple[float, str]:
    """Return a kept measure in °C, kg or cm, with that unit; (0, "") where it cannot be read."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-zA-Z]+)", value)
    if match is None:
        return 0.0, ""
    figure, unit = Decimal(match[1]), match[2].lower()
    made = {
        "c": (figure, "°C"),
        "f": ((figure - 32) * 5 / 9, "°C"),
        "kg": (figure, "kg"),
        "g": (figure / 1000, "kg"),
        "lb": (figure * GRAMS_PER_POUND / 1000, "kg"),
        "cm": (figure, "cm"),
        "in": (figure * CM_PER_INCH, "cm"),
    }.get(unit)
    return (float(made[0]), made[1]) if made else (0.0, "")
