"""Given names: which words are names, and whose they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinhold.domain.people import PARTNERS
from kinhold.engines.story.kin import kin_at
from kinhold.engines.story.lexicon import lemmas
from kinhold.engines.story.roster import NARRATOR, Draft, Roster

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kinhold.engines.story.linguist import Token
    from kinhold.engines.story.zones import Zones

_MY_NAME = re.compile(
    r"\b(?:[Mm]y name is|[Mm]y name's|[Cc]all me|I am called)\s+([A-Z][a-z]{1,14})\b"
)
_VOCATIVE = re.compile(
    r"(?:[\"“]|[.!?…]\s|^)([A-Z][a-z]{1,14})[,…]|,\s([A-Z][a-z]{1,14})[.!?,…]+(?=[\"”\s])|[\"“]([A-Z][a-z]{1,14})[.!?…]+[\"”]"
)
_LINKS = frozenset({",", "(", "-", "—", "named", "called", "is", "name"})
_NEAR = 3
_CLOSE = 90


def is_name(tokens: Sequence[Token], i: int) -> bool:
    """Whether token `i` may be a person's given name.

    With a parser: a capitalised proper noun that the entity recogniser calls a person or nothing.
    Without: a capitalised word inside a sentence.
    """
    token = tokens[i]
    word = token.text
    if len(word) < 2 or not word[0].isupper() or not word.isalpha() or word.isupper():  # noqa: PLR2004
        return False
    if word.lower() in lemmas("words", "not_names") or kin_at(tokens, i):
        return False
    if token.pos:
        return token.pos == "PROPN" and token.ent in {"PERSON", ""} and token.dep != "compound_"
    return i > 0 and tokens[i - 1].sent == token.sent and tokens[i - 1].text not in {'"', ":"}


class NameLinker:
    """Gives names to people."""

    def __init__(
        self,
        roster: Roster,
        tokens: Sequence[Token],
        refs: Mapping[int, tuple[int, ...]],
        zones: Zones,
        text: str,
    ) -> None:
        """Work on one roster and the tokens of one text."""
        self._roster = roster
        self._tokens = tokens
        self._refs = refs
        self._zones = zones
        self._text = text
        self._solid = self._solid_names()

    def _solid_names(self) -> frozenset[str]:
        """Words that are names by their use: an entity somewhere, or twice a capitalised subject."""
        seen: dict[str, int] = {}
        lower: set[str] = set()
        for i, token in enumerate(self._tokens):
            if is_name(self._tokens, i):
                weight = 2 if token.ent == "PERSON" else 1
                seen[token.text] = seen.get(token.text, 0) + weight
            elif token.text.islower():
                lower.add(token.text)
        return frozenset(w for w, n in seen.items() if n >= 2 and w.lower() not in lower)  # noqa: PLR2004

    def narrator(self) -> None:
        """The narrator's own name: said outright, or by others in quotes and never told of."""
        said = _MY_NAME.search(self._text)
        me = self._roster.drafts[NARRATOR]
        if said and said[1].lower() not in lemmas("words", "not_names"):
            me.name = said[1]
            me.mentions.append(said.span())
        counts: dict[str, int] = {}
        places: dict[str, tuple[int, int]] = {}
        for match in _VOCATIVE.finditer(self._text):
            if self._zones.quote_at(match.start(match.lastindex or 0)) is None:
                continue
            word = match[1] or match[2] or match[3]
            if word in self._solid and not self._told_of(word):
                counts[word] = counts.get(word, 0) + 1
                places.setdefault(word, match.span(match.lastindex or 0))
        for word in sorted(counts, key=lambda w: -counts[w]):
            if me.name is None:
                me.name = word
                me.mentions.append(places[word])
            elif word != me.name and me.name.startswith(word):
                me.also.append(word)

    def _told_of(self, word: str) -> bool:
        """Whether the name is a subject or owner outside quotes: then it is not the narrator's."""
        for token in self._tokens:
            if token.text != word:
                continue
            head = self._tokens[token.head]
            before = self._text[max(0, token.start - 1) : token.start]
            if before in {'"', "“"}:
                continue
            if token.dep == "poss" or (token.dep == "nsubj" and head.tag in {"VBD", "VBZ"}):
                return True
            if (
                not token.dep
                and before == " "
                and self._text[token.end : token.end + 2] in {"'s", "’s"}
            ):
                return True
        return False

    def person(self, i: int) -> tuple[Draft | None, int]:
        """The person whose name stands at token `i`, and the last token of the name."""
        last = i
        while last + 1 < len(self._tokens) and last - i < 2 and self._continues(last + 1):  # noqa: PLR2004
            last += 1
        word = self._tokens[i].text
        known = self._roster.named(word)
        if known is not None and known.role != "unlinked":
            return known, last
        if known is not None:
            target = self._linked(i, last)
            if target is not None and target is not known:
                self._roster.merge(target, known)
                return target, last
            return known, last
        linked = self._linked(i, last)
        if linked is not None:
            if linked.name is None:
                linked.name = word
            elif linked.name != word:
                linked.also.append(word)
            return linked, last
        if word not in self._solid:
            return None, last
        return self._roster.add("unlinked", name=word), last

    def _continues(self, i: int) -> bool:
        token = self._tokens[i]
        return (
            token.ent == "PERSON" and token.pos == "PROPN" and is_name(self._tokens, i)
            and token.start - self._tokens[i - 1].end <= 1
        )  # fmt: skip

    def _linked(self, i: int, last: int) -> Draft | None:
        """A person introduced right beside the name."""
        found = self._beside(i, last) or self._called(i)
        return found or self._fragment(i, last) or self._married(last)

    def _beside(self, i: int, last: int) -> Draft | None:
        """`my husband, Omar`, `our son Finn`, `a friend named Ann`."""
        tokens = self._tokens
        j = i - 1
        while j >= 0 and tokens[j].text in _LINKS:
            j -= 1
        near = j >= 0 and i - j <= _NEAR and tokens[j].sent == tokens[i].sent
        if not near or tokens[j].text.lower() in {"he", "she", "they", "it"}:
            return None
        numbers = self._refs.get(j, ())
        named = self._roster.get(numbers[0]) if len(numbers) == 1 else None
        if named is None or named.name is not None or named.number == NARRATOR or named.plural:
            return None
        after = tokens[last + 1].text if last + 1 < len(tokens) else "."
        joined = tokens[i].dep in {"appos", "compound"} or i - j == 1
        joined = joined or tokens[j + 1].text in {"named", "called"}
        return named if joined or after in {",", ".", ")", "—"} else None

    def _called(self, i: int) -> Draft | None:
        """`we will call him Sam`: the person the pronoun stands for."""
        if i < 2 or self._tokens[i - 2].lemma != "call":  # noqa: PLR2004
            return None
        numbers = self._refs.get(i - 1, ())
        draft = self._roster.get(numbers[0]) if len(numbers) == 1 else None
        near = draft is not None and any(
            abs(self._tokens[i].start - m[0]) < _CLOSE for m in draft.mentions
        )
        fit = draft is not None and draft.name is None and near and not draft.is_child
        return draft if fit and draft is not None and draft.number else None

    def _fragment(self, i: int, last: int) -> Draft | None:
        """A name that is a sentence of its own names the person last brought in."""
        tokens = self._tokens
        alone = (i == 0 or tokens[i - 1].sent != tokens[i].sent) and (
            last + 1 >= len(tokens) or tokens[last + 1].text in {".", "!", "…"}
        )
        if not alone:
            return None
        for j in range(i - 1, max(-1, i - 30), -1):
            numbers = self._refs.get(j, ())
            if len(numbers) == 1 and numbers[0] != NARRATOR:
                draft = self._roster.get(numbers[0])
                return draft if draft.name is None and not draft.plural else None
        return None

    def _married(self, last: int) -> Draft | None:
        """`NAME and I married`, `NAME and I have been together`."""
        following = [t.lemma for t in self._tokens[last + 1 : last + 9]]
        if following[:2] not in (["and", "i"], ["and", "me"]):
            return None
        if not {
            "marry",
            "married",
            "together",
            "date",
            "divorce",
            "split",
            "separate",
            "engaged",
            "wed",
        } & set(following):
            return None
        return self._roster.first(*PARTNERS) or self._roster.add(
            "partner", relation="partner", owner=NARRATOR
        )

    def apposed(self, draft: Draft, last: int) -> Draft:
        """Join a kin word to a name beside it: `Grant, Leo's father`."""
        token = self._tokens[last]
        if token.dep != "appos" or draft.number == NARRATOR:
            return draft
        numbers = self._refs.get(token.head, ())
        if len(numbers) != 1 or numbers[0] == NARRATOR:
            return draft
        other = self._roster.get(numbers[0])
        if other.role == "unlinked" and (draft.name is None or draft.name == other.name):
            self._roster.merge(draft, other)
        return draft

    def link_late(self) -> None:
        """A name told of soon after an unnamed partner or child, and never explained, is theirs."""
        loose = [d for d in self._roster if d.role == "unlinked" and d.subjects >= 2]  # noqa: PLR2004
        loose.sort(key=lambda d: -len(d.mentions))
        for draft in loose:
            for target in [self._roster.partner, *self._roster.children()]:
                if target is None or target.name or not _alike(target, draft):
                    continue
                gap = draft.mentions[0][0] - target.mentions[0][0] if target.mentions else 9999
                if 0 < gap < 900:  # noqa: PLR2004 - a few sentences
                    self._roster.merge(target, draft)
                    break
        for draft in [d for d in self._roster if d.role == "unlinked" and d.gender]:
            friends = [
                d for d in self._roster if d.role == "friend" and not d.plural and not d.name
            ]
            fitting = [d for d in friends if d.gender == draft.gender]
            if len(fitting) == 1:
                self._roster.merge(fitting[0], draft)


def _alike(one: Draft, other: Draft) -> bool:
    return one.gender is None or other.gender is None or one.gender == other.gender
