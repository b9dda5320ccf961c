"""Recurrence against an outsider: python-dateutil's RFC 5545 rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import recurrences

from kinhold.domain.recurrence import Recurrence, format_recurrence, occurrences, parse_recurrence

UNITS = {"day": DAILY, "week": WEEKLY, "month": MONTHLY, "year": YEARLY}
anchors = st.dates(date(2024, 1, 1), date(2027, 12, 28)).filter(lambda d: d.day <= 28)


@given(rule=recurrences)
def test_a_rule_reads_back_exactly(rule):
    assert parse_recurrence(format_recurrence(rule)) == rule


@settings(max_examples=300, deadline=None)
@given(
    rule=recurrences.filter(
        lambda r: all(d <= 28 for d in r.monthdays) and not (r.monthdays and r.ordinals)
    ),
    anchor=anchors,
    ahead=st.integers(0, 400),
)
def test_days_are_those_of_rfc_5545_where_no_month_is_too_short(rule, anchor, ahead):
    start, end = anchor + timedelta(days=ahead), anchor + timedelta(days=ahead + 500)
    days = (
        tuple(weekday(d, n) for n, d in rule.ordinals)
        or tuple(weekday(d) for d in rule.weekdays)
        or None
    )
    oracle = rrule(
        UNITS[rule.unit],
        interval=rule.interval,
        dtstart=datetime(anchor.year, anchor.month, anchor.day),
        byweekday=days,
        bymonthday=rule.monthdays or None,
        wkst=0,
    )

    expected = tuple(
        d.date()
        for d in oracle.between(
            datetime(start.year, start.month, start.day),
            datetime(end.year, end.month, end.day),
            inc=True,
        )
        if d.date() < end
    )

    assert occurrences(rule, anchor=anchor, start=start, end=end) == expected


@given(anchor=st.dates(date(2024, 1, 29), date(2026, 1, 31)).filter(lambda d: d.day >= 29))
def test_a_bill_on_the_31st_falls_on_the_last_day_of_a_short_month(anchor):
    days = occurrences(
        Recurrence("month"), anchor=anchor, start=anchor, end=anchor + timedelta(days=720)
    )
    months = {(d.year, d.month) for d in days}

    assert len(days) == len(months)
    assert len(months) >= 23
