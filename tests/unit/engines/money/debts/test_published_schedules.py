"""Every loan schedule that somebody else published comes out to the cent."""

from __future__ import annotations

import pytest
from tests.unit.engines.money.debts.published import PUBLISHED, minor

from kinhold.engines.money.debts.amortisation import payment_of, schedule_of

BY_SOURCE = pytest.mark.parametrize("one", PUBLISHED, ids=lambda one: one.source)


def test_the_table_has_forty_loans_from_seventeen_publishers():
    publishers = {p.link.split("/")[2] for p in PUBLISHED}

    assert len(PUBLISHED) >= 40
    assert len(publishers) >= 15


@BY_SOURCE
def test_the_payment_is_the_one_that_was_printed(one):
    assert payment_of(one.loan) == minor(one.payment)


@BY_SOURCE
def test_every_printed_row_comes_out_to_the_cent(one):
    rows = schedule_of(one.loan).rows

    for number, printed in one.rows.items():
        row = rows[number - 1]
        found = (row.payment, row.interest, row.principal, row.balance)
        assert [minor(p) for p in printed if p] == [
            f for f, p in zip(found, printed, strict=True) if p
        ], (one.source, number)


@BY_SOURCE
def test_every_printed_sum_comes_out_to_the_cent(one):
    schedule = schedule_of(one.loan)
    found = {
        "balances": [r.balance for r in schedule.rows] if one.balances else [],
        "balloon": schedule.balloon if one.balloon else 0,
        "interest": schedule.interest if one.interest else 0,
        "paid": schedule.paid if one.paid else 0,
        "years": [
            (sum(r.interest for r in year), sum(r.principal for r in year))
            for n, *_ in one.years
            for year in [schedule.rows[12 * n - 12 : 12 * n]]
        ],
    }

    assert found == {
        "balances": [minor(b) for b in one.balances],
        "balloon": minor(one.balloon or "0"),
        "interest": minor(one.interest or "0"),
        "paid": minor(one.paid or "0"),
        "years": [(minor(i), minor(p)) for _, i, p in one.years],
    }
