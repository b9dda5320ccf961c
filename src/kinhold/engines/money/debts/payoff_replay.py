"""Plays what a model would do, to the minor unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kinhold.engines.money.debts.payoff_months import Calendar
from kinhold.engines.money.debts.payoff_rules import AVALANCHE, Payment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.money.debts.payoff_model import Intent, Intents
    from kinhold.engines.money.debts.payoff_rules import Statement
    from kinhold.engines.money.debts.terms import DebtTerms

FINE: Final = 10**6
"""Parts of a minor unit in which a plan is played to be a start for the model, which rounds nothing."""


@dataclass(frozen=True, slots=True)
class Follow:
    """Does what the model would, as far as the rounded figures allow; then the highest rate first.

    Where the rounding leaves too little, the payments that are not needed in full give way, first
    those on debts that stay open longest. What is over goes to the highest rate. `reserve` is kept
    back while a settlement is ahead, in minor units.
    """

    intents: Intents
    reserve: int = 0

    def __call__(self, month: int, statements: Sequence[Statement], cash: int) -> Sequence[Payment]:
        """Return the payments of a month."""
        if month >= len(self.intents.months):
            return AVALANCHE(month, statements, cash)
        here = self.intents.months[month]
        wanted = [_wanted(s, i) for s, i in zip(statements, here, strict=True)]
        ahead = any(i.settles for later in self.intents.months[month + 1 :] for i in later)
        kept = self.intents.kept[month] + (self.reserve if ahead else 0)
        spare = cash - kept - sum(p.amount for p in wanted)
        if spare < 0:
            self._cut(month, statements, wanted, -spare)
        else:
            self._spend(month, statements, wanted, spare)
        if sum(p.amount for p in wanted) > cash:
            return AVALANCHE(month, statements, cash)
        return wanted

    def _spend(
        self, month: int, statements: Sequence[Statement], wanted: list[Payment], spare: int
    ) -> None:
        """Pay what is over to the highest rate, but not to a debt that is going to be settled."""
        settled = {
            n for later in self.intents.months[month:] for n, i in enumerate(later) if i.settles
        }
        for s in sorted(statements, key=lambda s: (-s.rate, s.debt)):
            if s.debt not in settled:
                more = min(spare, s.owed - wanted[s.debt].amount)
                wanted[s.debt] = replace(wanted[s.debt], amount=wanted[s.debt].amount + more)
                spare -= more

    def _cut(
        self, month: int, statements: Sequence[Statement], wanted: list[Payment], short: int
    ) -> None:
        """Take what is short from payments above the minimum.

        A debt that clears before the settlement would only take it back.
        """
        for s in sorted(statements, key=lambda s: (-self._clears(s.debt, month), s.rate, s.debt)):
            payment = wanted[s.debt]
            if not payment.settles:
                less = min(short, max(0, payment.amount - s.minimum))
                wanted[s.debt] = replace(payment, amount=payment.amount - less)
                short -= less

    def _clears(self, debt: int, month: int) -> int:
        months = self.intents.months
        return next((m for m in range(month, len(months)) if months[m][debt].clears), len(months))


def _wanted(statement: Statement, intent: Intent) -> Payment:
    if intent.settles and statement.offer is not None:
        return Payment(statement.offer, settles=True)
    if intent.clears or intent.settles:
        return Payment(statement.owed)
    least = 0 if intent.misses else statement.minimum
    return Payment(min(statement.owed, max(least, intent.pay)))


def finer(calendar: Calendar) -> Calendar:
    """Return the same debts with every amount in `FINE` parts of the minor unit."""
    rows = tuple(
        tuple(replace(m, offer=None if m.offer is None else m.offer * FINE) for m in row)
        for row in calendar.rows
    )
    money = tuple(amount * FINE for amount in calendar.budget)
    debts = tuple(_finer(d) for d in calendar.debts)
    return Calendar(debts, calendar.start, calendar.each, money, rows)


def _finer(terms: DebtTerms) -> DebtTerms:
    return replace(
        terms,
        balance=terms.balance * FINE,
        minimum=replace(terms.minimum, floor=terms.minimum.floor * FINE),
        late_fee=terms.late_fee * FINE,
        offers=tuple(replace(o, amount=o.amount * FINE) for o in terms.offers),
    )
