"""The care log: what happened with the children, noted in a tap; use `HouseholdFile.log`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.kept import once
from kinhold.api.speaking import in_its_language
from kinhold.projections.care_history import LATELY, LogIndex
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from kinhold.api.speaking import Language
    from kinhold.application.care_log import LogPage
    from kinhold.application.care_log_charts import LogChartsPage
    from kinhold.application.care_log_day import LogDayPage, LogWeekPage
    from kinhold.application.household_on import Standing
    from kinhold.application.log_entry import LoggedEntry, ToLog
    from kinhold.domain.care import TimerStarted
    from kinhold.domain.events import AttachmentKept
    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.projections.care_history import Lately
    from kinhold.record.record import Record

CHARTS_KEPT: Final = 8


class Home(Protocol):
    """What the log needs of the household it belongs to."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    def record(self) -> Record:
        """Return everything that was written."""
        ...

    def standing(self) -> Standing:
        """Return the household today."""
        ...

    def now(self) -> datetime:
        """Return the moment."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down, all or none."""
        ...


@in_its_language(silent=("index", "forget", "stated", "lately"))
class CareLog:
    """One household's care log."""

    def __init__(self, home: Home) -> None:
        """Take the open household; nothing is read until it is asked for."""
        self._home: Final = home
        self._index: Final = LogIndex()
        self._new_id: Final[Callable[[], str]] = bootstrap.dice().new_entry_id
        self._charts: Final[dict[tuple[object, ...], LogChartsPage]] = {}

    def index(self) -> LogIndex:
        """Return the log by sort, person and day, with whatever was written meanwhile."""
        return self._index.catch_up(self._home.record())

    def forget(self) -> None:
        """Drop what was made from entries that were erased meanwhile."""
        self._charts.clear()

    def stated(self) -> int:
        """Return a number that changes with everything on the record but entries of the log."""
        return self.index().stated

    def lately(self, *, on: date) -> tuple[Lately, tuple[int, ...]]:
        """Return the record narrowed to what a plan from a day needs, and a key of that log."""
        index = self.index()
        return index.lately(self._home.record(), on=on), index.touched(on - LATELY, on)

    def photos(self, entry_id: str) -> tuple[AttachmentKept, ...]:
        """Return the photographs and other files that were kept with an entry, oldest first."""
        from kinhold.domain.events import AttachmentKept

        kept = self._home.record().of(AttachmentKept)
        return tuple(each for each in kept if each.goes_with == entry_id)

    # -- writing -----------------------------------------------------------------------------------

    def add(self, wanted: ToLog) -> LoggedEntry:
        """Log what happened; one entry a child. What is odd is said, and kept.

        Raises:
            EntryNotUsableError: where it cannot be right, with what to write instead.
        """
        from kinhold.application.log_entry import log_entry

        before = self.entry(wanted.replaces) if wanted.replaces else None
        if before is not None:
            wanted = replace(wanted, replaces=before.fact_id)
        logged = log_entry(
            wanted=wanted,
            household=self._household(),
            index=self.index(),
            now=self._home.now(),
            new_id=self._new_id,
            before=before,
        )
        self._home.write(logged.facts)
        return logged

    def tap(self, key: str, *, children: Sequence[str], by: str = "") -> LoggedEntry:
        """Log what a tile says, for each child, now.

        `asleep` starts a timer and `awake` stops it; `woke` logs a waking and stops it.

        Raises:
            EntryNotUsableError: for a tile that is not there, or a timer that is a question.
        """
        from kinhold.application.care_log import tile_entry
        from kinhold.application.log_entry import LoggedEntry, ToLog, log_entry
        from kinhold.application.log_kinds import EntryNotUsableError
        from kinhold.application.stop_timer import stop_timer

        household, index, now = self._household(), self.index(), self._home.now()
        if key == "asleep":
            return self.start_timer(ToLog(what="sleep", children=tuple(children), by=by))
        made: list[LoggedEntry] = []
        if key in ("awake", "woke"):
            made += [
                stop_timer(
                    timer=timer,
                    wanted=ToLog(what="sleep"),
                    household=household,
                    index=index,
                    now=now,
                    new_id=self._new_id,
                )
                for timer in self.running()
                if timer.what == "sleep" and timer.about in children
            ]
        for child in children:
            wanted = tile_entry(
                key=key, child=child, by=by, index=index, household=household, now=now
            )
            if wanted is not None:
                made.append(
                    log_entry(
                        wanted=wanted,
                        household=household,
                        index=index,
                        now=now,
                        new_id=self._new_id,
                    )
                )
        facts = tuple(fact for each in made for fact in each.facts)
        if not facts:
            raise EntryNotUsableError(_("There is nothing to log here. Nothing was changed."))
        self._home.write(facts)
        return LoggedEntry(facts, tuple(f for each in made for f in each.findings))

    def start_timer(self, wanted: ToLog) -> LoggedEntry:
        """Start a timer for each child; every carer sees it.

        Raises:
            EntryNotUsableError: where it has no end, or runs already.
        """
        from kinhold.application.start_timer import start_timer

        started = start_timer(
            wanted=wanted,
            running=self.running(),
            household=self._household(),
            index=self.index(),
            now=self._home.now(),
            new_id=self._new_id,
        )
        self._home.write(started.facts)
        return started

    def stop_timer(self, timers: Iterable[TimerStarted], *, wanted: ToLog) -> LoggedEntry:
        """Stop timers; the finished entries take their places, all of them or none.

        Raises:
            TimerForgottenError: where one ran longer than the thing can last and no end was told.
            EntryNotUsableError: where the end cannot be right.
        """
        from kinhold.application.log_entry import LoggedEntry
        from kinhold.application.stop_timer import stop_timer

        made = [
            stop_timer(
                timer=timer,
                wanted=wanted,
                household=self._household(),
                index=self.index(),
                now=self._home.now(),
                new_id=self._new_id,
            )
            for timer in timers
        ]
        whole = LoggedEntry(
            tuple(fact for each in made for fact in each.facts),
            tuple(f for each in made for f in each.findings),
        )
        self._home.write(whole.facts)
        return whole

    def take_back(self, ids: Sequence[str]) -> tuple[Fact, ...]:
        """Take entries back, all or none; taking the taking back back restores them.

        Raises:
            NoSuchFactError: where one names no entry.
        """
        from kinhold.application.record_facts import taking_back

        taken = taking_back(
            record=self._home.record(), ids=ids, on=self._home.today_is(), new_id=self._new_id
        )
        self._home.write(taken)
        return taken

    def remove(self, fact_id: str) -> tuple[Fact, ...]:
        """Take an entry back with whatever was corrected in it.

        Raises:
            NoSuchFactError: where the id names no entry that stands.
        """
        return self.take_back([self.index().root_of(self.entry(fact_id).fact_id)])

    # -- reading -----------------------------------------------------------------------------------

    def entry(self, fact_id: str) -> Fact:
        """Return the entry that now stands for an id, or for the beginning of one.

        Raises:
            NoSuchFactError: where it names none, or more than one, or it was taken back.
        """
        from kinhold.application.record_facts import standing_fact

        record = self._home.record()
        return record.get(fact_id) or standing_fact(record=record, fact_id=fact_id)

    def running(self) -> tuple[TimerStarted, ...]:
        """Return the timers that run, oldest entry first."""
        from kinhold.domain.care import TimerStarted

        return self._home.record().of(TimerStarted)

    def page(self, *, now: datetime | None = None) -> LogPage:
        """Return the log at a glance: last, timers, medicines, tiles, latest entries."""
        from kinhold.application.care_log import log_page

        moment = now or self._home.now()
        return log_page(
            index=self.index(), running=self.running(), household=self._household(), now=moment
        )

    def day(self, *, on: date | None = None) -> LogDayPage:
        """Return a local day of the log."""
        from kinhold.application.care_log_day import log_day_page

        return log_day_page(
            index=self.index(),
            household=self._household(),
            day=on or self._home.today_is(),
            now=self._home.now(),
        )

    def week(self, *, child: str = "", last: date | None = None) -> LogWeekPage:
        """Return seven days of one child, by default the first one's last seven."""
        from kinhold.application.care_log_day import log_week_page

        household = self._household()
        return log_week_page(
            index=self.index(),
            household=household,
            about=_child(household, child),
            last=last or self._home.today_is(),
            now=self._home.now(),
        )

    def charts(self, *, child: str = "", days: int = 14, on: date | None = None) -> LogChartsPage:
        """Return sleep by night, feeds, wakings by hour and growth of one child."""
        from kinhold.application.care_log_charts import log_charts_page

        household, index = self._household(), self.index()
        day, about = on or self._home.today_is(), _child(household, child)
        key = (index.changes, about, days, day, household.zone, household.country)
        return once(
            self._charts,
            key,
            lambda: log_charts_page(
                index=index, household=household, about=about, today=day, days=days
            ),
            most=CHARTS_KEPT,
        )

    def _household(self) -> Household:
        return self._home.standing().household


def _child(household: Household, told: str) -> str:
    known = {c.name.casefold(): c.handle for c in household.children}
    known |= {c.handle.casefold(): c.handle for c in household.children}
    return known.get(told.casefold(), next(iter(known.values()), ""))
