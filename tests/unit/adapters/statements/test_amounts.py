"""What an amount says, what it cannot say, and what is never converted."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from kinhold.adapters.imports.statements.amounts import (
    AmountNotReadError,
    amount_of,
    currency_in,
    mark_of,
)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12.34", 1234),
        ("-12.34", -1234),
        ("+12.34", 1234),
        ("12", 1200),
        (".5", 50),
        ("12.", 1200),
        ("12,34", 1234),
        ("1,234.56", 123456),
        ("1.234,56", 123456),
        ("1'234.56", 123456),
        ("1 234,56", 123456),
        ("1\u202f234,56", 123456),
        ("12,34,567.89", 123456789),
        ("1.234.567", 123456700),
        ("12.34-", -1234),
        ("(12.34)", -1234),
        ("(£1,234.50)", -123450),
        ("12.34 CR", 1234),
        ("12.34DR", -1234),
        ("12.34 Dr", -1234),
        ("D 12.34", -1234),
        ("£12.34", 1234),
        ("-£52.00", -5200),
        ("£-52.00", -5200),
        ("- $220.00", -22000),
        ("+ $1,150.00", 115000),
        ("($300.00)", -30000),
        ("12,34 €", 1234),
        ("EUR 12,34", 1234),
        ("1,234.50 USD", 123450),
        ("\u221212.34", -1234),
        ("000000000025,00", 2500),
        ("+00000000000115.8300", 11583),
        ("0.005", 1),
    ],
)
def test_amounts_as_banks_write_them(text, minor):
    assert amount_of(text).minor == minor


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", ".", ",", "()", "£", "abc", "1e5", "1E400000", "0x10", "NaN", "Infinity", "12.34.56,7",
        "--5", "-(5)-", "-5.00 DR", "1.23.4", "1,23,4", "12 34", "12.34 56", "1'23", "٣٤", "１２", "5 CR DR",
        "12345678901234.00", "12/34", "12.3x",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(AmountNotReadError):
        amount_of(text)


@pytest.mark.parametrize(
    "text", ["1e400000", "9" * 5000, "1" + ",000" * 4000, "(" * 5000, " " * 10**6 + "1"]
)
def test_endless_amounts_are_refused_before_anything_is_converted(text):
    begin = time.process_time()
    with suppress(AmountNotReadError):
        amount_of(text)

    assert time.process_time() - begin < 0.1


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,345", "-999.999"])
def test_three_figures_after_a_mark_can_be_two_amounts(text):
    with pytest.raises(AmountNotReadError, match="two amounts"):
        amount_of(text)


def test_the_marks_of_the_other_amounts_decide():
    mark = mark_of(["12.50", "1,234", "7"])

    assert (mark, amount_of("1,234", mark=mark).minor) == (".", 123400)


def test_an_amount_that_contradicts_the_others_is_refused():
    with pytest.raises(AmountNotReadError, match="does not fit"):
        amount_of("12,50", mark=".")


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["12,50", "3"], ","),
        (["1.234,50"], ","),
        (["1.234.567"], ","),
        (["1,234"], ""),
        (["12,50", "12.50"], ""),
        ([], ""),
        (["0.125"], "."),
        (["1234.567"], "."),
    ],
)
def test_which_mark_stands_before_decimals(texts, mark):
    assert mark_of(texts) == mark


@pytest.mark.parametrize(
    ("text", "exponent", "read"),
    [
        ("1,500", 0, (1500, False)),
        ("1500.00", 0, (1500, False)),
        ("1500.50", 0, (1501, True)),
        ("12.345", 3, (12345, False)),
        ("115.8331", 2, (11583, True)),
        ("-0.005", 2, (-1, True)),
        ("8.85000", 2, (885, False)),
    ],
)
def test_more_decimals_than_the_currency_has_are_rounded_and_told(text, exponent, read):
    assert amount_of(text, exponent=exponent, mark="." if "." in text else "") == read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("£12", "GBP"),
        ("12 €", "EUR"),
        ("Amount (CHF)", "CHF"),
        ("$12", ""),
        ("Paid OUT", ""),
        ("", ""),
    ],
)
def test_a_currency_is_only_what_a_sign_or_code_says(text, code):
    assert currency_in(text) == code
