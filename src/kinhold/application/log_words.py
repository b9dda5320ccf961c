"""An entry of the care log in a few words: what a tired person can read at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from kinhold.application.log_amounts import in_metric
from kinhold.application.log_kinds import KINDS, kind_of, say_word
from kinhold.application.wording import say_clock, say_minutes, say_short_day
from kinhold.domain.care import MeasureTaken, MedicineGiven, TimerStarted
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain import care
    from kinhold.domain.fact import Fact

MILK: Final = {
    "breast": N_("breast milk"),
    "formula": N_("formula"),
    "fortified": N_("fortified breast milk"),
}
SIDES: Final = {"left": N_("left"), "right": N_("right"), "both": N_("both sides")}
NAPPIES: Final = {
    "wet": N_("Wet nappy"),
    "dirty": N_("Dirty nappy"),
    "both": N_("Wet and dirty nappy"),
    "dry": N_("Dry nappy"),
}
_UNIT: Final = {
    "C": " °C",
    "F": " °F",
    "kg": " kg",
    "g": " g",
    "lb": " lb",
    "cm": " cm",
    "in": " in",
}


def say_entry(fact: Fact) -> str:
    """Return an entry without when, whom and who: `Bottle, 120 ml`, `Wet nappy`, `Slept 48 min`."""
    say_it = _WORDS.get(fact.KIND)
    said = say_it(fact) if say_it else say_word(fact.KIND)
    words = getattr(fact, "words", "").strip()
    if words and fact.KIND not in ("milestone", "handnote"):
        said += f": {words}"
    return said


def say_side(side: str) -> str:
    """Return `left`, `right` or `both sides`; empty where none was noted."""
    return _(SIDES[side]) if side in SIDES else side


def say_value(value: str) -> str:
    """Return a kept measure as people write it: `37.6 °C`."""
    figure, unit = value.rstrip("CFkglbcmin"), ""
    unit = value[len(figure) :]
    if unit == "lb":
        ounces = round(float(figure) * 16, 1)
        return _("{ounces} lb {value:g} oz").format(ounces=int(ounces // 16), value=ounces % 16)
    return f"{figure}{_UNIT.get(unit, unit)}"


def say_at(at: datetime, *, now: datetime, zone: ZoneInfo, country: str) -> str:
    """Return a clock time, with the day where it is not today."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = say_clock(at, zone, country)
    return clock if local.date() == today else f"{say_short_day(local.date(), country)}, {clock}"


def _lasting(minutes: int | None) -> str:
    return f", {say_minutes(minutes)}" if minutes else ""


def _feed(fact: Fact) -> str:
    f = cast("care.FeedLogged", fact)
    name = {"bottle": _("Bottle"), "solids": _("Solids")}.get(f.method, _("Feed"))
    amount = _("{amount_ml} ml").format(amount_ml=f.amount_ml) if f.amount_ml else ""
    parts = [name, say_side(f.side), amount, _(MILK.get(f.milk, ""))]
    if f.method == "breast":
        parts[3] = ""
    return ", ".join(p for p in parts if p) + _lasting(f.minutes)


def _sleep(fact: Fact) -> str:
    f = cast("care.SleepLogged", fact)
    if not f.minutes:
        return _("Nap, no end noted") if f.nap else _("Slept, no end noted")
    return (_("Nap {time}") if f.nap else _("Slept {time}")).format(time=say_minutes(f.minutes))


def _waking(fact: Fact) -> str:
    return _("Woke") + _lasting(cast("care.NightWakingLogged", fact).minutes)


def _nappy(fact: Fact) -> str:
    f = cast("care.NappyChanged", fact)
    said = _(NAPPIES[f.what]) if f.what in NAPPIES else _("Nappy")
    return f"{said}, {f.colour}" if f.colour else said


def _medicine(fact: Fact) -> str:
    f = cast("care.MedicineGiven", fact)
    said = f"{f.name or _('Medicine')}{f' {f.dose}' if f.dose else ''}"
    if not f.not_before:
        return said
    return _("{medicine}, not again for {time}").format(
        medicine=said, time=say_minutes(f.not_before)
    )


def _measure(fact: Fact) -> str:
    f = cast("care.MeasureTaken", fact)
    name = KINDS[f.what].name() if f.what in KINDS else f.what.capitalize()
    return f"{name} {say_value(f.value)}" if in_metric(f.value)[1] else f"{name} {f.value}"


def _activity(fact: Fact) -> str:
    f = cast("care.ActivityLogged", fact)
    parts = [
        kind_of(f.what).name(),
        say_side(f.side),
        _("{amount_ml} ml").format(amount_ml=f.amount_ml) if f.amount_ml else "",
    ]
    return ", ".join(p for p in parts if p) + _lasting(f.minutes)


def _milestone(fact: Fact) -> str:
    return cast("care.MilestoneReached", fact).words or _("Milestone")


def _note(fact: Fact) -> str:
    return cast("care.HandoverNoteWritten", fact).words or _("Note")


def _timer(fact: Fact) -> str:
    f = cast("care.TimerStarted", fact)
    what = _("Waking") if f.what == "waking" else kind_of(f.what).name()
    began = _("{what} began").format(what=what)
    return f"{began}, {_(f.side)}" if f.side else began


_WORDS: Final[dict[str, Callable[[Fact], str]]] = {
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
