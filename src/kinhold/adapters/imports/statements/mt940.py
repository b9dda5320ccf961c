"""MT940 and MT942: what banks of the Netherlands, Germany, Switzerland, Poland and others give.

After SWIFT's “Category 9 - Cash Management” (MT940, MT942) and the ways in which banks leave it. A line is
signed by its mark: C came in, D went out, RC takes back what came in, RD takes back what went out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements.amounts import AmountNotReadError
from kinhold.adapters.imports.statements.masking import own_numbers
from kinhold.adapters.imports.statements.mt940_details import details_of
from kinhold.adapters.imports.statements.under_way import Section
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.application.statement_rows import StatedBalance, StatementLine
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.adapters.imports.statements.under_way import UnderWay
    from kinhold.application.statement_rows import StatementAccount

NAME: Final = "mt940"
INTERIM: Final = "mt942"
_TAGS: Final = (
    "13|13D|20|21|25|25P|28|28C|34F|60F|60M|61|62F|62M|64|65|65F|86|90C|90D|940|942|NS|1|2|3|4|5"
)
_TAG = re.compile(rf":({_TAGS}):")
_IS = re.compile(r"^:(?:60[FM]|61|34F):", re.MULTILINE)
_INTERIM = re.compile(r"^:(?:34F|90[CD]|13D):", re.MULTILINE)
_CLOSES = re.compile(r"^:62[FM]:", re.MULTILINE)
_BALANCE = re.compile(r"([CD])(\d{6}|0)([A-Z]{3})?\s?([0-9.,]{1,24})")
_LINE = re.compile(
    r"(\d{6})(\d{4}| {4})?(R[CD]|E[CD]|[CD])([A-Z])?\s?([0-9.,]{1,24})\s?([A-Z][A-Z0-9 ]{3})?([^\n]*)(?:\n(.*))?",
    re.DOTALL,
)
_BIC = re.compile(r"\{1:F\d\d([A-Z]{6}[A-Z0-9]{2})|^([A-Z]{6}[A-Z0-9]{2})$|^\d{4} \d\d([A-Z]{6}[A-Z0-9]{2})", re.MULTILINE)  # fmt: skip
_NONE: Final = frozenset({"", "NONREF", "NOREF", "KREF+", "EREF", "PREF", "MARF", "NONE"})
_REFERENCE: Final = 16
"""Characters of the owner's reference (field 61, subfield 7); what follows on its line is the bank's."""

_NOT_READ = N_(
    "A line does not have the form of this format. Look it up in your bank and add it by hand."
)
_NO_DAY = N_("A line has no date that can be read. Look it up in your bank and add it by hand.")
_NO_AMOUNT = N_(
    "A line has no amount that can be read. Look it up in your bank and add it by hand."
)
_NO_SUCH_DAY = N_(
    "A date does not exist (such as 30 February); the last day of that month was taken."
)
_EXPECTED = N_(
    "Lines are expected and not booked; they were left out, and will be in a later file."
)
_REVERSED = N_("Lines take back earlier ones (their kind says “reversal”).")
_CUT = N_("A statement has no closing balance: it may be cut off, and lines missing.")
_NO_BALANCE = N_("A balance cannot be read; it was left out.")


@dataclass(slots=True)
class _Field:
    tag: str
    row: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).rstrip()


@dataclass(slots=True)
class _Message:
    bic: str = ""
    fields: list[_Field] = field(default_factory=list)

    def has(self, *tags: str) -> bool:
        return any(each.tag in tags for each in self.fields)

    def first(self, *tags: str) -> str:
        return next((each.text for each in self.fields if each.tag in tags), "")

    def last(self, *tags: str) -> str:
        return next((each.text for each in reversed(self.fields) if each.tag in tags), "")


def is_one(text: str) -> bool:
    """Return whether a text is MT940 or MT942: it has the fields of a statement at line beginnings."""
    return _IS.search(text[:200_000]) is not None


def is_interim(text: str) -> bool:
    """Return whether it is MT942, by fields that only that has."""
    head = text[:200_000]
    return _INTERIM.search(head) is not None and _CLOSES.search(head) is None


def read(text: str, under_way: UnderWay) -> list[StatementAccount]:
    """Read every message of a file.

    Raises:
        ImportNotUsableError: where it holds none.
    """
    messages = [m for m in _messages(text) if m.has("25", "25P", "60F", "60M", "61")]
    if not messages:
        raise ImportNotUsableError(
            _("{name} holds no statement. Get it from your bank once more.").format(
                name=under_way.name
            )
        )
    if is_interim(text):
        under_way.note(
            "info",
            "interim",
            _("These are movements since the last statement (MT942): there are no balances."),
        )
    return [_account(message, under_way) for message in messages]


def _messages(text: str) -> list[_Message]:
    messages = [_Message()]
    current: _Field | None = None
    for row, line in enumerate(_unwrapped(text).split("\n"), 1):
        match = _TAG.match(line)
        if match and not _wrapped_time(current, line):
            current = _Field(match[1], row, [line[match.end() :].rstrip()])
            if match[1] in ("940", "942"):
                continue
            if _begins(messages[-1], match[1]):
                messages.append(_Message(messages[-1].bic if match[1] != "20" else ""))
            messages[-1].fields.append(current)
        elif line.strip() in ("-", "-}") or line.startswith(("-}", "-XXX")):
            current = None
        elif current is not None and not line.startswith("{"):
            current.lines.append(line.rstrip())
        if current is None or line.startswith("{"):
            bic = _BIC.search(line)
            if bic:
                _next_bank(messages, bic[1] or bic[2] or bic[3])
    return messages


def _unwrapped(text: str) -> str:
    """Lines that some programs break in the middle of a field's name are put together again."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n:\n", "\n:")


def _next_bank(messages: list[_Message], bic: str) -> None:
    if messages[-1].fields:
        messages.append(_Message())
    messages[-1].bic = bic


def _begins(message: _Message, tag: str) -> bool:
    """Whether a field begins a new message: each has one reference and one beginning."""
    if tag == "20":
        return bool(message.fields)
    if tag == "25":
        return message.has("61", "62F", "62M")
    return tag in ("60F", "60M") and message.has("60F", "60M", "62F", "62M")


def _wrapped_time(current: _Field | None, line: str) -> bool:
    """A clock time that was broken in two looks like a field: `…T16` and then `:20:37`."""
    return (
        current is not None
        and current.tag == "86"
        and re.match(r":[0-5]\d:[0-5]\d(?!\d)", line) is not None
        and re.search(r"(?<!\d)[T ]?[0-2]\d\Z", current.lines[-1]) is not None
    )


def _account(message: _Message, under_way: UnderWay) -> StatementAccount:
    bank, number = _whose(message.first("25", "25P"), message.bic)
    opening = _balance(message.first("60F", "60M"), "", under_way)
    section = Section(
        bank=bank, number=number, currency=opening[1] if opening else _interim_money(message)
    )
    if opening:
        section.opening = opening[0]
    closing = _balance(message.last("62F", "62M"), section.currency, under_way)
    section.closing = closing[0] if closing else None
    section.start = section.opening.day if section.opening else None
    section.end = section.closing.day if section.closing else None
    of = (section.key(under_way), under_way.money(section.currency), own_numbers(section.number))
    for told, words in _with_words(message):
        line = _line(told, words, of, under_way)
        if line is not None:
            section.lines.append(line)
    if message.has("60F", "60M") and not message.has("62F", "62M"):
        under_way.note("warning", "cut-off", _(_CUT))
    if not message.has("61"):
        under_way.note("info", "no-lines", _("A statement in this file has no transactions."))
    return section.done(under_way)


def _whose(text: str, bic: str) -> tuple[str, str]:
    """Bank and number of field 25: `70011110/4005287001EUR`, an IBAN, or a bare number."""
    said = text.strip().split("\n")[0]
    bank, slash, number = said.partition("/")
    if slash and number.strip():
        return bic or bank.strip(), re.sub(r"/[A-Z]{3}\Z", "", number.strip())
    iban = re.match(r"[A-Z]{2}\d\d([A-Z]{4})", said)
    return bic or (iban[1] if iban else ""), said


def _interim_money(message: _Message) -> str:
    match = re.match(r"[A-Z]{3}", message.first("34F"))
    return match[0] if match else ""


def _balance(text: str, money: str, under_way: UnderWay) -> tuple[StatedBalance, str] | None:
    if not text:
        return None
    match = _BALANCE.match(text)
    currency = (match[3] if match else "") or money
    amount = (
        under_way.amount_or_none(match[4], under_way.money(currency), 0, mark=_mark(match[4]))
        if match
        else None
    )
    if match is None or amount is None:
        under_way.note("warning", "balance-not-read", _(_NO_BALANCE))
        return None
    try:
        day = _six(match[2])
    except ValueError:
        day = None
    return StatedBalance(-amount if match[1] == "D" else amount, day), currency


def _mark(text: str) -> str:
    """The standard has a comma; a lone point is read as what it can only be, or refused."""
    return "" if "." in text and "," not in text else ","


def _six(text: str) -> date:
    """A day written YYMMDD; years from 80 are of the last century (SWIFT: 80 to 99)."""
    year = int(text[:2])
    return date(year + (1900 if year >= 80 else 2000), int(text[2:4]), int(text[4:6]))  # noqa: PLR2004


def _with_words(message: _Message) -> list[tuple[_Field, list[_Field]]]:
    """Each line with the fields of words that follow it; those after the last balance are nobody's."""
    found: list[tuple[_Field, list[_Field]]] = []
    closed = False
    for each in message.fields:
        if each.tag == "61":
            found.append((each, []))
            closed = False
        elif each.tag in ("86", "NS") and found and not closed:
            found[-1][1].append(each)
        elif each.tag in ("62F", "62M", "90C", "90D"):
            closed = True
    return found


def _line(
    told: _Field, words: list[_Field], of: tuple[str, str, tuple[str, ...]], under_way: UnderWay
) -> StatementLine | None:
    match = _LINE.fullmatch(told.text) or _LINE.fullmatch(told.text.replace("\n", "", 1))
    if match is None:
        under_way.reject(told.row, _(_NOT_READ), told.text)
        return None
    mark = match[3]
    if mark[0] == "E":
        under_way.note("info", "pending", _(_EXPECTED), told.row)
        return None
    try:
        day, posted = _days(match[1], (match[2] or "").strip(), told.row, under_way)
        amount = under_way.amount(match[5], of[1], told.row, mark=_mark(match[5]))
    except AmountNotReadError:
        under_way.reject(told.row, _(_NO_AMOUNT), told.text, code="no-amount")
        return None
    except ValueError:
        under_way.reject(told.row, _(_NO_DAY), told.text, code="no-date")
        return None
    if mark[0] == "R":
        under_way.note("info", "reversal", _(_REVERSED), told.row)
    return _made(match, (day, posted, -amount if mark in ("D", "RC") else amount), (told, words), of, under_way)  # fmt: skip


def _made(
    match: re.Match[str],
    what: tuple[date, date | None, int],
    fields: tuple[_Field, list[_Field]],
    of: tuple[str, str, tuple[str, ...]],
    under_way: UnderWay,
) -> StatementLine:
    told, words = fields
    rest, _unused, bank = match[7].partition("//")
    theirs, beside = rest[:_REFERENCE].strip(), rest[_REFERENCE:].strip()
    below = (match[8] or "").strip()
    found = details_of([each.text for each in words], beside=beside, below=below)
    reference = next((r for r in (bank.strip(), theirs) if r not in _NONE), "")
    for each in of[2]:
        reference = reference.replace(each, "••")
    kind = found.kind or (match[6] or "").strip()
    return StatementLine(
        day=what[0],
        posted=what[1],
        amount=what[2],
        currency=of[1],
        payee=under_way.words(found.payee, of[2]),
        memo=under_way.words(found.memo, of[2]),
        reference=under_way.words(reference)[:60],
        kind=f"{kind[:40]}{' reversal' if match[3][0] == 'R' else ''}".strip(),
        balance=None,
        row=told.row,
        account=of[0],
        file=under_way.file,
    )


def _days(value: str, entry: str, row: int, under_way: UnderWay) -> tuple[date, date | None]:
    """The value date, and the booking date where it is another; its year is the nearest one.

    Raises:
        ValueError: where the value date is none.
    """
    try:
        day = _six(value)
    except ValueError:
        day = _six(f"{value[:4]}01")
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if not 28 < int(value[4:]) <= 31:  # noqa: PLR2004 - days that some months lack
            raise
        day = date.fromordinal(day.toordinal() - 1)
        under_way.note("warning", "no-such-date", _(_NO_SUCH_DAY), row)
    if not entry:
        return day, None
    near: list[date] = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            near.append(date(year, int(entry[:2]), int(entry[2:])))
        except ValueError:
            continue
    posted = min(near, key=lambda d: abs((d - day).days), default=None)
    return day, None if posted == day else posted
