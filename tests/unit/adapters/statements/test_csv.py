"""CSV of many banks, written here from their published columns."""

from __future__ import annotations

import pytest
from tests.unit.adapters.statements.making import codes, only, read, sums

from kinhold.adapters.imports.tables import ImportNotUsableError

TWO = [("2026-11-22", -1250), ("2026-11-24", 150000)]

BANKS = {
    "lloyds": "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\n24/11/2026,FPI,'11-22-33,40117711,DINER,,1500.00,2487.50\n22/11/2026,DEB,'11-22-33,40117711,MARKET HALL,12.50,,987.50\n",
    "barclays": "Number,Date,Account,Amount,Subcategory,Memo\n ,22/11/2026,11-22-33 40117711,-12.50,PAYMENT,MARKET HALL\n ,24/11/2026,11-22-33 40117711,1500.00,FT,DINER\n",
    "natwest": "Date, Type, Description, Value, Balance, Account Name, Account Number\n22/11/2026,POS,\"'MARKET HALL\",-12.50,987.50,\"'REED E\",\"'112233-40117711\"\n24/11/2026,BAC,\"'DINER\",1500.00,2487.50,\"'REED E\",\"'112233-40117711\"\n",
    "nationwide": '"Account Name:","FlexAccount ****17711"\n"Account Balance:","£2,487.50"\n"Available Balance: ","£2,487.50"\n\n"Date","Transaction type","Description","Paid out","Paid in","Balance"\n"22 Nov 2026","Visa purchase","MARKET HALL","£12.50","","£987.50"\n"24 Nov 2026","Bank credit","DINER","","£1,500.00","£2,487.50"\n',
    "metro": "Date,Details,Transaction Type,In,Out,Balance\n22/11/2026,MARKET HALL,Card Purchase,0.00,12.50,987.50\n24/11/2026,DINER,Inward Payment,1500.00,0.00,2487.50\n",
    "co-op": "Date,Description,Type,Money In,Money Out,Balance\n2026-11-22,MARKET HALL,DEBIT,,12.50,987.50\n2026-11-24,DINER,CREDIT,1500.00,,2487.50\n",
    "hsbc, no header": '22/11/2026,MARKET HALL,-12.50\n24/11/2026,DINER,"1,500.00"\n',
    "starling": "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n22/11/2026,Market Hall,CARD,CARD,-12.50,987.50,GROCERIES,\n24/11/2026,Diner,WAGE,FASTER PAYMENT,1500.00,2487.50,INCOME,\n",
    "monzo": "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In\ntx_1,22/11/2026,10:00:00,Card payment,Market Hall,,Groceries,-12.50,GBP,-12.50,GBP,,,,MARKET HALL,,-12.50,\ntx_2,24/11/2026,10:00:00,Faster payment,Diner,,Income,1500.00,GBP,1500.00,GBP,,,,DINER,,,1500.00\n",
    "revolut": "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\nCARD_PAYMENT,Current,2026-11-20 10:00:00,2026-11-22 10:00:00,Market Hall,-12.50,0.00,GBP,COMPLETED,987.50\nTOPUP,Current,2026-11-24 10:00:00,2026-11-24 10:00:01,Diner,1500.00,0.00,GBP,COMPLETED,2487.50\nCARD_PAYMENT,Current,2026-11-24 10:00:00,,Hotel,-90.00,0.00,GBP,REVERTED,\n",
    "wise": '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Payer Name","Payee Name",Merchant\nCARD-1,22-11-2026,-12.50,GBP,"Card",,987.50,,,Market Hall\nTRANSFER-2,24-11-2026,1500.00,GBP,"Received",,2487.50,Diner,,\n',
    "bank of america": 'Description,,Summary Amt.\nBeginning balance as of 11/01/2026,,"1,000.00"\nTotal credits,,"1,500.00"\n\nDate,Description,Amount,Running Bal.\n11/01/2026,Beginning balance as of 11/01/2026,,"1,000.00"\n11/22/2026,"MARKET HALL","-12.50","987.50"\n11/24/2026,"DINER","1,500.00","2,487.50"\n',
    "chase": 'Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\nCREDIT,11/24/2026,"DINER",1500.00,ACH_CREDIT,2487.50,,\nDEBIT,11/22/2026,"MARKET HALL",-12.50,DEBIT_CARD,987.50,,\n',
    "capital one": "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n2026-11-22,2026-11-23,1234,MARKET HALL,Food,12.50,\n2026-11-24,2026-11-24,1234,PAYMENT,Payment,,1500.00\n",
    "citi": 'Status,Date,Description,Debit,Credit\nCleared,11/22/2026,"MARKET HALL",12.50,\nCleared,11/24/2026,"PAYMENT",,-1500.00\n',
    "wells fargo, no header": '"11/22/2026","-12.50","*","","MARKET HALL"\n"11/24/2026","1500.00","*","","DINER"\n',
    "us bank": '"Date","Transaction","Name","Memo","Amount"\n"2026-11-22","DEBIT","MARKET HALL","","-12.50"\n"2026-11-24","CREDIT","DINER","","1500.00"\n',
    "schwab": '"Transactions  for Checking account as of 11/30/2026"\n"Date","Type","Check #","Description","Withdrawal (-)","Deposit (+)","RunningBalance"\n"Posted Transactions"\n"11/24/2026","ACH","","DINER","","$1,500.00","$2,487.50"\n"11/22/2026","VISA","","MARKET HALL","$12.50","","$987.50"\n',
    "paypal": '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","Transaction ID","Balance","Balance Impact"\n"22/11/2026","10:00","GMT","Market Hall","Payment","Completed","GBP","-12.50","0.00","-12.50","T1","987.50","Debit"\n"24/11/2026","10:00","GMT","Diner","Payment","Completed","GBP","1,520.00","-20.00","1,500.00","T2","2,487.50","Credit"\n"24/11/2026","10:00","GMT","Hotel","Authorisation","Pending","GBP","-9.00","0.00","-9.00","T3","2,487.50","Memo"\n',
    "venmo": ',ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (fee)\nuser,,,,,,,,,\n,1,2026-11-22T10:00:00,Payment,Complete,lunch,Emily,Market Hall,- $12.50,\n,2,2026-11-24T10:00:00,Payment,Complete,wage,Diner,Emily,"+ $1,500.00",\n',
    "american express": "Date,Description,Card Member,Account #,Amount\n11/22/2026,MARKET HALL,E REED,-11007,12.50\n11/24/2026,PAYMENT RECEIVED - THANK YOU,E REED,-11007,-1500.00\n",
    "discover": 'Trans. Date,Post Date,Description,Amount,Category\n11/22/2026,11/23/2026,"MARKET HALL",12.50,"Food"\n11/24/2026,11/24/2026,"INTERNET PAYMENT - THANK YOU",-1500.00,"Payments and Credits"\n',
    "a card by its payments": "Date,Description,Amount\n22/11/2026,MARKET HALL,12.50\n24/11/2026,PAYMENT RECEIVED - THANK YOU,-1500.00\n",
    "n26": '"Booking Date","Value Date","Partner Name","Type","Payment Reference","Account Name","Amount (EUR)"\n2026-11-22,2026-11-22,"Market Hall",Card,"","Main","-12.5"\n2026-11-24,2026-11-24,"Diner",Income,"","Main","1500.0"\n',
    "sparkasse": '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Beguenstigter/Zahlungspflichtiger";"Kontonummer";"BLZ";"Betrag";"Waehrung"\n"DE40117711";"22.11.26";"22.11.26";"KARTE";"";"Market Hall";"1";"2";"-12,50";"EUR"\n"DE40117711";"24.11.26";"24.11.26";"LOHN";"";"Diner";"1";"2";"1.500,00";"EUR"\n',
    "ing": '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen"\n"20261122";"Market Hall";"NL91ABNA0417164300";"";"BA";"Af";"12,50";"Betaalautomaat";""\n"20261124";"Diner";"NL91ABNA0417164300";"";"OV";"Bij";"1500,00";"Overschrijving";""\n',
    "mint": '"Date","Description","Original Description","Amount","Transaction Type","Category","Account Name","Labels","Notes"\n"11/22/2026","Market Hall","MARKET HALL","12.50","debit","Food","Checking","",""\n"11/24/2026","Diner","DINER","1500.00","credit","Income","Checking","",""\n',
    "french": "Date;Libellé;Débit euros;Crédit euros\n22/11/2026;MARKET HALL;12,50;\n24/11/2026;DINER;;1 500,00\n".replace(" euros", ""),
    "tabs": "Date\tDescription\tAmount\n22/11/2026\tMARKET HALL\t-12.50\n24/11/2026\tDINER\t1500.00\n",
    "spreadsheet": "sep=;\nDate;Description;Amount\n22/11/2026;MARKET HALL;-12.50\n24/11/2026;DINER;1500.00\n",
}  # fmt: skip


@pytest.mark.parametrize("bank", BANKS)
def test_every_bank_gives_the_same_two_lines(bank):
    account = only(read(BANKS[bank]))

    assert sorted(sums(account)) == TWO
    assert {x.payee.upper().lstrip("'") for x in account.lines} & {"MARKET HALL"}


@pytest.mark.parametrize("bank", BANKS)
def test_what_was_found_out_reads_the_file_again_the_same(bank):
    found = read(BANKS[bank])
    again = read(BANKS[bank], mapping=found.mapping, source="csv")

    assert (again.accounts, again.mapping) == (found.accounts, found.mapping)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_and_end_of_line(encoding, newline):
    text = BANKS["nationwide"].replace("MARKET HALL", "CAFÉ").replace("\n", newline)
    account = only(read(text.encode(encoding)))

    assert sorted(sums(account)) == TWO
    assert (account.lines[0].payee, account.currency) == ("CAFÉ", "GBP")


def test_balances_prove_where_it_began_and_ended_whichever_way_the_lines_run():
    downward, upward = only(read(BANKS["lloyds"])), only(read(BANKS["starling"]))

    assert (downward.opening.amount, downward.closing.amount) == (100000, 248750)
    assert (upward.opening.amount, upward.closing.amount) == (100000, 248750)


def test_a_missing_line_shows_in_the_running_balance():
    text = (
        BANKS["starling"]
        + "25/11/2026,Gas,,DIRECT DEBIT,-20.00,2400.00,BILLS,\n26/11/2026,Bus,,CARD,-2.00,2398.00,TRAVEL,\n"
    )

    assert "balance-jumps" in codes(read(text))


def test_turned_amounts_are_said():
    assert "signs-turned" in codes(read(BANKS["american express"]))
    assert only(read(BANKS["american express"])).kind == "card"


def test_amounts_without_any_sign_are_said_and_not_guessed():
    found = read(
        "Date,Description,Amount\n22/11/2026,MARKET HALL,12.50\n24/11/2026,DINER,1500.00\n"
    )

    assert sums(only(found)) == [("2026-11-22", 1250), ("2026-11-24", 150000)]
    assert "no-signs" in codes(found)


def test_running_balances_turn_what_stands_the_wrong_way_round():
    rows = "".join(f"{d}/11/2026,SHOP {d},{d}.00,{b}.00\n" for d, b in [(13, 87), (14, 73), (15, 58), (16, 42)])  # fmt: skip
    found = read("Date,Description,Amount,Balance\n" + rows)

    assert sums(only(found))[0] == ("2026-11-13", -1300)
    assert "signs-turned" in codes(found)


def test_fees_in_a_column_of_their_own_are_taken_in_where_the_balance_shows_it():
    text = BANKS["revolut"].replace("-12.50,0.00", "-10.00,2.50")
    line = only(read(text)).lines[0]

    assert (line.amount, line.memo) == (-1250, "with a fee of 2.50")
    assert "fees" in codes(read(text))


def test_pending_rows_are_left_out_and_said():
    found = read(
        "Date Processed,Description,Amount\nPending,HOTEL,-90.00\n22-Nov-2026,MARKET HALL,-12.50\n"
    )

    assert sums(only(found)) == [("2026-11-22", -1250)]
    assert "pending" in codes(found)


def test_two_accounts_and_two_currencies_in_one_file():
    text = "Date,Description,Amount,Currency,Account Number\n" + "".join(
        f"22/11/2026,A,-{n}.00,{money},{number}\n"
        for n in (1, 2)
        for money in ("GBP", "EUR")
        for number in ("40117711", "40118822")
    )
    found = read(text)

    assert [(a.number_shown, a.currency, a.total) for a in found.accounts] == [
        ("••7711", "GBP", -300), ("••8822", "GBP", -300), ("••7711", "EUR", -300), ("••8822", "EUR", -300),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("31/02/2026,X,-1.00", "no-date"),
        ("soon,X,-1.00", "no-date"),
        ("22/11/2026,X,one", "no-amount"),
        ("22/11/2026,X,1e400000", "no-amount"),
        ("22/11/2026,X,", "no-amount"),
        ('22/11/2026,X,"1,23"', "no-amount"),
        (",,", "remark"),
        ("a remark,,", "remark"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_used_are_said_and_stop_no_other(row, code):
    text = (
        f"Date,Description,Amount\n22/11/2026,MARKET HALL,-12.50\n{row}\n24/11/2026,DINER,1500.00\n"
    )
    found = read(text)

    assert sums(only(found)) == TWO
    assert code in codes(found) or row == ",,"


def test_totals_and_stated_balances_are_no_transactions():
    text = "Date,Description,Amount,Balance\n01/11/2026,Opening balance,,1000.00\n22/11/2026,MARKET HALL,-12.50,987.50\n30/11/2026,Closing balance,,987.50\nTotal,,-12.50,\n"
    account = only(read(text))

    assert sums(account) == [("2026-11-22", -1250)]
    assert (account.opening.amount, account.closing.amount) == (100000, 98750)


def test_rows_that_only_go_on_with_words_belong_to_the_line_above():
    text = "Date,Description,Out,In\n22/11/2026,DEBIT PURCHASE,12.50,\n,MARKET HALL LEEDS,,\n24/11/2026,GIRO,,1500.00\n,DINER,,\n"

    assert [x.memo for x in only(read(text)).lines] == ["MARKET HALL LEEDS", "DINER"]


def test_a_quote_that_is_never_closed_swallows_nothing_in_silence():
    text = 'Date,Description,Amount\n22/11/2026,"MARKET HALL,-12.50\n24/11/2026,DINER,1500.00\n'
    found = read(text)

    assert sums(only(found)) == TWO
    assert "quotes" in codes(found)


def test_three_figures_after_a_mark_are_decided_by_the_other_amounts():
    text = 'Date,Description,Amount\n22/11/2026,A,"-1,234"\n23/11/2026,B,-5.50\n'

    assert sums(only(read(text))) == [("2026-11-22", -123400), ("2026-11-23", -550)]
    assert codes(read(text.replace("-5.50", "-5")), severities=("error",)) == ["no-amount"]


@pytest.mark.parametrize(
    "text",
    [
        "22/11/2026,MARKET HALL,12.50\n24/11/2026,DINER,1500.00\n",
        "22/11/2026,MARKET HALL,-12.50,3.00\n24/11/2026,DINER,1500.00,9.00\n",
        "MARKET HALL,-12.50\nDINER,1500.00\n",
        "just words\nand more\n",
        "a,b\n",
    ],
)
def test_a_file_without_header_that_leaves_doubt_is_refused_with_what_to_do(text):
    with pytest.raises(ImportNotUsableError, match="Write a mapping"):
        read(text)


def test_the_columns_of_a_statement_without_any_transaction():
    assert "no-lines" in codes(read("Date,Description,Amount\n"))


def test_days_that_do_not_tell_are_said_and_can_be_told():
    text = "Date,Description,Amount\n03/04/2026,A,-1.00\n03/04/2026,B,-2.00\n"

    assert "dates-unsure" in codes(read(text))
    assert sums(only(read(text, day_first=False)))[0][0] == "2026-03-04"
    assert sums(only(read(text.replace("-1.00", "$-1.00"))))[0][0] == "2026-03-04"
