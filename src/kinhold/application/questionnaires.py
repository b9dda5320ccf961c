"""Questionnaires: the form, her answers, and what was answered before. Digital paper, no more.

The exact words, a plain sum, the published name of a range. No course over time is drawn or judged,
nothing is advised, and no plan reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.positive_item import doctor_words
from kinhold.application.wording import say_day
from kinhold.domain.dates import first_day, from_moment
from kinhold.domain.findings import KinholdError
from kinhold.domain.wellbeing import CheckInAnswered
from kinhold.engines.wellbeing.instruments import SKIPPED
from kinhold.engines.wellbeing.loading import all_instruments, find_instrument
from kinhold.engines.wellbeing.scoring import (
    AnswersDoNotFitError,
    acts_alone,
    band_of,
    check_answers,
    sum_of,
)
from kinhold.engines.wellbeing.windows import again_on, is_offered
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from kinhold.domain.household import Household
    from kinhold.engines.wellbeing.instruments import Instrument
    from kinhold.record.record import Record

WHO_SEES: Final = N_(
    "Only you can see this. It lies apart, under a key of its own, and is in no export. Skip what you "
    "like."
)
WHAT_IT_IS: Final = N_(
    "These are somebody else’s words, a plain sum, and the name of a range. They do not say what you "
    "have, and no plan here reads them."
)
NO_TOTAL: Final = N_("No total: an answer is missing. That is fine. It is kept as it is.")
MOST_WORDS: Final = 2_000


class TooSoonError(KinholdError):
    """The time that a form asks about has not passed since it was answered; nothing was kept."""


@dataclass(frozen=True, slots=True)
class FormItem:
    """One question.

    Attributes:
        number: from 1.
        text: word for word.
        options: (value, text) in the order of the form; empty where a number is entered.
        lowest, highest: of an answer.
        acts_from: the least answer that is acted on at once; None where the sum is all there is.
    """

    number: int
    text: str
    options: tuple[tuple[int, str], ...]
    lowest: int
    highest: int
    acts_from: int | None = None


@dataclass(frozen=True, slots=True)
class FormPage:
    """A questionnaire to be answered.

    Attributes:
        key, name: short and in full.
        lane: `own`, `doctor` or `chosen`.
        who_sees: who can see the answers.
        what_it_is: what it is, and is not.
        stem: the words above the items, word for word.
        items: in order.
        language, version: of the wording.
        again: ISO day from which it may be answered again, or empty for now.
        wait: that in a sentence, or empty.
        limits: what to know about it.
        citation, licence: to be shown with it.
    """

    key: str
    name: str
    lane: str
    who_sees: str
    what_it_is: str
    stem: str
    items: tuple[FormItem, ...]
    language: str
    version: str
    again: str
    wait: str
    limits: tuple[str, ...]
    citation: str
    licence: str


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """What was answered once.

    Attributes:
        fact_id: for taking it back.
        key: of the form.
        day: ISO; `label`: in words.
        score, most: the total and the highest one; None where there is no total.
        said: the total and the published name of its range, or that there is none.
        words: what she wrote beside it.
    """

    fact_id: str
    key: str
    day: str
    label: str
    score: int | None
    most: int | None
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """A form that can be answered now: its key, name, questions, and whether a longer one goes on."""

    key: str
    name: str
    lane: str
    questions: int
    short: bool


def answered_before(record: Record) -> tuple[tuple[str, date], ...]:
    """Return (key, local day) of every answer on the record."""
    found = []
    for fact in record.of(CheckInAnswered):
        known, day = find_instrument(fact.instrument), first_day(fact.occurred)
        if known is not None and day is not None:
            found.append((known.key, day))
    return tuple(found)


def offered_forms(*, record: Record, on: date, lane: str = "") -> tuple[OfferedForm, ...]:
    """Return the forms whose time has passed, the short ones first; a chosen one is never among them.

    Args:
        record: the keeper's own.
        on: the local day.
        lane: `own` or `doctor`; both where empty.
    """
    before = answered_before(record)
    forms = sorted(all_instruments().values(), key=lambda i: not i.longer)
    return tuple(
        OfferedForm(i.key, i.name, i.lane, len(i.items), bool(i.longer))
        for i in forms
        if lane in ("", i.lane) and is_offered(i, before, on=on)
    )


def form_page(
    *, instrument: Instrument, record: Record, household: Household, on: date
) -> FormPage:
    """Return a form to be answered.

    Args:
        instrument: which.
        record: the keeper's own.
        household: as it stands.
        on: the local day.
    """
    first = again_on(instrument, answered_before(record))
    waits = first is not None and first > on
    return FormPage(
        key=instrument.key,
        name=instrument.name,
        lane=instrument.lane,
        who_sees=_(WHO_SEES),
        what_it_is=_(WHAT_IT_IS),
        stem=instrument.stem,
        items=tuple(
            FormItem(
                number,
                item.text,
                tuple((option.value, option.text) for option in item.options),
                item.lowest,
                item.highest,
                _acts_from(instrument, number),
            )
            for number, item in enumerate(instrument.items, start=1)
        ),
        language=instrument.language,
        version=instrument.version,
        again=first.isoformat() if waits and first else "",
        wait=_wait(instrument, first, household.country) if waits and first else "",
        limits=instrument.limits,
        citation=instrument.citation,
        licence=instrument.licence,
    )


def _acts_from(instrument: Instrument, number: int) -> int | None:
    at, least = instrument.acts_alone or (0, 0)
    return least if at == number else None


def _wait(instrument: Instrument, first: date, country: str) -> str:
    again = _("You answered it not long ago. It can be asked again from {day}.").format(
        day=say_day(first, country)
    )
    if not instrument.recall_days:
        return again
    about = _("{form} asks about the last {days} days.").format(
        form=instrument.key, days=instrument.recall_days
    )
    return f"{about} {again}"


@dataclass(frozen=True, slots=True)
class Answers:
    """What she gives: one integer an item, −1 for one that is skipped, and words of her own."""

    values: tuple[int, ...]
    words: str = ""


def write_answers(
    *,
    instrument: Instrument,
    given: Answers,
    record: Record,
    household: Household,
    now: datetime,
    new_id: Callable[[], str],
) -> CheckInAnswered:
    """Return her answers as a fact of the private space.

    Args:
        instrument: which form.
        given: her answers.
        record: the keeper's own.
        household: as it stands.
        now: aware.
        new_id: makes the fact's id.

    Raises:
        AnswersDoNotFitError: for another number of answers, one outside its range, or none at all.
        TooSoonError: where its time has not passed.
    """
    check_answers(instrument, given.values)
    words = given.words.strip()
    if set(given.values) == {SKIPPED} and not words and instrument.lane != "page":
        raise AnswersDoNotFitError(_("Nothing was answered, so there is nothing to keep."))
    if len(words) > MOST_WORDS:
        raise AnswersDoNotFitError(
            _("Keep your own words under {most} letters.").format(most=MOST_WORDS)
        )
    today = now.astimezone(household.zone).date()
    first = again_on(instrument, answered_before(record))
    if first is not None and first > today:
        raise TooSoonError(_wait(instrument, first, household.country))
    return CheckInAnswered(
        fact_id=new_id(),
        occurred=from_moment(now, household.zone),
        about=household.keeper,
        instrument=instrument.key,
        version=instrument.version,
        answers=given.values,
        words=words,
    )


def answered_line(fact: CheckInAnswered, *, country: str) -> AnsweredLine | None:
    """Return one answer as a line, or None where its form or version is not known here."""
    instrument = find_instrument(fact.instrument)
    day = first_day(fact.occurred)
    if instrument is None or day is None or instrument.lane == "page":
        return None
    try:
        total = sum_of(instrument, fact.answers)
    except AnswersDoNotFitError:
        return None
    return AnsweredLine(
        fact_id=fact.fact_id,
        key=instrument.key,
        day=day.isoformat(),
        label=say_day(day, country),
        score=total,
        most=instrument.most if total is not None else None,
        said=_kept_total(instrument, fact, total),
        words=fact.words,
    )


def _kept_total(instrument: Instrument, fact: CheckInAnswered, total: int | None) -> str:
    """A total in words; no range stands beside an answer that counts whatever the total is."""
    if total is None or not acts_alone(instrument, fact.answers):
        return say_total(instrument, total)
    return _("{form}: {total} of {most}. One answer counts by itself.").format(
        form=instrument.key, total=total, most=instrument.most
    )


def say_total(instrument: Instrument, total: int | None) -> str:
    """Return a total in words: the plain sum, and the published name of the range it lies in."""
    if not instrument.scored:
        return _("Kept.")
    if total is None:
        return _(NO_TOTAL)
    said = _("{form}: {total} of {most}.").format(
        form=instrument.key, total=total, most=instrument.most
    )
    band = band_of(instrument, total)
    if band is None:
        return said
    if any(c.isdigit() for c in band.name):
        published = _("The published range is “{name}”.").format(name=band.name)
    else:
        published = _("The range {lowest} to {highest} was published as “{name}”.").format(
            lowest=band.lowest, highest=band.highest, name=band.name
        )
    return f"{said} {published}"


def show_to(instrument: Instrument, total: int | None, country: str) -> str:
    """Return what can be done with the answers: a door, not advice."""
    if instrument.lane != "doctor" or total is None:
        return ""
    said = _("These answers are worth showing your {doctor}.").format(doctor=doctor_words(country))
    if instrument.longer and instrument.longer_from is not None and total >= instrument.longer_from:
        longer = _(
            "Its makers suggest the longer {form} from {total} on: now, later, or not at all."
        ).format(form=instrument.longer, total=instrument.longer_from)
        return f"{longer} {said}"
    return said


def history(record: Record, *, country: str) -> tuple[AnsweredLine, ...]:
    """Return every answer, the latest first: a list, with no course drawn through it."""
    lines = [answered_line(fact, country=country) for fact in record.of(CheckInAnswered)]
    return tuple(line for line in reversed(lines) if line is not None)


def latest_complete(record: Record, key: str) -> tuple[Instrument, CheckInAnswered, int] | None:
    """Return the last answer of a form that has a total, or None."""
    instrument = find_instrument(key)
    for fact in reversed(record.of(CheckInAnswered)):
        if instrument is None or find_instrument(fact.instrument) is not instrument:
            continue
        try:
            total = sum_of(instrument, fact.answers)
        except AnswersDoNotFitError:
            continue
        if total is not None:
            return instrument, fact, total
    return None


def latest_acting_alone(record: Record) -> CheckInAnswered | None:
    """Return the last answer that was acted on at once, or None."""
    found: Sequence[CheckInAnswered] = record.of(CheckInAnswered)
    for fact in reversed(found):
        instrument = find_instrument(fact.instrument)
        if instrument is not None and acts_alone(instrument, fact.answers):
            return fact
    return None
