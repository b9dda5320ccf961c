"""What a story may be read as: exact quotes and the closed words used for what they show.

The vocabularies follow the published scheme story-gold/1 (roles, relation types, promise status,
severity, realis, time kinds); the fine labels of each list stand in `lexicons/vocabulary.yaml`
beside the story engine.
"""

from __future__ import annotations

from dataclasses import dataclass

LISTS = (
    "people",
    "relations",
    "ages",
    "speech",
    "events",
    "promises",
    "money",
    "care",
    "wellbeing",
)

ROLES = (
    "self",
    "husband",
    "wife",
    "partner",
    "ex_partner",
    "mother",
    "father",
    "son",
    "daughter",
    "baby",
    "child",
    "stepson",
    "stepdaughter",
    "sibling",
    "cousin",
    "mother_in_law",
    "father_in_law",
    "brother_in_law",
    "sister_in_law",
    "partners_sibling",
    "partners_cousin",
    "partners_friend",
    "partners_affair",
    "grandparent",
    "friend",
    "neighbour",
    "colleague",
    "professional",
    "childcare_worker",
    "other",
)

PARTNER_ROLES = ("husband", "wife", "partner")
CHILD_ROLES = ("son", "daughter", "baby", "child")

RELATION_TYPES = (
    "parent_of",
    "step_parent_of",
    "grandparent_of",
    "sibling_of",
    "spouse_of",
    "partner_of",
    "ex_partner_of",
    "cousin_of",
    "friend_of",
    "neighbour_of",
    "affair_with",
    "childcare_worker_of",
    "customer_of",
    "lives_with",
    "lives_apart_from",
)

PROMISE_STATUSES = (
    "kept",
    "partly_kept",
    "broken",
    "pending",
    "changed",
    "refused",
    "not_carried_out",
    "disputed",
    "unknown",
)

SEVERITIES = ("protective", "info", "concern", "urgent")
REALIS = ("actual", "habitual", "future", "hypothetical")
SPEECH_KINDS = ("direct", "phone", "text_message", "habitual", "remembered", "scare")
TIME_KINDS = (
    "calendar",
    "clock",
    "relative_now",
    "relative_event",
    "duration",
    "frequency",
    "age",
    "deadline",
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words copied from a story, with the place they stand at.

    Attributes:
        start: first code point, counted from 0.
        end: one past the last code point.
        text: exactly `story[start:end]`; made only by `Document.quote`, which guarantees it.
    """

    start: int
    end: int
    text: str
