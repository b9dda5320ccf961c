"""From what a story says to facts one could write down, with nothing made up."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.api import open_household
from kinhold.domain.dates import last_day

TOLD = date(2026, 11, 21)
STORY = """My name is Ruth. My husband Danny packed a bag in October and moved out to his brother's. \
Our daughter Isla is fourteen months old. My son Sam was two when we moved here. \
My mum promised she would have Isla every Saturday. The rent is £780 a month. \
"Maybe you should start a new job," my mum said."""


@pytest.fixture(scope="module")
def read():
    with open_household(None) as home:
        return home.read(STORY, told=TOLD)


def facts(read, kind):
    return [s.fact for s in read.suggestions if kind == s.fact.KIND and s.tier == 1]


def test_every_suggestion_quotes_the_story_to_the_letter(read):
    assert read.suggestions
    assert all(STORY[q.start : q.end] == q.text for s in read.suggestions for q in s.quotes)


def test_people_are_called_as_she_calls_them(read):
    handles = {f.about for f in [*facts(read, "person"), *facts(read, "child")]}

    assert {"Ruth", "Danny", "Isla", "Mum"} <= handles


def test_an_age_at_the_telling_gives_about_when_and_one_in_the_past_gives_nothing(read):
    born = {f.about: f.born for f in facts(read, "child")}

    assert born["Isla"] == "2025-09~"
    assert born.get("Sam", "../..") == "../.."


def test_what_is_recalled_says_so_and_is_never_dated_later_than_it_was_told(read):
    for suggestion in read.suggestions:
        assert suggestion.fact.how_known == "recalled"
        latest = last_day(suggestion.fact.occurred)
        assert latest is None or latest <= TOLD
        assert suggestion.fact.fact_id == ""


def test_advice_is_not_an_event(read):
    events = [f.words for f in facts(read, "event")]

    assert not [words for words in events if "Maybe" in words]


def test_an_amount_is_kept_and_its_day_is_asked_for():
    with open_household(None) as home:
        home.add("household country=uk of=Ruth")
        home.add('../2026-11-21 bill Rent amount=780 each=month "told in the story"')
        home.add("2026-11-21 balance Current amount=1")
        page = home.money(on=TOLD)

    assert "Rent" in [q.about for q in page.questions]
    assert page.due == ()


def test_setting_an_accepted_suggestion_aside_takes_it_back():
    with open_household(None) as home:
        story = home.read(STORY, told=TOLD)
        accepted = home.confirm(story, tier=1)
        key = next(s.suggestion.key for s in home.suggestions(story) if s.state == "accepted")

        home.set_aside(story, key=key)

        assert len(accepted) > 3
        assert next(s.state for s in home.suggestions(story) if s.suggestion.key == key) == "open"


def test_what_is_only_worth_a_look_is_a_note_with_a_proposal_she_can_take():
    text = "My name is Ruth. My husband Danny left. He said, “I’ll visit when she’s bigger.”"
    with open_household(None) as home:
        story = home.read(text, told=TOLD)
        unsure = [s for s in story.suggestions if s.theme == "promises" and s.tier == 2]
        taken = [s.proposal for s in unsure if s.proposal is not None]

    assert all(s.fact.KIND == "note" for s in unsure)
    assert [(p.KIND, p.about, p.condition) for p in taken] == [
        ("promise", "Danny", "when she’s bigger")
    ]
