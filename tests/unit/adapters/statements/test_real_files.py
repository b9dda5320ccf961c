"""Files that banks and other projects wrote (see the README beside them): what each of them holds.

Counts and sums were worked out from the files by hand and agree with ofxparse, quiffen and mt-940, but
for what is said here: days are the bank's own and not moved to UTC, and days before months are seen.
"""

from __future__ import annotations

import pytest
from tests.unit.adapters.statements.making import codes, read

from kinhold.adapters.imports.tables import ImportNotUsableError

pytestmark = pytest.mark.outside

OFX = {
    # file: [(number, kind, currency, lines, sum in minor units, closing balance)], codes of findings
    "account_listing_aggregation": ([("••0001", "savings", "", 0, 0, None), ("••0002", "checking", "", 0, 0, None), ("••0003", "credit line", "", 0, 0, None), ("••1111", "card", "", 0, 0, None)], {"accounts-only"}),
    "anzcc": ([("••1234", "card", "AUD", 1, -550, -12345)], set()),
    "bank_medium": ([("••5678", "checking", "CAD", 3, -660 - 31667 - 2200, 38234)], set()),
    "checking": ([("••6877", "checking", "USD", 3, 1 - 3451 - 2500, 10099)], set()),
    "date_missing": ([("••9749", "checking", "USD", 0, 0, 0)], {"no-date"}),
    "decimal_error": ([("••9749", "checking", "CAD", 0, 0, 0)], {"no-date"}),
    "empty_balance": ([("••9749", "checking", "CAD", 1, 12000, None)], {"balance-empty"}),
    "fidelity": ([("••7890", "investment", "USD", 3, 24 - 97 + 16, None)], {"investments"}),
    "fidelity-savings": ([("••0001", "investment", "USD", 4, -150000 + 11583 - 19711 - 19712, None)], {"amount-rounded"}),
    "investment_401k": ([("••5601", "investment", "USD", 0, 0, None)], {"investments"}),
    "investment_medium": ([("••C123", "investment", "CAD", 3, -365 + 335 - 365, None)], {"other-currency"}),
    "multiple_accounts": ([("••9100", "checking", "USD", 0, 0, 11100), ("••9200", "savings", "USD", 0, 0, 22200)], {"no-lines"}),
    "multiple_accounts2": ([("••9100", "checking", "USD", 0, 0, 11100), ("••9200", "savings", "USD", 0, 0, 22200)], {"no-lines"}),
    "ofx-v102-empty-tags": ([("••5678", "", "", 1, 1234, None)], {"balance-empty", "no-bank-id"}),
    "suncorp": ([("••6789", "checking", "AUD", 1, -1685, 123412)], set()),
    "td_ameritrade": ([("••2121", "investment", "USD", 0, 0, None)], {"investments"}),
    "tiaacref": ([("••C333", "investment", "USD", 0, 0, None)], {"investments"}),
    "vanguard": ([("••7890", "investment", "USD", 0, 0, None)], {"investments"}),
    "vanguard401k": ([("••3456", "investment", "USD", 0, 0, None)], {"investments"}),
}  # fmt: skip
OFX_REFUSED = {
    "bank_small": "holds no account",
    "error_message": "“General Server Error” \\(code 2000\\)",
    "signon_fail": "“Your request could not be processed .*” \\(code 15500\\)",
    "signon_success": "holds no account",
    "signon_success_no_message": "holds no account",
}
QIF = {
    # file: [(name, kind, lines, sum)], first day
    "test": ([("", "checking", 6, 0 + 6750 + 3200 - 1000 - 2500 - 10000)], "2020-02-10"),
    "test_category_inherit": ([("My Bank Account", "checking", 0, 0)], None),
    "test_category_override": ([("", "checking", 4, 100000 + 110000 - 1257 - 999)], "2017-12-22"),
    "test_circular_reference": ([("", "checking", 2, -900 - 559)], "2021-08-27"),
    "test_clear_autoswitch": ([("My Bank Account", "checking", 0, 0)], None),
    "test_option_autoswitch": ([("My Bank Account", "checking", 0, 0)], None),
    "test_oth_a": ([("", "asset", 6, 0 + 6750 + 3200 - 1000 - 2500 - 10000)], "2020-02-10"),
    "test_split": ([("", "checking", 1, -1000)], "2000-01-01"),
    "test_transaction_before_account_definition_1": ([("", "checking", 2, -18480 - 1316)], "2022-09-23"),
    "test_transaction_before_account_definition_2": ([("", "checking", 2, -18480 - 1316)], "2022-09-23"),
    "test_unknown_account_type": ([("Portfolio Account", "investment", 0, 0)], None),
}  # fmt: skip
MT940 = {
    # file: [(number, currency, lines, sum)], whether opening and lines make every closing balance
    "abnamro": ([("••2257", "EUR", 10, -900 - 1159 - 1163 - 1180 - 1345 - 1549 - 10700 - 14148 - 949 - 1500)], False),
    "generic": ([("••1111", "EUR", 2, -2000)], True),
    "ing": ([("••4567", "EUR", 7, -2503 - 303 - 111 - 2000 - 110 + 368 + 100)], False),
    "knab": ([("••6789", "EUR", 3, 50000 - 726000 + 50000)], False),
    "postfinance": ([("••6789", "CHF", 4, 7970 + 14950 - 7990 + 1010)], False),
    "rabobank": ([("••9348", "EUR", 3, -121328 - 4495 - 23656), ("••9184", "EUR", 2, -8810 - 620)], False),
    "rabobank-iban": ([("••6789", "EUR", 4, -2500 - 1000 - 2500 - 1000)], True),
    "sns": ([("••6789", "EUR", 2, -2000 - 500)], True),
    "triodos": ([("••3456", "EUR", 2, -1570 - 70000)], False),
}  # fmt: skip


def given(shared, kind, name):
    ending = {"ofx": "ofx", "qif": "qif", "mt940": "sta"}[kind]
    return read((shared / "statements" / kind / f"{name}.{ending}").read_bytes(), names=(name,))


@pytest.mark.parametrize("name", OFX)
def test_ofx(shared, name):
    accounts, said = OFX[name]
    found = given(shared, "ofx", name)

    assert [
        (a.number_shown, a.kind, a.currency, len(a.lines), a.total, a.closing and a.closing.amount)
        for a in found.accounts
    ] == accounts
    assert set(codes(found)) == said


@pytest.mark.parametrize("name", OFX_REFUSED)
def test_ofx_that_holds_no_statement_says_why(shared, name):
    with pytest.raises(ImportNotUsableError, match=OFX_REFUSED[name]):
        given(shared, "ofx", name)


@pytest.mark.parametrize("name", QIF)
def test_qif(shared, name):
    accounts, first = QIF[name]
    found = given(shared, "qif", name)
    lines = found.lines

    assert [(a.name, a.kind, len(a.lines), a.total) for a in found.accounts] == accounts
    assert (lines[0].day.isoformat() if lines else None) == first
    assert codes(found, severities=("error", "warning")) == []


@pytest.mark.parametrize(
    ("name", "says"), [("empty", "is empty"), ("test_nosymbol", "only security")]
)
def test_qif_without_payments_says_so(shared, name, says):
    with pytest.raises(ImportNotUsableError, match=says):
        given(shared, "qif", name)


@pytest.mark.parametrize("name", MT940)
def test_mt940(shared, name):
    accounts, adds_up = MT940[name]
    found = given(shared, "mt940", name)

    assert [(a.number_shown, a.currency, len(a.lines), a.total) for a in found.accounts] == accounts
    assert ("closing-differs" not in codes(found)) == adds_up
    assert codes(found, severities=("error",)) == []


def test_every_file_is_expected_to_hold_something(shared):
    known = {
        "ofx": {*OFX, *OFX_REFUSED},
        "qif": {*QIF, "empty", "test_nosymbol"},
        "mt940": {*MT940},
    }
    there = {kind: {p.stem for p in (shared / "statements" / kind).iterdir()} for kind in known}

    assert there == known
