"""What a bank account shows, month by month, and what each line belongs to."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import MONTHS, say_short_day
from kinhold.domain.dates import first_day
from kinhold.domain.finances import TransactionBooked
from kinhold.domain.money import Money, say
from kinhold.engines.money.matching import names_in
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.household_on import Standing
    from kinhold.record.record import Record

_MONTH = re.compile(r"(\d{4})-(\d{2})")
YEARS: Final = range(1900, 2200)
MOST: Final = 300
"""Lines of a page; a month with more says so."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line: ISO day, in words, who, signed minor units, and the bill or income it belongs to."""

    day: str
    when: str
    account: str
    payee: str
    memo: str
    amount: int
    said: str
    label: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class AccountLinesPage:
    """One month of lines.

    Attributes:
        account: the account, or empty for all of them.
        accounts: those that have lines or balances.
        month: `YYYY-MM`, and in words.
        earlier, later: the months beside it; empty where no line is known there.
        came, went: sums of the month in words.
        lines: the latest first.
        more: how many lines are left out.
        labels: bills, debts and incomes that a payee can be named for.
        currency: of the household.
    """

    account: str
    accounts: tuple[str, ...]
    month: str
    named: str
    earlier: str
    later: str
    came: str
    went: str
    lines: tuple[AccountLine, ...]
    more: int
    labels: tuple[str, ...]
    currency: str


def account_lines(
    *, record: Record, standing: Standing, on: date, account: str = "", month: str = ""
) -> AccountLinesPage:
    """Return one month of an account.

    Args:
        record: with the lines.
        standing: the household, for names.
        on: today; its month is shown where none is asked for, or the latest that has lines.
        account: one account; empty for all.
        month: `YYYY-MM`; anything else is the latest.
    """
    household = standing.household
    first = _first(month) or _latest(record, on)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    names = names_in(household)
    found = [
        f
        for f in record.dated(TransactionBooked, first, last)
        if account in ("", f.about) and f.amount.currency == household.currency
    ]
    found.sort(key=lambda f: (f.occurred[:10], f.about), reverse=True)
    shown = [
        AccountLine(
            day=f.occurred[:10],
            when=say_short_day(first_day(f.occurred) or first, household.country),
            account=f.about,
            payee=f.payee,
            memo=f.words,
            amount=f.amount.minor,
            said=say(f.amount),
            label=names.label_of(f),
            fact_id=f.fact_id,
        )
        for f in found[:MOST]
    ]
    sums = [
        sum(f.amount.minor for f in found if (f.amount.minor > 0) is way) for way in (True, False)
    ]
    earlier, later = first - timedelta(days=1), last + timedelta(days=1)
    return AccountLinesPage(
        account=account,
        accounts=tuple(a.label for a in household.accounts),
        month=first.isoformat()[:7],
        named=f"{_(MONTHS[first.month - 1])} {first.year}",
        earlier=earlier.isoformat()[:7] if _any(record, date.min, earlier) else "",
        later=later.isoformat()[:7] if _any(record, later, date.max) else "",
        came=say(Money(sums[0], household.currency)),
        went=say(Money(-sums[1], household.currency)),
        lines=tuple(shown),
        more=len(found) - len(shown),
        labels=tuple(
            sorted(x.about for x in (*household.bills, *household.debts, *household.incomes))
        ),
        currency=household.currency,
    )


def _first(month: str) -> date | None:
    told = _MONTH.fullmatch(month)
    if told is None or not 1 <= int(told[2]) <= len(MONTHS) or int(told[1]) not in YEARS:
        return None
    return date(int(told[1]), int(told[2]), 1)


def _latest(record: Record, on: date) -> date:
    """The month of today, or the latest before it that has lines."""
    near = record.dated(TransactionBooked, on - timedelta(days=400), on)
    day = max((f.occurred[:10] for f in near), default=on.isoformat())
    return date.fromisoformat(day).replace(day=1)


def _any(record: Record, first: date, last: date) -> bool:
    return record.has_between(TransactionBooked, first, last)
