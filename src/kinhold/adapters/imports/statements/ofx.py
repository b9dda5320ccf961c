"""OFX and QFX: what banks give to Money, Quicken and others; versions 1.x (SGML) and 2.x (XML).

After “Open Financial Exchange, Specification 2.2”, chapters 3, 11 and 13. An amount is signed by its own
sign (11.4.4); the name of its type does not change it. Numbers (FITID) are unique in an account.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements.amounts import AmountNotReadError, quick_amount
from kinhold.adapters.imports.statements.dates import DayNotReadError, ofx_day
from kinhold.adapters.imports.statements.masking import SHOWN, own_numbers
from kinhold.adapters.imports.statements.ofx_lines import LineShapes
from kinhold.adapters.imports.statements.ofx_tree import child_of, tree_of, unescaped, value_of
from kinhold.adapters.imports.statements.under_way import Section
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.application.statement_rows import StatedBalance, StatementLine
from kinhold.domain.money import exponent
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.adapters.imports.statements.ofx_lines import OfxLine
    from kinhold.adapters.imports.statements.ofx_tree import Node, OfxTree
    from kinhold.adapters.imports.statements.under_way import UnderWay
    from kinhold.application.statement_rows import StatementAccount

NAME: Final = "ofx"
_KINDS: Final = {
    "CHECKING": "checking",
    "SAVINGS": "savings",
    "MONEYMRKT": "money market",
    "CREDITLINE": "credit line",
    "CD": "deposit",
}
_OF_STATEMENT: Final = {"CCSTMTRS": "card", "INVSTMTRS": "investment", "LOANSTMTRS": "loan"}
_FROM: Final = ("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM", "LOANACCTFROM")
_GOES_OUT: Final = frozenset({"DEBIT", "CHECK", "PAYMENT", "FEE", "SRVCHG", "POS", "DIRECTDEBIT"})
_LONGEST_NUMBER: Final = 255
"""Characters of a FITID (OFX 2.2, 3.2.1)."""
_FINE: Final = frozenset({"", "0", "15000"})  # 15000: signed on, the password has to be changed
_CODE = re.compile(r"[A-Z]{3}")
_IS = re.compile(r"OFXHEADER\s{0,4}[:=]|<OFX[\s>]|<\?OFX\s", re.IGNORECASE)

_NO_DAY = N_("A line has no date that can be read. Look it up in your bank and add it by hand.")
_NO_AMOUNT = N_(
    "A line has no amount that can be read. Look it up in your bank and add it by hand."
)
_OTHER_DAY = N_("A line has no booking date; the date on which it was made was taken.")
_UNSIGNED = N_(
    "Payments carry no minus in this file, so that money that went out looks like money "
    "that came in. Compare with your bank before you use it."
)
_NO_ID = N_("Lines have no number of the bank's own; they are told apart by day, amount and payee.")
_CUT = N_("The file ends before its end. Lines may be missing; get it from your bank once more.")
_OTHER_MONEY = N_("Lines are in another currency than the account.")


def is_one(text: str) -> bool:
    """Return whether a text is OFX, by its beginning."""
    return _IS.search(text[:4096].lstrip()) is not None


def read(text: str, under_way: UnderWay) -> list[StatementAccount]:
    """Read every statement of a file.

    Raises:
        ImportNotUsableError: where it holds none, with the bank's own words where it gives any.
    """
    tree = tree_of(text)
    _said_by_bank(tree, under_way)
    if "</OFX" not in text.rstrip()[-200:].upper():
        under_way.note("warning", "cut-off", _(_CUT))
    sonrs = child_of(child_of(child_of(tree.root, "OFX") or tree.root, "SIGNONMSGSRSV1"), "SONRS")
    org = value_of(child_of(sonrs, "FI"), "ORG")
    counted = [0]
    accounts = [_account(tag, node, org, under_way, counted) for tag, node in tree.statements]
    if not accounts:
        accounts = [_listed(node, org, under_way) for node in tree.accounts]
        if accounts:
            under_way.note(
                "warning",
                "accounts-only",
                _(
                    "The file lists accounts, and holds no transactions. Download the statement of each."
                ),
            )
    if not accounts:
        raise ImportNotUsableError(_empty(tree, under_way.name))
    return accounts


def _said_by_bank(tree: OfxTree, under_way: UnderWay) -> None:
    """Answers of the bank that are no success: refused where there is nothing else, noted otherwise."""
    for place, status in tree.statuses:
        code, severity = value_of(status, "CODE"), value_of(status, "SEVERITY").upper()
        if code in _FINE and severity != "ERROR":
            continue
        said = under_way.words(value_of(status, "MESSAGE"))[:300] or _("no reason given")
        what = "sign-on" if place == "SONRS" else "request"
        sentence = _("The bank answered the {what} with: “{said}” (code {code}).").format(
            what=what, said=said, code=code[:10] or "none"
        )
        if severity != "ERROR":
            under_way.note("warning", "bank-says", sentence)
        elif tree.statements:
            under_way.note("error", "bank-refused", sentence)
        else:
            raise ImportNotUsableError(
                _(
                    "{name} holds no statement. {sentence} Ask your bank for the file once more."
                ).format(name=under_way.name, sentence=sentence)
            )


def _empty(tree: OfxTree, name: str) -> str:
    if tree.statuses:
        return _(
            "{name} says that the sign-on went well, and holds no account. Ask your bank for the "
            "statement itself."
        ).format(name=name)
    return _(
        "{name} is an OFX file that holds no account. Get it from your bank once more."
    ).format(name=name)


def _account(
    tag: str, node: Node, org: str, under_way: UnderWay, counted: list[int]
) -> StatementAccount:
    section = _section(tag, node, org)
    currency = value_of(node, "CURDEF").upper()
    section.currency = currency if _CODE.fullmatch(currency) else ""
    listing = child_of(node, "BANKTRANLIST", "INVTRANLIST", "LOANTRANLIST")
    section.start = _optional_day(value_of(listing, "DTSTART"))
    section.end = _optional_day(value_of(listing, "DTEND"))
    section.closing = _balance(node, section, under_way)
    own = own_numbers(value_of(child_of(node, *_FROM), "ACCTID"))
    lines, shapes = _Lines(section, own, under_way), LineShapes()
    nodes = node.get("#lines", [])
    for row, said in enumerate(shapes.values(nodes), counted[0] + 1):
        line = lines.line(said, row)
        if line is not None:
            section.lines.append(line)
    counted[0] += len(nodes)
    _odd_lines(section, lines.money, under_way)
    _not_read(node, under_way)
    if not nodes and tag != "INVSTMTRS":
        under_way.note("info", "no-lines", _("An account in this file has no transactions."))
    return section.done(under_way)


def _section(tag: str, node: Node, org: str) -> Section:
    source = child_of(node, *_FROM)
    kind = value_of(source, "ACCTTYPE").upper()
    return Section(
        bank=org or value_of(source, "BROKERID", "BANKID"),
        number=value_of(source, "ACCTID"),
        kind=_OF_STATEMENT.get(tag) or _KINDS.get(kind, kind.lower()[:20]),
    )


def _listed(node: Node, org: str, under_way: UnderWay) -> StatementAccount:
    """An account of a list of accounts, which has no statement."""
    for tag, statement in (("BANKACCTINFO", "STMTRS"), ("CCACCTINFO", "CCSTMTRS"), ("INVACCTINFO", "INVSTMTRS"), ("LOANACCTINFO", "LOANSTMTRS")):  # fmt: skip
        inner = child_of(node, tag)
        if inner:
            section = _section(statement, inner, org)
            section.name = value_of(node, "DESC")
            return section.done(under_way)
    return Section(bank=org, name=value_of(node, "DESC")).done(under_way)


def _balance(node: Node, section: Section, under_way: UnderWay) -> StatedBalance | None:
    ledger = child_of(node, "LEDGERBAL")
    if not ledger:
        return None
    text = value_of(ledger, "BALAMT")
    if not text:
        under_way.note("info", "balance-empty", _("The file leaves the closing balance empty."))
        return None
    amount = under_way.amount_or_none(text, under_way.money(section.currency), 0)
    return (
        None if amount is None else StatedBalance(amount, _optional_day(value_of(ledger, "DTASOF")))
    )


def _optional_day(text: str) -> date | None:
    try:
        return _day(text) if text else None
    except DayNotReadError:
        return None


def _day(text: str) -> date:
    head = text[:8]
    return ofx_day(head if head.isdigit() else text)


class _Lines:
    """Makes lines of one account; what stands on many of them is worked out once."""

    __slots__ = ("account", "days", "kinds", "money", "own", "payees", "two", "under_way")

    def __init__(self, section: Section, own: tuple[str, ...], under_way: UnderWay) -> None:
        self.account = section.key(under_way)
        self.money = under_way.money(section.currency)
        self.two = exponent(self.money) == 2  # noqa: PLR2004 - pence and cents
        self.own = own
        self.under_way = under_way
        self.days: dict[str, date] = {}
        self.kinds: dict[str, str] = {}
        self.payees: dict[str, str] = {}

    def line(self, said: OfxLine, row: int) -> StatementLine | None:
        """Return a line; None where it cannot be used, which is noted."""
        posted, user, avail, amount, fitid, kind, name, memo, number, category, other = said
        way, own = self.under_way, self.own
        currency = (_currency(other) if other else "") or self.money
        try:
            day = self.days.get(posted) or self._day(posted, user, row)
            minor = quick_amount(amount.strip()) if self.two and not other else None
            if minor is None:
                minor = _amount(amount.strip(), currency, row, way)
        except (DayNotReadError, AmountNotReadError) as problem:
            reason, code = (_(_NO_DAY), "no-date") if isinstance(problem, DayNotReadError) else (_(_NO_AMOUNT), "no-amount")  # fmt: skip
            way.reject(row, reason, unescaped(f"{posted} {amount} {name} {memo}"), code=code)
            return None
        if currency != self.money and self.money:
            way.note("warning", "other-currency", _(_OTHER_MONEY), row)
        payee = self.payees.get(name)
        if payee is None:
            payee = self.payees[name] = way.words(unescaped(name), own)
        sort = self.kinds.get(kind)
        if sort is None:
            sort = self.kinds[kind] = kind.strip().upper()[:20]
        reference = fitid.strip()
        if not reference.isalnum() or len(reference) > _LONGEST_NUMBER:
            reference = _number(reference, way)
        for each in own:
            if each in reference:
                reference = reference.replace(each, SHOWN)
        return StatementLine(
            day,
            None,
            minor,
            currency,
            payee,
            way.words(unescaped(memo), own) if memo else "",
            reference,
            sort,
            None,
            row,
            None
            if user == posted and not avail
            else self._valued(avail.strip() or user.strip(), posted, day),
            way.words(unescaped(category)) if category else "",
            (),
            number.strip()[:40],
            NAME if reference else "",
            self.account,
            way.file,
        )

    def _day(self, posted: str, user: str, row: int) -> date:
        """The booking day; the day on which it was made where that is all there is."""
        if not posted.strip() and user.strip():
            self.under_way.note("warning", "other-date", _(_OTHER_DAY), row)
            return _day(user.strip())
        day = self.days[posted] = _day(posted.strip())
        return day

    def _valued(self, other: str, posted: str, day: date) -> date | None:
        """The day on which it was made or is available, where that is another one."""
        if not other or other[:8] == posted[:8]:
            return None
        valued = _optional_day(other)
        return None if valued == day else valued


def _number(fitid: str, under_way: UnderWay) -> str:
    number = unescaped(fitid)[:_LONGEST_NUMBER]
    if not number:
        under_way.note("info", "no-bank-id", _(_NO_ID))
    return number


def _amount(text: str, currency: str, row: int, under_way: UnderWay) -> int:
    """The specification has no mark for thousands: a single mark is the decimal one, a point surely."""
    return under_way.amount(
        text, currency, row, mark="." if "." in text and "," not in text else ""
    )


def _currency(text: str) -> str:
    """The currency in which the amount is: `CURRENCY`; with `ORIGCURRENCY` it is the account's."""
    code = text.strip().upper()
    return code if _CODE.fullmatch(code) else ""


def _odd_lines(section: Section, money: str, under_way: UnderWay) -> None:
    out = [line for line in section.lines if line.kind in _GOES_OUT]
    if len(out) > 1 and all(line.amount > 0 for line in out) and min(x.amount for x in section.lines) >= 0:  # fmt: skip
        under_way.note("warning", "no-signs", _(_UNSIGNED))
    if not money and any(not line.currency for line in section.lines):
        under_way.note("info", "no-currency", _("The file names no currency."))


def _not_read(node: Node, under_way: UnderWay) -> None:
    pending = len(node.get("#pending", []))
    if pending:
        under_way.note(
            "info",
            "pending",
            _(
                "{pending} lines are still pending at the bank; they were left out, and will be in a "
                "later file."
            ).format(pending=pending),
        )
    deals, held = node.get("#deals", 0), node.get("#positions", 0)
    if deals or held:
        under_way.note(
            "info",
            "investments",
            _(
                "This is an investment account: {deals} purchases, sales or other moves of "
                "investments and {held} holdings were not read. Only payments in and out of its cash "
                "are."
            ).format(deals=deals, held=held),
        )
