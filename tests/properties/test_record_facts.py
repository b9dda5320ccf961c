"""What must hold for every kind of fact, whatever its fields hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import facts, facts_of, new_ids

from kinhold.domain.fact import Retracted, Typed
from kinhold.domain.facts import KINDS
from kinhold.record.codec import decode, encode
from kinhold.record.corrections import Standing, standing
from kinhold.record.notation import format_fact, format_facts, parse, parse_line


@pytest.mark.parametrize("word", sorted(KINDS))
def test_a_line_of_every_kind_reads_back_exactly(word):
    @settings(max_examples=40, deadline=None)
    @given(fact=facts_of(KINDS[word]))
    def round_trip(fact):
        line = format_fact(fact, currency="GBP", with_id=True)
        assert "\n" not in line
        assert parse_line(line, new_id=new_ids(), currency="GBP") == fact

    round_trip()


@pytest.mark.parametrize("word", sorted(KINDS))
def test_every_kind_survives_the_record_exactly(word):
    @settings(max_examples=25, deadline=None)
    @given(fact=facts_of(KINDS[word]))
    def round_trip(fact):
        (name, content), *groups = encode(fact)
        assert decode(name, content, groups) == fact

    round_trip()


@settings(max_examples=60, deadline=None)
@given(given_facts=st.lists(facts, max_size=6))
def test_a_whole_text_reads_back_exactly_with_its_ids(given_facts):
    text = format_facts(given_facts, with_ids=True)
    currencies = [f.currency for f in given_facts if f.KIND == "household"]

    parsed = parse(text, new_id=new_ids())

    if len(currencies) <= 1:
        headers_first = sorted(given_facts, key=lambda f: f.KIND != "household")
        assert not parsed.findings
        assert list(parsed.facts) == headers_first


@settings(max_examples=300, deadline=None)
@given(line=st.text(max_size=80))
def test_any_line_is_read_or_refused_with_a_sentence(line):
    parsed = parse(line, new_id=new_ids())

    assert all(f.severity == "error" and f.message for f in parsed.findings)


@st.composite
def histories(draw):
    """Facts and pointers at earlier ones, as undo, redo and edits make them."""
    made = []
    for number in range(draw(st.integers(1, 12))):
        target = draw(st.sampled_from([*[f.fact_id for f in made], ""]))
        kind = (
            draw(st.sampled_from([Retracted, KINDS["note"], KINDS["bill"]]))
            if target
            else KINDS["note"]
        )
        made.append(kind(fact_id=f"f{number}", replaces=target, source=Typed()))
    return made


@given(history=histories(), cut=st.integers(0, 12))
def test_continuing_a_fold_equals_folding_from_the_start(history, cut):
    state = Standing()
    for fact in history[:cut]:
        state.add(fact)
    list(state.all())
    for fact in history[cut:]:
        state.add(fact)

    assert tuple(state.all()) == standing(history)


@given(history=histories())
def test_taking_back_what_took_something_back_restores_it(history):
    before = set(standing(history))
    undo = Retracted(fact_id="undo", replaces=history[-1].fact_id)
    redo = Retracted(fact_id="redo", replaces="undo")

    assert set(standing([*history, undo, redo])) == before


@given(history=histories())
def test_taking_a_fact_back_twice_is_the_same_as_once(history):
    once = Retracted(fact_id="once", replaces="f0")
    twice = Retracted(fact_id="twice", replaces="f0")

    assert set(standing([*history, once])) == set(standing([*history, once, twice]))


@given(history=histories())
def test_at_most_one_version_of_a_fact_stands(history):
    roots = [f for f in history if not f.replaces]

    assert len(standing(history)) <= len(roots)
