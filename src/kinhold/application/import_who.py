"""Children of an export, matched with those the household knows; never added unasked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import UNKNOWN, Edtf, bounds
from kinhold.domain.fact import Imported, Typed
from kinhold.domain.findings import KinholdError, OpenQuestion
from kinhold.domain.people import ChildAdded, PersonAdded
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kinhold.application.import_rows import FileChild, ImportAnswers, LogRow, ReadLog
    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record

OWN: Final = "kinhold"
"""Our own export also has entries about adults (pumping)."""


class ChildNotKnownError(KinholdError):
    """An answer names a child that the household does not know."""


@dataclass(slots=True)
class Children:
    """Whom the rows of one export are about.

    Attributes:
        handles: names in the files to handles; empty where nobody is known by it.
        only: the child of rows that name none; empty where it is not clear.
        listed: children that the files list, by the name they use.
        adding: whether unknown children are to be written down.
        pumped_by: who pumped, where that was told.
        adults: handles of adults, for our own export.
    """

    household: tuple[ChildAdded, ...]
    only: str
    listed: Mapping[str, FileChild]
    adding: bool
    pumped_by: str
    adults: frozenset[str] = frozenset()
    answered: Mapping[str, str] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)
    unnamed: int = 0
    fresh: dict[str, str] = field(default_factory=dict)

    @classmethod
    def known_to(cls, record: Record, read: ReadLog, answers: ImportAnswers) -> Children:
        """Return what matches the children of a reading with those of a record.

        Raises:
            ChildNotKnownError: where an answer names somebody the household does not know.
        """
        household = record.of(ChildAdded)
        handles = {child.about for child in household}
        people = {person.about for person in record.of(PersonAdded)}
        asked = dict(answers.children)
        wanted = [*asked.values(), *([answers.child] if answers.child else [])]
        for name in wanted:
            if name and name not in handles and not answers.add_children:
                known = ", ".join(sorted(handles)) or _("nobody yet")
                raise ChildNotKnownError(
                    _(
                        "The household knows no child “{name}”. It knows: {known}. Add the child first, or "
                        "let the import add it."
                    ).format(name=name[:40], known=known)
                )
        if answers.pumped_by and answers.pumped_by not in people | handles:
            raise ChildNotKnownError(
                _("The household knows nobody called “{pumped_by}”.").format(
                    pumped_by=answers.pumped_by[:40]
                )
            )
        return cls(
            household,
            answers.child or (household[0].about if len(household) == 1 else ""),
            {child.key: child for child in read.children},
            answers.add_children,
            answers.pumped_by,
            frozenset(people) if read.source == OWN else frozenset(),
            {name.casefold(): handle for name, handle in asked.items()},
        )

    def about(self, row: LogRow) -> tuple[str, str]:
        """Return the handle a row is about, or why it cannot be used."""
        if self.pumped_by and ("what", "pumping") in row.values:
            return self.pumped_by, ""
        if not row.child:
            if not self.only:
                self.unnamed += 1
                return "", _("The file names no child. Say which child it is about.")
            self._take(self.only)
            return self.only, ""
        if row.child in self.adults:
            return row.child, ""
        handle = self._handle(row.child)
        if not handle:
            return "", (
                _(
                    "The household knows no child “{child}”. Say who it is, or let the import add the "
                    "child."
                ).format(child=row.child[:60])
            )
        return handle, ""

    def _handle(self, name: str) -> str:
        if name not in self.handles:
            self.handles[name] = self._match(name)
            self._take(self.handles[name], name)
        return self.handles[name]

    def _match(self, name: str) -> str:
        said = name.casefold()
        first = said.split(" ")[0]
        for key in (said, first):
            if key in self.answered:
                return self.answered[key]
        exact = [c.about for c in self.household if said in (c.about.casefold(), c.name.casefold())]
        near = [c.about for c in self.household if c.about.casefold() == first]
        found = exact or near
        if len(set(found)) == 1:
            return found[0]
        return self._new_handle(name) if self.adding else ""

    def _new_handle(self, name: str) -> str:
        given = name.split(" ", maxsplit=1)[0]
        taken = {c.about for c in self.household} | set(self.handles.values())
        return given if given not in taken else name

    def _take(self, handle: str, name: str = "") -> None:
        """Note a child that has to be written down, because it was asked for."""
        if handle and self.adding and handle not in {c.about for c in self.household}:
            self.fresh.setdefault(handle, name or handle)

    def seen(self) -> tuple[tuple[str, str], ...]:
        """Return each name the files use and the handle it stands for."""
        for key in self.listed:
            self._handle(key)
        return tuple(sorted(self.handles.items()))

    def added(self, id_for: Callable[[str], str], digests: tuple[str, ...]) -> tuple[Fact, ...]:
        """Return children to be written down, with the name and birth that the files tell."""
        self.seen()
        facts: list[Fact] = []
        for handle, name in sorted(self.fresh.items()):
            told = self.listed.get(name)
            born = Edtf(told.born) if told and told.born and bounds(Edtf(told.born)) else UNKNOWN
            source = Imported(digests[told.file], told.row) if told else Typed()
            full = "" if name == handle else name
            ref = _("child {name}").format(name=name)
            facts.append(
                ChildAdded(fact_id=id_for(ref), about=handle, name=full, born=born, source=source)
            )
        return tuple(facts)

    def questions(self) -> tuple[OpenQuestion, ...]:
        """Ask who the unknown children are."""
        known = ", ".join(sorted(c.about for c in self.household))
        asked = [
            OpenQuestion(
                "import.child",
                _("Who is “{name}”?").format(name=name),
                _(
                    "The household knows {known}. Until this is answered these rows are left out."
                ).format(known=known or _("no child yet")),
                about=name,
                example=f'--child-as "{name}={known.split(", ")[0] or name.split(" ")[0]}"',
            )
            for name, handle in self.seen()
            if not handle and self.answered.get(name.casefold()) != ""
        ]
        if self.unnamed:
            asked.append(
                OpenQuestion(
                    "import.which-child",
                    _("Which child is this export about?"),
                    _(
                        "{unnamed} entries name none. Until this is answered they are left out."
                    ).format(unnamed=self.unnamed),
                    example=f"--child {known.split(', ')[0] or _('Isla')}",
                )
            )
        return tuple(asked)
