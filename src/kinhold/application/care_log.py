"""The care log at a glance: what was last, what runs, what can be logged with one tap."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.log_entry import ToLog
from kinhold.application.log_kinds import KINDS, kind_of, say_word
from kinhold.application.log_words import say_at, say_entry, say_side
from kinhold.application.wording import ago, say_list, say_minutes, say_short_day
from kinhold.domain.care import FeedLogged, MedicineGiven, NappyChanged, SleepLogged
from kinhold.domain.dates import instant
from kinhold.domain.periods import DAY_MINUTES
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.domain.care import Child, TimerStarted
    from kinhold.domain.household import Household
    from kinhold.projections.care_history import Logged, LogIndex

LEARNS_FROM: Final = 10
"""How many of her own last entries a tile learns from."""
ENOUGH: Final = 3
SHOW_MEDICINE: Final = timedelta(hours=24)
LONGEST_WAIT: Final = timedelta(days=8)
NIGHT: Final = (20, 8)
RECENT: Final = 8


@dataclass(frozen=True, slots=True)
class LogTile:
    """One tap: `key` is posted, `hint` says what it is likely to be."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TileGroup:
    """The tiles of one child, or of all of them together.

    Attributes:
        children: handles; each gets an entry of its own.
        name: of the child, or of all.
        tiles: the likeliest first.
    """

    children: tuple[str, ...]
    name: str
    tiles: tuple[LogTile, ...]


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """A timer that runs.

    Attributes:
        fact_id: of the timer.
        what: a kind or an activity; `label` in words.
        about, name: whom it is about.
        by: who started it.
        since: clock time, with the day where it is not today.
        minutes: how long it has run.
        lasted: the same in words.
        question: asked where it ran longer than the thing can last; empty otherwise.
        stop: what the button says.
    """

    fact_id: str
    what: str
    label: str
    about: str
    name: str
    by: str
    since: str
    minutes: int
    lasted: str
    question: str
    stop: str


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """The last dose of a medicine; `wait` is True while its own interval is not over."""

    fact_id: str
    name: str
    child: str
    said: str
    not_before: str
    wait: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry, in words.

    Attributes:
        fact_id: of the entry as it stands.
        at: ISO, local, aware.
        clock: clock time, with the day where it is not the page's.
        what: in a few words.
        about, name: handle and name of whom it is about.
        by: who did it.
        sort: what sort of entry it is.
        tags: as given.
    """

    fact_id: str
    at: str
    clock: str
    what: str
    about: str
    name: str
    by: str
    sort: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogPage:
    """The log's own first page; everything on Today's tiles and every other kind.

    Attributes:
        moment: ISO, local, aware.
        last: what was last, a line for each child.
        timers: that run now.
        medicines: with what their own interval says.
        tiles: one tap each.
        kinds: (word, label) of everything that can be logged, her own activities last.
        recent: the latest entries, the newest first.
        children, carers: (handle, name).
    """

    moment: str
    last: tuple[str, ...]
    timers: tuple[RunningTimer, ...]
    medicines: tuple[MedicineLine, ...]
    tiles: tuple[TileGroup, ...]
    kinds: tuple[tuple[str, str], ...]
    recent: tuple[LogLine, ...]
    children: tuple[tuple[str, str], ...]
    carers: tuple[tuple[str, str], ...]


def log_page(
    *, index: LogIndex, running: Iterable[TimerStarted], household: Household, now: datetime
) -> LogPage:
    """Return the log's own first page at a moment.

    Args:
        index: the log.
        running: timers that were started and stand.
        household: on the local day of `now`.
        now: aware.
    """
    timers = running_timers(running=running, household=household, now=now)
    day = timedelta(days=1)
    latest = index.between(now - 2 * day, now + day, zone=household.zone)
    return LogPage(
        moment=now.astimezone(household.zone).isoformat(timespec="minutes"),
        last=last_lines(index=index, timers=timers, household=household, now=now),
        timers=timers,
        medicines=medicine_lines(index=index, household=household, now=now),
        tiles=tile_groups(index=index, timers=timers, household=household, now=now),
        kinds=_kinds(index),
        recent=tuple(log_line(e, household=household, now=now) for e in reversed(latest[-RECENT:])),
        children=tuple((c.handle, c.name) for c in household.children),
        carers=tuple((p.handle, p.name) for p in household.people if not p.child and not p.group),
    )


def _kinds(index: LogIndex) -> tuple[tuple[str, str], ...]:
    own = [s.partition(":")[2] for s in index.sorts() if s.startswith("activity:")]
    named = [(k.word, k.name()) for k in KINDS.values()]
    last = named.pop()
    return (*named, *((w, say_word(w)) for w in own if w not in KINDS), last)


def log_line(entry: Logged, *, household: Household, now: datetime) -> LogLine:
    """Return one entry of the log in words."""
    fact, zone = entry.fact, household.zone
    by = str(getattr(fact, "by", ""))
    local = entry.at.astimezone(zone)
    clock = say_at(entry.at, now=now, zone=zone, country=household.country)
    if not entry.clock:
        clock = say_short_day(local.date(), household.country)
    return LogLine(
        fact_id=fact.fact_id,
        at=local.isoformat(timespec="minutes"),
        clock=clock,
        what=say_entry(fact),
        about=fact.about,
        name=household.name(fact.about) if fact.about else "",
        by=household.name(by) if by else "",
        sort=fact.KIND,
        tags=tuple(getattr(fact, "tags", ())),
    )


# -- timers and medicines --------------------------------------------------------------------------


def running_timers(
    *, running: Iterable[TimerStarted], household: Household, now: datetime
) -> tuple[RunningTimer, ...]:
    """Return the timers that run, the longest first; one that ran too long comes with a question."""
    made = []
    for timer in running:
        began = instant(timer.occurred, household.zone)
        if began is None or began > now + timedelta(hours=12):
            continue
        minutes = max(0, int((now - began).total_seconds() // 60))
        kind = kind_of(timer.what)
        label = ", ".join(part for part in (kind.name(), _(timer.side)) if part)
        long = kind.longest is not None and minutes > kind.longest
        made.append(
            RunningTimer(
                fact_id=timer.fact_id,
                what=timer.what,
                label=_("Asleep") if timer.what == "sleep" else label,
                about=timer.about,
                name=household.name(timer.about),
                by=household.name(timer.by) if timer.by else "",
                since=say_at(began, now=now, zone=household.zone, country=household.country),
                minutes=minutes,
                lasted=say_minutes(minutes),
                question=_("This has run for {time}. When did it end?").format(
                    time=say_minutes(minutes)
                )
                if long
                else "",
                stop=_("Awake") if timer.what == "sleep" else _("Stop"),
            )
        )
    return tuple(sorted(made, key=lambda t: (-t.minutes, t.name, t.fact_id)))


def medicine_lines(
    *, index: LogIndex, household: Household, now: datetime
) -> tuple[MedicineLine, ...]:
    """Return each medicine's last dose of the last day, or one whose interval is not over."""
    found = []
    for child in household.children:
        doses = index.between(
            now - LONGEST_WAIT,
            now + timedelta(seconds=1),
            zone=household.zone,
            about=child.handle,
            sorts=("medicine",),
        )
        by_name = {
            d.fact.name.casefold(): (d, d.fact) for d in doses if isinstance(d.fact, MedicineGiven)
        }
        found += [
            line
            for entry, dose in by_name.values()
            for line in [_medicine(entry, dose, child, household, now)]
            if line.wait or now - entry.at < SHOW_MEDICINE
        ]
    return tuple(found)


def _medicine(
    entry: Logged, dose: MedicineGiven, child: Child, household: Household, now: datetime
) -> MedicineLine:
    def clock(at: datetime) -> str:
        return say_at(at, now=now, zone=household.zone, country=household.country)

    name = f"{dose.name} {dose.dose}".strip()
    ready = entry.at + timedelta(minutes=dose.not_before) if dose.not_before else None
    wait = ready is not None and now < ready
    if ready is None:
        said = _("{medicine} at {clock}, no interval noted")
    elif wait:
        said = _("{medicine} at {clock}, not before {ready}")
    else:
        said = _("{medicine} at {clock}, interval over since {ready}")
    said = said.format(
        medicine=name, clock=clock(entry.at), ready=clock(ready) if ready is not None else ""
    )
    return MedicineLine(
        fact_id=dose.fact_id,
        name=dose.name,
        child=child.name,
        said=f"{child.name}: {said}" if len(household.children) > 1 else said,
        not_before=clock(ready) if ready else "",
        wait=wait,
    )


# -- what was last ---------------------------------------------------------------------------------


def last_lines(
    *, index: LogIndex, timers: Iterable[RunningTimer], household: Household, now: datetime
) -> tuple[str, ...]:
    """Return what was last, one line a child: `fed 2 h 10 ago, left · asleep 48 min`."""
    asleep = {t.about: t for t in timers if t.what == "sleep" and not t.question}
    feeding = {t.about: t for t in timers if t.what == "feed" and not t.question}
    lines = []
    for child in household.children:
        parts: list[tuple[datetime, str]] = []
        if child.handle in feeding:
            parts.append(
                (now, _("feeding since {clock}").format(clock=feeding[child.handle].since))
            )
        if child.handle in asleep:
            parts.append((now, _("asleep {time}").format(time=asleep[child.handle].lasted)))
        for sort in ("feed", "sleep", "nappy"):
            if (sort == "sleep" and child.handle in asleep) or (
                sort == "feed" and child.handle in feeding
            ):
                continue
            latest = index.latest(sort, about=child.handle, zone=household.zone, now=now)
            parts += [(last.at, _last(last, now)) for last in latest]
        said = " · ".join(
            words for _unused, words in sorted(parts, key=lambda p: p[0], reverse=True)
        )
        if said:
            lines.append(f"{child.name}: {said}" if len(household.children) > 1 else said)
    return tuple(lines)


def _last(last: Logged, now: datetime) -> str:
    fact = last.fact
    gone = ago(last.at, now)
    if isinstance(fact, FeedLogged):
        amount = _("{amount_ml} ml").format(amount_ml=fact.amount_ml) if fact.amount_ml else ""
        parts = (_("fed {ago}").format(ago=gone), say_side(fact.side), amount)
        return ", ".join(part for part in parts if part)
    if isinstance(fact, SleepLogged) and fact.minutes:
        end = last.at + timedelta(minutes=fact.minutes)
        awake = int((now - end).total_seconds() // 60)
        slept = _("slept {time}").format(time=say_minutes(fact.minutes))
        if not 0 <= awake < DAY_MINUTES:
            return f"{slept}, {gone}"
        woke = _("awake {time}").format(time=say_minutes(awake)) if awake else _("just woke")
        return f"{slept}, {woke}"
    if isinstance(fact, NappyChanged):
        return _("nappy {ago}").format(ago=gone)
    return _("fell asleep {ago}").format(ago=gone)


# -- tiles -----------------------------------------------------------------------------------------


def tile_groups(
    *, index: LogIndex, timers: Iterable[RunningTimer], household: Household, now: datetime
) -> tuple[TileGroup, ...]:
    """Return the one-tap tiles: for all children together where there are several, then for each."""
    asleep = {t.about: t for t in timers if t.what == "sleep" and not t.question}
    local = now.astimezone(household.zone)
    night = local.hour >= NIGHT[0] or local.hour < NIGHT[1]
    children = household.children
    each = []
    for child in children:
        feeds = _feed_tiles(index, child, household, now)
        slept = asleep.get(child.handle)
        hint = _("asleep {time}").format(time=slept.lasted) if slept else ""
        tiles = _with_the_rest(feeds, night=night, hint=hint)
        each.append(TileGroup((child.handle,), child.name, tiles))
    if len(children) < 2:  # noqa: PLR2004 - more than one
        return tuple(each)
    handles = tuple(c.handle for c in children)
    names = say_list([c.name for c in children])
    name = _("Both: {names}") if len(children) == 2 else _("All: {names}")  # noqa: PLR2004
    every = _("all asleep") if asleep.keys() >= set(handles) else ""
    shared = [t for t in each[0].tiles if all(t.key in {o.key for o in g.tiles} for g in each)]
    feeds = tuple(
        t if all(t in g.tiles for g in each) else LogTile(t.key, t.label)
        for t in shared
        if t.key.startswith("feed")
    )
    tiles = _with_the_rest(feeds, night=night, hint=every)
    return (TileGroup(handles, name.format(names=names), tiles), *each)


def _feed_tiles(
    index: LogIndex, child: Child, household: Household, now: datetime
) -> tuple[LogTile, ...]:
    """The next side first, as sides alternate; a bottle with its usual amount."""
    recent = [e.fact for e in _recent_feeds(index, child.handle, household, now)]
    feeds = [f for f in recent if isinstance(f, FeedLogged)]
    sides = [f.side for f in feeds if f.side in ("left", "right")]
    order = ("right", "left") if sides[:1] == ["left"] else ("left", "right")
    hint = _("{side} last").format(side=say_side(sides[0])) if sides else ""
    feed = _("Feed, {side}")
    breast = [LogTile(f"feed-{side}", feed.format(side=say_side(side))) for side in order]
    breast[0] = LogTile(breast[0].key, breast[0].label, hint)
    amount = usual_amount(feeds)
    bottle = LogTile(
        "feed-bottle", _("Bottle"), _("{amount} ml").format(amount=amount) if amount else ""
    )
    if len(feeds) < ENOUGH:
        return (*breast, bottle)
    made: list[LogTile] = []
    if sides:
        made += breast
    if any(f.method == "bottle" for f in feeds) or not sides:
        made.append(bottle)
    if any(f.method == "solids" for f in feeds):
        made.append(LogTile("feed-solids", _("Solids")))
    return tuple(made)


def _recent_feeds(
    index: LogIndex, about: str, household: Household, now: datetime
) -> tuple[Logged, ...]:
    return index.latest("feed", about=about, zone=household.zone, now=now, most=LEARNS_FROM)


def usual_amount(feeds: Iterable[FeedLogged]) -> int | None:
    """Return the commonest amount of the last bottles, the latest of equals; None without any."""
    amounts = [f.amount_ml for f in feeds if f.method == "bottle" and f.amount_ml]
    return Counter(amounts).most_common(1)[0][0] if amounts else None


def _with_the_rest(feeds: tuple[LogTile, ...], *, night: bool, hint: str) -> tuple[LogTile, ...]:
    """Feeds, sleep and nappies; who sleeps will wake, so that comes first then."""
    changes = (LogTile("wet", _("Wet nappy")), LogTile("dirty", _("Dirty nappy")))
    if hint:
        woke = LogTile("woke", _("Woke"), hint) if night else LogTile("awake", _("Awake"), hint)
        return (woke, *feeds, *changes)
    sleep = (LogTile("asleep", _("Asleep")), *([LogTile("woke", _("Woke"))] if night else []))
    return (*feeds, *sleep, *changes)


def tile_entry(
    *, key: str, child: str, by: str, index: LogIndex, household: Household, now: datetime
) -> ToLog | None:
    """Return what a tile logs for one child; None for a tile that is no entry, or none at all.

    Args:
        key: as in `LogTile`; `asleep` and `awake` are timers, and no entries.
        child: handle.
        by: who tapped.
        index: the log, for the usual amount.
        household: on the local day of `now`.
        now: aware.
    """
    plain = {
        "feed-left": {"what": "feed", "side": "left"},
        "feed-right": {"what": "feed", "side": "right"},
        "feed-solids": {"what": "feed", "method": "solids"},
        "woke": {"what": "waking"},
        "wet": {"what": "nappy", "detail": "wet"},
        "dirty": {"what": "nappy", "detail": "dirty"},
    }
    if key == "feed-bottle":
        feeds = [e.fact for e in _recent_feeds(index, child, household, now)]
        amount = usual_amount(f for f in feeds if isinstance(f, FeedLogged))
        told = {"what": "feed", "method": "bottle", "amount": str(amount or "")}
    elif key in plain:
        told = plain[key]
    else:
        return None
    return ToLog(children=(child,), by=by, **told)  # type: ignore[arg-type]  # every value is a text
