"""Accounts, bills, incomes, debts with everyone who is liable, support, and payments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Fact, Label, PersonRef, key
from kinhold.domain.money import BasisPoints, Money
from kinhold.domain.recurrence import Recurrence

PriorityClass = Literal["", "priority", "essential", "other"]
"""Empty: by the rule pack of the country, from the type of bill."""
Liability = Literal["", "sole", "joint", "joint-and-several", "guarantor"]
SupportBasis = Literal["none", "order", "calculation", "agreement", "spoken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(Fact):
    """An account and its holders. `counts` is False where its money cannot pay the bills."""

    KIND: ClassVar[str] = "account"

    type: Literal["current", "savings", "cash", "card", "other"] = "current"
    holders: tuple[PersonRef, ...] = ()
    overdraft: Money | None = None
    counts: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceNoted(Fact):
    """What was in an account at a moment."""

    KIND: ClassVar[str] = "balance"

    amount: Money = Money(0, "XXX")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillStated(Fact):
    """Something that has to be paid, from the day it first falls due.

    `amount` None means the bill is known and its size is not: an open question, never a guess.
    """

    KIND: ClassVar[str] = "bill"

    amount: Money | None = None
    each: Recurrence | None = None
    priority: PriorityClass = key("class", "")
    type: str = ""
    payee: str = key("to", "")
    liable: tuple[PersonRef, ...] = ()
    liability: Liability = ""
    grace: int | None = None
    account: Label = Label("")
    until: Edtf = UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeStated(Fact):
    """Money that comes in to `to`, from the day it first comes.

    `certainty` is `sure` for a wage or a benefit in payment, `promised` for money that rests on
    somebody's word (then `payer` says whose), `irregular` where it varies.
    """

    KIND: ClassVar[str] = "income"
    BARE: ClassVar[str] = "certainty"

    certainty: Literal["sure", "promised", "irregular"] = "sure"
    amount: Money | None = None
    each: Recurrence | None = None
    type: Literal["", "wage", "benefit", "support", "business", "gift", "other"] = ""
    to: PersonRef = PersonRef("")
    payer: PersonRef = key("from", PersonRef(""))
    account: Label = Label("")
    until: Edtf = UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtStated(Fact):
    """A debt: who lent it, what is owed, and everyone who is liable for the whole of it."""

    KIND: ClassVar[str] = "debt"

    balance: Money | None = None
    rate: BasisPoints | None = None
    minimum: Money | None = None
    each: Recurrence | None = None
    priority: PriorityClass = key("class", "")
    type: str = ""
    lender: str = key("to", "")
    liable: tuple[PersonRef, ...] = ()
    liability: Liability = ""
    shares: tuple[int, ...] = ()
    secured_on: str = key("secured", "")
    until: Edtf = UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportBasisStated(Fact):
    """On what footing support for a child stands. `about` is who would pay.

    With `basis=none` or `spoken` unpaid support is "needed and unpaid", never "arrears".
    """

    KIND: ClassVar[str] = "support"
    BARE: ClassVar[str] = "basis"

    basis: SupportBasis = "none"
    to: PersonRef = PersonRef("")
    children: tuple[PersonRef, ...] = key("for", ())
    amount: Money | None = None
    each: Recurrence | None = None
    reference: str = ""
    until: Edtf = UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMade(Fact):
    """A payment of a bill, a debt or support. `about` is the label it pays; `by` is who paid.

    `for_day` is the occurrence it settles, where that is known.
    """

    KIND: ClassVar[str] = "payment"

    amount: Money = Money(0, "XXX")
    by: PersonRef = PersonRef("")
    for_day: Edtf = key("for", UNKNOWN)
    account: Label = Label("")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReceived(Fact):
    """Money that came in. `about` is the label of the income, or who paid."""

    KIND: ClassVar[str] = "received"

    amount: Money = Money(0, "XXX")
    payer: PersonRef = key("from", PersonRef(""))
    for_day: Edtf = key("for", UNKNOWN)
    account: Label = Label("")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetStated(Fact):
    """Something of value: owned, sold or lost. A car matters to runs and to the stress test."""

    KIND: ClassVar[str] = "asset"
    BARE: ClassVar[str] = "state"

    state: Literal["owned", "sold", "lost"] = "owned"
    type: Literal["", "car", "home", "savings", "other"] = ""
    owners: tuple[PersonRef, ...] = ()
    value: Money | None = None
    words: str = ""


FACTS: Final = (
    AccountOpened,
    BalanceNoted,
    BillStated,
    IncomeStated,
    DebtStated,
    SupportBasisStated,
    PaymentMade,
    PaymentReceived,
    AssetStated,
)


# -- read models -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its last noted balance; both may be unknown."""

    label: Label
    opened: AccountOpened | None
    balance: BalanceNoted | None
