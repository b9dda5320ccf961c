"""The few telephone numbers for a bad moment, by country; each with its source and its day.

They stand on a page that works without a connection, so they are few and change rarely. A number is
shown for as long as it was compared with its source within `GOOD_FOR`; a test fails before that
ends, so that nobody is given a number that was not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

GOOD_FOR: Final = timedelta(days=180)
"""How long a comparison with the source counts."""

Purpose = Literal["emergency", "crisis", "health", "domestic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentNumber:
    """One number to call.

    Attributes:
        purpose: what it is for.
        label: what the button says.
        dial: digits for a `tel:` link.
        about: one sentence.
        source: https address of a page that gives the number.
        checked_on: the day it was compared with that page.
    """

    purpose: Purpose
    label: str
    dial: str
    about: str
    source: str
    checked_on: date


_CHECKED: Final = date(2026, 11, 22)

NUMBERS: Final[dict[str, tuple[UrgentNumber, ...]]] = {
    "uk": (
        UrgentNumber(
            purpose="emergency",
            label="Call 999",
            dial="999",
            about="Someone is in danger now. If you cannot speak on a mobile, press 55 when asked.",
            source="https://www.saxonweald.com/news/coronavirus---domestic-abuse.html",
            checked_on=_CHECKED,
        ),
        UrgentNumber(
            purpose="crisis",
            label="Call 111",
            dial="111",
            about="NHS 111, mental health option. Day and night, for any age. For health too.",
            source="https://shsc.nhs.uk/news/call-nhs-111-if-you-are-experiencing-mental-health-crisis",
            checked_on=_CHECKED,
        ),
        UrgentNumber(
            purpose="domestic",
            label="Call 0808 2000 247",
            dial="08082000247",
            about="National Domestic Abuse Helpline. Free, day and night. Someone who frightens you.",
            source="https://www.hartlepoolnow.co.uk/pages/home/information-&-advice/living-well/domestic-abuse",
            checked_on=_CHECKED,
        ),
    ),
    "us": (
        UrgentNumber(
            purpose="emergency",
            label="Call 911",
            dial="911",
            about="Someone is in danger now.",
            source="https://internationalmentalhealth.org/resources/",
            checked_on=_CHECKED,
        ),
        UrgentNumber(
            purpose="crisis",
            label="Call 988",
            dial="988",
            about="Suicide & Crisis Lifeline. Free, day and night. You can text 988 too.",
            source="https://www.cdcr.ca.gov/ccjbh/2022/07/19/dial-988-to-access-24-hour-emotional-support-and-resources/",
            checked_on=_CHECKED,
        ),
        UrgentNumber(
            purpose="domestic",
            label="Call 1-800-799-7233",
            dial="18007997233",
            about="National Domestic Violence Hotline. Free, day and night. Someone who frightens you.",
            source="https://ovc.ojp.gov/news/grantee-news/national-domestic-violence-hotline-answers-6-million-contacts",
            checked_on=_CHECKED,
        ),
    ),
}
COUNTRY_NAMES: Final = {"uk": "In the UK", "us": "In the US"}


def urgent_numbers(country: str) -> tuple[tuple[str, tuple[UrgentNumber, ...]], ...]:
    """Return the numbers to show, the emergency number first, each group with its heading.

    Args:
        country: `uk` or `us`; anything else gives every country's, since leaving them out helps
            nobody.

    Returns:
        Pairs of a heading (empty where one country is enough) and its numbers.
    """
    if country in NUMBERS:
        return (("", NUMBERS[country]),)
    return tuple((COUNTRY_NAMES[known], numbers) for known, numbers in NUMBERS.items())


def stale_numbers(on: date) -> tuple[UrgentNumber, ...]:
    """Return the numbers that nobody compared with their source for `GOOD_FOR` before a day."""
    return tuple(
        number
        for numbers in NUMBERS.values()
        for number in numbers
        if on - number.checked_on > GOOD_FOR
    )
