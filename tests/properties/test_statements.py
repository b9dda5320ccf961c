"""What must hold for any bank statement, and for any file that is none."""

from __future__ import annotations

import json
import time
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from tests.unit.adapters.statements.making import camt, entry, mt940, ofx, only, read

from kinhold.adapters.imports.statements.amounts import AmountNotReadError, amount_of
from kinhold.adapters.imports.statements.csv_mapping import (
    ROLES,
    SEVERAL,
    StatementMapping,
    format_mapping,
    parse_mapping,
)
from kinhold.adapters.imports.statements.dates import DayNotReadError, day_of, order_of
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.application.statement_checks import (
    check_closing,
    find_known,
    reading_order,
    with_running_ends,
)
from kinhold.application.statement_rows import StatedBalance, StatementAccount, StatementLine

ANY = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
START = date(2026, 1, 1)

days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))
sizes = st.integers(-(10**11), 10**11)
payees = st.sampled_from(["Market Hall", "Coffee House", "Rent", "Diner"])
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@st.composite
def bookings(draw):
    """What happened on an account, in order: each with the bank's number."""
    told = draw(st.lists(st.tuples(days, st.sampled_from([-350, -350, -1250, 150000]), payees), max_size=25))  # fmt: skip
    return [
        StatementLine(
            day=day, posted=None, amount=amount, currency="GBP", payee=payee, memo="",
            reference=f"N{place}", kind="", balance=None, row=place, identified_by="ofx", account="a",
        )
        for place, (day, amount, payee) in enumerate(sorted(told, key=lambda t: t[0]))
    ]  # fmt: skip


def without_numbers(lines):
    return [line._replace(reference="", identified_by="") for line in lines]


def taken_in(imports):
    """All lines after several imports, one after the other."""
    known = []
    for lines in imports:
        places = find_known(lines=lines, known=known)
        known += [line for line, place in zip(lines, places, strict=True) if place is None]
    return known


def as_bag(lines):
    return Counter((line.day, line.amount, line.payee, line.reference) for line in lines)


@ANY
@given(lines=bookings(), data=st.data())
def test_overlapping_statements_in_any_split_and_order_add_every_line_once(lines, data):
    cuts = data.draw(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=4))
    imports = [lines[min(c) : max(c)] for c in cuts] + [lines]
    imports = [data.draw(st.permutations(each)) for each in data.draw(st.permutations(imports))]

    assert as_bag(taken_in(imports)) == as_bag(lines)


@ANY
@given(lines=bookings(), data=st.data())
def test_the_same_days_again_without_numbers_add_nothing_and_drop_nothing(lines, data):
    plain = without_numbers(lines)
    again = data.draw(st.permutations(plain))

    assert as_bag(taken_in([plain, again, plain])) == as_bag(plain)


@ANY
@given(lines=bookings(), data=st.data())
def test_statements_without_numbers_that_are_cut_between_days_add_every_line_once(lines, data):
    plain = without_numbers(lines)
    windows = data.draw(st.lists(st.tuples(days, days), min_size=1, max_size=4))
    imports = [[x for x in plain if min(w) <= x.day <= max(w)] for w in windows]
    wanted = [x for x in plain if any(min(w) <= x.day <= max(w) for w in windows)]

    assert as_bag(taken_in(imports)) >= as_bag(wanted)
    in_one = taken_in([wanted, *imports])
    assert as_bag(in_one) == as_bag(wanted)


@ANY
@given(lines=bookings())
def test_no_known_line_is_used_twice(lines):
    places = [
        p for p in find_known(lines=lines + lines, known=without_numbers(lines)) if p is not None
    ]

    assert len(places) == len(set(places))


@ANY
@given(first=sizes, amounts=st.lists(sizes, max_size=20), off=st.integers(-5, 5))
def test_the_closing_check_says_exactly_what_is_missing(first, amounts, off):
    line = StatementLine(START, None, 0, "GBP", "", "", "", "", None, 1)
    account = StatementAccount(
        "", "", "", "GBP", StatedBalance(first), StatedBalance(first + sum(amounts) + off),
        None, None, tuple(line._replace(amount=a) for a in amounts),
    )  # fmt: skip
    found = check_closing(account)

    assert (found is None) == (off == 0)
    assert found is None or f"0.0{abs(off)} is unexplained" in found.message


@ANY
@given(first=sizes, amounts=st.lists(sizes, min_size=2, max_size=20), turn=st.sampled_from([1, -1]))
def test_running_balances_prove_the_ends_in_either_order(first, amounts, turn):
    lines, balance = [], first
    for row, amount in enumerate(amounts):
        balance += amount
        lines.append(StatementLine(START, None, amount, "GBP", "", "", "", "", balance, row))
    account = StatementAccount("", "", "", "GBP", None, None, None, None, tuple(lines[::turn]))
    assume(reading_order(account.lines) != "unknown")
    ends = with_running_ends(account)

    assert (ends.opening.amount, ends.closing.amount) == (first, balance)


SHAPES = [
    ("{sign}{whole}.{part:02}", "."),
    ("{sign}{whole},{part:02}", ","),
    ("{sign}{whole:,}.{part:02}", "."),
    ("{sign}£{whole:,}.{part:02}", "."),
    ("{whole}.{part:02}{sign}", "."),
    ("{sign}000{whole}.{part:02}00", "."),
    ("{sign}{whole}.{part:02} GBP", "."),
]


@ANY
@given(minor=st.integers(-(10**14), 10**14), shape=st.sampled_from(SHAPES))
def test_every_way_of_writing_an_amount_is_the_same_amount(minor, shape):
    pattern, mark = shape
    whole, part = divmod(abs(minor), 100)
    text = pattern.format(sign="-" if minor < 0 else "", whole=whole, part=part)

    assert amount_of(text, mark=mark) == (minor, False)


@ANY
@given(text=st.text(max_size=60) | st.from_regex(r"[-+(]?[0-9.,' ]{0,50}\)?", fullmatch=True))
def test_any_text_is_an_amount_or_is_refused(text):
    try:
        read_ = amount_of(text)
    except AmountNotReadError:
        return

    figures = "".join(c for c in text if c in "0123456789")
    assert abs(read_.minor) <= int(figures or "0") * 100 + 1
    assert abs(read_.minor) < 10**15


@ANY
@given(day=st.dates(date(1970, 1, 1), date(2069, 12, 31)), day_first=st.booleans())
def test_days_of_either_order_are_read_back(day, day_first):
    shown = day.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y")

    assert day_of(shown, day_first=day_first) == day
    told = order_of([shown]).day_first
    assert told in (None, day_first) or day.day == day.month


@ANY
@given(text=st.text(max_size=70))
def test_any_text_is_a_day_or_is_refused(text):
    with suppress(DayNotReadError):
        assert 1970 <= day_of(text).year <= 2199


cells = st.sampled_from(["Date", "Paid out", "A", "#1", "#12", "Größe", "Amount (£)", "x y"])


@st.composite
def mappings(draw):
    roles = {
        "day",
        *draw(st.sets(st.sampled_from(ROLES))),
        draw(st.sampled_from(["amount", "out"])),
    }
    columns = tuple(
        (role, tuple(draw(st.lists(cells, min_size=1, max_size=3 if role in SEVERAL else 1))))
        for role in ROLES
        if role in roles
    )
    return StatementMapping(
        columns=columns,
        dates=draw(st.sampled_from(["auto", "day-first", "month-first"])),
        decimal=draw(st.sampled_from(["", ".", ","])),
        sign=draw(st.sampled_from(["auto", "as-written", "turned"])),
        out=tuple(draw(st.lists(st.sampled_from(["d", "out", "af"]), max_size=2))),
        separator=draw(st.sampled_from(["", ",", ";", "\t", "|"])),
        currency=draw(st.sampled_from(["", "GBP"])),
        kind=draw(st.sampled_from(["", "card"])),
    )


@ANY
@given(mapping=mappings())
def test_a_mapping_reads_back_exactly(mapping):
    assert parse_mapping(format_mapping(mapping)) == mapping


@ANY
@given(text=st.text(max_size=80) | st.recursive(st.none() | st.booleans() | st.text(max_size=5) | st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["statement", "columns", "day", "amount", "header"]), inner, max_size=4)).map(json.dumps))  # fmt: skip
def test_any_text_is_a_mapping_or_is_refused(text):
    with suppress(ImportNotUsableError):
        assert parse_mapping(text).names("day")


amounts = st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=12)


def outcome(text, **how):
    """The sentence with which a file was refused, or what was read of it."""
    try:
        return "", read(text, **how)
    except ImportNotUsableError as refused:
        return str(refused), None


def shown(minor, mark="."):
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}{mark}{abs(minor) % 100:02}"


@ANY
@given(told=amounts)
def test_every_format_gives_back_what_was_written(told):
    as_ofx = ofx(*({"amount": shown(a), "number": str(n)} for n, a in enumerate(told)))
    as_qif = "!Type:Bank\n" + "".join(f"D22/11/2026\nT{shown(a)}\n^\n" for a in told)
    as_camt = camt(*(entry(shown(abs(a)), side="DBIT" if a < 0 else "CRDT", number=str(n)) for n, a in enumerate(told)))  # fmt: skip
    as_mt940 = mt940(*(f":61:261102{'D' if a < 0 else 'C'}{shown(abs(a), ',')}NTRFNONREF" for a in told))  # fmt: skip
    as_csv = "Date,Description,Amount\n" + "".join(f"22/11/2026,A,{shown(a)}\n" for a in told)

    for text in (as_ofx, as_qif, as_camt, as_mt940, as_csv):
        assert [line.amount for line in only(read(text)).lines] == told


@ANY
@given(told=amounts, first=st.integers(-(10**9), 10**9), turn=st.sampled_from([1, -1]))
def test_csv_with_balances_never_changes_an_amount(told, first, turn):
    rows, balance = [], first
    for amount in told:
        balance += amount
        rows.append(f"22/11/2026,A,{shown(amount)},{shown(balance)}\n")
    text = "Date,Description,Amount,Balance\n" + "".join(rows[::turn])

    assert [line.amount for line in only(read(text)).lines] == told[::turn]


KINDS = {
    "ofx": ofx({}, {"number": "A2", "amount": "3.00", "memo": "B & C"}),
    "camt": camt(entry(), entry(number="R2", side="CRDT")),
    "mt940": mt940(":61:2611021102D12,50NTRFNONREF//B1", ":86:166?20RENT?32ALMA", ":61:261103C3,00NMSC"),
    "qif": "!Type:Bank\nD22/11/2026\nT-12.50\nPA\nSFood\n$-12.50\n^\nD23/11/2026\nT3.00\n^\n",
    "csv": '"Account Number:","****7711"\n\nDate,Description,Paid out,Paid in,Balance\n22/11/2026,A,12.50,,87.50\n23/11/2026,B,,3.00,90.50\n',
}  # fmt: skip
NASTY = [
    b"1e400000", b"9" * 5000, b"\x00", b"<", b">", b'"', b"-", b",", b".", b"\r", b"&#0;", b"<![CDATA[", b"<!--",
    b"^\n", b":86:", b":61:", b"\xff\xfe", b"(", b"DR", b"!Type:Bank\n", b"<STMTTRN>", b"</STMTTRN>", b"\xc2\xa0",
    b"31/02/2026", b"{4:", b"-}", b"?20", b"\xe2\x88\x92", b"<Ntry>", b"\n\n",
]  # fmt: skip


@st.composite
def damaged(draw):
    """A good file with a few of its bytes taken, doubled or replaced."""
    data = bytearray(KINDS[draw(st.sampled_from(sorted(KINDS)))].encode())
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.sampled_from([0, 1, 3, 40]))
        data[place : place + length] = draw(st.sampled_from(NASTY) | st.binary(max_size=4))
    return bytes(data)


@settings(ANY, max_examples=400)
@given(data=damaged(), source=st.sampled_from(["auto", "auto", *KINDS]), day_first=st.sampled_from([None, True]))  # fmt: skip
@example(data=b"", source="csv", day_first=None)
def test_a_damaged_file_is_read_or_refused_and_ends_soon(data, source, day_first):
    begin = time.process_time()
    sentence, found = outcome(data, source=source, day_first=day_first)

    assert sentence or found.files
    assert time.process_time() - begin < 2
    for line in found.lines if found else ():
        assert abs(line.amount) < 10**15
    for finding in found.findings if found else ():
        assert finding.message
        assert finding.code.startswith("statement.")


@settings(ANY, max_examples=150)
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")), source=st.sampled_from(["auto", *KINDS]))  # fmt: skip
def test_any_bytes_are_read_or_refused(data, source):
    sentence, found = outcome(data, source=source)

    assert sentence or found.files


@ANY
@given(number=st.integers(10**7, 10**16).map(str), memo=words)
def test_an_account_number_is_kept_nowhere(number, memo):
    assume(number not in memo)
    found = read(ofx({"memo": f"{memo} {number}", "number": f"{number}-1"}, number=number))

    assert number not in repr(found)


def test_files_made_to_cost_much_cost_little():
    for text in (
        "<" * 200_000,
        ofx("<STMTTRN>" * 20_000),
        ofx("<!--" * 50_000),
        ofx({"memo": "<![CDATA[" * 20_000}),
        "!Type:Bank\n" + "S\n" * 100_000,
        ":20:\n:61:" + "1" * 200_000,
        mt940(
            *[":86:" + "/NAME" * 5_000] * 5,
            ":61:2611021102D12,50NTRFNONREF",
            ":86:" + "/NAME/" * 20_000,
        ),
        mt940(":61:2611021102D12,50NTRFNONREF", ":86:166?" + "?20" * 40_000),
        mt940(":61:2611021102D12,50NTRFNONREF", ":86:" + "OD: " * 20_000),
        "Date,Description,Amount\n" + '"' * 100_001,
        "Date,Description,Amount\n" + "22/11/2026,A,-1.00\n" * 3 + "1" * 200_000,
        "," * 150 + "\n" + ("a," * 150 + "\n") * 500,
    ):
        begin = time.process_time()
        sentence, found = outcome(text)

        assert sentence or found.files
        assert time.process_time() - begin < 3, text[:60]
