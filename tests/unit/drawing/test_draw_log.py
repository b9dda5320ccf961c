"""The log's pictures: complete, escaped, allowed by a strict page, and as they were when looked at.

KINHOLD_UPDATE=1 writes the snapshots anew.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from tests.logbook import logbook
from tests.unit.drawing.drawn_pages import parsed

from kinhold.application.care_log_charts import LogChartsPage
from kinhold.drawing.log_charts import (
    GROWTH,
    draw_feeds,
    draw_growth,
    draw_nights,
    draw_wakings,
    feeds_rows,
    growth_rows,
    nights_rows,
    wakings_rows,
)
from kinhold.drawing.log_days import draw_log_day, draw_log_week, log_week_rows

FOLDER = Path(__file__).parents[2] / "snapshots" / "drawing"
SVG = "{http://www.w3.org/2000/svg}"
BAD = "<script>alert(1)</script>&\"'\x00"


def week_of(night, words=""):
    """A week with two nights that nobody noted."""
    for day in (15, 16, 19, 20, 21):
        night.log("sleep", when=f"2026-11-{day} 19:40", until=f"2026-11-{day} 23:{day}")
        night.log("waking", when=f"2026-11-{day} 23:{day}", words=words)
        night.log("feed", side="left", when=f"2026-11-{day} 23:3{day % 10}", minutes="15")
        night.log("sleep", when=f"2026-11-{day + 1} 00:10", until=f"2026-11-{day + 1} 05:{day}")
        night.log("waking", when=f"2026-11-{day + 1} 05:{day}")
        night.log("feed", method="bottle", amount="120", when=f"2026-11-{day} 12:00", words=words)
        night.log("feed", method="solids", when=f"2026-11-{day} 17:{day}")
        night.log("nappy", detail="both", when=f"2026-11-{day} 07:{day}")
        night.log("bath", minutes="20", when=f"2026-11-{day} 18:40")
    for day, weight, height in (
        (1, "6.1 kg", "60 cm"),
        (10, "6.4 kg", "61.5 cm"),
        (21, "6.9 kg", "63 cm"),
    ):
        night.log("weight", detail=weight, when=f"2026-11-{day:02d} 10:00")
        night.log("height", detail=height, when=f"2026-11-{day:02d} 10:00")


def pages(words="", name="Isla"):
    with logbook(name, at="2026-11-22T09:00") as night:
        week_of(night, words)
        return (
            night.home.log.charts(days=7),
            night.home.log.day(on=date(2026, 11, 21)),
            night.home.log.week(),
        )


def pictures(words="", name="Isla"):
    charts, day, week = pages(words, name)
    return {
        "log-nights": draw_nights(charts),
        "log-feeds": draw_feeds(charts),
        "log-wakings": draw_wakings(charts),
        "log-weight": draw_growth(charts, what="weight"),
        "log-bmi": draw_growth(charts, what="bmi"),
        "log-day": draw_log_day(day.strips[0]),
        "log-week": draw_log_week(week),
    }


@pytest.fixture(scope="module")
def drawn():
    return pictures()


NAMES = ("log-nights", "log-feeds", "log-wakings", "log-weight", "log-bmi", "log-day", "log-week")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_looks_as_it_did_when_somebody_looked_at_it(drawn, name):
    kept = FOLDER / f"{name}.svg"
    if os.environ.get("KINHOLD_UPDATE"):
        kept.write_text(drawn[name] + "\n", encoding="utf-8")

    assert drawn[name] + "\n" == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_names_itself_and_has_nothing_a_strict_page_forbids(drawn, name):
    root = parsed(drawn[name])
    tags = {e.tag.removeprefix(SVG) for e in root.iter()}
    attributes = {a for e in root.iter() for a in e.attrib}

    assert [root.find(f"*[@id='{i}']").tag for i in root.attrib["aria-labelledby"].split()] == [f"{SVG}title", f"{SVG}desc"]  # fmt: skip
    assert not tags & {"script", "style", "foreignObject", "image", "use", "a"}
    assert not {a for a in attributes if a == "style" or "href" in a or a.startswith("on")}


def test_what_somebody_typed_is_text_and_never_markup():
    every = "".join(pictures(words=BAD).values())

    assert "<script" not in every
    assert not re.findall(r"\d\.\d{3,}", every)


def test_no_id_is_on_a_page_twice(drawn):
    ids = [e.attrib["id"] for p in drawn.values() for e in parsed(p).iter() if "id" in e.attrib]

    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("name", NAMES)
def test_everything_drawn_lies_inside_the_picture(drawn, name):
    root = parsed(drawn[name])
    wide, high = (float(n) for n in root.attrib["viewBox"].split()[2:])
    boxes = list(root.iter(f"{SVG}rect"))

    assert all(float(b.attrib["x"]) >= 0 and float(b.attrib["y"]) >= 0 for b in boxes)
    assert all(float(b.attrib["x"]) + float(b.attrib["width"]) <= wide + 0.01 for b in boxes)
    assert all(float(b.attrib["y"]) + float(b.attrib["height"]) <= high + 0.01 for b in boxes)


def test_an_empty_log_says_so_in_every_picture():
    with logbook() as night:
        charts, week = night.home.log.charts(), night.home.log.week()
    drawn = [draw_nights(charts), draw_feeds(charts), draw_wakings(charts)]
    drawn += [draw_growth(charts, what=what) for what in GROWTH]

    assert all("No " in d or "Nothing is noted" in d for d in drawn)
    assert "Nothing is noted in this week." in draw_log_week(week)


def test_the_tables_say_what_the_pictures_show():
    charts, _, week = pages()

    assert nights_rows(charts)[1][0] == ("Sun 15 Nov", "8 h 20", "5 h 05", "2")
    assert ("Tue 17 Nov", "", "", "") in nights_rows(charts)[1]
    assert feeds_rows(charts)[1][-2] == ("Sat 21 Nov", "1", "1", "1", "0", "120")
    assert ("23:00", "5") in wakings_rows(charts)[1]
    assert growth_rows(charts)[1][0][0] == "BMI"
    assert log_week_rows(week)[1][4] == ("Wed 18 Nov", "nothing")


@pytest.mark.parametrize("rows", [nights_rows, feeds_rows, wakings_rows, growth_rows])
def test_every_row_is_as_long_as_its_head(rows):
    head, body = rows(pages()[0])

    assert {len(row) for row in body} <= {len(head)}


def test_no_word_of_praise_or_verdict_is_in_any_of_them(drawn):
    every = " ".join(drawn.values()).casefold()

    assert not [w for w in ("great", "streak", "average", "normal range", "percentile", "poor", "bad", "goal") if w in every]  # fmt: skip
    assert isinstance(pages()[0], LogChartsPage)
