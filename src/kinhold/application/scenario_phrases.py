"""Phrases of what-ifs about people: who lives here, who has the children, who stops.

What a phrase leaves open (which three nights, which hours) is filled with something stated in
`scenario_words` and `scenario_reading`, and said as a finding.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kinhold.application.scenario_reading import (
    ALL_DAY,
    NEW,
    OFFICE,
    PhraseNotUsableError,
    Reading,
    away_at,
    each_of,
    ended,
    next_due,
    say_days,
)
from kinhold.application.scenario_words import PARTS
from kinhold.domain.care import AvailabilityStated
from kinhold.domain.dates import Edtf, from_day
from kinhold.domain.fact import Label, PersonRef
from kinhold.domain.finances import (
    BillStated,
)
from kinhold.domain.money import BasisPoints
from kinhold.domain.people import (
    CarerLeft,
    CarerReturned,
    ChildAdded,
    HomeStated,
)
from kinhold.domain.promises import AssumptionMade, OutcomeNoted
from kinhold.domain.recurrence import Recurrence
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.domain.household import Household


def read_baby(reading: Reading) -> None:
    """Read "second baby in March", or twins."""
    number = 2 if "twins" in reading.words["what"].lower() else 1
    taken = {p.handle for p in reading.household.people}
    names = (n for i in range(1, 20) if (n := "Baby" if i == 1 else f"Baby {i}") not in taken)
    whole_month = reading.slots.get("month", False)
    born = Edtf(reading.since[:7]) if whole_month else reading.since
    for _unused in range(number):
        reading.facts.append(ChildAdded(fact_id=NEW, occurred=born, about=next(names), born=born))
    if "when" not in reading.slots:
        reading.note("when", _("No month was said, so the baby is taken to be born today."))


def _at_home(household: Household) -> tuple[PersonRef, ...]:
    home = household.home
    return tuple(
        p.handle
        for p in household.people
        if not p.died
        and (p.handle == household.keeper or (home and p.home == home) or (p.child and not p.home))
    )


def read_move(reading: Reading) -> None:
    """Read "move to two bedrooms at 950 in May": a home for all who live at home, and its rent."""
    household = reading.household
    taken = {p.home for p in household.people}
    label = next(
        n for i in range(1, 99) if (n := "New home" if i == 1 else f"New home {i}") not in taken
    )
    reading.facts.append(
        HomeStated(
            fact_id=NEW,
            occurred=reading.since,
            about=label,
            people=_at_home(household),
            bedrooms=reading.slots.get("bedrooms"),
            tenure="rents" if "amount" in reading.slots else "",
        )
    )
    if "amount" in reading.slots:
        _rent(reading)


def _rent(reading: Reading) -> None:
    """The rent that is there, with another amount from a day on."""
    now = next((b for b in reading.household.bills if b.type.casefold() == "rent"), None)
    label = now.about if now else _("Rent")
    reading.facts.append(
        BillStated(
            fact_id=NEW,
            occurred=from_day(next_due(now, reading.start)) if now else reading.since,
            about=label,
            amount=reading.slots["amount"],
            each=each_of(reading, now.each if now and now.each else Recurrence("month")),
            type="rent",
        )
    )


def read_move_in_with(reading: Reading) -> None:
    """Read "move in with Mum at 200 a month"; without a sum the rent ends.

    Raises:
        PhraseNotUsableError: where that person is not on the record.
    """
    who = reading.known()
    household = reading.household
    label = who.home or Label(_("{who}'s home").format(who=who.name))
    reading.facts.append(
        HomeStated(
            fact_id=NEW,
            occurred=reading.since,
            about=label,
            people=(*_at_home(household), who.handle),
            tenure="family",
        )
    )
    if "amount" in reading.slots:
        _rent(reading)
    else:
        for bill in (b for b in household.bills if b.type.casefold() in ("rent", "mortgage")):
            reading.facts.append(ended(bill, reading.start))
            reading.note(
                "rent-ends",
                _("{about} is taken to end on the day of the move.").format(about=bill.about),
            )


def read_return(reading: Reading) -> None:
    """Read "Oliver moves back in"."""
    who = reading.person()
    reading.facts.append(
        CarerReturned(fact_id=NEW, occurred=reading.since, about=who, home=reading.household.home)
    )


def read_leaving(reading: Reading) -> None:
    """Read "Oliver leaves in January"."""
    who = reading.known()
    reading.facts.append(
        CarerLeft(fact_id=NEW, occurred=reading.since, about=who.handle, home=who.home)
    )


# -- who has the children --------------------------------------------------------------------------


def read_hours_of(reading: Reading) -> None:
    """Read somebody's hours: by night, by day, or as said."""
    slots, nights = reading.slots, reading.slots.get("nights")
    who = reading.person()
    days = nights or slots.get("days") or (tuple(range(7)) if "window" in slots else ())
    window = slots.get("window") or (PARTS["night"] if nights else OFFICE)
    reading.facts.append(
        AvailabilityStated(
            fact_id=NEW,
            occurred=reading.since,
            about=who,
            each=Recurrence("week", 1, weekdays=days),
            at=(window,),
        )
    )
    if slots.get("counted"):
        reading.note(
            "days", _("Which days was not said; taken as {days}.").format(days=say_days(days))
        )
    if "window" not in slots:
        hours = "20:00 to 08:00" if nights else "09:00 to 17:00"
        reading.note("hours", _("The hours were not said; taken as {hours}.").format(hours=hours))


def read_share_kept(reading: Reading) -> None:
    """Read "Oliver keeps 60 %": what a plan counts on from that day."""
    who = reading.person()
    reading.facts.append(
        AssumptionMade(
            fact_id=NEW,
            occurred=reading.since,
            about=who,
            keeps=BasisPoints(reading.slots["keeps"]),
        )
    )


def read_stop(reading: Reading) -> None:
    """Read "Mum stops helping": hours, promises and money end; who lives there is away instead.

    Raises:
        PhraseNotUsableError: where nothing rests on them.
    """
    who = reading.known()
    household, start = reading.household, reading.start
    carer = household.carer(who.handle)
    promised = {c.promise.fact_id for c in household.commitments}
    if carer is not None and carer.lives_in:
        reading.facts.append(away_at(reading, who.handle, "other", Recurrence("day"), ALL_DAY))
    elif carer is not None:
        for stated in (a for a in carer.available if a.fact_id not in promised):
            reading.facts.append(ended(stated, start))
    for one in household.commitments:
        if one.promisor == who.handle and not one.withdrawn:
            reading.facts.append(
                OutcomeNoted(
                    fact_id=NEW,
                    occurred=reading.since,
                    about=who.handle,
                    promise=one.promise.words,
                    outcome="withdrawn",
                )
            )
    reading.facts += [ended(i, start) for i in household.incomes if i.payer == who.handle]
    if not reading.facts:
        raise PhraseNotUsableError(
            _("Nothing on the record rests on {who}, so there is nothing to stop.").format(
                who=who.name
            )
        )


def read_away(reading: Reading) -> None:
    """Read "I am ill for two weeks"."""
    who = reading.person()
    days = reading.slots.get("lasts")
    ill = reading.words.get("why", "").lower() in ("ill", "sick", "in hospital")
    made = away_at(reading, who, "ill" if ill else "trip", Recurrence("day"), ALL_DAY)
    if days:
        until = from_day(reading.start + timedelta(days=days - 1))
        made = replace(made, until=until)
    reading.facts.append(made)
