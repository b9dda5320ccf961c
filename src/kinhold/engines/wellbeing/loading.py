"""Reads the questionnaires and the lines that ship with the package.

Reading is strict: an unknown key, a missing one, a range that does not meet the next is refused, so
that a slip in a data file stops the tests and not a page at night.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import yaml

from kinhold.domain.findings import KinholdError
from kinhold.domain.periods import parse_window
from kinhold.engines.wellbeing.instruments import Band, Codes, Instrument, Item, Option
from kinhold.engines.wellbeing.lines import Line, WeeklyHours

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COUNTRIES: Final = ("uk", "us")
_LOADER: Final[type[yaml.SafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INSTRUMENT: Final = frozenset(
    [
        "key",
        "name",
        "lane",
        "version",
        "language",
        "recall_days",
        "again_after_days",
        "stem",
        "options",
        "items",
        "scored",
        "entry",
        "times",
        "higher_is_better",
        "bands",
        "bands_from",
        "acts_alone",
        "others_at_most",
        "codes",
        "citation",
        "licence",
        "sources",
        "compared_on",
        "limits",
        "short_forms",
    ]
)
_SHORT: Final = frozenset(
    [
        "key",
        "name",
        "items",
        "version",
        "bands",
        "bands_from",
        "codes",
        "citation",
        "longer_from",
        "limits",
    ]
)
_LINE: Final = frozenset(
    [
        "key",
        "name",
        "channel",
        "number",
        "send",
        "press",
        "parts",
        "hours",
        "closed_on_holidays",
        "crisis",
        "kept",
        "topics",
        "languages",
        "for_whom",
        "source",
        "checked_on",
    ]
)


class DataNotWellWrittenError(KinholdError):
    """A file of questionnaires or lines is not written as it must be; the text says where."""


class NoSuchInstrumentError(KinholdError):
    """Nothing is known by this name; the text lists the names."""


@cache
def all_instruments() -> Mapping[str, Instrument]:
    """Return every questionnaire by key, the short forms before the long ones they are from.

    Raises:
        DataNotWellWrittenError: names the file and what is wrong with it.
    """
    found: dict[str, Instrument] = {}
    root = files("kinhold").joinpath("instruments")
    for folder in sorted(root.iterdir(), key=lambda f: f.name):
        if not folder.is_dir():
            continue
        text = folder.joinpath("instrument.yaml").read_text(encoding="utf-8")
        for each in read_instruments(text, where=folder.name):
            found[each.key] = each
    return found


def instrument_named(name: str) -> Instrument:
    """Return a questionnaire by its key, written in capitals or not.

    Raises:
        NoSuchInstrumentError: where there is none.
    """
    known = find_instrument(name)
    if known is None:
        names = ", ".join(k for k, i in all_instruments().items() if i.lane != "page")
        raise NoSuchInstrumentError(
            f"“{name[:30]}” is not a questionnaire here. There are: {names}."
        )
    return known


def find_instrument(name: str) -> Instrument | None:
    """Return a questionnaire by its key, written in capitals or not, or None."""
    wanted = name.strip().casefold()
    return next((i for k, i in all_instruments().items() if k.casefold() == wanted), None)


def read_instruments(text: str, *, where: str) -> tuple[Instrument, ...]:
    """Read one `instrument.yaml`: the short forms in it, then the form itself.

    Raises:
        DataNotWellWrittenError: where it is not one; the message names `where`.
    """
    content = _content(text, where)
    _only(content, _INSTRUMENT, where)
    try:
        whole = _instrument(content)
        short = [_short_form(each, whole, where) for each in content.get("short_forms", ())]
    except KeyError as missing:
        raise DataNotWellWrittenError(f"instruments/{where}: {missing} is missing.") from None
    except (TypeError, ValueError) as problem:
        raise DataNotWellWrittenError(f"instruments/{where}: not readable: {problem}") from None
    for each in (*short, whole):
        _check_bands(each, where)
    return (*short, whole)


def _instrument(content: dict[str, Any]) -> Instrument:
    shared = tuple(_option(o) for o in content.get("options", ()))
    acts = content.get("acts_alone")
    return Instrument(
        key=content["key"],
        name=content["name"],
        lane=content["lane"],
        version=content["version"],
        language=content["language"],
        recall_days=int(content["recall_days"]),
        again_after_days=int(content["again_after_days"]),
        stem=content["stem"],
        items=tuple(_item(each, shared) for each in content["items"]),
        scored=bool(content.get("scored", True)),
        entry=bool(content.get("entry", False)),
        times=int(content.get("times", 1)),
        higher_is_better=bool(content.get("higher_is_better", False)),
        bands=tuple(_band(each) for each in content["bands"]),
        bands_from=content["bands_from"],
        acts_alone=(acts["item"], acts["at_least"]) if acts else None,
        others_at_most=content.get("others_at_most"),
        longer="",
        longer_from=None,
        codes=_codes(content["codes"]),
        citation=content["citation"],
        licence=content["licence"],
        sources=tuple((each["title"], each["href"]) for each in content["sources"]),
        compared_on=_day(content["compared_on"]),
        limits=tuple(content["limits"]),
    )


def _short_form(content: dict[str, Any], whole: Instrument, where: str) -> Instrument:
    """The first items of a longer form, with a total and ranges of their own."""
    from dataclasses import replace

    _only(content, _SHORT, where)
    items = whole.items[: content["items"]]
    kept = whole.acts_alone
    return replace(
        whole,
        key=content["key"],
        name=content["name"],
        version=content["version"],
        items=items,
        bands=tuple(_band(each) for each in content["bands"]),
        bands_from=content["bands_from"],
        acts_alone=kept if kept and kept[0] <= len(items) else None,
        longer=whole.key,
        longer_from=content["longer_from"],
        codes=_codes(content["codes"]),
        citation=content["citation"],
        limits=tuple(content["limits"]),
    )


def _item(content: dict[str, Any], shared: tuple[Option, ...]) -> Item:
    entered = "from" in content
    own = tuple(_option(o) for o in content.get("options", ()))
    options = () if entered else own or shared
    values = [option.value for option in options]
    return Item(
        text=content["text"],
        lowest=content["from"] if entered else min(values),
        highest=content["to"] if entered else max(values),
        options=options,
        code=str(content["code"]),
        in_total=bool(content.get("in_total", True)),
    )


def _option(content: dict[str, Any]) -> Option:
    return Option(int(content["value"]), content["text"], content.get("code", ""))


def _band(content: dict[str, Any]) -> Band:
    return Band(int(content["from"]), int(content["to"]), str(content["name"]))


def _codes(content: dict[str, Any]) -> Codes:
    return Codes(content["system"], content["panel"], content["total"])


def _check_bands(instrument: Instrument, where: str) -> None:
    """Ranges begin at the lowest total, follow each other without a gap, and end at the highest."""
    after = instrument.least
    for band in instrument.bands:
        if band.lowest != after or band.highest < band.lowest:
            raise DataNotWellWrittenError(f"instruments/{where}: the range {band.name} is off.")
        after = band.highest + 1
    if instrument.bands and after != instrument.most + 1:
        raise DataNotWellWrittenError(f"instruments/{where}: the ranges do not end at the total.")


@cache
def lines_of(country: str) -> tuple[Line, ...]:
    """Return the lines of a country in the order of its file; none where it has no file.

    Raises:
        DataNotWellWrittenError: names the line and what is wrong with it.
    """
    if country not in COUNTRIES:
        return ()
    text = files("kinhold").joinpath("lines", f"{country}.yaml").read_text(encoding="utf-8")
    return read_lines(text, country=country)


def read_lines(text: str, *, country: str) -> tuple[Line, ...]:
    """Read one file of lines.

    Raises:
        DataNotWellWrittenError: where it is not one.
    """
    content = _content(text, country)
    zone = ZoneInfo(str(content.get("zone", "Etc/UTC")))
    found = []
    for each in content.get("lines", ()):
        where = f"{country}/{each.get('key', '?')}"
        _only(each, _LINE, where)
        try:
            found.append(_line(each, country, zone))
        except KeyError as missing:
            raise DataNotWellWrittenError(f"lines/{where}: {missing} is missing.") from None
        except (TypeError, ValueError) as problem:
            raise DataNotWellWrittenError(f"lines/{where}: not readable: {problem}") from None
        if not found[-1].source.startswith("https://"):
            raise DataNotWellWrittenError(f"lines/{where}: the source has no https link.")
    return tuple(found)


def _line(content: dict[str, Any], country: str, zone: ZoneInfo) -> Line:
    hours = content["hours"]
    return Line(
        key=str(content["key"]),
        country=country,
        name=content["name"],
        channel=content["channel"],
        number=content["number"],
        send=content.get("send", ""),
        press=content.get("press", ""),
        parts=tuple(content.get("parts", ())),
        always=hours == "always",
        hours=() if isinstance(hours, str) else tuple(_weekly(each) for each in hours),
        zone=zone,
        closed_on_holidays=bool(content.get("closed_on_holidays", False)),
        crisis=content["crisis"],
        topics=tuple(content["topics"]),
        languages=tuple(content["languages"]),
        kept=bool(content.get("kept", False)),
        for_whom=content["for_whom"],
        source=content["source"],
        checked_on=_day(content["checked_on"]),
    )


def _weekly(content: dict[str, Any]) -> WeeklyHours:
    return WeeklyHours(
        frozenset(DAYS.index(day) for day in content["days"]), parse_window(content["at"])
    )


def _content(text: str, where: str) -> dict[str, Any]:
    try:
        content = yaml.load(text, Loader=_LOADER)  # noqa: S506 - the safe loader, in C or not
    except yaml.YAMLError as error:
        raise DataNotWellWrittenError(f"{where} is not readable YAML: {error}") from None
    if not isinstance(content, dict):
        raise DataNotWellWrittenError(f"{where} holds no fields.")
    return content


def _only(content: dict[str, Any], known: frozenset[str], where: str) -> None:
    unknown = sorted(set(map(str, content)) - known)
    if unknown:
        raise DataNotWellWrittenError(f"{where}: {', '.join(unknown)} is not a field.")


def _day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(value)
    return value
