"""CAMT: entries, batches, reversals, balances; all versions; nothing that is declared is expanded."""

from __future__ import annotations

import pytest
from tests.unit.adapters.statements.making import camt, codes, entry, only, payment, read, sums

from kinhold.adapters.imports.tables import ImportNotUsableError


def test_an_account_with_its_entries():
    found = read(
        camt(
            entry(details=f"<NtryDtls>{payment(payee='ALMA', words='Lunch')}</NtryDtls>"),
            closing="87.50",
        )
    )
    account = only(found)
    line = account.lines[0]

    assert (account.bank, account.number_shown, account.currency) == ("NWBKGB2L", "••6819", "GBP")
    assert (account.opening.amount, account.closing.amount, account.total) == (10000, 8750, -1250)
    assert (line.payee, line.memo, line.reference, line.kind) == ("ALMA", "Lunch", "R1", "PMNT.ICDT.ESCT")  # fmt: skip
    assert codes(found) == []


@pytest.mark.parametrize(
    "version", ["052.001.02", "052.001.08", "053.001.02", "053.001.08", "053.001.13", "054.001.04"]
)
def test_every_version_and_message(version):
    message, inner = {"052": ("BkToCstmrAcctRpt", "Rpt"), "053": ("BkToCstmrStmt", "Stmt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")}[version[:3]]  # fmt: skip
    text = (
        camt(entry(), version=version)
        .replace("BkToCstmrStmt", message)
        .replace("Stmt>", f"{inner}>")
    )
    text = text.replace(f"{message[:-4]}{inner}>", f"{message}>") if version[:3] == "053" else text

    assert sums(only(read(text))) == [("2026-11-02", -1250)]


def test_a_prefix_is_as_good_as_none():
    text = camt(entry()).replace("<Document xmlns=", "<ns2:Document xmlns:ns2=").replace("</Document", "</ns2:Document")  # fmt: skip
    for tag in ("BkToCstmrStmt", "Stmt", "Ntry", "Amt", "CdtDbtInd", "BookgDt", "Dt"):
        text = text.replace(f"<{tag}>", f"<ns2:{tag}>").replace(f"</{tag}>", f"</ns2:{tag}>").replace(f"<{tag} ", f"<ns2:{tag} ")  # fmt: skip

    assert sums(only(read(text))) == [("2026-11-02", -1250)]


def test_a_batch_is_split_where_its_payments_add_up():
    details = f"<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{payment('10.00', 'ALMA')}{payment('2.50', 'BEN')}</NtryDtls>"
    account = only(read(camt(entry(details=details))))

    assert [(x.amount, x.payee, x.reference) for x in account.lines] == [
        (-1000, "ALMA", "R1/1"),
        (-250, "BEN", "R1/2"),
    ]


@pytest.mark.parametrize(
    "payments",
    [payment("10.00") + payment("2.51"), payment("10.00") + payment(), payment() + payment()],
)
def test_a_batch_that_does_not_add_up_stays_one_line_and_it_is_said(payments):
    found = read(camt(entry(details=f"<NtryDtls>{payments}</NtryDtls>")))

    assert sums(only(found)) == [("2026-11-02", -1250)]
    assert "not-split" in codes(found)


def test_a_batch_with_money_both_ways():
    back = payment("2.50", "BEN").replace("<TxDtls>", "<TxDtls><CdtDbtInd>CRDT</CdtDbtInd>")
    account = only(read(camt(entry("7.50", details=f"<NtryDtls>{payment('10.00', 'ALMA')}{back}</NtryDtls>"))))  # fmt: skip

    assert [x.amount for x in account.lines] == [-1000, 250]


@pytest.mark.parametrize(("side", "amount"), [("CRDT", 1250), ("DBIT", -1250)])
def test_a_reversal_moves_as_its_indicator_says(side, amount):
    found = read(camt(entry(side=side, more="<RvslInd>true</RvslInd>")))

    assert sums(only(found)) == [("2026-11-02", amount)]
    assert only(found).lines[0].kind.endswith("reversal")


@pytest.mark.parametrize(
    "status", ["<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>", "<Sts>INFO</Sts>"]
)
def test_what_is_not_booked_is_left_out_and_said(status):
    found = read(camt(entry(status=status), entry(number="R2")))

    assert (len(only(found).lines), "pending" in codes(found)) == (1, True)


def test_a_closing_balance_that_lines_do_not_make_is_said_with_the_difference():
    found = read(camt(entry(), closing="90.00"))

    assert "£2.50 is unexplained" in next(f for f in found.findings if f.code.endswith("closing-differs")).message  # fmt: skip


def test_an_opening_balance_may_be_called_the_previous_closing_one():
    assert only(read(camt(entry()).replace("OPBD", "PRCD"))).opening.amount == 10000


@pytest.mark.parametrize(
    ("bent", "code"),
    [
        (lambda t: t.replace("<BookgDt><Dt>2026-11-02</Dt></BookgDt>", ""), "no-date"),
        (lambda t: t.replace("2026-11-02", "2026-02-31"), "no-date"),
        (lambda t: t.replace("12.50", "1e400000"), "no-amount"),
        (lambda t: t.replace("DBIT", "MAYBE"), "no-amount"),
    ],
)
def test_entries_that_cannot_be_used_are_said(bent, code):
    found = read(bent(camt(entry())))

    assert codes(found, severities=("error",)) == [code]


def test_a_value_day_stands_in_for_a_missing_booking_day():
    text = camt(entry()).replace("BookgDt", "ValDt")

    assert sums(only(read(text))) == [("2026-11-02", -1250)]


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE Document [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
        "<!DOCTYPE Document SYSTEM 'file:///etc/passwd'>",
        "<!doctype Document>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_are_refused_in_every_encoding(declared, encoding):
    text = camt(entry()).replace("?>", f"?>{declared}", 1)

    with pytest.raises(ImportNotUsableError, match="document type"):
        read(text.encode(encoding))


@pytest.mark.parametrize("cut", [200, 600, -5])
def test_a_file_that_was_cut_off_says_so(cut):
    with pytest.raises(ImportNotUsableError, match=r"damaged|neither"):
        read(camt(entry())[:cut])


def test_other_xml_is_not_taken_for_a_statement():
    with pytest.raises(ImportNotUsableError, match="neither OFX nor CAMT"):
        read("<?xml version='1.0'?><rss><Ntry/></rss>")


def test_latin_letters_by_declaration():
    text = camt(entry(details=f"<NtryDtls>{payment(payee='Café Ærø')}</NtryDtls>")).replace("UTF-8", "ISO-8859-1")  # fmt: skip

    assert only(read(text.encode("latin-1"))).lines[0].payee == "Café Ærø"


def test_deep_nesting_ends_in_a_sentence_or_a_reading():
    text = camt(entry(details="<NtryDtls>" * 20_000 + "</NtryDtls>" * 20_000))

    assert sums(only(read(text))) == [("2026-11-02", -1250)]
