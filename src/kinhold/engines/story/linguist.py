"""The port through which the reader is told about grammar, and the reader's own plain fallback."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|[^\w\s]|_", re.UNICODE)
_STOP = frozenset(".!?…")
_CLOSERS = frozenset("\"”’')]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text.

    Attributes:
        i: its number in the parse, from 0.
        start: first code point in the text that was parsed.
        end: one past the last code point.
        text: the word as parsed.
        lemma: its dictionary form in lower case.
        pos: universal part of speech; empty where nobody parsed.
        tag: Penn tag; empty where nobody parsed.
        dep: dependency label (ClearNLP style); empty where nobody parsed.
        head: number of the governing token; itself at a root.
        ent: entity type; empty if none.
        sent: number of the sentence it stands in.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ent: str
    sent: int


class Linguist(Protocol):
    """Whoever can split a text into words and say how they hang together."""

    @property
    def name(self) -> str:
        """What the linguist is called, for the record of a reading."""

    @property
    def parses(self) -> bool:
        """Whether dependencies, parts of speech and entities are given."""

    def parse(self, text: str) -> tuple[Token, ...]:
        """All tokens of `text` in order, offsets relative to it; a newline ends a sentence."""


class PlainLinguist:
    """Words and sentences by regular expression: no grammar, no outside library."""

    name = "plain"
    parses = False

    def parse(self, text: str) -> tuple[Token, ...]:
        """Split `text` into words and sentences; every grammatical field stays empty."""
        out: list[Token] = []
        sent, last_end, stopped = 0, 0, False
        for found in _WORD.finditer(text):
            word = found.group()
            if (out and "\n" in text[last_end : found.start()]) or (
                stopped and word not in _CLOSERS
            ):
                sent, stopped = sent + 1, False
            if word in _STOP:
                stopped = True
            number = len(out)
            out.append(
                Token(
                    i=number,
                    start=found.start(),
                    end=found.end(),
                    text=word,
                    lemma=word.lower(),
                    pos="",
                    tag="",
                    dep="",
                    head=number,
                    ent="",
                    sent=sent,
                )
            )
            last_end = found.end()
        return tuple(out)
