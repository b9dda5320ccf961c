"""QIF: accounts, splits, days of either country, and what it leaves open."""

from __future__ import annotations

import pytest
from tests.unit.adapters.statements.making import codes, only, read, sums

from kinhold.adapters.imports.tables import ImportNotUsableError

BANK = "!Type:Bank\nD22/11/2026\nT-780.00\nPRent\nMNovember\nLHome:Rent\nN301\nCX\n^\nD25/11/2026\nT1,250.00\nPDiner\n^\n"


def test_records_become_lines():
    account = only(read(BANK, currency="GBP"))
    rent = account.lines[0]

    assert sums(account) == [("2026-11-22", -78000), ("2026-11-25", 125000)]
    assert (rent.payee, rent.memo, rent.category, rent.cheque, rent.row, rent.currency) == ("Rent", "November", "Home:Rent", "301", 2, "GBP")  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("Bank", "checking"), ("CCard", "card"), ("Cash", "cash"), ("Oth A", "asset"), ("Oth L", "liability"), ("bank ", "checking")],
)  # fmt: skip
def test_every_sort_of_account(kind, shown):
    assert only(read(BANK.replace("Bank", kind, 1))).kind == shown


def test_accounts_are_told_by_name_and_lists_of_them_are_no_payments():
    text = (
        "!Option:AutoSwitch\n!Account\nNJoint\nTBank\n^\nNVisa\nTCCard\n^\n!Clear:AutoSwitch\n"
        "!Type:Cat\nNFood\nE\n^\n"
        "!Option:AutoSwitch\n!Account\nNJoint\nTBank\n^\n!Type:Bank\nD13/11/2026\nT-5\nPA\n^\n"
        "!Account\nNVisa\nTCCard\n^\n!Type:CCard\nD14/11/2026\nT-6\nPB\n^\n"
    )
    found = read(text)

    assert [(a.name, a.kind, sums(a)) for a in found.accounts] == [
        ("Joint", "checking", [("2026-11-13", -500)]),
        ("Visa", "card", [("2026-11-14", -600)]),
    ]
    assert "not-read" in codes(found)


def test_splits_are_parts_and_have_to_add_up():
    text = "!Type:Bank\nD2/14'2026\nT67.50\nPPhone\nSBills\nEcredit\n$-15.00\nSBills\n$82.50\n^\n"

    assert [p.amount for p in only(read(text)).lines[0].splits] == [-1500, 8250]
    assert "parts-differ" not in codes(read(text))
    assert "parts-differ" in codes(read(text.replace("82.50", "82.51")))


def test_a_date_inside_a_split_is_not_the_records():
    text = "!Type:Bank\nD2/14'2026\nT-10\nSFood\nD1/10'2026\n$-10\n^\n"

    assert sums(only(read(text))) == [("2026-02-14", -1000)]


def test_days_of_either_country():
    american = BANK.replace("22/11", "11/22").replace("25/11", "11/25")

    assert sums(only(read(american))) == sums(only(read(BANK)))


def test_days_that_do_not_tell_are_said_and_can_be_told():
    text = "!Type:Bank\nD3/4/2026\nT-5\n^\n"

    assert "dates-unsure" in codes(read(text))
    assert sums(only(read(text, day_first=True))) == [("2026-04-03", -500)]
    assert sums(only(read(text, day_first=False))) == [("2026-03-04", -500)]
    assert "dates-unsure" not in codes(read(text, day_first=False))


def test_a_currency_is_a_sign_of_the_order_of_dates():
    text = "!Type:Bank\nD3/4/2026\nT-5\n^\n"

    assert sums(only(read(text, currency="GBP"))) == [("2026-04-03", -500)]
    assert sums(only(read(text, currency="USD"))) == [("2026-03-04", -500)]


def test_an_opening_balance_is_marked_and_is_no_payment():
    found = read("!Type:Bank\nD13/1/2026\nT250.00\nPOpening Balance\nL[Joint]\n^\n")

    assert only(found).lines[0].kind == "opening"
    assert "opening-line" in codes(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("!Type:Bank\nT-5\nPA\n^\n", "no-date"),
        ("!Type:Bank\nD13/1/2026\nPA\n^\n", "no-amount"),
        ("!Type:Bank\nD13/1/2026\nT1e400000\n^\n", "no-amount"),
        ("!Type:Bank\nD13/1/2026\nT1,234\n^\n", "no-amount"),
        ("!Type:Bank\nD13/1/2026\nT-5\nU-6\n^\n", "two-amounts"),
        ("D13/1/2026\nT-5\nPA\n^\n", "no-type"),
        ("!Type:Bank\nD13/1/2026\nT-5\n^\n!Type:Invst\nD14/1/2026\nNBuy\n^\n", "not-read"),
    ],
)
def test_oddities_are_said(text, code):
    assert code in codes(read(text))


def test_a_last_record_without_its_end_is_read():
    assert len(only(read(BANK.rstrip("^\n"))).lines) == 2


def test_lists_alone_are_no_payments():
    with pytest.raises(ImportNotUsableError, match="no payments, only security"):
        read("!Type:Security\nNX\n^\n")


def test_european_amounts():
    text = BANK.replace("-780.00", "-780,00").replace("1,250.00", "1.250,00")

    assert sums(only(read(text))) == sums(only(read(BANK)))
