"""An entry of the log as somebody would tell it again: what a form is filled with to correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kinhold.application.log_entry import ToLog
from kinhold.application.log_words import say_value
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
    TimerStarted,
)
from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.domain.fact import Fact

_WORDS: Final = {FeedLogged: "feed", SleepLogged: "sleep", NightWakingLogged: "waking", HandoverNoteWritten: "note", MilestoneReached: "milestone", NappyChanged: "nappy", MedicineGiven: "medicine"}  # fmt: skip


class NotInTheLogError(KinholdError):
    """A fact is on the record and is no entry of the care log."""

    def __init__(self) -> None:
        """Say where it can be changed."""
        super().__init__(_("This is no entry of the log. Change it on the page Record."))


def as_told(*, fact: Fact) -> ToLog:
    """Return what would be told to log a standing entry as it is, with `replaces` naming it.

    Raises:
        NotInTheLogError: for a fact that is no entry of the log.
    """
    what = _WORDS.get(type(fact), str(getattr(fact, "what", "")))
    if not isinstance(fact, (*_WORDS, ActivityLogged, MeasureTaken, TimerStarted)) or not what:
        raise NotInTheLogError
    minutes = getattr(fact, "minutes", None)
    told: dict[str, Any] = {
        "when": fact.occurred.replace("T", " "),
        "minutes": str(minutes) if minutes else "",
        "by": str(getattr(fact, "by", "")),
        "tags": tuple(getattr(fact, "tags", ())),
        "words": str(getattr(fact, "words", "")),
    }
    amount = getattr(fact, "amount_ml", None)
    told["amount"] = _("{amount} ml").format(amount=amount) if amount else ""
    for name in ("side", "method", "milk", "dose", "colour", "nap"):
        if hasattr(fact, name):
            told[name] = getattr(fact, name)
    told |= _detail(fact)
    return ToLog(what=what, children=(fact.about,), replaces=fact.fact_id, **told)


def _detail(fact: Fact) -> dict[str, Any]:
    if isinstance(fact, NappyChanged):
        return {"detail": fact.what}
    if isinstance(fact, MedicineGiven):
        every = f"{fact.not_before // 60} h {fact.not_before % 60}" if fact.not_before else ""
        return {"detail": fact.name, "every": every.removesuffix(" 0")}
    if isinstance(fact, MeasureTaken):
        return {"detail": say_value(fact.value)}
    return {"seen": fact.seen_by} if isinstance(fact, MilestoneReached) else {}
