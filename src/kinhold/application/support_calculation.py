"""Guideline calculations as plain values, with their steps, and nights as the bands count them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import count
from kinhold.domain.money import Money, format_amount, say
from kinhold.engines.coparenting.overnights import overnights
from kinhold.engines.money.child_support.estimate import to_money
from kinhold.engines.money.child_support.uk import uk_estimate
from kinhold.engines.money.child_support.us_ca import ca_estimate
from kinhold.engines.money.child_support.us_tx import tx_estimate
from kinhold.engines.money.child_support.us_wi import wi_estimate
from kinhold.rules.loading import load_rules
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.engines.money.child_support.estimate import Step, SupportEstimate
    from kinhold.engines.money.child_support.uk import Display, UkCase, UkEstimate
    from kinhold.engines.money.child_support.uk_shared_care import BandDistance
    from kinhold.engines.money.child_support.us_ca import CaliforniaCase
    from kinhold.engines.money.child_support.us_tx import TexasCase
    from kinhold.engines.money.child_support.us_wi import WisconsinCase
    from kinhold.rules.pack import RulesInForce

YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: a sentence, its figure, the rule it rests on and where that is written."""

    text: str
    amount: str
    rule: str
    href: str


@dataclass(frozen=True, slots=True)
class RuleUsed:
    """One rule that was read."""

    path: str
    title: str
    href: str
    verified_on: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What one of several receiving parents gets a week, in digits."""

    name: str
    children: int
    weekly: str


@dataclass(frozen=True, slots=True)
class CalculationPage:
    """What a guideline gives, with its steps; see docs/reference/pages.md.

    Attributes:
        scheme: such as `uk-cms-2012` or `us-tx`.
        on: the ISO day whose rules were used.
        rate: the scheme's own name of the rate.
        weekly, monthly: digits with a point, no currency.
        lowest_monthly: with the whole low-income adjustment; empty where there is none.
        currency: ISO 4217.
        payer: who pays, in the words of the case; empty where nobody does.
        headline: the result in one sentence.
        steps: in order.
        rules: paths of the rules used.
        references: the same with title, link and the day they were compared.
        shares: several receiving parents.
        band: how far the nights are from the next band; empty where they change nothing.
        fees: Collect and Pay in one sentence; empty where it does not apply.
        notes: what a person should know.
    """

    scheme: str
    on: str
    rate: str
    weekly: str
    monthly: str
    lowest_monthly: str
    currency: str
    payer: str
    headline: str
    steps: tuple[StepRow, ...]
    rules: tuple[str, ...]
    references: tuple[RuleUsed, ...]
    shares: tuple[ShareRow, ...]
    band: str
    fees: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NightsLine:
    """Nights with the payer in the year from the day on, as scheduled.

    Attributes:
        nights: how many.
        sentence: how far that is from the next band.
        fact_ids: the layers of the schedule.
    """

    nights: int
    sentence: str
    fact_ids: tuple[str, ...]


def uk_calculation(case: UkCase, *, on: date, display: Display = "pence") -> CalculationPage:
    """Return the Child Maintenance Service's calculation.

    Raises:
        SupportInputError, RuleNotInForceError: see `uk_estimate`.
    """
    rules = load_rules("uk")
    made = uk_estimate(case, rules=rules, on=on, display=display)
    return _page(
        made,
        rules,
        shares=tuple(
            ShareRow(
                s.name or _("receiving parent {number}").format(number=n),
                s.children,
                format_amount(s.weekly),
            )
            for n, s in enumerate(made.shares, 1)
        ),
        band=_band(made.band) if made.band else "",
        fees=_fees(made),
    )


def tx_calculation(case: TexasCase, *, on: date) -> CalculationPage:
    """Return the Texas guideline.

    Raises:
        SupportInputError, RuleNotInForceError: see `tx_estimate`.
    """
    rules = load_rules("us")
    return _page(tx_estimate(case, rules=rules, on=on), rules)


def ca_calculation(case: CaliforniaCase, *, on: date) -> CalculationPage:
    """Return the California guideline.

    Raises:
        SupportInputError, RuleNotInForceError: see `ca_estimate`.
    """
    rules = load_rules("us")
    made = ca_estimate(case, rules=rules, on=on)
    return _page(made, rules, lowest=made.lowest)


def wi_calculation(case: WisconsinCase, *, on: date) -> CalculationPage:
    """Return the Wisconsin percentage standard.

    Raises:
        SupportInputError, RuleNotInForceError: see `wi_estimate`.
    """
    rules = load_rules("us")
    return _page(wi_estimate(case, rules=rules, on=on), rules)


def support_nights(*, standing: Standing, payer: str, on: date) -> NightsLine | None:
    """Return the nights with a payer in the year from a day on, where a schedule covers it.

    Only in the United Kingdom, whose bands are by nights.
    """
    household = standing.household
    layers = [s for s in household.schedule if s.about == payer]
    if household.country != "uk" or not layers:
        return None
    seen = overnights(layers, start=on, end=on + timedelta(days=YEAR))
    try:
        bands = standing.rules.lookup("support.uk.shared_care.decreases", on)
    except RuleNotInForceError:
        return None
    if seen.nights < YEAR or not isinstance(bands, tuple):
        return None
    edges = [int(str(band["from_nights"])) for band in bands if isinstance(band, dict)]
    above = [edge for edge in edges if edge > seen.other]
    below = [edge for edge in edges if edge <= seen.other]
    said = _("{nights} with {payer} in the year from here.").format(
        nights=count(seen.other, "night"), payer=household.name(payer)
    )
    if below:
        spare = count(seen.other - below[-1], "night")
        said += _(" In the band from {below} nights, {spare} above its edge.").format(
            below=below[-1], spare=spare
        )
    if above:
        said += _(" {above} more to the band from {value}.").format(
            above=above[0] - seen.other, value=above[0]
        )
    return NightsLine(seen.other, said, seen.fact_ids)


def _page(
    made: SupportEstimate,
    rules: RulesInForce,
    *,
    shares: tuple[ShareRow, ...] = (),
    band: str = "",
    fees: str = "",
    lowest: Money | None = None,
) -> CalculationPage:
    return CalculationPage(
        scheme=made.scheme,
        on=made.on.isoformat(),
        rate=made.rate,
        weekly=format_amount(made.weekly),
        monthly=format_amount(made.monthly),
        lowest_monthly=format_amount(lowest) if lowest else "",
        currency=made.weekly.currency,
        payer=made.payer,
        headline=_headline(made),
        steps=tuple(_step(step, made.weekly.currency) for step in made.steps),
        rules=made.rules,
        references=tuple(_used(path, rules) for path in made.rules),
        shares=shares,
        band=band,
        fees=fees,
        notes=tuple(dict.fromkeys(f.message for f in made.findings)),
    )


def _headline(made: SupportEstimate) -> str:
    if not made.weekly.minor:
        return _("Nothing is payable by this formula.")
    by = _(", paid by {who}").format(who=_who(made.payer)) if made.payer else ""
    return _("About {weekly} a week, {monthly} a month{by} ({rate}).").format(
        weekly=say(made.weekly), monthly=say(made.monthly), by=by, rate=made.rate
    )


def _who(payer: str) -> str:
    return {"you": _("you"), "other": _("the other parent")}.get(
        payer, _("the {payer}").format(payer=payer)
    )


def _step(step: Step, currency: str) -> StepRow:
    if step.figure is None:
        amount = ""
    elif step.unit == "money":
        amount = format_amount(to_money(step.figure, currency))
    else:
        amount = f"{float(step.figure):.4f}".rstrip("0").rstrip(".")
    return StepRow(step.text, amount, step.rule, step.href)


def _used(path: str, rules: RulesInForce) -> RuleUsed:
    parameter = rules.parameter(path)
    return RuleUsed(
        path, parameter.title, parameter.references[0].href, parameter.verified_on.isoformat()
    )


def _band(band: BandDistance) -> str:
    said = _("{nights} a year.").format(nights=count(band.nights, "night"))
    if band.next_from is not None and band.weekly_next and band.next_a_year:
        said += _(
            " {to_next} more reach {next_from} nights: {weekly_next} a week, {next_a_year} a "
            "year less."
        ).format(
            to_next=band.to_next,
            next_from=band.next_from,
            weekly_next=say(band.weekly_next),
            next_a_year=say(band.next_a_year),
        )
    if band.band_from and band.weekly_below and band.below_a_year and band.spare is not None:
        said += _(
            " One night fewer than {band_from}, {nights} from here, would be {weekly_below} a "
            "week, {below_a_year} a year more."
        ).format(
            band_from=band.band_from,
            nights=count(band.spare + 1, "night"),
            weekly_below=say(band.weekly_below),
            below_a_year=say(band.below_a_year),
        )
    return said


def _fees(made: UkEstimate) -> str:
    fees = made.fees
    if fees is None:
        return ""
    return _(
        "Paid directly there is no fee. With Collect and Pay the payer pays {payer_pays} a "
        "week ({payer_fee} fee) and {receiver_gets} arrives ({receiver_fee} fee)."
    ).format(
        payer_pays=say(fees.payer_pays),
        payer_fee=say(fees.payer_fee),
        receiver_gets=say(fees.receiver_gets),
        receiver_fee=say(fees.receiver_fee),
    )
