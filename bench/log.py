"""The care log at size: a household of years, cold, warm and after one more entry. CPU seconds.

usage: python -m bench.log [N …]      (default: 1000 50000 200000)

Two children, some ninety entries a day, three carers; the log ends now. The plan is made by a worker
process before anything is timed, since a plan is kept until something that it rests on changes.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

from kinhold.adapters.keys import SystemDice
from kinhold.api import open_household
from kinhold.domain.care import (
    ActivityLogged,
    FeedLogged,
    MeasureTaken,
    MedicineGiven,
    NappyChanged,
    NightWakingLogged,
    SleepLogged,
)
from kinhold.domain.dates import from_moment
from kinhold.domain.fact import PersonRef

NOW = datetime(2026, 11, 22, 2, 41, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")
STEP = timedelta(minutes=16)
RUNS = 9
HOUSEHOLD = """household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-21 person Jo role=sibling
2021 home Home people=Ruth,Isla,Noah
2026-11-21 child Isla born=2026-02-12
2026-11-21 child Noah born=2026-02-12
2026-11-21 account Current type=current holders=Ruth
2026-11-21 balance Current amount=512.40
2026-10-01 bill Rent amount=780.00 each=month:1 class=priority
2026-10-27 income Wage sure amount=1240.00 each=month:27 type=wage to=Ruth
2026-08-01 available Jo each=week:sat at=09:00-17:00
"""


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


def entry(number: int, of: int, dice: SystemDice):
    """One entry of a log that ends at NOW; every 13th thing is something rarer."""
    at = NOW - STEP * (of - number)
    told = {
        "fact_id": dice.new_entry_id(),
        "occurred": from_moment(at, ZONE),
        "about": "Isla" if number % 2 else "Noah",
        "by": PersonRef(("Ruth", "Jo", "Ruth")[number % 3]),
    }
    turn = number // 2 % 26
    if turn in (0, 7, 14):
        return SleepLogged(minutes=70 + number % 90, **told)
    if turn in (2, 9):
        return NightWakingLogged(**told)
    if turn == 5:
        return MedicineGiven(name="Calpol", dose="2.5 ml", not_before=240, **told)
    if turn == 11:
        return ActivityLogged(what=("bath", "tummy-time", "crying")[number % 3], minutes=12, **told)
    if turn == 13 and number % 52 == 1:
        return MeasureTaken(what="weight", value="7.2kg", **told)
    if turn % 2:
        return NappyChanged(what=("wet", "dirty", "both")[number % 3], **told)
    if number % 5:
        return FeedLogged(method="breast", side=("left", "right")[number % 2], minutes=14, **told)
    return FeedLogged(method="bottle", amount_ml=120, **told)


def written(number: int, path: Path) -> None:
    dice = SystemDice()
    with open_household(path, create=True, clock=Clock()) as home:
        home.import_notation(HOUSEHOLD)
        batch = []
        for n in range(number):
            batch.append(entry(n, number, dice))
            if len(batch) == 2000:
                home.write(batch)
                batch = []
        home.write(batch)


def timed(work) -> float:
    started = process_time()
    work()
    return process_time() - started


def said(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2] * 1000:.1f} ms (worst {ordered[-1] * 1000:.1f})"


def measure(number: int, folder: Path) -> None:
    path = folder / f"{number}.kinhold"
    written(number, path)
    gc.collect()
    clock = Clock()
    started = process_time()
    with open_household(path, clock=clock) as home:
        home.record()
        opened = process_time() - started
        indexed = timed(home.log.index)
        first = timed(home.log.page)
        home.today()  # the plan is made in a worker process; see bench.rota for what that costs
        once = [timed(home.today) for _ in range(RUNS)]
        pages = {
            "the log": home.log.page,
            "a day": home.log.day,
            "a week": home.log.week,
            "charts (kept)": home.log.charts,
        }
        appended, tapped, drawn = [], [], []
        for n in range(RUNS):
            clock.at += timedelta(minutes=3)
            tapped.append(
                timed(lambda n=n: home.log.tap(("wet", "feed-left")[n % 2], children=["Isla"]))
            )
            appended.append(timed(home.today))
            drawn.append(timed(home.log.charts))
        print(f"{number:>7} entries, CPU, n={RUNS}, median:")
        print(
            f"  cold: open and verify {opened:.2f} s, index {indexed:.2f} s, first page {first * 1000:.0f} ms (n=1)"
        )
        print(f"  Today, warm {said(once)}; after one more entry {said(appended)}")
        print(
            f"  a tap, seal and fsync included {said(tapped)}; charts after one more entry {said(drawn)}"
        )
        for name, page in pages.items():
            page()
            print(f"  {name} {said([timed(page) for _ in range(RUNS)])}")


def sizes(number: int, folder: Path) -> None:
    """How many bytes each web page has, and what it costs the server."""
    os.environ["KINHOLD_FILE"] = str(folder / f"{number}.kinhold")
    os.environ["DJANGO_SETTINGS_MODULE"] = "kinhold.web.project.settings"
    import django
    from django.template.loader import render_to_string

    django.setup()
    from kinhold.drawing.log_charts import draw_feeds, draw_nights, draw_wakings
    from kinhold.drawing.log_days import draw_log_day, draw_log_week

    with open_household(folder / f"{number}.kinhold", clock=Clock()) as home:
        day = home.log.day(on=(NOW - timedelta(days=1)).date())
        strips = [(s, draw_log_day(s, place=n)) for n, s in enumerate(day.strips)]
        charts = home.log.charts(days=28)
        shown = "".join(draw(charts) for draw in (draw_nights, draw_feeds, draw_wakings))
        made = {
            "day": render_to_string("kinhold/log_day.html", {"page": day, "strips": strips}),
            "week": draw_log_week(home.log.week()),
            "charts": shown,
        }
    print("  bytes: " + ", ".join(f"{n} {len(t.encode()) / 1000:.0f} KB" for n, t in made.items()))


def main(numbers: list[int]) -> None:
    """Measure each size in turn."""
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            measure(number, Path(folder))
        sizes(numbers[-1], Path(folder))


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [1_000, 50_000, 200_000])
