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
from kinhold.voice.speaking import N_, _

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
    "self": N_("keeps this record"),
    "mother_in_law": N_("partner’s mother"),
    "father_in_law": N_("partner’s father"),
    "brother_in_law": N_("brother-in-law"),
    "sister_in_law": N_("sister-in-law"),
    "ex_partner": N_("former partner"),
    "partners_sibling": N_("partner’s brother or sister"),
    "partners_cousin": N_("partner’s cousin"),
    "partners_friend": N_("partner’s friend"),
    "partners_affair": N_("the person the partner is with"),
    "childcare_worker": N_("paid childcare"),
    "school": N_("a school"),
    "nursery": N_("a nursery"),
    "sibling": N_("brother or sister"),
}
EVENT_WORDS: Final = {
    "left_home": N_("left home"),
    "other": N_("something happened"),
}
RELATION_WORDS: Final = {
    "parent_of": N_("is a parent of"),
    "step_parent_of": N_("is a step-parent of"),
    "grandparent_of": N_("is a grandparent of"),
    "sibling_of": N_("is a brother or sister of"),
    "spouse_of": N_("is married to"),
    "partner_of": N_("is the partner of"),
    "ex_partner_of": N_("is the former partner of"),
    "cousin_of": N_("is a cousin of"),
    "friend_of": N_("is a friend of"),
    "neighbour_of": N_("is a neighbour of"),
    "affair_with": N_("is with"),
    "childcare_worker_of": N_("is paid to look after the child of"),
    "customer_of": N_("was a customer of"),
    "lives_with": N_("lives with"),
    "lives_apart_from": N_("lives apart from"),
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
    return _(ROLE_WORDS.get(role, role.replace("_", " ")))


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
    born = _(", born {when}").format(when=say_when(f.born, country)) if f.born != UNKNOWN else ""
    return _("{about}: a child of the household{born}").format(about=name(f.about), born=born)


def _relation(fact: Fact, name: Name, country: str) -> str:
    f = cast("people.RelationStated", fact)
    ended = (
        _(" until {when} ({ended_by})").format(when=say_when(f.ended, country), ended_by=f.ended_by)
        if f.ended_by
        else ""
    )
    return f"{name(f.about)} {_(RELATION_WORDS[f.type])} {name(f.to)}{ended}"


def _home(fact: Fact, name: Name, _country: str) -> str:
    f = cast("people.HomeStated", fact)
    rooms = _(", {bedrooms} bedrooms").format(bedrooms=f.bedrooms) if f.bedrooms is not None else ""
    return _("{about}{rooms}: {names} live here").format(
        about=f.about, rooms=rooms, names=say_names(f.people, name) or _("nobody named")
    )


def _left(fact: Fact, name: Name, _country: str) -> str:
    f = cast("people.CarerLeft", fact)
    to = _(" and went to {to}").format(to=name(f.to)) if f.to else ""
    return _("{about} left the household{to}{quoted}").format(
        about=name(f.about), to=to, quoted=say_quoted(f.words)
    )


def _returned(fact: Fact, name: Name, _country: str) -> str:
    return _("{about} came back to live in the household").format(about=name(fact.about))


def _event(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.EventNoted", fact)
    who = say_names((f.about, *f.people) if f.about else f.people, name)
    what = _(EVENT_WORDS.get(f.what, f.what.replace("_", " ")))
    return f"{who or 'someone'}: {what}{say_quoted(f.words)}"


def _promise(fact: Fact, name: Name, country: str) -> str:
    f = cast("promises.PromiseMade", fact)
    verb = {
        "promise": _("promised"),
        "offer": _("offered"),
        "request": _("was asked"),
        "obligation": _("has to"),
        "threat": _("said they would"),
    }
    size = f" {say_minutes(f.minutes)}" if f.minutes else ""
    size += f" {say(f.amount)}" if f.amount else ""
    to = f" {say_names(f.to, name)}" if f.to else ""
    condition = (
        _(" — on condition: {condition}").format(condition=f.condition) if f.condition else ""
    )
    due = _(", due {when}").format(when=say_when(f.due, country)) if f.due != UNKNOWN else ""
    return f"{name(f.about)} {verb[f.strength]}{to}{size}{say_often(f.each, f.at)}{due}{condition}{say_quoted(f.words)}"


def _outcome(fact: Fact, name: Name, country: str) -> str:
    f = cast("promises.OutcomeNoted", fact)
    day = _(" for {when}").format(when=say_when(f.for_day, country)) if f.for_day != UNKNOWN else ""
    share = f" ({f.share} %)" if f.share is not None else ""
    what = f": “{f.promise}”" if f.promise else ""
    return _("{about}’s promise{what}{day}: {outcome}{share}").format(
        about=name(f.about), what=what, day=day, outcome=f.outcome, share=share
    )


def _ask(fact: Fact, name: Name, country: str) -> str:
    f = cast("promises.AskMade", fact)
    when = _(" for {when}").format(when=say_when(f.day, country)) if f.day != UNKNOWN else ""
    clock = f", {format_window(f.at)}" if f.at else ""
    own = isinstance(f.source, Typed) and f.source.by == f.about
    by = _(" (their own statement, by the link)") if own and f.about else ""
    return f"{name(f.about)}{when}{clock}: {f.state.replace('-', ' ')}{by}"


def _assume(fact: Fact, name: Name, _country: str) -> str:
    assumed = cast("promises.AssumptionMade", fact)
    if assumed.keeps is None:
        return _("{about}: what was noted counts again.").format(about=name(assumed.about))
    topic = _(" about {topic}").format(topic=assumed.topic) if assumed.topic else ""
    kept = f"{assumed.keeps / 100:g} %"
    return _("{about}: plans count on {kept} of what they say{topic}{quoted}.").format(
        about=name(assumed.about), kept=kept, topic=topic, quoted=say_quoted(assumed.words)
    )


def _need(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.CareNeedStated", fact)
    return _("{about} needs {need}{often}{skips}").format(
        about=name(f.about),
        need=f.need.replace("-", " "),
        often=say_often(f.each, f.at),
        skips=_skips(f),
    )


def _available(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.AvailabilityStated", fact)
    children = (
        _(" with {names}").format(names=say_names(f.for_children, name)) if f.for_children else ""
    )
    return _("{about} can take over{children}{often}{skips}").format(
        about=name(f.about), children=children, often=say_often(f.each, f.at), skips=_skips(f)
    )


def _away(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.AwayStated", fact)
    return _("{about} is away ({why}){often}{skips}").format(
        about=name(f.about), why=f.why, often=say_often(f.each, f.at), skips=_skips(f)
    )


def _skips(fact: care.CareNeedStated | care.AvailabilityStated | care.AwayStated) -> str:
    return _(", not on public holidays") if fact.skips else ""


def _limits(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.CarerLimited", fact)
    parts = [_("cannot: {cannot}").format(cannot=", ".join(f.cannot))] if f.cannot else []
    parts += (
        [_("at most {time} a week").format(time=say_minutes(f.most))] if f.most is not None else []
    )
    parts += [_("{price} an hour").format(price=say(f.price))] if f.price else []
    parts += [_("{travel} min away").format(travel=f.travel)] if f.travel is not None else []
    return f"{name(f.about)}: {'; '.join(parts) or _('no limits stated')}"


def _log(fact: Fact, name: Name, _country: str) -> str:
    what = {
        "feed": "fed",
        "sleep": "slept",
        "waking": "woke",
        "nappy": "nappy",
        "medicine": "medicine",
        "measure": "measured",
        "activity": "",
        "cared": _("looked after the child"),
    }[fact.KIND]
    detail = " ".join(
        str(getattr(fact, n, ""))
        for n in ("what", "method", "side", "name", "dose", "value")
        if getattr(fact, n, "")
    )
    amount = getattr(fact, "amount_ml", None)
    detail += _(" {amount} ml").format(amount=amount) if amount else ""
    minutes = getattr(fact, "minutes", None)
    by = getattr(fact, "by", "")
    parts = [
        p for p in (what, detail.replace("_", " "), say_minutes(minutes) if minutes else "") if p
    ]
    return f"{name(fact.about)} {', '.join(parts)}" + (
        _(", with {by}").format(by=name(by)) if by else ""
    )


def _timer(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.TimerStarted", fact)
    by = _(", with {by}").format(by=name(f.by)) if f.by else ""
    return _("{about}: {what} began{by}, and no end is noted").format(
        about=name(f.about), what=f.what.replace("-", " "), by=by
    )


def _handnote(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.HandoverNoteWritten", fact)
    to = _(" for {to}").format(to=name(f.to)) if f.to else ""
    about = _(" about {about}").format(about=name(f.about)) if f.about else ""
    return _("a note{to}{about}{quoted}").format(to=to, about=about, quoted=say_quoted(f.words))


def _milestone(fact: Fact, name: Name, _country: str) -> str:
    f = cast("care.MilestoneReached", fact)
    seen = _(" ({names} saw it)").format(names=say_names(f.seen_by, name)) if f.seen_by else ""
    return f"{name(f.about)}: {f.words}{seen}"


def _schedule(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.ParentingTimeStated", fact)
    nights = f.cycle.count("B")
    cycle = (
        _(": {nights} of {cycle} nights").format(nights=nights, cycle=len(f.cycle))
        if f.cycle
        else ""
    )
    return _("parenting time with {about} ({layer}){cycle}{often}").format(
        about=name(f.about), layer=f.layer, cycle=cycle, often=say_often(f.each)
    )


def _night(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.NightSpent", fact)
    return _("{about} slept at {name}’s").format(about=name(f.about), name=name(f.with_))


def _handover(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.HandoverNoted", fact)
    late = _(" by {time}").format(time=say_minutes(f.minutes)) if f.minutes else ""
    return _("handover with {about}: {state}{late}").format(
        about=name(f.about), state=f.state.replace("-", " "), late=late
    )


def _expense(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.ExpenseShared", fact)
    by = _(" by {by}").format(by=name(f.by)) if f.by else ""
    share = (
        _("; {share} % asked of {of}").format(share=f.share, of=name(f.of))
        if f.share is not None and f.of
        else ""
    )
    return _("{about}: {amount} paid{by}{share} ({state})").format(
        about=name(f.about), amount=say(f.amount), by=by, share=share, state=f.state
    )


def _message(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.MessageNoted", fact)
    to = _(" to {to}").format(to=name(f.to)) if f.to else ""
    return f"{name(f.about)}{to}{say_quoted(f.words)}"


def _asked(fact: Fact, name: Name, _country: str) -> str:
    f = cast("coparenting.ChildAsked", fact)
    answer = f" Answer: “{f.answer}”" if f.answer else ""
    return _("{about} asked: “{words}”{answer}").format(
        about=name(f.about), words=f.words, answer=answer
    )


def _signal(fact: Fact, name: Name, _country: str) -> str:
    f = cast("wellbeing.SignalNoted", fact)
    return _("in {about}’s own words{quoted}").format(
        about=name(f.about) or _("the keeper"), quoted=say_quoted(f.words)
    )


def _check_in(fact: Fact, name: Name, _country: str) -> str:
    f = cast("wellbeing.CheckInAnswered", fact)
    instrument, total = find_instrument(f.instrument), None
    if instrument is not None and f.answers:
        try:
            total = sum_of(instrument, f.answers)
        except AnswersDoNotFitError:
            total = None
    score = (
        _(": {total} of {most}").format(total=total, most=instrument.most)
        if instrument and total is not None
        else ""
    )
    form = (instrument.key if instrument else f.instrument) or _("a check-in")
    return _("{about} answered {form}{score}{quoted}").format(
        about=name(f.about), form=form, score=score, quoted=say_quoted(f.words)
    )


def _goal(fact: Fact, _name: Name, country: str) -> str:
    f = cast("goals.GoalSet", fact)
    by = _(", by {when}").format(when=say_when(f.by, country)) if f.by != UNKNOWN else ""
    return f"{f.about}: {f.words or _('a goal')}{by}"


def _story(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.StoryTold", fact)
    by = _("{by} told").format(by=name(f.by)) if f.by else _("told")
    title = f": {f.title}" if f.title else ""
    return _("{by} the story{title} ({split} words)").format(
        by=by, title=title, split=len(f.words.split())
    )


def _attachment(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.AttachmentKept", fact)
    about = _(", about {about}").format(about=name(f.about)) if f.about else ""
    return _("a file was kept: {name}{about}{quoted}").format(
        name=f.name or _("without a name"), about=about, quoted=say_quoted(f.words)
    )


def _exported(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.RecordExported", fact)
    to = _(" for {about}").format(about=name(f.about)) if f.about else ""
    document = f": {f.document}" if f.document else ""
    return _("a copy ({preset}) was made{to}{document}, {entries}").format(
        preset=f.preset, to=to, document=document, entries=count(f.entries, "entry", "entries")
    )


def _erased(fact: Fact, name: Name, _country: str) -> str:
    f = cast("events.EntryErased", fact)
    by = _(" by {by}").format(by=name(f.by)) if f.by else ""
    what = (
        _("{groups} of entry").format(groups=", ".join(f.groups))
        if f.groups
        else _("the words of entry")
    )
    return _("{what} {about} were erased{by}{quoted}").format(
        what=what, about=f.about[:8], by=by, quoted=say_quoted(f.words)
    )


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
