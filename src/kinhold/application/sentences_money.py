"""Every fact about money as one plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from kinhold.application.sentence_parts import say_names, say_often, say_quoted, say_sum
from kinhold.application.wording import say_when
from kinhold.domain.dates import UNKNOWN
from kinhold.domain.money import format_rate, say
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.application.sentence_parts import Name
    from kinhold.domain import finances
    from kinhold.domain.dates import Edtf
    from kinhold.domain.fact import Fact


def _account(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.AccountOpened", fact)
    holders = _(" of {names}").format(names=say_names(f.holders, name)) if f.holders else ""
    return _("{about}: a {type} account{holders}").format(
        about=f.about, type=f.type, holders=holders
    )


def _balance(fact: Fact, _name: Name, _country: str) -> str:
    f = cast("finances.BalanceNoted", fact)
    return _("{about} holds {amount}").format(about=f.about, amount=say(f.amount))


def _bill(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.BillStated", fact)
    liable = _(", for {names} to pay").format(names=say_names(f.liable, name)) if f.liable else ""
    return f"{f.about}: {say_sum(f.amount)}{say_often(f.each)}{liable}"


def _income(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.IncomeStated", fact)
    payer = _(" from {payer}").format(payer=name(f.payer)) if f.payer else ""
    word = {"sure": "", "promised": ", promised", "irregular": ", irregular"}[f.certainty]
    return _("{about}: {amount} comes in{often}{payer}{word}").format(
        about=f.about, amount=say_sum(f.amount), often=say_often(f.each), payer=payer, word=word
    )


def _debt(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.DebtStated", fact)
    rate = (
        _(" at {format_rate}").format(format_rate=format_rate(f.rate)) if f.rate is not None else ""
    )
    liable = _("; liable: {names}").format(names=say_names(f.liable, name)) if f.liable else ""
    each = f"; {say(f.minimum)}{say_often(f.each)}" if f.minimum else ""
    return _("{about}: {amount} owed{rate}{each}{liable}{debt_states}").format(
        about=f.about,
        amount=say_sum(f.balance),
        rate=rate,
        each=each,
        liable=liable,
        debt_states=_(_DEBT_STATES[f.standing]),
    )


def _support(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.SupportBasisStated", fact)
    basis = {
        "none": _("no order or agreement"),
        "order": _("a court order"),
        "calculation": _("an official calculation"),
        "agreement": _("a written agreement"),
        "spoken": _("a spoken promise"),
    }[f.basis]
    amount = f": {say(f.amount)}{say_often(f.each)}" if f.amount else ""
    return _("support from {about} rests on {basis}{amount}").format(
        about=name(f.about), basis=basis, amount=amount
    )


def _payment(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.PaymentMade", fact)
    by = _("{by} paid").format(by=name(f.by)) if f.by else _("paid")
    return _("{by} {amount} on {about}").format(by=by, amount=say(f.amount), about=name(f.about))


def _received(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.PaymentReceived", fact)
    payer = _(" from {payer}").format(payer=name(f.payer)) if f.payer else ""
    return _("{amount} came in{payer} ({about})").format(
        amount=say(f.amount), payer=payer, about=name(f.about)
    )


def _asset(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.AssetStated", fact)
    owners = _(" by {names}").format(names=say_names(f.owners, name)) if f.owners else ""
    return f"{f.about}: {f.state}{owners}"


_DEBT_STATES: Final = {
    "": "",
    "up-to-date": N_("; up to date"),
    "behind": N_("; behind with payments"),
    "default": N_("; in default"),
    "collector": N_("; with a collector"),
    "judgment": N_("; a court judgment"),
}
_PAUSES: Final = {
    "breathing-space": N_("breathing space"),
    "crisis": N_("mental health crisis breathing space"),
    "moratorium": N_("a moratorium"),
    "payment-holiday": N_("a payment holiday"),
    "hold": N_("on hold with the lender"),
}


def _until(until: Edtf, country: str) -> str:
    return _(", until {when}").format(when=say_when(until, country)) if until != UNKNOWN else ""


def _offer(fact: Fact, _name: Name, country: str) -> str:
    f = cast("finances.SettlementOffered", fact)
    return _("{about}: the lender would take {amount} for all of it{until}").format(
        about=f.about, amount=say(f.amount), until=_until(f.until, country)
    )


def _pause(fact: Fact, _name: Name, country: str) -> str:
    f = cast("finances.DebtPaused", fact)
    return f"{f.about or _('every debt')}: {_(_PAUSES[f.pause])}{_until(f.until, country)}"


def _acknowledged(fact: Fact, name: Name, _country: str) -> str:
    f = cast("finances.DebtAcknowledged", fact)
    how = _("in writing") if f.written else _("by word of mouth")
    return _("{by} told the lender {how} that {about} is owed{quoted}").format(
        by=name(f.by) or "somebody", how=how, about=f.about, quoted=say_quoted(f.words)
    )


def _transaction(fact: Fact, _name: Name, _country: str) -> str:
    f = cast("finances.TransactionBooked", fact)
    way = "from" if f.amount.minor > 0 else "to"
    payee = f" {way} {f.payee}" if f.payee else ""
    return f"{f.about}: {say(f.amount)}{payee}"


def _payee(fact: Fact, _name: Name, _country: str) -> str:
    f = cast("finances.PayeeKnown", fact)
    return _("{about} is “{words}” on statements").format(about=f.about, words=f.words)


def _layout(fact: Fact, _name: Name, _country: str) -> str:
    return _("how the columns of {about} are read was noted").format(
        about=fact.about or _("a statement")
    )


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
