"""Reading a log at length finds what reading it entry by entry finds, and says the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dice import CountedDice, feed, later
from tests.strategies import facts, facts_of

from kinhold.domain.fact import Retracted
from kinhold.domain.facts import KINDS
from kinhold.journal.entry import Stretch, throw_draft
from kinhold.journal.leaf import join_disclosures, split_disclosures, write_disclosure
from kinhold.journal.log import Frontier, LogEnd, LogReader, RecordDamaged, seal_all
from kinhold.journal.verify import Malformed, leaf_hash, parse_leaf, write_moment
from kinhold.record.codec import FactNotReadableError, decode, encode
from kinhold.record.corrections import Standing
from kinhold.record.outlines import as_fact, tell
from kinhold.record.record import SpaceFacts

LOG = "a" * 32
SALT = bytes(16)


@st.composite
def rows_of_logs(draw):
    """The rows of a log as a store keeps them; some entries have two parts, or lost them."""
    dice, end, rows = CountedDice(), LogEnd(LOG), []
    for number in range(draw(st.integers(1, 6))):
        more = {"places": draw(st.text("abc", max_size=3))} if draw(st.booleans()) else {}
        (entry,), end = seal_all(end, [feed(dice, number, **more)], recorded_at=later(number))
        left = draw(st.sampled_from([entry.disclosures] * 4 + [entry.disclosures[:1], None]))
        rows.append(
            (
                entry.entry_id,
                write_moment(entry.recorded_at),
                entry.leaf,
                join_disclosures(left),
            )
        )
    return rows


def reader():
    return LogReader(log_id=LOG, sequence=0, previous=LogEnd(LOG).last_hash)


def end_of(rows):
    """Where the log ends, as a store keeps it."""
    hashes = [leaf_hash(leaf) for _, _, leaf, _ in rows]
    return LogEnd(LOG, Frontier().grown(hashes), hashes[-1])


def by_entry(rows, end):
    """What reading entry by entry gives, by column; or the sentence with which it refuses."""
    reading = reader()
    try:
        read = list(reading.entries(rows))
        reading.check_end(end)
    except RecordDamaged as damage:
        return str(damage)
    return [(e.entry_id, e.recorded_at, join_disclosures(e.disclosures)) for e in read]


def by_stretch(rows, end):
    reading = reader()
    try:
        stretch = reading.stretch(rows)
        reading.check_end(end)
    except RecordDamaged as damage:
        return str(damage)
    columns = (stretch.entry_ids, stretch.recorded_at, stretch.disclosures)
    return list(zip(*columns, strict=True))


@st.composite
def mutated(draw, row):
    """A row with one of its columns changed in one place, shortened, or with something put in."""
    columns = list(row)
    column = draw(st.integers(0, 3))
    value = columns[column]
    if value is None:
        return row
    place = draw(st.integers(0, len(value) - 1))
    new = draw(st.sampled_from(["", "A", "0", "-", '"', "\n", "~", "[", "x~"]))
    new = new.encode() if isinstance(value, bytes) else new
    columns[column] = value[:place] + new + value[place + draw(st.integers(0, 2)) :]
    return tuple(columns)


@given(rows=rows_of_logs())
def test_a_stretch_says_what_its_entries_say_and_the_strict_parser_reads(rows):
    said = by_stretch(rows, end_of(rows))

    leaves = [parse_leaf(leaf) for _, _, leaf, _ in rows]
    assert said == by_entry(rows, end_of(rows))
    assert [each[:2] for each in said] == [(leaf.entry_id, leaf.recorded_at) for leaf in leaves]


@settings(max_examples=1000, deadline=None)
@given(rows=rows_of_logs(), data=st.data())
def test_a_changed_row_is_refused_by_a_stretch_in_the_words_of_its_entry(rows, data):
    at, end = data.draw(st.integers(0, len(rows) - 1)), end_of(rows)
    whole, rows[at] = rows[at], data.draw(mutated(rows[at]))

    said = by_stretch(rows, end)

    assert said == by_entry(rows, end)
    assert isinstance(said, str) == _is_other(whole, rows[at])


def _is_other(whole, changed):
    """Whether a row is not what was written; parts of it may always be missing (ADR 0003)."""
    there = set(split_disclosures(whole[3]) or ())
    return changed[:3] != whole[:3] or not set(split_disclosures(changed[3]) or ()) <= there


# -- what entries say ------------------------------------------------------------------------------


def stretch_of(made, start=0):
    """A stretch of facts as they are written; None stands for what was erased."""
    dice = CountedDice()
    joined = [
        None
        if fact is None
        else join_disclosures(
            throw_draft(entry_id=dice.new_entry_id(), parts=encode(fact), dice=dice).disclosures
        )
        for fact in made
    ]
    times = [later(start + n) for n in range(len(made))]
    return Stretch(start, [dice.new_entry_id() for _ in made], times, joined)


@pytest.mark.parametrize("word", sorted(KINDS))
def test_every_kind_is_told_as_it_was_written(word):
    @settings(max_examples=25, deadline=None)
    @given(fact=facts_of(KINDS[word]))
    def told(fact):
        (outline,) = tell(stretch_of([fact]))
        assert (outline.KIND, outline.fact_id) == (word, fact.fact_id)
        assert as_fact(outline) == fact

    told()


@settings(max_examples=600, deadline=None)
@given(fact=facts, data=st.data())
def test_content_that_does_not_fit_its_kind_is_refused_as_before(fact, data):
    (name, content), *_ = encode(fact)
    place = data.draw(st.integers(0, len(content) - 1))
    new = data.draw(
        st.sampled_from([b"", b"0", b'"', b"null", b"[", b"{", b",", b"\\", b"x", b"1.5"])
    )
    content = content[:place] + new + content[place + data.draw(st.integers(0, 3)) :]
    try:
        sealed = write_disclosure(salt=SALT, name=name, value=content)
    except Malformed:
        return  # it could not have been written
    try:
        expected = decode(name, content)
    except FactNotReadableError:
        expected = None

    stretch = Stretch(0, ["id"], [later(0)], [sealed])

    if expected is None:
        with pytest.raises(FactNotReadableError):
            tell(stretch)
    else:
        assert [as_fact(each) for each in tell(stretch)] == [expected]


@pytest.mark.parametrize("name", ["dream/1", "feed/2", "feed/x", "fe\\u0065d/1"])
def test_a_kind_of_another_version_is_refused_when_the_record_is_read(name):
    good = stretch_of([KINDS["feed"](fact_id="a")]).disclosures[0]
    sealed = write_disclosure(salt=SALT, name=name, value=b'{"fact_id":"b"}')

    with pytest.raises(FactNotReadableError):
        SpaceFacts("care", LOG).extend([Stretch(0, ["a", "b"], [later(0)] * 2, [good, sealed])])


@st.composite
def histories(draw):
    """Facts, pointers at earlier ones, and entries whose content is gone."""
    made = []
    for number in range(draw(st.integers(1, 12))):
        known = [f.fact_id for f in made if f is not None]
        target = draw(st.sampled_from([*known, "", "", "nobody"]))
        kind = draw(st.sampled_from([Retracted, KINDS["feed"], KINDS["nappy"], KINDS["person"]]))
        if draw(st.integers(0, 9)):
            made.append(kind(fact_id=f"f{number}", replaces=target, about="Isla"))
        else:
            made.append(None)
    return made


@settings(deadline=None)
@given(made=histories(), cuts=st.lists(st.integers(0, 12), max_size=3))
def test_a_space_read_in_any_stretches_is_the_space_written_fact_by_fact(made, cuts):
    one_by_one, at_length = SpaceFacts("care", LOG), SpaceFacts("care", LOG)
    for place, fact in enumerate(made):
        if fact is not None:
            one_by_one.add(fact, sequence=place, recorded_at=later(place))
    ends = sorted({min(cut, len(made)) for cut in cuts} | {0, len(made)})

    at_length.extend(stretch_of(made[a:b], start=a) for a, b in pairwise(ends))

    assert tuple(at_length.standing.all()) == tuple(one_by_one.standing.all())
    assert list(at_length.history) == list(one_by_one.history) == [f for f in made if f is not None]
    assert dict(at_length.written) == dict(one_by_one.written)
    assert at_length.withheld == made.count(None)


@given(made=histories())
def test_looking_at_a_fact_changes_nothing_about_what_stands(made):
    state = Standing()
    state.extend([each for each in tell(stretch_of(made)) if each is not None])
    first = tuple(state.all())

    assert tuple(state.all()) == first
    assert [state.get(f.fact_id) for f in first if f.replaces == ""] == [
        f for f in first if f.replaces == ""
    ]


def test_two_parts_of_an_entry_come_apart_where_they_were_joined():
    dice = CountedDice()
    (entry,), _ = seal_all(LogEnd(LOG), [feed(dice, 1, places="Mum's")], recorded_at=later(1))
    joined = join_disclosures(entry.disclosures)

    stretch = reader().stretch(
        [(entry.entry_id, write_moment(entry.recorded_at), entry.leaf, joined)]
    )

    assert split_disclosures(stretch.disclosures[0]) == entry.disclosures
