"""Lines that are open now: emergency first, then crisis, then the rest; needs no household."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import DAYS, say_clock, say_day, say_list, say_time
from kinhold.engines.wellbeing.lines import is_for, is_open, open_lines
from kinhold.engines.wellbeing.loading import COUNTRIES, lines_of
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from kinhold.engines.wellbeing.lines import Line, Topic, WeeklyHours

LANGUAGES: Final = {"en": N_("English"), "es": N_("Spanish"), "cy": N_("Welsh")}
_DO: Final = {
    "call": N_("Call {number}"),
    "text": N_("Text {number}"),
    "chat": N_("Chat at {number}"),
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line as a page shows it.

    Attributes:
        name: as the line calls itself.
        says: what to do, such as `Text SHOUT to 85258`.
        href: `tel:`, `sms:` or `https:`; for a button.
        channel: call, text or chat.
        hours: in words.
        for_whom: one sentence.
        languages: in words.
        crisis: it answers somebody in a crisis.
        source: https link of what it was compared with.
        checked_on: ISO day of that.
    """

    name: str
    says: str
    href: str
    channel: str
    hours: str
    for_whom: str
    languages: str
    crisis: bool
    source: str
    checked_on: str


@dataclass(frozen=True, slots=True)
class LinesPage:
    """The lines of a country at a moment.

    Attributes:
        title: in words.
        at: the moment in words.
        open: open now, emergency and crisis first.
        others: closed now, or with hours that are not known; empty unless asked for.
        note: what to know where the country has no lines of its own here; else empty.
    """

    title: str
    at: str
    open: tuple[LineShown, ...]
    others: tuple[LineShown, ...]
    note: str


def lines_page(
    *,
    country: str,
    now: datetime,
    zone: ZoneInfo,
    part: str = "",
    holidays: Collection[date] = (),
    everything: bool = False,
) -> LinesPage:
    """Return the lines that are open now; the others too where asked.

    Args:
        country: `uk` or `us`; for another every line is shown, and the page says so.
        now: aware.
        zone: of the person who reads it.
        part: of the country, such as SCO, where known.
        holidays: public holidays of the country, local days.
        everything: also what is closed now.
    """
    known = known_lines(country)
    there = open_lines(known, now, part=part, holidays=holidays)
    closed = [line for line in known if line not in there and is_for(line, part)]
    day = now.astimezone(zone).date()
    return LinesPage(
        title=_("Lines that are open now"),
        at=f"{say_day(day, country, weekday=True, year=False)}, {say_clock(now, zone, country)}",
        open=tuple(show_line(line, country=country) for line in there),
        others=tuple(
            show_line(line, country=country, open_now=is_open(line, now, holidays=holidays))
            for line in closed
        )
        if everything
        else (),
        note=elsewhere_note(country),
    )


def kept_lines(country: str) -> tuple[tuple[str, tuple[LineShown, ...]], ...]:
    """Return the few lines of a bad moment, in the order of their file; open day and night.

    They need neither a household nor a clock, so that a page with them works without a connection.

    Args:
        country: `uk` or `us`; anything else gives every country's, since leaving them out helps
            nobody.

    Returns:
        Pairs of a heading (empty where one country is enough) and its lines.
    """
    if country in COUNTRIES:
        return (("", _kept(country)),)
    return tuple(
        (_("In the {country}").format(country=each.upper()), _kept(each)) for each in COUNTRIES
    )


def _kept(country: str) -> tuple[LineShown, ...]:
    return tuple(show_line(line, country=country) for line in lines_of(country) if line.kept)


def known_lines(country: str) -> tuple[Line, ...]:
    """Return a country's lines; every country's where it has none, since none would help nobody."""
    own = lines_of(country)
    return own or tuple(line for each in COUNTRIES for line in lines_of(each))


def elsewhere_note(country: str) -> str:
    """Return one sentence for a household whose country has no lines here; else an empty text."""
    if country in COUNTRIES:
        return ""
    known = say_list([_("the {country}").format(country=each.upper()) for each in COUNTRIES])
    return _(
        "There are lines here for {countries} only. In an emergency call the number where you are; in "
        "much of Europe it is 112."
    ).format(countries=known)


def topic_lines(
    topics: Collection[Topic],
    *,
    country: str,
    now: datetime,
    part: str = "",
    holidays: Collection[date] = (),
) -> tuple[LineShown, ...]:
    """Return the lines for some topics that are open now, emergency and crisis first."""
    there = open_lines(known_lines(country), now, part=part, holidays=holidays)
    wanted = set(topics)
    return tuple(show_line(line, country=country) for line in there if wanted & set(line.topics))


def show_line(line: Line, *, country: str, open_now: bool | None = True) -> LineShown:
    """Return a line as a page shows it.

    Args:
        line: which.
        country: of the reader; a line of another one says which it is.
        open_now: None where its hours are not known.
    """
    number = line.number
    if line.send:
        number = _("{words} to {number}").format(words=line.send, number=line.number)
    says = _(_DO[line.channel]).format(number=number)
    if line.press:
        says = _("{call}, then press {key}").format(call=says, key=line.press)
    return LineShown(
        name=line.name if line.country == country else f"{line.name} ({line.country.upper()})",
        says=says,
        href=_href(line),
        channel=line.channel,
        hours=_hours(line, country, open_now=open_now),
        for_whom=line.for_whom,
        languages=say_list([_(LANGUAGES.get(tag, tag)) for tag in line.languages]),
        crisis=line.crisis,
        source=line.source,
        checked_on=line.checked_on.isoformat(),
    )


def _href(line: Line) -> str:
    if line.channel == "chat":
        return f"https://{line.number}"
    if line.channel == "text":
        return f"sms:{line.digits}" + (f"?body={line.send}" if line.send else "")
    return f"tel:{line.digits}"


def _hours(line: Line, country: str, *, open_now: bool | None) -> str:
    if line.always:
        return _("day and night")
    if open_now is None:
        return _("it has hours, and we could not check them")
    said = "; ".join(_window(each, country) for each in line.hours)
    return (
        _("{hours}; not on public holidays").format(hours=said) if line.closed_on_holidays else said
    )


def _window(each: WeeklyHours, country: str) -> str:
    days = say_list([_(DAYS[day])[:3] for day in sorted(each.days)])
    start, end = say_time(each.at.start, country), say_time(each.at.end, country)
    return _("{days} {start} to {end}").format(days=days, start=start, end=end)
