"""What a statement can be checked for by itself, and which of its lines were there before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kinhold.application.statement_checks import (
    check_account,
    check_closing,
    check_repeats,
    check_running,
    find_known,
    join_statements,
    payee_letters,
    reading_order,
    repeated_lines,
    with_running_ends,
    without_reused_numbers,
)
from kinhold.application.statement_rows import StatedBalance, StatementAccount, StatementLine

NOVEMBER = date(2026, 11, 1)


def line(day=1, amount=-350, payee="Coffee House", number="", **more):
    told = {
        "day": NOVEMBER + timedelta(days=day - 1), "posted": None, "amount": amount, "currency": "GBP",
        "payee": payee, "memo": "", "reference": number, "kind": "", "balance": None, "row": day,
        "identified_by": "ofx" if number else "", "account": "a",
    }  # fmt: skip
    return StatementLine(**told | more)


def account(*lines, opening=None, closing=None, file=0, **more):
    told = {
        "bank": "Harbour", "number_shown": "••7711", "kind": "checking", "currency": "GBP",
        "opening": StatedBalance(opening) if opening is not None else None,
        "closing": StatedBalance(closing) if closing is not None else None,
        "start": lines[0].day if lines else None, "end": lines[-1].day if lines else None,
        "lines": tuple(lines), "file": file,
    }  # fmt: skip
    return StatementAccount(**told | more)


def running(*amounts, first=1000):
    balance, lines = first, []
    for day, amount in enumerate(amounts, 1):
        balance += amount
        lines.append(line(day, amount, balance=balance))
    return lines


def codes(findings):
    return [f.code.removeprefix("statement.") for f in findings]


def test_opening_and_lines_make_the_closing_balance():
    assert check_closing(account(line(), line(2), opening=1000, closing=300)) is None


def test_a_difference_is_said_with_its_size():
    found = check_closing(account(line(), opening=1000, closing=700))

    assert "£0.50 is unexplained" in found.message
    assert (found.severity, found.where) == ("warning", "Harbour ••7711")


def test_without_both_balances_there_is_nothing_to_check():
    assert check_closing(account(line(), opening=1000)) is None
    assert check_closing(account(line(currency="EUR"), opening=1000, closing=1)) is None


def test_an_opening_line_is_not_counted_twice():
    assert check_closing(account(line(amount=1000, kind="opening"), line(), opening=1000, closing=650)) is None  # fmt: skip


@pytest.mark.parametrize(("turn", "order"), [(1, "oldest-first"), (-1, "newest-first")])
def test_running_balances_tell_the_order_and_the_ends(turn, order):
    statement = account(*running(-100, 250, -30)[::turn])
    ends = with_running_ends(statement)

    assert reading_order(statement.lines) == order
    assert (ends.opening.amount, ends.closing.amount) == (1000, 1120)
    assert check_running(statement) is None


def test_a_running_balance_that_jumps_names_the_row():
    lines = running(-100, 250, -30, -5, -6)
    del lines[2]
    found = check_running(account(*lines))

    assert (found.code, found.where) == ("statement.balance-jumps", "Harbour ••7711, row 4")
    assert with_running_ends(account(*lines)).opening is None


def test_running_balances_that_never_follow_are_said():
    lines = [line(d, -100 * d, balance=5000 + 77 * d) for d in range(1, 5)]

    assert codes(check_account(account(*lines))) == ["balance-never-fits"]


def test_a_stated_balance_stays_beside_a_running_one():
    assert with_running_ends(account(*running(-100, 5), closing=1)).closing.amount == 1


def test_one_number_twice_is_one_line_twice_and_alike_lines_may_be_two():
    twice = [line(number="A"), line(number="A")]
    coffees = [line(), line()]

    assert repeated_lines(twice).same_number == ((0, 1),)
    assert repeated_lines(coffees).alike == ((0, 1),)
    assert codes(check_repeats(account(*twice))) == ["same-number"]
    assert codes(check_repeats(account(*coffees))) == ["alike"]


@pytest.mark.parametrize(
    "other", [{"day": 2}, {"amount": -351}, {"payee": "Tea"}, {"memo": "x"}, {"balance": 7}]
)
def test_lines_that_differ_in_anything_are_not_alike(other):
    assert repeated_lines([line(), line(**other)]).alike == ()


def test_a_number_on_different_lines_identifies_none_of_them():
    statement = account(line(number="1"), line(5, -900, number="1"), line(6, number="2"))

    assert codes(check_repeats(statement)) == ["reused-number"]
    assert [x.identified_by for x in without_reused_numbers(statement).lines] == ["", "", "ofx"]


def test_lines_with_the_banks_number_are_known_by_it():
    known = [line(1, number="A"), line(2, number="B")]
    new = [line(2, number="B", payee="COFFEE HOUSE LTD"), line(3, number="C")]

    assert find_known(lines=new, known=known) == (1, None)


def test_a_pending_line_that_was_booked_later_keeps_its_number():
    assert find_known(lines=[line(8, number="A")], known=[line(1, number="A")]) == (0,)


def test_banks_that_count_anew_in_each_file_lose_no_line():
    known = [line(1, -350, number="1"), line(2, -780, number="2")]
    december = [line(31, -350, number="1"), line(32, -990, number="2")]

    assert find_known(lines=december, known=known) == (None, None)


def test_two_numbers_of_one_sort_are_two_lines():
    assert find_known(lines=[line(number="B")], known=[line(number="A")]) == (None,)


def test_numbers_of_two_sorts_of_file_are_compared_by_day_amount_and_payee():
    assert find_known(lines=[line(number="B", identified_by="camt")], known=[line(number="A")]) == (
        0,
    )
    assert find_known(lines=[line()], known=[line(number="A")]) == (0,)


def test_two_true_coffees_on_one_day_stay_two():
    assert find_known(lines=[line(), line()], known=[line()]) == (0, None)
    assert sorted(find_known(lines=[line(), line()], known=[line(), line()])) == [0, 1]


@pytest.mark.parametrize(("apart", "known"), [(0, (0,)), (3, (0,)), (-3, (0,)), (4, (None,))])
def test_days_may_be_three_apart(apart, known):
    assert find_known(lines=[line(10 + apart)], known=[line(10)]) == known


def test_payees_are_compared_without_case_accents_and_signs():
    assert find_known(lines=[line(payee="CAFE-HOUSE")], known=[line(payee="Café House")]) == (0,)
    assert find_known(lines=[line(payee="Tea House")], known=[line()]) == (None,)
    assert payee_letters(line(payee="", memo="Ærø & Co. 7")) == "ærøco7"


@pytest.mark.parametrize("other", [{"amount": -351}, {"currency": "EUR"}, {"account": "b"}])
def test_another_amount_currency_or_account_is_another_line(other):
    assert find_known(lines=[line(**other)], known=[line()]) == (None,)
    assert (
        find_known(lines=[line(number="A", **other)], known=[line(number="A")]) != (0,)
        or "currency" in other
    )


def test_a_daily_coffee_beyond_the_days_that_are_shared_is_new():
    known = [line(day) for day in range(1, 11)]
    later = [line(day) for day in range(9, 15)]

    assert find_known(lines=later, known=known) == (8, 9, None, None, None, None)


def test_the_nearest_day_is_taken_first():
    known = [line(1), line(3), line(5)]

    assert find_known(lines=[line(5), line(1), line(2)], known=known) == (2, 0, 1)


def test_statements_of_one_account_are_joined_in_time():
    october = account(line(1), opening=1000, closing=650)
    november = account(line(40), opening=650, closing=300)
    (joined,), findings = join_statements([november, october])

    assert [x.day for x in joined.lines] == [line(1).day, line(40).day]
    assert (joined.opening.amount, joined.closing.amount, findings) == (1000, 300, ())


def test_a_statement_that_is_missing_between_two_is_said():
    (_,), findings = join_statements(
        [account(line(1), opening=1000, closing=650), account(line(40), opening=600, closing=250)]
    )

    assert codes(findings) == ["gap"]


def test_lines_that_two_files_share_are_counted_once():
    one = account(line(1, number="A"), line(2, number="B"))
    other = account(line(2, number="B"), line(3, number="C"), file=1)
    (joined,), findings = join_statements([one, other])

    assert [x.reference for x in joined.lines] == ["A", "B", "C"]
    assert codes(findings) == ["in-both"]


def test_other_accounts_stay_apart():
    accounts, _ = join_statements([account(line()), account(line(), kind="savings")])

    assert len(accounts) == 2
