"""Every distribution says what it is and where it is from, and 2,000 households fall as it says."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from kinhold.batch.distributions import (
    DistributionsNotReadableError,
    _distribution,
    load_distributions,
)
from kinhold.batch.synthetic_household import CountryNotKnownError, draw_household

HOUSEHOLDS = 2000
CRITICAL = {1: 10.83, 2: 13.82, 3: 16.27, 4: 18.47, 5: 20.52, 6: 22.46, 7: 24.32}
"""Chi-square at 0.1 %, by degrees of freedom: a sound generator fails one test in a thousand."""


@cache
def drawn(country="uk"):
    return [draw_household(seed=2026, number=n, country=country) for n in range(HOUSEHOLDS)]


def chi_square(values, weights):
    """The statistic, and what it may be at most."""
    counts, whole = Counter(values), sum(weights.values())
    expected = {k: len(values) * w / whole for k, w in weights.items() if w}
    assert set(counts) <= set(expected)
    found = sum((counts[k] - e) ** 2 / e for k, e in expected.items())
    return found, CRITICAL[max(1, len(expected) - 1)]


def bands(path, country="uk"):
    return {
        tuple(map(int, k.split("-"))): w for k, w in load_distributions().of(path, country).items()
    }


def in_band(value, of):
    return next(band for band in of if band[0] <= value < band[1])


CATEGORIES = {
    "region": lambda h: h.people.region,
    "home.tenure": lambda h: h.people.tenure,
    "odd": lambda h: h.people.odd,
    "support.received": lambda h: h.money.received,
    "money.debts": lambda h: len(h.money.debts),
}


@pytest.mark.parametrize("country", ["uk", "us"])
@pytest.mark.parametrize("path", CATEGORIES)
def test_households_fall_into_categories_as_often_as_the_file_says(path, country):
    values = [CATEGORIES[path](h) for h in drawn(country)]

    found, most = chi_square(values, load_distributions().of(path, country))

    assert found < most


def test_children_are_as_many_as_the_file_says():
    values = [len(h.people.children) for h in drawn() if h.people.odd != "no-children"]

    found, most = chi_square(values, load_distributions().of("children.number", "uk"))

    assert found < most


def test_the_youngest_are_as_old_as_the_file_says():
    of = bands("children.youngest")
    values = [
        in_band(min(map(h.people.months, h.people.children)), of)
        for h in drawn()
        if h.people.children
    ]

    found, most = chi_square(values, of)

    assert found < most


def test_helpers_are_as_many_as_the_file_says():
    plain = ("", "no-money-told", "contradictory", "no-children")
    values = [
        sum(1 for p in h.care.helpers if p.days and not p.price)
        for h in drawn()
        if h.people.odd in plain
    ]

    found, most = chi_square(values, load_distributions().of("help.number", "uk"))

    assert found < most


def test_savings_lie_in_the_bands_of_the_file():
    of = bands("money.savings")
    values = [in_band(h.money.savings // 100, of) for h in drawn()]

    found, most = chi_square(values, of)

    assert found < most


SHARES = {
    "keeper.mother": lambda h: h.people.mother,
    "partner.known": lambda h: bool(h.people.partner),
    "car": lambda h: h.money.car,
}


@pytest.mark.parametrize("country", ["uk", "us"])
@pytest.mark.parametrize("path", SHARES)
def test_shares_are_what_the_file_says(path, country):
    share = load_distributions().share(path, country)
    found = sum(1 for h in drawn(country) if SHARES[path](h)) / HOUSEHOLDS

    assert abs(found - share) < 3.3 * (share * (1 - share) / HOUSEHOLDS) ** 0.5


@pytest.mark.parametrize(
    ("path", "young"), [("work.youngest_under_5", True), ("work.youngest_from_5", False)]
)
def test_as_many_work_as_the_file_says(path, young):
    those = [
        h
        for h in drawn()
        if h.people.children and (min(map(h.people.months, h.people.children)) < 60) == young
    ]
    share = load_distributions().share(path, "uk")
    found = sum(1 for h in those if h.people.work) / len(those)

    assert abs(found - share) < 3.3 * (share * (1 - share) / len(those)) ** 0.5


def test_the_median_rent_of_a_country_of_one_figure_is_near_it():
    rents = sorted(h.money.bills[0].minor for h in drawn("us") if h.people.tenure == "private")
    percent = load_distributions().of("home.cost_scale", "us")["private"][0]

    assert abs(rents[len(rents) // 2] / (1406 * percent) - 1) < 0.05


def test_what_is_published_has_an_https_reference_and_a_day():
    published = [d for d in load_distributions().every.values() if d.basis == "published"]

    assert len(published) >= 8
    assert all(d.compared_on and d.references for d in published)


def test_every_distribution_has_figures_for_both_countries():
    known = load_distributions()

    assert all(known.of(path, c) is not None for path in known.every for c in ("uk", "us"))


def test_weights_add_up_to_one():
    tables = [
        (path, values)
        for path, d in load_distributions().every.items()
        for values in d.values.values()
        if d.unit == "share"
        and isinstance(values, dict)
        and path not in ("help.limits", "money.benefits")
    ]

    assert [path for path, t in tables if abs(sum(t.values()) - 1) > 1e-9] == []


def test_a_distribution_without_a_reference_may_not_say_published():
    entry = {"title": "x", "basis": "published", "unit": "share", "both": 0.5}

    with pytest.raises(DistributionsNotReadableError, match="has no reference"):
        _distribution("x", entry)


def test_a_distribution_that_lacks_its_title_is_named():
    with pytest.raises(DistributionsNotReadableError, match=r"“odd\.one”"):
        _distribution("odd.one", {"basis": "assumed", "unit": "share", "both": 1})


def test_a_distribution_that_is_not_there_is_named():
    with pytest.raises(DistributionsNotReadableError, match=r"“moon\.phase”"):
        load_distributions().of("moon.phase", "uk")


def test_a_country_without_distributions_is_refused():
    with pytest.raises(CountryNotKnownError, match="“fr”"):
        draw_household(seed=1, number=1, country="fr")
