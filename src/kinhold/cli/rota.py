"""`kinhold rota FILE`: who has the child when, over the next fortnight."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from kinhold.application.plan_words import STEPS
from kinhold.application.wording import count
from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api import HouseholdFile
    from kinhold.application.edit_rota import EditedPage
    from kinhold.application.explain_turn import WhyPage
    from kinhold.application.rota import RotaPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "rota",
        _("Who has the child when, what stays open, and whom one could ask."),
        example="kinhold rota home.kinhold --days 14",
        page=True,
    )
    made.add_argument(
        "--days",
        type=int,
        default=14,
        choices=range(1, 29),
        metavar="1-28",
        help=_("how many days (default: 14)"),
    )
    made.add_argument(
        "--from",
        dest="first",
        type=terminal.day,
        metavar="DATE",
        help=_("the first day of the rota (default: the day of --on)"),
    )
    made.add_argument(
        "--slot",
        type=int,
        default=30,
        choices=(15, 30),
        help=_("how finely turns are cut, in minutes (default: 30)"),
    )
    made.add_argument(
        "--why",
        nargs="?",
        const="",
        metavar="MOMENT",
        help=_(
            "why somebody is on duty then, such as 2026-11-24T23:00; without a moment, how good "
            "the plan is proven to be"
        ),
    )
    made.add_argument(
        "--change",
        action="append",
        default=[],
        metavar="PERSON@START/END",
        help=_("give this time to somebody else (- for no one), and see what follows"),
    )
    made.add_argument(
        "--share",
        action="store_true",
        help=_("write down that people were shown this rota; plans keep to it from now on"),
    )
    made.add_argument(
        "--now", action="store_true", help=_("plan again from now on, and leave what is over")
    )
    made.add_argument(
        "--fresh", action="store_true", help=_("plan as if nothing had been shared yet")
    )
    terminal.svg_option(made, _("the fortnight"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.application.plan_care import Asked
    from kinhold.drawing.rota_grid import draw_rota

    first = options.first or options.on
    with (
        terminal.household(options.file) as home,
        terminal.progress(_("Planning the fortnight")) as step,
    ):
        asked = Asked(
            slot=options.slot,
            since=home.now() if options.now else None,
            fresh=options.fresh,
            step=lambda done: step(_(STEPS.get(done.name, done.name))),
        )
        told: dict[str, Any] = {"on": first, "days": options.days, "asked": asked}
        page = home.planning.rota(**told)
        edited = home.planning.change(options.change, **told) if options.change else None
        why = home.planning.why(_moment(home, options.why), **told) if options.why else None
        if options.share:
            home.planning.share(changes=options.change, **told)
    if edited is not None:
        page = edited.page
    terminal.draw(options, lambda: draw_rota(page))
    if options.json:
        print(terminal.to_json(why if options.why else edited or page))
    elif options.why:
        _say_why(why)
    else:
        show(page, why=options.why is not None)
        if edited is not None:
            _say_changed(edited)
        if options.share:
            print(_("\nWritten down as shared. Plans keep to it from now on."))
    return 0


def _moment(home: HouseholdFile, text: str) -> datetime:
    from kinhold.domain.dates import to_instant
    from kinhold.domain.text_input import InputNotUsableError

    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise InputNotUsableError(
            _("“{text}” is not a moment. Write it like 2026-11-24T23:00.").format(text=text[:40])
        ) from None
    return told if told.tzinfo else to_instant(told, home.standing().household.zone)


def _say_why(why: WhyPage | None) -> None:
    if why is None:
        print(_("Nobody is on duty then in this rota."))
        return
    print(f"{why.name}: {why.when}")
    for sentence in why.sentences:
        terminal.say(sentence, indent="  ")


def _say_changed(edited: EditedPage) -> None:
    print(_("\nWith these changes"))
    offered = (offer.sentence for offer in edited.offered)
    for said in (*edited.faults, *offered, *(moved.sentence for moved in edited.moved)):
        terminal.say(said, indent="  ")
    if not (edited.faults or edited.offered or edited.moved):
        print(_("  Nothing else moves."))


def show(page: RotaPage, *, why: bool = False) -> None:
    terminal.say(page.headline)
    if page.shared:
        terminal.say(page.shared)
    print()
    for day in page.days:
        cells = [
            f"{c.start}–{c.end} {c.name}"
            + (_(" (back-up {backup})").format(backup=c.backup) if c.backup else "")
            for c in day.cells
        ]
        terminal.table([(day.label, " · ".join(cells))])
    for said in page.at_places:
        terminal.say(said)
    _say_load(page)
    if page.open:
        print("\nOpen")
        for line in page.open[:8]:
            who = (
                _(" Could ask: {asks}.").format(
                    asks=", ".join((name for _unused, name, _unused in line.asks))
                )
                if line.asks
                else ""
            )
            terminal.say(line.sentence + who, indent="  ")
        if len(page.open) > 8:  # noqa: PLR2004 - a screenful
            print(_("  … and {open} more (--json lists all)").format(open=len(page.open) - 8))
    for note in page.notes:
        terminal.say(f"! {note}")
    if page.score:
        terminal.say(page.score.sentence)
    if why:
        print(_("\nHow good it is proven to be"))
        terminal.table(
            [
                (
                    "  " + v.name,
                    f"{v.value:g}",
                    _("bound {bound:g}, {proven}").format(
                        bound=v.bound, proven=_("proven best") if v.proven else _("not proven best")
                    ),
                )
                for v in page.levels
            ]
        )
    terminal.questions(page.questions)


def _say_load(page: RotaPage) -> None:
    if page.weeks:
        print(_("\nDoing, and thinking of it, by week"))
        terminal.table(
            [
                (
                    "  " + w.week,
                    w.name,
                    w.doing,
                    _("thinking: {thinking}").format(thinking=w.thinking),
                )
                for w in page.weeks
            ]
        )
    if page.load:
        print("\nHours")
        terminal.table(
            [
                (
                    "  " + line.name,
                    line.hours,
                    _("{night_hours} of them at night, {wakings}{value}").format(
                        night_hours=line.night_hours,
                        wakings=_("about ") if line.wakings else "",
                        value=count(line.wakings, "waking"),
                    ),
                )
                for line in page.load
            ]
        )
