"""Whose: the owner of a kin noun, told by a possessive, an apostrophe, a list, or `have`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinhold.engines.story.linguist import Token
    from kinhold.engines.story.mentions import Mentions
    from kinhold.engines.story.syntax import Syntax

POSSESSIVES = frozenset({"my", "our", "his", "her", "their", "your"})
INDEFINITE = frozenset(
    ("a an another some any no every most other many few several these those").split()  # noqa: SIM905 - a word list reads best as words
)
ORDER_WORDS = {
    "oldest": "older",
    "eldest": "older",
    "older": "older",
    "elder": "older",
    "first": "older",
    "big": "older",
    "youngest": "younger",
    "younger": "younger",
    "second": "younger",
    "little": "younger",
    "middle": "middle",
}
_SKIPPED_POS = frozenset({"DET", "ADJ", "NUM", "ADV"})
_SKIPPED_DEPS = frozenset({"amod", "compound", "nummod", "nmod", "npadvmod"})
_PARENT_NOUNS = frozenset({"mom", "dad", "mother", "father", "parent"})
_HAVE = frozenset({"have", "get", "expect", "adopt", "raise", "carry", "deliver"})
_WISHED = frozenset({"want", "decide", "plan", "try", "hope", "think", "talk", "about", "of"})
_JOINING = frozenset({"and", "/", "&", ",", "or"})
_FARTHEST = 9


@dataclass(frozen=True, slots=True)
class Owned:
    """What stands before a kin noun.

    Attributes:
        owners: numbers of the people it belongs to; empty if nobody is named.
        modifier: `older`, `younger` or `middle`, or an empty word.
        determiner: its article or possessive in small letters, or an empty word.
        shared: whether the possessive was `our`.
    """

    owners: tuple[int, ...]
    modifier: str = ""
    determiner: str = ""
    shared: bool = False


class Possession:
    """Finds owners in one parsed story."""

    def __init__(
        self, syntax: Syntax, refs: dict[int, tuple[int, ...]], mentions: Mentions
    ) -> None:
        """Look at the tokens of `syntax`, with what is known so far in `refs`."""
        self._syntax = syntax
        self._tokens = syntax.tokens
        self._refs = refs
        self._mentions = mentions
        self.of_token: dict[int, tuple[int, ...]] = {}

    def find(self, first: int, speaker: int, listener: int | None) -> Owned:
        """What stands before the kin noun whose first token is `first`."""
        modifier, determiner, in_mark = "", "", False
        for i in range(first - 1, max(-1, first - 1 - _FARTHEST), -1):
            token = self._tokens[i]
            if token.sent != self._tokens[first].sent:
                break
            low = token.text.lower()
            in_mark = (in_mark or low in {")", "]"}) and low not in {"(", "["}
            if low in POSSESSIVES and (token.tag in {"PRP$", ""} or low != "her"):
                owners = self._possessor(i, low, speaker, listener)
                return Owned(owners, modifier, low, shared=low == "our")
            named = None if in_mark else self._named_owner(i, low, determiner)
            if named is not None:
                return Owned(named, modifier, determiner)
            modifier = modifier or ORDER_WORDS.get(low, "")
            if token.pos == "DET" or low in INDEFINITE or low == "the":
                determiner = low
            if not (in_mark or self._skippable(token, first)):
                lost = i == first - 1 and (token.tag == "NNS" or i in self._refs)
                return Owned(self._refs.get(i, ()) if lost else (), modifier, determiner)
        return Owned((), modifier, determiner)

    def _named_owner(self, i: int, low: str, determiner: str) -> tuple[int, ...] | None:
        """The owner before an apostrophe, before an `and`, or before a bracket."""
        if low in {"'s", "'"} and self._tokens[i].tag in {"POS", ""}:
            return self._refs.get(i - 1, ())
        if low in _JOINING:
            return () if determiner else self._listed(i - 1)
        if low == "(" and self.of_token.get(i - 1):
            return self.of_token[i - 1]
        return None

    def _listed(self, i: int) -> tuple[int, ...]:
        """`my mum and dad`: the second noun has the owner of the first."""
        while i > 0 and self._tokens[i].text in {")", "]"}:
            while i > 0 and self._tokens[i].text not in {"(", "["}:
                i -= 1
            i -= 1
        return self.of_token.get(i, ())

    def _skippable(self, token: Token, first: int) -> bool:
        low = token.text.lower()
        at_home = low in {"stay", "at", "home"}
        return (
            token.pos in _SKIPPED_POS
            or not token.pos
            or low in {"-", "(", "["}
            or token.dep in _SKIPPED_DEPS
            or (at_home and self._tokens[first].text.lower() in _PARENT_NOUNS)
        )

    def _possessor(self, i: int, low: str, speaker: int, listener: int | None) -> tuple[int, ...]:
        if low in {"my", "our"}:
            return (speaker,) if speaker >= 0 else ()
        if low == "your":
            return (listener,) if listener is not None else ()
        numbers = self._refs.get(i) or self._mentions.resolve(i, speaker, listener, self._refs)
        if numbers:
            self._refs[i] = numbers
        return numbers

    def had_by(self, i: int) -> tuple[int, ...]:
        """Who has the child or friend: subject of `have`, `give birth to` … over this noun."""
        verb = self._having_verb(i)
        if verb is None:
            return ()
        if any(
            t.dep == "neg" or t.lemma in {"want", "never"} for t in self._syntax.children(verb.i)
        ):
            return ()
        if verb.dep in {"xcomp", "pcomp"} and self._tokens[verb.head].lemma in _WISHED:
            return ()
        for _ in range(3):
            subject = self._syntax.child(verb.i, "nsubj", "nsubjpass")
            if subject is not None:
                return self._refs.get(subject.i, ())
            if verb.dep not in {"conj", "xcomp"}:
                break
            verb = self._tokens[verb.head]
        return ()

    def _having_verb(self, i: int) -> Token | None:
        token = self._tokens[i]
        verb = self._tokens[token.head]
        if token.dep == "conj":
            verb = self._tokens[verb.head]
        if token.dep == "pobj" and verb.lemma in {"to", "with"}:
            verb = self._tokens[verb.head]
            if verb.lemma == "birth":
                return self._tokens[verb.head]
            return verb if verb.lemma == "pregnant" else None
        return verb if token.dep in {"dobj", "conj"} and verb.lemma in _HAVE else None
