"""Reads the rule packs that ship with the package (`packs/<country>/<name>.yaml`).

The format is described in docs/reference/rules.md. Reading is strict: an unknown key, a missing
unit, reference or date of verification, or the same path twice in one country is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml

from kinhold.domain.findings import KinholdError
from kinhold.rules.pack import RulePack, RulesInForce
from kinhold.rules.parameter import Parameter, Reference

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from kinhold.rules.parameter import Value

COMMON: Final = "common"
NOT_PARAMETERS: Final = frozenset({"coverage.yaml"})
"""Files beside the packs that list what is covered, not figures."""

_KEYS: Final = {"title", "unit", "values", "references", "verified_on", "known_until"}
_NEEDED: Final = ("title", "unit", "values", "references", "verified_on")


class RulePackError(KinholdError):
    """A rule pack is not written as docs/reference/rules.md says."""


_Loader: Final[type[yaml.SafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same loader in C, where PyYAML was built with it: packs are read on every cold start."""


class _ExactLoader(_Loader):  # type: ignore[misc, valid-type]  # one of two classes
    """Reads `12.5` as an exact decimal, so that no figure passes through a float."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    if len(keys) != len({str(key) for key in keys}):
        raise RulePackError(f"The same key stands twice: {node.start_mark}")
    return loader.construct_mapping(node, deep=True)


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _decimal)
_ExactLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_pack(text: str, *, country: str, name: str) -> RulePack:
    """Read one pack from its YAML text.

    Raises:
        RulePackError: where the text is not a pack; the message names the path.
    """
    try:
        content = yaml.load(text, Loader=_ExactLoader)  # noqa: S506 - derived from SafeLoader
    except (yaml.YAMLError, ArithmeticError) as error:
        raise RulePackError(f"{country}/{name} is not readable YAML: {error}") from None
    if not isinstance(content, dict):
        raise RulePackError(f"{country}/{name} is not a list of parameters by path.")
    return RulePack(country, name, tuple(_parameter(str(p), v) for p, v in content.items()))


@cache
def all_packs() -> tuple[RulePack, ...]:
    """Return every pack that ships, ordered by country and name.

    Raises:
        RulePackError: where one of them is not well written.
    """
    root = files("kinhold.rules").joinpath("packs")
    return tuple(
        read_pack(path.read_text(encoding="utf-8"), country=folder.name, name=label)
        for folder in sorted(root.iterdir(), key=lambda f: f.name)
        if folder.is_dir()
        for label, path in _yaml_files(folder, "")
    )


def _yaml_files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found = []
    for path in sorted(folder.iterdir(), key=lambda f: f.name):
        if path.is_dir():
            found += _yaml_files(path, f"{prefix}{path.name}/")
        elif path.name.endswith(".yaml") and path.name not in NOT_PARAMETERS:
            found.append((prefix + path.name.removesuffix(".yaml"), path))
    return found


@cache
def load_rules(country: str) -> RulesInForce:
    """Return the rules of a country, with what is common to all.

    A country without packs has the common rules only; asking it for anything else raises
    `RuleNotInForceError`, never 0.

    Raises:
        RulePackError: where a pack is not well written, or has a path twice.
    """
    merged: dict[str, Parameter] = {}
    for place in (COMMON, country):
        merged.update(_of_country(place))
    return RulesInForce(country, merged)


def _of_country(country: str) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for pack in all_packs():
        if pack.country != country:
            continue
        for parameter in pack.parameters:
            if parameter.path in found:
                raise RulePackError(f"{parameter.path} stands twice in the packs of {country}.")
            found[parameter.path] = parameter
    return found


def _parameter(path: str, entry: object) -> Parameter:
    if not isinstance(entry, dict):
        raise RulePackError(f"{path} has no fields.")
    missing = [key for key in _NEEDED if not entry.get(key)]
    unknown = sorted(set(map(str, entry)) - _KEYS)
    if missing or unknown:
        raise RulePackError(
            f"{path}: " + "; ".join([f"{k} is missing" for k in missing])
            + "".join(f" {k} is not a field" for k in unknown)
        )  # fmt: skip
    known_until = entry.get("known_until")
    return Parameter(
        path=path,
        title=str(entry["title"]),
        unit=str(entry["unit"]),
        values=_dated(path, entry["values"]),
        references=tuple(_reference(path, r) for r in _list(path, entry["references"])),
        verified_on=_day(path, entry["verified_on"]),
        known_until=None if known_until is None else _day(path, known_until),
    )


def _dated(path: str, values: object) -> tuple[tuple[date, Value | None], ...]:
    if not isinstance(values, dict):
        raise RulePackError(f"{path}: values must be listed by the day from which they hold.")
    dated = [(_day(path, day), None if v is None else _value(path, v)) for day, v in values.items()]
    return tuple(sorted(dated, key=lambda pair: pair[0]))


def _value(path: str, value: object) -> Value:
    if isinstance(value, bool | int | Decimal | str | date):
        return value
    if isinstance(value, list):
        return tuple(_value(path, part) for part in value)
    if isinstance(value, dict):
        return {str(key): _value(path, part) for key, part in value.items()}
    raise RulePackError(f"{path}: {value!r} cannot be a figure.")


def _reference(path: str, entry: object) -> Reference:
    if not isinstance(entry, Mapping) or not entry.get("title"):
        raise RulePackError(f"{path}: a reference needs a title and an href.")
    href = str(entry.get("href", ""))
    if not href.startswith("https://"):
        raise RulePackError(f"{path}: the reference “{entry['title']}” has no https link.")
    return Reference(str(entry["title"]), href)


def _list(path: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise RulePackError(f"{path}: references must be a list.")
    return value


def _day(path: str, value: object) -> date:
    if type(value) is not date:
        raise RulePackError(f"{path}: {value!r} is not a day; write it like 2026-04-06.")
    return value
