"""Breadth: several hundred plain sentences of our own, most of which must be understood."""

from __future__ import annotations

import collections
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinhold.engines.story.candidates import families

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.engines.story.results import StoryReading

HOUSEHOLD = (
    "My husband and I have a son and a daughter. My mother-in-law and my mother live near us. "
)
SHARE = 0.88
LEAST = 0.65


def test_most_plain_sentences_are_read_as_what_they_are(
    told: Callable[[str], StoryReading],
) -> None:
    rows = [
        line.split("|", 1)
        for line in (Path(__file__).parent / "phrases.txt").read_text("utf-8").splitlines()
        if "|" in line and not line.startswith("#")
    ]
    understood: collections.Counter[str] = collections.Counter()
    asked: collections.Counter[str] = collections.Counter()

    for head, sentence in rows:
        name, family = head.split()
        reading = told(HOUSEHOLD + sentence)
        found = {
            families(name).get(item.kind)
            for item in getattr(reading, name)
            if item.evidence[0].start >= len(HOUSEHOLD) - 2
        }
        asked[name] += 1
        understood[name] += family in found

    shares = {name: understood[name] / asked[name] for name in asked}
    assert sum(understood.values()) / sum(asked.values()) >= SHARE
    assert min(shares.values()) >= LEAST, shares


@pytest.mark.parametrize("name", ["events", "money", "care", "wellbeing", "promises"])
def test_the_breadth_sentences_cover_every_list(name: str) -> None:
    text = (Path(__file__).parent / "phrases.txt").read_text("utf-8")

    assert text.count(f"\n{name} ") >= 10
