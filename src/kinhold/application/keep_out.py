"""Keep somebody out: never suggested, never asked, sees nothing. Only she knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.sentences import role_words
from kinhold.application.wording import say_day
from kinhold.domain.dates import first_day, from_day
from kinhold.domain.fact import Retracted
from kinhold.domain.findings import KinholdError
from kinhold.domain.people import PersonMarkedUnsafe
from kinhold.domain.wellbeing import NAMES_WHO_FOLLOWS, SignalNoted
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kinhold.domain.household import Household, Person
    from kinhold.record.record import Record

WHAT_IT_DOES: Final = (
    N_("They are not suggested and not asked: not in the plan, not as back-up, not in a text."),
    N_("Links for an answer and calendars that you gave them end at once."),
    N_("No calendar, and no copy of the record, is made for them."),
    N_("A rota that you print shows their hours as open. Share a new one when you are ready."),
    N_("What was written about them stays on your record, and money that is due stays due."),
)
WHO_SEES: Final = N_(
    "Only you see this. They are told nothing: a link of theirs looks like one that ran out."
)
WHAT_IT_CANNOT: Final = N_(
    "It does not reach what they have already: a printed rota, or hours that a device "
    "fetched before."
)


class CannotKeepOutError(KinholdError):
    """Somebody who is not known, or is not kept out or held back; the text says what to do."""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person's place.

    Attributes:
        handle: the unique name.
        name: how she calls them.
        relation: to her, in words.
        state: `open`, `kept-out`, `held-back` (a sentence that she said yes to names them), or
            `never` for herself and for children.
        since: the day in words where they are kept out.
        sentences: her own words that name them, where they are held back by these.
        does: what keeping out does.
        cannot: what it does not reach.
        who_sees: who can see it.
    """

    handle: str
    name: str
    relation: str
    state: str
    since: str
    sentences: tuple[str, ...]
    does: tuple[str, ...]
    cannot: str
    who_sees: str


def person_page(*, record: Record, household: Household, who: str) -> PersonPage:
    """Return a person's place.

    Args:
        record: the keeper's own.
        household: as it stands.
        who: handle, name, or the id of the fact that added them.

    Raises:
        CannotKeepOutError: for somebody who is not known.
    """
    person = find_person(household, who)
    marks = [m for m in record.of(PersonMarkedUnsafe) if m.about == person.handle]
    since = first_day(marks[-1].occurred) if marks and person.unsafe else None
    state = "kept-out" if person.unsafe else "held-back" if person.held_back else "open"
    return PersonPage(
        handle=person.handle,
        name=person.name,
        relation=role_words(person.role),
        state="never" if person.child or person.handle == household.keeper else state,
        since=say_day(since, household.country) if since else "",
        sentences=tuple(
            s.words
            for s in record.of(SignalNoted)
            if person.held_back and s.by == person.handle and s.sign in NAMES_WHO_FOLLOWS
        ),
        does=tuple(_(line) for line in WHAT_IT_DOES),
        cannot=_(WHAT_IT_CANNOT),
        who_sees=_(WHO_SEES),
    )


def find_person(household: Household, who: str) -> Person:
    """Return the person that a handle, a name or the id of their fact names.

    Raises:
        CannotKeepOutError: where it names nobody, or several.
    """
    told = who.strip()
    by_name = [p for p in household.people if p.name.casefold() == told.casefold()]
    exact = [p for p in household.people if told and told in (p.handle, p.fact_id)]
    found = exact or by_name
    if len(found) != 1:
        raise CannotKeepOutError(
            _(
                "“{told}” is not somebody on this record. Add them first, for example: {on} person "
                "John role=ex_partner"
            ).format(told=told[:40], on=household.on)
        )
    return found[0]


def keep_out(
    *, household: Household, who: str, today: date, new_id: Callable[[], str]
) -> tuple[PersonMarkedUnsafe, ...]:
    """Return the fact that keeps somebody out; nothing where they are already.

    Args:
        household: as it stands.
        who: handle, name, or the id of the fact that added them.
        today: the local day.
        new_id: makes the fact's id.

    Raises:
        CannotKeepOutError: for somebody who is not known, for herself, and for a child.
    """
    person = find_person(household, who)
    if person.child or person.handle == household.keeper:
        raise CannotKeepOutError(
            _(
                "{person} belongs to the household and cannot be kept out of it. Nothing was written."
            ).format(person=person.name)
        )
    if person.unsafe:
        return ()
    return (PersonMarkedUnsafe(fact_id=new_id(), occurred=from_day(today), about=person.handle),)


def let_back(
    *, record: Record, household: Household, who: str, today: date, new_id: Callable[[], str]
) -> tuple[PersonMarkedUnsafe | Retracted, ...]:
    """Return what lets somebody back in: the marks taken back, or that they may be offered again.

    A mark is taken back in the same private space. Where a sentence that she said yes to still names
    them, taking the mark back leaves them held back; asked once more, they are offered again.

    Args:
        record: the keeper's own.
        household: as it stands.
        who: handle, name, or the id of the fact that added them.
        today: the local day.
        new_id: makes the facts' ids.

    Raises:
        CannotKeepOutError: for somebody who is not known, or is not kept out.
    """
    person, day = find_person(household, who), from_day(today)
    if person.unsafe:
        return tuple(
            Retracted(fact_id=new_id(), occurred=day, about=person.handle, replaces=mark.fact_id)
            for mark in record.of(PersonMarkedUnsafe)
            if mark.about == person.handle and mark.state == "kept-out"
        )
    if person.held_back:
        again = PersonMarkedUnsafe(
            fact_id=new_id(), occurred=day, about=person.handle, state="offered-again"
        )
        return (again,)
    raise CannotKeepOutError(
        _("{person} is not kept out. Nothing was written.").format(person=person.name)
    )
