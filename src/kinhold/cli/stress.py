"""`kinhold stress FILE`: what breaks if one more person does not turn up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse

    from kinhold.application.stress_page import StressPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "stress",
        "What breaks if one more person does not turn up (N-1), worst first.",
        example="kinhold stress home.kinhold",
        page=True,
    )
    terminal.svg_option(made, "the losses as bars")
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.drawing.charts import draw_stress_bars

    with (
        terminal.household(options.file) as home,
        terminal.progress("Testing every single loss") as step,
    ):
        page = home.stress(on=options.on, step=step)
    terminal.draw(options, lambda: draw_stress_bars(page))
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page)
    return 0


def show(page: StressPage) -> None:
    terminal.say(page.headline)
    if page.base:
        terminal.say(f"As it stands: {page.base}")
    print()
    terminal.table(
        [("▓" * -(-line.weight // 12) or "·", line.title, line.effect) for line in page.lines],
        head=("", "If", "then"),
    )
    print(f"\n{page.margin}")
    repairs = [line for line in page.lines if line.repair and not line.holds]
    if page.now or repairs:
        print("\nWhat would make it hold")
    if page.now:
        terminal.say(f"As it stands: {page.now}", indent="  ")
    for line in repairs:
        terminal.say(f"{line.title}: {line.repair}", indent="  ")
    if not page.exact:
        terminal.say(
            "! Care is from availability alone: the solver is not installed, so weekly limits are not looked at."
        )
    terminal.questions(page.questions)
