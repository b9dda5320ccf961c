"""Which day a text is, and which of two figures is the day."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.adapters.imports.statements.dates import (
    DayNotReadError,
    day_of,
    looks_like_day,
    ofx_day,
    order_of,
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22", "2026/11/22", "2026.11.22.", "2026:11:22", "20261122", "2026-11-22T10:00:00Z",
        "2026-11-22 10:00:00 +0000", "20261122 101500", "22/11/2026", "22.11.2026", "22-11-2026", "22/11/26",
        "22/11'2026", "22/11/2026 13:05", "22 Nov 2026", "22-Nov-26", "22 November 2026", "Nov 22, 2026",
        "November 22 2026", "22nd Nov 2026", "22 nov. 2026", "Sun 22 Nov 2026", "22Nov2026", "22/11/2026 as of 21/11/2026",
    ],
)  # fmt: skip
def test_days_as_banks_write_them(text):
    assert day_of(text, day_first=True) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11/22/26", date(2026, 11, 22)),
        ("2/10'2020", date(2020, 2, 10)),
        ("1/ 2'00", date(2000, 1, 2)),
        ("6/ 1/94", date(1994, 6, 1)),
        ("12/31/69", date(2069, 12, 31)),
        ("12/31/70", date(1970, 12, 31)),
    ],
)
def test_days_with_the_month_first(text, day):
    assert day_of(text, day_first=False) == day


@pytest.mark.parametrize(
    "text",
    ["", "x", "31/02/2026", "2026-13-01", "0000-00-00", "99999999", "12", "1/2", "Pending", "1/1/1901", "2" * 500, "22 Foo 2026", "13/13/2026"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text):
    with pytest.raises(DayNotReadError):
        day_of(text)


@pytest.mark.parametrize("month", ["févr.", "Feb", "février", "Februar", "febbraio", "lut"])
def test_february_in_several_languages(month):
    assert day_of(f"3 {month} 2026") == date(2026, 2, 3)


def test_a_figure_above_twelve_tells():
    assert order_of(["01/02/2026", "22/02/2026"])[:2] == (True, "seen")
    assert order_of(["01/02/2026", "02/22/2026"])[:2] == (False, "seen")


def test_the_order_of_the_lines_tells_where_only_one_reading_is_in_order():
    in_march = ["02/03/2026", "09/03/2026", "04/04/2026", "01/05/2026"]

    assert order_of(in_march)[:2] == (True, "order")


def test_nothing_tells_and_nothing_is_guessed():
    assert order_of(["01/02/2026", "01/03/2026", "01/04/2026"])[:2] == (None, "unknown")


def test_what_the_person_says_is_believed_and_what_contradicts_it_counted():
    assert order_of(["22/02/2026", "01/02/2026"], told=False) == (False, "told", 1)


@pytest.mark.parametrize(
    "texts", [["2026-01-02"], ["03.04.2026"], ["04/04/2026"], ["3 Apr 2026"], []]
)
def test_dates_that_read_one_way_only_need_no_answer(texts):
    assert order_of(texts).why == "plain"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20261122", date(2026, 11, 22)),
        ("20261122120000.000[-5:EST]", date(2026, 11, 22)),
        ("20261122233000[-8:PST]", date(2026, 11, 22)),
        ("20180804093914:014", date(2018, 8, 4)),
        ("20091217162416.000[-:EST]", date(2009, 12, 17)),
        ("2026-11-22", date(2026, 11, 22)),
    ],
)
def test_days_of_ofx_are_the_banks_own_and_are_not_moved(text, day):
    assert ofx_day(text) == day


@pytest.mark.parametrize("text", ["201120000000", "20120231", "00000000", "2026112", "", "soon"])
def test_days_of_ofx_that_do_not_exist(text):
    with pytest.raises(DayNotReadError):
        ofx_day(text)


def test_a_cell_looks_like_a_day_under_either_order():
    assert looks_like_day("11/22/2026")
    assert looks_like_day("22/11/2026")
    assert not looks_like_day("22/22/2026")
