"""Statements and noted payments as double entry, for the plain-text ledgers people keep elsewhere.

Every line of a statement becomes an entry between its account and what it pays or brings; what was
noted and no statement shows becomes one too. A noted balance is asserted only where the entries come
to it: an assertion that fails would make the whole file useless in the other program.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kinhold.domain.dates import first_day
from kinhold.domain.finances import (
    BalanceNoted,
    PaymentMade,
    PaymentReceived,
    TransactionBooked,
)
from kinhold.domain.money import Money, say
from kinhold.engines.money.everyday import OWN_TRANSFER_DAYS
from kinhold.engines.money.matching import names_in, payments_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kinhold.application.household_on import Standing
    from kinhold.domain.finances import DebtStated
    from kinhold.domain.household import Household
    from kinhold.record.record import Record

Side = Literal["assets", "liabilities", "income", "expenses", "equity"]
UNKNOWN_NAME: Final = "Unknown"
CASH: Final = "Cash"
OPENING: Final = "Opening balances"
TRANSFERS: Final = "Transfers"


class Place(NamedTuple):
    """One account of the ledger: its side, and its name as the household says it."""

    side: Side
    name: str


class Posting(NamedTuple):
    """What one entry does to one account; money that comes into it is positive."""

    place: Place
    amount: Money


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One entry; its postings come to nothing.

    Attributes:
        day: the local day.
        payee: as the statement shows it, or what was paid.
        words: the rest of the line; empty where there is none.
        postings: of one currency.
        fact_ids: the facts it rests on.
        came_from: `opening`, `statement` or `noted`.
    """

    day: date
    payee: str
    words: str
    postings: tuple[Posting, ...]
    fact_ids: tuple[str, ...]
    came_from: Literal["opening", "statement", "noted"]


@dataclass(frozen=True, slots=True)
class BalanceHeld:
    """What an account has at the end of a day, to which the entries come."""

    day: date
    place: Place
    amount: Money
    fact_id: str


@dataclass(frozen=True, slots=True)
class LedgerRemark:
    """Something that cannot be said as an entry, with the day it belongs to."""

    day: date
    text: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class LedgerEntries:
    """A whole ledger, in order of day.

    Attributes:
        currency: of the household.
        on: the day the household stands on.
        entries: opening balances, lines of statements, noted payments and receipts.
        balances: those that hold.
        remarks: those that do not, and what was left out.
    """

    currency: str
    on: date
    entries: tuple[LedgerEntry, ...]
    balances: tuple[BalanceHeld, ...]
    remarks: tuple[LedgerRemark, ...]

    def places(self) -> tuple[Place, ...]:
        """Return every account that is used, in order."""
        used = {p.place for e in self.entries for p in e.postings}
        return tuple(sorted(used | {b.place for b in self.balances}))


def ledger_entries(*, record: Record, standing: Standing) -> LedgerEntries:
    """Return the household's money as double entry.

    Args:
        record: with lines of statements, noted balances, payments and receipts.
        standing: the household, for names; what was noted for a later day is a plan, and left out.
    """
    household = standing.household
    lines = sorted(
        record.of(TransactionBooked), key=lambda f: (f.occurred[:10], f.about, f.fact_id)
    )
    made = _Making(household, lines)
    entries = [made.of_line(line) for line in lines]
    entries += made.noted()
    notes = [b for b in record.of(BalanceNoted) if (first_day(b.occurred) or date.max) <= made.on]
    entries = [*_openings(made, entries, notes), *entries]
    entries.sort(key=_order)
    balances, remarks = _held(made, entries, notes)
    return LedgerEntries(
        household.currency,
        made.on,
        tuple(entries),
        balances,
        tuple(sorted((*made.remarks, *remarks), key=lambda r: (r.day, r.text, r.fact_id))),
    )


def _order(entry: LedgerEntry) -> tuple[date, bool, Place, tuple[str, ...]]:
    first = entry.postings[0].place
    return entry.day, entry.came_from != "opening", first, entry.fact_ids


class _Making:
    """The household's names, and where each line and payment goes."""

    def __init__(self, household: Household, lines: Sequence[TransactionBooked]) -> None:
        self.household: Final = household
        self.on: Final = household.on
        self.lines: Final = lines
        self.remarks: Final[list[LedgerRemark]] = []
        self._names: Final = names_in(household)
        self._cards: Final = {
            a.label for a in household.accounts if a.opened and a.opened.type == "card"
        }
        self._cash: Final = next(
            (str(a.label) for a in household.accounts if a.opened and a.opened.type == "cash"), CASH
        )
        self._known: Final = {a.label for a in household.accounts} | {f.about for f in lines}
        self._bills: Final = {b.about for b in household.bills}
        self._debts: Final = {d.about for d in household.debts}
        self._shown: Final = _days_shown(lines)
        self._moved: Final = _transfers(lines, self._label)

    def account(self, label: str) -> Place:
        """Return where an account stands: what a card shows is owed."""
        return Place("liabilities" if label in self._cards else "assets", label or "Account")

    def _label(self, line: TransactionBooked) -> str:
        """What a line pays or brings; a debt that has statements of its own is a transfer."""
        label = self._names.label_of(line) if line.amount.minor else ""
        return "" if label in self._known else label

    def spent_on(self, label: str) -> Place:
        """Return where money goes that pays a bill or a debt."""
        if label in self._known:
            return Place("equity", TRANSFERS)
        if label in self._debts - self._bills:
            return Place("liabilities", label)
        return Place("expenses", label if label in self._bills else UNKNOWN_NAME)

    def of_line(self, line: TransactionBooked) -> LedgerEntry:
        """Return a line of a statement as an entry."""
        label, out = self._label(line), line.amount.minor <= 0
        own = self._names.label_of(line) in self._known if line.amount.minor else False
        if line.fact_id in self._moved or own:
            other = Place("equity", TRANSFERS)
        elif out:
            other = self.spent_on(label)
        else:
            other = Place("income", label or UNKNOWN_NAME)
        return LedgerEntry(
            date.fromisoformat(line.occurred[:10]),
            line.payee,
            line.words,
            (Posting(self.account(line.about), line.amount), Posting(other, -line.amount)),
            (line.fact_id,),
            "statement",
        )

    def noted(self) -> Iterable[LedgerEntry]:
        """Yield payments and receipts that no statement shows."""
        alone = self._noted_alone()
        payments: list[PaymentMade | PaymentReceived] = [
            *self.household.payments,
            *self.household.received,
        ]
        for fact in payments:
            day = first_day(fact.occurred)
            if fact.fact_id not in alone or (day or date.min) > self.on:
                continue
            if day is None:
                text = f"{fact.about or UNKNOWN_NAME}, {say(fact.amount)}: the day is not told, so it is left out."
                self.remarks.append(LedgerRemark(self.on, text, fact.fact_id))
                continue
            postings = self._paid(fact) if isinstance(fact, PaymentMade) else self._came(fact)
            from_own = postings[0].place.side in ("assets", "liabilities")
            if from_own:
                postings = (Posting(self._where(fact, day), postings[0].amount), postings[1])
            yield LedgerEntry(
                day, fact.about or UNKNOWN_NAME, fact.words, postings, (fact.fact_id,), "noted"
            )

    def _noted_alone(self) -> frozenset[str]:
        """Which payments and receipts no line shows, of every line there is, by currency."""
        known = self.household
        currencies = {f.amount.currency for f in known.payments}
        currencies |= {f.amount.currency for f in known.received}
        alone: frozenset[str] = frozenset()
        for code in sorted(currencies):
            of_code = replace(
                known,
                booked=tuple(f for f in self.lines if f.amount.currency == code),
                payments=tuple(f for f in known.payments if f.amount.currency == code),
                received=tuple(f for f in known.received if f.amount.currency == code),
            )
            alone |= payments_in(of_code).noted_alone
        return alone

    def _paid(self, paid: PaymentMade) -> tuple[Posting, Posting]:
        size = Money(abs(paid.amount.minor), paid.amount.currency)
        source = Place("assets", self._cash)
        if paid.by and paid.by != self.household.keeper:
            source = Place("equity", f"Paid by {self.household.name(paid.by)}")
        return Posting(source, -size), Posting(self.spent_on(paid.about), size)

    def _came(self, came: PaymentReceived) -> tuple[Posting, Posting]:
        size = Money(abs(came.amount.minor), came.amount.currency)
        incomes = {i.about for i in self.household.incomes}
        name = came.about if came.about in incomes else UNKNOWN_NAME
        if name == UNKNOWN_NAME and (came.payer or came.about):
            name = f"From {self.household.name(came.payer or came.about)}"
        return Posting(Place("assets", self._cash), size), Posting(Place("income", name), -size)

    def _where(self, fact: PaymentMade | PaymentReceived, day: date) -> Place:
        """The account that was named, unless its own statements cover that day and do not show it."""
        shown = self._shown.get(fact.account)
        covered = shown is not None and shown[0] <= day <= shown[1]
        if not fact.account or covered:
            return Place("assets", self._cash)
        return self.account(fact.account)

    def own_debts(self) -> tuple[DebtStated, ...]:
        """Return debts that have a balance and no statements of their own."""
        return tuple(
            d
            for d in self.household.debts
            if d.balance is not None and d.about not in self._known | self._bills
        )


def _days_shown(lines: Iterable[TransactionBooked]) -> Mapping[str, tuple[date, date]]:
    days: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        days[line.about].append(line.occurred[:10])
    return {
        label: (date.fromisoformat(min(of)), date.fromisoformat(max(of)))
        for label, of in days.items()
    }


def _transfers(
    lines: Iterable[TransactionBooked], label_of: Callable[[TransactionBooked], str]
) -> frozenset[str]:
    """Pairs of lines of one size and two signs, in two accounts within a few days."""
    waiting: dict[tuple[int, str], list[tuple[date, TransactionBooked]]] = defaultdict(list)
    found: set[str] = set()
    for line in lines:
        amount, day = line.amount, date.fromisoformat(line.occurred[:10])
        if not amount.minor or label_of(line):
            continue
        since = day - timedelta(days=OWN_TRANSFER_DAYS)
        others = waiting[-amount.minor, amount.currency]
        others[:] = [pair for pair in others if pair[0] >= since]
        pair = next((p for p in others if p[1].about != line.about), None)
        if pair is None:
            waiting[amount.minor, amount.currency].append((day, line))
        else:
            others.remove(pair)
            found |= {line.fact_id, pair[1].fact_id}
    return frozenset(found)


# -- balances --------------------------------------------------------------------------------------


class _Known(NamedTuple):
    """What an account held at the end of a day, as somebody or a statement says."""

    day: date
    amount: Money
    fact_id: str


def _openings(
    made: _Making, entries: Sequence[LedgerEntry], notes: Sequence[BalanceNoted]
) -> list[LedgerEntry]:
    """What each account held before its first entry, worked back from what is known of it."""
    known: dict[tuple[Place, str], _Known] = {}
    for note in sorted(notes, key=lambda b: (b.how_known != "document", b.occurred, b.fact_id)):
        day = first_day(note.occurred)
        if day is not None:
            at = (made.account(note.about), note.amount.currency)
            known.setdefault(at, _Known(day, note.amount, note.fact_id))
    for place, shown in _shown_balances(made):
        known.setdefault((place, shown.amount.currency), shown)
    for debt in made.own_debts():
        if debt.balance is not None:
            at = (Place("liabilities", debt.about), debt.balance.currency)
            day = first_day(debt.occurred) or made.on
            known[at] = _Known(day, -debt.balance, debt.fact_id)
    return [
        opening
        for (place, _), of in sorted(known.items())
        if (opening := _opening(place, of, entries)) is not None
    ]


def _shown_balances(made: _Making) -> Iterable[tuple[Place, _Known]]:
    """What a statement shows after the only line of a day: of several the order is not known."""
    by_day: dict[tuple[str, str, str], list[TransactionBooked]] = defaultdict(list)
    for line in made.lines:
        by_day[line.about, line.amount.currency, line.occurred[:10]].append(line)
    for (label, currency, day), lines in by_day.items():
        shown = lines[0].balance
        if len(lines) == 1 and shown is not None and shown.currency == currency:
            yield (
                made.account(label),
                _Known(date.fromisoformat(day), shown, lines[0].fact_id),
            )


def _opening(place: Place, known: _Known, entries: Sequence[LedgerEntry]) -> LedgerEntry | None:
    currency = known.amount.currency
    moves = [
        (entry.day, posting.amount.minor)
        for entry in entries
        for posting in entry.postings
        if posting.place == place and posting.amount.currency == currency
    ]
    before = known.amount.minor - sum(minor for day, minor in moves if day <= known.day)
    if not before:
        return None
    amount = Money(before, currency)
    return LedgerEntry(
        min([known.day, *(day for day, _ in moves)]),
        OPENING,
        "",
        (Posting(place, amount), Posting(Place("equity", OPENING), -amount)),
        (known.fact_id,),
        "opening",
    )


def _held(
    made: _Making, entries: Sequence[LedgerEntry], notes: Sequence[BalanceNoted]
) -> tuple[tuple[BalanceHeld, ...], tuple[LedgerRemark, ...]]:
    """Which noted balances the entries come to; of the others, by how much they differ."""
    moves: dict[tuple[Place, str], list[tuple[date, int]]] = defaultdict(list)
    for entry in entries:
        for posting in entry.postings:
            at = (posting.place, posting.amount.currency)
            moves[at].append((entry.day, posting.amount.minor))
    held: dict[tuple[date, Place, str], BalanceHeld] = {}
    remarks = []
    for note in sorted(notes, key=lambda b: (b.occurred, b.about, b.fact_id)):
        place, day = made.account(note.about), first_day(note.occurred)
        if day is None:
            continue
        of = moves.get((place, note.amount.currency), [])
        there = Money(sum(minor for on, minor in of if on <= day), note.amount.currency)
        if there == note.amount and day < date.max:
            key = (day, place, note.amount.currency)
            held.setdefault(key, BalanceHeld(day, place, note.amount, note.fact_id))
        else:
            text = (
                f"{note.about} was noted as {say(note.amount)} at the end of this day; the entries "
                f"come to {say(there)}, a difference of {say(note.amount - there)}."
            )
            remarks.append(LedgerRemark(day, text, note.fact_id))
    return tuple(held[key] for key in sorted(held)), tuple(remarks)
