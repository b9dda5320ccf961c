"""What each person in a story is called: their name, or the family word that points at them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kinhold.domain.fact import PersonRef
from kinhold.domain.people import PARTNERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinhold.engines.story.results import PersonFound, StoryReading

_CHILDCARE = re.compile(
    r"\b(?:nanny|childminder|babysitter|sitter|nursery|daycare|au pair)\b", re.IGNORECASE
)
_BRITISH_MUM = re.compile(r"\b(?:mum|mummy)\b", re.IGNORECASE)

_OWN: Final = {
    "self": "Me",
    "father": "Dad",
    "husband": "Husband",
    "wife": "Wife",
    "partner": "Partner",
    "ex_partner": "Ex",
    "son": "Son",
    "daughter": "Daughter",
    "baby": "Baby",
    "child": "Child",
    "stepson": "Stepson",
    "stepdaughter": "Stepdaughter",
    "sibling": "Sibling",
    "brother_in_law": "Brother-in-law",
    "sister_in_law": "Sister-in-law",
    "neighbour": "Neighbour",
    "professional": "Professional",
}
_OF_PARTNER: Final = {
    "mother_in_law": "mother",
    "father_in_law": "dad",
    "partners_sibling": "sibling",
    "partners_cousin": "cousin",
    "partners_friend": "friend",
    "partners_affair": "new partner",
}


def handles_of(reading: StoryReading, text: str) -> Mapping[str, PersonRef]:
    """Return a handle for each person found, unique in the story.

    Names come first. Who has none is called by the narrator's own kind of word: `Mum` where she
    writes mum, `Mom` otherwise; relatives of a partner by that partner (`Oliver's mum`).
    """
    mother = "Mum" if _BRITISH_MUM.search(text) else "Mom"
    partner = next(
        (p.name for p in reading.people if p.role in PARTNERS | {"ex_partner"} and p.name), None
    )
    taken: dict[str, int] = {}
    handles: dict[str, PersonRef] = {}
    for person in sorted(reading.people, key=lambda p: p.name is None):
        word = person.name or _word(person, mother, partner)
        taken[word] = taken.get(word, 0) + 1
        handles[person.id] = PersonRef(word if taken[word] == 1 else f"{word} {taken[word]}")
    return {p.id: handles[p.id] for p in reading.people}


def _word(person: PersonFound, mother: str, partner: str | None) -> str:
    if person.role == "mother":
        return mother
    if person.role == "childcare_worker":
        said = _CHILDCARE.search(" ".join(q.text for q in person.evidence))
        return said.group().capitalize() if said else "Childcare"
    if person.role in _OF_PARTNER:
        word = mother.lower() if person.role == "mother_in_law" else _OF_PARTNER[person.role]
        return f"{partner or 'Partner'}'s {word}" + (
            "s" if person.plural and not word.endswith("s") else ""
        )
    word = _OWN.get(person.role, person.role.replace("_", " ").capitalize())
    return f"{word}s" if person.plural else word
