"""Baby Buddy's columns, with and without child_id, and its API's JSON."""

from __future__ import annotations

import pytest
from tests.exports import LONDON, babybuddy, children, csv_file, home, page, read

from kinhold.api.importing import carry_out, preview
from kinhold.application.import_rows import ImportAnswers


def facts(*files, answers=LONDON, **how):
    return preview(home(), read(*files, **how), answers).new


def lines(*files, **how):
    from dataclasses import replace

    from kinhold.domain.fact import Typed
    from kinhold.record.notation import format_fact

    return [format_fact(replace(f, source=Typed())) for f in facts(*files, **how)]


@pytest.mark.parametrize("child_id", [True, False])
def test_a_feed_keeps_what_the_row_says(child_id):
    row = {
        "id": 5,
        "start": "2026-06-01 03:10:00",
        "end": "2026-06-01 03:25:00",
        "type": "breast milk",
        "method": "left breast",
        "notes": "calm",
        "tags": "2,1",
    }
    tags = csv_file("tag.csv", ("id", "name", "color"), [(1, "night", "#fff"), (2, "cluster", "")])

    assert lines(babybuddy("feeding", row, child_id=child_id), tags) == [
        '2026-06-01T03:10 feed Isla method=breast side=left milk=breast minutes=15 tags=cluster,night "calm"'
    ]


@pytest.mark.parametrize(
    ("model", "row", "line"),
    [
        (
            "feeding",
            {"start": "2026-06-01 03:10:30", "end": "2026-06-01 03:25:00", "type": "formula", "method": "bottle", "amount": "120.4"},
            '2026-06-01T03:10:30 feed Isla method=bottle milk=formula ml=120 minutes=15 "120.4 ml"',
        ),
        (
            "feeding",
            {"start": "2026-06-01 12:00:00", "end": "2026-06-01 12:20:00", "type": "solid food", "method": "parent fed", "amount": "50"},
            '2026-06-01T12:00 feed Isla method=solids minutes=20 "parent fed; amount 50"',
        ),
        (
            "sleep",
            {"start": "2026-06-01 13:00:00", "end": "2026-06-01 14:30:00", "nap": "1"},
            "2026-06-01T13:00 sleep Isla minutes=90 nap=yes",
        ),
        (
            "diaperchange",
            {"time": "2026-06-01 13:00:00", "wet": "1", "solid": "1", "color": "green", "amount": "0.4"},
            '2026-06-01T13:00 nappy Isla both colour=green "amount 0.4"',
        ),
        (
            "diaperchange",
            {"time": "2026-06-01 13:00:00", "wet": "0", "solid": "0"},
            "2026-06-01T13:00 nappy Isla dry",
        ),
        (
            "tummytime",
            {"start": "2026-06-01 13:00:00", "end": "2026-06-01 13:04:20", "milestone": "lifted her head"},
            '2026-06-01T13:00 activity Isla tummy-time minutes=4 "lifted her head"',
        ),
        (
            "pumping",
            {"start": "2026-06-01 13:00:00", "end": "2026-06-01 13:20:00", "amount": "95"},
            "2026-06-01T13:00 activity Isla pumping minutes=20 ml=95",
        ),
        (
            "medication",
            {"name": "Paracetamol", "dosage": "2.5", "dosage_unit": "ml", "time": "2026-06-01 13:00:00", "next_dose_interval": "4:00:00"},
            '2026-06-01T13:00 medicine Isla name=Paracetamol dose="2.5 ml" not_before=240',
        ),
        (
            "medication",
            {"name": "Vitamin D", "time": "2026-06-01 13:00:00", "next_dose_interval": "1 day, 0:00:00"},
            '2026-06-01T13:00 medicine Isla name="Vitamin D" not_before=1440',
        ),
        ("note", {"note": "slept badly", "time": "2026-06-01 13:00:00"}, '2026-06-01T13:00 handnote Isla "slept badly"'),
        ("temperature", {"temperature": "37.6", "time": "2026-06-01 13:00:00"}, "2026-06-01T13:00 measure Isla temperature value=37.6C"),
        ("temperature", {"temperature": "99.68", "time": "2026-06-01 13:00:00"}, "2026-06-01T13:00 measure Isla temperature value=99.68F"),
        ("weight", {"weight": "7.25", "date": "2026-06-01"}, "2026-06-01 measure Isla value=7.25kg"),
        ("height", {"height": "68", "date": "2026-06-01"}, "2026-06-01 measure Isla height value=68cm"),
        ("headcircumference", {"head_circumference": "43.5", "date": "2026-06-01"}, "2026-06-01 measure Isla head value=43.5cm"),
        ("bmi", {"bmi": "15.6", "date": "2026-06-01"}, '2026-06-01 activity Isla bmi "BMI 15.6"'),
    ],
)  # fmt: skip
def test_every_model_has_a_home(model, row, line):
    assert lines(babybuddy(model, {"id": 1, **row})) == [line]


def test_the_api_gives_the_same_entries_to_the_instant():
    child = {"id": 1, "first_name": "Isla", "last_name": "Reed", "birth_date": "2026-01-02"}
    sleep = {
        "id": 7,
        "child": 1,
        "start": "2026-10-25T00:50:00.270147Z",
        "tags": ["night"],
        "end": "2026-10-25T01:20:00.270147Z",
        "duration": "00:30:00",
        "nap": False,
        "notes": "",
    }

    assert lines(page("children-1.json", child), page("sleep-1.json", sleep)) == [
        "2026-10-25T01:50+01:00 sleep Isla minutes=30 tags=night"
    ]


def test_an_export_and_the_api_of_one_instance_are_the_same_entries():
    row = {"id": 7, "start": "2026-06-01 13:00:00", "end": "2026-06-01 14:30:00", "nap": "1"}
    same = {
        "id": 7,
        "child": 1,
        "start": "2026-06-01T14:00:00+02:00",
        "nap": True,
        "tags": [],
        "end": "2026-06-01T15:30:00+02:00",
        "notes": None,
    }
    who = page("c.json", {"id": 1, "first_name": "Isla", "last_name": "Reed", "birth_date": None})
    kept = home()
    carry_out(kept, read(babybuddy("sleep", row)), LONDON)

    again = carry_out(kept, read(who, page("sleep.json", same)), LONDON)

    assert (again.known, again.new, again.changed) == (1, (), 0)


def test_old_import_files_without_ids_and_names_are_read():
    old = csv_file(
        "pumping.csv", ("child_id", "amount", "time"), [("1", "100.2", "2026-02-17 09:31:49")]
    )
    who = children((1, "Isla", "Reed", "2026-01-02"))

    assert lines(who, old) == [
        '2026-02-17T09:31:49 activity Isla pumping ml=100 "100.2 ml"'
    ]  # fmt: skip


def test_what_has_no_unit_stays_a_figure_until_it_is_asked():
    plan = preview(
        home(),
        read(babybuddy("feeding", {"id": 1, "start": "2026-06-01 13:00:00", "end": "2026-06-01 13:10:00", "type": "formula", "method": "bottle", "amount": "3.4"})),
        ImportAnswers(zone="Europe/London"),
    )  # fmt: skip

    assert [q.code for q in plan.questions] == ["import.units.amounts"]
    assert (plan.new[0].amount_ml, plan.new[0].words) == (None, "amount 3.4 (unit not told)")


def test_a_column_of_a_newer_version_is_kept_in_words():
    header = ("id", "child_first_name", "start", "end", "nap", "notes", "location")
    row = (1, "Isla", "2026-06-01 13:00:00", "2026-06-01 14:00:00", "0", "", "pram")

    assert lines(csv_file("sleep.csv", header, [row])) == [
        '2026-06-01T13:00 sleep Isla minutes=60 "location: pram"'
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"start": "yesterday"}, "not a time"),
        ({"start": "2026-02-30 10:00:00"}, "does not exist"),
        ({"start": "0026-02-03 10:00:00"}, "year"),
        ({"start": "2026-02-03 10:00:00", "nap": "perhaps"}, "neither yes nor no"),
        ({"start": "2026-02-03 10:00:00", "notes": "x" * 20_001}, "longer than"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_stops_no_other(row, reason):
    good = {"id": 2, "start": "2026-06-01 13:00:00", "end": "2026-06-01 14:00:00", "nap": "0"}
    plan = preview(home(), read(babybuddy("sleep", {"id": 1, **row}, good)), LONDON)

    assert [reason in rejected.reason for rejected in plan.rejected] == [True]
    assert len(plan.new) == 1


def test_an_amount_of_a_million_digits_costs_nothing():
    row = {"id": 1, "start": "2026-06-01 13:00:00", "end": "2026-06-01 13:10:00"}
    bomb = {**row, "type": "formula", "method": "bottle", "amount": "1e4000000"}
    plan = preview(home(), read(babybuddy("feeding", bomb)), LONDON)

    assert "not a number" in plan.rejected[0].reason
