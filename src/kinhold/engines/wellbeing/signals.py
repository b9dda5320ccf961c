"""Sentences of her own that are worth a question, shown to her alone: would you like numbers?

Each is shown as she wrote it, without a name for it. What kind it is only chooses which lines are
offered. Some words go straight to the emergency number and are never made into a questionnaire: NHS
and Action on Postpartum Psychosis call them an emergency, mostly in the first weeks after a birth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kinhold.voice.speaking import N_

if TYPE_CHECKING:
    from kinhold.domain.wellbeing import SignalNoted
    from kinhold.engines.wellbeing.lines import Topic

QUESTION: Final = N_("Would you like numbers for this?")

TOPICS: Final[dict[str, tuple[Topic, ...]]] = {
    "suicide_or_self_harm": ("emergency", "crisis"),
    "disappear_wish": ("crisis", "baby"),
    "hopelessness": ("crisis",),
    "leaving_child_thought": ("crisis", "baby", "child"),
    "intrusive_violent_image": ("crisis", "baby"),
    "followed_or_watched": ("followed", "afraid"),
    "threatened_by": ("emergency", "afraid"),
    "controlled_by": ("afraid",),
    "violence_to_property": ("emergency", "afraid"),
    "safety": ("emergency", "afraid"),
    "neglect": ("child",),
    "seen_at_school": ("followed", "afraid"),
    "phone_checked": ("followed", "afraid"),
    "money_withheld": ("afraid",),
    "cannot_go_on": ("crisis", "baby"),
    "left_no_adult_awake": ("crisis", "baby", "child"),
    "contempt_from_family": ("crisis", "alone"),
}
"""Which lines fit a kind of sentence, by the word that reading a story gives it."""

ALWAYS_ASKED: Final = frozenset(
    {
        "seen_at_school",
        "phone_checked",
        "money_withheld",
        "cannot_go_on",
        "left_no_adult_awake",
        "contempt_from_family",
    }
)
"""Signs that are a question to her whatever their weight; of the others only the urgent ones are."""

_OTHER_WORLD: Final = re.compile(
    r"\b(?:hear(?:ing|d)? (?:voices|things (?:that )?(?:nobody|no one|others))"
    r"|see(?:ing)? things (?:that )?(?:are not|aren.t|nobody|no one|others)"
    r"|(?:have not|haven.t|not) slept (?:for|in) (?:days|\w+ days).{0,30}\bnot tired"
    r"|(?:my|the) baby is (?:evil|not human|possessed|a devil|the devil|chosen|sent by god)"
    r"|thoughts? (?:are |is )?put (?:in|into) my (?:head|mind))\b",
    re.IGNORECASE,
)


def topics_for(signal: SignalNoted) -> tuple[Topic, ...]:
    """Return what lines a sentence calls for; none where no line would help with it."""
    return TOPICS.get(signal.sign, ())


def is_asked(signal: SignalNoted) -> bool:
    """Return whether a sentence is shown to her as a question of its own when a story is read."""
    urgent = signal.severity == "urgent" and bool(topics_for(signal))
    return signal.sign in ALWAYS_ASKED or urgent or needs_help_at_once(signal.words)


def needs_help_at_once(words: str) -> bool:
    """Return whether words of hers are among those that go straight to the emergency number.

    It looks for a few plain phrases: hearing or seeing what others do not, no sleep for days and
    not tired, the baby as something else than a baby. It is no judgement and misses much.
    """
    return _OTHER_WORLD.search(" ".join(words.split())) is not None
