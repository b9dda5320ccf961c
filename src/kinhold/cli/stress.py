"""`kinhold stress FILE`: what breaks if one more person does not turn up, and what would make it hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.application.sentences import sentence
from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api import HouseholdFile
    from kinhold.application.stress_loss import LossPage
    from kinhold.application.stress_page import RepairLine, StressPage

MOST_PAIRS = 5
MOST_READ = 100_000
"""Characters of a what-if read from a file at most."""


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "stress",
        _(
            "What breaks if one more person does not turn up (N-1), worst first, and the "
            "cheapest repair."
        ),
        example="kinhold stress home.kinhold --scenario 'second baby in March'",
        page=True,
    )
    made.add_argument(
        "--scenario",
        default="",
        metavar="TEXT|FILE",
        help=_("a what-if: a phrase, lines of the notation, or a file with them; nothing is kept"),
    )
    made.add_argument(
        "--quick", action="store_true", help=_("a first answer from availability alone, at once")
    )
    made.add_argument(
        "--loss", metavar="KEY", help=_("one loss before and after, such as person:Mum")
    )
    made.add_argument(
        "--take-up",
        metavar="KEY",
        help=_(
            "write down the asks and steps of a repair: a loss's key; none for as it stands; or all"
        ),
    )
    made.add_argument(
        "--set", type=int, default=1, metavar="N", help="with --take-up: which set, from 1"
    )
    made.add_argument(
        "--agreed",
        action="store_true",
        help=_(
            "with --take-up: everybody has said yes, so bills and debts are written as they will be"
        ),
    )
    made.add_argument("--pdf", metavar="FILE", help=_("one page for a caseworker, as PDF/A"))
    made.add_argument("--why", action="store_true", help=_("show what each figure rests on"))
    terminal.svg_option(made, _("the losses as bars"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.drawing.charts import draw_stress_bars

    _fits_together(options)
    scenario = read_scenario_option(options.scenario)
    with (
        terminal.household(options.file) as home,
        terminal.progress(_("Testing every single loss")) as step,
    ):
        if options.take_up:
            return _take_up(home, options)
        if options.loss:
            loss = home.stress_tests.loss(options.loss, on=options.on, scenario=scenario, step=step)
            print(terminal.to_json(loss)) if options.json else show_loss(loss)
            return 0
        page = home.stress_tests.page(
            on=options.on, scenario=scenario, exact=not options.quick, step=step
        )
        if options.pdf:
            made = home.stress_tests.sheet(on=options.on, scenario=scenario)
            terminal.write(Path(options.pdf), made)
    terminal.draw(options, lambda: draw_stress_bars(page))
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page, why=options.why)
    return 0


def _fits_together(options: argparse.Namespace) -> None:
    """Refuse options of which one would do nothing."""
    if options.take_up and (options.scenario or options.loss or options.pdf or options.svg):
        raise InputNotUsableError(
            _(
                "--take-up writes down what this household needs as it is, and shows no page. Leave "
                "--scenario, --loss, --pdf and --svg out."
            )
        )
    if not options.take_up and (options.agreed or options.set != 1):
        raise InputNotUsableError(_("--agreed and --set go with --take-up KEY."))


def read_scenario_option(told: str) -> str:
    """Return the text of a what-if: the option itself, or what is in the file it names."""
    if not told or "\n" in told:
        return told
    try:
        with Path(told).open(encoding="utf-8") as file:
            return file.read(MOST_READ)
    except (OSError, ValueError):
        return told


def _take_up(home: HouseholdFile, options: argparse.Namespace) -> int:
    facts = home.stress_tests.take_up(
        options.take_up, options.set, on=options.on, agreed=options.agreed
    )
    if options.json:
        print(terminal.to_json([f.fact_id for f in facts]))
        return 0
    household = home.standing(on=options.on).household
    for fact in facts:
        said = sentence(fact, name=household.name, country=household.country)
        terminal.say(_("Written down: {said}").format(said=said))
    terminal.say(
        _("Asks wait for an answer: kinhold ask FILE --list. Take the last back: kinhold undo")
    )
    return 0


def show(page: StressPage, *, why: bool = False) -> None:
    terminal.say(page.headline)
    for line in page.scenario:
        terminal.say(_("Read as: {line}").format(line=line), indent="  ")
    if page.before:
        terminal.say(
            _("As it is: {words} {margin_words}.").format(
                words=page.before.base.words, margin_words=page.before.margin_words
            )
        )
        terminal.say(
            _("With it: {words} {margin_words}.").format(
                words=page.base.words, margin_words=page.margin_words
            )
        )
    elif page.base.words:
        terminal.say(_("As it stands: {words}").format(words=page.base.words))
    if page.base.chances:
        terminal.say(page.base.chances)
    _readiness(page)
    print()
    terminal.table(
        [("▓" * -(-i.weight // 12) or "·", i.title, i.effect) for i in page.impacts],
        head=("", _("If"), "then"),
    )
    print(f"\n{page.margin_words}")
    if page.rests:
        terminal.say(page.rests)
    _details(page, why=why)
    if page.pairs:
        print(_("\nTwo at once, where each alone holds"))
    for pair in page.pairs[:MOST_PAIRS]:
        terminal.say(f"{pair.title}: {pair.effect}.", indent="  ")
    _repairs(page)
    for note in page.notes:
        terminal.say(f"! {note}")
    terminal.questions(page.questions)


def _readiness(page: StressPage) -> None:
    if page.readiness is None:
        return
    print()
    terminal.say(page.readiness.headline)
    marks = {True: "✓", False: "○", None: "?"}
    terminal.table(
        [(marks[check.holds], check.title, check.words) for check in page.readiness.checks]
    )


def _details(page: StressPage, *, why: bool) -> None:
    for line in page.impacts:
        said = [s for s in (line.stands, line.joint, line.likely) if s and not line.holds]
        if line.holds and line.joint:
            said = [line.joint]
        for one in said:
            terminal.say(f"{line.title}: {one}", indent="  ")
        if why:
            for source in line.sources:
                told = (
                    f"{source.words}: {source.href}" if source.rule else ", ".join(source.fact_ids)
                )
                terminal.say(f"{line.title}: {source.what}: {told}", indent="    ")


def _repairs(page: StressPage) -> None:
    if page.plan:
        print(_("\nOne plan for {title}").format(title=page.plan.title.lower()))
        terminal.say(page.plan.words, indent="  ")
    if page.repairs:
        print(_("\nWhat would make it hold"))
    for repair in page.repairs:
        terminal.say(f"{repair.title} ({repair.number}): {repair.words}", indent="  ")
        _agrees(repair)


def _agrees(repair: RepairLine) -> None:
    if repair.said:
        terminal.say(" ".join(repair.said), indent="    ")


def show_loss(page: LossPage) -> None:
    terminal.say(page.line.title)
    terminal.say(_("Then: {effect}.").format(effect=page.line.effect))
    print()
    terminal.table(page.rows, head=("", _("Before"), _("After")))
    if page.repairs:
        print(_("\nWhat would make it hold"))
    for repair in page.repairs:
        terminal.say(f"{repair.number}: {repair.words}", indent="  ")
        _agrees(repair)
