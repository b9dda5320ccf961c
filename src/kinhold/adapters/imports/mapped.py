"""Any CSV, by a mapping that a person writes once and keeps: a JSON file.

    {"mapping": 1, "name": "nursery", "time": "day-first", "zone": "Europe/London",
     "id": "Nr", "child": "Child",
     "rows": [{"when": {"What": ["Bottle"]}, "kind": "feed", "set": {"method": "bottle"},
               "columns": {"start": "From", "end": "To", "ml": "Amount", "words": ["Notes", "Mood"]},
               "units": {"ml": "oz"}, "values": {"milk": {"F": "formula"}}}]}

The first of `rows` whose `when` fits reads a row; a row that none fits is kept as a note. Keys of
`columns` and `set` are `start`, `end`, `minutes`, `words` and the keys of the kind in the notation.
Our own export of the care log needs no mapping: its columns have those names already.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, get_origin

from kinhold.adapters.imports import cells
from kinhold.adapters.imports.cells import CellNotUsableError
from kinhold.adapters.imports.collecting import Collected, Row, joined, read_rows
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.application.export_log import LOG_COLUMNS, plain_cell
from kinhold.application.import_rows import Quantity
from kinhold.domain.dates import bounds, parse_edtf
from kinhold.domain.facts import KINDS
from kinhold.domain.findings import KinholdError
from kinhold.record.notation_values import Token, field_types, key_of, read_value, split_line
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from kinhold.adapters.imports.tables import Table
    from kinhold.application.import_rows import LogRow

NAME: Final = "csv"
OWN: Final = "kinhold"
LOG_WORDS: Final = frozenset(
    {"feed", "sleep", "waking", "nappy", "medicine", "measure", "activity", "milestone", "handnote"}
)
"""Kinds that a row of a spreadsheet may become."""
_COMMON: Final = frozenset({"start", "end", "minutes", "words"})
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_AMOUNT: Final = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*°?\s*([a-zA-Z-]{0,6})")
_TIMES: Final = ("iso", "month-first", "day-first", "clock-first")
_UNFITTED: Final = N_("No rule of the mapping fits this row; it was kept as a note.")


@dataclass(frozen=True, slots=True)
class Rule:
    """How rows of one sort are read; see the module."""

    when: tuple[tuple[str, frozenset[str]], ...]
    kind: str
    fixed: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    units: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def fits(self, row: Row) -> bool:
        """Return whether a row is of this sort."""
        return all(row[column].lower() in wanted for column, wanted in self.when)

    def used(self) -> frozenset[str]:
        """Return the columns that it reads."""
        return frozenset(
            [column for column, _unused in self.when]
            + [c for _unused, names in self.columns for c in names]
        )


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """A mapping file, read; see the module."""

    name: str
    time: str
    zone: str
    id: str
    child: str
    rules: tuple[Rule, ...]


def parse_mapping(text: str) -> CsvMapping:
    """Read a mapping file.

    Raises:
        ImportNotUsableError: names what is wrong and what is expected.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise ImportNotUsableError(_("The mapping is not JSON that can be read.")) from None
    if not isinstance(told, dict) or told.get("mapping") != 1:
        raise ImportNotUsableError(
            _('A mapping begins with {"mapping": 1, "name": …, "rows": […]}.')
        )
    name, form = told.get("name"), told.get("time", "iso")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ImportNotUsableError(
            _("The mapping needs a name of small letters, figures and hyphens, such as “nursery”.")
        )
    if form not in _TIMES:
        raise ImportNotUsableError(
            _("“time” in the mapping is one of: {times}.").format(times=", ".join(_TIMES))
        )
    rows = told.get("rows")
    if not isinstance(rows, list) or not rows:
        raise ImportNotUsableError(_("“rows” in the mapping is a list of rules, one at least."))
    return CsvMapping(
        name,
        form,
        _text(told, "zone"),
        _text(told, "id").lower(),
        _text(told, "child").lower(),
        tuple(_rule(each) for each in rows),
    )


def _text(told: dict[str, Any], key: str) -> str:
    value = told.get(key, "")
    if not isinstance(value, str):
        raise ImportNotUsableError(_("“{key}” in the mapping is text in quotes.").format(key=key))
    return value


def _rule(told: Any) -> Rule:  # noqa: ANN401 - any JSON
    if not isinstance(told, dict) or told.get("kind") not in LOG_WORDS:
        raise ImportNotUsableError(
            _("Each rule of the mapping needs a “kind”, one of: {log_words}.").format(
                log_words=", ".join(sorted(LOG_WORDS))
            )
        )
    kind = str(told["kind"])
    columns = {key: _list(value) for key, value in _dict(told, "columns").items()}
    fixed = {key: str(value) for key, value in _dict(told, "set").items()}
    known = set(_keys(kind)) | _COMMON
    unknown = sorted({*columns, *fixed, *_dict(told, "units")} - known)
    if unknown:
        raise ImportNotUsableError(
            _("“{unknown}” does not belong to {kind}. It takes: {known}.").format(
                unknown=unknown[0][:40], kind=kind, known=", ".join(sorted(known))
            )
        )
    if "start" not in columns:
        raise ImportNotUsableError(
            _("“columns” of a rule needs “start”, the column with the time.")
        )
    for key, value in fixed.items():
        _value(kind, key, value)
    return Rule(
        tuple((c.lower(), frozenset(v.lower() for v in _list(w))) for c, w in _dict(told, "when").items()),
        kind,
        tuple(fixed.items()),
        tuple((key, tuple(c.lower() for c in names)) for key, names in columns.items()),
        {key: str(unit) for key, unit in _dict(told, "units").items()},
        {key: {str(a).lower(): str(b) for a, b in _dict(w, "").items()} for key, w in _dict(told, "values").items()},
    )  # fmt: skip


def _dict(told: Any, key: str) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    value = told.get(key, {}) if key else told
    if not isinstance(value, dict):
        raise ImportNotUsableError(
            _("“{key}” in the mapping is an object: {{…}}.").format(key=key or "values")
        )
    return value


def _list(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - any JSON
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise ImportNotUsableError(_("Columns in the mapping are text, or lists of texts."))
    return tuple(listed)


def read(tables: Sequence[Table], mapping: CsvMapping) -> Collected:
    """Read every table by the mapping."""
    into = Collected(f"{NAME}:{mapping.name}")
    for table in tables:
        missing = sorted({c for r in mapping.rules for k, n in r.columns if k == "start" for c in n} - table.columns)  # fmt: skip
        if missing:
            raise ImportNotUsableError(
                _("{table} has no column “{missing}”. It has: {header}.").format(
                    table=table.name, missing=missing[0], header=", ".join(table.header)[:300]
                )
            )
        read_rows(table, mapping.name, into, _entries(mapping))
    return into


def _entries(mapping: CsvMapping) -> Callable[[Row], Iterator[LogRow]]:
    def read_row(row: Row) -> Iterator[LogRow]:
        rule = next((rule for rule in mapping.rules if rule.fits(row)), None)
        told: dict[str, Any] = {"child": row[mapping.child] if mapping.child else ""}
        ref = (
            f"{mapping.name} {row[mapping.id]}" if mapping.id and row[mapping.id] else row.hashed()
        )
        if rule is None:
            row.note("warning", "import.unknown-type", _(_UNFITTED))
            start = next(c for key, c in mapping.rules[0].columns if key == "start")
            words = joined(row.rest({*start, mapping.id, mapping.child}), row.beyond())
            yield row.entry("handnote", ref, start=_time(row.first(*start), mapping), words=words, **told)  # fmt: skip
            return
        given = dict(rule.columns)
        told["start"] = _time(row.first(*given["start"]), mapping)
        if "end" in given and (end := row.first(*given["end"])):
            told["end"] = _time(end, mapping)
        if "minutes" in given:
            told["minutes"] = cells.minutes_of(row.first(*given["minutes"]), "minutes")
        told |= _fields(row, rule)
        said = [row[c] for c in given.get("words", ())]
        told["words"] = joined(dict(rule.fixed).get("words", ""), *said, row.beyond())
        yield row.entry(rule.kind, ref, **told)

    return read_row


def _fields(row: Row, rule: Rule) -> dict[str, Any]:
    told: dict[str, Any] = {}
    texts = {key: value for key, value in rule.fixed if key not in _COMMON}
    for key, columns in rule.columns:
        text = row.first(*columns)
        if key in _COMMON or not text:
            continue
        if key in ("ml", "value"):
            told["amount" if key == "ml" else "measure"] = _quantity(text, rule.units.get(key, ""))
        else:
            texts[key] = rule.values.get(key, {}).get(text.lower(), text)
    return told | {"values": tuple(_value(rule.kind, key, text) for key, text in texts.items())}


def _quantity(text: str, unit: str) -> Quantity:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise CellNotUsableError(_("“{text}” is not an amount.").format(text=text[:20]))
    found = cells.number(match[1], "amount")
    if found is None:
        raise CellNotUsableError(_("“{text}” is not an amount.").format(text=text[:20]))
    return Quantity(found, match[2].lower() or unit)


def _time(text: str, mapping: CsvMapping) -> datetime | date:
    if mapping.time == "iso":
        return cells.day(text, "start") if len(text) == len("2026-10-25") else cells.moment(text, "start")  # fmt: skip
    if mapping.time == "clock-first":
        return cells.clock_first(text, "start")
    return cells.slashed(text, "start", day_first=mapping.time == "day-first")


def _keys(kind: str) -> dict[str, str]:
    """Keys of a kind in the notation to its fields, without those that every fact has."""
    common = {"fact_id", "occurred", "about", "source", "how_known", "replaces", "words"}
    return {key_of(f): f.name for f in fields(KINDS[kind]) if f.name not in common}


def _value(kind: str, key: str, text: str) -> tuple[str, object]:
    if key == "words":
        return key, text
    name = _keys(kind).get(key, key)
    items = tuple(part.strip() for part in text.split(",") if part.strip())
    try:
        token = Token(key=key, value=text, raw=text, quoted=False, items=items)
        return name, read_value(field_types(kind)[name], token, "XXX")
    except KeyError:
        raise ImportNotUsableError(
            _("“{key}” does not belong to {kind}.").format(key=key[:40], kind=kind)
        ) from None
    except KinholdError as problem:
        raise CellNotUsableError(str(problem)) from None


# -- our own export of the care log ----------------------------------------------------------------


def is_own(table: Table) -> bool:
    """Return whether a table is our own export of a care log."""
    return table.columns >= {"id", "kind", "occurred", "zone", "about"}


def read_own(tables: Sequence[Table]) -> tuple[Collected, str]:
    """Read tables of our own export; returns with them the time zone they are in."""
    into = Collected(OWN)
    zones: set[str] = set()
    for table in filter(is_own, tables):
        place = [name.lower() for name in table.header].index("zone")
        zones |= {row[place].strip() for row in table.rows if len(row) > place}
        read_rows(table, "log", into, _own)
    if len(zones) > 1:
        raise ImportNotUsableError(
            _("These logs are in several time zones. Import them one by one.")
        )
    return into, next(iter(zones), "")


def _own(row: Row) -> Iterator[LogRow]:
    kind = row["kind"]
    if kind not in LOG_WORDS:
        raise CellNotUsableError(
            _("“{kind}” is not a kind of the care log.").format(kind=kind[:20])
        )
    try:
        occurred = parse_edtf(row["occurred"])
        bounds(occurred)
    except KinholdError as problem:
        raise CellNotUsableError(str(problem)) from None
    texts = {key: _cell(row, key) for key in _keys(kind) if key in LOG_COLUMNS}
    values = tuple(_own_value(kind, key, text) for key, text in texts.items() if text)
    told = {"start": occurred, "values": values, "words": _cell(row, "words")}
    yield row.entry(
        kind,
        _("entry {row}").format(row=row["id"]) if row["id"] else row.hashed(),
        child=_cell(row, "about"),
        **told,
    )


def _own_value(kind: str, key: str, text: str) -> tuple[str, object]:
    """A value as the notation writes it: in lists, items may stand in quotes."""
    name = _keys(kind)[key]
    if get_origin(field_types(kind)[name]) is not tuple:
        return _value(kind, key, text)
    try:
        tokens = split_line(f"{key}={text}")
        return name, read_value(field_types(kind)[name], tokens[0], "XXX")
    except KinholdError as problem:
        raise CellNotUsableError(str(problem)) from None


def _cell(row: Row, name: str) -> str:
    """A cell as it was before it was made safe for a spreadsheet."""
    place = [n.lower() for n in row.table.header].index(name) if row.has(name) else -1
    return plain_cell(row.cells[place]) if 0 <= place < len(row.cells) else ""
