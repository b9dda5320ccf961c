"""One household, opened: its record, its story and its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from kinhold import bootstrap
from kinhold.api.care_log import CareLog
from kinhold.api.debts import Debts
from kinhold.api.finances import Finances
from kinhold.api.keeping_out import KeepingOut
from kinhold.api.kept import once
from kinhold.api.planning import Planning
from kinhold.api.promising import Promising
from kinhold.api.speaking import Language, in_its_language
from kinhold.api.stress import StressTests
from kinhold.api.wellbeing import Wellbeing
from kinhold.application import record_facts
from kinhold.application.open_record import NotKeptError, OpenRecord, SeenRecord, all_facts
from kinhold.record.notation import format_facts
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date, datetime
    from types import TracebackType

    from kinhold.api.asking import Asking
    from kinhold.api.calendars import Calendars
    from kinhold.api.diary import Diary
    from kinhold.api.minutes import Minutes
    from kinhold.api.safekeeping import Safekeeping
    from kinhold.application.chronology import ChronologyPage
    from kinhold.application.confirm_suggestions import SuggestionState
    from kinhold.application.family_map import MapPage
    from kinhold.application.household_on import Standing
    from kinhold.application.money import MoneyPage
    from kinhold.application.plan_care import Asked, CarePlan
    from kinhold.application.ports import Clock
    from kinhold.application.promises import PromisesPage
    from kinhold.application.read_story import ReadStory
    from kinhold.application.record_facts import ToImport
    from kinhold.application.rota import RotaPage
    from kinhold.application.stress_page import StressPage
    from kinhold.application.today import TodayPage
    from kinhold.bootstrap import OpenedFile
    from kinhold.domain.events import StoryTold
    from kinhold.domain.fact import Fact
    from kinhold.domain.findings import OpenQuestion
    from kinhold.record.record import Record

PLAN_TURNS: Final = timedelta(hours=8)
"""A plan runs from 08:00: before that the night belongs to the day before."""


@in_its_language(silent=("close", "record", "write", "seen_by", "now"))
class HouseholdFile:
    """One household, opened. Use it in a `with` statement, from one thread at a time."""

    def __init__(self, opened: OpenRecord, clock: Clock, file: OpenedFile | None = None) -> None:
        """Take an opened record; use `open_household`."""
        self._opened: Final = opened
        self._file: Final = file
        self._clock: Final = clock
        self._dice: Final = bootstrap.dice()
        self.language = Language(opened)
        self._stories: Final[dict[str, ReadStory]] = {}
        self._standings: Final[dict[tuple[date, int], Standing]] = {}
        self.planning: Final = Planning(self)
        self.log: Final = CareLog(self)
        self.promising: Final = Promising(self)
        self.finances: Final = Finances(self)
        self.debts: Final = Debts(self)
        self.stress_tests: Final = StressTests(self)
        self.keeping_out: Final = KeepingOut(self, opened)
        self.wellbeing: Final = Wellbeing(self, opened)

    def __enter__(self) -> Self:
        """Return the household itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the file back."""
        self.close()

    def close(self) -> None:
        """Give the file back; doing it again changes nothing."""
        self._opened.close()

    # -- the record --------------------------------------------------------------------------------

    def record(self) -> Record:
        """Return everything that was written, as facts, with whatever others wrote meanwhile."""
        erased = self._opened.erased
        record = self._opened.record()
        self.language.heed(self._opened, record)
        if self._opened.erased != erased:
            for kept in (self._stories, self._standings):
                kept.clear()
            self.stress_tests.forget()
            self.log.forget()
            self.planning.forget()
        return record

    @property
    def safekeeping(self) -> Safekeeping:
        """Return what keeps the record safe: checkpoints, bundles, erasure, backups, checks.

        Raises:
            NotKeptError: where the household is only seen, by `seen_by`.
        """
        if isinstance(self._opened, SeenRecord):
            raise NotKeptError(_("Only the person who keeps the record can do this."))
        from kinhold.api.safekeeping import Safekeeping

        return Safekeeping(
            self._opened, self._file, now=self.now, today=self.today_is, language=self.language
        )

    @property
    def minutes(self) -> Minutes:
        """Return the minutes that the keeper took.

        Raises:
            NotKeptError: where the household is only seen, by `seen_by`.
        """
        from kinhold.api.minutes import Minutes

        return Minutes(self)

    @property
    def asks(self) -> Asking:
        """Return whom one asked for help, and what came of it."""
        from kinhold.api.asking import Asking

        return Asking(self, self._opened)

    @property
    def calendars(self) -> Calendars:
        """Return who has their hours of the shared rota on which device."""
        from kinhold.api.calendars import Calendars

        return Calendars(self, self._opened, self._file)

    @property
    def diary(self) -> Diary:
        """Return what opens a diary with its own words; nothing else speaks of it."""
        from kinhold.api.diary import Diary

        return Diary(self, self._opened, self._file)

    def seen_by(self, who: str) -> HouseholdFile:
        """Return the household as another person, by handle, may see it: read, and not changed."""
        seen = HouseholdFile(SeenRecord(self._opened, who), self._clock)
        seen.language = self.language
        return seen

    def now(self) -> datetime:
        """Return the current moment of the clock this household was opened with."""
        return self._clock.now()

    def today_is(self) -> date:
        """Return the local day of the household now."""
        now = self._clock.now()
        return now.astimezone(self.standing(on=now.date()).household.zone).date()

    def standing(self, *, on: date | None = None) -> Standing:
        """Return the household on a day, with the rules of its country and reliabilities."""
        from kinhold.application.household_on import standing_on

        day = on or self.today_is()
        return once(
            self._standings,
            (day, self.log.stated()),
            lambda: standing_on(
                record=self.record(), day=day, public_holidays=bootstrap.public_holidays()
            ),
        )

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down, all or none.

        Raises:
            NotKeptError, JournalError: where nothing was written, with the reason.
        """
        self._opened.append(facts, now=self._clock.now())
        self.language.heed_written(facts)

    def add(self, line: str) -> Fact:
        """Write one line of the notation down and return it as a fact.

        Raises:
            KinholdError: where the line cannot be read.
        """
        fact = record_facts.fact_from_line(
            line=line, record=self.record(), new_id=self._dice.new_entry_id
        )
        self.write([fact])
        return fact

    def correct(self, *, fact_id: str, line: str) -> Fact:
        """Put a corrected fact in the place of another; both stay in the record.

        Raises:
            KinholdError: where the id or the line is not usable.
        """
        fact = record_facts.correction(
            record=self.record(), fact_id=fact_id, line=line, new_id=self._dice.new_entry_id
        )
        self.write([fact])
        return fact

    def retract(self, *, fact_id: str, why: str = "") -> Fact:
        """Take a fact back; it stays in the record as taken back.

        Raises:
            KinholdError: where the id names no fact that stands.
        """
        fact = record_facts.retraction(
            record=self.record(),
            fact_id=fact_id,
            on=self.today_is(),
            new_id=self._dice.new_entry_id,
            why=why,
        )
        self.write([fact])
        return fact

    def undo(self) -> Fact:
        """Take back whatever was written last (a taking back too).

        Raises:
            KinholdError: where nothing was written yet.
        """
        fact = record_facts.undo_latest(
            record=self.record(), on=self.today_is(), new_id=self._dice.new_entry_id
        )
        self.write([fact])
        return fact

    def last_is_taken_back(self) -> bool:
        """Return whether what was written last is a taking back, so that `undo` brings it back."""
        from kinhold.domain.fact import Retracted

        return isinstance(record_facts.latest(self.record()), Retracted)

    def import_notation(self, text: str) -> ToImport:
        """Write every readable line of a text down; lines that are already there add nothing.

        Returns:
            What was new, what was known, and a finding for each line that could not be read.
        """
        found = record_facts.to_import(
            text=text, record=self.record(), new_id=self._dice.new_entry_id
        )
        self.write(found.new)
        return found

    def export_notation(self, *, with_ids: bool = False) -> str:
        """Return every fact that stands as a text that `import_notation` reads back.

        The private spaces are left out; they never leave with the rest.
        """
        record = self.record()
        own = {f for n, s in record.spaces.items() if n.startswith("private:") for f in s.written}
        keep = [f for f in all_facts(record) if f.fact_id not in own]
        return format_facts(keep, with_ids=with_ids)

    # -- the story ---------------------------------------------------------------------------------

    def read(self, text: str, *, told: date | None = None) -> ReadStory:
        """Read a story and suggest facts; writes nothing."""
        from kinhold.application.read_story import read_story as read

        story = read(text=text, told=told or self.today_is(), linguist=bootstrap.linguist())
        self._stories[story.story_id] = story
        return story

    def keep_story(self, story: ReadStory) -> None:
        """Write the story itself down, once."""
        from kinhold.application.confirm_suggestions import story_fact

        self.write(story_fact(story=story, record=self.record(), new_id=self._dice.new_entry_id))

    def stories(self) -> tuple[StoryTold, ...]:
        """Return the stories that were kept, oldest first."""
        from kinhold.domain.events import StoryTold

        return self.record().of(StoryTold)

    def story(self, story_id: str = "") -> ReadStory:
        """Return a kept story, read again; the latest where no id is given.

        Raises:
            KinholdError: where no story was kept, or none has this id.
        """
        from kinhold.application.record_facts import NoSuchFactError
        from kinhold.domain.dates import first_day

        kept = [s for s in self.stories() if s.digest.startswith(story_id)]
        if not kept:
            raise NoSuchFactError(
                _("No story is kept here yet. Begin with one: kinhold new FILE --story STORY")
            )
        latest = kept[-1]
        known = self._stories.get(latest.digest)
        return known or self.read(latest.words, told=first_day(latest.occurred))

    def suggestions(self, story: ReadStory) -> tuple[SuggestionState, ...]:
        """Return every suggestion of a story with what became of it."""
        from kinhold.application.confirm_suggestions import states

        return states(record=self.record(), story=story)

    def confirm(
        self, story: ReadStory, *, keys: Collection[str] | None = None, tier: int = 0
    ) -> tuple[Fact, ...]:
        """Accept suggestions that are still open: by key, or every one of a tier.

        Raises:
            KinholdError: for a key that the story does not have.
        """
        from kinhold.application.confirm_suggestions import accept, pick

        still_open = {s.suggestion.key for s in self.suggestions(story) if s.state == "open"}
        chosen = (
            pick(story=story, keys=keys)
            if keys is not None
            else tuple(s for s in story.suggestions if s.tier == tier)
        )
        facts = accept(
            chosen=[s for s in chosen if s.key in still_open], new_id=self._dice.new_entry_id
        )
        self.keep_story(story)
        self.write(facts)
        return facts

    def accept_changed(self, story: ReadStory, *, key: str, line: str) -> Fact:
        """Accept a suggestion as she changed it; the quote it rests on stays.

        Raises:
            KinholdError: for an unknown key or a line that cannot be read.
        """
        from dataclasses import replace

        from kinhold.application.confirm_suggestions import pick

        (suggestion,) = pick(story=story, keys=[key])
        fact = record_facts.fact_from_line(
            line=line, record=self.record(), new_id=self._dice.new_entry_id
        )
        fact = replace(fact, source=suggestion.fact.source, how_known="recalled")
        self.keep_story(story)
        self.write([fact])
        return fact

    def set_aside(self, story: ReadStory, *, key: str) -> Fact:
        """Say no to a suggestion, or take back one that was accepted; it can be undone.

        Raises:
            KinholdError: for a key that the story does not have.
        """
        from kinhold.application.confirm_suggestions import pick, set_aside

        (suggestion,) = pick(story=story, keys=[key])
        kept = next((s for s in self.suggestions(story) if s.suggestion.key == key), None)
        if kept is not None and kept.state == "accepted":
            return self.retract(fact_id=kept.fact_id, why=_("set aside"))
        fact = set_aside(story=story, suggestion=suggestion, new_id=self._dice.new_entry_id)
        self.keep_story(story)
        self.write([fact])
        return fact

    def answer(self, *, name: str, rows: Sequence[Mapping[str, str]]) -> tuple[Fact, ...]:
        """Answer one of the ten questions; empty rows are passed over.

        Raises:
            AnswerNotUsableError: names the row and says what to write instead.
        """
        from kinhold.application.interview import answer

        day = self.today_is()
        written: list[Fact] = []
        for trial in (True, False):  # every row is read before the first is written
            for row in rows:
                facts = answer(
                    name=name,
                    rows=[row],
                    household=self.standing(on=day).household,
                    on=day,
                    new_id=self._dice.new_entry_id,
                )
                if not trial:
                    self.write(facts)
                    written += facts
        return tuple(written)

    # -- pages -------------------------------------------------------------------------------------

    def chronology(
        self, *, on: date | None = None, theme: str = "", who: str = ""
    ) -> ChronologyPage:
        """Return what happened by a day, in order."""
        from kinhold.application.chronology import chronology_page

        day = on or self.today_is()
        return chronology_page(
            record=self.record().as_of(day), standing=self.standing(on=day), theme=theme, who=who
        )

    def promises(self, *, on: date | None = None) -> PromisesPage:
        """Return who promised what, and what came of it."""
        from kinhold.application.promises import promises_page

        day = on or self.today_is()
        return promises_page(
            record=self.record().as_of(day), standing=self.standing(on=day), on=day
        )

    def money(self, *, on: date | None = None) -> MoneyPage:
        """Return the lowest point before pay day, what first, and what is missing."""
        return self.finances.page(on=on)

    def map(self, *, on: date | None = None) -> MapPage:
        """Return the family map."""
        from kinhold.application.family_map import map_page

        day = on or self.today_is()
        return map_page(standing=self.standing(on=day), on=day)

    def care_plan(
        self, *, on: date | None = None, days: int = 14, asked: Asked | None = None
    ) -> CarePlan:
        """Return needs, rota and what stays open from a day on; solved in a worker process."""
        return self.planning.care(on=on, days=days, asked=asked)

    def rota(
        self, *, on: date | None = None, days: int = 14, asked: Asked | None = None
    ) -> RotaPage:
        """Return who has the children when, and what stays open."""
        return self.planning.rota(on=on, days=days, asked=asked)

    def stress(
        self,
        *,
        on: date | None = None,
        exact: bool = True,
        step: Callable[[str], None] = lambda _said: None,
    ) -> StressPage:
        """Return what breaks if one more person does not turn up (N-1).

        Args:
            on: the first day of every loss.
            exact: re-plan the rota after each loss and look for repairs; False for a first answer.
            step: told what is being tested.
        """
        return self.stress_tests.page(on=on, exact=exact, step=step)

    def questions(self, *, on: date | None = None) -> tuple[OpenQuestion, ...]:
        """Return everything that is open, from all engines, most telling first."""
        from kinhold.application.care_questions import questions_about_care
        from kinhold.application.open_questions import about_the_household, together

        day = on or self.today_is()
        standing = self.standing(on=day)
        return together(
            about_the_household(standing=standing),
            questions_about_care(standing=standing),
            self.money(on=day).questions,
        )

    def today(self, *, now: datetime | None = None) -> TodayPage:
        """Return the first screen at a moment."""
        from kinhold.application.today import today_page

        moment = now or self._clock.now()
        zone = self.standing(on=moment.date()).household.zone
        local = moment.astimezone(zone)
        day = local.date()
        return today_page(
            log=self.log.page(now=moment),
            standing=self.standing(on=day),
            plan=self.care_plan(on=(local - PLAN_TURNS).date()),
            money=self.money(on=day),
            now=moment,
            questions=self.questions(on=day),
        )
