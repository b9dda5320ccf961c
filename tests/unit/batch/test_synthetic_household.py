"""A synthetic household reads like one, is the same each time, and stands on its own."""

from __future__ import annotations

from collections import Counter

import pytest

from kinhold.api import open_household
from kinhold.batch.synthetic_household import draw_household, notation_of
from kinhold.domain.facts import KINDS
from kinhold.domain.people import ChildAdded, PersonAdded
from kinhold.record.notation import parse

SOME = range(80)


@pytest.fixture(scope="module")
def texts():
    return [notation_of(draw_household(seed=5, number=n)) for n in SOME]


def facts_of(text):
    return parse(text, new_id=lambda: pytest.fail("a line has no id")).facts


def test_the_same_seed_gives_the_same_lines(texts):
    again = [notation_of(draw_household(seed=5, number=n)) for n in SOME]

    assert again == texts


def test_another_seed_gives_other_households(texts):
    other = [notation_of(draw_household(seed=6, number=n)) for n in SOME]

    assert not set(other) & set(texts)


def test_every_line_can_be_read_and_has_its_own_id(texts):
    for text in texts:
        parsed = parse(text, new_id=lambda: pytest.fail("a line has no id"))

        assert not parsed.findings
        assert len({f.fact_id for f in parsed.facts}) == len(text.splitlines())


def test_labels_of_two_words_stay_labels(texts):
    bills = Counter(f.about for t in texts for f in facts_of(t) if f.KIND == "bill")

    assert bills["Council tax"] > 5
    assert "" not in bills


def test_the_households_say_every_part_of_a_life(texts):
    kinds = {f.KIND for t in texts for f in facts_of(t)}

    assert kinds >= {"household", "person", "child", "home", "left", "available", "away", "promise",
                     "outcome", "limits", "bill", "income", "debt", "balance", "support",
                     "asset"}  # fmt: skip
    assert kinds <= set(KINDS)


def test_no_two_people_of_a_household_have_one_name(texts):
    for text in texts:
        adults = [f.about for f in facts_of(text) if isinstance(f, PersonAdded)]
        children = {f.about for f in facts_of(text) if isinstance(f, ChildAdded)}

        assert len(adults) == len(set(adults))
        assert not children & set(adults)


@pytest.mark.parametrize("country", ["uk", "us"])
def test_a_country_can_be_asked_for(country):
    drawn = [draw_household(seed=1, number=n, country=country) for n in range(30)]

    assert {h.people.country for h in drawn} == {country}


def test_some_households_are_odd():
    odd = Counter(draw_household(seed=1, number=n).people.odd for n in range(200))

    assert set(odd) == {
        "",
        "no-money-told",
        "contradictory",
        "many-people",
        "no-children",
        "little-told",
    }


def test_some_have_nobody_who_helps_and_some_nobody_in_work():
    drawn = [draw_household(seed=1, number=n) for n in range(60)]

    assert any(not h.care.helpers for h in drawn)
    assert any(h.people.work is None for h in drawn)


def test_nobody_left_long_before_the_youngest_was_born():
    for n in range(150):
        people = draw_household(seed=1, number=n).people
        if people.children:
            assert (people.children[-1].born - people.left_on).days <= 200


def test_a_promise_is_noted_only_for_days_on_which_it_fell_due():
    for n in range(60):
        for helper in draw_household(seed=1, number=n).care.helpers:
            days = {f"{o.day:%a}".lower() for o in helper.outcomes}

            assert days <= set(helper.days)


def test_a_household_comes_in_by_the_way_of_import(texts):
    for text in texts[:12]:
        with open_household(None) as home:
            found = home.import_notation(text)
            again = home.import_notation(text)

        assert (len(found.new), found.findings) == (len(text.splitlines()), ())
        assert again.new == ()
