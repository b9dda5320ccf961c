"""One file under way: what it is called, what the person said of it, and what is found odd in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements.amounts import AmountNotReadError, amount_of
from kinhold.adapters.imports.statements.masking import last_four, names_cleared, shorten
from kinhold.application.import_rows import Oddities
from kinhold.application.statement_rows import RejectedLine, StatementAccount
from kinhold.domain.money import exponent
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.statement_rows import StatedBalance, StatementLine
    from kinhold.domain.findings import Severity

MOST_WORDS: Final = 2000
"""The longest payee or memo that is kept, in characters; beyond it a text is no statement's."""
_NUMBERS = re.compile(r"[0-9][0-9 -]{5}")
"""What every account or card number that would be shortened has in it."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_REJECTED_WORDS: Final = 200
ROUNDED: Final = N_("An amount has more decimals than its currency; it was rounded.")
HIDDEN: Final = N_(
    "Account or card numbers in the words were shortened to their last four figures."
)
SAME_END: Final = N_(
    "Two accounts end with the same four figures. They are told apart by their order in "
    "the file; in another file that order may be another one."
)
LONG: Final = N_("A text is longer than any statement needs; its end was left out.")


@dataclass(slots=True)
class UnderWay:
    """A file that is being read.

    Attributes:
        name: what it is called.
        file: its index in the reading.
        day_first: what the person says of its dates; None where nothing.
        currency: used where the file names none; empty where not told.
    """

    name: str
    file: int = 0
    day_first: bool | None = None
    currency: str = ""
    odd: Oddities = field(default_factory=Oddities)
    rejected: list[RejectedLine] = field(default_factory=list)
    left: int = 0
    numbers: dict[str, list[str]] = field(default_factory=dict)

    def note(self, severity: Severity, code: str, message: str, row: int = 0) -> None:
        """Note what is odd; the same sentence for every record of its sort."""
        self.odd.add(severity, f"statement.{code}", message, file=self.name, row=row)

    def reject(self, row: int, reason: str, words: str, *, code: str = "line-left-out") -> None:
        """Leave a record out, with the reason; nothing is dropped without one."""
        self.left += 1
        self.note("error", code, reason, row)
        self.rejected.append(
            RejectedLine(
                self.file, row, reason, shorten(" ".join(words[:1000].split()))[:_REJECTED_WORDS]
            )
        )

    def amount(self, text: str, currency: str, row: int, *, mark: str = "") -> int:
        """Read an amount in minor units of a currency; two decimals where it has no currency.

        Raises:
            AmountNotReadError: where it is none.
        """
        read = amount_of(text, exponent=exponent(currency), mark=mark)
        if read.rounded:
            self.note("warning", "amount-rounded", _(ROUNDED), row)
        return read.minor

    def amount_or_none(self, text: str, currency: str, row: int, *, mark: str = "") -> int | None:
        """Read an amount that may be missing; one that cannot be read is noted."""
        if not text.strip():
            return None
        try:
            return self.amount(text, currency, row, mark=mark)
        except AmountNotReadError:
            self.note(
                "warning",
                "balance-not-read",
                _("A balance is no amount that can be read; it was left out."),
                row,
            )
            return None

    def words(self, text: str, own: tuple[str, ...] = ()) -> str:
        """Return words as they may be kept: one line, not endless, numbers shortened."""
        plain = text.strip()
        if (
            plain.isprintable()
            and "  " not in plain
            and len(plain) <= MOST_WORDS
            and _NUMBERS.search(plain) is None
        ):
            return plain
        return self._words(" ".join(plain.split()), own)

    def _words(self, plain: str, own: tuple[str, ...]) -> str:
        plain = _CONTROLS.sub("", plain)
        if len(plain) > MOST_WORDS:
            self.note("warning", "text-shortened", _(LONG))
            plain = plain[:MOST_WORDS]
        short = shorten(plain, own)
        if short != plain:
            self.note("info", "number-shortened", _(HIDDEN))
        return short

    def shown(self, number: str, kind: str, currency: str) -> str:
        """Return a number as it is kept; two numbers with the same end are told apart by their order."""
        shown = last_four(number)
        same_end = self.numbers.setdefault(f"{kind}|{shown}|{currency}", [])
        if number not in same_end:
            same_end.append(number)
            if len(same_end) > 1:
                self.note("warning", "same-end", _(SAME_END))
        place = same_end.index(number)
        return f"{shown} ({place + 1})" if place else shown

    def money(self, currency: str) -> str:
        """The currency of something: its own, or what the person says where it has none."""
        return currency or self.currency


@dataclass(slots=True)
class Section:
    """One statement of one account, being put together.

    `number` is the whole number while the file is read, and is shortened in `done`.
    """

    bank: str = ""
    number: str = ""
    kind: str = ""
    currency: str = ""
    name: str = ""
    opening: StatedBalance | None = None
    closing: StatedBalance | None = None
    start: date | None = None
    end: date | None = None
    lines: list[StatementLine] = field(default_factory=list)

    def key(self, under_way: UnderWay) -> str:
        """What lines of this account carry as `account`; bank, number and currency must be known."""
        return self._bare(under_way).key

    def done(self, under_way: UnderWay) -> StatementAccount:
        """Return the account with its lines; its number is shortened."""
        days = [line.day for line in self.lines]
        return replace(
            self._bare(under_way),
            opening=self.opening,
            closing=self.closing,
            start=self.start or min(days, default=None),
            end=self.end or max(days, default=None),
            lines=tuple(self.lines),
        )

    def _bare(self, under_way: UnderWay) -> StatementAccount:
        currency = under_way.money(self.currency)
        return StatementAccount(
            bank=shorten(self.bank.strip()),
            number_shown=under_way.shown(self.number, self.kind, currency) if self.number else "",
            kind=self.kind,
            currency=currency,
            opening=None,
            closing=None,
            start=None,
            end=None,
            lines=(),
            name=names_cleared(shorten(self.name.strip())),
            file=under_way.file,
        )
