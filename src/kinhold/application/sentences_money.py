"""Every fact about money as one plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from kinhold.application.sentence_parts import say_names, say_often, say_quoted, say_sum
from kinhold.application.wording import say_when
from kinhold.domain.dates import UNKNOWN
from kinhold.domain.money import format_rate, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.application.sentence_parts import Name
    from kinhold.domain import finances
    from kinhold.domain.dates import Edtf
    from kinhold.domain.fact import Fact


def _account(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.AccountOpened", fact)
    holders = f" of {say_names(f.holders, name)}" if f.holders else ""
    return f"{f.about}: a {f.type} account{holders}"


def _balance(fact: Fact, _name: Name, _country: str) -> str:
    f = cast("finances.BalanceNoted", fact)
    return f"{f.about} holds {say(f.amount)}"


def _bill(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.BillStated", fact)
    liable = f", for {say_names(f.liable, name)} to pay" if f.liable else ""
    return f"{f.about}: {say_sum(f.amount)}{say_often(f.each)}{liable}"


def _income(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.IncomeStated", fact)
    payer = f" from {name(f.payer)}" if f.payer else ""
    word = {"sure": "", "promised": ", promised", "irregular": ", irregular"}[f.certainty]
    return f"{f.about}: {say_sum(f.amount)} comes in{say_often(f.each)}{payer}{word}"


def _debt(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.DebtStated", fact)
    rate = f" at {format_rate(f.rate)}" if f.rate is not None else ""
    liable = f"; liable: {say_names(f.liable, name)}" if f.liable else ""
    each = f"; {say(f.minimum)}{say_often(f.each)}" if f.minimum else ""
    return f"{f.about}: {say_sum(f.balance)} owed{rate}{each}{liable}{_DEBT_STATES[f.standing]}"


def _support(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.SupportBasisStated", fact)
    basis = {
        "none": "no order or agreement",
        "order": "a court order",
        "calculation": "an official calculation",
        "agreement": "a written agreement",
        "spoken": "a spoken promise",
    }[f.basis]
    amount = f": {say(f.amount)}{say_often(f.each)}" if f.amount else ""
    return f"support from {name(f.about)} rests on {basis}{amount}"


def _payment(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.PaymentMade", fact)
    by = f"{name(f.by)} paid" if f.by else "paid"
    return f"{by} {say(f.amount)} on {name(f.about)}"


def _received(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.PaymentReceived", fact)
    payer = f" from {name(f.payer)}" if f.payer else ""
    return f"{say(f.amount)} came in{payer} ({name(f.about)})"


def _asset(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.AssetStated", fact)
    owners = f" by {say_names(f.owners, name)}" if f.owners else ""
    return f"{f.about}: {f.state}{owners}"


_DEBT_STATES: Final = {
    "": "",
    "up-to-date": "; up to date",
    "behind": "; behind with payments",
    "default": "; in default",
    "collector": "; with a collector",
    "judgment": "; a court judgment",
}
_PAUSES: Final = {
    "breathing-space": "breathing space",
    "crisis": "mental health crisis breathing space",
    "moratorium": "a moratorium",
    "payment-holiday": "a payment holiday",
    "hold": "on hold with the lender",
}


def _until(until: Edtf, country: str) -> str:
    return f", until {say_when(until, country)}" if until != UNKNOWN else ""


def _offer(fact: Fact, _name: Name, country: str) -> str:
    f = cast("finances.SettlementOffered", fact)
    return (
        f"{f.about}: the lender would take {say(f.amount)} for all of it{_until(f.until, country)}"
    )


def _pause(fact: Fact, _name: Name, country: str) -> str:
    f = cast("finances.DebtPaused", fact)
    return f"{f.about or 'every debt'}: {_PAUSES[f.pause]}{_until(f.until, country)}"


def _acknowledged(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.DebtAcknowledged", fact)
    how = "in writing" if f.written else "by word of mouth"
    return f"{name(f.by) or 'somebody'} told the lender {how} that {f.about} is owed{say_quoted(f.words)}"


def _transaction(fact: Fact, _name: Name, _country: str) -> str:
    f = cast("finances.TransactionBooked", fact)
    way = "from" if f.amount.minor > 0 else "to"
    payee = f" {way} {f.payee}" if f.payee else ""
    return f"{f.about}: {say(f.amount)}{payee}"


def _payee(fact: Fact, _name: Name, _country: str) -> str:
    f = cast("finances.PayeeKnown", fact)
    return f"{f.about} is “{f.words}” on statements"


def _layout(fact: Fact, _name: Name, _country: str) -> str:
    return f"how the columns of {fact.about or 'a statement'} are read was noted"


MONEY_SENTENCES: Final[dict[str, Callable[[Fact, Name, str], str]]] = {
    "account": _account,
    "balance": _balance,
    "bill": _bill,
    "income": _income,
    "debt": _debt,
    "offer": _offer,
    "pause": _pause,
    "acknowledged": _acknowledged,
    "support": _support,
    "payment": _payment,
    "received": _received,
    "transaction": _transaction,
    "payee": _payee,
    "layout": _layout,
    "asset": _asset,
}
