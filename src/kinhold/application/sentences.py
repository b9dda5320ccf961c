"""Every fact as one plain sentence: a fact and a count, never a verdict (voice: docs/voice.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from kinhold.application.sentence_parts import say_names, say_often, say_quoted
from kinhold.application.sentences_money import MONEY_SENTENCES
from kinhold.application.wording import count, say_minutes, say_when
from kinhold.domain.dates import UNKNOWN
from kinhold.domain.fact import Typed
from kinhold.domain.money import say
from kinhold.domain.periods import format_window
from kinhold.engines.wellbeing.loading import find_instrument
from kinhold.engines.wellbeing.scoring import AnswersDoNotFitError, sum_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.domain import (
        care,
        coparenting,
        events,
        goals,
        people,
        promises,
        wellbeing,
    )
    from kinhold.domain.fact import Fact

    Name = Callable[[str], str]

ROLE_WORDS: Final = {
    "self": "keeps this record",
    "mother_in_law": "partner’s mother",
    "father_in_law": "partner’s father",
    "brother_in_law": "brother-in-law",
    "sister_in_law": "sister-in-law",
    "ex_partner": "former partner",
    "partners_sibling": "partner’s brother or sister",
    "partners_cousin": "partner’s cousin",
    "partners_friend": "partner’s friend",
    "partners_affair": "the person the partner is with",
    "childcare_worker": "paid childcare",
    "school": "a school",
    "nursery": "a nursery",
    "sibling": "brother or sister",
}
EVENT_WORDS: Final = {
    "left_home": "left home",
    "other": "something happened",
}
RELATION_WORDS: Final = {
    "parent_of": "is a parent of",
    "step_parent_of": "is a step-parent of",
    "grandparent_of": "is a grandparent of",
    "sibling_of": "is a brother or sister of",
    "spouse_of": "is married to",
    "partner_of": "is the partner of",
    "ex_partner_of": "is the former partner of",
    "cousin_of": "is a cousin of",
    "friend_of": "is a friend of",
    "neighbour_of": "is a neighbour of",
    "affair_with": "is with",
    "childcare_worker_of": "is paid to look after the child of",
    "customer_of": "was a customer of",
    "lives_with": "lives with",
    "lives_apart_from": "lives apart from",
}


def sentence(fact: Fact, *, name: Name, country: str) -> str:
    """Return the fact as one sentence.

    Args:
        fact: any kind.
        name: handle to how the person is called.
        country: for dates, `us` or other.
    """
    say_it = _SENTENCES.get(fact.KIND, _other)
    said = say_it(fact, name, country).strip()
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!", "”")) else ".")


def role_words(role: str) -> str:
    """Return a role as people say it."""
    return ROLE_WORDS.get(role, role.replace("_", " "))


def _other(fact: Fact, name: Name, _country: str) -> str:
    words = getattr(fact, "words", "")
    return (
        f"{name(fact.about)}{say_quoted(words)}"
        if fact.about
        else f"{fact.KIND}{say_quoted(words)}"
    )


def _person(fact: Fact, name: Name, _country: str) -> str:
    f = cast("people.PersonAdded", fact)
    return f"{name(f.about)}: {role_words(f.role)}"


def _child(fact: Fact, name: Name, country: str) -> str:
    f = cast("people.ChildAdded", fact)
    born = f", born {say_when(f.born, country)}" if f.born != UNKNOWN else ""
    return f"{name(f.about)}: a child of the household{born}"


def _relation(fact: Fact, name: Name, country: str) -> str:
    f = cast("people.RelationStated", fact)
    ended = f" until {say_when(f.ended, country)} ({f.ended_by})" if f.ended_by else ""
    return f"{name(f.about)} {RELATION_WORDS[f.type]} {name(f.to)}{ended}"


def _home(fact: Fact, name: Name, _country: str) -> str:
    f = cast("people.HomeStated", fact)
    rooms = f", {f.bedrooms} bedrooms" if f.bedrooms is not None else ""
    return f"{f.about}{rooms}: {say_names(f.people, name) or 'nobody named'} live here"


def _left(fact: Fact, name: Name, _country: str) -> str:
    f = cast("people.CarerLeft", fact)
    to = f" and went to {name(f.to)}" if f.to else ""
    return f"{name(f.about)} left the household{to}{say_quoted(f.words)}"


def _returned(fact: Fact, name: Name, _country: str) -> str:
    return f"{name(fact.about)} came back to live in the household"


def _event(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.EventNoted", fact)
    who = say_names((f.about, *f.people) if f.about else f.people, name)
    what = EVENT_WORDS.get(f.what, f.what.replace("_", " "))
    return f"{who or 'someone'}: {what}{say_quoted(f.words)}"


def _promise(fact: Fact, name: Name, country: str) -> str:
    f = cast("promises.PromiseMade", fact)
    verb = {
        "promise": "promised",
        "offer": "offered",
        "request": "was asked",
        "obligation": "has to",
        "threat": "said they would",
    }
    size = f" {say_minutes(f.minutes)}" if f.minutes else ""
    size += f" {say(f.amount)}" if f.amount else ""
    to = f" {say_names(f.to, name)}" if f.to else ""
    condition = f" — on condition: {f.condition}" if f.condition else ""
    due = f", due {say_when(f.due, country)}" if f.due != UNKNOWN else ""
    return f"{name(f.about)} {verb[f.strength]}{to}{size}{say_often(f.each, f.at)}{due}{condition}{say_quoted(f.words)}"


def _outcome(fact: Fact, name: Name, country: str) -> str:
    f = cast("promises.OutcomeNoted", fact)
    day = f" for {say_when(f.for_day, country)}" if f.for_day != UNKNOWN else ""
    share = f" ({f.share} %)" if f.share is not None else ""
    what = f": “{f.promise}”" if f.promise else ""
    return f"{name(f.about)}’s promise{what}{day}: {f.outcome}{share}"


def _ask(fact: Fact, name: Name, country: str) -> str:
    f = cast("promises.AskMade", fact)
    when = f" for {say_when(f.day, country)}" if f.day != UNKNOWN else ""
    clock = f", {format_window(f.at)}" if f.at else ""
    own = isinstance(f.source, Typed) and f.source.by == f.about
    by = " (their own statement, by the link)" if own and f.about else ""
    return f"{name(f.about)}{when}{clock}: {f.state.replace('-', ' ')}{by}"


def _assume(fact: Fact, name: Name, _country: str) -> str:
    assumed = cast("promises.AssumptionMade", fact)
    if assumed.keeps is None:
        return f"{name(assumed.about)}: what was noted counts again."
    topic = f" about {assumed.topic}" if assumed.topic else ""
    kept = f"{assumed.keeps / 100:g} %"
    return f"{name(assumed.about)}: plans count on {kept} of what they say{topic}{say_quoted(assumed.words)}."


def _need(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.CareNeedStated", fact)
    return f"{name(f.about)} needs {f.need.replace('-', ' ')}{say_often(f.each, f.at)}{_skips(f)}"


def _available(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.AvailabilityStated", fact)
    children = f" with {say_names(f.for_children, name)}" if f.for_children else ""
    return f"{name(f.about)} can take over{children}{say_often(f.each, f.at)}{_skips(f)}"


def _away(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.AwayStated", fact)
    return f"{name(f.about)} is away ({f.why}){say_often(f.each, f.at)}{_skips(f)}"


def _skips(fact: care.CareNeedStated | care.AvailabilityStated | care.AwayStated) -> str:
    return ", not on public holidays" if fact.skips else ""


def _limits(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.CarerLimited", fact)
    parts = [f"cannot: {', '.join(f.cannot)}"] if f.cannot else []
    parts += [f"at most {say_minutes(f.most)} a week"] if f.most is not None else []
    parts += [f"{say(f.price)} an hour"] if f.price else []
    parts += [f"{f.travel} min away"] if f.travel is not None else []
    return f"{name(f.about)}: {'; '.join(parts) or 'no limits stated'}"


def _log(fact: Fact, name: Name, _country: str) -> str:
    what = {
        "feed": "fed",
        "sleep": "slept",
        "waking": "woke",
        "nappy": "nappy",
        "medicine": "medicine",
        "measure": "measured",
        "activity": "",
        "cared": "looked after the child",
    }[fact.KIND]
    detail = " ".join(
        str(getattr(fact, n, ""))
        for n in ("what", "method", "side", "name", "dose", "value")
        if getattr(fact, n, "")
    )
    amount = getattr(fact, "amount_ml", None)
    detail += f" {amount} ml" if amount else ""
    minutes = getattr(fact, "minutes", None)
    by = getattr(fact, "by", "")
    parts = [
        p for p in (what, detail.replace("_", " "), say_minutes(minutes) if minutes else "") if p
    ]
    return f"{name(fact.about)} {', '.join(parts)}" + (f", with {name(by)}" if by else "")


def _timer(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.TimerStarted", fact)
    by = f", with {name(f.by)}" if f.by else ""
    return f"{name(f.about)}: {f.what.replace('-', ' ')} began{by}, and no end is noted"


def _handnote(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.HandoverNoteWritten", fact)
    to = f" for {name(f.to)}" if f.to else ""
    about = f" about {name(f.about)}" if f.about else ""
    return f"a note{to}{about}{say_quoted(f.words)}"


def _milestone(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.MilestoneReached", fact)
    seen = f" ({say_names(f.seen_by, name)} saw it)" if f.seen_by else ""
    return f"{name(f.about)}: {f.words}{seen}"


def _schedule(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.ParentingTimeStated", fact)
    nights = f.cycle.count("B")
    cycle = f": {nights} of {len(f.cycle)} nights" if f.cycle else ""
    return f"parenting time with {name(f.about)} ({f.layer}){cycle}{say_often(f.each)}"


def _night(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.NightSpent", fact)
    return f"{name(f.about)} slept at {name(f.with_)}’s"


def _handover(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.HandoverNoted", fact)
    late = f" by {say_minutes(f.minutes)}" if f.minutes else ""
    return f"handover with {name(f.about)}: {f.state.replace('-', ' ')}{late}"


def _expense(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.ExpenseShared", fact)
    by = f" by {name(f.by)}" if f.by else ""
    share = f"; {f.share} % asked of {name(f.of)}" if f.share is not None and f.of else ""
    return f"{name(f.about)}: {say(f.amount)} paid{by}{share} ({f.state})"


def _message(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.MessageNoted", fact)
    to = f" to {name(f.to)}" if f.to else ""
    return f"{name(f.about)}{to}{say_quoted(f.words)}"


def _asked(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.ChildAsked", fact)
    answer = f" Answer: “{f.answer}”" if f.answer else ""
    return f"{name(f.about)} asked: “{f.words}”{answer}"


def _signal(fact: Fact, name: Name, _country: str) -> str:
    f = cast("wellbeing.SignalNoted", fact)
    return f"in {name(f.about) or 'the keeper'}’s own words{say_quoted(f.words)}"


def _check_in(fact: Fact, name: Name, _country: str) -> str:
    f = cast("wellbeing.CheckInAnswered", fact)
    instrument, total = find_instrument(f.instrument), None
    if instrument is not None and f.answers:
        try:
            total = sum_of(instrument, f.answers)
        except AnswersDoNotFitError:
            total = None
    score = f": {total} of {instrument.most}" if instrument and total is not None else ""
    form = (instrument.key if instrument else f.instrument) or "a check-in"
    return f"{name(f.about)} answered {form}{score}{say_quoted(f.words)}"


def _goal(fact: Fact, _name: Name, country: str) -> str:
    f = cast("goals.GoalSet", fact)
    by = f", by {say_when(f.by, country)}" if f.by != UNKNOWN else ""
    return f"{f.about}: {f.words or 'a goal'}{by}"


def _story(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.StoryTold", fact)
    by = f"{name(f.by)} told" if f.by else "told"
    title = f": {f.title}" if f.title else ""
    return f"{by} the story{title} ({len(f.words.split())} words)"


def _attachment(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.AttachmentKept", fact)
    about = f", about {name(f.about)}" if f.about else ""
    return f"a file was kept: {f.name or 'without a name'}{about}{say_quoted(f.words)}"


def _exported(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.RecordExported", fact)
    to = f" for {name(f.about)}" if f.about else ""
    document = f": {f.document}" if f.document else ""
    return f"a copy ({f.preset}) was made{to}{document}, {count(f.entries, 'entry', 'entries')}"


def _erased(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.EntryErased", fact)
    by = f" by {name(f.by)}" if f.by else ""
    what = f"{', '.join(f.groups)} of entry" if f.groups else "the words of entry"
    return f"{what} {f.about[:8]} were erased{by}{say_quoted(f.words)}"


_SENTENCES: Final[dict[str, Callable[[Fact, Name, str], str]]] = {
    "person": _person,
    "child": _child,
    "relation": _relation,
    "home": _home,
    "left": _left,
    "returned": _returned,
    "event": _event,
    "promise": _promise,
    "outcome": _outcome,
    "assume": _assume,
    "ask": _ask,
    "need": _need,
    "available": _available,
    "away": _away,
    "limits": _limits,
    **dict.fromkeys(
        ("feed", "sleep", "waking", "nappy", "medicine", "measure", "activity", "cared"), _log
    ),
    "milestone": _milestone,
    "timer": _timer,
    "handnote": _handnote,
    **MONEY_SENTENCES,
    "schedule": _schedule,
    "night": _night,
    "handover": _handover,
    "expense": _expense,
    "message": _message,
    "asked": _asked,
    "signal": _signal,
    "checkin": _check_in,
    "goal": _goal,
    "story": _story,
    "attachment": _attachment,
    "exported": _exported,
    "erased": _erased,
}
