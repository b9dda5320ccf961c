"""What synthetic households are drawn from, read from `synthetic_households.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from kinhold.domain.findings import KinholdError

if TYPE_CHECKING:
    from datetime import date

COUNTRIES: Final = ("uk", "us")
Basis = Literal["published", "assumed"]


class DistributionsNotReadableError(KinholdError):
    """The file of distributions is not what it should be; the text names the entry."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a figure comes from: a title and an https link."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """One thing that is drawn.

    Attributes:
        path: its stable name.
        title: what it is, in words.
        basis: `published` where every figure stands in its references, else `assumed`.
        unit: of its figures.
        values: by country; a share, a table of weights, or parameters.
        references: for what is published; for an assumption what it leans on.
        compared_on: the day the figures were compared with a stored copy of the reference.
        note: what is not from the reference.
    """

    path: str
    title: str
    basis: Basis
    unit: str
    values: dict[str, Any]
    references: tuple[Reference, ...]
    compared_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Distributions:
    """Every distribution.

    Attributes:
        told_on: the day on which the households are told, by default.
        names: given names, of nobody in particular.
        every: by path.
    """

    told_on: date
    names: tuple[str, ...]
    every: dict[str, Distribution]

    def of(self, path: str, country: str) -> Any:  # noqa: ANN401 - a share, a table or parameters
        """Return the figures of a distribution in a country.

        Raises:
            DistributionsNotReadableError: where there is no such entry.
        """
        try:
            values = self.every[path].values
            return values["both"] if "both" in values else values[country]
        except KeyError:
            raise DistributionsNotReadableError(
                f"There is no distribution “{path}” for {country} in synthetic_households.yaml."
            ) from None

    def share(self, path: str, country: str) -> float:
        """Return a share, 0 to 1."""
        return float(self.of(path, country))


@cache
def load_distributions() -> Distributions:
    """Read the distributions that come with the program.

    Raises:
        DistributionsNotReadableError: names the entry that is not right.
    """
    import yaml

    text = files("kinhold.batch").joinpath("synthetic_households.yaml").read_text("utf-8")
    told = yaml.safe_load(text)
    head = told.pop("about")
    every = {path: _distribution(path, entry) for path, entry in told.items()}
    return Distributions(head["told_on"], tuple(head["names"]), every)


def _distribution(path: str, entry: dict[str, Any]) -> Distribution:
    try:
        values: dict[str, Any] = {c: entry[c] for c in ("both", *COUNTRIES) if c in entry}
        made = Distribution(
            path=path,
            title=entry["title"],
            basis=entry["basis"],
            unit=entry["unit"],
            values=values,
            references=tuple(Reference(**r) for r in entry.get("references", ())),
            compared_on=entry.get("compared_on"),
            note=entry.get("note", ""),
        )
    except (KeyError, TypeError) as problem:
        raise DistributionsNotReadableError(
            f"“{path}” in synthetic_households.yaml lacks something: {problem}."
        ) from problem
    if not values or made.basis not in ("published", "assumed"):
        raise DistributionsNotReadableError(
            f"“{path}” in synthetic_households.yaml needs figures and a basis."
        )
    if made.basis == "published" and not (made.references and made.compared_on):
        raise DistributionsNotReadableError(
            f"“{path}” in synthetic_households.yaml says published and has no reference with a day."
        )
    return made
