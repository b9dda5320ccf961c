"""What can be checked of a statement with nothing but itself, and what of it was imported before.

Opening balance plus lines is closing balance; a running balance moves by each line; a bank's number
stands once. A later statement that overlaps adds nothing twice: a line is known by the bank's number, or
else by its day (three days off at most), amount and payee, one for one, so that two true coffees on one
day stay two.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from kinhold.application.statement_rows import OPENING, StatedBalance
from kinhold.domain.findings import Finding
from kinhold.domain.money import Money, say
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from kinhold.application.statement_rows import StatementAccount, StatementLine

NEAR_DAYS: Final = 3
"""How far apart the days of one payment may be in two statements."""
SAME_NUMBER_DAYS: Final = 10
"""How far apart they may be where the bank's number is the same: a pending line that was booked."""
_NAMED: Final = 8

Order = Literal["oldest-first", "newest-first", "unknown"]


@dataclass(frozen=True, slots=True)
class RepeatedLines:
    """Lines of one account that may be one, as groups of their places in it.

    Attributes:
        same_number: the bank's number, day and amount are the same: the file lists a line twice.
        alike: day, amount and payee are the same and there is no number: two true payments, or one.
        reused_number: the number is the same, and day or amount are not: it identifies nothing.
    """

    same_number: tuple[tuple[int, ...], ...] = ()
    alike: tuple[tuple[int, ...], ...] = ()
    reused_number: tuple[tuple[int, ...], ...] = ()


def check_closing(account: StatementAccount) -> Finding | None:
    """Return a warning where opening balance and lines do not make the closing balance."""
    if account.opening is None or account.closing is None:
        return None
    if any(line.currency != account.currency for line in account.lines):
        return None
    lines = sum(line.amount for line in account.lines if line.kind != OPENING)
    off = account.closing.amount - account.opening.amount - lines
    if not off:
        return None
    said = _said(account.currency)
    return Finding(
        "warning",
        "statement.closing-differs",
        _(
            "The balance at the beginning ({said}) and {lines} ({value}) make {amount}, and the "
            "statement ends with {closing_amount}: {off} is unexplained. Lines may be missing."
        ).format(
            said=said(account.opening.amount),
            lines=_lines(account.lines),
            value=said(lines),
            amount=said(account.opening.amount + lines),
            closing_amount=said(account.closing.amount),
            off=said(off),
        ),
        _where(account),
    )


def reading_order(lines: Sequence[StatementLine]) -> Order:
    """Return in which order lines with running balances stand; unknown where they do not tell."""
    if len(lines) < 2 or any(line.balance is None for line in lines):  # noqa: PLR2004 - two to compare
        return "unknown"
    forward, backward = len(_breaks(lines)), len(_breaks(lines[::-1]))
    if forward == backward:
        return "unknown"
    return "oldest-first" if forward < backward else "newest-first"


def check_running(account: StatementAccount) -> Finding | None:
    """Return a warning where the balance after a line is not the one before it plus the line."""
    order = reading_order(account.lines)
    if order == "unknown":
        return _never_follows(account)
    lines = account.lines if order == "oldest-first" else account.lines[::-1]
    broken = _breaks(lines)
    if not broken:
        return None
    rows = ", ".join(str(lines[place].row) for place in broken[:_NAMED])
    more = (
        _(" and {broken} more").format(broken=len(broken) - _NAMED) if len(broken) > _NAMED else ""
    )
    return Finding(
        "warning",
        "statement.balance-jumps",
        _(
            "The running balance does not follow from the lines at {broken} of {lines} lines. "
            "Lines may be missing, or the bank lists those of one day in another order."
        ).format(broken=len(broken), lines=len(lines)),
        _("{where}, row {rows}{more}")
        .format(where=_where(account), rows=rows, more=more)
        .lstrip(", "),
    )


def _never_follows(account: StatementAccount) -> Finding | None:
    """Return a warning where running balances follow from the lines in neither direction."""
    lines = account.lines
    if len(lines) < 3 or any(line.balance is None for line in lines):  # noqa: PLR2004 - two can be chance
        return None
    if not _breaks(lines) or not _breaks(lines[::-1]):
        return None
    return Finding(
        "warning",
        "statement.balance-never-fits",
        _(
            "The running balances do not follow from the amounts in any order. Amounts may stand "
            "with the wrong sign, or lines may be missing. Compare with your bank."
        ),
        _where(account),
    )


def _breaks(lines: Sequence[StatementLine]) -> list[int]:
    return [
        place
        for place in range(1, len(lines))
        if (lines[place].balance or 0) != (lines[place - 1].balance or 0) + lines[place].amount
    ]


def with_running_ends(account: StatementAccount) -> StatementAccount:
    """Return the account with the opening and closing balance that its running balances prove.

    Balances that the file states itself stay; where a running balance jumps, nothing is taken from it.
    """
    order = reading_order(account.lines)
    single = len(account.lines) == 1 and account.lines[0].balance is not None
    if order == "unknown" and not single:
        return account
    lines = account.lines[::-1] if order == "newest-first" else account.lines
    if _breaks(lines):
        return account
    first, last = lines[0], lines[-1]
    opening = StatedBalance((first.balance or 0) - first.amount, first.day)
    closing = StatedBalance(last.balance or 0, last.day)
    return replace(account, opening=account.opening or opening, closing=account.closing or closing)


def repeated_lines(lines: Sequence[StatementLine]) -> RepeatedLines:
    """Return which lines of one account may be one."""
    by_number: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.identified_by:
            by_number[line.account, line.identified_by, line.reference].append(place)
        else:
            # What a bank writes beside a payment tells two payments apart, and so does a running balance.
            alike[line.day, line.amount, line.currency, payee_letters(line), line.memo, line.reference, line.balance].append(place)  # fmt: skip
    same: list[tuple[int, ...]] = []
    reused: list[tuple[int, ...]] = []
    for places in by_number.values():
        if len(places) > 1:
            one = {(lines[p].day, lines[p].amount, lines[p].currency) for p in places}
            (same if len(one) == 1 else reused).append(tuple(places))
    return RepeatedLines(
        tuple(same), tuple(tuple(p) for p in alike.values() if len(p) > 1), tuple(reused)
    )


def without_reused_numbers(account: StatementAccount) -> StatementAccount:
    """Return the account where a number that stands on different lines identifies none of them."""
    reused = {p for places in repeated_lines(account.lines).reused_number for p in places}
    if not reused:
        return account
    return replace(
        account,
        lines=tuple(
            line._replace(identified_by="") if place in reused else line
            for place, line in enumerate(account.lines)
        ),
    )


def check_repeats(account: StatementAccount) -> tuple[Finding, ...]:
    """Return warnings for lines of one account that may be one."""
    found = repeated_lines(account.lines)
    told = (
        ("same-number", found.same_number, _("The file lists lines twice, with the same number of the bank's own. Keep one of "
"each.")),
        ("reused-number", found.reused_number, _("The bank gives one number to different lines; they are told apart by day, amount "
"and payee instead.")),
        ("alike", found.alike, _("Lines have the same day, amount and payee, and no number of the bank's own. They "
"can be two true payments; look at them.")),
    )  # fmt: skip
    return tuple(
        Finding("warning", f"statement.{code}", sentence, _rows(account, groups))
        for code, groups, sentence in told
        if groups
    )


def check_account(account: StatementAccount) -> tuple[Finding, ...]:
    """Return everything that is odd about one statement of one account."""
    found = (check_closing(account), check_running(account))
    return (*(each for each in found if each is not None), *check_repeats(account))


def find_known(
    *, lines: Sequence[StatementLine], known: Sequence[StatementLine]
) -> tuple[int | None, ...]:
    """Find which lines were imported before.

    By the bank's number and account first; the amount must be the same and the days at most ten apart,
    since some banks begin to count anew in each file. Lines that have no number in common are compared
    by account, amount, payee and day: the same day first, then up to three days off, where both stand
    in the days that the two statements share, or where there is only one of each. Every known line is
    used once.

    Args:
        lines: of a later import, in any order.
        known: of all earlier ones. Lines are compared within their `account`; where a person says that
            two accounts are one (such as a card in OFX and in CSV), give their lines the same.

    Returns:
        For each of `lines` its place in `known`, or None where it is new.
    """
    search = _Search(lines, known)
    search.match(_by_number, SAME_NUMBER_DAYS, lambda _a, _b: True)
    search.match(_by_payee, 0, _may_be_one)
    alone, shared = _alone(lines, known), _shared_days(lines, known)

    def near(one: StatementLine, other: StatementLine) -> bool:
        inside = shared is not None and all(shared[0] <= x.day <= shared[1] for x in (one, other))
        return _may_be_one(one, other) and (inside or _by_payee(one) in alone)

    search.match(_by_payee, NEAR_DAYS, near)
    return tuple(search.found)


class _Search:
    """Lines that look for their like among known ones; each known one is used once."""

    def __init__(self, lines: Sequence[StatementLine], known: Sequence[StatementLine]) -> None:
        self.lines, self.known = lines, known
        self.found: list[int | None] = [None] * len(lines)
        self.left = set(range(len(known)))

    def match(
        self,
        key: Callable[[StatementLine], tuple[object, ...] | None],
        days: int,
        fits: Callable[[StatementLine, StatementLine], bool],
    ) -> None:
        """Give each line that has none the nearest known one of its key, so many days off at most."""
        groups: defaultdict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)
        for place in self.left:
            name = key(self.known[place])
            if name is not None:
                insort(groups[name], (self.known[place].day.toordinal(), place))
        order = sorted(range(len(self.lines)), key=lambda p: (self.lines[p].day, p))
        for place in order:
            name = key(self.lines[place]) if self.found[place] is None else None
            if name in groups:
                self._take(place, groups[name], days, fits)  # type: ignore[index]  # it is in there

    def _take(
        self,
        place: int,
        group: list[tuple[int, int]],
        days: int,
        fits: Callable[[StatementLine, StatementLine], bool],
    ) -> None:
        line = self.lines[place]
        day = line.day.toordinal()
        window = group[
            bisect_left(group, (day - days, -1)) : bisect_left(group, (day + days + 1, -1))
        ]
        fitting = [each for each in window if fits(line, self.known[each[1]])]
        if fitting:
            chosen = min(fitting, key=lambda each: (abs(each[0] - day), each))
            self.found[place] = chosen[1]
            self.left.discard(chosen[1])
            del group[bisect_left(group, chosen)]


def _by_number(line: StatementLine) -> tuple[object, ...] | None:
    if not line.identified_by:
        return None
    return line.account, line.identified_by, line.reference, line.amount


def _by_payee(line: StatementLine) -> tuple[object, ...]:
    return line.account, line.amount, line.currency, payee_letters(line)


def _may_be_one(one: StatementLine, other: StatementLine) -> bool:
    """Two lines that carry numbers of one sort are one only where the number says so."""
    return not one.identified_by or one.identified_by != other.identified_by


def _alone(
    lines: Sequence[StatementLine], known: Sequence[StatementLine]
) -> set[tuple[object, ...]]:
    counts = [Counter(map(_by_payee, side)) for side in (lines, known)]
    return {name for name in counts[0] if counts[0][name] == 1 == counts[1][name]}


def _shared_days(
    lines: Sequence[StatementLine], known: Sequence[StatementLine]
) -> tuple[date, date] | None:
    if not lines or not known:
        return None
    first = max(min(x.day for x in lines), min(x.day for x in known))
    last = min(max(x.day for x in lines), max(x.day for x in known))
    return (first, last) if first <= last else None


def payee_letters(line: StatementLine) -> str:
    """Return who was paid, or else what is written, without accents, case, blanks and signs."""
    return _plain(line.payee or line.memo)


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


def join_statements(
    statements: Iterable[StatementAccount],
) -> tuple[tuple[StatementAccount, ...], tuple[Finding, ...]]:
    """Join the statements of each account; lines that two files share are counted once.

    Returns:
        Each account once, in the order in which they first stand, and what is odd: a gap between two
        statements, lines that were in an earlier file already.
    """
    groups: defaultdict[str, list[StatementAccount]] = defaultdict(list)
    for statement in statements:
        groups[statement.key].append(statement)
    accounts, findings = [], []
    for same in groups.values():
        joined, odd = _joined(same)
        accounts.append(joined)
        findings += odd
    return tuple(accounts), tuple(findings)


def _joined(same: list[StatementAccount]) -> tuple[StatementAccount, list[Finding]]:
    same = sorted(same, key=_began)  # stable: statements without a day stay in their order
    whole, findings = same[0], []
    for statement in same[1:]:
        following, twice = statement, 0
        if statement.file != whole.file:
            following, twice = _without_known(whole, statement)
        if twice:
            message = _(
                "{twice} lines of this account are in an earlier file already; they were counted "
                "once."
            ).format(twice=twice)
            findings.append(Finding("info", "statement.in-both", message, _where(whole)))
        elif _leaves_gap(whole, following):
            findings.append(_gap(whole, following))
        whole = _together(whole, following)
    return whole, findings


def _leaves_gap(whole: StatementAccount, following: StatementAccount) -> bool:
    if whole.closing is None or following.opening is None:
        return False
    if whole.closing.amount == following.opening.amount:
        return False
    return whole.end is None or following.start is None or whole.end <= following.start


def _gap(whole: StatementAccount, following: StatementAccount) -> Finding:
    said = _said(whole.currency)
    ended = said(whole.closing.amount) if whole.closing else ""
    begins = said(following.opening.amount) if following.opening else ""
    return Finding(
        "warning",
        "statement.gap",
        _(
            "One statement ends with {ended} and the next begins with {begins}. A statement "
            "between them may be missing."
        ).format(ended=ended, begins=begins),
        _where(following),
    )


def _without_known(
    whole: StatementAccount, following: StatementAccount
) -> tuple[StatementAccount, int]:
    """A later statement without the lines that are known, and how many those are."""
    known = find_known(lines=following.lines, known=whole.lines)
    new = tuple(line for line, place in zip(following.lines, known, strict=True) if place is None)
    return replace(following, lines=new), len(following.lines) - len(new)


def _together(one: StatementAccount, other: StatementAccount) -> StatementAccount:
    """Two statements as one: the earlier one's beginning, the later one's end."""
    starts = [day for day in (one.start, other.start) if day is not None]
    ends = [day for day in (one.end, other.end) if day is not None]
    later = other if not one.end or not other.end or other.end >= one.end else one
    return replace(
        one,
        bank=one.bank or other.bank,
        name=one.name or other.name,
        opening=one.opening,
        closing=later.closing or (one.closing if later is other else other.closing),
        start=min(starts, default=None),
        end=max(ends, default=None),
        lines=(*one.lines, *other.lines),
    )


def _began(statement: StatementAccount) -> str:
    day = (statement.opening.day if statement.opening else None) or statement.start
    return day.isoformat() if day else ""


def _lines(lines: Sequence[StatementLine]) -> str:
    return _("the one line") if len(lines) == 1 else _("the {lines} lines").format(lines=len(lines))


def _said(currency: str) -> Callable[[int], str]:
    return lambda minor: say(Money(minor, currency)).rstrip()


def _where(account: StatementAccount) -> str:
    return " ".join(part for part in (account.bank, account.number_shown or account.name) if part)


def _rows(account: StatementAccount, groups: Sequence[tuple[int, ...]]) -> str:
    rows = [
        _(" and ").join(str(account.lines[p].row) for p in places) for places in groups[:_NAMED]
    ]
    more = _("; {groups} more").format(groups=len(groups) - _NAMED) if len(groups) > _NAMED else ""
    where = _where(account)
    return _("{where}{more}rows {rows}{value}").format(
        where=where, more=", " if where else "", rows="; ".join(rows), value=more
    )
