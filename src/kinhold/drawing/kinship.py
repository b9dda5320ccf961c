"""A family map read as structure: who stands in which generation, which couples, whose children.

Roles help where ties are missing: a `mother` is a parent of the keeper, a `mother_in_law` of the
partner. Nothing is guessed about gender, and a tie to somebody who is not on the page is left out.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.application.family_map import MapPage, MapPerson, MapTie

CoupleKind = Literal["married", "together", "affair"]
By = Literal["birth", "step", "grand"]

_COUPLE: Final[dict[str, CoupleKind]] = {
    "spouse_of": "married",
    "partner_of": "together",
    "ex_partner_of": "together",
    "affair_with": "affair",
}
_LEVEL: Final = {
    "parent_of": 1,
    "step_parent_of": 1,
    "grandparent_of": 2,
    "sibling_of": 0,
    "cousin_of": 0,
    **dict.fromkeys(_COUPLE, 0),
}
"""How many generations below its start the end of a tie stands."""

PARTNERS: Final = frozenset({"husband", "wife", "partner"})
FORMER: Final = frozenset({"ex_partner", "ex_husband", "ex_wife"})
_PARENTS: Final = frozenset({"mother", "father", "parent"})
_IN_LAWS: Final = frozenset({"mother_in_law", "father_in_law"})
_CHILDREN: Final = frozenset({"son", "daughter", "child", "baby"})
_PARENT_TIES: Final = ("parent_of", "step_parent_of")
_BESIDE_KEEPER: Final = {
    **dict.fromkeys(("husband", "wife"), "spouse_of"),
    "partner": "partner_of",
    **dict.fromkeys(FORMER, "ex_partner_of"),
    **dict.fromkeys(_PARENTS, "parent_of"),
    "sibling": "sibling_of",
    "cousin": "cousin_of",
}
"""The tie to the keeper that a role tells."""

_BESIDE_PARTNER: Final = {
    **dict.fromkeys(_IN_LAWS, "parent_of"),
    "partners_sibling": "sibling_of",
    "partners_cousin": "cousin_of",
    "partners_affair": "affair_with",
}
"""The tie to the partner that a role tells."""
_ROLE_LEVEL: Final = {
    **dict.fromkeys(("mother", "father", "parent", "stepparent", "in_laws", "relative"), -1),
    **dict.fromkeys(_IN_LAWS, -1),
    "grandparent": -2,
    **dict.fromkeys(("stepson", "stepdaughter", "stepchild", "relative_child", "child_in_law"), 1),
    **dict.fromkeys(_CHILDREN, 1),
    "grandchild": 2,
    **dict.fromkeys(("sibling", "cousin", "brother_in_law", "sister_in_law", "self"), 0),
    **dict.fromkeys(_BESIDE_PARTNER, 0),
    **dict.fromkeys((*PARTNERS, *FORMER, "partners_affair", "affair"), 0),
}
"""Generation below the keeper by role, for who is kin by role alone."""


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people who are or were a couple.

    Attributes:
        one, other: handles; where genders are told the man is `one`.
        kind: married, living together, or an affair.
        slashes: one for a separation, two for a divorce.
    """

    one: str
    other: str
    kind: CoupleKind
    slashes: int


@dataclass(frozen=True, slots=True)
class Sibship:
    """Children under the same parents, eldest first.

    Attributes:
        parents: none (brothers and sisters whose parents are not on the map), one or two.
        children: handles.
        twins: sets of children told to be the same number of months old.
        by: birth (or adoption), step, or grand (nobody between is on the map).
    """

    parents: tuple[str, ...]
    children: tuple[str, ...]
    twins: tuple[tuple[str, ...], ...]
    by: By


@dataclass(frozen=True, slots=True)
class Family:
    """The structure of a family map.

    Attributes:
        people: by handle, in the order of the page.
        level: generation of everybody who is kin or lives in the household; the keeper's is 0.
        around: handles of the others: friends, neighbours, those who are paid.
        couples, sibships: as above; cousins: pairs of handles.
    """

    people: dict[str, MapPerson]
    level: dict[str, int]
    around: tuple[str, ...]
    couples: tuple[Couple, ...]
    sibships: tuple[Sibship, ...]
    cousins: tuple[tuple[str, str], ...]

    def outside(self, handle: str) -> bool:
        """Return whether somebody is no relation: drawn with a dashed outline."""
        return handle in self.around or (
            self.people[handle].role not in _ROLE_LEVEL
            and not any(handle in (c.one, c.other) for c in self.couples)
            and not any(handle in (*s.children, *s.parents) for s in self.sibships)
            and not any(handle in pair for pair in self.cousins)
            and not self.people[handle].keeper
            and not self.people[handle].child
        )


def read_family(page: MapPage, *, before: bool = False) -> Family:
    """Read a page as structure.

    Args:
        page: people and ties.
        before: as it was before somebody left: who left is not taken as separated.

    Returns:
        Everybody on the page once, in `level` or in `around`.
    """
    people = {p.handle: p for p in page.people}
    ties = _all_ties(page, people)
    level = _levels(people, ties)
    couples = _couples(people, ties, before=before)
    around = tuple(h for h in people if h not in level)
    sibships = _sibships(people, ties, level)
    related = {frozenset(s.children) for s in sibships}
    cousins = tuple(
        dict.fromkeys(
            (min(a, b), max(a, b))
            for a, kind, b, _ in ties
            if kind == "cousin_of" and level.get(a, 0) == level.get(b, 1) and {a, b} not in related
        )
    )
    return Family(people, level, around, couples, sibships, cousins)


_Tie = tuple[str, str, str, str]


def _all_ties(page: MapPage, people: dict[str, MapPerson]) -> tuple[_Tie, ...]:
    """The ties of the page between people on it, and those that roles tell where none are told."""
    told = [
        _plain(t) for t in page.ties if t.start in people and t.end in people and t.start != t.end
    ]
    keeper = next((p.handle for p in page.people if p.keeper), "")
    if not keeper:
        return tuple(told)
    linked = {frozenset((a, b)) for a, kind, b, _ in told if kind in _LEVEL}
    partner = _partner(keeper, told, people)
    if partner and frozenset((partner, keeper)) not in linked:
        told.append((partner, _BESIDE_KEEPER[people[partner].role], keeper, ""))
        linked.add(frozenset((partner, keeper)))
    for person in people.values():
        tie = _by_role(person, keeper, partner, told)
        if tie and frozenset((tie[0], tie[2])) not in linked:
            told.append((*tie, ""))
    return tuple(told)


def _plain(tie: MapTie) -> _Tie:
    return tie.start, tie.type, tie.end, tie.ended_by


def _partner(keeper: str, told: list[_Tie], people: dict[str, MapPerson]) -> str:
    """Whose mother a mother-in-law is: the present partner, else the former one."""
    by_tie = [
        (kind == "ex_partner_of" or bool(ended), b if a == keeper else a)
        for a, kind, b, ended in told
        if keeper in (a, b) and kind in _COUPLE and kind != "affair_with"
    ]
    by_role = [(p.role in FORMER, p.handle) for p in people.values() if p.role in PARTNERS | FORMER]
    found = sorted([*by_tie, *by_role], key=lambda pair: pair[0])
    return found[0][1] if found else ""


def _by_role(
    person: MapPerson, keeper: str, partner: str, told: list[_Tie]
) -> tuple[str, str, str] | None:
    """The tie a role tells.

    A role is always told from where the keeper stands. What it says of the partner counts only
    where no tie says whose it is, because there may have been another partner.
    """
    handle, role = person.handle, person.role
    if handle == keeper:
        return None
    if role in _CHILDREN:
        named = any(b == handle and kind in _PARENT_TIES for _, kind, b, _ in told)
        return None if named else (keeper, "parent_of", handle)
    if role in _BESIDE_KEEPER:
        return handle, _BESIDE_KEEPER[role], keeper
    kind = _BESIDE_PARTNER.get(role, "")
    told_of = any(handle in (a, b) and k == kind for a, k, b, _ in told)
    return (handle, kind, partner) if kind and partner and not told_of else None


def _levels(people: dict[str, MapPerson], ties: tuple[_Tie, ...]) -> dict[str, int]:
    """Generations, walked from the keeper over the ties; then from whoever has a place by role."""
    steps: dict[str, list[tuple[str, int]]] = {h: [] for h in people}
    for a, kind, b, _ in ties:
        if kind in _LEVEL:
            steps[a].append((b, _LEVEL[kind]))
            steps[b].append((a, -_LEVEL[kind]))
    level: dict[str, int] = {}
    first = sorted(people.values(), key=lambda p: (not p.keeper, not p.child, not p.inside))
    for person in first:
        placed = person.handle in level
        known = person.role in _ROLE_LEVEL or person.was_inside or person.child or person.keeper
        if placed or not (known or (steps[person.handle] and person.role != "friend")):
            continue
        level[person.handle] = 1 if person.child else _ROLE_LEVEL.get(person.role, 0)
        _walk(person.handle, steps, level)
    return level


def _walk(start: str, steps: dict[str, list[tuple[str, int]]], level: dict[str, int]) -> None:
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there, down in steps[here]:
            if there not in level:
                level[there] = level[here] + down
                queue.append(there)


def _couples(
    people: dict[str, MapPerson], ties: tuple[_Tie, ...], *, before: bool
) -> tuple[Couple, ...]:
    pairs: dict[frozenset[str], list[_Tie]] = {}
    for tie in ties:
        if tie[1] in _COUPLE:
            pairs.setdefault(frozenset((tie[0], tie[2])), []).append(tie)
    return tuple(_couple(people, told, before=before) for told in pairs.values())


def _couple(people: dict[str, MapPerson], told: list[_Tie], *, before: bool) -> Couple:
    a, _, b, _ = told[0]
    kinds = {_COUPLE[t[1]] for t in told}
    kind: CoupleKind = next(k for k in ("married", "together", "affair") if k in kinds)
    ended = {t[3] for t in told}
    left = (
        not before
        and any(people[x].was_inside and not people[x].inside for x in (a, b))
        and any(people[x].inside for x in (a, b))
    )
    slashes = 0
    if kind != "affair" and (
        left or "separation" in ended or any(t[1] == "ex_partner_of" for t in told)
    ):
        slashes = 1
    if "divorce" in ended:
        slashes = 2
    swap = (people[b].gender == "m" and people[a].gender != "m") or (
        people[a].gender == "f" and people[b].gender not in ("f", "m")
    )
    return Couple(b, a, kind, slashes) if swap else Couple(a, b, kind, slashes)


def _sibships(
    people: dict[str, MapPerson], ties: tuple[_Tie, ...], level: dict[str, int]
) -> tuple[Sibship, ...]:
    birth = _parents(ties, "parent_of", level)
    siblings = [
        (a, b) for a, kind, b, _ in ties if kind == "sibling_of" and level.get(a) == level.get(b)
    ]
    for a, b in siblings * len(siblings):
        for one, other in ((a, b), (b, a)):
            if one not in birth and other in birth:
                birth[one] = birth[other]
    step = _parents(ties, "step_parent_of", level)
    step = {c: ps for c, ps in step.items() if c not in birth}
    grand = _parents(ties, "grandparent_of", level)
    grand = {c: ps for c, ps in grand.items() if not _reached(c, ps, {**step, **birth})}
    kinds: tuple[tuple[By, dict[str, tuple[str, ...]]], ...] = (
        ("birth", birth),
        ("step", step),
        ("grand", grand),
    )
    made = [
        Sibship(parents, _eldest_first(children, people), _twins(children, people), by)
        for by, found in kinds
        for parents, children in _grouped(found, level)
    ]
    return (*made, *_orphan_sibships(siblings, birth, people))


def _parents(
    ties: tuple[_Tie, ...], kind: str, level: dict[str, int]
) -> dict[str, tuple[str, ...]]:
    """Child to its parents, at most two, who stand above it."""
    found: dict[str, list[str]] = {}
    for a, told, b, _ in ties:
        if told == kind and a in level and b in level and level[a] < level[b]:
            named = found.setdefault(b, [])
            if a not in named:
                named.append(a)
    return {child: tuple(sorted(named)) for child, named in found.items()}


def _reached(child: str, elders: tuple[str, ...], parents: dict[str, tuple[str, ...]]) -> bool:
    return any(g in parents.get(p, ()) for p in parents.get(child, ()) for g in elders)


def _grouped(
    found: dict[str, tuple[str, ...]], level: dict[str, int]
) -> list[tuple[tuple[str, ...], list[str]]]:
    groups: dict[tuple[tuple[str, ...], int], list[str]] = {}
    for child, parents in found.items():
        for pair in (parents,) if len(parents) <= 2 else tuple((p,) for p in parents):  # noqa: PLR2004
            groups.setdefault((pair, level[child]), []).append(child)
    return [(parents, children) for (parents, _), children in groups.items()]


def _orphan_sibships(
    siblings: list[tuple[str, str]], birth: dict[str, tuple[str, ...]], people: dict[str, MapPerson]
) -> list[Sibship]:
    """Brothers and sisters whose parents are not on the map."""
    groups: list[set[str]] = []
    for a, b in siblings:
        if a in birth or b in birth:
            continue
        touched = [g for g in groups if a in g or b in g]
        groups = [g for g in groups if g not in touched]
        groups.append({a, b}.union(*touched))
    return [
        Sibship((), _eldest_first([h for h in people if h in group], people), (), "birth")
        for group in groups
    ]


def months(age: str) -> int | None:
    """Return an age said in months or years as months; None where it is not told."""
    number, _, unit = age.partition(" ")
    if not number.isdigit():
        return None
    return int(number) * (1 if unit.startswith("month") else 12)


def _eldest_first(children: Iterable[str], people: dict[str, MapPerson]) -> tuple[str, ...]:
    return tuple(sorted(children, key=lambda h: -(months(people[h].age) or 0)))


def _twins(children: Iterable[str], people: dict[str, MapPerson]) -> tuple[tuple[str, ...], ...]:
    """Children of the same parents told to the same month; ages in years do not say enough."""
    same: dict[str, list[str]] = {}
    for handle in children:
        if "month" in people[handle].age:
            same.setdefault(people[handle].age, []).append(handle)
    return tuple(tuple(found) for found in same.values() if len(found) > 1)
