"""A household's money read by other people's ledgers: each must agree to the penny."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kinhold.adapters.exports.ledger_text import (
    beancount_names,
    beancount_text,
    hledger_names,
    hledger_text,
)
from kinhold.application.export_ledger import Place, ledger_entries
from kinhold.application.household_on import standing_on
from kinhold.domain.dates import Edtf
from kinhold.domain.finances import (
    AccountOpened,
    BalanceNoted,
    BillStated,
    DebtStated,
    IncomeStated,
    PaymentMade,
    PaymentReceived,
    TransactionBooked,
)
from kinhold.domain.money import Money
from kinhold.domain.people import HouseholdOpened
from kinhold.record.record import Record

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 22)
LINES = 2000
ODD = (
    'The "Corner" Shop', "Semi; colon ; & Sons", "line\nbreak\r\nLtd", "Café 🍞 Zoë", "7-Eleven 0042",
    "(brackets)", "[square] | bar", "*star", "! bang", "= equals @ 3 GBP {x}", "back\\slash\\", "",
    "  two  blanks  ", "#tag ^link", "العربية", "日本語", "\ud800 unpaired", "2026-01-01 * x", "%", "\t tab",
)  # fmt: skip
ACCOUNTS = (
    ("Current", "current", "GBP"), ('Joint; 2nd "pot"', "current", "GBP"), ("Savings", "savings", "GBP"),
    ("Card", "card", "GBP"), ("7 dollars 🍞", "other", "USD"),
)  # fmt: skip
OPENED = {"Current": 512_40, 'Joint; 2nd "pot"': -20_01, "Savings": 1_000_00, "Card": -340_00}


def bean_check():
    named = os.environ.get("KINHOLD_BEANCHECK") or str(ROOT / ".venv-oracles/bin/bean-check")
    return shutil.which(named) or shutil.which("bean-check")


def need(program, how):
    return program or pytest.skip(f"{how}, so this ledger was not asked")


def record_of(*facts):
    return Record({}).with_facts(
        [HouseholdOpened(fact_id="h", zone="Europe/London", country="uk", currency="GBP"), *facts]
    )


def ledger_of(record, on=ON):
    return ledger_entries(record=record, standing=standing_on(record=record, day=on))


def lines_of_statements():
    """Two years of odd lines; sizes differ, so that no two accounts seem to move one sum."""
    dice = random.Random(20261122)
    named = ["HILL LETTINGS", "DD BRITISH GAS 8821", "CAR LOAN CO", "NORTHSIDE SCHOOL", *ODD]
    for number in range(LINES):
        label, _, currency = dice.choice(ACCOUNTS)
        day = date(2024, 11, 1) + timedelta(days=dice.randrange(700))
        yield TransactionBooked(
            fact_id=f"line-{number}",
            occurred=Edtf(day.isoformat()),
            about=label,
            amount=Money(dice.choice((-1, -1, 1)) * (number * 7 + dice.randrange(7)), currency),
            payee=dice.choice(named),
            words=dice.choice(("", *ODD)),
        )


@pytest.fixture(scope="module")
def record():
    lines = list(lines_of_statements())
    sums = Counter()
    for line in lines:
        sums[line.about] += line.amount.minor
    day = Edtf("2026-10-31")
    return record_of(
        *[
            AccountOpened(fact_id=f"account {a}", occurred=Edtf("2024-11-01"), about=a, type=type_)
            for a, type_, _ in ACCOUNTS
        ],
        *[
            BalanceNoted(fact_id=f"b {a}", occurred=day, about=a, amount=Money(OPENED[a] + sums[a], "GBP"))
            for a in OPENED
        ],
        BillStated(fact_id="rent", about="Rent", payee="Hill Lettings", amount=Money(780_00, "GBP")),
        BillStated(fact_id="gas", about="Gas: “upstairs”; flat", payee="British Gas"),
        DebtStated(
            fact_id="loan", occurred=Edtf("2025-06-01"), about="Car loan", lender="Car Loan Co",
            balance=Money(5_870_00, "GBP"),
        ),
        IncomeStated(fact_id="wage", about="Wage"),
        PaymentMade(fact_id="p1", occurred=Edtf("2026-11-02"), about="Rent", amount=Money(100_03, "GBP")),
        PaymentReceived(fact_id="r1", occurred=Edtf("2026-11-03"), about="Danny", amount=Money(55_01, "GBP")),
        *lines,
    )  # fmt: skip


@pytest.fixture(scope="module")
def own_sums(record):
    """What every account comes to by plain addition of the record, by label and currency."""
    sums = Counter()
    for label, minor in OPENED.items():
        sums[label, "GBP"] += minor
    for line in record.of(TransactionBooked):
        sums[line.about, line.amount.currency] += line.amount.minor
    sums["Cash", "GBP"] += 55_01 - 100_03
    return {key: Decimal(minor) / 100 for key, minor in sums.items()}


def places(names):
    return {
        place.name: name
        for place, name in names.items()
        if place.side == "assets" or place.name == "Card"
    }


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def of_table(text):
    """Amounts by account and currency from `balance --flat` of hledger or ledger."""
    found, waiting = {}, []
    for row in text.splitlines():
        match = re.match(r"\s*(-?[\d.]+)(?: ([A-Z]{3}))?(?:  (.*))?$", row)
        if match is None:
            continue
        waiting.append((Decimal(match[1]), match[2]))
        if match[3]:
            found |= {(match[3].strip(), currency): amount for amount, currency in waiting}
            waiting = []
    return found


def agrees(table, names, own_sums):
    named = places(names)
    return {(named[a], c): amount for (a, c), amount in own_sums.items()}.items() <= table.items()


def test_hledger_agrees_to_the_penny(record, own_sums, tmp_path):
    program = need(shutil.which("hledger"), "hledger is not installed")
    ledger, file = ledger_of(record), tmp_path / "home.journal"
    file.write_text(hledger_text(ledger), encoding="utf-8")

    run(program, "-f", str(file), "check", "--strict")
    table = of_table(run(program, "-f", str(file), "balance", "--flat", "--empty"))

    assert agrees(table, hledger_names(ledger.places()), own_sums)
    assert len(ledger.balances) == len(OPENED)


def test_ledger_agrees_to_the_penny(record, own_sums, tmp_path):
    program = need(shutil.which("ledger"), "ledger is not installed")
    ledger, file = ledger_of(record), tmp_path / "home.ledger"
    file.write_text(hledger_text(ledger), encoding="utf-8")

    table = of_table(
        run(program, "--args-only", "-f", str(file), "balance", "--flat", "--empty", "--no-total")
    )

    assert agrees(table, hledger_names(ledger.places()), own_sums)


def test_beancount_agrees_to_the_penny(record, own_sums, tmp_path):
    """`bean-check` has no table; it is told every balance, and refuses one that is a penny off."""
    program = need(bean_check(), "beancount is not installed (KINHOLD_BEANCHECK)")
    ledger = ledger_of(record)
    names = beancount_names(ledger.places())
    held = [
        f"2027-01-01 balance {places(names)[a]}  {amount} ~ 0 {c}"
        for (a, c), amount in own_sums.items()
    ]
    good, bad = tmp_path / "home.beancount", tmp_path / "off.beancount"
    good.write_text(beancount_text(ledger) + "\n".join(held) + "\n", encoding="utf-8")
    off = f"2027-01-02 balance {names[Place('assets', 'Current')]}  {own_sums['Current', 'GBP'] + Decimal('0.01')} ~ 0 GBP\n"
    bad.write_text(good.read_text(encoding="utf-8") + off, encoding="utf-8")

    run(program, "--no-cache", str(good))
    refused = subprocess.run([program, "--no-cache", str(bad)], capture_output=True, timeout=120)

    assert refused.returncode == 1


def test_every_entry_comes_to_nothing_and_every_line_is_there_once(record):
    ledger = ledger_of(record)

    shown = [e.fact_ids[0] for e in ledger.entries if e.came_from == "statement"]
    assert sorted(shown) == sorted(f.fact_id for f in record.of(TransactionBooked))
    assert all(sum(p.amount.minor for p in e.postings) == 0 for e in ledger.entries)


def test_the_same_record_gives_the_same_text_in_whatever_order_it_was_written(record):
    other = Record({}).with_facts(reversed(list(record.facts())))

    assert beancount_text(ledger_of(other)) == beancount_text(ledger_of(record))
    assert hledger_text(ledger_of(other)) == hledger_text(ledger_of(record))


def line(number, day, amount, payee="", about="Current", **more):
    return TransactionBooked(
        fact_id=number, occurred=Edtf(day), about=about, amount=Money(amount, "GBP"), payee=payee, **more
    )  # fmt: skip


def test_a_balance_that_does_not_fit_is_a_remark_and_not_an_assertion():
    notes = [
        BalanceNoted(fact_id=i, occurred=Edtf(d), about="Current", amount=Money(m, "GBP"))
        for i, d, m in (("one", "2026-10-01", 100_00), ("two", "2026-10-31", 61_00))
    ]
    ledger = ledger_of(record_of(*notes, line("a", "2026-10-10", -40_00)))

    assert [b.fact_id for b in ledger.balances] == ["one"]
    assert "difference of £1." in ledger.remarks[0].text
    assert "; 2026-10-31 Current was noted as £61" in hledger_text(ledger)


def test_money_moved_between_own_accounts_is_neither_spent_nor_earned():
    ledger = ledger_of(
        record_of(line("a", "2026-10-10", -40_00), line("b", "2026-10-11", 40_00, about="Savings"))
    )

    assert {e.postings[1].place for e in ledger.entries} == {Place("equity", "Transfers")}


def test_cash_rent_is_an_entry_and_rent_the_bank_shows_is_not_entered_twice():
    rent = BillStated(fact_id="rent", about="Rent", payee="Hill Lettings")
    paid = [
        PaymentMade(fact_id=d, occurred=Edtf(d), about="Rent", amount=Money(780_00, "GBP"))
        for d in ("2023-10-02", "2026-10-02", "2026-11-02", "2026-12-02")
    ]
    shown = [line("a", "2026-10-03", -780_00, "HILL LETTINGS"), line("o", "2023-10-03", -780_00)]
    ledger = ledger_of(record_of(rent, *paid, *shown))

    noted = [e for e in ledger.entries if e.came_from == "noted"]
    assert [e.day for e in noted] == [date(2026, 11, 2)]
    assert [p.place for p in noted[0].postings] == [
        Place("assets", "Cash"),
        Place("expenses", "Rent"),
    ]


def test_what_somebody_else_paid_does_not_come_out_of_the_cash_at_home():
    rent = BillStated(fact_id="rent", about="Rent")
    paid = PaymentMade(
        fact_id="p", occurred=Edtf("2026-11-02"), about="Rent", amount=Money(780_00, "GBP"), by="Danny"
    )  # fmt: skip
    ledger = ledger_of(record_of(rent, paid))

    assert ledger.entries[0].postings[0].place == Place("equity", "Paid by Danny")


def test_an_opening_balance_is_worked_back_from_what_the_statement_shows():
    shown = line("a", "2026-10-10", -40_00, balance=Money(60_00, "GBP"))
    ledger = ledger_of(record_of(shown))

    opening = ledger.entries[0]
    assert (opening.came_from, opening.postings[0].amount) == ("opening", Money(100_00, "GBP"))


def test_names_that_become_alike_stay_apart():
    names = beancount_names([Place("expenses", n) for n in ("a b", "A-b", "日本", "🍞", "7up")])

    assert sorted(names.values()) == [
        "Expenses:7up", "Expenses:A-b", "Expenses:A-b-2", "Expenses:Unnamed", "Expenses:X-日本",
    ]  # fmt: skip


def test_the_command_prints_or_writes_a_file(kinhold, hallway, tmp_path):
    from kinhold.cli import ledger

    out = tmp_path / "home.journal"
    options = ["--on", "2026-11-21", "--format", "hledger"]
    assert ledger.run(ledger.parser().parse_args([str(hallway), *options, "--out", str(out)])) == 0

    assert "Liabilities:Car loan" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("currency", ["JPY", "KWD", "XXX"])
def test_currencies_without_pence_are_read_alike(currency, tmp_path):
    spent = TransactionBooked(
        fact_id="a", occurred=Edtf("2026-10-10"), about="Abroad", amount=Money(-1234, currency)
    )
    note = BalanceNoted(
        fact_id="b", occurred=Edtf("2026-10-11"), about="Abroad", amount=Money(5000, currency)
    )
    ledger, file = ledger_of(record_of(spent, note)), tmp_path / "abroad"
    file.write_text(hledger_text(ledger), encoding="utf-8")
    program = need(shutil.which("hledger"), "hledger is not installed")
    other = need(shutil.which("ledger"), "ledger is not installed")

    said = [
        of_table(run(program, "-f", str(file), "balance", "--flat")),
        of_table(run(other, "--args-only", "-f", str(file), "balance", "--flat", "--no-total")),
    ]

    size = {"JPY": 1, "KWD": 1000, "XXX": 100}[currency]
    assert [s["Assets:Abroad", currency] for s in said] == [Decimal(5000) / size] * 2
