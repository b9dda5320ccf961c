"""From a story to a reading: every item with its words, tier, confidence and rule."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kinhold.domain.findings import Finding
from kinhold.engines.story import assemble
from kinhold.engines.story.cast import Casting
from kinhold.engines.story.context import Story
from kinhold.engines.story.document import Document, levelled
from kinhold.engines.story.frames import Framer
from kinhold.engines.story.lexicon import lemmas
from kinhold.engines.story.questions import find_questions
from kinhold.engines.story.results import StoryReading
from kinhold.engines.story.speakers import Speakers
from kinhold.engines.story.syntax import Syntax
from kinhold.engines.story.utterance import Speech
from kinhold.engines.story.zones import Zone, find_zones
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.domain.stories import Quote
    from kinhold.engines.story.linguist import Linguist

LONGEST = 60_000
"""Code points read of one story (about 11,000 words); the rest is kept, unread, with a Finding."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FEWEST_WORDS = 12
_ENGLISH_SHARE = 0.16


def read(document: Document, *, linguist: Linguist) -> StoryReading:
    """Read a story.

    At most `LONGEST` code points are read. A text that does not look English is not read at all.
    Without a parsing linguist only zones, people, ages, sums and urgent words are read.

    Args:
        document: the story.
        linguist: who parses it.

    Returns:
        Everything found, each item quoting the story exactly; problems are in `findings`.
    """
    findings: list[Finding] = []
    text = document.text
    if len(text) > LONGEST:
        cut = max(
            text.rfind("\n", LONGEST - 5_000, LONGEST), text.rfind(" ", LONGEST - 500, LONGEST)
        )
        text = text[: cut if cut > 0 else LONGEST]
        findings.append(Finding("warning", "story.too-long",
            _("Only the first {text:,} characters were read. Split the story to have the rest read.").format(text=len(text)), f"{len(text)}"))  # fmt: skip
    level = levelled(text)
    words = _WORD.findall(level)
    if not words:
        findings.append(Finding("info", "story.empty", _("There are no words to read yet.")))
        return StoryReading(
            sha256=document.sha256,
            length=len(document.text),
            linguist=linguist.name,
            findings=tuple(findings),
        )
    if not _looks_english(words):
        findings.append(Finding("warning", "story.language",
            _("This does not look like English, so it was not read. Everything can still be "
"entered by hand.")))  # fmt: skip
        return StoryReading(
            sha256=document.sha256,
            length=len(document.text),
            linguist=linguist.name,
            findings=tuple(findings),
        )
    if not linguist.parses:
        findings.append(Finding("info", "story.no-grammar",
            _("The grammar model is not installed: only people, ages, sums and urgent words were "
"looked for.")))  # fmt: skip
    story = prepare(document, level, linguist)
    reading = assemble.reading(story, linguist, tuple(findings))
    return assemble.with_questions(reading, find_questions(reading))


def prepare(document: Document, level: str, linguist: Linguist) -> Story:
    """Parse, cast and attribute: everything that the extractors need."""
    tokens = linguist.parse(level)
    zones = find_zones(level)
    casting = Casting(level, tokens, zones)
    casting.narration()
    speech = Speakers(casting).all()

    def speaker_of(zone: Zone) -> tuple[int | None, int | None]:
        said = speech.get(zone, Speech(None, None, "direct", "", 0.0))
        return said.speaker, said.listener

    casting.quotes(speaker_of)
    cast = casting.done()
    syntax = Syntax(tokens)
    framer = Framer(syntax, cast, zones, speech, level)
    return Story(document, level, tokens, syntax, zones, cast, speech, framer)


def _looks_english(words: list[str]) -> bool:
    """Whether enough of the words are the small words every English text needs."""
    if len(words) < _FEWEST_WORDS:
        return True
    sample = words[:4_000]
    common = lemmas("words", "english")
    return sum(w.lower() in common for w in sample) / len(sample) >= _ENGLISH_SHARE


def to_gold_shape(reading: StoryReading) -> dict[str, Any]:
    """The reading as plain JSON values in the shape of story-gold/1.

    Returns:
        `text_sha256` and one list each of people, relations, ages, speech, events, promises, money,
        care, wellbeing and questions; every item also has `tier`, `confidence` and `rule`.
    """
    out: dict[str, Any] = {
        "schema": "story-gold/1",
        "text_sha256": reading.sha256,
        "narrator": "p1",
    }
    for name in (
        "people",
        "relations",
        "ages",
        "speech",
        "events",
        "promises",
        "money",
        "care",
        "wellbeing",
        "questions",
    ):
        out[name] = [_plain(asdict(item)) for item in getattr(reading, name)]
    for relation in out["relations"]:
        relation["from"], relation["to"] = relation.pop("subject"), relation.pop("target")
    for promise in out["promises"]:
        promise["outcome_evidence"] = promise.pop("outcome")
    for event in out["events"]:
        if event["time"] is not None:
            event["time"] |= event["time"].pop("quote")
        else:
            del event["time"]
    return out


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON values
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value


def quotes_of(reading: StoryReading) -> list[Quote]:
    """Every quote of a reading, outcomes and times included."""
    found: list[Quote] = []
    for name in (
        "people",
        "relations",
        "ages",
        "speech",
        "events",
        "promises",
        "money",
        "care",
        "wellbeing",
    ):
        for item in getattr(reading, name):
            found.extend(item.evidence)
    found.extend(q for p in reading.promises for q in p.outcome)
    found.extend(e.time.quote for e in reading.events if e.time is not None)
    return found
