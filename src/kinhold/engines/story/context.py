"""Everything the extractors look at: one story, parsed, cast and framed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kinhold.engines.story.amounts import Amount, find_amounts
from kinhold.engines.story.evidence import evidence_span
from kinhold.engines.story.roster import NARRATOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kinhold.domain.stories import Quote
    from kinhold.engines.story.cast import Cast
    from kinhold.engines.story.document import Document
    from kinhold.engines.story.frames import Frame, Framer
    from kinhold.engines.story.linguist import Token
    from kinhold.engines.story.syntax import Syntax
    from kinhold.engines.story.utterance import Speech
    from kinhold.engines.story.zones import Zone, Zones


_PREDICATES = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV"})


@dataclass
class Story:
    """One story under reading.

    Attributes:
        document: the text as told.
        level: the same text levelled for grammar, offset for offset.
        tokens: its parse.
        syntax: the parse with children and sentences.
        zones: quotes and blocks.
        cast: people and references.
        speech: who says each quote.
        framer: builds clause frames.
    """

    document: Document
    level: str
    tokens: Sequence[Token]
    syntax: Syntax
    zones: Zones
    cast: Cast
    speech: Mapping[Zone, Speech]
    framer: Framer
    _frames: dict[tuple[int, str], Frame] = field(default_factory=dict)
    _wide: dict[int, frozenset[str]] = field(default_factory=dict)
    _keys: dict[int, frozenset[str]] = field(default_factory=dict)

    def frame(self, i: int, form: str) -> Frame:
        """The frame at token `i`, built once."""
        key = (i, form)
        if key not in self._frames:
            self._frames[key] = self.framer.frame(i, form)
        return self._frames[key]

    def wide_words(self, frame: Frame) -> frozenset[str]:
        """Every lemma and small-letter form of the frame's sentence, within twenty words of it."""
        if frame.i not in self._wide:
            first, last = self.syntax.sentences[frame.sentence]
            low, high = max(first, frame.i - 22), min(last, frame.i + 22)
            near = self.tokens[low:high]
            self._wide[frame.i] = frozenset(t.lemma for t in near) | frozenset(
                t.text.lower() for t in near
            )
        return self._wide[frame.i]

    def keys(self, i: int) -> frozenset[str]:
        """The forms under which a rule may name token `i`; none for words that are no predicates."""
        if i not in self._keys:
            token = self.tokens[i]
            found: set[str] = set()
            if token.pos in _PREDICATES:
                found = {token.lemma, token.text.lower()}
            if token.pos in {"VERB", "AUX"}:
                found |= {self.framer.pred(i), *_stems(token.text.lower())}
            self._keys[i] = frozenset(found)
        return self._keys[i]

    def token_at(self, place: int) -> Token | None:
        """The token that covers or first follows a code point."""
        low, high = 0, len(self.tokens)
        while low < high:
            mid = (low + high) // 2
            if self.tokens[mid].end <= place:
                low = mid + 1
            else:
                high = mid
        return self.tokens[low] if low < len(self.tokens) else None

    def near_words(self, frame: Frame) -> frozenset[str]:
        """Lemmas and small-letter forms within seven words of the predicate."""
        first, last = self.syntax.sentences[frame.sentence]
        near = self.tokens[max(first, frame.i - 7) : min(last, frame.i + 8)]
        return frozenset(t.lemma for t in near) | frozenset(t.text.lower() for t in near)

    def sentence_length(self, sentence: int) -> int:
        """How many words a sentence has."""
        first, last = self.syntax.sentences[sentence]
        return sum(t.text[0].isalnum() for t in self.tokens[first:last])

    def sentence_span(self, sentence: int) -> tuple[int, int]:
        """First and last code point of a sentence, half-open."""
        first, last = self.syntax.sentences[sentence]
        return self.tokens[first].start, self.tokens[last - 1].end

    def others_near(self, frame: Frame) -> bool:
        """Whether somebody else is spoken of in the sentence."""
        first, last = self.syntax.sentences[frame.sentence]
        return any(set(self.cast.people_at(i)) - {NARRATOR} for i in range(first, last))

    def quote(self, frame: Frame) -> Quote | None:
        """The words to show for a fact found in a frame."""
        return self.document.trimmed(*evidence_span(self.framer, frame.i, frame.span))

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """Sums of money in the text."""
        return find_amounts(self.level)

    def amount_in(self, sentence: int) -> Amount | None:
        """The first sum of money told in a sentence."""
        start, end = self.sentence_span(sentence)
        return next((a for a in self.amounts if start <= a.start < end), None)

    def said_by(self, frame: Frame) -> int | None:
        """Whose words the frame is: the narrator's in narration; None where the voice is unknown."""
        if frame.zone is None:
            return NARRATOR
        said = self.speech.get(frame.zone)
        return said.speaker if said is not None else None


def _stems(word: str) -> set[str]:
    """Bare forms a verb may have where the lemmatiser does not know it (`texted`, `raped`)."""
    out = set()
    for ending in ("ed", "d", "ing", "s", "es"):
        if word.endswith(ending) and len(word) - len(ending) > 2:  # noqa: PLR2004 - too short to be a verb
            out.add(word.removesuffix(ending))
            if ending == "ing":
                out.add(word.removesuffix(ending) + "e")
    return out
