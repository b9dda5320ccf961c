"""What can be said of a caseload without saying anything of a household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.adapters.exports.log_csv import write_csv
from kinhold.batch.rows import HORIZON, NOTHING
from kinhold.batch.suppression import LEAST, tabulate
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.batch.rows import CaseRow
    from kinhold.batch.suppression import Table

WITHHELD: Final = "[c]"
"""Marks a count that is withheld (Government Analysis Function, symbols in tables: confidential)."""

TOTAL: Final = "total"
COUNTRIES: Final = {"uk": "United Kingdom", "us": "United States"}
ELSEWHERE: Final = "not told or elsewhere"
HELPERS: Final = ("nobody", "1 person", "2 people", "3 or more")
MARGINS: Final = ("under a quarter", "a quarter to a half", "a half to three quarters",
                  "three quarters or more", "every one", "nothing tested")  # fmt: skip
RUNWAYS: Final = ("under 7 days", "7 to 29 days", "30 to 89 days", "90 to 364 days",
                  "365 days or more", "not told")  # fmt: skip
_RUNWAY_ENDS: Final = (7, 30, 90, HORIZON)
LOSSES: Final = {
    "ill": "the main carer is ill",
    "child-ill": "a child is ill",
    "person": "a person",
    "miss": "a person misses once",
    "place": "a paid place or person",
    "side": "a side of the family",
    "income": "an income",
    "cut": "a shift less",
    "debt": "a joint debt asked of one",
    "car": "the car",
    "bill": "an unexpected bill",
    "benefit-wait": "a benefit that comes late",
    NOTHING: "nothing breaks",
}
OTHER_LOSS: Final = "another loss"


def aggregates(rows: Iterable[CaseRow]) -> tuple[Table, ...]:
    """Count households by what matters; no count of 1 to 4 is shown or follows from others.

    Each thing is counted in one table alone, so the tables have nothing in common but their total.
    Households that could not be tested are not counted.

    Args:
        rows: of one run.
    """
    every = [row for row in rows if not row.problem]
    return (
        tabulate(
            "households by country",
            [(COUNTRIES.get(r.country, ELSEWHERE), "households") for r in every],
            rows=(*COUNTRIES.values(), ELSEWHERE),
            columns=("households",),
        ),
        tabulate(
            "who helps, by losses survived",
            [(_helpers(r), _margin(r)) for r in every],
            rows=HELPERS,
            columns=MARGINS,
        ),
        tabulate(
            "worst loss, by days to the first priority bill not paid",
            [(LOSSES.get(r.worst_kind, OTHER_LOSS), _runway(r)) for r in every],
            rows=(*LOSSES.values(), OTHER_LOSS),
            columns=RUNWAYS,
        ),
    )


def _helpers(row: CaseRow) -> str:
    return HELPERS[min(row.helpers, len(HELPERS) - 1)]


def _margin(row: CaseRow) -> str:
    if not row.tested:
        return MARGINS[-1]
    return MARGINS[row.survived * 4 // row.tested]


def _runway(row: CaseRow) -> str:
    if row.runway_days is None:
        return RUNWAYS[-1]
    return RUNWAYS[sum(row.runway_days >= end for end in _RUNWAY_ENDS)]


def aggregates_csv(tables: Iterable[Table]) -> bytes:
    """Return tables as CSV, one count a line; `[c]` where it is withheld."""
    return write_csv(("table", "row", "column", "households"), _lines(tables))


def _lines(tables: Iterable[Table]) -> Iterable[tuple[str, ...]]:
    for table in tables:
        for r, row in enumerate((*table.rows, TOTAL)):
            for c, column in enumerate((*table.columns, TOTAL)):
                shown = table.shown(r, c)
                yield table.name, row, column, WITHHELD if shown is None else str(shown)


def said(tables: Iterable[Table]) -> str:
    """Return the aggregates in a sentence or two, of what is shown alone."""
    _unused, helpers, losses = tables
    everybody = helpers.total
    if everybody < LEAST:
        return _("Fewer than {least} households were tested, so nothing is counted.").format(
            least=LEAST
        )
    parts = [_("{everybody} households").format(everybody=everybody)]
    alone = helpers.shown(0, len(helpers.columns))
    if alone is not None:
        parts.append(_("nobody helps in {alone}").format(alone=alone))
    short = [losses.shown(len(losses.rows), c) for c in (0, 1)]
    if None not in short:
        parts.append(
            _("a priority bill is not paid within 30 days in {short}").format(
                short=sum(s or 0 for s in short)
            )
        )
    kinds = [(losses.shown(r, len(losses.columns)), name) for r, name in enumerate(losses.rows)]
    count, kind = max((k for k in kinds if k[0]), key=lambda k: k[0] or 0, default=(None, ""))
    if count and kind != LOSSES[NOTHING]:
        parts.append(
            _("worst of the single losses is most often: {kind} ({count})").format(
                kind=kind, count=count
            )
        )
    return "; ".join(parts) + "."
