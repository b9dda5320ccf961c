"""Huckleberry, Baby Tracker, Feed Baby and any CSV by a mapping."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.exports import HUCKLEBERRY, LONDON, csv_file, home, huckleberry, read

from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.api.importing import preview
from kinhold.domain.fact import Typed
from kinhold.record.notation import format_fact


def plan(*files, **how):
    return preview(home(), read(*files, **how), LONDON)


def lines(*files, **how):
    return [format_fact(replace(f, source=Typed())) for f in plan(*files, **how).new]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("Feed|2026-06-01 03:10|2026-06-01 03:25||00:03R|Breast|00:07L|calm", '2026-06-01T03:10 feed Isla method=breast side=both minutes=15 "right 3 min, left 7 min; calm"'),
        ("Feed|2026-06-01 03:10|||00:03R|Breast", '2026-06-01T03:10 feed Isla method=breast side=right minutes=3 "right 3 min"'),
        ("Feed|2026-06-01 03:10|||Formula|Bottle|200ml", "2026-06-01T03:10 feed Isla method=bottle milk=formula ml=200"),
        ("Feed|2026-06-01 03:10|||Breast Milk|Bottle|4oz", '2026-06-01T03:10 feed Isla method=bottle milk=breast ml=118 "4 oz"'),
        ("Sleep|2026-06-01 13:00|2026-06-01 14:30|01:30||||", "2026-06-01T13:00 sleep Isla minutes=90"),
        ("Sleep|2026-06-01 13:00||01:30", "2026-06-01T13:00 sleep Isla minutes=90"),
        ("Diaper|2026-06-01 13:00||yellow|soft||Poo:medium", '2026-06-01T13:00 nappy Isla dirty colour=yellow "poo medium; soft"'),
        ("Diaper|2026-06-01 13:00|||||Both, pee:medium poo:small", '2026-06-01T13:00 nappy Isla both "pee medium, poo small"'),
        ("Diaper|2026-06-01 13:00|||||Pee:big", '2026-06-01T13:00 nappy Isla "pee big"'),
        ("Solids|2026-06-01 13:00|||banana||loved it", '2026-06-01T13:00 feed Isla method=solids "banana; reaction: loved it"'),
        ("Meds|2026-06-01 13:00|||2.5ml|Paracetamol", "2026-06-01T13:00 medicine Isla name=Paracetamol dose=2.5ml"),
        ("Temp|2026-06-01 13:00|||37.6°C", "2026-06-01T13:00 measure Isla temperature value=37.6C"),
        ("Bath|2026-06-01 18:00||00:20", "2026-06-01T18:00 activity Isla bath minutes=20"),
        ("Skin to skin|2026-06-01 18:00||00:20", "2026-06-01T18:00 activity Isla skin-to-skin minutes=20"),
        ("Pump|2026-06-01 18:00|||60ml||55ml", '2026-06-01T18:00 activity Isla pumping ml=115 "start condition: 60ml; end condition: 55ml"'),
        ("Moon bathing|2026-06-01 18:00|||nice", '2026-06-01T18:00 handnote Isla "Moon bathing; start condition: nice"'),
    ],
)  # fmt: skip
def test_huckleberry_columns_mean_what_the_type_says(row, line):
    assert lines(huckleberry(row.split("|"))) == [line]


def test_huckleberry_growth_is_one_entry_a_measure():
    assert lines(
        huckleberry(["Growth", "2026-06-01 09:00", "", "", "7.2kg", "68cm", "43.5cm"])
    ) == [
        "2026-06-01T09:00 measure Isla value=7.2kg",
        "2026-06-01T09:00 measure Isla height value=68cm",
        "2026-06-01T09:00 measure Isla head value=43.5cm",
    ]


@pytest.mark.parametrize(
    "how",
    [{"bom": True}, {"line": "\n"}, {"quoted": True}, {"separator": ";"}, {"separator": "\t"}],
)
def test_huckleberry_variants_of_one_file_are_the_same_entries(how):
    row = ["Diaper", "2026-06-01 13:00", "", "yellow", "soft", "", "Poo:medium", "a, b; c"]

    assert [f.fact_id for f in _with_same_key(huckleberry(row, **how))] == [
        f.fact_id for f in _with_same_key(huckleberry(row))
    ]


def _with_same_key(file):
    from kinhold.application.import_log import plan_import

    return plan_import(read=read(file), record=home().record(), answers=LONDON, id_for=str).new


def test_huckleberry_without_its_duration_column_is_read():
    header = [c for c in HUCKLEBERRY if c != "Duration"]
    row = ["Sleep", "2026-06-01 13:00", "2026-06-01 14:00", "Upset", "Crib", "Woke up", ""]

    assert lines(csv_file("h.csv", header, [row])) == [
        '2026-06-01T13:00 sleep Isla minutes=60 "Upset; Crib; Woke up"'
    ]


NIGHP = {
    "sleep.csv": ("Baby,Time,Duration(minutes),Note", ["Isla", "6/1/26, 13:00", "90"], "2026-06-01T13:00 sleep Isla minutes=90"),
    "nursing.csv": ("Baby,Time,Start Side,Left duration (min),Right duration (min),Total Duration (min),Note", ["Isla", "6/1/26, 03:10", "Right", "7", "3", "10", "calm"], '2026-06-01T03:10 feed Isla method=breast side=both minutes=10 "right 3 min, left 7 min; calm"'),
    "pump.csv": ("Time,Start Side,Left duration (min),Right duration (min),Total Duration (min),Left amount (oz.),Right amount (oz.),Total amount (oz.),Note", ["6/1/26, 09:00", "Left", "10", "10", "20", "2", "1.5", "3.5"], '2026-06-01T09:00 activity Isla pumping side=both minutes=20 ml=104 "left 10 min, right 10 min; left 2, right 1.5; 3.5 oz"'),
    "expressed.csv": ("Baby,Time,Amount (oz.),Note", ["Isla", "6/1/26, 09:00", "4"], '2026-06-01T09:00 feed Isla method=bottle milk=breast ml=118 "4 oz"'),
    "formula.csv": ("Baby,Time,Amount (ml),Note", ["Isla", "6/1/26, 09:00", "120"], "2026-06-01T09:00 feed Isla method=bottle milk=formula ml=120"),
    "diaper.csv": ("Baby,Time,Status,Note", ["Isla", "6/1/26, 09:05 PM", "Mixed"], "2026-06-01T21:05 nappy Isla both"),
    "joy.csv": ("Baby,Time,Event,Note", ["Isla", "6/1/26, 09:00", "laughed"], '2026-06-01T09:00 handnote Isla "joy; Event: laughed"'),
}  # fmt: skip


@pytest.mark.parametrize("name", NIGHP)
def test_baby_tracker_has_one_file_an_activity_and_ragged_rows(name):
    header, row, line = NIGHP[name]

    assert lines(csv_file(name, header.split(","), [row])) == [line]


def test_baby_tracker_with_days_first_is_asked_and_never_guessed():
    file = csv_file(
        "sleep.csv", NIGHP["sleep.csv"][0].split(","), [["Isla", "25/12/26, 13:00", "90"]]
    )

    assert "days come before months" in plan(file).rejected[0].reason
    assert lines(file, day_first=True) == ["2026-12-25T13:00 sleep Isla minutes=90"]


def test_feed_baby_has_the_clock_before_the_date():
    feeds = csv_file(
        "feeds.csv",
        ["id", "Start Time", "End Time", "Feed Type", "Quantity (oz)", "Quantity (ml or g)", "Notes", "Duration (Minutes)", "Food Type", "Unit", "Bottle Type"],
        [["3", "14:05:00 06-01-2026", "14:20:00 06-01-2026", "Bottle", "4", "120", "ok", "15", "", "ml", "Formula"]],
    )  # fmt: skip
    poos = csv_file("excretions.csv", ["id", "Time", "Type", "Notes"], [["9", "15:00:00 06-01-2026", "Poo", ""]])  # fmt: skip

    assert lines(feeds, poos) == [
        "2026-06-01T15:00 nappy Isla dirty",
        '2026-06-01T14:05 feed Isla method=bottle milk=formula ml=120 minutes=15 "ok"',
    ]


MAPPING = {
    "mapping": 1,
    "name": "nursery",
    "time": "day-first",
    "id": "Nr",
    "child": "Child",
    "rows": [
        {
            "when": {"What": ["Bottle", "bottle feed"]},
            "kind": "feed",
            "set": {"method": "bottle"},
            "columns": {"start": "From", "end": "To", "ml": "Amount", "milk": "Milk", "tags": "Tags", "words": ["Notes", "Mood"]},
            "units": {"ml": "oz"},
            "values": {"milk": {"F": "formula"}},
        },
        {"when": {"What": "Sleep"}, "kind": "sleep", "columns": {"start": "From", "minutes": "Min"}},
    ],
}  # fmt: skip
NURSERY = ("Nr", "Child", "What", "From", "To", "Min", "Amount", "Milk", "Tags", "Notes", "Mood")


def test_any_csv_is_read_by_a_mapping():
    file = csv_file(
        "book.csv",
        NURSERY,
        [
            ("1", "Isla", "Bottle", "25/12/26 13:00", "25/12/26 13:10", "", "4", "F", "b, a", "ate well", "calm"),
            ("2", "Isla", "SLEEP", "25.12.2026 14:00", "", "45"),
            ("3", "Isla", "Painting", "25/12/26 15:00", "", "", "", "", "", "a sun"),
            ("4", "Isla", "Bottle", "25/12/26 16:00", "", "", "lots"),
        ],
    )  # fmt: skip
    found = plan(file, mapping=json.dumps(MAPPING))

    assert lines(file, mapping=json.dumps(MAPPING)) == [
        '2026-12-25T13:00 feed Isla method=bottle milk=formula ml=118 minutes=10 tags=b,a "ate well; calm; 4 oz"',
        "2026-12-25T14:00 sleep Isla minutes=45",
        '2026-12-25T15:00 handnote Isla "What: Painting; Notes: a sun"',
    ]
    assert "not an amount" in found.rejected[0].reason


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"mapping": 2}, "begins with"),
        ({"name": "Our Nursery"}, "small letters"),
        ({"time": "whenever"}, "one of"),
        ({"rows": []}, "list of rules"),
        ({"rows": [{"kind": "bill"}]}, "kind"),
        ({"rows": [{"kind": "feed", "columns": {"start": "From", "colour": "X"}}]}, "does not belong"),
        ({"rows": [{"kind": "feed", "columns": {"end": "To"}}]}, "needs “start”"),
        ({"rows": [{"kind": "feed", "columns": {"start": "When"}}]}, "has no column “when”"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_work_says_what_is_wrong(change, says):
    file = csv_file("book.csv", NURSERY, [])

    with pytest.raises(ImportNotUsableError, match=says):
        read(file, mapping=json.dumps({**MAPPING, **change}))


def test_files_of_two_apps_at_once_are_refused():
    sleep = csv_file("sleep.csv", NIGHP["sleep.csv"][0].split(","), [])

    with pytest.raises(ImportNotUsableError, match="one app at a time"):
        read(sleep, huckleberry())


def test_a_file_nobody_knows_is_said_with_its_columns():
    with pytest.raises(ImportNotUsableError, match="Its columns are: a, b"):
        read(csv_file("x.csv", ("a", "b"), [("1", "2")]))
