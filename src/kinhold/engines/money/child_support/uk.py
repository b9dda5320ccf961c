"""Statutory child maintenance in Great Britain: the Child Maintenance Service's 2012 scheme.

Child Support Act 1991, Schedule 1, Part I, and the Child Support Maintenance Calculation
Regulations 2012 (SI 2012/2677). Income is gross of tax and net of pension contributions, by the
week. Amounts are exact fractions of a pound until the last step.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.money import Money
from kinhold.engines.money.child_support import uk_shared_care
from kinhold.engines.money.child_support.estimate import (
    MONTHS,
    WEEKS,
    SupportEstimate,
    SupportInputError,
    Working,
    fraction,
    half_up,
    in_range,
    not_negative,
    plural,
    table_of,
    to_fraction,
    to_money,
)
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.engines.money.child_support.uk_shared_care import BandDistance
    from kinhold.rules.pack import RulesInForce

GBP: Final = "GBP"
MOST_CHILDREN: Final = 30
Display = Literal["pence", "gov.uk-2019"]
RATES: Final = ("nil", "flat", "reduced", "basic", "basic plus", "default")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivingParent:
    """Somebody with whom qualifying children live.

    Attributes:
        children: how many qualifying children live with them.
        nights: nights in a year with the payer: one number for all the children, or one for each.
        disputed: True where both say there are nights and disagree on how many.
        equal_care: True where the payer gives as much day-to-day care as they do.
        name: how they are called; empty where there is only one.
    """

    children: int = 1
    nights: tuple[int, ...] = (0,)
    disputed: bool = False
    equal_care: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UkCase:
    """What the formula needs to know.

    Attributes:
        gross_weekly: pounds a week before tax, less pension contributions; None where not known.
        receivers: the receiving parents.
        other_children: children in the payer's own household for whom child benefit is paid.
        benefit: True where the payer, or a partner, gets one of the listed benefits.
        nil_reason: why the payer is not to pay at all, such as `in prison`; empty otherwise.
    """

    gross_weekly: Fraction | None
    receivers: tuple[ReceivingParent, ...]
    other_children: int = 0
    benefit: bool = False
    nil_reason: str = ""


@dataclass(frozen=True, slots=True)
class ReceiverShare:
    """What one receiving parent gets a week; the shares add up to the whole."""

    name: str
    children: int
    weekly: Money


@dataclass(frozen=True, slots=True)
class CollectionFees:
    """Collect and Pay, a week: what the payer pays with the fee, and what arrives without it."""

    payer_fee: Money
    payer_pays: Money
    receiver_fee: Money
    receiver_gets: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class UkEstimate(SupportEstimate):
    """The estimate, with what is particular to this scheme.

    Attributes:
        shares: one for each receiving parent.
        band: where the nights stand between two bands; None where nights change nothing, or where
            there are several receiving parents or different nights for different children.
        fees: Collect and Pay; None where they are not known for the day or nothing is payable.
    """

    shares: tuple[ReceiverShare, ...]
    band: BandDistance | None
    fees: CollectionFees | None


def uk_estimate(
    case: UkCase, *, rules: RulesInForce, on: date, display: Display = "pence"
) -> UkEstimate:
    """Return what the Child Maintenance Service's formula gives.

    Args:
        case: the parents and children.
        rules: of the United Kingdom.
        on: the day whose rules are used.
        display: `pence`, the law; or `gov.uk-2019`, whole pounds with cuts of 0.143, 0.286 and
            0.429 as the government's calculator of 2019 showed them.

    Raises:
        SupportInputError: for a number that cannot be.
        RuleNotInForceError: for a day before the scheme.
    """
    _check(case)
    working = Working(rules, on=on, currency=GBP)
    receivers = _qualifying(case, working)
    children = sum(r.children for r in receivers)
    rate = _rate(case, working) if children else "nil"
    whole = _before_nights(case, rate, children, working) if children else Fraction(0)
    shares = _apportioned(whole, receivers, working)
    shares = uk_shared_care.after_nights(
        shares, receivers, (rate, case.benefit, display), working=working
    )
    band = None
    if rate in ("reduced", "basic", "basic plus") and len(receivers) == 1:
        band = uk_shared_care.distance(whole, receivers[0], working=working)
    _say_what_else(case, rate, working)
    weekly = sum(shares, Fraction(0))
    if display == "gov.uk-2019":
        shares, weekly = [Fraction(half_up(s)) for s in shares], Fraction(half_up(weekly))
    money = to_money(weekly, GBP)
    if not money.minor:
        rate = "nil"
    if rate != "nil":
        working.step(
            _("To the penny, that is {weekly} a week.").format(weekly=working.say(weekly)),
            to_fraction(money),
            rule="support.uk.rounding",
        )
    return UkEstimate(
        scheme="uk-cms-2012",
        on=on,
        rate=rate,
        payer=_("paying parent") if money.minor else "",
        weekly=money,
        monthly=to_money(weekly * WEEKS / MONTHS, GBP),
        weekly_exact=weekly,
        monthly_exact=weekly * WEEKS / MONTHS,
        steps=tuple(working.steps),
        shares=_to_shares(shares, receivers, money),
        band=band,
        fees=_fees(weekly, working) if money.minor else None,
        findings=tuple(working.findings),
        rules=tuple(working.used),
    )


def _check(case: UkCase) -> None:
    if case.gross_weekly is not None:
        not_negative(case.gross_weekly, _("Gross weekly income"))
    in_range(case.other_children, _("The number of other children"), least=0, most=MOST_CHILDREN)
    if not case.receivers:
        raise SupportInputError(_("Say how many children the support is for."))
    for receiver in case.receivers:
        in_range(receiver.children, _("The number of children"), least=1, most=MOST_CHILDREN)
        for nights in receiver.nights:
            in_range(nights, _("Nights in a year"), least=0, most=366)
        if len(receiver.nights) not in (1, receiver.children):
            raise SupportInputError(
                _("Give one number of nights for all the children, or one for each of them.")
            )


def _qualifying(case: UkCase, working: Working) -> tuple[ReceivingParent, ...]:
    """Leave out children for whom the payer is no non-resident parent, and say so."""
    kept = []
    for receiver in case.receivers:
        if receiver.equal_care:
            whose = _(" with {receiver}").format(receiver=receiver.name) if receiver.name else ""
            working.step(
                _(
                    "Day-to-day care{whose} is equal, so neither is the paying parent: no child "
                    "maintenance is payable for those children."
                ).format(whose=whose),
                Fraction(0),
                rule="support.uk.shared_care.equal",
            )
            continue
        if max(receiver.nights) * 2 > 365:  # noqa: PLR2004 - more than half of a year
            working.note(
                "support.uk.more-than-half",
                _(
                    "With more than half of the nights the payer may be the main carer, and then the "
                    "other parent would pay. The Child Maintenance Service looks at day-to-day care."
                ),
            )
        kept.append(receiver)
    return tuple(kept)


def _rate(case: UkCase, working: Working) -> str:
    income = case.gross_weekly
    if case.nil_reason:
        working.step(
            _("Nothing is payable while the paying parent is {nil_reason}.").format(
                nil_reason=case.nil_reason
            ),
            Fraction(0),
            rule="support.uk.income.nil_below",
        )
        return "nil"
    if case.benefit:
        return "flat"
    if income is None:
        return "default"
    if income < working.number("support.uk.income.nil_below"):
        working.step(
            _("Gross income of {income} a week is below {number}: nothing is payable.").format(
                income=working.say(income),
                number=working.say(working.number("support.uk.income.nil_below")),
            ),
            Fraction(0),
            rule="support.uk.income.nil_below",
        )
        return "nil"
    if income <= working.number("support.uk.income.flat_up_to"):
        return "flat"
    if income < working.number("support.uk.income.basic_from"):
        return "reduced"
    counted, _unused = _counted(income, case, working)
    return "basic" if counted <= _plus(working) else "basic plus"


def _plus(working: Working) -> Fraction:
    return working.number("support.uk.income.basic_plus_above")


def _counted(income: Fraction, case: UkCase, working: Working) -> tuple[Fraction, Fraction]:
    """Return the income the basic rate is taken of, and the percentage cut for other children."""
    capped = min(income, working.number("support.uk.income.cap"))
    if not case.other_children:
        return capped, Fraction(0)
    cut = working.of_table("support.uk.other_children.percent", children=case.other_children)
    return capped * (100 - cut) / 100, cut


def _before_nights(case: UkCase, rate: str, children: int, working: Working) -> Fraction:
    """Return the weekly rate for all the children, before nights are looked at."""
    said = plural(children, "child", "children")
    if rate == "nil":
        return Fraction(0)
    if rate == "flat":
        amount = working.number("support.uk.flat.amount")
        why = (
            _("The paying parent, or a partner, gets a listed benefit")
            if case.benefit
            else _("Gross income of {gross_weekly} a week is not above {number}").format(
                gross_weekly=working.say(case.gross_weekly or Fraction(0)),
                number=working.say(working.number("support.uk.income.flat_up_to")),
            )
        )
        working.step(
            _("{why}: the flat rate of {amount} a week, however many children.").format(
                why=why, amount=working.say(amount)
            ),
            amount,
            rule="support.uk.flat.amount",
        )
        return amount
    if rate == "default":
        amount = working.of_table("support.uk.default.amounts", children=children)
        working.step(
            _(
                "The income is not known: the default rate for {said} is {amount} a week, until it "
                "is."
            ).format(said=said, amount=working.say(amount)),
            amount,
            rule="support.uk.default.amounts",
        )
        return amount
    income = case.gross_weekly or Fraction(0)
    working.step(
        _("Gross income less pension contributions is {income} a week: the {rate} rate.").format(
            income=working.say(income), rate=rate
        ),
        income,
        rule="support.uk.income.flat_up_to"
        if rate == "reduced"
        else "support.uk.income.basic_from",
    )
    if rate == "reduced":
        return _reduced(case, income, children, working)
    return _basic(case, income, children, working)


def _reduced(case: UkCase, income: Fraction, children: int, working: Working) -> Fraction:
    path = "support.uk.reduced.percent"
    most = int(working.number("support.uk.qualifying.most"))
    row = table_of(working.table(path)[str(min(children, most))], path)
    percent = fraction(row[str(min(case.other_children, most))], path)
    limit = working.number("support.uk.income.flat_up_to")
    flat = working.number("support.uk.flat.amount")
    amount = flat + percent / 100 * (income - limit)
    others = plural(case.other_children, _("other child"), _("other children"))
    working.step(
        _(
            "For {plural} and {others}, {percent:g} percent of what is above {limit}, and "
            "{least}: {amount} a week."
        ).format(
            plural=plural(children, "child", "children"),
            others=others,
            percent=float(percent),
            limit=working.say(limit),
            least=working.say(flat),
            amount=working.say(amount),
        ),
        amount,
        rule=path,
    )
    return amount


def _basic(case: UkCase, income: Fraction, children: int, working: Working) -> Fraction:
    cap = working.number("support.uk.income.cap")
    counted, cut = _counted(income, case, working)
    if income > cap:
        working.step(
            _("Income above {cap} a week is not counted.").format(cap=working.say(cap)),
            cap,
            rule="support.uk.income.cap",
        )
        working.note(
            "support.uk.above-cap",
            _(
                "Income is above {cap} a week. For what lies above it, a court can order more, once "
                "there is a calculation at the cap."
            ).format(cap=working.say(cap)),
        )
    if cut:
        working.step(
            _(
                "For {plural} in the paying parent's household, income is cut by {cut:g} percent, to "
                "{counted}."
            ).format(
                plural=plural(case.other_children, _("other child"), _("other children")),
                cut=float(cut),
                counted=working.say(counted),
            ),
            counted,
            rule="support.uk.other_children.percent",
        )
    first = min(counted, _plus(working))
    percent = working.of_table("support.uk.basic.percent", children=children)
    amount = first * percent / 100
    said = plural(children, "child", "children")
    working.step(
        _("For {said}, {percent:g} percent of {first}: {amount} a week.").format(
            said=said, percent=float(percent), first=working.say(first), amount=working.say(amount)
        ),
        amount,
        rule="support.uk.basic.percent",
    )
    rest = counted - first
    if rest > 0:
        more = working.of_table("support.uk.basic_plus.percent", children=children)
        amount += rest * more / 100
        working.step(
            _("And {more:g} percent of the {rest} above that: together {amount} a week.").format(
                more=float(more), rest=working.say(rest), amount=working.say(amount)
            ),
            amount,
            rule="support.uk.basic_plus.percent",
        )
    return amount


def _apportioned(
    whole: Fraction, receivers: Sequence[ReceivingParent], working: Working
) -> list[Fraction]:
    children = sum(r.children for r in receivers)
    shares = [whole * r.children / children for r in receivers]
    if len(receivers) > 1 and whole:
        for number, (receiver, share) in enumerate(zip(receivers, shares, strict=True), 1):
            who = receiver.name or _("receiving parent {number}").format(number=number)
            working.step(
                _(
                    "{children} of the {all_children} children live with {who}: {share} a week."
                ).format(
                    children=receiver.children,
                    all_children=children,
                    who=who,
                    share=working.say(share),
                ),
                share,
                rule="support.uk.apportion",
            )
    return shares


def _to_shares(
    shares: Sequence[Fraction], receivers: Sequence[ReceivingParent], total: Money
) -> tuple[ReceiverShare, ...]:
    """Round the shares so that they add up to the rounded whole: the largest remainder first."""
    whole = [int(s * 100) for s in shares]
    left = total.minor - sum(whole)
    order = sorted(range(len(shares)), key=lambda i: (whole[i] - shares[i] * 100, i))
    for place in order[: max(0, left)]:
        whole[place] += 1
    return tuple(
        ReceiverShare(receiver.name, receiver.children, Money(minor, GBP))
        for receiver, minor in zip(receivers, whole, strict=True)
    )


def _fees(weekly: Fraction, working: Working) -> CollectionFees | None:
    try:
        top = working.number("support.uk.collect_and_pay.payer_percent")
        off = working.number("support.uk.collect_and_pay.receiver_percent")
    except RuleNotInForceError:
        working.note(
            "support.uk.fees-not-known",
            _("The fees of Collect and Pay are not known for that day, so none are shown."),
        )
        return None
    amount = to_money(weekly, GBP)
    payer_fee = to_money(to_fraction(amount) * top / 100, GBP)
    receiver_fee = to_money(to_fraction(amount) * off / 100, GBP)
    return CollectionFees(payer_fee, amount + payer_fee, receiver_fee, amount - receiver_fee)


def _say_what_else(case: UkCase, rate: str, working: Working) -> None:
    if any(r.disputed for r in case.receivers) and rate not in ("nil", "default"):
        working.note(
            "support.uk.nights-disputed",
            _("The number of nights is disputed: one night a week is assumed until it is settled."),
        )
    path = "support.uk.announced.fees"
    try:
        announced = working.rules.lookup(path, working.on)
    except RuleNotInForceError:
        return
    said = table_of(announced, path)
    working.note(
        "support.uk.announced",
        _(
            "Announced, not in force and not counted here: Direct Pay {said}, with fees of "
            "{paying} percent for the payer ({not_paying} where payments are missed) and {receiving} "
            "percent for the receiver, expected {expected}. It needs {needs} first; {also}."
        ).format(
            said=said["direct_pay"],
            paying=said["payer_percent"],
            not_paying=said["payer_not_compliant_percent"],
            receiving=said["receiver_percent"],
            expected=said["expected"],
            needs=said["needs"],
            also=said["also"],
        ),
    )
