"""A household that brings its bank statements, from the terminal and the library."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kinhold.api import open_household

OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>GBP
<BANKACCTFROM><BANKID>401122<ACCTID>90012345678<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261001<DTEND>20261031
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261001<TRNAMT>-780.00<FITID>A1<NAME>SO HILL LETTINGS</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261028<TRNAMT>1240.55<FITID>A2<NAME>BACS NORTHSIDE SCHOOL</STMTTRN>
{more}
</BANKTRANLIST><LEDGERBAL><BALAMT>{closing}<DTASOF>20261031</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
NOTES = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-09-01 person Ruth role=self
2026-10-01 bill Rent amount=780.00 each=month:1 type=rent to="Hill Lettings"
2026-10-28 income Wage amount=1240.00 each=month:28 type=wage to=Ruth
2026-10-01 payee Wage "Northside School"
"""


@pytest.fixture
def home(tmp_path, kinhold):
    notes, file = tmp_path / "notes.txt", tmp_path / "home.kinhold"
    notes.write_text(NOTES, encoding="utf-8")
    kinhold("import", file, "--notation", notes)
    return file


def statement(tmp_path, name, *, more="", closing="812.40"):
    path = tmp_path / name
    path.write_text(OFX.format(more=more, closing=closing), encoding="ascii")
    return path


def line(day, amount, number, payee):
    return f"<STMTTRN><TRNTYPE>POS<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{number}<NAME>{payee}</STMTTRN>"


def brought(kinhold, home, path, *more):
    told = kinhold("import", home, "--statement", path, "--account", "Current", "--json", *more)
    return json.loads(told.stdout)


def test_a_statement_pays_the_rent_and_sets_the_balance(kinhold, home, tmp_path):
    told = brought(kinhold, home, statement(tmp_path, "october.ofx"))

    assert (told["new"], told["known"], told["pays"]) == (2, 0, {"Rent": 1, "Wage": 1})
    with open_household(home) as opened:
        page = opened.money(on=date(2026, 11, 1))
    assert page.balances[0] == 812_40 - 780_00
    assert [d.label for d in page.due if d.day <= "2026-11-01"] == ["Rent"]


def test_the_same_statement_again_adds_nothing_and_a_longer_one_only_what_is_new(
    kinhold, home, tmp_path
):
    brought(kinhold, home, statement(tmp_path, "october.ofx"))
    again = brought(kinhold, home, statement(tmp_path, "october.ofx"))
    longer = brought(
        kinhold,
        home,
        statement(tmp_path, "longer.ofx", more=line("20261030", "-9.20", "A3", "BAKERY"), closing="803.20"),
    )  # fmt: skip

    assert (again["new"], again["known"]) == (0, 2)
    assert (longer["new"], longer["known"]) == (1, 2)


def test_a_trial_says_what_would_come_and_writes_nothing(kinhold, home, tmp_path):
    told = brought(kinhold, home, statement(tmp_path, "october.ofx"), "--dry-run")

    assert (told["new"], told["written"]) == (2, False)
    with open_household(home) as opened:
        assert opened.standing(on=date(2026, 11, 1)).household.booked == ()


def test_without_an_account_it_is_asked_for_and_nothing_is_written(kinhold, home, tmp_path):
    path = statement(tmp_path, "october.ofx")
    told = kinhold("import", home, "--statement", path, check=2)

    assert "Which of your accounts is CHECKING ••5678?".casefold() in told.stdout.casefold()
    assert "Nothing was written." in told.stdout


def test_the_whole_account_number_is_nowhere_in_the_household(kinhold, home, tmp_path):
    brought(kinhold, home, statement(tmp_path, "october.ofx"))

    with open_household(home) as opened:
        assert "90012345678" not in opened.export_notation()


def test_a_csv_layout_is_kept_with_the_account_and_used_again(kinhold, home, tmp_path):
    mapping = tmp_path / "map.json"
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Tag;Was;Summe\n01.10.2026;Miete;-780,00\n", encoding="utf-8")
    second.write_text("Tag;Was;Summe\n02.11.2026;Miete;-780,00\n", encoding="utf-8")
    mapping.write_text(
        json.dumps(
            {
                "statement": 1,
                "columns": {"day": "Tag", "payee": "Was", "amount": "Summe"},
                "decimal": ",",
            }
        ),
        encoding="utf-8",
    )
    kinhold("import", home, "--statement", first, "--account", "Current", check=2)
    brought(kinhold, home, first, "--mapping", mapping)
    told = brought(kinhold, home, second)

    assert told["new"] == 1


def test_several_accounts_are_kept_apart_by_their_last_characters(kinhold, home, shared):
    told = brought(kinhold, home, shared / "statements/ofx/multiple_accounts2.ofx")

    assert [a["label"] for a in told["accounts"]] == ["Current ••9100", "Current ••9200"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"%PDF-1.4", b"<OFX>", b"PK\x03\x04"])
def test_what_is_no_statement_is_refused_in_a_sentence(kinhold, home, tmp_path, content):
    path = tmp_path / "not.ofx"
    path.write_bytes(content)
    told = kinhold("import", home, "--statement", path, "--account", "Current", check=None)

    assert told.returncode in (1, 2)
    assert "Traceback" not in told.stderr
