"""Who is what to whom: kin words taken at their word, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.domain.people import PARTNERS
from kinhold.engines.story.roster import CHILD_ROLES, NARRATOR, Draft, Roster

if TYPE_CHECKING:
    from kinhold.engines.story.context import Story

_DIRECT = {
    "mother": "parent_of",
    "father": "parent_of",
    "parent": "parent_of",
    "parents": "parent_of",
    "stepparent": "step_parent_of",
    "husband": "spouse_of",
    "wife": "spouse_of",
    "partner": "partner_of",
    "ex_partner": "ex_partner_of",
    "sibling": "sibling_of",
    "cousin": "cousin_of",
    "friend": "friend_of",
    "neighbour": "neighbour_of",
    "grandparent": "grandparent_of",
    "affair": "affair_with",
}
_DOWN = {"son", "daughter", "child", "baby", "stepson", "stepdaughter"}
_FEW = 4
_TWICE = 2
_LIVE_APART = frozenset(
    ["away", "far", "abroad", "state", "country", "town", "across", "different"]
)


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation by numbers of people, with its rule and confidence."""

    subject: int
    type: str
    target: int
    rule: str
    confidence: float
    place: tuple[int, int] | None = None


def find_ties(story: Story) -> list[Tie]:
    """Every relation the text states or that follows from two stated ones, without repeats."""
    ties: list[Tie] = []
    for draft in story.cast.roster:
        ties.extend(_of(story, draft))
    ties.extend(_siblings_share_parents(story))
    ties.extend(_homes(story))
    seen: set[tuple[int, str, int]] = set()
    out = []
    for tie in sorted(ties, key=lambda t: -t.confidence):
        key = (tie.subject, tie.type, tie.target)
        mirror = (tie.target, tie.type, tie.subject)
        if tie.subject == tie.target or key in seen or mirror in seen:
            continue
        seen.add(key)
        out.append(tie)
    return out


def _of(story: Story, draft: Draft) -> list[Tie]:
    roster = story.cast.roster
    if draft.owner is None or draft.number == NARRATOR:
        return []
    owner = roster.get(draft.owner)
    out = [*_stated(draft, owner), *_by_marriage(roster, draft, owner)]
    if draft.relation in _DOWN or (draft.role in CHILD_ROLES and owner.number == NARRATOR):
        out.extend(_parents(story, draft, owner))
    if draft.relation == "grandchild":
        out.append(Tie(owner.number, "grandparent_of", draft.number, "rel.grandchild", 0.88))
    if draft.role == "childcare_worker":
        out.extend(
            Tie(draft.number, "childcare_worker_of", c.number, "rel.childcare", 0.7)
            for c in roster.children()[:1]
        )
    return out


def _stated(draft: Draft, owner: Draft) -> list[Tie]:
    kind = _DIRECT.get(draft.relation)
    if kind is None:
        return []
    wed = draft.role in {"husband", "wife"} or draft.modifier == "spouse"
    if draft.relation == "partner" and wed:
        kind = "spouse_of"
    if owner.number == NARRATOR:
        if len(draft.mentions) < _TWICE:
            return [Tie(draft.number, kind, NARRATOR, "rel.stated-once", 0.8)]
        return [Tie(draft.number, kind, NARRATOR, f"rel.stated-{draft.relation}", 0.93)]
    return [Tie(draft.number, kind, owner.number, "rel.stated-of", 0.8)]


def _by_marriage(roster: Roster, draft: Draft, owner: Draft) -> list[Tie]:
    """The narrator's in-laws are kin of the partner; a child-in-law is married to a child."""
    if owner.number != NARRATOR:
        return []
    partner = roster.partner
    if draft.relation == "child_in_law":
        child = roster.first("son" if draft.gender == "f" else "daughter")
        wed = child is not None
        return (
            [Tie(child.number, "spouse_of", draft.number, "rel.child-in-law", 0.75)]
            if wed and child
            else []
        )
    if partner is None:
        return []
    if draft.relation in {"mother_in_law", "father_in_law", "in_laws"}:
        return [Tie(draft.number, "parent_of", partner.number, "rel.in-law", 0.88)]
    if draft.role in {"sister_in_law", "brother_in_law"} and draft.relation == draft.role:
        return [Tie(draft.number, "sibling_of", partner.number, "rel.sibling-in-law", 0.7)]
    return []


def _parents(story: Story, child: Draft, owner: Draft) -> list[Tie]:
    roster = story.cast.roster
    if owner.number != NARRATOR:
        out = [Tie(owner.number, "parent_of", child.number, "rel.child-of", 0.85)]
        for other in roster:
            same_couple = other.owner == owner.number and other.relation in {"husband", "wife"}
            if same_couple or (
                owner.owner == other.number
                and owner.relation in {"husband", "wife"}
                and other.number != NARRATOR
            ):
                out.append(Tie(other.number, "parent_of", child.number, "rel.couple-child", 0.65))
        return out
    once = len(child.mentions) < _TWICE
    how, sure = ("rel.own-child-once", 0.8) if once else ("rel.own-child", 0.95)
    out = [Tie(NARRATOR, "parent_of", child.number, how, sure)]
    partner = roster.partner
    if (
        partner is not None
        and child.role in CHILD_ROLES
        and not any(
            d.role in {"stepson", "stepdaughter"} and d.number == child.number for d in roster
        )
    ):
        married = partner.role in PARTNERS
        grown = child.age is not None and child.age[1] == "year" and child.age[0] >= 18  # noqa: PLR2004
        sure = 0.9 if child.shared else 0.8 if married and not grown else 0.6
        if not grown or child.shared:
            out.append(Tie(partner.number, "parent_of", child.number, "rel.shared-child", sure))
    return out


def _siblings_share_parents(story: Story) -> list[Tie]:
    """My mother is my brother's mother too, unless a step or half is told."""
    roster = story.cast.roster
    out: list[Tie] = []
    parents = [
        d for d in roster if d.relation in {"mother", "father", "parents"} and d.owner == NARRATOR
    ]
    siblings = [
        d for d in roster if d.relation == "sibling" and d.owner == NARRATOR and not d.plural
    ]
    if len(siblings) <= _FEW:
        out.extend(
            Tie(p.number, "parent_of", s.number, "rel.sibling-parent", 0.55)
            for p in parents
            for s in siblings
        )
    out.extend(
        Tie(g, "grandparent_of", roster.get(c).number, "rel.grandparent", 0.85)
        for g, c in sorted(roster.grandparents)
    )
    return out


def _homes(story: Story) -> list[Tie]:
    """Who lives with whom, and who lives elsewhere, where a clause says so."""
    out: list[Tie] = []
    out.extend(_elsewhere(story))
    for token in story.tokens:
        if token.lemma not in {"live", "stay", "move", "move_in"} or token.pos != "VERB":
            continue
        frame = story.frame(token.i, "verb")
        if frame.realis == "hypothetical" or frame.negated or not frame.subject or frame.question:
            continue
        place = story.sentence_span(frame.sentence)
        near = story.near_words(frame)
        others = tuple(n for n in frame.objects if n not in frame.subject)
        if token.lemma == "live" and others and ({"with", "here"} & near):
            out.extend(
                Tie(s, "lives_with", o, "rel.lives-with", 0.8, place)
                for s in frame.subject[:2]
                for o in others[:1]
            )
        elif token.lemma == "live" and "together" in near and len(frame.subject) > 1:
            out.append(
                Tie(
                    frame.subject[0],
                    "lives_with",
                    frame.subject[1],
                    "rel.live-together",
                    0.88,
                    place,
                )
            )
        elif token.lemma == "live" and NARRATOR not in frame.subject and _LIVE_APART & near:
            out.append(
                Tie(frame.subject[0], "lives_apart_from", NARRATOR, "rel.lives-away", 0.75, place)
            )
        elif token.lemma == "move" and others and {"in"} & near and "with" in near:
            out.append(Tie(frame.subject[0], "lives_with", others[0], "rel.moved-in", 0.7, place))
        elif (
            token.lemma == "stay"
            and others
            and "with" in near
            and {"since", "currently", "month", "year"} & near
        ):
            out.append(
                Tie(frame.subject[0], "lives_with", others[0], "rel.stays-with", 0.62, place)
            )
    return out


def _elsewhere(story: Story) -> list[Tie]:
    """`his new apartment across town`: a home of their own, away from the narrator."""
    out: list[Tie] = []
    for token in story.tokens:
        if token.lemma not in {"apartment", "flat", "place", "house"} or token.pos != "NOUN":
            continue
        owner = story.syntax.child(token.i, "poss")
        people = story.framer.people(owner.i) if owner is not None else ()
        near = {t.lemma for t in story.tokens[token.i - 3 : token.i + 4]}
        if (
            len(people) == 1
            and people[0] != NARRATOR
            and near & {"new", "own", "across", "away", "town"}
        ):
            out.append(
                Tie(
                    people[0],
                    "lives_apart_from",
                    NARRATOR,
                    "rel.own-home",
                    0.66,
                    story.sentence_span(token.sent),
                )
            )
    return out
