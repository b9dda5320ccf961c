"""What a caseworker would ask next: gaps and contradictions among what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.engines.story.results import QuestionFound
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.engines.story.results import StoryReading


def find_questions(reading: StoryReading) -> tuple[QuestionFound, ...]:
    """Open questions, the most pressing first, each with the items it rests on."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for step in (_safety, _contradictions, _ages, _promises, _money, _care, _roles):
        found.extend(step(reading))
    return tuple(
        QuestionFound(id=f"q{n}", text=text, about=about, rule=rule)
        for n, (rule, text, about) in enumerate(found, 1)
    )


_Question = tuple[str, str, tuple[str, ...]]


def _name(reading: StoryReading, person: str) -> str:
    for one in reading.people:
        if one.id == person:
            return one.name or one.role.replace("_", " ")
    return _("this person")


def _safety(reading: StoryReading) -> Iterator[_Question]:
    urgent = [w for w in reading.wellbeing if w.severity == "urgent"]
    if urgent:
        yield (
            "ask.urgent",
            _("Are you, and the children, safe right now?"),
            tuple(w.id for w in urgent),
        )
    watched = [w for w in urgent if w.kind == "followed_or_watched"]
    if watched:
        yield (
            "ask.watched",
            _("Does this still happen, and who else knows of it?"),
            tuple(w.id for w in watched),
        )


def _contradictions(reading: StoryReading) -> Iterator[_Question]:
    """The same thing lost or sold, and yet used: which one is meant?"""
    lost = [m for m in reading.money if m.kind in {"asset_lost", "asset_sold", "money_taken"}]
    used = [m for m in reading.money if m.kind in {"asset", "housing"}]
    for gone in lost:
        for still in used:
            for thing in ("car", "house", "flat", "apartment", "van"):
                both = all(f" {thing}" in q.evidence[0].text.lower() for q in (gone, still))
                if both and gone.id != still.id and set(gone.who) & set(still.who):
                    yield (
                        "ask.contradiction",
                        _(
                            "The {thing} is told of both as gone and as in use: which {thing} is it?"
                        ).format(thing=thing),
                        (gone.id, still.id),
                    )
                    break
    kept = [(a, b) for a in reading.promises for b in reading.promises
            if a.id < b.id and a.status == "kept" and b.status == "broken" and a.evidence[0].text == b.evidence[0].text]  # fmt: skip
    for a, b in kept:
        yield "ask.contradiction", _("Was this kept or not?"), (a.id, b.id)


def _ages(reading: StoryReading) -> Iterator[_Question]:
    known = {a.person for a in reading.ages}
    for one in reading.people:
        if one.is_child and one.id not in known and one.role != "other":
            yield (
                "ask.age",
                _("How old is {one} now?").format(
                    one=one.name or _("the child") if not one.plural else _("each child")
                ),
                (one.id,),
            )


def _promises(reading: StoryReading) -> Iterator[_Question]:
    for one in reading.promises:
        if one.status in {"unknown", "pending"} and one.tier == 1 and "p1" not in one.by:
            yield (
                "ask.outcome",
                _("Did {name} do this? “{short}”").format(
                    name=_name(reading, one.by[0]), short=_short(one.what)
                ),
                (one.id,),
            )


def _short(text: str, longest: int = 90) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _money(reading: StoryReading) -> Iterator[_Question]:
    debts = [
        m
        for m in reading.money
        if m.kind in {"debt", "rent_arrears", "debt_cosigned"} and m.amount is None
    ]
    if debts:
        yield (
            "ask.debt",
            _("In whose name is the debt, and how much is left to pay?"),
            tuple(m.id for m in debts),
        )
    unpaid = [
        m
        for m in reading.money
        if m.kind in {"child_support", "support_stopped", "child_costs_unpaid"}
    ]
    if unpaid:
        yield (
            "ask.support",
            _("Is there an order or agreement on child support, and what has been paid?"),
            tuple(m.id for m in unpaid),
        )
    gone = [e for e in reading.events if e.kind in {"separation", "left_home"}]
    homes = [m for m in reading.money if m.kind == "housing" and "p1" in m.who]
    if gone and homes:
        yield "ask.rent", _("Who pays for the home since then?"), (gone[0].id, homes[0].id)


def _care(reading: StoryReading) -> Iterator[_Question]:
    nights = [
        c
        for c in reading.care
        if c.kind in {"night_waking", "night_feeds", "up_all_night", "sleep_loss"}
    ]
    if nights:
        yield (
            "ask.nights",
            _("Is there any night of the week when somebody else takes the wakings?"),
            tuple(c.id for c in nights),
        )
    sole = [c for c in reading.care if c.kind == "sole_care"]
    if sole:
        yield (
            "ask.cover",
            _("Who could step in for a few hours, and how often?"),
            tuple(c.id for c in sole),
        )


def _roles(reading: StoryReading) -> Iterator[_Question]:
    left = [e for e in reading.events if e.kind == "separation"]
    spouse = [p for p in reading.people if p.role in {"husband", "wife"}]
    told = any(e.kind in {"divorce_asked", "divorce_prior"} for e in reading.events)
    if left and spouse and not told:
        yield (
            "ask.married",
            _("Are you still married, and is anything filed?"),
            (spouse[0].id, left[0].id),
        )
