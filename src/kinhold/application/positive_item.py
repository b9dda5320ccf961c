"""The page for one answer: she may not be safe. Pure data, so that it can be kept for no network.

It acts on that answer, at once, and shows no total: a low total says nothing about it. It tells
nobody, sends nothing, and closes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.lines import LineShown, elsewhere_note, known_lines, show_line
from kinhold.engines.wellbeing.lines import open_lines
from kinhold.engines.wellbeing.loading import instrument_named
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

SAFE_NOW: Final = "SAFE-NOW"
EMERGENCY: Final = {"uk": N_("Call 999 now."), "us": N_("Call 911 now.")}
ANYWHERE: Final = N_("Call the emergency number where you are now.")


@dataclass(frozen=True, slots=True)
class ReadyText:
    """A text to somebody in her plan, ready to send.

    Attributes:
        who: the name.
        phone: as it is on the record, or empty.
        text: word for word.
    """

    who: str
    phone: str
    text: str


@dataclass(frozen=True, slots=True)
class PositiveItemPage:
    """What is shown at once after such an answer, in this order.

    Attributes:
        title: neutral; fit for a title bar.
        thanks: one or two sentences, no verdict.
        who_sees: who can see the answer.
        question: the one question.
        choices: (`yes`, `not-sure` or `no`; the words).
        emergency: what to do first where the answer is not yes.
        numbers: open now; emergency, then crisis. Shown after every answer, `yes` too.
        texts: to people in her plan, ready to send.
        child_question: about the baby or child.
        child_steps: what to do there, in order.
        after_yes: (`plan` or `doctor`; the words): what is offered then.
        stays: that the page stays, and that nothing is sent.
        note: where the country has no lines here; else empty.
    """

    title: str
    thanks: str
    who_sees: str
    question: str
    choices: tuple[tuple[str, str], ...]
    emergency: str
    numbers: tuple[LineShown, ...]
    texts: tuple[ReadyText, ...]
    child_question: str
    child_steps: tuple[str, ...]
    after_yes: tuple[tuple[str, str], ...]
    stays: str
    note: str


def positive_item_page(
    *, country: str, now: datetime, part: str = "", texts: Sequence[ReadyText] = ()
) -> PositiveItemPage:
    """Return the page for an answer that is acted on alone.

    Args:
        country: `uk`, `us`, or another.
        now: aware; only lines that are open then are shown.
        part: of the country, such as SCO, where known.
        texts: to people in her plan.
    """
    there = [line for line in open_lines(known_lines(country), now, part=part) if line.crisis]
    asked = instrument_named(SAFE_NOW).items[0]
    return PositiveItemPage(
        title=_("Are you safe right now?"),
        thanks=_(
            "Thank you for saying so. Many people come to a point like this when life is hard."
        ),
        who_sees=_("Only you can see this. Nobody is told."),
        question=asked.text,
        choices=tuple(
            (option.text.lower().replace(" ", "-"), option.text) for option in asked.options
        ),
        emergency=emergency_words(country),
        numbers=tuple(show_line(line, country=country) for line in there),
        texts=tuple(texts),
        child_question=_("Is your baby or child somewhere safe?"),
        child_steps=child_steps(country),
        after_yes=(
            ("plan", _("Look at your safety plan, or begin one.")),
            (
                "doctor",
                _("Make a page you can show your {doctor}.").format(doctor=doctor_words(country)),
            ),
        ),
        stays=_("This page will stay here. Nothing is sent unless you send it."),
        note=elsewhere_note(country),
    )


def child_steps(country: str) -> tuple[str, ...]:
    """Return what keeps a child safe for some minutes (after ICON, iconcope.org), in order."""
    return (
        _("Put the baby in the cot, on the back. The baby may cry. That is safe."),
        _("Is another adult awake in the home? Tell them you need them now."),
        _("Nobody there? Stay in the home. Shut the door. Take five minutes, then look in."),
        _("Not safe with the child? {emergency}").format(emergency=emergency_words(country)),
    )


def emergency_words(country: str) -> str:
    """Return what to do first in a country, `uk`, `us` or another."""
    return _(EMERGENCY.get(country, _(ANYWHERE)))


def doctor_words(country: str) -> str:
    """Return whom one asks about health; health visitors are of the UK, whatever is spoken."""
    return _("GP, midwife or health visitor") if country == "uk" else _("doctor")


def at_once_words(country: str) -> str:
    """Return what is said where her words go straight to the emergency number; no questionnaire."""
    more = {
        "uk": _("Or call 111 and choose option 2."),
        "us": _("Or call 988."),
    }.get(country, "")
    say = _(
        "Say what you wrote here, and when the baby was born. "
        "Ask somebody to stay with you and the baby."
    )
    return " ".join(part for part in (emergency_words(country), more, say) if part)
