"""How soon after it happened something was written down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kinhold.api import open_household


class Clock:
    def now(self):
        return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "class_"),
    [
        ("2026-11-22T03:00", "contemporaneous"),
        ("2026-11-22T01:30", "late"),
        ("2026-11-22T01:30-03:00", "contemporaneous"),
        ("2026-11-22T06:00+05:00", "late"),
        ("2026-11-10", "retrospective"),
    ],
)
def test_a_time_told_with_its_offset_is_taken_at_its_word(when, class_):
    """
    household zone=Europe/London
    written down on 23 November at 02:00 UTC
    """
    with open_household(None, clock=Clock()) as home:
        home.add("household zone=Europe/London country=uk currency=GBP of=Ruth")
        home.add(f'{when} event Danny what=argument "on the stairs"')

        assert [e.timeliness for e in home.chronology().entries] == [class_]
