"""Rows of an earlier run are believed only where they are whole, and of the same household."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kinhold.batch.kept_rows import (
    append_kept,
    digest_of,
    key_of,
    make_room,
    read_kept,
    write_kept,
)
from kinhold.batch.rows import CaseRow, row_from, rows_csv, worst_first

ON = date(2026, 11, 22)
ROW = CaseRow(
    "", survived=3, tested=7, runway_days=41, worst="Mum stops", single_points=("Mum stops",)
)


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / ".cases.csv.rows"
    make_room(path)
    return path


def test_rows_come_back_as_they_were(kept):
    append_kept(kept, [("a", ROW), ("b", CaseRow("", tested=1))])

    assert read_kept(kept).rows == {"a": ROW, "b": CaseRow("", tested=1)}


def test_only_the_owner_may_read_them(kept):
    write_kept(kept, [("a", ROW)])

    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_torn_line_is_passed_over_and_the_next_one_is_read(kept, keep):
    append_kept(kept, [("a", ROW)])
    text = kept.read_text()
    kept.write_text(text[: int(len(text) * keep)])
    append_kept(kept, [("b", ROW)])

    read = read_kept(kept)

    assert read.rows == {"b": ROW}
    assert "1 of 2 lines" in read.findings[0].message


def test_a_line_that_was_changed_is_not_believed(kept):
    append_kept(kept, [("a", ROW)])
    kept.write_text(kept.read_text().replace('"survived": 3', '"survived": 7'))

    assert read_kept(kept).rows == {}


@pytest.mark.parametrize(
    "foreign",
    [b"\x00\xff\xfe not text", b"[1, 2]\n", b'{"key": 1}\n', b"file,survived\na,3\n", b"{" * 900],
)
def test_something_else_in_its_place_is_a_finding(kept, foreign):
    kept.write_bytes(foreign)

    read = read_kept(kept)

    assert read.rows == {}
    assert read.findings


def test_no_file_is_no_rows_and_nothing_to_say(tmp_path):
    assert read_kept(tmp_path / "none").findings == ()


def test_a_place_where_nothing_can_be_kept_is_said(tmp_path):
    (tmp_path / "file").write_text("")

    assert "cannot be kept" in make_room(tmp_path / "file" / "rows").message


def test_another_day_program_or_household_has_another_key():
    keys = {
        key_of("d", program="p", on=ON),
        key_of("e", program="p", on=ON),
        key_of("d", program="q", on=ON),
        key_of("d", program="p", on=date(2026, 11, 23)),
    }

    assert len(keys) == 4


def test_an_entry_that_is_still_in_the_write_ahead_log_changes_the_digest(tmp_path):
    file = tmp_path / "a.kinhold"
    file.write_bytes(b"household")
    before = digest_of(str(file))
    (tmp_path / "a.kinhold-wal").write_bytes(b"one more entry")

    assert digest_of(str(file)) != before


@pytest.mark.parametrize(
    "change",
    [
        {"survived": "3"},
        {"survived": True},
        {"runway_days": 1.5},
        {"single_points": ["a", 1]},
        {"single_points": "a"},
        {"extra": 1},
    ],
)
def test_a_row_of_another_shape_is_none(change):
    assert row_from({**ROW.as_dict(), **change}) is None


def test_a_row_survives_json():
    assert row_from(json.loads(json.dumps(ROW.as_dict()))) == ROW


def test_what_a_spreadsheet_would_run_is_made_harmless():
    evil = CaseRow("=cmd|calc.kinhold", worst="+1 stops", tested=1, single_points=("@SUM(A1)", "x"))

    line = rows_csv([evil]).decode("utf-8-sig").splitlines()[1]

    assert line.startswith("'=cmd")
    assert ",'+1 stops," in line
    assert ",'@SUM(A1); x," in line


def test_the_worst_come_first_and_what_could_not_be_tested_before_them():
    rows = [
        CaseRow("calm", tested=4, survived=4, runway_days=365),
        CaseRow("alone", tested=4, survived=2, no_one_minutes=600, runway_days=365),
        CaseRow("short", tested=4, survived=2, runway_days=3),
        CaseRow("locked", problem="locked"),
    ]

    assert [r.file for r in worst_first(rows)] == ["locked", "alone", "short", "calm"]
