"""A household whose statements show a bill each month that nobody wrote down."""

from __future__ import annotations

import pytest

from kinhold.api import open_household
from kinhold.domain.findings import KinholdError

HEAD = """OFXHEADER:100

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>GBP
<BANKACCTFROM><BANKID>401122<ACCTID>12345678<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST>
"""
TAIL = "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
NOTES = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-06-01 person Ruth role=self
"""


def line(day, amount, number, payee):
    return f"<STMTTRN><TRNTYPE>DIRECTDEBIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{number}<NAME>{payee}</STMTTRN>\n"


@pytest.fixture
def home(tmp_path, kinhold):
    """Six months of gas on the 3rd, up to last month by the machine's own clock."""
    with open_household(None) as clock:
        today = clock.today_is()
    months = [(today.year * 12 + today.month - 1 - back) for back in range(7)]
    days = [f"{m // 12}{m % 12 + 1:02d}03" for m in months]
    past = sorted(day for day in days if day < today.strftime("%Y%m%d"))
    lines = [line(day, "-42.10", f"G{n}", "BRITISH GAS") for n, day in enumerate(past)]
    lines += [line(past[-1], "-3.20", "K1", "KIOSK")]
    statement, file = tmp_path / "bank.ofx", tmp_path / "home.kinhold"
    statement.write_text(HEAD + "".join(lines) + TAIL, encoding="ascii")
    (tmp_path / "notes.txt").write_text(NOTES, encoding="utf-8")
    kinhold("import", file, "--notation", tmp_path / "notes.txt", check=0)
    told = kinhold("import", file, "--statement", statement, "--account", "Current", check=0)
    return file, told.stdout


def test_bringing_the_statement_says_what_comes_again(home):
    _, said = home

    assert "£42.10 each month" in said or "£42.10 every month" in said
    assert "kinhold add" in said


def test_saying_yes_writes_the_bill_and_the_name_it_goes_by(home):
    file, _ = home
    with open_household(file) as opened:
        (offered,) = opened.finances.recurring().offered
        opened.finances.accept_recurring([offered.key])
        household = opened.standing().household
        again = opened.finances.recurring().offered

    assert [b.amount.minor for b in household.bills] == [4210]
    assert [p.about for p in household.payees] == [household.bills[0].about]
    assert again == ()


def test_saying_no_is_remembered_and_writes_no_bill(home):
    file, _ = home
    with open_household(file) as opened:
        (offered,) = opened.finances.recurring().offered
        opened.finances.set_aside_recurring([offered.key])

        assert opened.finances.recurring().offered == ()
        assert opened.standing().household.bills == ()


def test_a_key_that_names_nothing_is_refused(home):
    file, _ = home
    with open_household(file) as opened, pytest.raises(KinholdError, match="nothing that your"):
        opened.finances.accept_recurring(["zzz"])
