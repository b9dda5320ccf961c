"""Kin nouns that nobody owns in words: `the baby`, `a neighbour`, `Mum`, `MIL`, `two sisters`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinhold.engines.story.possession import INDEFINITE, POSSESSIVES
from kinhold.engines.story.roster import NARRATOR

if TYPE_CHECKING:
    from kinhold.engines.story.kin import Kin
    from kinhold.engines.story.possession import Owned, Possession
    from kinhold.engines.story.roster import Draft, Roster
    from kinhold.engines.story.syntax import Syntax
    from kinhold.engines.story.tags import Mark

_STAND_ALONE = frozenset(
    {"mother", "father", "husband", "wife", "partner", "mother_in_law", "father_in_law",
     "sister_in_law", "brother_in_law", "in_laws", "ex_partner", "baby", "grandparent"}
)  # fmt: skip
_DEFINITE_NEW = frozenset(
    {"professional", "childcare_worker", "baby", "child", "in_laws", "neighbour"}
)
_MET = frozenset(
    {"neighbour", "professional", "childcare_worker", "landlord", "affair", "friend", "housemate"}
)
_CONSULTED = frozenset({"see", "call", "hire", "get", "meet", "visit", "start", "find"})
_PLACES_OF_PEOPLE = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss", "npadvmod", ""}
)
_CHILD_RELATIONS = frozenset({"baby", "child", "son", "daughter"})
_HELD = re.compile(
    r"\b(we|i)(?: also| still| now| both)?(?: have|'ve got| had| have got)\b[^.!?]*$"
)
_BEHIND = 40


class Unowned:
    """Decides whom an unowned kin noun names, if anybody."""

    def __init__(
        self,
        text: str,
        syntax: Syntax,
        roster: Roster,
        possession: Possession,
        marks: tuple[Mark, ...],
    ) -> None:
        """Work on one story."""
        self._text = text
        self._syntax = syntax
        self._tokens = syntax.tokens
        self._roster = roster
        self._possession = possession
        self._marks = marks

    def person(self, kin: Kin, place: tuple[int, int], owned: Owned, speaker: int) -> Draft | None:
        """The person meant, new or known; None for kinds of people in general.

        Args:
            kin: the noun.
            place: its first and last token.
            owned: what stands before it (an article, an ordering word).
            speaker: number of whoever says it, -1 if unknown.
        """
        determiner = owned.determiner
        if determiner in POSSESSIVES:
            return None
        if determiner == "other" and self._tokens[place[0]].text.isupper():
            return self._addressed(kin, speaker)
        if determiner in {"the", "this", "that"}:
            return self._definite(kin, owned.modifier)
        if determiner in INDEFINITE or determiner:
            return self._indefinite(kin, place, owned.modifier)
        return self._bare(kin, place, owned.modifier, speaker)

    def _bare(self, kin: Kin, place: tuple[int, int], modifier: str, speaker: int) -> Draft | None:
        had = self._possession.had_by(place[1])
        if had and not kin.plural:
            return self._roster.kin(kin, had[0], modifier=modifier, shared=len(had) > 1)
        if kin.plural and kin.relation != "in_laws":
            return self._several(kin, place, had)
        return self._alone(kin, place, speaker)

    def _several(self, kin: Kin, place: tuple[int, int], had: tuple[int, ...]) -> Draft | None:
        """Bare plurals: `two kids` that somebody has, `younger brothers` one grew up with."""
        first = self._tokens[place[0] - 1] if place[0] else None
        counted = first is not None and (first.pos == "NUM" or first.text.isdigit())
        if had and (counted or kin.relation == "sibling"):
            return self._roster.kin(kin, had[0], shared=len(had) > 1)
        token = self._tokens[place[1]]
        if kin.relation == "sibling" or counted or had:
            with_them = token.dep == "pobj" and self._tokens[token.head].lemma == "with"
            ours = with_them and kin.relation == "sibling"
            return self._roster.kin(kin, NARRATOR) if ours else None
        marked = any(0 <= m.start - token.end <= 2 for m in self._marks)  # noqa: PLR2004 - right after
        return self._roster.kin(kin, NARRATOR) if marked else None

    def _alone(self, kin: Kin, place: tuple[int, int], speaker: int) -> Draft | None:
        token = self._tokens[place[0]]
        general = kin.relation == "baby" and not token.text.isupper()
        if kin.relation not in _STAND_ALONE or general:
            return None
        if self._is_predicate(place[1]) or not self._stands(place):
            return None
        return self._addressed(kin, speaker)

    def _stands(self, place: tuple[int, int]) -> bool:
        """Whether a kin word without an article is used as a name of somebody."""
        token = self._tokens[place[1]]
        if self._syntax.child(token.i, "amod") is not None:
            return False
        return token.text[0].isupper() or token.dep in _PLACES_OF_PEOPLE

    def _is_predicate(self, i: int) -> bool:
        token = self._tokens[i]
        likened = token.dep == "pobj" and self._tokens[token.head].lemma in {"as", "like"}
        return token.dep in {"attr", "amod"} or likened

    def _addressed(self, kin: Kin, speaker: int) -> Draft | None:
        """`Mum` without an article: the speaker's own, and the narrator where a child says it."""
        if speaker == NARRATOR:
            if kin.word in {"mommy", "daddy"} and self._roster.own_children:
                return self._parent_word(kin)
            return self._roster.kin(kin, NARRATOR)
        if speaker < 0:
            return None
        draft = self._roster.get(speaker)
        if draft.is_child and kin.relation in {"mother", "father"}:
            return self._parent_word(kin)
        return self._roster.kin(kin, speaker)

    def _parent_word(self, kin: Kin) -> Draft | None:
        me = self._roster.drafts[NARRATOR]
        if kin.gender == (me.gender or ("f" if kin.gender == "f" else "")):
            me.gender = me.gender or kin.gender
            return me
        return self._roster.partner

    def _definite(self, kin: Kin, modifier: str) -> Draft | None:
        known: Draft | None = None
        for draft in self._roster:
            child = draft.is_child and kin.relation in _CHILD_RELATIONS
            same = (draft.relation == kin.relation or child) and draft.plural == kin.plural
            if same and not (kin.gender and draft.gender not in {None, kin.gender}):
                known = draft
        if known is not None:
            return known
        none = not self._roster.own_children and not self._roster.children()
        general = kin.relation == "child" and none
        if kin.relation in _DEFINITE_NEW and not general:
            return self._roster.kin(kin, NARRATOR, modifier=modifier)
        return None

    def _indefinite(self, kin: Kin, place: tuple[int, int], modifier: str) -> Draft | None:
        had = self._possession.had_by(place[1])
        if had:
            return self._roster.kin(kin, had[0], modifier=modifier, shared=len(had) > 1)
        if kin.word[:1].isdigit():
            start = self._tokens[place[0]].start
            held = _HELD.search(self._text[max(0, start - _BEHIND) : start].lower())
            if held:
                return self._roster.kin(kin, NARRATOR, modifier=modifier, shared=held[1] == "we")
        few = self._tokens[place[0] - 1].lemma in {"couple", "some", "few", "two", "of"}
        friends = kin.relation == "friend" and kin.plural and few
        if friends or kin.relation == "affair" or self._met(kin, place):
            return self._roster.kin(kin, NARRATOR)
        return None

    def _met(self, kin: Kin, place: tuple[int, int]) -> bool:
        """`a neighbour stopped me`, `saw a therapist`: somebody in particular, met."""
        if kin.relation not in _MET or kin.plural or self._is_predicate(place[1]):
            return False
        token = self._tokens[place[1]]
        if kin.relation == "professional":
            return self._tokens[token.head].lemma in _CONSULTED
        return token.dep.startswith("nsubj") or kin.relation not in {"friend", "housemate"}
