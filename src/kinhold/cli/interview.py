"""`kinhold interview FILE`: ten questions in the terminal, each can be skipped."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api import HouseholdFile
    from kinhold.application.interview import Field, Question


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "interview",
        _(
            "Ten questions. Press Enter to skip a question or to end a list; Ctrl-D stops, and "
            "what was saved stays."
        ),
        example="kinhold interview home.kinhold",
    )
    made.add_argument(
        "--only",
        metavar="NAME",
        default="",
        help=_(
            "ask only this one: you, children, home, left, helpers, work, promises, incomes, "
            "bills, debts"
        ),
    )
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.application.interview import QUESTIONS

    asked = [q for q in QUESTIONS if not options.only or q.name == options.only]
    if not asked:
        print(
            _("There is no question “{only}”. The questions are: {questions}.").format(
                only=options.only, questions=", ".join(q.name for q in QUESTIONS)
            ),
            file=sys.stderr,
        )
        return 2
    with terminal.household(options.file, create=True) as home:
        try:
            for number, question in enumerate(asked, start=1):
                print(
                    _("\n{number} of {asked}  {text}").format(
                        number=number, asked=len(asked), text=_(question.text)
                    )
                )
                terminal.say(_(question.why), indent="  ")
                _ask(home, question)
        except EOFError:
            print(_("\nStopped. What was saved stays saved."))
            return 0
        terminal.questions(home.questions()[:6])
    return 0


def _ask(home: HouseholdFile, question: Question) -> None:
    from kinhold.application.interview import AnswerNotUsableError

    while True:
        first = _enter(question.fields[0])
        if not first:
            return
        row = {question.fields[0].name: first, **{f.name: _enter(f) for f in question.fields[1:]}}
        try:
            home.answer(name=question.name, rows=[row])
        except AnswerNotUsableError as refused:
            print(f"  {refused}")
            continue
        print("  Saved.")
        if question.rows == 1:
            return


def _enter(field: Field) -> str:
    hint = f" ({_(field.hint)})" if field.hint else ""
    if field.kind == "choice":
        hint = " [" + ", ".join(v for v, _unused in field.options if v) + "]"
    if field.kind == "days":
        hint = " [mon,tue,…]"
    return input(f"  {_(field.label)}{hint}: ").strip()
