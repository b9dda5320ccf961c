"""`kinhold checkin FILE [FORM]`: how she is doing, and questionnaires a doctor knows."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.cli.safety import show_positive
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kinhold.api.wellbeing import Wellbeing
    from kinhold.application.lines import LineShown
    from kinhold.application.questionnaires import AnsweredLine, FormItem, FormPage
    from kinhold.application.wellbeing import AnsweredPage, HowAreYouPage

SKIP = ("", "-", "x", "-1")


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "checkin",
        _(
            "How you are doing: sleep and help from the log, and questionnaires your doctor "
            "knows. Only you can see it; no plan reads an answer."
        ),
        example="kinhold checkin home.kinhold phq-2 --answers 1,0",
    )
    made.add_argument(
        "form", nargs="?", default="", metavar="FORM", help=_("such as who-5, phq-2, gad-7 or epds")
    )
    made.add_argument(
        "--answers",
        metavar="LIST",
        help=_("one number a question, with commas; x leaves one out. Without it they are asked"),
    )
    made.add_argument("--words", default="", help=_("words of your own beside the answers"))
    made.add_argument("--history", action="store_true", help=_("everything that was answered"))
    made.add_argument("--json", action="store_true", help=_("the page as JSON"))
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        wellbeing: Wellbeing = home.wellbeing
        if options.history:
            kept = wellbeing.history()
            print(
                terminal.to_json([asdict(line) for line in kept])
            ) if options.json else show_history(kept)
        elif not options.form:
            page = wellbeing.page()
            print(terminal.to_json(page)) if options.json else show(page)
        elif options.answers is None and not (sys.stdin.isatty() and not options.json):
            form = wellbeing.form(options.form)
            print(terminal.to_json(form)) if options.json else show_form(form)
        else:
            _answer(wellbeing, options)
    return 0


def _answer(wellbeing: Wellbeing, options: argparse.Namespace) -> None:
    from kinhold.application.questionnaires import Answers

    shown = False
    if options.answers is None:
        values, shown = _ask(wellbeing, wellbeing.form(options.form))
    else:
        values = tuple(read_answer(part) for part in options.answers.split(","))
    answered = wellbeing.answer(options.form, Answers(values, options.words))
    if options.json:
        print(terminal.to_json(answered))
    else:
        show_answered(answered, shown=shown)


def read_answer(text: str) -> int:
    """Return an answer; `-` or nothing leaves the question out."""
    from kinhold.engines.wellbeing.instruments import SKIPPED

    told = text.strip()
    if told.lower() in SKIP:
        return SKIPPED
    if not (told.isascii() and told.isdigit() and len(told) < 4):  # noqa: PLR2004 - three figures
        raise InputNotUsableError(
            _(
                "“{told}” is not an answer. Write numbers with commas, and x to leave one out."
            ).format(told=told[:20])
        )
    return int(told)


def _ask(wellbeing: Wellbeing, form: FormPage) -> tuple[tuple[int, ...], bool]:
    """Ask one question after the other; an answer that calls for it is acted on before the next."""
    show_head(form)
    values: list[int] = []
    shown = False
    for item in form.items:
        show_item(item)
        values.append(_ask_item(item))
        if not shown and (positive := wellbeing.check(form.key, values)) is not None:
            show_positive(positive)
            shown = True
            print()
    return tuple(values), shown


def _ask_item(item: FormItem) -> int:
    while True:
        try:
            value = read_answer(input("> "))
        except InputNotUsableError as problem:
            print(problem)
            continue
        except EOFError:
            return -1
        if value == -1 or item.lowest <= value <= item.highest:
            return value
        print(
            _("A number from {lowest} to {highest}, or x to leave it out.").format(
                lowest=item.lowest, highest=item.highest
            )
        )


def show(page: HowAreYouPage) -> None:
    terminal.say(page.who_sees)
    print()
    terminal.say(page.longest)
    terminal.say(page.help.said)
    print()
    terminal.table([("  " + night.label, night.said) for night in page.nights])
    offered = [("  " + form.key, form.name) for form in (*page.forms, *page.doctor_forms)]
    if offered:
        print(_("\nYou can answer, if you like:"))
        terminal.table(offered)
    if page.kept:
        print(_("\nAnswered before:"))
        show_history(page.kept)
    show_foot(page.numbers)


def show_history(kept: Sequence[AnsweredLine]) -> None:
    if not kept:
        print(_("Nothing was answered yet."))
    terminal.table([("  " + line.label, line.key, line.said) for line in kept])


def show_head(form: FormPage) -> None:
    terminal.say(form.who_sees)
    terminal.say(form.what_it_is)
    if form.wait:
        terminal.say(form.wait)
    if form.stem:
        print()
        terminal.say(form.stem)


def show_form(form: FormPage) -> None:
    show_head(form)
    for item in form.items:
        show_item(item)
    print()
    for limit in form.limits:
        terminal.say(limit)
    terminal.say(f"{form.citation} {form.licence}")


def show_item(item: FormItem) -> None:
    print()
    terminal.say(f"{item.number}. {item.text}")
    if not item.options:
        print(
            _("     a number from {lowest} to {highest}").format(
                lowest=item.lowest, highest=item.highest
            )
        )
    for value, text in item.options:
        print(f"     {value}  {text}")


def show_answered(page: AnsweredPage, *, shown: bool = False) -> None:
    if page.positive is not None and not shown:
        show_positive(page.positive)
    for said in (page.at_once, page.said, page.show_to):
        if said:
            terminal.say(said)
    if page.kept:
        print(_("Kept, for you alone. Take it back with: kinhold undo FILE"))
    if page.positive is None:
        show_foot(page.numbers)


def show_foot(numbers: Sequence[LineShown]) -> None:
    if numbers:
        print()
        terminal.say(_("Any time: ") + "; ".join(f"{line.name}: {line.says}" for line in numbers))
