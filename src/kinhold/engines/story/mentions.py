"""Pronouns led back to people: recency and subjecthood per gender, blind across quotes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.engines.story.lexicon import lemmas
from kinhold.engines.story.roster import NARRATOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kinhold.engines.story.linguist import Token
    from kinhold.engines.story.roster import Draft, Roster

_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_MANY = frozenset({"they", "them", "their", "theirs", "themselves", "themself"})
THIRD = _MALE | _FEMALE | _MANY
_FIRST = frozenset({"i", "me", "my", "mine", "myself", "im", "ive"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_YOU = frozenset({"you", "your", "yours", "yourself", "u", "ur"})
_LOOK_BACK = 60
FAMILIAR = 0.6


@dataclass(frozen=True, slots=True)
class _Seen:
    token: int
    numbers: tuple[int, ...]
    subject: bool
    pronoun: bool


class Mentions:
    """Everybody mentioned so far, by place."""

    def __init__(self, roster: Roster, tokens: Sequence[Token]) -> None:
        """Start with nobody mentioned."""
        self._roster = roster
        self._tokens = tokens
        self._seen: list[_Seen] = []

    def add(self, numbers: tuple[int, ...], token: int, *, pronoun: bool = False) -> None:
        """Remember that the token stands for these people."""
        kept = tuple(n for n in numbers if n != NARRATOR)
        if not kept:
            return
        subject = self._tokens[token].dep.startswith("nsubj")
        self._seen.append(_Seen(token, kept, subject, pronoun))
        if len(self._seen) > 1 and self._seen[-2].token > token:
            self._seen.sort(key=lambda s: s.token)

    def resolve(
        self, i: int, speaker: int, listener: int | None, refs: Mapping[int, tuple[int, ...]]
    ) -> tuple[int, ...]:
        """The people a pronoun stands for; empty if nobody can be named with reason."""
        low = self._tokens[i].text.lower()
        if low in _FIRST:
            return (speaker,) if speaker >= 0 else ()
        if low in _WE:
            return self._we(i, speaker, listener)
        if low in _YOU:
            return (listener,) if listener is not None else ()
        if low in _MANY:
            return self._they(i, refs)
        gender = "m" if low in _MALE else "f" if low in _FEMALE else None
        return self._single(i, gender, speaker, refs) if gender else ()

    def _we(self, i: int, speaker: int, listener: int | None) -> tuple[int, ...]:
        if speaker < 0:
            return ()
        if listener is not None:
            return (speaker, listener)
        partner = self._roster.partner
        if speaker == NARRATOR and partner is not None and partner.role != "ex_partner":
            return (NARRATOR, partner.number)
        for seen in reversed(self._seen):
            if seen.token < i:
                if seen.token < i - _LOOK_BACK:
                    break
                return (speaker, seen.numbers[0])
        return (speaker,)

    def _before(self, i: int) -> list[_Seen]:
        found = [s for s in self._seen[-400:] if s.token < i] or [
            s for s in self._seen if s.token < i
        ]
        return found[-_LOOK_BACK:]

    def _excluded(self, i: int, refs: Mapping[int, tuple[int, ...]]) -> set[int]:
        """People the pronoun cannot be: the subject, where it is an object of the same verb."""
        token = self._tokens[i]
        head = self._tokens[token.head]
        if token.dep == "pobj" or (token.dep == "poss" and head.dep.startswith("nsubj")):
            head = self._tokens[head.head]
        if token.dep not in {"dobj", "dative", "pobj", "nsubj"} or token.text.lower().endswith(
            "self"
        ):
            return set()
        out: set[int] = set()
        j = max(0, head.i - 14)
        while j < min(len(self._tokens), head.i + 6):
            other = self._tokens[j]
            if other.head == head.i and j != i and other.dep in {"nsubj", "dobj", "dative"}:
                out.update(refs.get(j, ()))
            j += 1
        return out

    def _fits(self, draft: Draft, gender: str) -> bool:
        return not draft.plural and draft.gender in {None, gender} and draft.number != NARRATOR

    def _single(
        self, i: int, gender: str, speaker: int, refs: Mapping[int, tuple[int, ...]]
    ) -> tuple[int, ...]:
        excluded = self._excluded(i, refs) | ({speaker} if speaker > 0 else set())
        here = self._tokens[i].sent
        best: Draft | None = None
        best_score = -99.0
        for seen in reversed(self._before(i)):
            if len(seen.numbers) != 1:
                continue
            draft = self._roster.get(seen.numbers[0])
            if not self._fits(draft, gender) or draft.number in excluded:
                continue
            distance = here - self._tokens[seen.token].sent
            score = -0.8 * distance - 0.012 * (i - seen.token)
            score += 0.7 * seen.subject + 0.9 * (draft.gender == gender) - 0.4 * draft.is_child
            score += FAMILIAR * math.log1p(len(draft.mentions))
            if draft.is_child and self._grown_up_deed(i):
                score -= 2.5
            if score > best_score:
                best, best_score = draft, score
        if best is None:
            return ()
        if best.gender is None and best_score > -3.0:  # noqa: PLR2004 - near enough to learn from
            best.gender = gender
        return (best.number,)

    def _grown_up_deed(self, i: int) -> bool:
        """Whether the pronoun is subject of something a small child does not do."""
        token = self._tokens[i]
        verb = self._tokens[token.head]
        return token.dep == "nsubj" and verb.lemma in lemmas("words", "grown_up")

    def _they(self, i: int, refs: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
        excluded = self._excluded(i, refs)
        here = self._tokens[i].sent
        before = self._before(i)
        for seen in reversed(before):
            numbers = tuple(n for n in seen.numbers if n not in excluded)
            if not numbers or here - self._tokens[seen.token].sent > 4:  # noqa: PLR2004 - scene gone
                continue
            if len(numbers) > 1 or self._roster.get(numbers[0]).plural:
                return numbers
            pair = self._paired(seen.token, refs)
            if pair:
                return pair
        return ()

    def _paired(self, i: int, refs: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
        token = self._tokens[i]
        if token.dep != "conj":
            return ()
        first = refs.get(token.head, ())
        second = refs.get(i, ())
        both = tuple(dict.fromkeys((*first, *second)))
        return both if len(both) > 1 and NARRATOR not in both else ()
