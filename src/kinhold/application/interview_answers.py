"""What each answered row of the interview becomes in the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kinhold.domain.care import AvailabilityStated, AwayStated
from kinhold.domain.dates import UNKNOWN, DateNotUnderstoodError, Edtf, from_day, parse_edtf
from kinhold.domain.fact import Label
from kinhold.domain.finances import BalanceNoted, BillStated, DebtStated, IncomeStated
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import AmountNotUnderstoodError, Money, parse_money
from kinhold.domain.people import (
    PLACES,
    CarerLeft,
    ChildAdded,
    HomeStated,
    HouseholdOpened,
    PersonAdded,
)
from kinhold.domain.periods import ClockWindow, WindowNotUnderstoodError, parse_window
from kinhold.domain.promises import PromiseMade
from kinhold.domain.recurrence import WEEKDAYS, Recurrence, parse_recurrence
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household

HOME: Final = Label("Home")
CURRENCY: Final = {"uk": "GBP", "us": "USD"}
ZONE: Final = {"uk": "Europe/London", "us": "America/New_York"}


class AnswerNotUsableError(KinholdError):
    """An entry of the interview cannot be read.

    Attributes:
        row: which row, from 1; 0 where it is about none.
    """

    def __init__(self, row: int, sentence: str) -> None:
        """Carry the row, so that the form can show where."""
        super().__init__(
            _("Row {row}: {sentence}").format(row=row, sentence=sentence) if row else sentence
        )
        self.row = row


@dataclass(frozen=True, slots=True)
class Answer:
    """One row that was filled in; empty entries are left out of `entries`."""

    row: int
    entries: Mapping[str, str]
    household: Household
    on: date
    new_id: Callable[[], str]

    def text(self, name: str, label: str = "") -> str:
        """Return an entry; one with a label has to be there.

        Raises:
            AnswerNotUsableError: where it is missing.
        """
        value = self.entries.get(name, "")
        if label and not value:
            raise AnswerNotUsableError(
                self.row, _("{label} is missing. Fill it in, or empty the row.").format(label=label)
            )
        return value

    def date(self, name: str) -> Edtf:
        """Return an entry as a date, `../..` where empty.

        Raises:
            AnswerNotUsableError: where it is not a date.
        """
        try:
            return parse_edtf(self.entries[name]) if name in self.entries else UNKNOWN
        except DateNotUnderstoodError as problem:
            raise AnswerNotUsableError(self.row, str(problem)) from None

    def money(self, name: str) -> Money | None:
        """Return an entry as an amount of the household's currency, None where empty.

        Raises:
            AnswerNotUsableError: where it is not an amount.
        """
        if name not in self.entries:
            return None
        try:
            return parse_money(self.entries[name].strip("£$€ "), currency=self.household.currency)
        except AmountNotUnderstoodError as problem:
            raise AnswerNotUsableError(self.row, str(problem)) from None

    def weekly(self) -> Recurrence | None:
        """Return the days ticked as a weekly rule, None where none was.

        Raises:
            AnswerNotUsableError: where a day is not one of the week.
        """
        days = [d.strip().lower()[:3] for d in self.entries.get("days", "").split(",") if d.strip()]
        if not days:
            return None
        if not set(days) <= set(WEEKDAYS):
            raise AnswerNotUsableError(self.row, _("Days are written like mon, thu."))
        return Recurrence("week", weekdays=tuple(sorted({WEEKDAYS.index(d) for d in days})))

    def window(self) -> tuple[ClockWindow, ...]:
        """Return from and to as a window, empty where neither was given.

        Raises:
            AnswerNotUsableError: where only one was given or they are not times of day.
        """
        start, end = self.entries.get("from", ""), self.entries.get("to", "")
        if not start and not end:
            return ()
        try:
            return (parse_window(f"{start}-{end}"),)
        except WindowNotUnderstoodError:
            raise AnswerNotUsableError(
                self.row, _("Write both times, like 22:00 and 03:00.")
            ) from None

    def each(self) -> Recurrence | None:
        """Return how often, None for once."""
        often = self.entries.get("each", "month")
        return None if often in ("once", "balance") else parse_recurrence(often)

    def common(self) -> dict[str, Any]:
        """Return id and day for a fact of this answer."""
        return {"fact_id": self.new_id(), "occurred": from_day(self.on)}

    def known(self, name: str) -> bool:
        """Return whether somebody of this name is on the record."""
        return self.household.person(name) is not None


def _person(answer: Answer, name: str, role: str) -> list[Fact]:
    if answer.known(name) or not name:
        return []
    gender = (
        "f"
        if role in ("mother", "wife", "mother_in_law")
        else "m"
        if role in ("father", "husband", "father_in_law")
        else ""
    )
    return [PersonAdded(**answer.common(), about=name, role=role or "other", gender=gender)]  # type: ignore[arg-type]


def answer_you(answer: Answer) -> list[Fact]:
    """Her name, country, zone and currency."""
    name = answer.text("name", _("What to call you"))
    country = answer.text("country")
    if country and country not in CURRENCY:
        raise AnswerNotUsableError(
            answer.row, _("Country is uk or us; leave it empty for another.")
        )
    zone = answer.text("zone") or ZONE.get(country, "Etc/UTC")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise AnswerNotUsableError(
            answer.row, _("The time zone is written like Europe/London or America/Chicago.")
        ) from None
    header = HouseholdOpened(
        fact_id=answer.new_id(),
        country=country,
        zone=zone,
        currency=CURRENCY.get(country, "EUR"),
        keeper=name,  # type: ignore[arg-type]
    )
    return [
        header,
        *([] if answer.known(name) else [PersonAdded(**answer.common(), about=name, role="self")]),
    ]


def answer_children(answer: Answer) -> list[Fact]:
    """A child and when it was born."""
    return [
        ChildAdded(
            **answer.common(), about=answer.text("name", _("A name")), born=answer.date("born")
        )
    ]


def answer_home(answer: Answer) -> list[Fact]:
    """Somebody who lives with her; the home then holds everybody who does."""
    name = answer.text("name", _("A name"))
    household = answer.household
    inside = [p.handle for p in household.people if p.home and p.home == household.home]
    base = [household.keeper, *(c.handle for c in household.children)]
    people = tuple(dict.fromkeys(p for p in (*base, *inside, name) if p))
    home = HomeStated(**answer.common(), about=household.home or HOME, people=people)  # type: ignore[arg-type]
    return [*_person(answer, name, answer.text("role")), home]


def answer_left(answer: Answer) -> list[Fact]:
    """Who left, and when; the home before that is stated too, so that there is one to leave."""
    name = answer.text("name", _("A name"))
    household = answer.household
    facts = _person(answer, name, answer.text("role"))
    if not household.home:
        people = tuple(
            dict.fromkeys(
                p for p in (household.keeper, *(c.handle for c in household.children), name) if p
            )
        )
        facts.append(HomeStated(fact_id=answer.new_id(), about=HOME, people=people))  # type: ignore[arg-type]
    left = CarerLeft(
        fact_id=answer.new_id(),
        occurred=answer.date("day"),
        about=name,
        home=household.home or HOME,
    )
    return [*facts, left]


def answer_helpers(answer: Answer) -> list[Fact]:
    """Who can take over, on which days and hours; a school or a nursery closes on public holidays."""
    name = answer.text("name", _("A name"))
    role, _unused, on_holidays = answer.text("role").partition("-")
    facts = _person(answer, name, role)
    known = answer.household.person(name)
    place = (known.role if known else role) in PLACES
    closed = on_holidays == "off" or (place and on_holidays != "open")
    each, at = answer.weekly(), answer.window()
    if each or at:
        if not (each and at):
            raise AnswerNotUsableError(
                answer.row, _("Choose days and both times, or leave all of them empty.")
            )
        hours = AvailabilityStated(**answer.common(), about=name, each=each, at=at)
        facts.append(replace(hours, skips="holidays") if closed else hours)
    return facts


def answer_work(answer: Answer) -> list[Fact]:
    """When she is away."""
    each, at = answer.weekly(), answer.window()
    if not (each and at):
        raise AnswerNotUsableError(answer.row, _("Choose days and both times, or empty the row."))
    why, _unused, off = answer.text("why").partition("-")
    shift = AwayStated(
        **answer.common(),
        about=answer.household.keeper,
        why=why or "work",  # type: ignore[arg-type]  # one of the choices offered
        each=each,
        at=at,
        skips="holidays" if off else "",
    )
    return [shift]


def answer_promises(answer: Answer) -> list[Fact]:
    """What somebody said they would do."""
    name = answer.text("name", _("Who"))
    promise = PromiseMade(
        **answer.common(),
        about=name,
        to=(answer.household.keeper,),
        topic=answer.text("about") or "other",  # type: ignore[arg-type]
        each=answer.weekly(),
        words=answer.text("words", _("What they said")),
    )
    return [*_person(answer, name, "other"), promise]


def answer_incomes(answer: Answer) -> list[Fact]:
    """What is in an account now, or what comes in."""
    label, amount = answer.text("label", _("What")), answer.money("amount")
    if amount is None:
        raise AnswerNotUsableError(
            answer.row, _("How much is missing. Fill it in, or empty the row.")
        )
    if answer.text("each") == "balance":
        return [BalanceNoted(**answer.common(), about=label, amount=amount)]
    kind = "benefit" if "benefit" in label.casefold() or "credit" in label.casefold() else "wage"
    income = IncomeStated(
        fact_id=answer.new_id(),
        occurred=_first(answer),
        about=label,
        amount=amount,
        each=answer.each(),
        type=kind,  # type: ignore[arg-type]
        to=answer.household.keeper,
    )
    return [income]


def answer_bills(answer: Answer) -> list[Fact]:
    """What has to be paid; its class follows from the rules of the country."""
    label = answer.text("label", _("What"))
    return [
        BillStated(
            fact_id=answer.new_id(),
            occurred=_first(answer),
            about=label,
            amount=answer.money("amount"),
            each=answer.each(),
            type=label.casefold().replace(" ", "-"),
            liable=(answer.household.keeper,),
        )
    ]


def answer_debts(answer: Answer) -> list[Fact]:
    """What is owed, and everybody who signed."""
    label, other = answer.text("label", _("What")), answer.text("with")
    liable = tuple(p for p in (answer.household.keeper, other) if p)
    debt = DebtStated(
        fact_id=answer.new_id(),
        occurred=_first(answer),
        about=label,
        balance=answer.money("balance"),
        minimum=answer.money("amount"),
        each=Recurrence("month"),
        liable=liable,  # type: ignore[arg-type]
        liability="joint-and-several" if other else "sole",
        type="loan" if "loan" in label.casefold() else label.casefold().replace(" ", "-"),
    )
    return [*_person(answer, other, "other"), debt]


def _first(answer: Answer) -> Edtf:
    """The day it first falls; without one the engines ask for it rather than guess."""
    return answer.date("day")
