"""The support page: per payer what fell due, what was paid, and what is needed or owed; calculations.

"Arrears" stands only where an order or a calculation by an authority is on the record. Support that
rests on a spoken promise, or on nothing, is "needed and unpaid".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.support_calculation import support_nights
from kinhold.application.wording import say_day, say_list, say_short_day
from kinhold.domain.money import Money, say
from kinhold.engines.money.arrears.ledger import ledger_of
from kinhold.engines.money.child_support.estimate import half_up
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.support_calculation import NightsLine
    from kinhold.engines.money.arrears.ledger import Allocation, DueLine, InterestRow, Ledger

BASES: Final = {
    "order": N_("a court order"),
    "calculation": N_("a calculation by the authority"),
    "agreement": N_("a written agreement"),
    "spoken": N_("a spoken promise"),
    "none": N_("no order or agreement"),
}
KIND_NAMES: Final = {
    "base": N_("Support"),
    "medical": N_("Medical support"),
    "childcare": N_("Childcare"),
    "add-on": N_("Add-on"),
    "fee": N_("Fee"),
}
STAGES: Final = {
    "named": N_("the day it was paid for"),
    "current": N_("this month's support"),
    "non-delinquent": N_("support not yet late"),
    "principal": N_("the oldest unpaid"),
    "interest": N_("interest"),
    "fees": N_("fees"),
}
NEEDED: Final = N_(
    "Needed and unpaid means that support was needed and did not come. It is not a debt "
    "in law while there is no order, calculation or agreement."
)


@dataclass(frozen=True, slots=True)
class DueRow:
    """One instalment, in words; `state` is paid, part-paid, unpaid or paid ahead."""

    day: str
    when: str
    what: str
    basis: str
    due: str
    paid: str
    open: str
    state: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment, and what it was set against."""

    day: str
    when: str
    amount: str
    set_against: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InterestLine:
    """Days over which interest ran on one sum, `[start, end)`, with its rule."""

    start: str
    end: str
    text: str
    amount: str
    rule: str
    href: str


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Due, paid and open of one kind; `side` is owed or needed."""

    kind: str
    side: str
    due: str
    paid: str
    open: str


@dataclass(frozen=True, slots=True)
class PayerSupport:
    """One payer's ledger.

    Attributes:
        payer: the name.
        headline: what is open, in one sentence.
        basis: what it rests on, in words; empty where nothing was told.
        due, paid: by the day, in words.
        arrears: what is open under an order or a calculation; empty where there is none.
        owed: what is open under an order, a calculation or a written agreement.
        needed: needed and unpaid.
        interest, interest_open: so far, and unpaid; empty where none runs.
        credit: received and not yet set against what fell due.
        minor: the same figures in minor units: due, paid, owed, needed, interest_open, credit.
        rows, payments, interest_rows, totals: in order of day.
        nights: nights with the payer as scheduled, where a schedule says.
        notes: what a person should know, or is asked.
        fact_ids: everything it rests on.
        rules: paths of the rules used.
    """

    payer: str
    headline: str
    basis: str
    due: str
    paid: str
    arrears: str
    owed: str
    needed: str
    interest: str
    interest_open: str
    credit: str
    minor: dict[str, int]
    rows: tuple[DueRow, ...]
    payments: tuple[PaymentRow, ...]
    interest_rows: tuple[InterestLine, ...]
    totals: tuple[TotalRow, ...]
    nights: NightsLine | None
    notes: tuple[str, ...]
    fact_ids: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportPage:
    """What the support page shows; see docs/reference/pages.md.

    Attributes:
        on: the ISO day.
        currency: of the household.
        headline: every payer's headline together, or what to write down first.
        payers: one ledger each.
        notes: what holds for all of them.
    """

    on: str
    currency: str
    headline: str
    payers: tuple[PayerSupport, ...]
    notes: tuple[str, ...]


def support_page(*, standing: Standing, on: date) -> SupportPage:
    """Return the support page for a day.

    Args:
        standing: the household and its rules.
        on: the day.
    """
    household = standing.household
    ledgers = ledger_of(household, rules=standing.rules, on=on)
    payers = tuple(_payer(standing, made, on) for made in ledgers)
    needed = any(p.minor["needed"] for p in payers)
    return SupportPage(
        on=on.isoformat(),
        currency=household.currency,
        headline=" ".join(p.headline for p in payers)
        or _("Nothing on support is written down. Say who would pay, how much and how often."),
        payers=payers,
        notes=(_(NEEDED),) if needed else (),
    )


def _payer(standing: Standing, made: Ledger, on: date) -> PayerSupport:
    household, country = standing.household, standing.household.country
    name = household.name(made.payer)
    due = [line for line in made.lines if not line.ahead]
    total = Money(sum(line.amount.minor for line in due), household.currency)
    paid = Money(sum(line.paid.minor for line in due), household.currency)
    ordered = [line for line in due if line.basis in ("order", "calculation")]
    arrears = Money(sum(line.open.minor for line in ordered), household.currency)
    bases = list(dict.fromkeys(_(BASES[line.basis]) for line in due))
    notes = list(dict.fromkeys(f.message for f in made.findings))
    return PayerSupport(
        payer=name,
        headline=_headline(name, made, due, arrears, country),
        basis=say_list(bases),
        due=say(total),
        paid=say(paid),
        arrears=say(arrears) if ordered else "",
        owed=say(made.owed_open),
        needed=say(made.needed_open),
        interest=say(made.interest_accrued) if made.interest else "",
        interest_open=say(made.interest_open) if made.interest else "",
        credit=say(made.credit),
        minor={
            "due": total.minor,
            "paid": paid.minor,
            "owed": made.owed_open.minor,
            "needed": made.needed_open.minor,
            "interest_open": made.interest_open.minor,
            "credit": made.credit.minor,
        },
        rows=tuple(_row(line, country) for line in made.lines),
        payments=tuple(_payments(made, country)),
        interest_rows=tuple(_interest(row, country) for row in made.interest),
        totals=tuple(
            TotalRow(
                _(KIND_NAMES[t.kind]),
                "owed" if t.owed else "needed",
                say(t.due),
                say(t.paid),
                say(t.open),
            )
            for t in made.totals
        ),
        nights=support_nights(standing=standing, payer=made.payer, on=on),
        notes=tuple(notes),
        fact_ids=tuple(
            dict.fromkeys(
                [i for line in made.lines for i in line.fact_ids]
                + [p.payment_id for p in made.payments]
            )
        ),
        rules=made.rules,
    )


def _headline(name: str, made: Ledger, due: Sequence[DueLine], arrears: Money, country: str) -> str:
    day = say_day(made.on, country)
    if not due:
        came = (
            _(" {received} was received.").format(received=say(made.received))
            if made.received.minor
            else ""
        )
        return _("{name}: nothing has fallen due that could be counted by {day}.{came}").format(
            name=name, day=day, came=came
        )
    parts = []
    agreed = made.owed_open - arrears
    if arrears.minor:
        parts.append(_("{arrears} in arrears").format(arrears=say(arrears)))
    if agreed.minor:
        parts.append(_("{agreed} unpaid under the written agreement").format(agreed=say(agreed)))
    if made.needed_open.minor:
        parts.append(_("{needed_open} needed and unpaid").format(needed_open=say(made.needed_open)))
    if made.interest_open.minor:
        parts.append(_("{interest_open} interest").format(interest_open=say(made.interest_open)))
    since = say_day(due[0].day, country)
    total = say(Money(sum(line.amount.minor for line in due), made.received.currency))
    if parts:
        return _("{name}: {parts} on {day}, of {total} since {since}.").format(
            name=name, parts=say_list(parts), day=day, total=total, since=since
        )
    ahead = (
        _(" {credit} is paid ahead.").format(credit=say(made.credit)) if made.credit.minor else ""
    )
    return _("{name}: everything since {since} was paid ({total}).{ahead}").format(
        name=name, since=since, total=total, ahead=ahead
    )


def _row(line: DueLine, country: str) -> DueRow:
    state = "unpaid"
    if not line.open.minor:
        state = "paid"
    elif line.paid.minor:
        state = "part-paid"
    return DueRow(
        day=line.day.isoformat(),
        when=say_short_day(line.day, country),
        what=_(KIND_NAMES[line.kind]),
        basis=_(BASES[line.basis]),
        due=say(line.amount),
        paid=say(line.paid),
        open=say(line.open),
        state=_("paid ahead") if line.ahead else state,
        fact_ids=line.fact_ids,
    )


def _payments(made: Ledger, country: str) -> list[PaymentRow]:
    days = {line.line_id: line.day for line in made.lines}
    rows = []
    for payment in made.payments:
        own = [a for a in made.allocations if a.payment_id == payment.payment_id]
        used = sum(a.amount.minor for a in own)
        said = [_against(a, days, country) for a in own]
        left = payment.amount.minor - used
        if left:
            said.append(
                _("{money} waits for the next").format(
                    money=say(Money(left, payment.amount.currency))
                )
            )
        rows.append(
            PaymentRow(
                day=payment.day.isoformat(),
                when=say_short_day(payment.day, country),
                amount=say(payment.amount),
                set_against="; ".join(said),
                fact_ids=(payment.payment_id,),
            )
        )
    return rows


def _against(row: Allocation, days: dict[str, date], country: str) -> str:
    if row.line_id not in days:
        return _("{amount} against {stages}").format(
            amount=say(row.amount), stages=_(STAGES[row.stage])
        )
    day = say_short_day(days[row.line_id], country)
    return _("{amount} against {day} ({stages})").format(
        amount=say(row.amount), day=day, stages=_(STAGES[row.stage])
    )


def _interest(row: InterestRow, country: str) -> InterestLine:
    end = row.end - timedelta(days=1)
    days = (row.end - row.start).days
    exact = Money(half_up(row.exact), row.base.currency)
    return InterestLine(
        start=row.start.isoformat(),
        end=row.end.isoformat(),
        text=_(
            "{rate:g} percent a {per} on {base}, from {day} to {end} ({days} days, {day_count})."
        ).format(
            rate=float(row.rate),
            per=row.per,
            base=say(row.base),
            day=say_short_day(row.start, country),
            end=say_short_day(end, country),
            days=days,
            day_count=row.day_count,
        ),
        amount=say(exact),
        rule=row.rule,
        href=row.href,
    )
