"""Kin nouns as data: what a word makes of its owner's people, and roles seen from the narrator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kinhold.engines.story.lexicon import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kinhold.engines.story.linguist import Token


@dataclass(frozen=True, slots=True)
class Kin:
    """What one kin noun says of the person it names.

    Attributes:
        relation: what the person is to the owner of the word (`mother`, `sibling`, `friend` …).
        gender: `m`, `f`, or None where the word does not tell.
        plural: whether the word names several people.
        word: the noun itself, normalised.
    """

    relation: str
    gender: str | None
    plural: bool
    word: str


PARTNER_WORDS = frozenset({"husband", "wife", "partner"})
CHILD_WORDS = frozenset({"son", "daughter", "baby", "child"})
SINGLE = frozenset(
    [
        "husband",
        "wife",
        "partner",
        "ex_partner",
        "mother",
        "father",
        "mother_in_law",
        "father_in_law",
        "affair",
    ]
)
OWN_ROLE: Mapping[str, str] = {
    "parent": "other",
    "parents": "parents",
    "stepparent": "other",
    "grandchild": "other",
    "relative": "other",
    "relative_child": "other",
    "child_in_law": "other",
    "housemate": "other",
    "landlord": "other",
    "affair": "other",
    "in_laws": "in_laws",
    "family": "family",
    "stepchild": "stepson",
}


@cache
def nouns() -> Mapping[str, Kin]:
    """Every kin noun of the lexicon, by its word in small letters."""
    table: dict[str, Kin] = {}
    for word, (relation, gender, number) in load("kin")["nouns"].items():
        table[str(word)] = Kin(
            relation, None if gender == "-" else gender, number == "p", str(word)
        )
    return table


@cache
def _phrases() -> Mapping[tuple[str, ...], str]:
    return {tuple(key.split()): value for key, value in load("kin")["phrases"].items()}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words[0] for words in _phrases())


def kin_at(tokens: Sequence[Token], i: int) -> tuple[Kin, int] | None:
    """The kin noun or phrase that begins at token `i`, and the number of its last token.

    An abbreviation of two or three letters counts only where the writer uses it as a noun.
    """
    for length in (5, 4, 3, 2) if tokens[i].text.lower() in _first_words() else ():
        words = tuple(t.text.lower() for t in tokens[i : i + length])
        plain = tuple(w for w in words if w != "-")
        if len(words) == length and (plain in _phrases()) and words[0] != "-" and words[-1] != "-":
            return nouns()[_phrases()[plain]], i + length - 1
    token = tokens[i]
    low = token.text.lower()
    kin = nouns().get(low) or nouns().get(token.lemma)
    if kin is None or (token.pos and token.pos not in {"NOUN", "PROPN", "X", "INTJ", "ADJ"}):
        return None
    if len(low) <= 2 and not token.text.isupper() and low not in {"bf", "gf", "ex"}:  # noqa: PLR2004
        return None
    several = token.tag in {"NNS", "NNPS"} and kin.relation not in SINGLE
    if low.endswith("s") and kin.word == token.lemma and not kin.plural and several:
        kin = Kin(kin.relation, kin.gender, plural=True, word=kin.word)
    return kin, i


@cache
def composition() -> Mapping[str, Mapping[str, str]]:
    """Owner's role, then relation of the word, to the role seen from the narrator."""
    table: Mapping[str, Mapping[str, str]] = load("kin")["compose"]
    return table


def composed_role(owner_role: str, relation: str) -> str:
    """The role, seen from the narrator, of the `relation` of somebody with `owner_role`."""
    family = "partner" if owner_role in PARTNER_WORDS else owner_role
    family = "child" if owner_role in CHILD_WORDS else family
    return composition().get(family, {}).get(relation, "other")
