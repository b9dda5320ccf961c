"""Clock times of an export, placed in the household's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

from kinhold.domain.dates import Edtf, bounds, from_day, to_instant
from kinhold.domain.findings import KinholdError, OpenQuestion
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.application.import_rows import LogRow, Oddities

DAY: Final = timedelta(days=1)
_TWICE: Final = N_(
    "The clock went back that night and this time was there twice. It was kept as the "
    "first, marked as not sure."
)
_NEVER: Final = N_(
    "The clock went forward that night and this time never was. If there are many such "
    "rows, the time zone is another one."
)
_BACKWARDS: Final = N_("This ends before it begins. The beginning was kept, the end is in words.")
_LONG: Final = N_("This took more than a day. It was kept; have a look at it.")


class ZoneNotKnownError(KinholdError):
    """A time zone has no such name."""


@dataclass(frozen=True, slots=True)
class Placed:
    """When an entry was: the local text, its length in minutes, and what could not be kept but in words."""

    occurred: Edtf
    minutes: int | None
    words: str = ""


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its name in the tz database.

    Raises:
        ZoneNotKnownError: where there is none.
    """
    if name not in available_timezones():
        raise ZoneNotKnownError(
            _(
                "“{name}” is not a time zone. Write it like Europe/London or America/New_York."
            ).format(name=name[:40])
        )
    return ZoneInfo(name)


@dataclass(slots=True)
class Times:
    """Places clock times of one export.

    Attributes:
        told: the zone of clock times that name none; None where it was not told.
        home: the household's zone.
        odd: where oddities go.
        missing: how many rows wait for a zone.
    """

    told: ZoneInfo | None
    home: ZoneInfo | None
    odd: Oddities
    missing: int = 0

    @classmethod
    def between(cls, *, told: str, home: str, odd: Oddities) -> Times:
        """Return what places times told in one zone into another; names as in the tz database.

        Raises:
            ZoneNotKnownError: where a zone has no such name.
        """
        zone = zone_named(told) if told else None
        return cls(zone, zone_named(home) if home else zone, odd)

    def question(self) -> OpenQuestion:
        """Ask for the zone."""
        own = self.home.key if self.home else "Europe/London"
        return OpenQuestion(
            "import.zone",
            _("In which time zone are the times of this export?"),
            _(
                "{missing} entries have clock times without one, or the household itself has none "
                "yet. Usually it is the zone of the phone or server that made the export."
            ).format(missing=self.missing),
            example=f"--zone {own}",
        )

    def place(self, row: LogRow, file: str) -> Placed | None:
        """Return when a row was; None where a zone is missing."""
        if isinstance(row.start, str):
            return self._as_written(Edtf(row.start), row)
        if not isinstance(row.start, datetime):
            return Placed(from_day(row.start), row.minutes)
        if self.home is None or (self.told is None and row.start.tzinfo is None):
            self.missing += 1
            return None
        start, unsure = self._instant(row.start, file, row.row)
        occurred = Edtf(_local(start, self.home) + ("?" if unsure else ""))
        if row.end is None:
            return Placed(occurred, row.minutes)
        return self._ended(start, row, occurred, file)

    def _ended(self, start: datetime, row: LogRow, occurred: Edtf, file: str) -> Placed:
        end, home = row.end, self.home
        if end is None or home is None:
            return Placed(occurred, row.minutes)
        if self.told is None and end.tzinfo is None:
            self.missing += 1
            return Placed(occurred, None)
        ended, unsure = self._instant(end, file, row.row, after=start)
        if ended < start:
            self.odd.add("warning", "import.ends-before", _(_BACKWARDS), file=file, row=row.row)
            return Placed(
                occurred, None, _("ended {local} as written").format(local=_local(ended, home))
            )
        if ended - start > DAY:
            self.odd.add("warning", "import.long", _(_LONG), file=file, row=row.row)
        whole = int(ended.timestamp()) // 60 - int(start.timestamp()) // 60
        words = (
            _("the end, {local}, could be an hour later").format(local=_local(ended, home))
            if unsure
            else ""
        )
        return Placed(occurred, whole, words)

    def _instant(
        self, moment: datetime, file: str, number: int, *, after: datetime | None = None
    ) -> tuple[datetime, bool]:
        """The instant of a clock time, and whether it is one of two that it could be."""
        exact = moment.replace(microsecond=0) if moment.microsecond else moment
        if exact.tzinfo is not None or self.told is None:
            return exact.astimezone(UTC), False
        first = exact.replace(tzinfo=self.told, fold=0).astimezone(UTC)
        second = exact.replace(tzinfo=self.told, fold=1).astimezone(UTC)
        if first == second:
            return first, False
        if first > second:
            self.odd.add("warning", "import.skipped-time", _(_NEVER), file=file, row=number)
            return first, False
        if after is not None and first < after <= second:
            return second, False  # only the second comes after the beginning
        self.odd.add("warning", "import.doubled-time", _(_TWICE), file=file, row=number)
        return first, True

    def _as_written(self, occurred: Edtf, row: LogRow) -> Placed | None:
        """A local text of a household in the told zone, moved to this one's where they differ."""
        told = bounds(occurred)
        if told.start is None or told.precision not in ("minute", "second"):
            return Placed(occurred, row.minutes)
        if self.told is None or self.home is None:
            self.missing += 1
            return None
        if self.told.key == self.home.key:
            return Placed(occurred, row.minutes)
        moved = _local(to_instant(told.start, self.told, told.offset), self.home)
        mark = "%" if told.approximate and told.uncertain else "~" if told.approximate else "?" if told.uncertain else ""  # fmt: skip
        return Placed(Edtf(moved + mark), row.minutes)


def _local(instant: datetime, zone: ZoneInfo) -> str:
    """Local clock time, to the second where there are any; with its offset where it was there twice."""
    local = instant.astimezone(zone)
    text = local.replace(tzinfo=None).isoformat(timespec="seconds" if local.second else "minutes")
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        raw = local.strftime("%z")
        text += f"{raw[:3]}:{raw[3:5]}"
    return text
