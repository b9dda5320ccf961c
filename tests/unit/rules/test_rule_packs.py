"""Rules are data: every figure says its unit, where it is written and when that was checked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kinhold.rules.loading import RulePackError, all_packs, load_rules, read_pack
from kinhold.rules.parameter import RuleNotInForceError

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "rules.md"
EVERY = [(f"{k.country}/{k.name}", p) for k in all_packs() for p in k.parameters]
BENEFIT = """
benefit.rate:
  title: A weekly rate
  unit: GBP/week
  values:
    2025-04-07: 92.05
    2026-04-06: 95.60
    2028-04-03: null
  references:
    - {title: The Regulations 2026, href: https://example.org/2026}
  verified_on: 2026-11-21
  known_until: 2029-04-01
"""


@pytest.mark.parametrize(
    ("pack", "parameter"), EVERY, ids=[f"{name}:{p.path}" for name, p in EVERY]
)
def test_every_figure_of_every_pack_has_unit_link_and_day_of_verification(pack, parameter):
    assert parameter.title
    assert parameter.unit
    assert parameter.values
    assert all(r.title and r.href.startswith("https://") for r in parameter.references)
    assert parameter.references
    assert date(2026, 1, 1) <= parameter.verified_on


@pytest.mark.parametrize("country", ["uk", "us"])
def test_every_country_has_the_care_figures(country):
    rules = load_rules(country)

    assert rules.number("care.sleep.target_minutes", date(2026, 11, 21)) == 300
    assert rules.by_age("care.feeds.per_day", date(2026, 11, 21), months=1) == 10


def test_every_pack_is_named_in_the_documentation():
    text = REFERENCE.read_text(encoding="utf-8")

    assert not [f"{p.country}/{p.name}" for p in all_packs() if f"{p.country}/{p.name}" not in text]


def test_the_value_of_the_day_is_given_exactly_as_it_was_written():
    rate = read_pack(BENEFIT, country="uk", name="test").parameters[0]

    assert rate.on(date(2026, 4, 5)) == Decimal("92.05")
    assert rate.on(date(2026, 4, 6)) == Decimal("95.60")


@pytest.mark.parametrize(
    "day",
    [date(2025, 4, 6), date(2028, 4, 3), date(2029, 4, 1)],
    ids=["before the first", "after the rule ended", "later than anybody knows"],
)
def test_a_rule_that_is_not_in_force_is_never_answered_with_nothing(day):
    rate = read_pack(BENEFIT, country="uk", name="test").parameters[0]

    with pytest.raises(RuleNotInForceError):
        rate.on(day)


def test_a_path_nobody_wrote_down_is_refused():
    with pytest.raises(RuleNotInForceError, match="no rule"):
        load_rules("uk").lookup("care.no.such", date(2026, 11, 21))


def test_a_country_without_packs_has_what_is_common_to_all():
    rules = load_rules("")

    assert rules.number("care.presence.night_until_age", date(2026, 11, 21)) == 16


def test_an_age_in_no_band_has_no_figure():
    rules = load_rules("uk")

    assert rules.by_age("care.sleep.child_hours_low", date(2026, 11, 21), months=2) is None


@pytest.mark.parametrize("path", ["care.sleep.target_minutes", "care.log.nights"])
def test_a_single_figure_is_not_a_table(path):
    with pytest.raises(RuleNotInForceError, match="table"):
        load_rules("uk").by_age(path, date(2026, 11, 21), months=2)


def test_a_table_is_not_a_single_figure():
    with pytest.raises(RuleNotInForceError, match="number"):
        load_rules("uk").number("care.feeds.per_day", date(2026, 11, 21))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("  unit: GBP/week\n", ""), "unit is missing"),
        (("  verified_on: 2026-11-21\n", ""), "verified_on is missing"),
        (("https://example.org/2026", "http://example.org"), "no https link"),
        (("href: https://example.org/2026", "page: 3"), "no https link"),
        (("  unit:", "  units: x\n  unit:"), "units is not a field"),
        (("2025-04-07: 92.05", "April: 92.05"), "not a day"),
        (("2026-04-06: 95.60", "2025-04-07: 95.60"), "twice"),
        (("benefit.rate:\n", "- 1\n"), "YAML"),
    ],
)
def test_a_pack_that_is_not_well_written_is_refused(change, message):
    with pytest.raises(RulePackError, match=message):
        read_pack(BENEFIT.replace(*change), country="uk", name="test")
