"""Who is in the story: people found by kin words, names, forum marks, and pronouns led back to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinhold.domain.people import PARTNERS
from kinhold.engines.story.groups import Groups
from kinhold.engines.story.kin import Kin, kin_at, nouns
from kinhold.engines.story.mentions import THIRD, Mentions
from kinhold.engines.story.names import NameLinker, is_name
from kinhold.engines.story.possession import ORDER_WORDS, Owned, Possession
from kinhold.engines.story.roster import NARRATOR, Draft, Roster
from kinhold.engines.story.syntax import Syntax
from kinhold.engines.story.tags import Mark, find_ages, find_marks
from kinhold.engines.story.unowned import Unowned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.engines.story.linguist import Token
    from kinhold.engines.story.zones import Zone, Zones

_PERSON_NOUNS = {"man": "m", "guy": "m", "bloke": "m", "dude": "m", "woman": "f", "girl": "f",
                 "lady": "f", "chick": "f", "someone": None, "somebody": None, "person": None}  # fmt: skip
_DATING = frozenset(["date", "see", "marry"])
_STRAYING = frozenset(
    ["sleep", "cheat", "flirt", "text", "message", "sext", "see", "date", "fuck", "meet"]
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a story and where they are spoken of.

    Attributes:
        roster: everybody, the narrator first.
        refs: token number to the people it stands for.
        marks: the age and sex marks, with the number of the person each belongs to.
    """

    roster: Roster
    refs: dict[int, tuple[int, ...]]
    marks: tuple[tuple[Mark, int], ...]

    def people_at(self, token: int) -> tuple[int, ...]:
        """Numbers of the people a token stands for, after merges, without repeats."""
        found = (self.roster.get(n).number for n in self.refs.get(token, ()))
        return tuple(dict.fromkeys(found))


class Casting:
    """One walk over the tokens of a story: narration first, then the words of others."""

    def __init__(self, text: str, tokens: Sequence[Token], zones: Zones) -> None:
        """Prepare a walk over `tokens` of the levelled `text`."""
        self.text = text
        self.tokens = tokens
        self.zones = zones
        self.roster = Roster()
        self.refs: dict[int, tuple[int, ...]] = {}
        self.marks = find_marks(text)
        self.mentions = Mentions(self.roster, tokens)
        self.names = NameLinker(self.roster, tokens, self.refs, zones, text)
        self.roster.own_children = bool(
            re.search(r"\b(?:our|my)\b(?: [\w-]+){0,3} (?:son|daughter|baby|kids?|child(?:ren)?|toddler|newborn)\b",
                      text, re.IGNORECASE)
        )  # fmt: skip
        self._ages = {a.start: a for a in find_ages(text)}
        self.syntax = Syntax(tokens)
        self._possession = Possession(self.syntax, self.refs, self.mentions)
        self._unowned = Unowned(text, self.syntax, self.roster, self._possession, self.marks)
        self._groups = Groups(text, tokens, self.refs, self.roster, self.marks)
        told = re.search(
            r"\b[Mm]y (?:\w+ )?(husband|wife|partner|boyfriend|girlfriend|bf|gf|spouse|fiance)\b",
            text,
        )
        self._partner_word = nouns().get(told[1].lower()) if told else None
        self._quoted = [zones.quote_at(t.start) for t in tokens]

    def narration(self) -> None:
        """Walk everything that is not inside a quote; then marks and names."""
        self.names.narrator()
        self._walk(lambda zone: zone is None, None)
        self._groups.take_marks()
        self.names.link_late()

    def quotes(self, speaker_of: Callable[[Zone], tuple[int | None, int | None]]) -> None:
        """Walk the quotes, with `speaker_of` telling who speaks and who is spoken to."""
        self._walk(lambda zone: zone is not None, speaker_of)

    def done(self) -> Cast:
        """The finished cast; groups that were told one by one are dissolved into their members."""
        self._groups.dissolve()
        self._groups.other_loves()
        for draft in self.roster:
            if draft.role == "unlinked":
                draft.role = "other"
        return Cast(self.roster, self.refs, tuple(self._groups.owned))

    def _walk(
        self,
        wanted: Callable[[Zone | None], bool],
        speaker_of: Callable[[Zone], tuple[int | None, int | None]] | None,
    ) -> None:
        skip = -1
        for i, token in enumerate(self.tokens):
            zone = self._quoted[i]
            if i <= skip or not wanted(zone):
                continue
            speaker, listener = (NARRATOR, None)
            if zone is not None and speaker_of is not None:
                found, listener = speaker_of(zone)
                speaker = found if found is not None else -1
            kin = kin_at(self.tokens, i) or self._child_by_age(i)
            if kin:
                skip = kin[1]
                self._kin(kin[0], i, kin[1], speaker, listener)
            elif token.text.lower() in THIRD or token.tag in {"PRP", "PRP$"}:
                self._pronoun(i, speaker, listener)
            elif is_name(self.tokens, i):
                skip = self._name(i)
            elif token.text.lower() in _PERSON_NOUNS:
                self._somebody(i)

    def _child_by_age(self, i: int) -> tuple[Kin, int] | None:
        """`our three-year-old`, `my youngest`: children named by age or place in the row."""
        found = self._ages.get(self.tokens[i].start)
        low = self.tokens[i].text.lower()
        if found is not None and found.noun:
            last = i
            while last + 1 < len(self.tokens) and self.tokens[last + 1].end <= found.end:
                last += 1
            return Kin("child", None, plural=False, word=f"{found.value} {found.unit}"), last
        if (
            low in {"youngest", "eldest", "oldest"}
            and i
            and self.tokens[i - 1].text.lower() in {"my", "our"}
        ):
            following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
            if following is None or following.pos not in {"NOUN", "PROPN", "ADJ"}:
                return Kin("child", None, plural=False, word=low), i
        return None

    def _note(self, numbers: tuple[int, ...], first: int, last: int) -> None:
        for i in range(first, last + 1):
            self.refs[i] = numbers
        head = self.tokens[first]
        for number in numbers:
            draft = self.roster.get(number)
            draft.mentions.append((head.start, self.tokens[last].end))
            draft.subjects += any(
                self.tokens[i].dep.startswith("nsubj") for i in range(first, last + 1)
            )
        self.mentions.add(numbers, first)

    def _pronoun(self, i: int, speaker: int, listener: int | None) -> None:
        numbers = self.mentions.resolve(i, speaker, listener, self.refs) or self._expected(i)
        if numbers:
            self.refs[i] = numbers
            if self.tokens[i].text.lower() in THIRD:
                self.mentions.add(numbers, i, pronoun=True)

    def _expected(self, i: int) -> tuple[int, ...]:
        """He or she before anybody was named, in a story that later tells of one partner."""
        gender = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}.get(
            self.tokens[i].text.lower()
        )
        later = self._partner_word
        if gender is None or later is None or self.roster.partner or len(self.roster.drafts) > 2:  # noqa: PLR2004
            return ()
        if later.gender not in {None, gender}:
            return ()
        draft = self.roster.kin(
            Kin(later.relation, gender, plural=False, word=later.word), NARRATOR
        )
        return (draft.number,) if draft else ()

    def _name(self, i: int) -> int:
        draft, last = self.names.person(i)
        if draft is not None:
            self._note((draft.number,), i, last)
        return last

    def _kin(self, kin: Kin, first: int, last: int, speaker: int, listener: int | None) -> None:
        token = self.tokens[last]
        if kin.word == "ex" and first and self.tokens[first - 1].lemma == "for":
            return
        if token.dep == "compound" and not is_name(self.tokens, token.head):
            head = self.tokens[token.head]
            if kin_at(self.tokens, token.head) or head.pos in {"NOUN", "PROPN"}:
                return
        owned = self._possession.find(first, speaker, listener)
        if kin.word[:1].isdigit() or kin.word in ORDER_WORDS:
            modifier = owned.modifier or ORDER_WORDS.get(kin.word, kin.word)
            owned = replace(owned, modifier=modifier)
        if owned.owners:
            self._possession.of_token[last] = owned.owners
            self._owned(kin, owned, (first, last))
            return
        draft = self._unowned.person(kin, (first, last), owned, speaker)
        if draft is not None:
            linked = self.names.apposed(draft, last)
            self._note((linked.number,), first, last)

    def _owned(self, kin: Kin, owned: Owned, place: tuple[int, int]) -> None:
        owner = NARRATOR if NARRATOR in owned.owners else owned.owners[0]
        shared = owned.shared or len(owned.owners) > 1
        draft = self.roster.kin(kin, owner, modifier=owned.modifier, shared=shared)
        if draft is None:
            return
        draft.shared = draft.shared or owned.shared
        if self.tokens[place[0] - 1].text == "(" and place[0] > 1:
            draft = self._same_in_bracket(draft, place[0] - 2)
        linked = self.names.apposed(draft, place[1])
        self._note((linked.number,), *place)

    def _same_in_bracket(self, draft: Draft, before: int) -> Draft:
        """`his mom (MIL)`: the bracket says who was meant."""
        numbers = self.refs.get(before, ())
        if (
            len(numbers) == 1
            and numbers[0] != NARRATOR
            and self.roster.get(numbers[0]) is not draft
        ):
            other = self.roster.get(numbers[0])
            if draft.gender == other.gender and other.role == "other":
                self.roster.merge(draft, other)
        return draft

    def _somebody(self, i: int) -> None:
        """`seeing a man`, `the woman he sleeps with`: a person brought in by a tie, not a word."""
        token = self.tokens[i]
        gender = _PERSON_NOUNS[token.text.lower()]
        verb = self.tokens[token.head] if token.dep == "dobj" else None
        if token.dep == "pobj" and self.tokens[token.head].lemma == "with":
            verb = self.tokens[self.tokens[token.head].head]
        relative = next((t for t in self.syntax.children(i) if t.dep == "relcl"), None)
        tie = verb or relative
        if tie is None or tie.lemma not in _DATING | _STRAYING:
            return
        subjects = [
            n
            for t in self.syntax.children(tie.i)
            if t.dep == "nsubj"
            for n in self.refs.get(t.i, ())
        ]
        progressive = tie.tag == "VBG" or tie.lemma != "see"
        if not subjects or not progressive:
            return
        owner = self.roster.get(subjects[0])
        draft: Draft | None = None
        if owner.number == NARRATOR and tie.lemma in _DATING:
            draft = self.roster.first(*PARTNERS) or self.roster.add(
                "partner", relation="partner", owner=NARRATOR, gender=gender)  # fmt: skip
        elif owner.role in PARTNERS or owner.role == "ex_partner":
            draft = self.roster.first("partners_affair") or self.roster.add(
                "partners_affair", relation="affair", owner=owner.number, gender=gender)  # fmt: skip
        elif tie.lemma in _DATING:
            known = next(
                (d for d in self.roster if d.relation == "partner" and d.owner == owner.number),
                None,
            )
            draft = known or self.roster.add(
                "other", relation="partner", owner=owner.number, gender=gender
            )
        if draft is not None:
            self._note((draft.number,), i, i)
