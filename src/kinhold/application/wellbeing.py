"""How are you doing? Facts of the log first, then what she may answer; signals for her eyes alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.lines import LineShown, topic_lines
from kinhold.application.own_rest import (
    OwnHelp,
    OwnNight,
    longest_said,
    noted_nights,
    own_help,
    own_nights,
)
from kinhold.application.positive_item import SAFE_NOW, at_once_words, positive_item_page
from kinhold.application.questionnaires import (
    AnsweredLine,
    OfferedForm,
    TooSoonError,
    history,
    latest_acting_alone,
    offered_forms,
    say_total,
    show_to,
    write_answers,
)
from kinhold.application.safety_plan import plan_texts
from kinhold.domain.dates import from_moment, instant
from kinhold.domain.wellbeing import CheckInAnswered, SignalNoted
from kinhold.engines.wellbeing.instruments import SKIPPED
from kinhold.engines.wellbeing.loading import instrument_named
from kinhold.engines.wellbeing.scoring import acts_alone, sum_of
from kinhold.engines.wellbeing.signals import QUESTION, needs_help_at_once, topics_for
from kinhold.record.record import PRIVATE, Record
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from kinhold.application.positive_item import PositiveItemPage
    from kinhold.application.questionnaires import Answers
    from kinhold.domain.household import Household, Person
    from kinhold.engines.wellbeing.instruments import Instrument
    from kinhold.engines.wellbeing.lines import Topic
    from kinhold.projections.care_history import LogIndex

NOT_NAMED_YET: Final = "self"
MOST_KEPT_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class HowAreYouPage:
    """The first page of wellbeing.

    Attributes:
        title: neutral.
        who_sees: who can see it.
        longest: the latest night that tells something, in a sentence.
        nights: the last seven, the latest first.
        sleep: the same in words, the silent nights as one line.
        help: what others did in seven days.
        forms: what can be answered now in this lane.
        doctor_forms: the questionnaires a doctor knows, whose time has passed.
        kept: what was answered before, the latest first; at most ten. What had to be chosen (HARK)
            stands in the history alone, since somebody may look over her shoulder.
        numbers: crisis lines that are open now, for the foot of the page.
        again: True where the numbers are to be shown once more after an earlier answer.
    """

    title: str
    who_sees: str
    longest: str
    nights: tuple[OwnNight, ...]
    sleep: tuple[tuple[str, str], ...]
    help: OwnHelp
    forms: tuple[OfferedForm, ...]
    doctor_forms: tuple[OfferedForm, ...]
    kept: tuple[AnsweredLine, ...]
    numbers: tuple[LineShown, ...]
    again: bool


@dataclass(frozen=True, slots=True)
class AnsweredPage:
    """What is shown after a form was answered.

    Attributes:
        key: of the form.
        positive: where an answer is acted on at once; it is shown first, and no total with it.
        kept: False where the answers were not written down, with the reason in `said`.
        fact_id: of what was written down, for Undo; empty where nothing was.
        score, most: the total and the highest one, or None.
        said: the total in words; empty where `positive` stands.
        show_to: a door: whom the answers may be shown to.
        at_once: what to do now, where her own words go straight to the emergency number; else empty.
        numbers: lines for the foot of the page.
    """

    key: str
    positive: PositiveItemPage | None
    kept: bool
    fact_id: str
    score: int | None
    most: int | None
    said: str
    show_to: str
    at_once: str
    numbers: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class SignalShown:
    """A sentence of hers, and the lines that fit it.

    Attributes:
        fact_id: of the signal.
        words: as she wrote them.
        question: would she like numbers?
        at_once: what to do now, where the words go straight to the emergency number; else empty.
        numbers: open now.
        by: the handle of an adult of the record whom it names, or empty; `by_name`: the name.
        by_state: `open`, `held-back` or `kept-out`; empty where it names nobody.
    """

    fact_id: str
    words: str
    question: str
    at_once: str
    numbers: tuple[LineShown, ...]
    by: str = ""
    by_name: str = ""
    by_state: str = ""


def own_record(record: Record, keeper: str) -> Record:
    """Return the record without other people's private spaces: what the keeper wrote and may see.

    Args:
        record: whole.
        keeper: her handle; what was written before it was known is hers too.
    """
    own = {PRIVATE + keeper, PRIVATE + NOT_NAMED_YET}
    spaces = {
        name: space
        for name, space in record.spaces.items()
        if not name.startswith(PRIVATE) or name in own
    }
    return Record(spaces, record.day)


def how_are_you_page(
    *, record: Record, index: LogIndex, household: Household, now: datetime
) -> HowAreYouPage:
    """Return the first page: her sleep and help from the log, and what may be answered.

    Args:
        record: the keeper's own.
        index: the log.
        household: as it stands.
        now: aware.
    """
    nights = own_nights(index=index, household=household, now=now)
    today = now.astimezone(household.zone).date()
    return HowAreYouPage(
        title=_("How are you doing?"),
        who_sees=_("Only you can see this page."),
        longest=longest_said(nights),
        nights=nights,
        sleep=noted_nights(nights),
        help=own_help(record=record, household=household, now=now),
        forms=offered_forms(record=record, on=today, lane="own"),
        doctor_forms=offered_forms(record=record, on=today, lane="doctor"),
        kept=_kept(record, household),
        numbers=foot_lines(household, now),
        again=offer_again(record=record, household=household, now=now),
    )


def _kept(record: Record, household: Household) -> tuple[AnsweredLine, ...]:
    lines = history(record, country=household.country)
    return tuple(line for line in lines if instrument_named(line.key).lane != "chosen")[
        :MOST_KEPT_SHOWN
    ]


def foot_lines(
    household: Household, now: datetime, *, more: tuple[Topic, ...] = ()
) -> tuple[LineShown, ...]:
    """Return the lines at the foot of every page of wellbeing: emergency and crisis, open now.

    Args:
        household: as it stands.
        now: aware.
        more: topics beside these.
    """
    return topic_lines(
        ("emergency", "crisis", *more),
        country=household.country,
        now=now,
        part=household.region,
    )


def not_safe_page(*, record: Record, household: Household, now: datetime) -> PositiveItemPage:
    """Return the page for “I'm not safe”, with texts to the people in her plan.

    Args:
        record: the keeper's own.
        household: as it stands.
        now: aware.
    """
    return positive_item_page(
        country=household.country,
        now=now,
        part=household.region,
        texts=plan_texts(record=record, household=household),
    )


def page_at_once(
    *,
    instrument: Instrument,
    values: Sequence[int],
    record: Record,
    household: Household,
    now: datetime,
) -> PositiveItemPage | None:
    """Return the page to be shown at once where one of the answers so far calls for it.

    Args:
        instrument: the form.
        values: answers in order, as far as they go.
        record: the keeper's own.
        household: as it stands.
        now: aware.
    """
    if not acts_alone(instrument, values):
        return None
    return not_safe_page(record=record, household=household, now=now)


def answer_form(
    *,
    instrument: Instrument,
    given: Answers,
    record: Record,
    household: Household,
    now: datetime,
    new_id: Callable[[], str],
) -> tuple[CheckInAnswered | None, AnsweredPage]:
    """Return what is to be written down, or None, and what is shown.

    An answer that is acted on at once is acted on even where the form is too soon to be kept.

    Args:
        instrument: the form.
        given: her answers.
        record: the keeper's own.
        household: as it stands.
        now: aware.
        new_id: makes the fact's id.

    Raises:
        AnswersDoNotFitError: for another number of answers or one outside its range.
        TooSoonError: where the time it asks about has not passed, and no answer calls for action.
    """
    positive = page_at_once(
        instrument=instrument, values=given.values, record=record, household=household, now=now
    )
    fact, said = None, ""
    try:
        fact = write_answers(
            instrument=instrument,
            given=given,
            record=record,
            household=household,
            now=now,
            new_id=new_id,
        )
    except TooSoonError as soon:
        if positive is None:
            raise
        said = _("{soon} These answers were not kept.").format(soon=soon)
    total = None if positive else sum_of(instrument, given.values)
    return fact, AnsweredPage(
        key=instrument.key,
        positive=positive,
        kept=fact is not None,
        fact_id=fact.fact_id if fact else "",
        score=total,
        most=instrument.most if total is not None else None,
        said=said if positive else say_total(instrument, total),
        show_to=show_to(instrument, total, household.country),
        at_once=at_once_words(household.country) if needs_help_at_once(given.words) else "",
        numbers=foot_lines(
            household, now, more=("afraid", "followed") if instrument.lane == "chosen" else ()
        ),
    )


def offer_again(*, record: Record, household: Household, now: datetime) -> bool:
    """Return whether the numbers are to be shown once more after an answer that was acted on.

    Once, at the next opening on a later day or an hour on; after they were shown again, not any more.

    Args:
        record: the keeper's own.
        household: as it stands.
        now: aware.
    """
    last = latest_acting_alone(record)
    told = instant(last.occurred, household.zone) if last else None
    if last is None or told is None:
        return False
    facts = record.of(CheckInAnswered)
    later = facts[facts.index(last) + 1 :]
    shown = any(f.instrument == SAFE_NOW and f.answers == (SKIPPED,) for f in later)
    return not shown and (now - told).total_seconds() >= 3600  # noqa: PLR2004 - an hour


def note_shown_again(
    *, household: Household, now: datetime, new_id: Callable[[], str]
) -> CheckInAnswered:
    """Return the fact that the numbers were shown once more, so that it stays with once."""
    return CheckInAnswered(
        fact_id=new_id(),
        occurred=from_moment(now, household.zone),
        about=household.keeper,
        instrument=SAFE_NOW,
        version=instrument_named(SAFE_NOW).version,
        answers=(SKIPPED,),
    )


def signals_shown(
    *, record: Record, household: Household, now: datetime
) -> tuple[SignalShown, ...]:
    """Return the sentences of hers that call for a question, the latest first.

    Args:
        record: the keeper's own.
        household: as it stands.
        now: aware.
    """
    shown = (show_signal(s, household=household, now=now) for s in reversed(record.of(SignalNoted)))
    return tuple(each for each in shown if each is not None)


def show_signal(signal: SignalNoted, *, household: Household, now: datetime) -> SignalShown | None:
    """Return a sentence with its question and the lines that fit it; None where none would.

    Args:
        signal: hers, written down or only suggested.
        household: as it stands.
        now: aware.
    """
    topics = topics_for(signal)
    urgent = needs_help_at_once(signal.words)
    if not topics and not urgent:
        return None
    wanted = ("emergency", "crisis") if urgent else topics
    person = household.person(signal.by) if signal.by else None
    named = person is not None and not person.child and person.handle != household.keeper
    return SignalShown(
        fact_id=signal.fact_id,
        words=signal.words,
        question=_(QUESTION),
        at_once=at_once_words(household.country) if urgent else "",
        numbers=topic_lines(wanted, country=household.country, now=now, part=household.region),
        by=person.handle if person and named else "",
        by_name=person.name if person and named else "",
        by_state=_state_of(person) if person and named else "",
    )


def _state_of(person: Person) -> str:
    return "kept-out" if person.unsafe else "held-back" if person.held_back else "open"
