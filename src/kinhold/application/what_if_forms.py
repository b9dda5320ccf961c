"""Ready-made what-ifs: a few figures in, lines of the notation out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.what_if_money import WhatIfNotUsableError
from kinhold.domain.dates import first_day, from_day
from kinhold.domain.fact import Label
from kinhold.domain.finances import BillStated, IncomeStated
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import AmountNotUnderstoodError, Money, parse_money
from kinhold.domain.recurrence import Recurrence, occurrences
from kinhold.record.notation import format_fact
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kinhold.domain.fact import Fact
    from kinhold.domain.finances import PriorityClass
    from kinhold.domain.household import Household


@dataclass(frozen=True, slots=True)
class WhatIfForm:
    """One kind of what-if and the figures it asks for: (name, question, needed)."""

    kind: str
    title: str
    fields: tuple[tuple[str, str, bool], ...]


FORMS: Final = (
    WhatIfForm(
        "car",
        N_("A car"),
        (
            ("once", N_("Paid at the beginning"), False),
            ("monthly", N_("Each month to the lender"), False),
            ("running", N_("Fuel, insurance and repairs each month"), False),
        ),
    ),
    WhatIfForm(
        "flat",
        N_("Another flat"),
        (("monthly", N_("Rent each month"), True), ("once", N_("Deposit and moving"), False)),
    ),
    WhatIfForm(
        "hours",
        N_("Fewer or more hours"),
        (("pay", N_("Pay each time, instead of now"), True),),
    ),
    WhatIfForm(
        "course",
        N_("A course"),
        (("once", N_("Fees at the beginning"), False), ("monthly", N_("Each month"), False)),
    ),
    WhatIfForm(
        "baby",
        N_("A baby"),
        (
            ("once", N_("Things for the beginning"), False),
            ("monthly", N_("Each month"), True),
            ("pay", N_("Pay each time meanwhile, instead of now"), False),
        ),
    ),
    WhatIfForm(
        "bill",
        N_("Another bill"),
        (("monthly", N_("Each month"), False), ("once", N_("Once"), False)),
    ),
    WhatIfForm("income", N_("More income"), (("extra", N_("Each month"), True),)),
)
LONGEST: Final = timedelta(days=366)
_MONTHLY: Final = Recurrence("month", 1)


def lines_of(
    kind: str, told: Mapping[str, str], *, household: Household, start: date
) -> tuple[str, ...]:
    """Return what a form says as lines of the notation, from a day on.

    Raises:
        WhatIfNotUsableError: names the figure that is missing or cannot be read.
    """
    form = next((f for f in FORMS if f.kind == kind), None)
    if form is None:
        raise WhatIfNotUsableError(_("Choose what to try first."))
    sums = {
        name: _sum(told.get(name, ""), _(title), household) for name, title, _unused in form.fields
    }
    for name, title, needed in form.fields:
        if needed and sums[name] is None:
            raise WhatIfNotUsableError(
                _("“{title}” is missing. A figure such as 180 will do.").format(title=_(title))
            )
    facts = [fact for fact in _facts(kind, form.title, sums, household, start) if fact]
    if not facts:
        raise WhatIfNotUsableError(_("Fill in at least one figure, such as 180."))
    return tuple(format_fact(fact, currency=household.currency) for fact in facts)


def _sum(text: str, title: str, household: Household) -> Money | None:
    if not text.strip():
        return None
    plain = text.strip().lstrip("£$€").strip()
    try:
        found = parse_money(plain, currency=household.currency)
    except AmountNotUnderstoodError as refused:
        raise WhatIfNotUsableError(f"{title}: {refused}") from None
    if found.minor < 0:
        raise WhatIfNotUsableError(
            _("{title}: an amount below nothing cannot be tried.").format(title=title)
        )
    return found


def _facts(
    kind: str,
    title: str,
    sums: Mapping[str, Money | None],
    household: Household,
    start: date,
) -> list[Fact | None]:
    once, monthly = sums.get("once"), sums.get("monthly")
    if kind == "flat":
        rent = next(
            (b.about for b in household.bills if b.type.casefold() == "rent"), Label(_("Rent"))
        )
        return [
            _bill(rent, monthly, start, type_="rent"),
            _bill(_("Deposit and moving"), once, start, each=None, priority="priority"),
        ]
    facts = [
        _bill(
            _("{title}, at the beginning").format(title=title),
            once,
            start,
            each=None,
            priority="essential",
        ),
        _bill(title, monthly, start, priority="essential"),
        _bill(_("Running the car"), sums.get("running"), start, priority="essential"),
        _pay(sums.get("pay"), household, start),
    ]
    extra = sums.get("extra")
    if extra is not None:
        facts.append(
            IncomeStated(
                fact_id="", occurred=from_day(start), about=title, amount=extra, each=_MONTHLY
            )
        )
    return facts


def _bill(
    label: str,
    amount: Money | None,
    start: date,
    *,
    type_: str = "",
    each: Recurrence | None = _MONTHLY,
    priority: PriorityClass = "",
) -> Fact | None:
    if amount is None or not amount.minor:
        return None
    return BillStated(
        fact_id="",
        occurred=from_day(start),
        about=Label(label),
        amount=amount,
        each=each,
        type=type_,
        priority=priority,
    )


def _pay(pay: Money | None, household: Household, start: date) -> Fact | None:
    """The wage that is there, with another amount from a day on."""
    if pay is None:
        return None
    wages = [i for i in household.incomes if i.type == "wage" and i.to in ("", household.keeper)]
    if not wages or wages[0].each is None:
        raise NoWageError
    now = wages[0]
    phase = first_day(now.occurred) or start
    days = occurrences(now.each, anchor=phase, start=start, end=start + LONGEST)
    return IncomeStated(
        fact_id="",
        occurred=from_day(days[0] if days else start),
        about=now.about,
        amount=pay,
        each=now.each,
        type=now.type,
        to=now.to,
        certainty=now.certainty,
    )


class NoWageError(KinholdError):
    """Fewer hours were asked about, and no wage is known."""

    def __init__(self) -> None:
        """Say how to add one."""
        super().__init__(
            _(
                "No wage with its days is known yet. Add it first, for example: 2026-11-28 income "
                "Wage amount=1500 each=month:28 type=wage"
            )
        )
