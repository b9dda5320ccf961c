"""Who would claim: adults, children and money, as far as they were told.

Amounts are exact fractions of the major unit, by the month. What nobody has told is None, and a rule
that needs it stops with `NotToldError`: nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeVar

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

T = TypeVar("T")

MOST_PEOPLE: Final = 30


class NotToldError(KinholdError):
    """A rule needs something that nobody has told; `field` names it."""

    def __init__(self, field: str) -> None:
        """Name what is missing."""
        self.field = field
        super().__init__(
            _("This cannot be worked out before this is known: {field}.").format(field=field)
        )


class ClaimInputError(KinholdError):
    """A case holds a number that cannot be; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adult:
    """Somebody who claims, or their partner.

    Attributes:
        age: completed years; None where not told.
        earnings: a month. In the United Kingdom what arrives, after tax, National Insurance and
            pension; in the United States before tax. None where not told.
    """

    age: int | None = None
    earnings: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependant:
    """A child in the claim.

    Attributes:
        born: the day of birth; None where not told.
    """

    born: date | None

    def years(self, on: date) -> int:
        """Return completed years on a day.

        Raises:
            NotToldError: where the day of birth is not known.
        """
        born = told(self.born, "births")
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def months(self, on: date) -> int:
        """Return completed months on a day.

        Raises:
            NotToldError: where the day of birth is not known.
        """
        born = told(self.born, "births")
        return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """A family as the rules see it.

    Disability, caring for somebody disabled, study, and residence or immigration status are outside
    of it: each can change what a family gets.

    Attributes:
        adults: the person who claims, and a partner who lives there; one or two.
        children: everybody who is a child of the household.
        married: True where the two adults are married.
        maintenance: support received for the children.
        other_income: what else counts as income, such as a pension or support for oneself.
        rent: None where not told; 0 where none is paid.
        childcare: paid for registered childcare; 0 where none.
        savings: money in accounts and other savings; None where not told.
        region: ENG, WLS, SCO, NIR or a state such as TX; empty where not told.
        in_london: whether the home is in Greater London; None where not told.
        pregnant: whether somebody is pregnant; None where not told.
    """

    adults: tuple[Adult, ...]
    children: tuple[Dependant, ...] = ()
    married: bool = False
    maintenance: Fraction = Fraction(0)
    other_income: Fraction = Fraction(0)
    rent: Fraction | None = None
    childcare: Fraction = Fraction(0)
    savings: Fraction | None = None
    region: str = ""
    in_london: bool | None = None
    pregnant: bool | None = None

    def earnings(self) -> Fraction:
        """Return what all adults earn a month.

        Raises:
            NotToldError: where one of them has not told.
        """
        return sum((told(a.earnings, "earnings") for a in self.adults), Fraction(0))

    def people(self) -> int:
        """Return how many are in the claim."""
        return len(self.adults) + len(self.children)


def told(value: T | None, field: str) -> T:
    """Return what was told.

    Raises:
        NotToldError: where it was not.
    """
    if value is None:
        raise NotToldError(field)
    return value


def check(claimant: Claimant) -> None:
    """Refuse numbers that cannot be.

    Raises:
        ClaimInputError: with a sentence that says which.
    """
    if len(claimant.adults) not in (1, 2):
        raise ClaimInputError(_("A claim is made by one adult, or by two who are a couple."))
    if len(claimant.children) > MOST_PEOPLE:
        raise ClaimInputError(
            _("At most {most_people} children can be worked out.").format(most_people=MOST_PEOPLE)
        )
    amounts = {
        "Support received": claimant.maintenance,
        "Other income": claimant.other_income,
        "Rent": claimant.rent,
        "Childcare": claimant.childcare,
        "Savings": claimant.savings,
        **{
            _("Earnings of adult {number}").format(number=n): a.earnings
            for n, a in enumerate(claimant.adults, 1)
        },
    }
    for what, amount in amounts.items():
        if amount is not None and amount < 0:
            raise ClaimInputError(
                _("{what} cannot be below 0. Write 0 where there is none.").format(what=what)
            )
