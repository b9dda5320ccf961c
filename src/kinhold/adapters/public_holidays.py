"""Public holidays by country and region, from the library `holidays` (MIT), where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.application.ports import KnownHolidays
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import ModuleType

NOT_INSTALLED: Final = N_(
    "Public holidays are not known here, so here they are days like any other. "
    "Install what knows them with: pip install 'kinhold[calendar]'"
)
NO_COUNTRY: Final = N_(
    "Public holidays are not known without a country, so here they are days like any other. "
    "Add a line such as: household country=uk"
)

CODES: Final = {"uk": "GB"}
"""Countries that Kinhold writes in its own way, as ISO 3166-1 has them."""

USUAL: Final = {"GB": "ENG"}
"""The region that counts where none was told; elsewhere it is what the whole country keeps."""

ALSO: Final = {"GB": {"sco": "SCT", "ni": "NIR", "cym": "WLS", "wal": "WLS"}}
"""Regions as people write them beside the codes of ISO 3166-2 and the regions' names."""


WRITTEN: Final = {"GB": "ENG, SCO, NIR or WLS", "US": "TX or NY"}


def known_holidays(*, country: str, region: str, years: Collection[int]) -> KnownHolidays:
    """Return the public holidays of some years, with the days on which they are observed.

    Without a region: England for the United Kingdom, federal holidays for the United States, what
    the whole country keeps elsewhere. A region that is not known falls back to what the whole
    country keeps, and says so.

    Args:
        country: `uk`, `us`, another ISO 3166-1 code, or empty.
        region: a code such as ENG, SCO, TX or US-TX, a name such as Scotland, or empty.
        years: calendar years.
    """
    if not country:
        return KnownHolidays(frozenset(), _(NO_COUNTRY))
    try:
        import holidays as library
    except ImportError:
        return KnownHolidays(frozenset(), _(NOT_INSTALLED))
    code = CODES.get(country.casefold(), country.upper())
    if code not in library.list_supported_countries(include_aliases=False):
        words = _(
            "The public holidays of “{country}” are not known, so here they are days like any other."
        ).format(country=country[:40])
        return KnownHolidays(frozenset(), words)
    names = _regions(library, code)
    found = names.get(_plain(region, code)) if region else USUAL.get(code)
    days = library.country_holidays(code, subdiv=found, years=sorted(years))
    unknown = bool(region and names and found is None)
    return KnownHolidays(frozenset(days), _not_a_region(region, names, code) if unknown else "")


def _not_a_region(region: str, names: dict[str, str], code: str) -> str:
    told = WRITTEN.get(code) or ", ".join(sorted(set(names.values()))[:5])
    return _(
        "“{region}” is not a region whose public holidays are known, so the plan goes by "
        "those of the whole country. Write it like {told}."
    ).format(region=region[:40], told=told)


def _regions(library: ModuleType, code: str) -> dict[str, str]:
    """Every way to write a region, in small letters, with its code."""
    country = library.country_holidays(code)
    names = {name.casefold(): name for name in country.subdivisions}
    for name, aliases in country.get_subdivision_aliases().items():
        names |= {alias.casefold(): name for alias in aliases}
    return names | ALSO.get(code, {})


def _plain(region: str, code: str) -> str:
    said = region.strip().casefold()
    return said.removeprefix(f"{code.casefold()}-").replace("-", " ").replace("_", " ")
