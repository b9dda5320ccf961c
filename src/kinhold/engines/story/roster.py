"""The people of a story while they are being gathered: find one, or add one, and merge two."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kinhold.domain.people import PARTNERS
from kinhold.engines.story.kin import CHILD_WORDS, OWN_ROLE, PARTNER_WORDS, Kin, composed_role

if TYPE_CHECKING:
    from collections.abc import Iterator

NARRATOR = 0
CHILD_ROLES = frozenset({"son", "daughter", "baby", "child"})
_ELDERS = frozenset({"mother_in_law", "father_in_law"})
_UNSEXED = frozenset({"baby", "child"})
_CHILD_GENDER = {"son": "m", "daughter": "f"}
_UNIQUE = frozenset(
    [
        "husband",
        "wife",
        "partner",
        "mother",
        "father",
        "mother_in_law",
        "father_in_law",
        "stepparent",
    ]
)


@dataclass(slots=True)
class Draft:
    """One person while the text is still being read.

    Attributes:
        number: position in the roster.
        role: relation to the narrator, or `unlinked` for a bare name.
        relation: the kin word's relation to the owner.
        owner: number of the person the kin word was said of; None if nobody.
        shared: whether an `our` said so.
        mentions: (start, end) of each naming mention in the text.
    """

    number: int
    role: str
    relation: str = ""
    owner: int | None = None
    name: str | None = None
    also: list[str] = field(default_factory=list)
    gender: str | None = None
    plural: bool = False
    profession: str | None = None
    modifier: str = ""
    shared: bool = False
    age: tuple[int, str] | None = None
    mentions: list[tuple[int, int]] = field(default_factory=list)
    subjects: int = 0
    merged: int | None = None

    @property
    def is_child(self) -> bool:
        """Whether the role is that of a child in the narrator's family."""
        return self.role in CHILD_ROLES or self.role in {"stepson", "stepdaughter"}


class Roster:
    """Everybody met so far; number 0 is the narrator."""

    def __init__(self) -> None:
        """Begin with the narrator alone."""
        self.drafts: list[Draft] = [Draft(NARRATOR, "self")]
        self.own_children = False
        self.grandparents: set[tuple[int, int]] = set()

    def __iter__(self) -> Iterator[Draft]:
        """Everybody who was not merged into somebody else."""
        return (d for d in self.drafts if d.merged is None)

    def get(self, number: int) -> Draft:
        """The person with that number, after merges."""
        draft = self.drafts[number]
        while draft.merged is not None:
            draft = self.drafts[draft.merged]
        return draft

    def add(self, role: str, **slots: object) -> Draft:
        """A new person."""
        draft = Draft(len(self.drafts), role)
        for name, value in slots.items():
            setattr(draft, name, value)
        self.drafts.append(draft)
        return draft

    def first(self, *roles: str, gender: str | None = None) -> Draft | None:
        """The first person with one of the roles whose gender is not another one."""
        for draft in self:
            if draft.role in roles and (not gender or draft.gender in {None, gender}):
                return draft
        return None

    @property
    def partner(self) -> Draft | None:
        """Husband, wife or partner; failing that the former partner."""
        return self.first(*PARTNERS) or self.first("ex_partner")

    def children(self) -> list[Draft]:
        """The narrator's children, one by one (no groups)."""
        return [d for d in self if d.role in CHILD_ROLES and not d.plural]

    def named(self, name: str) -> Draft | None:
        """Whoever bears the name."""
        low = name.casefold()
        for draft in self:
            if (draft.name or "").casefold() == low or low in (a.casefold() for a in draft.also):
                return draft
        return None

    def merge(self, keep: Draft, drop: Draft) -> None:
        """Make two drafts one; the kept one takes over names, mentions and what it lacks."""
        if keep is drop or keep.number == drop.number:
            return
        keep.mentions = sorted(keep.mentions + drop.mentions)
        keep.subjects += drop.subjects
        for name in filter(None, [drop.name, *drop.also]):
            if keep.name is None:
                keep.name = name
            elif name.casefold() != keep.name.casefold() and name not in keep.also:
                keep.also.append(name)
        keep.gender = keep.gender or drop.gender
        keep.age = keep.age or drop.age
        keep.profession = keep.profession or drop.profession
        drop.merged = keep.number

    def kin(
        self, kin: Kin, owner: int, *, modifier: str = "", shared: bool = False
    ) -> Draft | None:
        """The person a kin word of this owner names; made if new, None if nobody in particular."""
        holder = self.get(owner)
        if holder.number == NARRATOR:
            return self._own(kin, modifier=modifier, shared=shared)
        holder = self._meant(holder, kin.relation)
        role = composed_role(holder.role, kin.relation)
        if role.startswith("@"):
            if kin.relation == "grandchild":
                self._grandparent(holder)
            return self._same(role[1:], kin, holder, modifier)
        if role == "in_laws":
            return self._group("in_laws", kin)
        if role == "in_laws_family" or kin.relation == "family":
            return None
        known = self._known(kin, role, holder, modifier)
        return known or self.add(
            role, relation=kin.relation, owner=holder.number, gender=kin.gender,
            plural=kin.plural, profession=_profession(kin), modifier=modifier,
        )  # fmt: skip

    def _meant(self, holder: Draft, relation: str) -> Draft:
        """Whose mother or father is meant where the nearest `his` would make little sense.

        A mother who tells the story calls herself I, so `his mother` said right after the child
        was named is the partner's; so is the mother of a father-in-law.
        """
        partner = self.partner
        if partner is None:
            return holder
        if holder.role in _ELDERS and relation in {"mother", "father", "parents"}:
            return partner
        of_child = holder.role in CHILD_ROLES and relation in {"mother", "parents"}
        his = self.drafts[NARRATOR].gender != "m" and partner.gender in {"m", None}
        return partner if of_child and his else holder

    def _known(self, kin: Kin, role: str, holder: Draft, modifier: str) -> Draft | None:
        if role == "partners_sibling":
            known = self.first("sister_in_law" if kin.gender == "f" else "brother_in_law")
            if known:
                return known
        for draft in self:
            same = draft.role == role and draft.owner in {holder.number, None}
            if same and draft.relation == kin.relation and _fits(draft, kin, modifier):
                draft.modifier = draft.modifier or modifier
                return _learn(draft, kin)
            if role.endswith("in_law") and draft.role == role:
                return draft
        return None

    def _grandparent(self, holder: Draft) -> None:
        child = next(iter(self.children()), None)
        if child is not None:
            self.grandparents.add((holder.number, child.number))

    def _own(self, kin: Kin, *, modifier: str, shared: bool) -> Draft | None:
        relation = kin.relation
        if relation in CHILD_WORDS:
            return self._child(kin, modifier, shared=shared)
        role = OWN_ROLE.get(relation, relation)
        if role == "family":
            return None
        if role in {"parents", "in_laws"}:
            return self._group(role, kin)
        if relation in PARTNER_WORDS:
            return self._own_partner(kin)
        if relation == "affair":
            return self._affair(kin)
        if relation == "stepchild":
            role = "stepdaughter" if kin.gender == "f" else "stepson"
        if role in {"mother_in_law", "father_in_law"} and self.first(role):
            return self.first(role)
        for draft in self:
            same = draft.role == role and draft.owner == NARRATOR and draft.relation == relation
            if same and (relation in _UNIQUE or _fits(draft, kin, modifier)):
                return _learn(draft, kin)
        return self.add(role, relation=relation, owner=NARRATOR, gender=kin.gender,
                        plural=kin.plural, profession=_profession(kin), modifier=modifier)  # fmt: skip

    def _own_partner(self, kin: Kin) -> Draft:
        draft = self._partner_called(kin)
        draft.modifier = draft.modifier or ("spouse" if kin.word == "spouse" else "")
        return draft

    def _partner_called(self, kin: Kin) -> Draft:
        known = self.first(*PARTNERS)
        if known is None or (kin.gender and known.gender not in {None, kin.gender}):
            if known is not None:
                return known
            return self.add(kin.relation, relation=kin.relation, owner=NARRATOR, gender=kin.gender)
        if known.role == "partner" and kin.relation != "partner":
            known.role = known.relation = kin.relation
        return _learn(known, kin)

    def _affair(self, kin: Kin) -> Draft | None:
        known = self.first("partners_affair")
        partner = self.partner
        if known or partner is None:
            return known
        return self.add("partners_affair", relation="affair", owner=partner.number,
                        gender=kin.gender, plural=kin.plural)  # fmt: skip

    def _group(self, role: str, kin: Kin) -> Draft:
        for draft in self:
            if draft.relation == role:
                return draft
        plural = kin.plural or role == "in_laws"
        return self.add("other", relation=role, owner=NARRATOR, plural=plural)

    def _child(self, kin: Kin, modifier: str, *, shared: bool) -> Draft:
        self.own_children = True
        singles = self.children()
        if kin.plural:
            for draft in self:
                if draft.role in CHILD_ROLES and draft.plural:
                    draft.shared = draft.shared or shared
                    return draft
            return self.add(kin.relation, relation="child", owner=NARRATOR, plural=True,
                            gender=kin.gender, shared=shared)  # fmt: skip
        fits = [d for d in singles if _child_fits(d, kin, modifier)]
        if fits:
            draft = fits[-1] if not modifier else fits[0]
            _learn(draft, kin)
            if draft.role in _UNSEXED and kin.relation in _CHILD_GENDER:
                draft.role = kin.relation
            draft.modifier = draft.modifier or modifier
            draft.shared = draft.shared or shared
            return draft
        return self.add(kin.relation, relation="child", owner=NARRATOR, gender=kin.gender,
                        modifier=modifier, shared=shared)  # fmt: skip

    def _same(self, which: str, kin: Kin, holder: Draft, modifier: str) -> Draft | None:
        """Somebody the narrator has a word of their own for."""
        if which in CHILD_ROLES:
            return self._partners_child(kin, holder, modifier)
        if which == "partner":
            return self.partner
        if which == "father_of_child":
            return self._father(kin)
        if which == "self_or_ex" and self.drafts[NARRATOR].gender == "m":
            return self.partner or self.add(
                "ex_partner", relation="ex_partner", owner=NARRATOR, gender="f"
            )
        if which.startswith("self"):
            return self.drafts[NARRATOR]
        if which == "parents":
            return self._group("parents", kin)
        word = kin.word if which == "child_in_law" else which
        return self._own(Kin(which, kin.gender, plural=False, word=word), modifier="", shared=False)

    def _partners_child(self, kin: Kin, holder: Draft, modifier: str) -> Draft:
        if self.children() or self.own_children or holder.role in CHILD_ROLES:
            return self._child(kin, modifier, shared=True)
        role = "stepdaughter" if kin.gender == "f" else "stepson"
        return self.first(role) or self.add(
            role, relation="child", owner=holder.number, gender=kin.gender, plural=kin.plural
        )

    def _father(self, kin: Kin) -> Draft:
        if self.drafts[NARRATOR].gender == "m":
            return self.drafts[NARRATOR]
        known = self.first(*PARTNERS, gender="m") or self.first("ex_partner", gender="m")
        return known or self.add(
            "ex_partner", relation="ex_partner", owner=NARRATOR, gender=kin.gender
        )


def _profession(kin: Kin) -> str | None:
    return kin.word if kin.relation in {"professional", "childcare_worker"} else None


def _fits(draft: Draft, kin: Kin, modifier: str = "") -> bool:
    if draft.plural != kin.plural or (draft.modifier and modifier and draft.modifier != modifier):
        return False
    if draft.profession and _profession(kin) and draft.profession != kin.word:
        return False
    return not (kin.gender and draft.gender and kin.gender != draft.gender)


def _child_fits(draft: Draft, kin: Kin, modifier: str) -> bool:
    if kin.gender and draft.gender and kin.gender != draft.gender:
        return False
    return not (modifier and draft.modifier and modifier != draft.modifier)


def _learn(draft: Draft, kin: Kin) -> Draft:
    draft.gender = draft.gender or (None if draft.plural else kin.gender)
    return draft
