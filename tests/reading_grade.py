"""How hard a text is to read: the Flesch–Kincaid grade, with syllables from hyphenation patterns.

Kincaid, Fishburne, Rogers, Chissom 1975 (Naval Technical Training Command, report 8-75):
0.39 · words / sentences + 11.8 · syllables / words − 15.59. A counter of our own, since nothing may be
fetched while tests run.
"""

from __future__ import annotations

import re
from functools import cache

import pyphen

_SENTENCE = re.compile(r"[.!?…]+(?:[\s”’\"')\]]|$)|\n+")
_WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiou]l)e$|(?<=[^aeioudt])ed$")
_patterns = pyphen.Pyphen(lang="en_US")


@cache
def syllables(word):
    """Syllables of one word: where it can be hyphenated, or its groups of vowels, whichever are more.

    Hyphenation leaves out syllables of a letter ("about"), groups of vowels leave out "i-dea"; a count
    that errs does so towards the harder.
    """
    plain = word.lower()
    groups = len(_VOWELS.findall(_SILENT.sub("", plain)))
    return max(len(_patterns.positions(plain)) + 1, groups, 1)


def words(text):
    """The words of a text."""
    return _WORD.findall(text)


def sentences(text):
    """The sentences of a text that hold a word."""
    return [part for part in _SENTENCE.split(text) if part and _WORD.search(part)]


def grade(text):
    """The school grade in the United States that a text asks for; below 0 for the plainest."""
    said = words(text)
    if not said:
        return 0.0
    spoken = sum(map(syllables, said))
    return 0.39 * len(said) / max(1, len(sentences(text))) + 11.8 * spoken / len(said) - 15.59
