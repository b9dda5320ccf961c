"""`kinhold safety FILE`: the safety plan, and what to do now where she is not safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kinhold.application.lines import LineShown
    from kinhold.application.positive_item import PositiveItemPage, ReadyText
    from kinhold.application.safety_plan import SafetyPlanPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "safety",
        _(
            "Your plan for when it gets very hard, in six steps, with texts ready to send. Only "
            "you can see it. With --now: numbers at once."
        ),
        example="kinhold safety home.kinhold --step 4 --who Dee",
    )
    made.add_argument(
        "--now", action="store_true", help=_("I am not safe: numbers and first steps")
    )
    made.add_argument(
        "--step", type=int, metavar="N", help=_("write a line into this step, 1 to 6")
    )
    made.add_argument("--words", default="", help=_("what to write there"))
    made.add_argument(
        "--who", default="", metavar="NAME", help=_("a person of the household's world")
    )
    made.add_argument("--json", action="store_true", help=_("the page as JSON"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.application.safety_plan import ToPlan

    with terminal.household(options.file) as home:
        if options.now:
            positive = home.wellbeing.not_safe()
            print(terminal.to_json(positive)) if options.json else show_positive(positive)
            return 0
        if options.step is not None:
            home.wellbeing.write_plan(ToPlan(options.step, options.words, options.who))
        elif options.words or options.who:
            raise InputNotUsableError(_("Say where it goes with --step, from 1 to 6."))
        page = home.wellbeing.plan()
    print(terminal.to_json(page)) if options.json else show(page)
    return 0


def show_positive(page: PositiveItemPage) -> None:
    terminal.say(page.thanks)
    terminal.say(page.who_sees)
    print()
    terminal.say(
        _("{question} Not sure, or no? {emergency}").format(
            question=page.question, emergency=page.emergency
        )
    )
    show_lines(page.numbers)
    if page.note:
        terminal.say(page.note)
    show_texts(page.texts)
    print()
    terminal.say(page.child_question)
    for step in page.child_steps:
        terminal.say(step, indent="  ")
    print()
    for _unused, words in page.after_yes:
        terminal.say(words)
    terminal.say(page.stays)


def show_lines(lines: Sequence[LineShown]) -> None:
    terminal.table([("  " + line.says, line.name, line.for_whom) for line in lines])


def show_texts(texts: Sequence[ReadyText]) -> None:
    if texts:
        print(_("\nReady to send:"))
    for text in texts:
        terminal.say(
            f"{text.who}{', ' + text.phone if text.phone else ''}: {text.text}", indent="  "
        )


def show(page: SafetyPlanPage) -> None:
    print(page.title)
    terminal.say(page.who_sees)
    for step in page.steps:
        print(f"\n{step.number}. {step.title}")
        for line in step.lines:
            said = ": ".join(part for part in (line.who, line.words) if part)
            terminal.say(f"{said}  [{line.fact_id[:8]}]", indent="   ")
        if not step.lines:
            terminal.say(step.hint, indent="   ")
    show_texts(page.texts)
    print(_("\nOpen now:"))
    show_lines(page.numbers)
    terminal.say(page.credit)
