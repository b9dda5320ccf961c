"""Age-and-sex marks given to people, groups taken apart, and the partner's other loves."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from kinhold.engines.story.mentions import THIRD
from kinhold.engines.story.roster import NARRATOR, Draft, Roster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.story.linguist import Token
    from kinhold.engines.story.tags import Mark

_STRAYING = frozenset({"flirt", "cheat", "affair", "sext", "flirty", "mistress"})
_REACH = 14
_GAP = 12
_OPENING = 40


class Groups:
    """Works on the people gathered from one story."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        refs: dict[int, tuple[int, ...]],
        roster: Roster,
        marks: tuple[Mark, ...],
    ) -> None:
        """Look at `tokens` of the levelled `text`, with the people they stand for in `refs`."""
        self._text = text
        self._tokens = tokens
        self._refs = refs
        self._roster = roster
        self._marks = marks
        self._starts = [t.start for t in tokens]
        self.owned: list[tuple[Mark, int]] = []

    def take_marks(self) -> None:
        """Give every mark to the person named right before it, or right after."""
        groups: dict[int, list[Mark]] = {}
        for mark in self._marks:
            groups.setdefault(mark.group, []).append(mark)
        for marks in groups.values():
            holder = self._holder(marks[0])
            if holder is None:
                continue
            draft = self._roster.get(holder)
            if len(marks) > 1 and (draft.plural or draft.number != NARRATOR):
                self._split(draft, marks)
                continue
            mark = marks[0]
            draft.gender = draft.gender or mark.gender
            draft.name = draft.name or mark.name or None
            draft.age = draft.age or (mark.age, "year")
            self.owned.append((mark, draft.number))

    def _holder(self, mark: Mark) -> int | None:
        found = self._holder_before(mark)
        return found if found is not None else self._holder_after(mark)

    def _holder_before(self, mark: Mark) -> int | None:
        first = bisect_left(self._starts, mark.start - 3 * _REACH)
        last = bisect_left(self._starts, mark.start)
        near = [
            t for t in self._tokens[first:last] if mark.start - _REACH <= t.end <= mark.start + 1
        ]
        for token in reversed(near):
            low = token.text.lower()
            if self._refs.get(token.i) and low not in {"his", "her", "their"}:
                return self._refs[token.i][0]
            if low in {"i", "me", "i'm", "my"}:
                return NARRATOR
            if token.pos == "VERB" or low in {".", ",", "and", "&"}:
                break
        return None

    def _holder_after(self, mark: Mark) -> int | None:
        first = bisect_left(self._starts, mark.end)
        following = self._tokens[first : first + 4]
        after = next((t for t in following if t.text not in {")", "]"}), None)
        for token in self._tokens[after.i : after.i + 2] if after else ():
            near = token.start - mark.end < _GAP
            if near and token.i in self._refs and token.text.lower() not in THIRD:
                return self._refs[token.i][0]
        opens = after is not None and after.text.lower() in {"i", "here", "and"}
        if mark.start <= 3 or (opens and mark.start < _OPENING):  # noqa: PLR2004 - first word of the title
            return NARRATOR
        return None

    def _split(self, group: Draft, marks: list[Mark]) -> None:
        """`my siblings (24F, 28M)`: one person for each mark."""
        members: list[int] = []
        for number, mark in enumerate(marks):
            known = self._same_kind(group, mark, members)
            draft = known or self._roster.add(
                group.role,
                relation=group.relation,
                owner=group.owner,
                modifier=str(number),
                shared=group.shared,
            )
            draft.gender = draft.gender or mark.gender
            draft.age = (mark.age, "year")
            draft.mentions.append((mark.start, mark.end))
            self.owned.append((mark, draft.number))
            members.append(draft.number)
        if group.plural:
            self._replace(group, tuple(members))

    def _same_kind(self, group: Draft, mark: Mark, taken: list[int]) -> Draft | None:
        for draft in self._roster:
            same = draft.relation == group.relation and draft.owner == group.owner
            free = not draft.plural and draft.age is None and draft.number not in taken
            if same and free and draft.gender in {None, mark.gender}:
                return draft
        return None

    def _replace(self, group: Draft, members: tuple[int, ...]) -> None:
        for token, numbers in self._refs.items():
            if group.number in numbers:
                others = tuple(n for n in numbers if n != group.number)
                self._refs[token] = tuple(dict.fromkeys((*others, *members)))
        if members:
            self._roster.get(members[0]).mentions.extend(group.mentions)
            group.merged = members[0]

    def dissolve(self) -> None:
        """Groups whose members are told one by one stand for those members."""
        for group in [d for d in self._roster if d.plural]:
            members, needed = self._members(group)
            if len(members) >= needed:
                self._replace(group, tuple(members))

    def _members(self, group: Draft) -> tuple[list[int], int]:
        if group.relation == "in_laws":
            roles = {"mother_in_law", "father_in_law"}
            return [d.number for d in self._roster if d.role in roles], 1
        if group.relation == "parents":
            roles = {"mother", "father"} | ({"mother_in_law"} if group.shared else set())
            return [d.number for d in self._roster if d.role in roles], 2
        same = [
            d.number
            for d in self._roster
            if d.relation == group.relation and d.owner == group.owner and not d.plural
        ]
        return same, 2

    def other_loves(self) -> None:
        """Somebody told of beside cheating or flirting is told of as the partner's affair."""
        partner = self._roster.partner
        if partner is None or self._roster.first("partners_affair"):
            return
        spoken = {t.sent for t in self._tokens if t.lemma in _STRAYING}
        near: dict[int, int] = {}
        for i, numbers in self._refs.items():
            draft = self._roster.get(numbers[0]) if numbers else None
            sentence = self._tokens[i].sent
            beside = {sentence - 1, sentence, sentence + 1} & spoken
            if draft is not None and draft.role == "unlinked" and beside:
                near[draft.number] = near.get(draft.number, 0) + 1
        if near:
            chosen = self._roster.get(max(near, key=lambda n: near[n]))
            chosen.role, chosen.relation = "partners_affair", "affair"
            chosen.owner = partner.number
