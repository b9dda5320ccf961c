"""An entry of the care log in a few words: what a tired person can read at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from kinhold.application.log_amounts import in_metric
from kinhold.application.log_kinds import say_word
from kinhold.application.wording import say_clock, say_minutes, say_short_day
from kinhold.domain.care import MeasureTaken, MedicineGiven, TimerStarted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain import care
    from kinhold.domain.fact import Fact

MILK: Final = {"breast": "breast milk", "formula": "formula", "fortified": "fortified breast milk"}
_UNIT: Final = {
    "C": " °C",
    "F": " °F",
    "kg": " kg",
    "g": " g",
    "lb": " lb",
    "cm": " cm",
    "in": " in",
}


def say_entry(fact: Fact, *, country: str) -> str:
    """Return an entry without when, whom and who: `Bottle, 120 ml`, `Wet nappy`, `Slept 48 min`."""
    say_it = _WORDS.get(fact.KIND)
    said = say_it(fact, country) if say_it else say_word(fact.KIND)
    words = getattr(fact, "words", "").strip()
    if words and fact.KIND not in ("milestone", "handnote"):
        said += f": {words}"
    return said


def say_value(value: str) -> str:
    """Return a kept measure as people write it: `37.6 °C`."""
    figure, unit = value.rstrip("CFkglbcmin"), ""
    unit = value[len(figure) :]
    if unit == "lb":
        ounces = round(float(figure) * 16, 1)
        return f"{int(ounces // 16)} lb {ounces % 16:g} oz"
    return f"{figure}{_UNIT.get(unit, unit)}"


def say_at(at: datetime, *, now: datetime, zone: ZoneInfo, country: str) -> str:
    """Return a clock time, with the day where it is not today."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = say_clock(at, zone, country)
    return clock if local.date() == today else f"{say_short_day(local.date(), country)}, {clock}"


def _lasting(minutes: int | None) -> str:
    return f", {say_minutes(minutes)}" if minutes else ""


def _feed(fact: Fact, _country: str) -> str:
    f = cast("care.FeedLogged", fact)
    side = {"both": "both sides"}.get(f.side, f.side)
    name = {"bottle": "Bottle", "solids": "Solids"}.get(f.method, "Feed")
    parts = [name, side, f"{f.amount_ml} ml" if f.amount_ml else "", MILK.get(f.milk, "")]
    if f.method == "breast":
        parts[3] = ""
    return ", ".join(p for p in parts if p) + _lasting(f.minutes)


def _sleep(fact: Fact, _country: str) -> str:
    f = cast("care.SleepLogged", fact)
    name = "Nap" if f.nap else "Slept"
    return f"{name} {say_minutes(f.minutes)}" if f.minutes else f"{name}, no end noted"


def _waking(fact: Fact, _country: str) -> str:
    return "Woke" + _lasting(cast("care.NightWakingLogged", fact).minutes)


def _nappy(fact: Fact, country: str) -> str:
    f = cast("care.NappyChanged", fact)
    what = {"both": "wet and dirty"}.get(f.what, f.what)
    colour = f", {f.colour}" if f.colour else ""
    return f"{what.capitalize()} {'diaper' if country == 'us' else 'nappy'}{colour}"


def _medicine(fact: Fact, _country: str) -> str:
    f = cast("care.MedicineGiven", fact)
    every = f", not again for {say_minutes(f.not_before)}" if f.not_before else ""
    return f"{f.name or 'Medicine'}{f' {f.dose}' if f.dose else ''}{every}"


def _measure(fact: Fact, _country: str) -> str:
    f = cast("care.MeasureTaken", fact)
    name = "Head size" if f.what == "head" else f.what.capitalize()
    return f"{name} {say_value(f.value)}" if in_metric(f.value)[1] else f"{name} {f.value}"


def _activity(fact: Fact, _country: str) -> str:
    f = cast("care.ActivityLogged", fact)
    side = {"both": "both sides"}.get(f.side, f.side)
    parts = [say_word(f.what), side, f"{f.amount_ml} ml" if f.amount_ml else ""]
    return ", ".join(p for p in parts if p) + _lasting(f.minutes)


def _milestone(fact: Fact, _country: str) -> str:
    return cast("care.MilestoneReached", fact).words or "Milestone"


def _note(fact: Fact, _country: str) -> str:
    return cast("care.HandoverNoteWritten", fact).words or "Note"


def _timer(fact: Fact, _country: str) -> str:
    f = cast("care.TimerStarted", fact)
    return f"{say_word(f.what)} began" + (f", {f.side}" if f.side else "")


_WORDS: Final[dict[str, Callable[[Fact, str], str]]] = {
    "feed": _feed,
    "sleep": _sleep,
    "waking": _waking,
    "nappy": _nappy,
    MedicineGiven.KIND: _medicine,
    MeasureTaken.KIND: _measure,
    "activity": _activity,
    "milestone": _milestone,
    "handnote": _note,
    TimerStarted.KIND: _timer,
}
