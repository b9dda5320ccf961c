"""MT940 as banks of several countries leave it: fields, marks, words."""

from __future__ import annotations

import pytest
from tests.unit.adapters.statements.making import codes, mt940, only, read, sums

LINE = ":61:2611021103D12,50NTRFNONREF//B7K2"


def test_a_statement_with_its_lines():
    account = only(read(mt940(LINE, ":86:LUNCH AT ALMA", closing="C261130EUR87,50")))
    line = account.lines[0]

    assert (account.number_shown, account.currency, account.opening.amount, account.closing.amount) == ("••4300", "EUR", 10000, 8750)  # fmt: skip
    assert (line.day.isoformat(), line.posted.isoformat(), line.amount) == ("2026-11-02", "2026-11-03", -1250)  # fmt: skip
    assert (line.memo, line.reference, line.kind) == ("LUNCH AT ALMA", "B7K2", "NTRF")


@pytest.mark.parametrize(
    ("mark", "amount"),
    [("C", 1250), ("D", -1250), ("RC", -1250), ("RD", 1250), ("CR", 1250), ("DR", -1250), ("RDR", 1250), ("CN", 1250)],
)  # fmt: skip
def test_marks_and_funds_codes(mark, amount):
    assert sums(only(read(mt940(f":61:261102{mark}12,50NTRFNONREF")))) == [("2026-11-02", amount)]


@pytest.mark.parametrize(
    "line",
    [
        ":61:261102D12,5NTRFNONREF",
        ":61:261102    D12,50NTRFNONREF",
        ":61:2611021102D000000000012,50NTRFNONREF",
        ":61:261102D12,50 NTRFNONREF",
        ":61:261102D12,50NMSC",
        ":61:261102D12.50NTRFNONREF",
        ":61:261102D\r\n12,50NTRFNONREF",
        ":61:261102D12,50NOV NONREF",
    ],
)
def test_lines_that_are_not_quite_right(line):
    assert sums(only(read(mt940(line)))) == [("2026-11-02", -1250)]


def test_the_booking_day_belongs_to_the_nearest_year():
    account = only(read(mt940(":61:2612310102D1,00NTRFNONREF", ":61:2701011231D1,00NTRFNONREF")))

    assert [x.posted.isoformat() for x in account.lines] == ["2027-01-02", "2026-12-31"]


def test_a_day_that_a_month_lacks_is_its_last_and_it_is_said():
    found = read(mt940(":61:2602300302DR6,00N024NONREF"))

    assert sums(only(found)) == [("2026-02-28", -600)]
    assert "no-such-date" in codes(found)


@pytest.mark.parametrize(
    ("words", "payee", "memo"),
    [
        (":86:166?00GUTSCHRIFT?109075?20EREF+INV 7 SVWZ+RENT NO?21VEMBER?30DEUTDEFF?31DE02120300000000202051?32ALMA ?33REED", "ALMA REED", "RENT NOVEMBER; EREF+INV 7"),
        (":86:166?20FREE WORDS?21 GO ON?32BEN", "BEN", "FREE WORDS GO ON"),
        (":86:000>100987654321\r\n>20RENT>21 OFFICE>310390123456", "", "RENT OFFICE"),
        (":86:/EREF/NOTPROVIDED/BENM//NAME/ALMA REED/REMI/Rent Novem\r\nber/ISDT/2026-11-02", "ALMA REED", "Rent November; EREF NOTPROVIDED"),
        (":86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/A REED/REMI/Rent/EREF/X1", "A REED", "Rent; EREF X1"),
        (":86:/EREF/X1//CNTP/NL91ABNA0417164300/ABNANL2A/A REED///REMI/USTD//Rent/", "A REED", "Rent; EREF X1"),
        (":86:911 TRANSFER; OD: JAN NOWAK UL. LIPOWA 1; TYT.: RENT", "JAN NOWAK UL. LIPOWA 1", "911 TRANSFER; OD: JAN NOWAK UL. LIPOWA 1; TYT.: RENT"),
        (":86:INVOICE 7\r\nREK: NL00X/NAAM: PICKLE BV", "PICKLE BV", "INVOICE 7 REK: NL00X/NAAM: PICKLE BV"),
        (":86:first\r\n:86:second", "", "first second"),
        (":86:T16\r\n:20:37 Fo", "", "T16 :20:37 Fo"),
        (":86:", "", ""),
    ],
)  # fmt: skip
def test_words_in_the_ways_of_several_banks(words, payee, memo):
    line = only(read(mt940(LINE, words))).lines[0]

    assert (line.payee, line.memo) == (payee, memo)


def test_a_name_beside_or_below_the_line_itself():
    lines = mt940(":61:261102D12,50N0600733959555      HARBOUR TELECOM BV", ":61:261103D1,00NIOB0987654321\r\nmarch s")  # fmt: skip

    assert [x.payee for x in only(read(lines)).lines] == ["HARBOUR TELECOM BV", "march s"]


def test_statements_of_one_account_are_joined_and_a_gap_is_said():
    text = mt940(LINE, closing="C261130EUR87,50") + "\r\n" + mt940(":61:261202D2,50NTRFNONREF", opening="C261201EUR87,50", closing="C261231EUR85,00")  # fmt: skip

    assert (sums(only(read(text))), only(read(text)).closing.amount) == ([("2026-11-02", -1250), ("2026-12-02", -250)], 8500)  # fmt: skip
    assert codes(read(text), severities=("warning",)) == []
    assert codes(read(text.replace("C261201EUR87,50", "C261201EUR97,50")), severities=("warning",)) == ["closing-differs", "gap"]  # fmt: skip


def test_words_after_the_last_balance_are_nobodys():
    text = mt940(LINE, ":86:LUNCH").replace("\r\n-", "\r\n:86:totals of the bank\r\n-")

    assert only(read(text)).lines[0].memo == "LUNCH"


def test_a_line_after_the_last_balance_is_not_lost():
    text = mt940(LINE).replace("\r\n-", "\r\n:61:261105D1,00NTRFNONREF\r\n-")

    assert len(only(read(text)).lines) == 2


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda t: (
            "{1:F01ABNANL2AXXXX0000000000}{2:I940ABNANL2AXXXXN}{4:\r\n" + t.removesuffix("-") + "-}"
        ),
        lambda t: "ABNANL2A\r\n940\r\nABNANL2A\r\n" + t,
        lambda t: "0000 01ABNANL2AXXXX00001\r\n940 00\r\n" + t + "XXX",
    ],
)
def test_what_stands_around_a_statement_names_the_bank(wrapped):
    account = only(read(wrapped(mt940(LINE))))

    assert (account.bank, len(account.lines)) == ("ABNANL2A", 1)


@pytest.mark.parametrize(
    ("account", "bank", "shown"),
    [
        ("70150000/1234567", "70150000", "••4567"),
        ("70011110/4005287001EUR", "70011110", "••7001"),
        ("1291.99.348EUR", "", "••9348"),
        ("NL91ABNA0417164300", "ABNA", "••4300"),
    ],
)
def test_whose_account_it_is(account, bank, shown):
    found = only(read(mt940(LINE, account=account)))

    assert (found.bank, found.number_shown) == (bank, shown)


def test_movements_in_between_are_mt942():
    found = read(":20:X\r\n:25:NL91ABNA0417164300\r\n:28C:1/1\r\n:34F:EUR0,00\r\n:13D:2611021730+0100\r\n" + LINE + "\r\n:90D:1EUR12,50\r\n-")  # fmt: skip

    assert (found.format, only(found).currency, sums(only(found))) == ("mt942", "EUR", [("2026-11-02", -1250)])  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (":61:nothing of the sort", "line-left-out"),
        (":61:261302D12,50NTRFNONREF", "no-date"),
        (":61:261102D1,23,4NTRFNONREF", "no-amount"),
        (":61:261102D1.234NTRFNONREF", "no-amount"),
        (":61:261102D99999999999999999999NTRFNONREF", "no-amount"),
    ],
)
def test_lines_that_cannot_be_used_are_said(line, code):
    found = read(mt940(line, LINE))

    assert codes(found, severities=("error",)) == [code]
    assert len(only(found).lines) == 1


def test_expected_lines_are_left_out_and_said():
    found = read(mt940(":61:261102EC12,50NTRFNONREF", LINE))

    assert (len(only(found).lines), "pending" in codes(found)) == (1, True)


def test_a_statement_that_is_cut_off_is_said():
    text = mt940(LINE)

    assert "cut-off" in codes(read(text[: text.index(":62F:")]))


def test_other_peoples_accounts_are_shortened_in_words():
    line = only(read(mt940(LINE, ":86:TO DE89370400440532013000 AND 4111 1111 1111 1111"))).lines[0]

    assert line.memo == "TO DE••3000 AND ••1111"
