"""No count of one to four is shown, and none can be worked out: tried by brute force."""

from __future__ import annotations

import random

import pytest

from kinhold.batch.aggregates import aggregates, aggregates_csv, said
from kinhold.batch.rows import CaseRow
from kinhold.batch.suppression import LEAST, Table, follows, suppress, tabulate

TABLES = 120
MOST_UNKNOWN = 5


def table_of(counts):
    """A table from its inner counts."""
    rows = tuple(f"r{n}" for n in range(len(counts)))
    columns = tuple(f"c{n}" for n in range(len(counts[0])))
    whole = [[*line, sum(line)] for line in counts]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    return Table("t", rows, columns, tuple(map(tuple, whole)))


def shows_the_same(table, whole):
    """Whether a reader of one table could have the other before them, withheld counts at least 1."""
    return all(
        count >= 1 if (r, c) in table.withheld else count == table.counts[r][c]
        for r, line in enumerate(whole)
        for c, count in enumerate(line)
    )


def fillings(table, unknown, known):
    """Every way to fill in the counts that are not known."""
    if not unknown:
        yield table_of(
            [[known[r, c] for c in range(len(table.columns))] for r in range(len(table.rows))]
        ).counts
        return
    for count in range(1, table.total - sum(known.values()) + 1):
        yield from fillings(table, unknown[1:], {**known, unknown[0]: count})


def possible(table):
    """What each withheld cell can be, over every table that shows the same."""
    inner = [(r, c) for r in range(len(table.rows)) for c in range(len(table.columns))]
    unknown = [cell for cell in inner if cell in table.withheld]
    known = {(r, c): table.counts[r][c] for r, c in inner if (r, c) not in table.withheld}
    alike = [w for w in fillings(table, unknown, known) if shows_the_same(table, w)]
    return {(r, c): {whole[r][c] for whole in alike} for r, c in table.withheld}


def random_tables(seed):
    dice = random.Random(seed)
    while True:
        height, width = dice.randint(1, 3), dice.randint(1, 3)
        weights = [dice.random() ** 2 for _ in range(height * width)]
        drawn = dice.choices(range(height * width), weights, k=dice.randint(0, 16))
        yield table_of([[drawn.count(r * width + c) for c in range(width)] for r in range(height)])


def small_enough_to_try(seed):
    found = 0
    for table in random_tables(seed):
        done = suppress(table)
        inner = [c for c in done.withheld if c[0] < len(table.rows) and c[1] < len(table.columns)]
        if (
            done.total < LEAST
            or len(inner) > MOST_UNKNOWN
            or 0 in {table.counts[r][c] for r, c in inner}
        ):
            continue
        yield done
        found += 1
        if found == TABLES:
            return


@pytest.mark.parametrize("seed", range(2))
def test_no_withheld_count_can_be_worked_out(seed):
    for table in small_enough_to_try(seed):
        assert all(len(values) > 1 for values in possible(table).values()), table


def test_small_counts_are_withheld():
    for table in small_enough_to_try(9):
        for r, line in enumerate(table.counts):
            for c, count in enumerate(line):
                assert not (0 < count < LEAST) or table.shown(r, c) is None


def test_the_check_says_the_same_as_trying_everything():
    """Also for tables on which too little is withheld."""
    tried = set()
    for table in small_enough_to_try(4):
        small = frozenset(c for c in table.withheld if 0 < table.counts[c[0]][c[1]] < LEAST)
        bare = Table(table.name, table.rows, table.columns, table.counts, small)
        for cell, values in possible(bare).items():
            tried.add(len(values) == 1)
            assert follows(bare, small, cell) == (len(values) == 1)

    assert tried == {True, False}


def test_one_small_count_takes_another_with_it():
    done = suppress(table_of([[3, 9], [8, 20]]))

    assert done.withheld == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_two_ones_that_add_up_to_two_are_not_hidden_by_each_other():
    done = suppress(table_of([[1], [1], [9], [30]]))

    assert done.shown(2, 0) is None
    assert done.shown(3, 0) == 30


def test_of_fewer_than_five_households_nothing_is_shown():
    done = suppress(table_of([[3, 1]]))

    assert all(done.shown(r, c) is None for r in range(2) for c in range(3))


def test_nothing_is_withheld_where_nothing_is_small():
    assert suppress(table_of([[5, 0], [12, 7]])).withheld == frozenset()


def test_pairs_are_counted_with_their_totals():
    table = tabulate("t", [("a", "x")] * 6 + [("b", "y")] * 7, rows=("a", "b"), columns=("x", "y"))

    assert table.counts == ((6, 0, 6), (0, 7, 7), (6, 7, 13))


def rows(count, **told):
    return [CaseRow(f"ruth-{n}.kinhold", **{"tested": 4, **told}) for n in range(count)]


def test_aggregates_name_no_household_and_no_person():
    some = rows(8, worst="Danny stops", worst_kind="person", single_points=("Danny stops",))

    told = aggregates_csv(aggregates(some)).decode() + said(aggregates(some))

    assert "ruth" not in told
    assert "Danny" not in told


def test_households_that_could_not_be_tested_are_not_counted():
    tables = aggregates([*rows(6), CaseRow("b.kinhold", problem="The file is empty.")])

    assert {table.total for table in tables} == {6}


def test_every_loss_and_every_runway_has_its_place():
    some = [
        r
        for kind in ("ill", "person", "debt", "something new", "nothing")
        for days in (None, 0, 7, 30, 90, 364, 365)
        for r in rows(5, worst_kind=kind, runway_days=days, survived=4)
    ]

    assert {table.total for table in aggregates(some)} == {len(some)}


def test_the_sentence_counts_only_what_is_shown():
    assert said(aggregates(rows(3))).startswith("Fewer than 5 households")
    assert "nobody helps in 7" in said(aggregates(rows(7)))
