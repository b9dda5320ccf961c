"""From what was told about a debt to its terms; what was not told becomes a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.domain.findings import Finding, OpenQuestion
from kinhold.domain.money import BasisPoints
from kinhold.engines.money.debts.terms import DebtTerms, Minimum, Offer, Pause, RateFrom
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kinhold.domain.finances import (
        DebtPaused,
        DebtStated,
        PauseKind,
        PriorityClass,
        SettlementOffered,
    )
    from kinhold.domain.recurrence import Recurrence

_STOPS: Final[dict[PauseKind, tuple[bool, bool, bool]]] = {
    "breathing-space": (True, True, True),
    "crisis": (True, True, True),
    "moratorium": (False, False, True),
    "payment-holiday": (False, True, True),
    "hold": (False, False, True),
}
"""What stands still: interest, fees, and being asked to pay.

Breathing space and its mental-health-crisis form: Debt Respite Scheme (Breathing Space Moratorium
and Mental Health Crisis Moratorium) (England and Wales) Regulations 2020, SI 2020/1311, reg. 7.
A Scottish moratorium does not stop interest or charges (mygov.scot, “Apply for a moratorium”).
What a lender grants by itself is taken at its least: nothing but the payment waits."""

_A_YEAR: Final = {
    "day": Fraction(365),
    "week": Fraction(365, 7),
    "month": Fraction(12),
    "year": Fraction(1),
}


@dataclass(frozen=True, slots=True)
class DebtTold:
    """What is known of a debt's terms.

    Attributes:
        terms: None where something is missing without which nothing can be worked out.
        questions: what is missing.
        findings: how something was understood that could be understood otherwise.
    """

    terms: DebtTerms | None
    questions: tuple[OpenQuestion, ...]
    findings: tuple[Finding, ...] = ()


def terms_of(
    debt: DebtStated,
    *,
    offers: Iterable[SettlementOffered] = (),
    pauses: Iterable[DebtPaused] = (),
    on: date,
    priority: PriorityClass = "",
) -> DebtTold:
    """Return the terms of a debt as told, from a day on.

    A payment each week or year is taken as its monthly part, rounded up.

    Args:
        debt: as stated.
        offers: of every debt; those about this one count.
        pauses: of every debt; those about this one, and those about none, count.
        on: the day from which a plan would run; the balance is taken to be owed on it.
        priority: its class by the country's rules, where the debt states none.
    """
    questions = [*_missing(debt)]
    findings = [*_old(debt, on)]
    rates = _rates(debt, on, questions)
    taken = [*_offers(debt, offers, on, questions)]
    still = [*_pauses(debt, pauses, on, questions, findings)]
    if debt.balance is None or debt.rate is None or (debt.minimum is None and debt.least is None):
        return DebtTold(None, tuple(questions), tuple(findings))
    ends = None if debt.until == UNKNOWN else first_day(debt.until)
    terms = DebtTerms(
        label=debt.about,
        balance=debt.balance.minor,
        currency=debt.balance.currency,
        rates=rates,
        minimum=Minimum(
            floor=_monthly(debt.minimum.minor if debt.minimum else 0, debt.each),
            share=debt.least or BasisPoints(0),
            ends=ends,
        ),
        late_fee=debt.fee.minor if debt.fee else 0,
        offers=tuple(taken),
        pauses=tuple(still),
        due_day=_due_day(debt),
        secured=bool(debt.secured_on),
        priority=debt.priority or priority or "other",
        fact_ids=(debt.fact_id,),
    )
    return DebtTold(terms, tuple(questions), tuple(findings))


def _ask(code: str, text: str, why: str, debt: DebtStated, example: str) -> OpenQuestion:
    line = f'2026-12-01 debt "{debt.about}" {example}' if "=" in example else example
    return OpenQuestion(f"money.debt-{code}", text, why, debt.about, line)


def _missing(debt: DebtStated) -> Iterable[OpenQuestion]:
    why = _("Without it this debt is in no plan.")
    if debt.balance is None:
        yield _ask(
            "balance",
            _("How much is owed on {about}?").format(about=debt.about),
            why,
            debt,
            "balance=0.00",
        )
    if debt.rate is None:
        text = _("What interest does {about} cost a year? It stands on the statement.").format(
            about=debt.about
        )
        yield _ask("rate", text, why, debt, "rate=0%")
    if debt.minimum is None and debt.least is None:
        text = _("What has to be paid on {about} each month, if anything?").format(about=debt.about)
        yield _ask("minimum", text, why, debt, "minimum=0.00 each=month:1")


def _old(debt: DebtStated, on: date) -> Iterable[Finding]:
    """A balance told some time ago is used as it is, and that is said."""
    told = last_day(debt.occurred)
    if debt.balance is not None and told is not None and on - told > timedelta(days=31):
        yield Finding(
            "info",
            "money.debts.old-balance",
            _("The balance of {about} was told on {told} and is used as it is.").format(
                about=debt.about, told=told.isoformat()
            ),
            debt.about,
        )


def _rates(debt: DebtStated, on: date, questions: list[OpenQuestion]) -> tuple[RateFrom, ...]:
    usual = RateFrom(on, debt.rate or BasisPoints(0))
    if debt.promo is None:
        return (usual,)
    last = None if debt.promo_until == UNKNOWN else last_day(debt.promo_until)
    if last is None:
        text = _("Until when does the lower rate of {about} hold?").format(about=debt.about)
        why = _("Until that is known the plan counts on the usual rate.")
        questions.append(_ask("promo", text, why, debt, "promo_until=2027-03-31"))
        return (usual,)
    if last < on:
        return (usual,)
    after = last + timedelta(days=1)
    return (RateFrom(on, debt.promo), RateFrom(after, usual.rate))


def _offers(
    debt: DebtStated,
    offers: Iterable[SettlementOffered],
    on: date,
    questions: list[OpenQuestion],
) -> Iterable[Offer]:
    for offer in offers:
        if offer.about != debt.about:
            continue
        last = None if offer.until == UNKNOWN else last_day(offer.until)
        if last is None:
            text = _("Until when can the offer on {about} be taken?").format(about=debt.about)
            example = f'2026-12-01 offer "{debt.about}" amount=0.00 until=2027-01-31'
            why = _("Without it no plan takes the offer.")
            questions.append(_ask("offer", text, why, debt, example))
        elif debt.balance is not None and offer.amount.currency != debt.balance.currency:
            text = _("How much is the offer on {about} in {currency}?").format(
                about=debt.about, currency=debt.balance.currency
            )
            questions.append(_ask("offer", text, _("It is in another currency."), debt, ""))
        elif last >= on:
            yield Offer(offer.amount.minor, max(on, first_day(offer.occurred) or on), last)


def _pauses(
    debt: DebtStated,
    pauses: Iterable[DebtPaused],
    on: date,
    questions: list[OpenQuestion],
    findings: list[Finding],
) -> Iterable[Pause]:
    for pause in pauses:
        if pause.about not in ("", debt.about):
            continue
        last = None if pause.until == UNKNOWN else last_day(pause.until)
        if last is None:
            text = _("Until when does the {pause} on {about} last?").format(
                pause=pause.pause.replace("-", " "), about=debt.about
            )
            example = f'2026-12-01 pause "{debt.about}" {pause.pause} until=2027-01-30'
            why = _("Until that is known the plan counts on interest and payments as usual.")
            questions.append(_ask("pause", text, why, debt, example))
        elif debt.secured_on and pause.pause in ("breathing-space", "crisis"):
            findings.append(
                Finding(
                    "info",
                    "money.debts.pause-secured",
                    _(
                        "Breathing space covers only the arrears of {about}, which is secured; its regular "
                        "payments and interest go on."
                    ).format(about=debt.about),
                    debt.about,
                )
            )
        elif last >= on:
            interest, fees, enforcement = _STOPS[pause.pause]
            first = first_day(pause.occurred) or on
            yield Pause(first, last, interest=interest, fees=fees, enforcement=enforcement)


def _monthly(amount: int, each: Recurrence | None) -> int:
    """A payment as its monthly part, rounded up to the minor unit."""
    if each is None or (each.unit == "month" and each.interval == 1):
        times = Fraction(max(1, len(each.monthdays) if each else 1))
    else:
        days = max(1, len(each.weekdays) + len(each.monthdays) + len(each.ordinals))
        times = _A_YEAR[each.unit] * days / each.interval / 12
    exact = amount * times
    return -(-exact.numerator // exact.denominator)


def _due_day(debt: DebtStated) -> int | None:
    days: Sequence[int] = debt.each.monthdays if debt.each else ()
    if days:
        return 31 if days[0] < 0 else days[0]
    day = first_day(debt.occurred)
    return day.day if day and debt.each and debt.each.unit == "month" else None
