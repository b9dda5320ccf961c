"""Child Benefit, Healthy Start, the Sure Start Maternity Grant, and what is local, in the UK."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.engines.money.child_support.estimate import MONTHS, WEEKS, fraction
from kinhold.engines.money.entitlements.claimant import check, told
from kinhold.engines.money.entitlements.results import Named, Sums
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.money.entitlements.claimant import Claimant, Dependant
    from kinhold.engines.money.entitlements.results import Entitlement
    from kinhold.rules.pack import RulesInForce

GBP: Final = "GBP"
BENEFIT: Final = "entitlements.uk.child_benefit"
START: Final = "entitlements.uk.healthy_start"
_SEPTEMBER: Final = 9
_APRIL_6: Final = (4, 6)


def tax_year(on: date) -> str:
    """Return the tax year of a day: `2026/27` from 6 April 2026."""
    first = on.year if (on.month, on.day) >= _APRIL_6 else on.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def september_after(born: date, age: int) -> date:
    """Return the 1 September after somebody's birthday of an age."""
    reached = (born.year + age, born.month, born.day)
    year = reached[0] if (born.month, born.day) < (_SEPTEMBER, 1) else reached[0] + 1
    return date(year, _SEPTEMBER, 1)


def children_counted(
    children: Sequence[Dependant], *, until: tuple[int, int], sums: Sums
) -> tuple[Dependant, ...]:
    """Return the children that count on the day, eldest first.

    Args:
        children: of the claim.
        until: the age up to which a child counts, to the 1 September after; and the age up to which
            one in education or training does.
        sums: takes a note where one is counted as being in education.

    Raises:
        NotToldError: where a day of birth is not known.
    """
    kept = []
    for child in sorted(children, key=lambda c: told(c.born, "births")):
        born = told(child.born, "births")
        if born > sums.on or sums.on >= september_after(born, until[1]):
            continue
        if sums.on >= september_after(born, until[0]):
            code = "uk.education"
            if all(f.code != code for f in sums.findings):
                sums.note(
                    code,
                    _(
                        "Somebody of {years} is counted as being in school or approved training; otherwise "
                        "they do not count."
                    ).format(years=child.years(sums.on)),
                )
        kept.append(child)
    return tuple(kept)


def weekly_child_benefit(claimant: Claimant, sums: Sums) -> Fraction:
    """Return Child Benefit a week before any charge, exactly.

    Raises:
        NotToldError: where a day of birth is not known.
        RuleNotInForceError: for a day for which no figure is known.
    """
    counted = _counted(claimant, sums)
    if not counted:
        return Fraction(0)
    rates = sums.table(f"{BENEFIT}.rates")
    return fraction(rates["eldest"]) + (len(counted) - 1) * fraction(rates["other"])


def _counted(claimant: Claimant, sums: Sums) -> tuple[Dependant, ...]:
    ages = sums.table(f"{BENEFIT}.ages")
    school, education = (int(fraction(ages[key])) for key in ("child", "in_education"))
    kept = children_counted(claimant.children, until=(school, education), sums=sums)
    return tuple(c for c in kept if c.years(sums.on) < education)


def child_benefit(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement:
    """Return Child Benefit for a year of 52 weeks, before the High Income Child Benefit Charge.

    Raises:
        NotToldError, ClaimInputError, RuleNotInForceError: see `universal_credit`.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=GBP)
    named = Named("uk.child-benefit", _("Child Benefit"), tax_year(on))
    counted = _counted(claimant, sums)
    if not counted:
        return sums.close(
            named, "none", _("Nothing by these rules: no child of an age that counts.")
        )
    rates = sums.table(f"{BENEFIT}.rates")
    eldest, other = fraction(rates["eldest"]), fraction(rates["other"])
    rule = f"{BENEFIT}.rates"
    sums.money(_("A week for the eldest or only child"), eldest, rule=rule)
    if len(counted) > 1:
        sums.money(
            _("A week for {counted} more, {other} each").format(
                counted=len(counted) - 1, other=sums.say(other)
            ),
            (len(counted) - 1) * other,
            rule=rule,
        )
    weekly = weekly_child_benefit(claimant, sums)
    yearly = sums.money(
        _("{weekly} a week for 52 weeks").format(weekly=sums.say(weekly)), weekly * WEEKS, rule=rule
    )
    _charge(claimant, sums)
    says = _("About {weekly} a week, {yearly} a year.").format(
        weekly=sums.say(weekly), yearly=sums.say(yearly)
    )
    return sums.close(named, "amount", says, exact=yearly, per="year")


def _charge(claimant: Claimant, sums: Sums) -> None:
    limits = {k: fraction(v) for k, v in sums.table(f"{BENEFIT}.charge").items()}
    known = [a.earnings for a in claimant.adults if a.earnings is not None]
    sure = any(e * MONTHS > limits["from"] for e in known)
    sums.step(
        _(
            "Where you or a partner have more than {limits} a year before tax, one percent is "
            "paid back as tax for each {value} above; from {other} all of it."
        ).format(
            limits=sums.say(limits["from"]),
            value=sums.say(limits["step"]),
            other=sums.say(limits["all_at"]),
        ),
        None,
        rule=f"{BENEFIT}.charge",
        unit="",
    )
    head = (
        _("Since somebody here has more than")
        if sure
        else _("Where you or a partner have more than")
    )
    sums.note(
        "uk.child-benefit.charge",
        _("{head} {limits} a year before tax, part or all of it is paid back as tax.").format(
            head=head, limits=sums.say(limits["from"])
        ),
    )
    back = int(sums.number(f"{BENEFIT}.back_months"))
    sums.note(
        "uk.child-benefit.one",
        _(
            "One person gets it for a child. If the other parent has it now, ask to have it "
            "moved. It is paid no further back than {back} months before the claim."
        ).format(back=back),
    )


def healthy_start(
    claimant: Claimant, *, rules: RulesInForce, on: date, credit: Entitlement | None
) -> Entitlement:
    """Return what Healthy Start puts on a card for food a week.

    Args:
        claimant: with earnings after tax.
        rules: of the United Kingdom.
        on: the day.
        credit: what `universal_credit` gave; None where it could not be worked out.

    Raises:
        NotToldError, ClaimInputError, RuleNotInForceError: see `universal_credit`.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=GBP)
    named = Named("uk.healthy-start", _("Healthy Start card for food"), tax_year(on), "in-kind")
    if claimant.region == "SCO":
        sums.value("entitlements.uk.scotland")
        return sums.close(named, "ask", _("In Scotland it is Best Start Foods; ask there."))
    amount = _food(claimant, sums)
    if not amount:
        return sums.close(
            named,
            "none",
            _("Nothing by these rules: no child under four, and no pregnancy was told."),
        )
    most = sums.number(f"{START}.earnings")
    if credit is None or credit.outcome not in ("amount", "none"):
        return sums.close(
            named,
            "ask",
            _("With Universal Credit and take-home pay up to {most} a month.").format(
                most=sums.say(most)
            ),
        )
    if credit.outcome == "none" or claimant.earnings() > most:
        sums.note(
            "uk.healthy-start.young",
            _("Somebody pregnant and under 18 may be able to get it whatever the income."),
        )
        return sums.close(
            named,
            "outside",
            _("It goes with Universal Credit and take-home pay up to {most} a month.").format(
                most=sums.say(most)
            ),
        )
    sums.step(
        _("Take-home pay of {earnings} a month is within {most}.").format(
            earnings=sums.say(claimant.earnings()), most=sums.say(most)
        ),
        claimant.earnings(),
        rule=f"{START}.earnings",
    )
    sums.note("uk.healthy-start.uc", _("It starts only once Universal Credit is in payment."))
    says = _("About {amount} a week on a card for milk, fruit, vegetables and formula.").format(
        amount=sums.say(amount)
    )
    return sums.close(named, "amount", says, exact=amount, per="week")


def _food(claimant: Claimant, sums: Sums) -> Fraction:
    table = {k: fraction(v) for k, v in sums.table(f"{START}.weekly").items()}
    age = int(sums.number(f"{START}.age"))
    total = Fraction(0)
    rule = f"{START}.weekly"
    for child in claimant.children:
        years = child.years(sums.on)
        if 0 <= years < age:
            row = "under_one" if years < 1 else "other"
            said = _("under one") if years < 1 else _("of {years}").format(years=years)
            total += sums.money(
                _("For a child {said}, a week").format(said=said), table[row], rule=rule
            )
    if claimant.pregnant:
        total += sums.money(_("For a pregnancy from 10 weeks, a week"), table["other"], rule=rule)
    return total


def maternity_grant(
    claimant: Claimant, *, rules: RulesInForce, on: date, credit: Entitlement | None
) -> Entitlement:
    """Return the Sure Start Maternity Grant, paid once for a first child.

    Raises:
        NotToldError, ClaimInputError, RuleNotInForceError: see `universal_credit`.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=GBP)
    named = Named("uk.maternity-grant", _("Sure Start Maternity Grant"), tax_year(on))
    if claimant.region == "SCO":
        sums.value("entitlements.uk.scotland")
        return sums.close(named, "ask", _("In Scotland it is the Best Start Grant; ask there."))
    table = {k: fraction(v) for k, v in sums.table("entitlements.uk.maternity_grant").items()}
    young = [c for c in claimant.children if c.years(on) < table["under"]]
    new = [c for c in young if 0 <= c.months(on) < table["months"]]
    first = (len(young) == 1 and bool(new)) or (not young and bool(claimant.pregnant))
    if not first:
        return sums.close(
            named,
            "outside",
            _(
                "It is for a first child, claimed from {table} weeks before to {value} months after "
                "the birth. Twins, and children who came with a partner, can be different."
            ).format(table=int(table["weeks_before"]), value=int(table["months"])),
        )
    if credit is None or credit.outcome not in ("amount", "none"):
        return sums.close(named, "ask", _("It goes with Universal Credit; that is not known yet."))
    if credit.outcome == "none":
        return sums.close(
            named, "outside", _("It goes with Universal Credit, and that is nothing here.")
        )
    amount = table["amount"]
    sums.money(
        _("Once, claimed within {table} months of the birth").format(table=int(table["months"])),
        amount,
        rule="entitlements.uk.maternity_grant",
    )
    return sums.close(
        named,
        "amount",
        _("{amount} once.").format(amount=sums.say(amount)),
        exact=amount,
        per="once",
    )


def council_tax(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement:
    """Return that Council Tax Reduction is local; never an amount.

    Raises:
        RuleNotInForceError: for a day before the schemes.
    """
    sums = Sums(rules, on=on, currency=GBP)
    sums.value("entitlements.uk.council_tax")
    if claimant.region == "NIR":
        named = Named("uk.council-tax", _("Help with rates"), tax_year(on))
        return sums.close(
            named, "ask", _("In Northern Ireland, ask about Rate Rebate at nidirect.")
        )
    named = Named("uk.council-tax", _("Council Tax Reduction"), tax_year(on))
    if len(claimant.adults) == 1:
        sums.note(
            "uk.council-tax.single",
            _(
                "With one adult in the home there is also a discount, whatever the income: ask for "
                "it."
            ),
        )
    return sums.close(named, "ask", _("Each council has its own scheme. Ask your council."))


def scottish_payments(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement | None:
    """Return what to ask Social Security Scotland about; None outside Scotland or without a child.

    Raises:
        RuleNotInForceError: for a day before the payments.
    """
    if claimant.region != "SCO" or not (claimant.children or claimant.pregnant):
        return None
    sums = Sums(rules, on=on, currency=GBP)
    sums.value("entitlements.uk.scotland")
    named = Named("uk.scottish-child-payment", _("Scottish Child Payment"), tax_year(on))
    return sums.close(
        named, "ask", _("With Universal Credit and a child under 16. Ask Social Security Scotland.")
    )
