"""`kinhold read STORY`: say what a story shows. Writes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    import argparse

    from kinhold.engines.story.results import Item, StoryReading, WellbeingFound

SECTIONS = (
    ("people", N_("People")),
    ("relations", N_("How they are related")),
    ("ages", N_("Ages")),
    ("events", N_("What happened")),
    ("promises", N_("Promises")),
    ("money", N_("Money")),
    ("care", N_("Care")),
    ("wellbeing", N_("Worth asking about")),
)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "read",
        _("Read a story and say what it shows. Nothing is written."),
        example="kinhold read my-story.txt",
        file=False,
    )
    made.add_argument("story", metavar="STORY", help=_("a text file in the person's own words"))
    made.add_argument("--json", action="store_true", help=_("everything found, with exact offsets"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.api import read_story
    from kinhold.engines.story.reading import to_gold_shape

    text = terminal.read_text(options.story)
    with terminal.progress(_("Reading")):
        reading = read_story(text)
    if options.json:
        shape = {
            **to_gold_shape(reading),
            "asked": [_asked_as_json(a) for a in _asked(reading, text)],
        }
        print(json.dumps(shape, ensure_ascii=False, indent=1))
        return 0
    show(reading, text)
    return 0


def show(reading: StoryReading, text: str) -> None:
    from kinhold.engines.story.handles import handles_of

    names = handles_of(reading, text)
    sure = sum(1 for name, _unused in SECTIONS for i in getattr(reading, name) if i.tier == 1)
    look = sum(1 for name, _unused in SECTIONS for i in getattr(reading, name) if i.tier > 1)
    terminal.say(
        _(
            "{sure} things we think this story says, {look} worth a look. Nothing is written "
            "until you say yes."
        ).format(sure=sure, look=look)
    )
    for finding in reading.findings:
        terminal.say(f"! {finding.message}")
    for name, title in SECTIONS:
        items = getattr(reading, name)
        if not items:
            continue
        print(f"\n{_(title)}")
        terminal.table([_row(i, names) for i in items if i.tier == 1])
        worth = [i for i in items if i.tier > 1]
        if worth:
            print(_("  worth a look:"))
            terminal.table([("   ", _quote(i)) for i in worth])
    asked = _asked(reading, text)
    if asked:
        print(_("\nFor you alone: would you like numbers for this? (kinhold lines)"))
        terminal.table([("  ", _quote(i)) for i in asked])
    if reading.questions:
        print(_("\nOpen questions"))
        for question in reading.questions:
            terminal.say(f"? {question.text}", indent="  ")


def _asked(reading: StoryReading, text: str) -> tuple[WellbeingFound, ...]:
    """What the story asks her, as `ReadStory.asked` has it, in the story's order."""
    from kinhold.domain.wellbeing import SignalNoted
    from kinhold.engines.story.asked import find_asked
    from kinhold.engines.wellbeing.signals import is_asked

    found = [*reading.wellbeing, *find_asked(reading, text)]
    asked = [
        item
        for item in found
        if is_asked(
            SignalNoted(
                fact_id="",
                severity=item.severity,  # type: ignore[arg-type]  # the reading's closed list
                sign=item.kind,
                words=item.evidence[0].text,
            )
        )
    ]
    return tuple(sorted(asked, key=lambda item: item.evidence[0].start))


def _asked_as_json(item: WellbeingFound) -> dict[str, object]:
    quote = item.evidence[0]
    return {
        "kind": item.kind,
        "by": list(item.by),
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
    }


def _row(item: Item, names: object) -> tuple[str, str, str]:
    called = dict(names)  # type: ignore[call-overload]
    ids: list[str] = []
    for field in ("person", "subject", "target", "who", "by", "carer"):
        value = getattr(item, field, None) or ()
        ids += [value] if isinstance(value, str) else list(value)
    who = ", ".join(dict.fromkeys(called.get(i, i) for i in ids)) or called.get(item.id, "")
    label = getattr(item, "role", "") or getattr(item, "type", "") or item.kind
    if getattr(item, "value", None) is not None:
        label = f"{item.value} {item.unit} ({item.at})"  # type: ignore[attr-defined]
    status = getattr(item, "status", None)
    return ("  " + who, label.replace("_", " ") + (f" ({status})" if status else ""), _quote(item))


def _quote(item: Item) -> str:
    words = " ".join(item.evidence[0].text.split())
    return f"“{words if len(words) < 110 else words[:107] + '…'}”"  # noqa: PLR2004 - one or two lines
