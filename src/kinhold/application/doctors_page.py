"""One page for a doctor: her words first, sleep, load, what she wants to ask, totals if she likes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.own_rest import noted_nights, own_help, own_nights
from kinhold.application.positive_item import doctor_words
from kinhold.application.questionnaires import latest_complete
from kinhold.application.wording import say_age, say_day, say_list
from kinhold.domain.dates import age_in_months, first_day, from_day
from kinhold.domain.findings import KinholdError
from kinhold.domain.wellbeing import DiaryWritten
from kinhold.engines.wellbeing.instruments import SKIPPED
from kinhold.engines.wellbeing.loading import instrument_named
from kinhold.engines.wellbeing.scoring import acts_alone, band_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from kinhold.application.own_rest import OwnNight
    from kinhold.domain.household import Household
    from kinhold.domain.wellbeing import CheckInAnswered
    from kinhold.engines.wellbeing.instruments import Instrument
    from kinhold.projections.care_history import LogIndex
    from kinhold.record.record import Record

WORDS: Final = "for the doctor"
ASK: Final = "to ask the doctor"
"""What a private line is about, where it is for this page."""
MOST_WORDS: Final = 1_500
MOST_ASKED: Final = 8
"""Letters and questions that one page has room for."""


class DoctorsPageError(KinholdError):
    """The page cannot be made as asked; the text says what to change."""


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """A total that she chose to show.

    Attributes:
        key, name: of the form.
        day: in words.
        said: the total, the highest one, and the published name of its range.
        alone: the answer that stands for itself, where there is one; else empty.
        citation: where the form is from.
    """

    key: str
    name: str
    day: str
    said: str
    alone: str
    citation: str


@dataclass(frozen=True, slots=True)
class DoctorsPage:
    """The page.

    Attributes:
        title: for whom.
        name: hers.
        on: ISO; `day`: in words.
        country: for paper and spelling.
        words: hers, as she wrote them; empty where there are none.
        ask: what she wants to ask, in order.
        nights: the last seven, the latest first.
        sleep: the same in words: label and what the log tells, the silent nights as one line.
        load: who lives on her care, what help there was.
        scores: only those she chose.
        note: what the page is, and is not.
    """

    title: str
    name: str
    on: str
    day: str
    country: str
    words: str
    ask: tuple[str, ...]
    nights: tuple[OwnNight, ...]
    sleep: tuple[tuple[str, str], ...]
    load: tuple[str, ...]
    scores: tuple[ScoreShown, ...]
    note: str


def doctors_page(
    *,
    record: Record,
    index: LogIndex,
    household: Household,
    now: datetime,
    scores: Sequence[str] = (),
) -> DoctorsPage:
    """Return the page as it stands.

    Args:
        record: the keeper's own.
        index: the log.
        household: as it stands.
        now: aware.
        scores: keys of the forms whose last total she wants on it; none by default.

    Raises:
        NoSuchInstrumentError: for a name that is no form.
        DoctorsPageError: for a form without a total on the record.
    """
    country, today = household.country, now.astimezone(household.zone).date()
    name, lines = household.name(household.keeper), record.of(DiaryWritten)
    words = [line.words for line in lines if line.about == WORDS]
    asked = [line.words for line in lines if line.about == ASK]
    nights = own_nights(index=index, household=household, now=now)
    help_ = own_help(record=record, household=household, now=now)
    return DoctorsPage(
        title=_("For my {doctor}").format(doctor=doctor_words(country)),
        name=name,
        on=today.isoformat(),
        day=say_day(today, country),
        country=country,
        words=words[-1] if words else "",
        ask=tuple(asked[-MOST_ASKED:]),
        nights=nights,
        sleep=noted_nights(nights),
        load=(_children(household, today), *_nights_up(nights), help_.said),
        scores=tuple(_score(record, key, country) for key in dict.fromkeys(scores)),
        note=_(
            "Made by {name} from {name}’s own notes. Sleep and help are what was noted; a night "
            "without a note says nothing."
        ).format(name=name),
    )


def _children(household: Household, today: date) -> str:
    said = []
    for child in household.children:
        age = say_age(age_in_months(child.born, today))
        said.append(f"{child.name} ({age})" if age else child.name)
    return (
        _("Looks after {said}.").format(said=say_list(said))
        if said
        else _("No children are on the record.")
    )


def _nights_up(nights: Sequence[OwnNight]) -> tuple[str, ...]:
    up = [night.times_up for night in nights if night.times_up]
    if not up:
        return ()
    often = _("once") if sum(up) == 1 else _("{up} times").format(up=sum(up))
    return (
        _("Up {often} in {up} of the last {nights} nights, as noted.").format(
            often=often, up=len(up), nights=len(nights)
        ),
    )


def _score(record: Record, key: str, country: str) -> ScoreShown:
    instrument = instrument_named(key)
    found = latest_complete(record, instrument.key)
    if found is None:
        raise DoctorsPageError(
            _(
                "There is no total of {key} yet. Answer every question of it, or leave it out."
            ).format(key=instrument.key)
        )
    _unused, fact, total = found
    day = first_day(fact.occurred)
    return ScoreShown(
        key=instrument.key,
        name=instrument.name,
        day=say_day(day, country) if day else "",
        said=_("{total} of {most}{range}").format(
            total=total, most=instrument.most, range=_range(instrument, fact, total)
        ),
        alone=_alone(instrument, fact),
        citation=instrument.citation,
    )


def _range(instrument: Instrument, fact: CheckInAnswered, total: int) -> str:
    """The published range, but not beside an answer that counts whatever the total is."""
    band = band_of(instrument, total)
    if band is None or acts_alone(instrument, fact.answers):
        return ""
    if any(c.isdigit() for c in band.name):
        return _(" (range: {band})").format(band=band.name)
    return _(" ({lowest} to {highest}: {band})").format(
        lowest=band.lowest, highest=band.highest, band=band.name
    )


def _alone(instrument: Instrument, fact: CheckInAnswered) -> str:
    """The answer that a doctor looks at by itself: its number, and its words where we may show them."""
    if instrument.acts_alone is None:
        return ""
    number, _unused = instrument.acts_alone
    item, answer = instrument.items[number - 1], fact.answers[number - 1]
    if answer == SKIPPED:
        return ""
    text = next((f" ({o.text})" for o in item.options if o.value == answer), "")
    which = 10 if instrument.entry else number
    return _("Question {which}: {answer}{text}").format(which=which, answer=answer, text=text)


def write_for_doctor(
    *,
    today: date,
    new_id: Callable[[], str],
    words: str = "",
    ask: Sequence[str] = (),
) -> tuple[DiaryWritten, ...]:
    """Return her words and questions for the page as private lines; new words take the old ones' place.

    Args:
        today: the local day.
        new_id: makes the facts' ids.
        words: what she wants to say; nothing is written where empty.
        ask: what she wants to ask.

    Raises:
        DoctorsPageError: where one is too long for a page.
    """
    if len(words) > MOST_WORDS or any(len(each) > MOST_WORDS // 5 for each in ask):
        raise DoctorsPageError(
            _(
                "One page has room for {most_words} letters and questions of {value}. Make it "
                "shorter; the rest you can say."
            ).format(most_words=MOST_WORDS, value=MOST_WORDS // 5)
        )
    told = [(WORDS, words.strip()), *((ASK, each.strip()) for each in ask)]
    return tuple(
        DiaryWritten(fact_id=new_id(), occurred=from_day(today), about=about, words=text)
        for about, text in told
        if text
    )


def rewrite_for_doctor(
    *,
    record: Record,
    today: date,
    new_id: Callable[[], str],
    words: str,
    ask: Sequence[str],
) -> tuple[tuple[DiaryWritten, ...], tuple[str, ...]]:
    """Return what to write and whose ids to take back, so that the page says this and no more.

    Args:
        record: the keeper's own.
        today: the local day.
        new_id: makes the facts' ids.
        words: all that she wants to say.
        ask: all that she wants to ask.

    Raises:
        DoctorsPageError: where one is too long, or there are more questions than a page has room for.
    """
    if len(ask) > MOST_ASKED:
        raise DoctorsPageError(
            _(
                "One page has room for {most_asked} questions. Choose those that matter most."
            ).format(most_asked=MOST_ASKED)
        )
    lines = [line for line in record.of(DiaryWritten) if line.about in (WORDS, ASK)]
    standing = {(line.about, line.words) for line in lines}
    wanted = write_for_doctor(today=today, new_id=new_id, words=words, ask=ask)
    kept = {(line.about, line.words) for line in wanted}
    return (
        tuple(line for line in wanted if (line.about, line.words) not in standing),
        tuple(line.fact_id for line in lines if (line.about, line.words) not in kept),
    )
