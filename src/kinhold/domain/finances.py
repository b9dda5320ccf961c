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
SupportPart = Literal["base", "medical", "childcare", "add-on"]
DebtState = Literal["", "up-to-date", "behind", "default", "collector", "judgment"]
PauseKind = Literal["breathing-space", "crisis", "moratorium", "payment-holiday", "hold"]


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
    """A debt: who lent it, what is owed, and everyone who is liable for the whole of it.

    `minimum` is what has to be paid each time; with `least` (percent of the balance) the larger of
    the two. `promo` is the rate up to the last day of `promo_until`. `fee` is charged where a payment
    is missed. `defaulted` is when the lender could first have gone to court. Somebody in
    `cardholders` has a card and is not liable for it.
    """

    KIND: ClassVar[str] = "debt"

    balance: Money | None = None
    rate: BasisPoints | None = None
    promo: BasisPoints | None = None
    promo_until: Edtf = UNKNOWN
    minimum: Money | None = None
    least: BasisPoints | None = key("percent", None)
    fee: Money | None = None
    arrears: Money | None = None
    standing: DebtState = key("state", "")
    defaulted: Edtf = UNKNOWN
    each: Recurrence | None = None
    priority: PriorityClass = key("class", "")
    type: str = ""
    lender: str = key("to", "")
    liable: tuple[PersonRef, ...] = ()
    liability: Liability = ""
    shares: tuple[int, ...] = ()
    cardholders: tuple[PersonRef, ...] = key("cards", ())
    secured_on: str = key("secured", "")
    until: Edtf = UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementOffered(Fact):
    """A lender would take `amount` as the whole of a debt (`about`) up to a day."""

    KIND: ClassVar[str] = "offer"

    amount: Money = Money(0, "XXX")
    until: Edtf = UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtPaused(Fact):
    """Interest, fees and enforcement stand still. `about` is the debt; empty for all of them."""

    KIND: ClassVar[str] = "pause"
    BARE: ClassVar[str] = "pause"

    pause: PauseKind = "breathing-space"
    until: Edtf = UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtAcknowledged(Fact):
    """Somebody told the lender that a debt (`about`) is owed; in many places only writing counts."""

    KIND: ClassVar[str] = "acknowledged"

    by: PersonRef = PersonRef("")
    written: bool = True
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportBasisStated(Fact):
    """On what footing support for a child stands. `about` is who would pay.

    With `basis=none` or `spoken` unpaid support is "needed and unpaid", never "arrears".
    """

    KIND: ClassVar[str] = "support"
    BARE: ClassVar[str] = "basis"

    basis: SupportBasis = "none"
    part: SupportPart = "base"
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
class TransactionBooked(Fact):
    """One line of a bank statement. `about` is the account; a negative amount went out.

    `reference` is the bank's own id for it, `type` the bank's word, `balance` what the statement
    shows after it.
    """

    KIND: ClassVar[str] = "transaction"

    amount: Money = Money(0, "XXX")
    payee: str = ""
    reference: str = ""
    type: str = ""
    balance: Money | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeKnown(Fact):
    """What a bill, a debt's payment or an income (`about`) is called on statements (`words`)."""

    KIND: ClassVar[str] = "payee"

    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLayout(Fact):
    """How the columns of a bank's CSV are read; `about` names it, `words` is the mapping (JSON)."""

    KIND: ClassVar[str] = "layout"

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
    SettlementOffered,
    DebtPaused,
    DebtAcknowledged,
    SupportBasisStated,
    PaymentMade,
    PaymentReceived,
    TransactionBooked,
    PayeeKnown,
    StatementLayout,
    AssetStated,
)


# -- read models -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its last noted balance; both may be unknown."""

    label: Label
    opened: AccountOpened | None
    balance: BalanceNoted | None
