"""Asking for help: make an ask, note what people say, and let them answer from a link."""

from __future__ import annotations

from dataclasses import replace
from hmac import compare_digest
from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.application.asks import AskNotPossibleError, ToAsk, ask, asks_page, next_step
from kinhold.domain.fact import SELF, PersonRef, Typed
from kinhold.journal.verify import encode_base64url
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kinhold.api.speaking import Language
    from kinhold.application.asks import AskLine, AsksPage
    from kinhold.application.household_on import Standing
    from kinhold.application.open_record import OpenRecord
    from kinhold.domain.fact import Fact
    from kinhold.domain.findings import Finding
    from kinhold.domain.promises import AskMade, AskState
    from kinhold.record.record import Record

ANSWERS: Final[tuple[AskState, ...]] = (
    "offered",
    "confirmed-day",
    "confirmed-hours",
    "declined",
)
"""What somebody may say from a link: whether they came is for the one who was there."""


class Home(Protocol):
    """The part of a household that asking needs."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    def record(self) -> Record:
        """Return what is written."""
        ...

    def standing(self) -> Standing:
        """Return the household today."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...

    def now(self) -> datetime:
        """Return the moment."""
        ...

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down."""
        ...


@in_its_language()
class Asking:
    """One household's asks; use `HouseholdFile.asks`."""

    def __init__(self, home: Home, opened: OpenRecord) -> None:
        """Take an open household."""
        self._home: Final = home
        self._opened: Final = opened

    def page(self) -> AsksPage:
        """Return the asks: those that wait first."""
        return asks_page(
            record=self._home.record(), standing=self._home.standing(), now=self._home.now()
        )

    def ask(self, wanted: ToAsk) -> tuple[AskMade, tuple[Finding, ...]]:
        """Write down that somebody is asked; return the step and what to know first.

        Raises:
            AskNotPossibleError: for somebody who is not known or never asked, or a day that is over.
        """
        step, findings = ask(
            record=self._home.record(),
            standing=self._home.standing(),
            wanted=wanted,
            now=self._home.now(),
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write([step])
        return step, findings

    def step(self, *, ask_id: str, state: AskState) -> AskMade:
        """Write down what somebody said or did.

        Raises:
            AskNotPossibleError: where there is no such ask, or the step cannot follow.
        """
        return self._step(ask_id, state, by=SELF)

    def _step(self, ask_id: str, state: AskState, *, by: PersonRef) -> AskMade:
        step = next_step(
            record=self._home.record(),
            standing=self._home.standing(),
            ask_id=ask_id,
            state=state,
            today=self._home.today_is(),
            new_id=bootstrap.dice().new_entry_id,
        )
        # What came by a link is the statement of whoever has the link, and says so.
        step = replace(step, source=Typed(by=by))
        self._home.write([step])
        return step

    def token(self, *, ask_id: str) -> str:
        """Return what makes the link by which the person can answer without an account.

        It follows from the ask and a key that never leaves the file: nobody can work it out, nothing
        is kept of it, and erasing the entry ends it.

        Raises:
            NotKeptError: where there is no such ask.
        """
        return encode_base64url(self._opened.secret_of(ask_id)[:16])

    def by_token(self, token: str) -> AskLine | None:
        """Return the open ask that a link is for, or None; only what concerns that ask."""
        page, found = self.page(), None
        lines = (*page.waiting, *page.coming)
        secrets = self._opened.secrets_of(line.ask_id for line in lines)
        for line in lines:  # all of them, so that the time taken tells nothing
            own = encode_base64url(secrets[line.ask_id][:16])
            if compare_digest(own.encode(), token.encode()):
                found = line
        return found

    def answer(self, token: str, *, state: AskState) -> AskMade:
        """Write down what somebody said by their link.

        Raises:
            AskNotPossibleError: where the link is over, or this cannot be said by it.
        """
        line = self.by_token(token)
        if line is None or state not in ANSWERS:
            raise AskNotPossibleError(_("This link is not open any more."))
        return self._step(line.ask_id, state, by=PersonRef(line.whom))
