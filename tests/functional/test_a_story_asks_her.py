"""What a story asks her: on its page, on the command line and in the library; and for nobody else."""

from __future__ import annotations

import json
import re

import pytest
from tests.lauras_years import LATER, Clock, build, web

from kinhold.api import open_household
from kinhold.domain.events import SuggestionSetAside
from kinhold.domain.wellbeing import SignalNoted

TOLD = """My name is Laura. My ex John left three years ago.
Last week John was parked outside Colin's school again. He keeps following me home from work.
My mother calls me lazy and useless. I can't do this anymore.
Colin learned to ride a bike and we went to the park."""


@pytest.fixture
def page(tmp_path, monkeypatch):
    file = build(tmp_path / "home.kinhold")
    with web(file, monkeypatch) as (_, signed_in):
        she = signed_in()
        sent = she.post("/story/", {"text": TOLD, "told": "2026-11-22"}, follow=True)
        yield she, sent, sent.redirect_chain[-1][0]


def asked_part(text):
    """The part of the page that is for her alone."""
    return text.split('id="asked"')[1].split('id="next"')[0]


def facts(kind):
    from kinhold.web.pages.household import with_household

    return with_household(lambda home: home.record().of(kind))


def test_her_own_sentences_come_first_each_with_one_question_and_numbers(page):
    _, sent, _ = page
    part = asked_part(sent.text)

    assert sent.status_code == 200
    for words in ("parked outside", "following me home", "lazy and useless", "do this anymore"):
        assert words in part
    assert part.count("Would you like numbers for this?") >= 4
    assert 'href="tel:' in part
    assert "Only you see this" in part


def test_no_card_gives_it_a_name(page):
    _, sent, _ = page
    labels = r"followed or watched|followed_or_watched|seen_at_school|contempt|stalk|threat|abus"

    assert not re.search(labels, asked_part(sent.text), re.IGNORECASE)


def test_a_yes_is_kept_privately_and_the_same_card_offers_keeping_out(page):
    she, sent, path = page
    key = re.search(r'id="s-(\w+)"><p class="quote">[^<]*following me home', asked_part(sent.text))[
        1
    ]
    after = she.post(path, {"key": key, "answer": "yes"}, follow=True)
    (kept,) = facts(SignalNoted)
    out = she.post("/people/out/", {"who": "John", "back": path}, follow=True)

    assert "following me home" in kept.words
    assert kept.by == "John"
    assert "Kept for you." in asked_part(after.text)
    assert "Keep this person out" in asked_part(after.text)
    assert "You keep John out." in asked_part(out.text)


def test_a_no_keeps_no_word_of_it(page):
    she, sent, path = page
    key = re.search(r'id="s-(\w+)"><p class="quote">[^<]*lazy', asked_part(sent.text))[1]
    after = she.post(path, {"key": key, "answer": "no"}, follow=True)

    assert [fact.words for fact in facts(SuggestionSetAside)] == [""]
    assert "lazy and useless" not in asked_part(after.text)


def test_yes_to_all_leaves_the_questions_open(page):
    she, sent, path = page
    after = she.post(path, {"answer": "all"}, follow=True)

    assert asked_part(after.text).count("Yes, keep it for me") == asked_part(sent.text).count(
        "Yes, keep it for me"
    )


def test_the_command_line_lists_them_for_her(kinhold, tmp_path):
    story = tmp_path / "story.txt"
    story.write_text(TOLD, encoding="utf-8")
    text = kinhold("read", story, check=0).stdout
    shape = json.loads(kinhold("read", story, "--json", check=0).stdout)

    assert "For you alone" in text
    assert len(shape["asked"]) >= 4
    assert all(TOLD[a["start"] : a["end"]] == a["text"] for a in shape["asked"])


def test_the_library_gives_them_to_the_keeper(tmp_path):
    with open_household(build(tmp_path / "home.kinhold"), clock=Clock(LATER)) as home:
        story = home.read(TOLD)
        shown = home.wellbeing.asked(story)

    assert [key for key, _ in shown] == [s.key for s in story.asked]
    assert all(signal.numbers for _, signal in shown)
