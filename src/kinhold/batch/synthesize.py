"""Writes synthetic households as files, each by the way that `kinhold import --notation` takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold.batch.chunks import in_chunks
from kinhold.batch.distributions import load_distributions
from kinhold.batch.synthetic_household import CHOICES, CountryNotKnownError
from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable

WRITTEN_AT: Final = time(9, tzinfo=UTC)
DIGITS: Final = 6


class SynthesisFailedError(KinholdError):
    """A household could not be written; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What to make.

    Attributes:
        folder: where the files go.
        seed: of the run.
        country: `uk`, `us` or `both`.
        told_on: the day of the facts; None for that of the distributions.
    """

    folder: str
    seed: int
    country: str = "both"
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Synthesized:
    """What was made: files written now, and files that were there and were left alone."""

    written: int
    left_alone: int


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A clock that stands, so that the same seed gives the same entries."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def file_of(folder: str, number: int) -> Path:
    """Return the path of a household by its number, from 1."""
    return Path(folder) / f"household-{number:0{DIGITS}d}.kinhold"


def synthesize(
    what: Synthesis,
    *,
    households: int,
    workers: int = 2,
    step: Callable[[int], None] = lambda _done: None,
) -> Synthesized:
    """Write synthetic households; those that are there already are left alone.

    The same seed gives the same facts with the same ids. The files differ in what has to be secret:
    salts, keys and the ids of logs.

    Args:
        what: to make; the folder is made where it is not there.
        households: how many there are to be.
        workers: processes.
        step: told how many are there.

    Raises:
        CountryNotKnownError: for another country.
        SynthesisFailedError: where one could not be written.
    """
    if what.country not in CHOICES:
        raise CountryNotKnownError(
            _("Households can be made for {choices}; “{country}” is none of them.").format(
                choices=", ".join(CHOICES), country=what.country[:20]
            )
        )
    Path(what.folder).mkdir(parents=True, exist_ok=True)
    missing = [n for n in range(1, households + 1) if not file_of(what.folder, n).exists()]
    there = households - len(missing)
    done = 0
    for some in in_chunks(partial(write_one, what), missing, workers=workers):
        for one in some:
            if one.result != "":
                raise SynthesisFailedError(
                    _("{file} could not be written. {result}").format(
                        file=file_of(what.folder, one.item),
                        result=one.result or _("The program that wrote it ended."),
                    )
                )
        done += len(some)
        step(there + done)
    return Synthesized(done, there)


def write_one(what: Synthesis, number: int) -> str:
    """Write one household whole or not at all; return why not, or nothing."""
    from kinhold.api import open_household
    from kinhold.batch.synthetic_household import draw_household, notation_of

    told_on = what.told_on or load_distributions().told_on
    drawn = draw_household(seed=what.seed, number=number, country=what.country, told_on=told_on)
    file = file_of(what.folder, number)
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        clock = _Fixed(datetime.combine(told_on, WRITTEN_AT))
        with open_household(part, create=True, clock=clock) as home:
            found = home.import_notation(notation_of(drawn))
        if found.findings:
            return f"{found.findings[0].where}: {found.findings[0].message}"
        part.replace(file)
    except (KinholdError, JournalError, OSError) as problem:
        return str(problem)
    finally:
        part.unlink(missing_ok=True)
    return ""
