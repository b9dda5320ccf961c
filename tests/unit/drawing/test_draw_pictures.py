"""Every picture: complete, self-describing, escaped, and free of what a strict page forbids."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.drawing.drawn_pages import (
    chronology,
    due,
    emily,
    entry,
    family,
    keeper,
    loss,
    money,
    parsed,
    person,
    rota,
    stress,
)

from kinhold.drawing.charts import draw_stress_bars
from kinhold.drawing.genogram import draw_genogram
from kinhold.drawing.rota_grid import draw_rota, initials
from kinhold.drawing.runway import draw_runway
from kinhold.drawing.svg import clean, num, width_of, wrap
from kinhold.drawing.timeline import draw_timeline, marks
from kinhold.drawing.twins import genogram_rows, rota_rows, runway_rows, stress_rows, timeline_rows

SVG = "{http://www.w3.org/2000/svg}"
BAD = "<script>alert(1)</script>&\"'\x00\x0b\ud800"


def pictures():
    """One of each kind, with text in it that must not get through."""
    return {
        "map": draw_genogram(family([keeper(BAD), person("Jo", name=BAD)], headline=BAD)),
        "before": draw_genogram(emily(), before=True),
        "load": draw_genogram(emily(), weights={"Emily": 100, "Mum": 30}),
        "time": draw_timeline(chronology(entry("2026-11-01", BAD), entry("../..", BAD))),
        "rota": draw_rota(rota(f"{BAD} 0-7, - 7-19, Mum 19-24")),
        "runway": draw_runway(money([100, 50, 0], [due("2026-11-24", BAD, "£50")])),
        "stress": draw_stress_bars(stress(loss(BAD, "31 hours with no one", 100), loss(BAD))),
    }


@pytest.mark.parametrize("kind", pictures())
def test_a_picture_names_and_describes_itself(kind):
    root = parsed(pictures()[kind])

    named = root.attrib["aria-labelledby"].split()

    assert root.attrib["role"] == "img"
    assert [root.find(f"*[@id='{n}']").tag for n in named] == [f"{SVG}title", f"{SVG}desc"]


@pytest.mark.parametrize("kind", pictures())
def test_a_picture_has_nothing_a_strict_page_forbids(kind):
    root = parsed(pictures()[kind])

    tags = {e.tag.removeprefix(SVG) for e in root.iter()}
    attributes = {a for e in root.iter() for a in e.attrib}

    assert not tags & {"script", "style", "foreignObject", "image", "use", "a"}
    assert not {a for a in attributes if a == "style" or "href" in a or a.startswith("on")}


@pytest.mark.parametrize("kind", pictures())
def test_names_are_text_and_never_markup(kind):
    assert "<script" not in pictures()[kind]


def test_all_pictures_together_have_no_id_twice():
    ids = [
        e.attrib["id"] for p in pictures().values() for e in parsed(p).iter() if "id" in e.attrib
    ]

    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("kind", pictures())
def test_numbers_have_at_most_two_decimals(kind):
    assert not re.findall(r"\d\.\d{3,}", pictures()[kind])


@given(words=st.text(max_size=60))
def test_any_text_can_be_written_into_xml(words):
    kept = parsed(f"<t>{clean(words)}</t>").text or ""

    assert all(c in words or c == "\n" for c in kept)


@given(words=st.text(alphabet="abc WM", max_size=80), lines=st.integers(1, 3))
def test_wrapped_lines_fit_their_room(words, lines):
    made = wrap(words, 12, 70, lines)

    assert len(made) <= lines
    assert all(width_of(line, 12) <= 70 for line in made)


@given(value=st.floats(-1e6, 1e6))
def test_a_number_reads_back_to_the_hundredth(value):
    assert abs(float(num(value)) - value) <= 0.005001


def texts(picture):
    return ["".join(e.itertext()) for e in parsed(picture).iter(f"{SVG}text")]


def test_hours_with_no_one_say_so_and_are_hatched():
    drawn = draw_rota(rota("Emily 0-9, - 9-17, Emily 17-24"))

    assert "no one" in texts(drawn)
    assert "url(#k-rota-gap)" in drawn


def test_a_cell_has_the_name_where_it_fits_and_the_letter_where_not():
    said = texts(draw_rota(rota("Emily 0-20, Oliver 20-22, Emily 22-24")))

    assert "Emily" in said
    assert "O" in said


@given(names=st.lists(st.text(min_size=1, max_size=12), max_size=12))
def test_no_two_people_have_the_same_letters(names):
    assert len(set(initials(tuple(names)))) == len(names)


def test_a_long_day_when_the_clock_goes_back_stays_inside_the_grid():
    root = parsed(draw_rota(rota("Emily 0-25")))

    boxes = [e for e in root.iter(f"{SVG}rect") if "x" in e.attrib]

    assert all(float(e.attrib["x"]) + float(e.attrib["width"]) <= 360 for e in boxes)


def test_the_lowest_point_is_marked_with_amount_and_day():
    drawn = draw_runway(money([50_000, 4_100, 90_000], lowest_day=1))

    assert any("£41" in t and "24 Nov" in t for t in texts(drawn))


def test_a_bill_that_cannot_be_paid_is_in_the_warning_colour_and_in_the_key():
    drawn = draw_runway(money([100, 100], [due("2026-11-24", "Rent", "£780", missed=True)]))

    assert "cannot be paid" in texts(drawn)
    assert "Rent £780 cannot be paid" in drawn


@given(
    st.lists(st.integers(-5_000_000, 5_000_000), max_size=100),
    st.sampled_from(["GBP", "JPY", "XXX"]),
)
@settings(max_examples=60, deadline=None)
def test_any_balances_stay_inside_the_chart(balances, currency):
    root = parsed(draw_runway(money(balances, currency=currency)))

    steps = [e.attrib["d"] for e in root.iter(f"{SVG}path") if e.attrib.get("fill") == "none"]
    heights = [float(y) for d in steps for _, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", d)]
    assert all(30 <= y <= 190 for y in heights)


def test_the_worst_loss_has_the_longest_bar_and_what_holds_has_a_dot():
    page = stress(
        loss("You are ill", "31 hours", 100), loss("Diner", "rent short", 20), loss("Dee")
    )
    root = parsed(draw_stress_bars(page))

    bars = [
        float(e.attrib["width"]) for e in root.iter(f"{SVG}rect") if "k-warn" in e.attrib["class"]
    ]

    assert bars == sorted(bars, reverse=True)
    assert len(list(root.iter(f"{SVG}circle"))) == 1


def test_what_has_no_date_stands_apart_in_the_order_it_was_told():
    page = chronology(
        entry("../2026-11-21", "first told"), entry("2026-11-01"), entry("../..", "then told")
    )

    dated, told, left_out = marks(page)

    assert [m.entry.what for m in told] == ["first told", "then told"]
    assert (len(dated), left_out) == (1, 0)


def test_a_long_chronology_keeps_the_latest_and_counts_the_rest():
    days = [entry(f"2026-{m:02d}-{d:02d}") for m in range(1, 5) for d in range(1, 21)]

    dated, _, left_out = marks(chronology(*days))

    assert (len(dated), left_out) == (40, 40)
    assert "40 more entries in the list." in texts(draw_timeline(chronology(*days)))


@pytest.mark.parametrize(
    ("occurred", "exact"),
    [
        ("2026-11-21", True),
        ("2026-11-21T01:10", True),
        ("2026-11-21~", False),
        ("2026-11", False),
        ("2026?", False),
    ],
)
def test_a_date_that_is_not_exact_is_drawn_hollow(occurred, exact):
    (mark,), _, _ = marks(chronology(entry(occurred)))

    assert mark.exact is exact


def test_years_without_an_entry_break_the_axis():
    said = texts(draw_timeline(chronology(entry("2019-03-01"), entry("2026-11-01"))))

    assert "7 years with no entry" in said


def test_the_twins_say_the_same_as_the_pictures():
    tables = [
        genogram_rows(emily()),
        timeline_rows(chronology(entry("2026-11-01"))),
        rota_rows(rota("Emily 0-9, - 9-24")),
        runway_rows(money([100, 50], [due("2026-11-24", "Rent", "£0.50", missed=True)])),
        stress_rows(stress(loss("Dee stops"))),
    ]

    assert all(len(row) == len(head) for head, rows in tables for row in rows)
    assert [len(rows) for _, rows in tables] == [6, 1, 2, 2, 1]
    assert tables[2][1][1][3] == "no one"
    assert tables[3][1][1][1] == "Rent −£0.50 (cannot be paid)"


def test_a_long_double_name_is_split_behind_its_hyphen():
    assert wrap("Father-in-law", 12, 70, 3) == ("Father-in-", "law")
