"""The pieces that a paper for a court is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["text", "heading", "item", "code", "blank", "sign"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page of text.

    Attributes:
        kind: text, heading, item (of a numbered list), code (to be typed as it stands), blank (a
            label and a line to write on) or sign (a label over a line for a signature).
        text: the words.
    """

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A page or two of text with blanks to fill in.

    Attributes:
        title: its heading.
        draft: True where it has to be read, filled in and signed by somebody first.
        blocks: from top to bottom.
    """

    title: str
    draft: bool
    blocks: tuple[Block, ...]


def as_text(words: str) -> Block:
    """Return a paragraph."""
    return Block("text", words)


def as_heading(words: str) -> Block:
    """Return a heading."""
    return Block("heading", words)


def as_item(words: str) -> Block:
    """Return an item of a numbered list."""
    return Block("item", words)


def as_code(words: str) -> Block:
    """Return what is to be typed as it stands."""
    return Block("code", words)
