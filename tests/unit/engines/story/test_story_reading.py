"""A reading as a whole: exact words, whatever the text; the same facts, however it is written."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinhold.engines.story.candidates import TIER_ONE, families
from kinhold.engines.story.document import Document
from kinhold.engines.story.linguist import Linguist, PlainLinguist
from kinhold.engines.story.reading import LONGEST, quotes_of, read, to_gold_shape
from kinhold.engines.story.results import StoryReading
from kinhold.engines.story.rules import rules

Told = Callable[[str], StoryReading]

HOUSEHOLD = (
    "My husband Paul left us in May. Our son Ben was six months old. "
    "My mum helps with the baby every weekend. She said she would pay the rent.\n\n"
    "“I need space,” Paul said.\n\nI cried all night. We can't afford the gas bill of £80."
)
SCRAPS = st.sampled_from(
    ["My husband", " left", " me. ", "“I'll call,” ", "he said. ", "I (27F)", "\n\n", "\r\n", "🙂",
     "’", '"', "She hit me", "our 3 yr old", "£40 a week", " mum's ", "I want to disappear. ", "…"]
)  # fmt: skip


def shape(reading: StoryReading) -> list[tuple[str, ...]]:
    """What a reading says, without places and names."""
    role = {p.id: p.role for p in reading.people}
    out = [("person", p.role) for p in reading.people]
    out += [("tie", role[r.subject], r.type, role[r.target]) for r in reading.relations]
    out += [("age", role[a.person], str(a.value), a.unit) for a in reading.ages]
    out += [("event", e.kind, *sorted(role[n] for n in e.who)) for e in reading.events]
    out += [("promise", p.kind, p.status) for p in reading.promises]
    out += [("money", m.kind, str(m.amount)) for m in reading.money]
    out += [("care", c.kind, *(role[n] for n in c.carer)) for c in reading.care]
    out += [("state", w.kind, *(role[n] for n in w.who)) for w in reading.wellbeing]
    return sorted(out)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=25).map("".join)))
def test_every_quote_is_verbatim_without_a_grammar(text: str) -> None:
    for quote in quotes_of(read(Document(text), linguist=PlainLinguist())):
        assert text[quote.start : quote.end] == quote.text


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=25).map("".join)))
def test_every_quote_is_verbatim_with_a_grammar(linguist: Linguist, text: str) -> None:
    for quote in quotes_of(read(Document(text), linguist=linguist)):
        assert text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize(
    ("old", "new"),
    [("Paul", "Amir"), ("Ben", "Theo"), ("mum", "mom"), ("£80", "$80"), ("’", "'")],
)
def test_other_names_and_spellings_tell_the_same_household(told: Told, old: str, new: str) -> None:
    first, second = told(HOUSEHOLD), told(HOUSEHOLD.replace(old, new))

    assert shape(first) == shape(second)


def test_straight_quotes_tell_the_same_household(told: Told) -> None:
    straight = HOUSEHOLD.translate(str.maketrans("“”’", '""\''))

    assert shape(told(HOUSEHOLD)) == shape(told(straight))


def test_line_ends_of_another_system_change_nothing(told: Told) -> None:
    assert shape(told(HOUSEHOLD)) == shape(told(HOUSEHOLD.replace("\n", "\r\n")))


def test_a_wife_who_leaves_is_read_like_a_husband(told: Told) -> None:
    his = told("My husband walked out in May. He never called. He owes me money.")
    hers = told("My wife walked out in May. She never called. She owes me money.")

    mapped = {frozenset("wife" if w == "husband" else w for w in row) for row in shape(his)}
    assert {frozenset(row) for row in shape(hers)} == mapped


@pytest.mark.parametrize(
    "text",
    ["", "   \n\n ", "🙂🙂🙂", "...", "a" * 9_000, "I " * 6_000, "((((((", "“" * 400, "My " * 3_000, "\x00\x01",
     "no stops here just words and my husband left and my baby cried " * 200],
)  # fmt: skip
def test_odd_texts_are_read_without_harm(told: Told, text: str) -> None:
    assert told(text).length == len(text)


def test_an_empty_story_says_so(told: Told) -> None:
    assert [f.code for f in told("  ").findings] == ["story.empty"]


def test_another_language_is_said_and_not_read(told: Told) -> None:
    reading = told(
        "Mein Mann hat uns im März verlassen und seitdem bin ich mit dem Kind allein. "
        "Meine Mutter hilft manchmal am Wochenende, aber das Geld reicht nicht."
    )

    assert [f.code for f in reading.findings] == ["story.language"]
    assert reading.people == ()


def test_a_very_long_text_is_cut_and_the_person_is_told() -> None:
    text = "My husband left me and I cried. " * 160_000

    reading = read(Document(text), linguist=PlainLinguist())

    assert [f.code for f in reading.findings][:1] == ["story.too-long"]
    assert max(q.end for q in quotes_of(reading)) <= LONGEST


def test_without_a_grammar_people_ages_and_sums_still_appear() -> None:
    reading = read(
        Document("My wife (30F) left. I owe $500 to my mother."), linguist=PlainLinguist()
    )

    assert {"wife", "mother"} <= {p.role for p in reading.people}
    assert [a.value for a in reading.ages] == [30]
    assert 500 in {m.amount for m in reading.money}
    assert [f.code for f in reading.findings] == ["story.no-grammar"]


def test_the_gold_shape_is_plain_json(told: Told) -> None:
    found = to_gold_shape(told(HOUSEHOLD))

    assert json.loads(json.dumps(found)) == found
    assert {"tier", "confidence", "rule", "evidence"} <= set(found["people"][0])


@pytest.mark.parametrize("name", ["events", "money", "care", "wellbeing"])
def test_every_rule_speaks_the_closed_vocabulary(name: str) -> None:
    assert {rule.kind for rule in rules(name)} <= set(families(name))


def test_an_item_is_we_think_only_from_the_threshold_up(told: Told) -> None:
    reading = told(HOUSEHOLD)
    lists = {"people": reading.people, "events": reading.events, "wellbeing": reading.wellbeing}

    assert all(
        (item.tier == 1) == (item.confidence >= TIER_ONE[name])
        for name, items in lists.items()
        for item in items
    )
