"""The page of what a household may be able to get: line by line, with steps, sources and what to do.

Money and what is no money are never added. Tables older than the day asked are said, not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.application.entitlements_next import NEXT, NextStep
from kinhold.application.wording import say_list
from kinhold.domain.findings import KinholdError, OpenQuestion
from kinhold.domain.money import format_amount, say
from kinhold.engines.money.child_support.estimate import MONTHS, to_money
from kinhold.engines.money.entitlements import uk, uk_children, us, us_medicaid, us_tax
from kinhold.engines.money.entitlements.case import case_of
from kinhold.engines.money.entitlements.claimant import NotToldError
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.ports_benefits import BenefitsCalculator
    from kinhold.engines.money.child_support.estimate import Step
    from kinhold.engines.money.entitlements.case import CaseFound, Told
    from kinhold.engines.money.entitlements.claimant import Claimant
    from kinhold.engines.money.entitlements.results import Entitlement
    from kinhold.rules.pack import RulesInForce

COUNTRIES: Final = {"uk": N_("the United Kingdom"), "us": N_("the United States")}
ESTIMATE: Final = N_(
    "These are estimates from what was told here, not decisions. Only the office that pays decides."
)
FIELDS: Final = {
    "age": N_("when each adult was born"),
    "births": N_("the day each child was born"),
    "earnings": N_("what is earned a month"),
    "rent": N_("the rent"),
    "savings": N_("what is in accounts and savings"),
    "region": N_("the state"),
}
NAMES: Final = {
    "uk.universal-credit": N_("Universal Credit"),
    "uk.child-benefit": N_("Child Benefit"),
    "uk.healthy-start": N_("Healthy Start card for food"),
    "uk.maternity-grant": N_("Sure Start Maternity Grant"),
    "uk.council-tax": N_("Council Tax Reduction"),
    "uk.scottish-child-payment": N_("Scottish Child Payment"),
    "us.snap": N_("SNAP (food)"),
    "us.wic": N_("WIC (food for mothers and young children)"),
    "us.medicaid": N_("Medicaid and CHIP (health cover)"),
    "us.eitc": N_("Earned Income Tax Credit"),
    "us.ctc": N_("Child Tax Credit"),
    "us.child-care": N_("Help with child care (CCDF)"),
    "us.tanf": N_("Cash assistance (TANF)"),
}


@dataclass(frozen=True, slots=True)
class EntitlementStep:
    """One step of a line: a sentence, its figure in digits, the rule it rests on, where that is written."""

    text: str
    amount: str
    rule: str
    href: str


@dataclass(frozen=True, slots=True)
class EntitlementSource:
    """One rule that was read: where it is written and when that was last compared."""

    path: str
    title: str
    href: str
    verified_on: str


@dataclass(frozen=True, slots=True)
class EntitlementLine:
    """One programme.

    Attributes:
        code: a stable name, such as `uk.universal-credit`.
        name: what it is called.
        outcome: `amount`, `none`, `within` or `outside` (the limits), `ask` (local, or something is
            not told), `apply`, or `stale` where the tables end before the day asked.
        says: one sentence.
        amount: digits with a point, no currency; empty without one.
        minor: the same in minor units; None without one.
        per: `week`, `month`, `year`, `once` or empty.
        sort: `cash`, or `in-kind` for what is no money.
        rate_year: whose figures were used.
        steps: in order.
        rules: paths of the rules used.
        sources: the same with title, link and the day they were compared.
        notes: what was assumed, what is local, what was left out.
        needs: what has to be told first, in words.
        next: what to do, and the official page.
        compared: what another program gives, in words; empty where it was not asked.
    """

    code: str
    name: str
    outcome: str
    says: str
    amount: str
    minor: int | None
    per: str
    sort: str
    rate_year: str
    steps: tuple[EntitlementStep, ...]
    rules: tuple[str, ...]
    sources: tuple[EntitlementSource, ...]
    notes: tuple[str, ...]
    needs: str
    next: NextStep
    compared: str


@dataclass(frozen=True, slots=True)
class EntitlementsPage:
    """What a household may be able to get; see docs/reference/pages.md.

    Attributes:
        on: the ISO day whose rules were used.
        country: `uk`, `us` or another.
        currency: ISO 4217.
        headline: in one sentence.
        cash_year: what the lines of money come to in a year, minor units; what is paid once is not in it.
        lines: in the order of what helps soonest.
        questions: what is missing.
        notes: what holds for all lines.
        stale: tables that end before the day asked, in sentences.
        fact_ids: what the case rests on.
    """

    on: str
    country: str
    currency: str
    headline: str
    cash_year: int
    lines: tuple[EntitlementLine, ...]
    questions: tuple[OpenQuestion, ...]
    notes: tuple[str, ...]
    stale: tuple[str, ...]
    fact_ids: tuple[str, ...]


def entitlements_page(
    *,
    standing: Standing,
    on: date,
    told: Told | None = None,
    compare: BenefitsCalculator | None = None,
) -> EntitlementsPage:
    """Return what the household may be able to get on a day.

    Args:
        standing: the household and its rules.
        on: the day.
        told: what the record cannot hold, such as a pregnancy.
        compare: another program, asked for its figures where everything is told.

    Raises:
        ClaimInputError: for a number that cannot be, such as negative earnings.
    """
    household = standing.household
    if household.country not in COUNTRIES:
        return _not_covered(standing, on)
    found = case_of(household, on=on, told=told)
    worked = _Worked(standing.rules, on, found.claimant)
    results = worked.all(household.country)
    second, problem = _second(found, compare, household.country, on) if compare else ({}, "")
    lines = tuple(_line(code, made, worked, second) for code, made in results.items())
    said = [_(ESTIMATE), *(f.message for f in found.findings), *([problem] if problem else [])]
    cash = sum((e.yearly() for e in worked.made.values() if e.sort == "cash"), Fraction(0))
    questions = (*found.questions, *_london(worked))
    return EntitlementsPage(
        on=on.isoformat(),
        country=household.country,
        currency=household.currency,
        headline=_headline(household.country, cash, lines, questions),
        cash_year=to_money(cash, CURRENCY[household.country]).minor,
        lines=lines,
        questions=questions,
        notes=tuple(dict.fromkeys(said)),
        stale=tuple(dict.fromkeys(worked.stale.values())),
        fact_ids=found.fact_ids,
    )


CURRENCY: Final = {"uk": uk.GBP, "us": us.USD}


class _Worked:
    """Works each programme out; keeps what was missing and which tables are too old."""

    def __init__(self, rules: RulesInForce, on: date, claimant: Claimant | None) -> None:
        self.rules = rules
        self.on = on
        self.claimant = claimant
        self.made: dict[str, Entitlement] = {}
        self.missing: dict[str, str] = {}
        self.stale: dict[str, str] = {}

    def all(self, country: str) -> dict[str, Entitlement | None]:
        """Return every programme by code; None where it could not be worked out."""
        if self.claimant is None:
            codes = [c for c in NAMES if c.startswith(country) and "scottish" not in c]
            self.missing = dict.fromkeys(codes, _("who lives in the home"))
            return dict.fromkeys(codes)
        return self._uk(self.claimant) if country == "uk" else self._us(self.claimant)

    def _uk(self, claimant: Claimant) -> dict[str, Entitlement | None]:
        rules, on = self.rules, self.on
        credit = self._try(
            "uk.universal-credit", lambda: uk.universal_credit(claimant, rules=rules, on=on)
        )
        ways: dict[str, Callable[[], Entitlement | None]] = {
            "uk.child-benefit": lambda: uk_children.child_benefit(claimant, rules=rules, on=on),
            "uk.healthy-start": lambda: uk_children.healthy_start(
                claimant, rules=rules, on=on, credit=credit
            ),
            "uk.maternity-grant": lambda: uk_children.maternity_grant(
                claimant, rules=rules, on=on, credit=credit
            ),
            "uk.scottish-child-payment": lambda: uk_children.scottish_payments(
                claimant, rules=rules, on=on
            ),
            "uk.council-tax": lambda: uk_children.council_tax(claimant, rules=rules, on=on),
        }
        return self._each({"uk.universal-credit": credit}, ways)

    def _us(self, claimant: Claimant) -> dict[str, Entitlement | None]:
        rules, on = self.rules, self.on
        food = self._try("us.snap", lambda: us.snap(claimant, rules=rules, on=on))
        ways: dict[str, Callable[[], Entitlement | None]] = {
            "us.wic": lambda: us.wic(claimant, rules=rules, on=on, food=food),
            "us.medicaid": lambda: us_medicaid.medicaid(claimant, rules=rules, on=on),
            "us.eitc": lambda: us_tax.eitc(claimant, rules=rules, on=on),
            "us.ctc": lambda: us_tax.ctc(claimant, rules=rules, on=on),
            "us.child-care": lambda: us.child_care(claimant, rules=rules, on=on),
            "us.tanf": lambda: us.cash_assistance(claimant, rules=rules, on=on),
        }
        return self._each({"us.snap": food}, ways)

    def _each(
        self,
        begun: dict[str, Entitlement | None],
        ways: Mapping[str, Callable[[], Entitlement | None]],
    ) -> dict[str, Entitlement | None]:
        every = {**begun, **{code: self._try(code, way) for code, way in ways.items()}}
        return {
            code: made
            for code, made in every.items()
            if made or code in self.missing or code in self.stale
        }

    def _try(self, code: str, way: Callable[[], Entitlement | None]) -> Entitlement | None:
        try:
            made = way()
        except NotToldError as missing:
            self.missing[code] = _(FIELDS[missing.field])
        except RuleNotInForceError as old:
            self.stale[code] = str(old)
        else:
            if made:
                self.made[code] = made
            return made
        return None


def _not_covered(standing: Standing, on: date) -> EntitlementsPage:
    known = standing.household
    return EntitlementsPage(
        on=on.isoformat(),
        country=known.country,
        currency=known.currency,
        headline=_("This is worked out for the United Kingdom and the United States only."),
        cash_year=0,
        lines=(),
        questions=()
        if known.country
        else (
            OpenQuestion(
                "household.country",
                _("Which country do you live in?"),
                _("Rules, money, dates and phone lines depend on it."),
                "",
                "household country=uk zone=Europe/London currency=GBP",
            ),
        ),
        notes=(),
        stale=(),
        fact_ids=(),
    )


def _line(
    code: str, made: Entitlement | None, worked: _Worked, second: Mapping[str, str]
) -> EntitlementLine:
    if made is None:
        return _unknown(code, worked)
    return EntitlementLine(
        code=code,
        name=made.name,
        outcome=made.outcome,
        says=made.says,
        amount=format_amount(made.amount) if made.amount else "",
        minor=made.amount.minor if made.amount else None,
        per=made.per,
        sort=made.sort,
        rate_year=made.rate_year,
        steps=tuple(_step(s) for s in made.steps),
        rules=made.rules,
        sources=tuple(_source(path, worked.rules) for path in made.rules),
        notes=tuple(dict.fromkeys(f.message for f in made.findings[1:])),
        needs="",
        next=_next(code),
        compared=second.get(code, ""),
    )


def _unknown(code: str, worked: _Worked) -> EntitlementLine:
    needs = worked.missing.get(code, "")
    return EntitlementLine(
        code=code,
        name=_(NAMES[code]),
        outcome="ask" if needs else "stale",
        says=_("This needs {needs}. See the questions.").format(needs=needs)
        if needs
        else worked.stale[code],
        amount="",
        minor=None,
        per="",
        sort="",
        rate_year="",
        steps=(),
        rules=(),
        sources=(),
        notes=(),
        needs=needs,
        next=_next(code),
        compared="",
    )


def _step(step: Step) -> EntitlementStep:
    amount = ""
    if step.figure is not None:
        country = "us" if step.rule.startswith("entitlements.us") else "uk"
        amount = format_amount(to_money(step.figure, CURRENCY[country]))
    return EntitlementStep(step.text, amount, step.rule, step.href)


def _source(path: str, rules: RulesInForce) -> EntitlementSource:
    known = rules.parameter(path)
    return EntitlementSource(
        path, known.title, known.references[0].href, known.verified_on.isoformat()
    )


def _headline(
    country: str,
    cash: Fraction,
    lines: tuple[EntitlementLine, ...],
    questions: tuple[OpenQuestion, ...],
) -> str:
    currency = CURRENCY[country]
    kind = [line.name for line in lines if line.sort == "in-kind" and _helps(line)]
    if cash:
        if country == "uk":
            said = _("about {to_money} a month in money").format(
                to_money=say(to_money(cash / MONTHS, currency))
            )
        else:
            said = _("about {to_money} a year in money, with the tax return").format(
                to_money=say(to_money(cash, currency))
            )
        also = _("; beside it {kind}").format(kind=say_list(kind)) if kind else ""
        return _("You may be able to get {said}{also}.").format(said=said, also=also)
    if kind:
        return _("You may be able to get {kind}.").format(kind=say_list(kind))
    if any(line.needs for line in lines) and questions:
        return _("Some figures are missing. First: {text}").format(text=questions[0].text)
    if any(line.outcome == "stale" for line in lines):
        return _("The tables here end before that day. Update Kinhold, or ask a benefits adviser.")
    return _(
        "By these rules there is little or nothing for this household. An adviser may know more."
    )


def _helps(line: EntitlementLine) -> bool:
    return line.outcome in ("amount", "within")


def _london(worked: _Worked) -> tuple[OpenQuestion, ...]:
    credit = worked.made.get("uk.universal-credit")
    if credit is None or all(f.code != "uk.cap.london" for f in credit.findings):
        return ()
    return (
        OpenQuestion(
            "entitlements.london",
            _("Is your home in Greater London?"),
            _("The benefit cap is higher there."),
            "",
            "kinhold entitlements FILE.kinhold --london",
        ),
    )


def _second(
    found: CaseFound, compare: BenefitsCalculator, country: str, on: date
) -> tuple[dict[str, str], str]:
    """Another program's yearly figures in words by code, or why there are none."""
    if found.claimant is None or found.questions:
        return {}, _("Another program was not asked: something is not told yet.")
    try:
        (figures,) = compare([found.claimant], country=country, on=on)
    except KinholdError as problem:
        return {}, str(problem)
    currency = CURRENCY[country]
    return {
        code: _("Another program gives {to_money} a year.").format(
            to_money=say(to_money(amount, currency))
        )
        for code, amount in figures.items()
    }, ""


def _next(code: str) -> NextStep:
    return NextStep(_(NEXT[code].text), NEXT[code].href)
