"""The safety plan: six steps, from what one notices to making home safer.

The order of the steps is a published method (Stanley and Brown 2012, Cognitive and Behavioral
Practice 19(2):256–264, doi 10.1016/j.cbpra.2011.01.001). Their form is theirs and is not used: the
words here are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.wellbeing import SafetyStepWritten

CREDIT: Final = N_("The order of the steps follows Stanley and Brown, 2012. The words are ours.")
MOST_LETTERS: Final = 400
WITH_PEOPLE: Final = frozenset({3, 4})
"""The steps that name people to be with or to ask."""
MAY_NAME: Final = WITH_PEOPLE | {5, 6}
"""The steps in which a line may name somebody."""


class PlanLineNotUsableError(KinholdError):
    """A line of the plan cannot be written; the text says what to change."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the plan: its number from 1, its title, and what may stand there."""

    number: int
    title: str
    hint: str


STEPS: Final = (
    Step(
        1,
        N_("How I know it is getting bad"),
        N_("What do you think, feel or do first? One sign a line."),
    ),
    Step(
        2,
        N_("What I can do by myself"),
        N_("Small things that have helped for ten minutes, even a bit."),
    ),
    Step(
        3,
        N_("People and places that take my mind off it"),
        N_("Who is easy to be with? Where can you go with the child? No need to say why."),
    ),
    Step(
        4,
        N_("People I can ask"),
        N_("Who may know how bad it is? They get a short text, ready to send."),
    ),
    Step(
        5,
        N_("Professionals and lines"),
        N_("Your doctor, your midwife, a line. The lines that are open stand below."),
    ),
    Step(
        6,
        N_("Making home safer"),
        N_("Who can help you make home safer for a while? Write who and when. No more is needed."),
    ),
)


def check_line(*, step: int, words: str, contact: str) -> None:
    """Refuse a line that cannot stand in the plan.

    Args:
        step: 1 to 6.
        words: what she writes; may be empty where a person is named.
        contact: the person's handle, or empty.

    Raises:
        PlanLineNotUsableError: with what to change.
    """
    if not 1 <= step <= len(STEPS):
        raise PlanLineNotUsableError(
            _("The plan has steps 1 to {steps}; {step} is not one.").format(
                steps=len(STEPS), step=step
            )
        )
    if not words.strip() and not contact:
        raise PlanLineNotUsableError(_("There is nothing on this line yet. Write a few words."))
    if len(words) > MOST_LETTERS:
        raise PlanLineNotUsableError(
            _("This line is long. Keep it under {most_letters} letters, or make two of it.").format(
                most_letters=MOST_LETTERS
            )
        )
    if contact and step not in MAY_NAME:
        raise PlanLineNotUsableError(
            _("People stand in steps 3 to 6. Write this one without a name.")
        )


def lines_by_step(
    written: Sequence[SafetyStepWritten],
) -> tuple[tuple[Step, tuple[SafetyStepWritten, ...]], ...]:
    """Return the six steps in order, each with its lines, the first written first."""
    return tuple((step, tuple(w for w in written if w.step == step.number)) for step in STEPS)


def text_to_send(name: str, step: int) -> str:
    """Return a short text to somebody in the plan, ready to send: an easy yes and an easy no.

    Args:
        name: how she calls them.
        step: 3 to be with them; any other asks for help.
    """
    if step == min(WITH_PEOPLE):
        return _("Hi {name}, could I see you or ring you today? I would like some company.").format(
            name=name
        )
    return _(
        "Hi {name}, I am having a very hard time and I do not want to be alone with it. Can "
        "you ring me now, or come over? If you cannot, tell me and I will ask somebody else."
    ).format(name=name)
