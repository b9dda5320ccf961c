"""Draws follow from a seed, and fall as often as they should."""

from __future__ import annotations

from statistics import median

import pytest

from kinhold.batch.draws import Draws


def drawn(what, count=3000):
    return [what(Draws(seed=7, number=n)) for n in range(count)]


def test_the_same_seed_number_and_label_draw_the_same():
    assert Draws(seed=1, number=2).uniform("a") == Draws(seed=1, number=2).uniform("a")


@pytest.mark.parametrize("other", [(2, 2, "a"), (1, 3, "a"), (1, 2, "b")])
def test_another_seed_number_or_label_draws_another(other):
    seed, number, label = other

    assert Draws(seed=1, number=2).uniform("a") != Draws(seed=seed, number=number).uniform(label)


def test_a_chance_comes_as_often_as_it_says():
    share = sum(drawn(lambda d: d.chance("x", 0.3))) / 3000

    assert abs(share - 0.3) < 0.025


def test_a_log_normal_draw_has_its_median():
    middle = median(drawn(lambda d: d.around("x", median=1000, spread=0.5)))

    assert 960 < middle < 1040


def test_a_beta_draw_has_its_mean():
    mean = sum(drawn(lambda d: d.beta("x", 7, 2))) / 3000

    assert abs(mean - 7 / 9) < 0.01


def test_numbers_between_two_ends_reach_both():
    assert set(drawn(lambda d: d.between("x", 3, 6))) == {3, 4, 5, 6}


def test_an_id_is_a_uuid_of_version_four():
    assert Draws(seed=1, number=1).entry_id("x")[14] == "4"
