"""OFX: unclosed tags and XML, several accounts, what is missing, and the bank's own refusal."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.adapters.statements.making import codes, ofx, only, read, sums, transaction

from kinhold.adapters.imports.tables import ImportNotUsableError


def test_an_account_with_its_lines():
    account = only(
        read(ofx({"memo": "CARD 12 NOV"}, {"amount": "1500.00", "number": "A2", "name": "DINER"}))
    )

    assert (account.bank, account.number_shown, account.kind, account.currency) == ("HARBOUR", "••7711", "checking", "GBP")  # fmt: skip
    assert (account.start, account.end, account.closing.amount) == (date(2026, 11, 1), date(2026, 11, 30), 10000)  # fmt: skip
    assert sums(account) == [("2026-11-02", -1250), ("2026-11-02", 150000)]
    assert account.lines[0][4:8] == ("MARKET HALL", "CARD 12 NOV", "A1", "POS")


def test_sgml_and_xml_are_the_same_lines():
    plain = read(ofx({}, {"number": "A2", "amount": "3.00"}))
    xml = read(ofx(transaction(xml=True), transaction(number="A2", amount="3.00", xml=True), head='<?xml version="1.0"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n'))  # fmt: skip

    assert only(xml).lines == only(plain).lines


@pytest.mark.parametrize(
    "bent",
    [
        lambda text: text.lower().replace("ofxheader", "OFXHEADER"),
        lambda text: text.replace("</STMTTRN>", ""),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("<STMTTRN>", "<STMTTRN>\n\t\t"),
        lambda text: text.partition("<OFX>")[1] + text.partition("<OFX>")[2],
        lambda text: "\n\n\n" + text,
        lambda text: text.replace("<MEMO>", "<!-- a remark --><MEMO>"),
        lambda text: text.replace("</BANKTRANLIST>", "").replace("</STMTRS>", ""),
    ],
)
def test_files_that_are_not_quite_right_hold_the_same_amounts(bent):
    text = ofx(
        {"memo": "m"}, {"number": "A2", "amount": "3.00"}, {"number": "A3", "day": "20261105"}
    )

    assert sums(only(read(bent(text)))) == sums(only(read(text)))


def test_transactions_with_different_tags_are_read_one_by_one():
    lines = [
        {"number": "A1"},
        {"number": "A2", "CHECKNUM": "0301"},
        {"number": "A3", "memo": "B < C & D"},
        transaction(number="A4").replace(
            "<NAME>MARKET HALL", "<PAYEE><NAME>ALMA<ADDR1>1 Quay</PAYEE>"
        ),
        transaction(number="A5", name="FISH &amp; CHIPS &#163;5"),
        transaction(number="A6", name="<![CDATA[A <b> & C]]>"),
    ]
    account = only(read(ofx(*lines)))

    assert [x.payee for x in account.lines] == ["MARKET HALL"] * 3 + ["ALMA", "FISH & CHIPS £5", "A <b> & C"]  # fmt: skip
    assert account.lines[1].cheque == "0301"
    assert account.lines[2].memo == "B < C & D"


def test_several_accounts_stay_apart():
    one, other = (
        ofx({}),
        ofx({"amount": "-9.00"}, number="99990000", kind="SAVINGS", currency="USD"),
    )
    inner = other[other.index("<STMTTRNRS>") : other.index("</BANKMSGSRSV1>")]
    accounts = read(one.replace("</BANKMSGSRSV1>", f"{inner}</BANKMSGSRSV1>")).accounts

    assert [(a.number_shown, a.kind, a.currency, a.total) for a in accounts] == [
        ("••7711", "checking", "GBP", -1250),
        ("••0000", "savings", "USD", -900),
    ]


def test_two_accounts_with_the_same_last_figures_stay_apart_and_it_is_said():
    one, other = ofx({}), ofx({"amount": "-9.00"}, number="5550007711")
    inner = other[other.index("<STMTTRNRS>") : other.index("</BANKMSGSRSV1>")]
    found = read(one.replace("</BANKMSGSRSV1>", f"{inner}</BANKMSGSRSV1>"))

    assert [a.total for a in found.accounts] == [-1250, -900]
    assert "same-end" in codes(found)


def test_a_card_is_a_card():
    text = ofx({}).replace("BANKACCTFROM", "CCACCTFROM").replace("STMTRS>", "CCSTMTRS>")

    assert only(read(text)).kind == "card"


@pytest.mark.parametrize(
    ("line", "code", "left"),
    [
        ({"day": ""}, "no-date", 0),
        ({"day": "20260231"}, "no-date", 0),
        ({"day": "", "DTUSER": "20261103"}, "other-date", 1),
        ({"amount": ""}, "no-amount", 0),
        ({"amount": "1e400000"}, "no-amount", 0),
        ({"amount": "9" * 5000}, "no-amount", 0),
        ({"amount": "1,234"}, "no-amount", 0),
        ({"amount": "-197.1063"}, "amount-rounded", 1),
        ({"number": ""}, "no-bank-id", 1),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_dropped_in_silence(line, code, left):
    found = read(ofx(line))

    assert code in codes(found)
    assert len(only(found).lines) == left
    assert len(found.rejected) == 1 - left


def test_an_empty_balance_is_no_zero():
    found = read(ofx({}, balance="<LEDGERBAL><BALAMT> <DTASOF></LEDGERBAL>"))

    assert only(found).closing is None
    assert "balance-empty" in codes(found)


def test_no_currency_stays_none_unless_the_person_says_it():
    text = ofx({}, currency="")

    assert only(read(text)).lines[0].currency == ""
    assert only(read(text, currency="GBP")).lines[0].currency == "GBP"


def test_a_line_in_another_currency_keeps_it():
    foreign = transaction().replace(
        "</STMTTRN>", "<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY></STMTTRN>"
    )
    was_foreign = foreign.replace("CURRENCY>", "ORIGCURRENCY>")

    found = read(ofx(foreign))
    assert (only(found).lines[0].currency, "other-currency" in codes(found)) == ("EUR", True)
    assert only(read(ofx(was_foreign))).lines[0].currency == "GBP"


def test_payments_without_a_minus_are_said():
    lines = [{"amount": "5.00", "number": n, "TRNTYPE": "DEBIT"} for n in ("A1", "A2")]

    assert "no-signs" in codes(read(ofx(*lines)))


def test_pending_lines_are_left_out_and_counted():
    pending = transaction(number="P1").replace("STMTTRN>", "STMTTRNP>")
    found = read(ofx({}).replace("</STMTRS>", f"<BANKTRANLISTP>{pending}</BANKTRANLISTP></STMTRS>"))

    assert (len(only(found).lines), "pending" in codes(found)) == (1, True)


def test_an_investment_account_gives_its_cash_lines_and_says_what_it_leaves():
    text = (
        ofx()
        .replace("<BANKTRANLIST>", "<INVTRANLIST>")
        .replace("</BANKTRANLIST>", "<INVBANKTRAN>" + transaction() + "<SUBACCTFUND>CASH</INVBANKTRAN><BUYMF><INVBUY><INVTRAN><FITID>B1<DTTRADE>20261101</INVTRAN><TOTAL>-100</INVBUY></BUYMF></INVTRANLIST><INVPOSLIST><POSMF><INVPOS><UNITS>1</INVPOS></POSMF></INVPOSLIST>")
        .replace("STMTRS>", "INVSTMTRS>")
        .replace("BANKACCTFROM", "INVACCTFROM")
    )  # fmt: skip
    found = read(text)

    assert (only(found).kind, sums(only(found))) == ("investment", [("2026-11-02", -1250)])
    assert (
        "1 purchases, sales or other moves of investments and 1 holdings"
        in found.findings[-1].message
    )


def test_a_bank_that_refuses_is_quoted():
    text = ofx().replace(
        "<CODE>0<SEVERITY>INFO", "<CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid"
    )
    text = text[: text.index("<BANKMSGSRSV1>")] + "</OFX>"

    with pytest.raises(ImportNotUsableError, match="“Signon invalid” \\(code 15500\\)"):
        read(text)


def test_one_account_that_fails_does_not_take_the_other_with_it():
    failed = "<STMTTRNRS><STATUS><CODE>2003<SEVERITY>ERROR<MESSAGE>Account not found</STATUS></STMTTRNRS>"
    found = read(ofx({}).replace("</BANKMSGSRSV1>", f"{failed}</BANKMSGSRSV1>"))

    assert sums(only(found)) == [("2026-11-02", -1250)]
    assert "“Account not found”" in found.findings[0].message


@pytest.mark.parametrize("text", ["<OFX></OFX>", "OFXHEADER:100\n\n<OFX></OFX>", ofx()[:200]])
def test_a_file_without_an_account_says_so(text):
    with pytest.raises(ImportNotUsableError, match="holds no account"):
        read(text)


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes_and_it_is_said():
    text = ofx({}, {"number": "A2", "amount": "3.00"})
    found = read(text[: text.rindex("<STMTTRN>") + 20])

    assert sums(only(found)) == [("2026-11-02", -1250)]
    assert "cut-off" in codes(found)


def test_declared_entities_are_refused_and_never_expanded():
    bomb = '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "aaaa">]>' + ofx({})

    with pytest.raises(ImportNotUsableError, match="document type"):
        read(bomb)


def test_the_accounts_own_number_is_kept_nowhere():
    found = read(
        ofx({"number": "40117711-2026-1", "memo": "FROM 40117711", "name": "TO 4011 7711"})
    )
    shown = repr(found)

    assert "40117711" not in shown
    assert only(found).lines[0].reference == "••-2026-1"


@pytest.mark.parametrize(
    ("encoding", "header", "doubt"),
    [
        ("utf-8", "1252", True),
        ("utf-8", "UTF-8", False),
        ("cp1252", "1252", False),
        ("cp1252", "UTF-8", True),
        ("utf-16", "1252", False),
    ],
)
def test_a_wrong_character_set_in_the_header_does_no_harm(encoding, header, doubt):
    text = ofx({"name": "CAFÉ ÆRØ"}).replace("CHARSET:1252", f"CHARSET:{header}")
    found = read(text.encode(encoding))

    assert only(found).lines[0].payee == "CAFÉ ÆRØ"
    assert ("character-set" in codes(found)) == doubt


@pytest.mark.parametrize("depth", [50, 100_000])
def test_endless_nesting_ends(depth):
    found = read(ofx("<STATUS>" * depth, {}))

    assert sums(only(found)) == [("2026-11-02", -1250)]
