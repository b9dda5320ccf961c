"""Wellbeing: for the keeper's eyes alone; use `HouseholdFile.wellbeing`.

Every call refuses anybody else in the same words, whether there is anything to see or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.application.open_record import NotKeptError, SeenRecord
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kinhold.api.care_log import CareLog
    from kinhold.api.speaking import Language
    from kinhold.application.doctors_page import DoctorsPage
    from kinhold.application.household_on import Standing
    from kinhold.application.lines import LinesPage
    from kinhold.application.open_record import OpenRecord
    from kinhold.application.positive_item import PositiveItemPage
    from kinhold.application.questionnaires import AnsweredLine, Answers, FormPage, OfferedForm
    from kinhold.application.read_story import ReadStory
    from kinhold.application.safety_plan import SafetyPlanPage, ToPlan
    from kinhold.application.wellbeing import AnsweredPage, HowAreYouPage, SignalShown
    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.domain.wellbeing import DiaryWritten, SafetyStepWritten
    from kinhold.record.record import Record


class Home(Protocol):
    """What wellbeing needs of the household it belongs to."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    @property
    def log(self) -> CareLog:
        """The care log."""
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


@in_its_language()
class Wellbeing:
    """One household's check-ins, questionnaires, safety plan, lines, and the doctor's page."""

    def __init__(self, home: Home, opened: OpenRecord) -> None:
        """Take an open household; nothing is read until it is asked for."""
        self._home: Final = home
        self._opened: Final = opened

    # -- how are you doing -------------------------------------------------------------------------

    def page(self) -> HowAreYouPage:
        """Return the first page: sleep and help from the log, and what may be answered.

        Raises:
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.wellbeing import how_are_you_page

        record, household = self._own(), self._household()
        return how_are_you_page(
            record=record, index=self._home.log.index(), household=household, now=self._home.now()
        )

    def signals(self) -> tuple[SignalShown, ...]:
        """Return sentences of hers that call for a question, the latest first.

        Raises:
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.wellbeing import signals_shown

        record, household = self._own(), self._household()
        return signals_shown(record=record, household=household, now=self._home.now())

    def asked(self, story: ReadStory) -> tuple[tuple[str, SignalShown], ...]:
        """Return what a story that was read asks her, with the key of each suggestion.

        Raises:
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.wellbeing import show_signal
        from kinhold.domain.wellbeing import SignalNoted

        self._own()
        household, now = self._household(), self._home.now()
        return tuple(
            (asked.key, shown)
            for asked in story.asked
            if isinstance(asked.fact, SignalNoted)
            and (shown := show_signal(asked.fact, household=household, now=now))
        )

    # -- questionnaires ----------------------------------------------------------------------------

    def offered(self, *, lane: str = "") -> tuple[OfferedForm, ...]:
        """Return the forms whose time has passed; HARK is never among them.

        Args:
            lane: `own` or `doctor`; both where empty.

        Raises:
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.questionnaires import offered_forms

        return offered_forms(record=self._own(), on=self._home.today_is(), lane=lane)

    def form(self, key: str) -> FormPage:
        """Return a form to be answered; HARK too, where it is asked for by name.

        Raises:
            NoSuchInstrumentError: for a name that is no form.
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.questionnaires import form_page
        from kinhold.engines.wellbeing.loading import instrument_named

        record, household = self._own(), self._household()
        return form_page(
            instrument=instrument_named(key),
            record=record,
            household=household,
            on=self._home.today_is(),
        )

    def check(self, key: str, values: Sequence[int]) -> PositiveItemPage | None:
        """Return the page to be shown at once where one of the answers so far calls for it.

        For a form that is still being answered: give the answers in order, as far as they go.

        Raises:
            NoSuchInstrumentError: for a name that is no form.
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.wellbeing import page_at_once
        from kinhold.engines.wellbeing.loading import instrument_named

        return page_at_once(
            instrument=instrument_named(key),
            values=values,
            record=self._own(),
            household=self._household(),
            now=self._home.now(),
        )

    def answer(self, key: str, given: Answers) -> AnsweredPage:
        """Keep her answers in the private space and say their total, or act on the one that calls for it.

        Raises:
            AnswersDoNotFitError: for another number of answers or one outside its range.
            TooSoonError: where the time it asks about has not passed, and no answer calls for action.
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.wellbeing import answer_form
        from kinhold.engines.wellbeing.loading import instrument_named

        record, household = self._own(), self._household()
        instrument = instrument_named(key)
        fact, page = answer_form(
            instrument=instrument,
            given=given,
            record=record,
            household=household,
            now=self._home.now(),
            new_id=bootstrap.dice().new_entry_id,
        )
        if fact is not None:
            self._home.write([fact])
        return page

    def history(self) -> tuple[AnsweredLine, ...]:
        """Return every answer, the latest first: a list, with no course drawn through it.

        Raises:
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.questionnaires import history

        return history(self._own(), country=self._household().country)

    # -- not safe ----------------------------------------------------------------------------------

    def not_safe(self) -> PositiveItemPage:
        """Return the page for “I'm not safe”, and for an answer that says so. Writes nothing.

        Raises:
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.wellbeing import not_safe_page

        record, household = self._own(), self._household()
        return not_safe_page(record=record, household=household, now=self._home.now())

    def note_shown_again(self) -> None:
        """Note that the numbers were shown once more, so that it stays with once.

        Raises:
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.wellbeing import note_shown_again

        self._own()
        self._home.write(
            [
                note_shown_again(
                    household=self._household(),
                    now=self._home.now(),
                    new_id=bootstrap.dice().new_entry_id,
                )
            ]
        )

    # -- safety plan -------------------------------------------------------------------------------

    def plan(self) -> SafetyPlanPage:
        """Return the safety plan: six steps, texts ready to send, lines open now.

        Raises:
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.safety_plan import safety_plan_page

        record, household = self._own(), self._household()
        return safety_plan_page(record=record, household=household, now=self._home.now())

    def write_plan(self, wanted: ToPlan) -> SafetyStepWritten:
        """Write a line of the plan. It is changed or taken back as any other entry.

        Raises:
            PlanLineNotUsableError: with what to change.
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.safety_plan import write_plan_line

        self._own()
        line = write_plan_line(
            household=self._household(),
            wanted=wanted,
            today=self._home.today_is(),
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write([line])
        return line

    # -- lines -------------------------------------------------------------------------------------

    def lines(self, *, everything: bool = False) -> LinesPage:
        """Return the lines that are open now in her country; the others too where asked.

        Raises:
            NotKeptError: for anybody but the keeper. `application.lines.lines_page` is for all.
        """
        from kinhold.application.lines import lines_page

        self._own()
        household, now = self._household(), self._home.now()
        days = bootstrap.public_holidays()(
            country=household.country, region=household.region, years=(now.year,)
        ).days
        return lines_page(
            country=household.country,
            now=now,
            zone=household.zone,
            part=household.region,
            holidays=days,
            everything=everything,
        )

    # -- the doctor's page -------------------------------------------------------------------------

    def doctors_page(self, *, scores: Sequence[str] = ()) -> DoctorsPage:
        """Return the page for a doctor: her words first; totals only where she names them.

        Args:
            scores: keys of forms whose last total goes on it.

        Raises:
            NoSuchInstrumentError, DoctorsPageError: for a form that is not known or has no total.
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.doctors_page import doctors_page

        record, household = self._own(), self._household()
        return doctors_page(
            record=record,
            index=self._home.log.index(),
            household=household,
            now=self._home.now(),
            scores=scores,
        )

    def doctors_pdf(self, *, scores: Sequence[str] = ()) -> bytes:
        """Return that page as one sheet of PDF/A-2b.

        Raises:
            ReportNotSetError: where it cannot be set.
            NoSuchInstrumentError, DoctorsPageError, NotKeptError: as `doctors_page`.
        """
        from kinhold.adapters.doctors_pdf import render_doctors_page

        return render_doctors_page(self.doctors_page(scores=scores))

    def write_for_doctor(
        self, *, words: str = "", ask: Sequence[str] = ()
    ) -> tuple[DiaryWritten, ...]:
        """Keep what she wants to say and to ask, privately; new words take the old ones' place.

        Raises:
            DoctorsPageError: where one is too long for a page.
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.doctors_page import write_for_doctor

        self._own()
        written = write_for_doctor(
            today=self._home.today_is(),
            new_id=bootstrap.dice().new_entry_id,
            words=words,
            ask=ask,
        )
        self._home.write(written)
        return written

    def rewrite_for_doctor(self, *, words: str, ask: Sequence[str]) -> None:
        """Let the page say this and no more: what is not in it any longer is taken back.

        Raises:
            DoctorsPageError: where one is too long, or there are more questions than room.
            NotKeptError: for anybody but the keeper.
        """
        from kinhold.application.doctors_page import rewrite_for_doctor
        from kinhold.application.record_facts import taking_back

        record, today = self._own(), self._home.today_is()
        new_id = bootstrap.dice().new_entry_id
        written, gone = rewrite_for_doctor(
            record=record, today=today, new_id=new_id, words=words, ask=ask
        )
        taken = taking_back(record=record, ids=gone, on=today, new_id=new_id)
        self._home.write((*written, *taken))

    def _own(self) -> Record:
        """The record as the keeper may see it; refused to anybody else before anything is read."""
        if isinstance(self._opened, SeenRecord):
            raise NotKeptError(_("Only the person who keeps the record can see this."))
        from kinhold.application.wellbeing import own_record

        return own_record(self._home.record(), self._opened.keeper())

    def _household(self) -> Household:
        return self._home.standing().household
