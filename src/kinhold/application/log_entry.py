"""What happened, turned into facts of the care log, with plain words for what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from kinhold.application.log_amounts import read_measure, read_ml
from kinhold.application.log_kinds import (
    ANY,
    MEASURES,
    OWN_BODY,
    EntryNotUsableError,
    kind_of,
    say_word,
)
from kinhold.application.log_oddities import oddities
from kinhold.application.log_times import Told, read_minutes, read_when
from kinhold.application.wording import say_clock, say_list, say_minutes
from kinhold.domain.care import (
    ActivityLogged,
    FeedLogged,
    HandoverNoteWritten,
    MeasureTaken,
    MedicineGiven,
    MilestoneReached,
    NappyChanged,
    NightWakingLogged,
    SleepLogged,
)
from kinhold.domain.dates import from_moment
from kinhold.domain.findings import Finding
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.projections.care_history import LogIndex

FAR_AHEAD: Final = timedelta(hours=12)
"""Further ahead than that, no wrong clock explains it."""
DOSES_LOOKED_AT: Final = 40
LONGEST_TEXT: Final = 4000
LONGEST_NAME: Final = 80
_SIDES: Final = ("", "left", "right", "both")
_METHODS: Final = ("", "breast", "bottle", "solids")
_MILKS: Final = ("", "breast", "formula", "fortified")
_NAPPIES: Final = ("wet", "dirty", "both", "dry")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLog:
    """What happened, as told; everything but `what` may be left out.

    Attributes:
        what: a kind of `log_kinds`, or any word for an activity of one's own.
        children: handles or names; for an only child nobody has to be named.
        when: when it began, as people say it; empty for now.
        until: when it ended; with `minutes` only one of the two is needed.
        minutes: how long it lasted: `15`, `1 h 20`.
        by: who did it, handle or name; by default the person who keeps the record.
        detail: what sort of nappy, which medicine, the measure, the activity, or the words.
        side, method, milk: of a feed.
        amount: `120 ml`, `4 oz`.
        dose, every: of a medicine: how much, and the least hours to the next one.
        colour: of a nappy.
        nap: a sleep by day.
        seen: who saw a milestone.
        tags: words to find it by.
        words: a note.
        replaces: the id of the entry that this one corrects.
    """

    what: str
    children: tuple[str, ...] = ()
    when: str = ""
    until: str = ""
    minutes: str = ""
    by: str = ""
    detail: str = ""
    side: str = ""
    method: str = ""
    milk: str = ""
    amount: str = ""
    dose: str = ""
    every: str = ""
    colour: str = ""
    nap: bool = False
    seen: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """Facts to write, one for each child, and what is odd about them; nothing odd stops them."""

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


def log_entry(
    *,
    wanted: ToLog,
    household: Household,
    index: LogIndex,
    now: datetime,
    new_id: Callable[[], str],
    before: Fact | None = None,
) -> LoggedEntry:
    """Turn what happened into facts of the care log.

    Args:
        wanted: as told.
        household: on the local day of `now`.
        index: the log so far, for what is odd.
        now: aware.
        new_id: called once for each fact.
        before: the fact that stands for `wanted.replaces`; its source stays.

    Raises:
        EntryNotUsableError: where it cannot be right, with what to write instead.
    """
    _check_words(wanted)
    start = _began(wanted, now, household)
    by = _person(wanted.by, household)
    minutes = _lasted(wanted, start, now, household)
    about = _about(wanted, household, by)
    wanted = _as_last_time(wanted, about, index, (household, now))
    made = _made(wanted, household, minutes, by)
    common: dict[str, Any] = {
        "occurred": from_moment(start.at, household.zone),
        "tags": _tags(wanted.tags),
    }
    if before is not None:
        common |= {"source": before.source, "how_known": before.how_known}
    facts = tuple(
        replace(made, fact_id=new_id(), about=who, replaces=wanted.replaces, **common)
        for who in about
    )
    if start.at > now + FAR_AHEAD:
        raise EntryNotUsableError(_("That has not happened yet. Write when it began."))
    found = [Finding("info", "log.clock", start.note)] if start.note else []
    if wanted.by and by != household.keeper and household.person(by) is None:
        found.append(
            Finding(
                "info",
                "log.by",
                _("Nobody called {by} is on the record yet. It is kept as you wrote it.").format(
                    by=by
                ),
            )
        )
    found += oddities(facts=facts, index=index, household=household, now=now)
    return LoggedEntry(facts, tuple(found))


def _as_last_time(
    wanted: ToLog, about: tuple[str, ...], index: LogIndex, where: tuple[Household, datetime]
) -> ToLog:
    """A medicine keeps the name, and the interval where none is told, of its last dose."""
    if wanted.what != "medicine" or wanted.replaces or not wanted.detail.strip():
        return wanted
    household, now = where
    doses = [
        dose.fact
        for who in about
        for dose in index.latest(
            "medicine", about=who, zone=household.zone, now=now, most=DOSES_LOOKED_AT
        )
    ]
    name = wanted.detail.strip()
    last = next(
        (d for d in doses if isinstance(d, MedicineGiven) and d.name.casefold() == name.casefold()),
        None,
    )
    if last is None:
        return wanted
    every = wanted.every
    if not every.strip() and last.not_before:
        every = _("{not_before} min").format(not_before=last.not_before)
    return replace(wanted, detail=last.name, every=every)


def _check_words(wanted: ToLog) -> None:
    if len(wanted.words) > LONGEST_TEXT or len(wanted.detail) > LONGEST_TEXT:
        raise EntryNotUsableError(
            _("That is long. Keep a note under {longest_text} letters, or write two.").format(
                longest_text=LONGEST_TEXT
            )
        )
    if not wanted.what.strip() or len(wanted.what) > LONGEST_NAME:
        raise EntryNotUsableError(_("Say what happened in a word or two, such as feed or bath."))


def _began(wanted: ToLog, now: datetime, household: Household) -> Told:
    """When it began; told only how long it lasted, it has just ended, or ended when told."""
    if wanted.when.strip().lower() not in ("", "now"):
        return read_when(text=wanted.when, now=now, zone=household.zone)
    lasted = read_minutes(wanted.minutes)
    if wanted.until.strip() and lasted is None:
        raise EntryNotUsableError(_("Say when it began too, or how long it lasted."))
    end = read_when(text=wanted.until, now=now, zone=household.zone)
    return Told(end.at - timedelta(minutes=lasted or 0), end.note)


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    cut = [t.strip().lstrip("#")[:LONGEST_NAME] for tag in tags for t in tag.split(",")]
    return tuple(dict.fromkeys(t for t in cut if t))


def _person(told: str, household: Household) -> str:
    if not told.strip():
        return household.keeper
    said = told.strip()[:LONGEST_NAME]
    known = {p.handle.casefold(): p.handle for p in household.people}
    known |= {
        p.name.casefold(): p.handle for p in household.people if p.name.casefold() not in known
    }
    return known.get(said.casefold(), said)


def _about(wanted: ToLog, household: Household, by: str) -> tuple[str, ...]:
    if wanted.what in OWN_BODY:
        return (by,)
    children = {c.handle: c.name for c in household.children}
    if not children:
        raise EntryNotUsableError(
            _("No child is on the record yet. Add one first: DATE child NAME")
        )
    if not wanted.children:
        if len(children) == 1 or wanted.what == "note":
            return tuple(children)[:1] if len(children) == 1 else ("",)
        raise EntryNotUsableError(
            _("Which child? {values}.").format(values=say_list(list(children.values())))
        )
    if {w.casefold() for w in wanted.children} & {"all", "both"}:
        return tuple(children)
    found = []
    for told in wanted.children:
        match = [
            h
            for h, n in children.items()
            if told.strip().casefold() in (h.casefold(), n.casefold())
        ]
        if not match:
            raise EntryNotUsableError(
                _("No child called “{told}” is on the record. The children are: {values}.").format(
                    told=told[:30], values=say_list(list(children.values()))
                )
            )
        found.append(match[0])
    return tuple(dict.fromkeys(found))


def _lasted(wanted: ToLog, start: Told, now: datetime, household: Household) -> int | None:
    """How many minutes it lasted, from its length or its end; None where neither was told."""
    if wanted.minutes.strip():
        minutes = read_minutes(wanted.minutes)
        if minutes is None:
            raise EntryNotUsableError(
                _("“{minutes}” is not a length of time. Write it like 15 or 1 h 20.").format(
                    minutes=wanted.minutes[:20]
                )
            )
    elif wanted.until.strip():
        end = read_when(text=wanted.until, now=now, zone=household.zone, after=start.at)
        gone = (end.at - start.at).total_seconds()
        if gone < 0:
            raise EntryNotUsableError(
                _("The end, {time}, is before the start, {at}. Change one of them.").format(
                    time=say_clock(end.at, household.zone, household.country),
                    at=say_clock(start.at, household.zone, household.country),
                )
            )
        minutes = round(gone / 60)
    else:
        return None
    longest = kind_of(wanted.what).longest
    if longest is None:
        raise EntryNotUsableError(
            _("{name} has no end. Leave it out.").format(name=kind_of(wanted.what).name())
        )
    if minutes > longest:
        raise EntryNotUsableError(
            _("{time} is very long for this ({label}). When did it end?").format(
                time=say_minutes(minutes), label=kind_of(wanted.what).label.lower()
            )
        )
    return minutes


def _choice(told: str, allowed: tuple[str, ...], what: str) -> Any:  # noqa: ANN401 - a literal of the kind
    said = told.strip().lower()
    if said not in allowed:
        raise EntryNotUsableError(
            _("“{told}” will not do as {what}. Choose one of: {allowed}.").format(
                told=told[:20], what=what, allowed=", ".join(a for a in allowed if a)
            )
        )
    return said


def _made(wanted: ToLog, household: Household, minutes: int | None, by: str) -> Fact:
    """The fact without when and whom."""
    common: dict[str, Any] = {"fact_id": "", "by": by, "words": wanted.words.strip()}
    country, detail = household.country, wanted.detail.strip()
    if wanted.what == "feed":
        return _feed(wanted, country, minutes, common)
    if wanted.what == "sleep":
        return SleepLogged(minutes=minutes, nap=wanted.nap, **common)
    if wanted.what == "waking":
        return NightWakingLogged(minutes=minutes, **common)
    if wanted.what == "nappy":
        what = _choice(detail or "wet", _NAPPIES, _("a nappy"))
        return NappyChanged(what=what, colour=wanted.colour.strip()[:LONGEST_NAME], **common)
    if wanted.what == "medicine":
        return _medicine(wanted, common)
    if wanted.what in MEASURES:
        value = read_measure(detail, what=wanted.what, country=country)
        return MeasureTaken(what=wanted.what, value=value, **common)  # type: ignore[arg-type]  # in MEASURES
    if wanted.what in ("milestone", "note"):
        return _told(wanted, household, common)
    return _activity(wanted, country, minutes, common)


def _activity(
    wanted: ToLog, country: str, minutes: int | None, common: dict[str, Any]
) -> ActivityLogged:
    detail = wanted.detail.strip()
    name = detail if wanted.what == ANY else wanted.what
    if not name:
        raise EntryNotUsableError(_("Say what it was in a word or two, such as swimming."))
    if detail and wanted.what != ANY:
        common["words"] = "; ".join(p for p in (detail, common["words"]) if p)
    return ActivityLogged(
        what="-".join(name.lower().split())[:LONGEST_NAME],
        side=_choice(wanted.side, _SIDES, _("a side")),
        minutes=minutes,
        amount_ml=read_ml(wanted.amount, country=country),
        **common,
    )


def _feed(wanted: ToLog, country: str, minutes: int | None, common: dict[str, Any]) -> FeedLogged:
    side = _choice(wanted.side, _SIDES, _("a side"))
    method = _choice(wanted.method or wanted.detail, _METHODS, _("a way of feeding"))
    amount = read_ml(wanted.amount, country=country)
    if not method:
        method = "breast" if side else "bottle" if amount is not None else ""
    milk = _choice(wanted.milk, _MILKS, _("a milk"))
    if side and method != "breast":
        raise EntryNotUsableError(_("A side belongs to a breastfeed. Leave one of the two out."))
    return FeedLogged(
        method=method, side=side, milk=milk, amount_ml=amount, minutes=minutes, **common
    )


def _medicine(wanted: ToLog, common: dict[str, Any]) -> MedicineGiven:
    name = wanted.detail.strip()[:LONGEST_NAME]
    if not name:
        raise EntryNotUsableError(_("Which medicine? Write what stands on the box."))
    least = None
    if wanted.every.strip():
        text = wanted.every.strip()
        least = read_minutes(f"{text} h" if text.isdigit() else text)
        if not least:
            raise EntryNotUsableError(_("Write the least time to the next dose in hours, like 4."))
    return MedicineGiven(
        name=name, dose=wanted.dose.strip()[:LONGEST_NAME], not_before=least, **common
    )


def _told(wanted: ToLog, household: Household, common: dict[str, Any]) -> Fact:
    words = "; ".join(p for p in (wanted.detail.strip(), common["words"]) if p)
    if not words:
        raise EntryNotUsableError(
            _("{word}: write what it was in a few words.").format(word=say_word(wanted.what))
        )
    common["words"] = words
    if wanted.what == "note":
        return HandoverNoteWritten(**common)
    seen: Any = tuple(_person(who, household) for who in wanted.seen if who.strip())
    return MilestoneReached(seen_by=seen, **common)
