"""One debt, several people: who is liable for what, who paid what, and who may ask whom for it back.

Each of several debtors who are liable jointly and severally owes the lender all of it; the lender may
ask any of them, and never twice. Among themselves they bear it by what they agreed, or in equal parts
(contribution between co-debtors in equity: Deering v Earl of Winchelsea (1787) 2 Bos & P 270). Who
has paid more than that part may ask the others for the rest. Somebody who has only a card on the
account is not liable.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from kinhold.domain.money import Money
from kinhold.engines.money.matching import payments_in

if TYPE_CHECKING:
    from kinhold.domain.finances import DebtStated
    from kinhold.domain.household import Household

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Party:
    """One person beside a joint debt.

    Attributes:
        who: handle.
        liable: False for an additional cardholder.
        share: the part among themselves, in percent; 0 where not liable.
        paid: what they paid so far.
        part: their share of what was paid by all.
        over: paid beyond that part; negative where below it.
        fact_ids: their payments.
    """

    who: str
    liable: bool
    share: Fraction
    paid: Money
    part: Money
    over: Money
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one who paid beyond their part may ask of another who paid less than theirs."""

    by: str
    of: str
    amount: Money
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """What falls on the person who keeps the record: each time, and of the balance."""

    each_time: Money | None
    balance: Money | None


@dataclass(frozen=True, slots=True)
class JointDebt:
    """A debt with more than one person beside it.

    Attributes:
        debt: its label.
        agreed: whether the inner split was stated; without it the parts are equal.
        parties: in the order stated, cardholders last.
        claims: who may ask whom.
        as_split: what falls on her where everybody pays their part.
        alone: what falls on her where nobody else pays.
    """

    debt: str
    agreed: bool
    parties: tuple[Party, ...]
    claims: tuple[Claim, ...]
    as_split: Split
    alone: Split


def joint_debt(household: Household, debt: DebtStated) -> JointDebt | None:
    """Return how a debt stands between the people beside it, or None where there is only one.

    Payments noted without a name, and lines of her own accounts, are hers.
    """
    if len(debt.liable) < 2 and not debt.cardholders:  # noqa: PLR2004 - two make it joint
        return None
    currency = debt.balance.currency if debt.balance else household.currency
    agreed = len(debt.shares) == len(debt.liable) and sum(debt.shares) == WHOLE
    equal = Fraction(WHOLE, max(1, len(debt.liable)))
    shares = [Fraction(s) for s in debt.shares] if agreed else [equal] * len(debt.liable)
    paid: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for payment in payments_in(household).out.get(debt.about, ()):
        who = payment.by or household.keeper
        paid.setdefault(who, []).append((payment.minor, payment.fact_ids))
    total = sum(minor for rows in paid.values() for minor, _ in rows)
    parts = _parts(total, shares)
    parties = [
        _party(who, share, part, paid.get(who, []), currency)
        for who, share, part in zip(debt.liable, shares, parts, strict=True)
    ]
    others = [who for who in (*debt.cardholders, *paid) if who not in debt.liable]
    parties += [_party(who, None, 0, paid.get(who, []), currency) for who in dict.fromkeys(others)]
    mine = next((p for p in parties if p.who == household.keeper), None)
    return JointDebt(
        debt.about,
        agreed,
        tuple(parties),
        _claims(parties),
        _split(debt, mine.share if mine and mine.liable else Fraction(0)),
        _split(debt, Fraction(WHOLE if mine and mine.liable else 0)),
    )


def _party(
    who: str,
    share: Fraction | None,
    part: int,
    paid: list[tuple[int, tuple[str, ...]]],
    currency: str,
) -> Party:
    sum_paid = sum(minor for minor, _ in paid)
    return Party(
        who,
        share is not None,
        share or Fraction(0),
        Money(sum_paid, currency),
        Money(part, currency),
        Money(sum_paid - part, currency),
        tuple(f for _, facts in paid for f in facts),
    )


def _parts(total: int, shares: list[Fraction]) -> list[int]:
    """Whole minor units by share that add up to the total: largest remainders first."""
    exact = [total * share / WHOLE for share in shares]
    parts = [int(e) for e in exact]
    order = sorted(range(len(exact)), key=lambda n: (parts[n] - exact[n], n))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _claims(parties: list[Party]) -> tuple[Claim, ...]:
    """Settle what is over against what is lacking, the largest first."""
    lacking = {p.who: -p.over.minor for p in parties if p.liable and p.over.minor < 0}
    claims = []
    for payer in sorted(parties, key=lambda p: (-p.over.minor, p.who)):
        left = payer.over.minor
        for who in sorted(lacking, key=lambda w: (-lacking[w], w)):
            amount = min(left, lacking[who])
            if amount > 0:
                left -= amount
                lacking[who] -= amount
                of = Money(amount, payer.paid.currency)
                claims.append(Claim(payer.who, who, of, payer.fact_ids))
    return tuple(claims)


def _split(debt: DebtStated, share: Fraction) -> Split:
    def part(amount: Money | None) -> Money | None:
        if amount is None:
            return None
        return Money(ceil(amount.minor * share / WHOLE), amount.currency)

    return Split(part(debt.minimum), part(debt.balance))
