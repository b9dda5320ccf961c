"""A caseworker's folder: the worst first, whatever lies in it, and nothing tested twice."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import time

import pytest

from kinhold.api import open_household
from kinhold.cli.batch import parser, run
from kinhold.cli.synthesize import parser as synthesize_parser
from kinhold.cli.synthesize import run as synthesize

ON = ("--on", "2026-11-22")
NUMBER = 8


def batch(*words):
    """One worker, unless another number is asked for: starting one costs more than these tests."""
    return run(parser().parse_args(["--workers=1", *(str(w) for w in words)]))


def make(*words):
    return synthesize(synthesize_parser().parse_args([str(w) for w in words]))


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", autouse=True)
def one_program():
    """While the tests run the program is the same, though somebody may be editing it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kinhold.batch.stress.program_digest", lambda: "one")
        patch.setenv("COLUMNS", "200")
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Some synthetic households."""
    folder = tmp_path_factory.mktemp("made") / "cases"
    make(folder, "--households", NUMBER, "--seed", 4, "--workers", 2)
    return folder


@pytest.fixture(scope="module")
def tested(made, tmp_path_factory):
    """The same, tested once: `cases`, `out.csv`, `counts.csv` and the rows that were kept."""
    folder = tmp_path_factory.mktemp("tested")
    shutil.copytree(made, folder / "cases")
    batch("stress", folder / "cases", *ON, "--workers", 2, "--out", folder / "out.csv",
          "--aggregate", folder / "counts.csv")  # fmt: skip
    return folder


@pytest.fixture
def again(tested, tmp_path):
    """A copy of all of it, to go on with."""
    return shutil.copytree(tested, tmp_path / "again")


# -- synthetic households ------------------------------------------------------------------------------


def facts(file):
    with open_household(file) as home:
        return home.export_notation(with_ids=True)


def test_the_same_seed_writes_the_same_facts(made, tmp_path):
    make(tmp_path / "again", "--households", 3, "--seed", 4, "--workers", 1)

    for file in sorted((tmp_path / "again").iterdir()):
        assert facts(file) == facts(made / file.name)


def test_every_household_opens_and_passes_its_check(made):
    for file in sorted(made.iterdir()):
        with open_household(file) as home:
            assert home.safekeeping.check().sound


def test_only_whole_household_files_are_left_in_the_folder(made):
    assert [f.name for f in sorted(made.iterdir())] == [
        f"household-{n:06d}.kinhold" for n in range(1, NUMBER + 1)
    ]


def test_households_that_are_there_are_left_alone_and_it_is_said(made, tmp_path, capsys):
    folder = shutil.copytree(made, tmp_path / "cases")
    (folder / "household-000002.kinhold").unlink()
    before = (folder / "household-000001.kinhold").read_bytes()

    make(folder, "--households", NUMBER, "--seed", 99)

    said = capsys.readouterr().out
    assert "1 synthetic households written" in said
    assert f"{NUMBER - 1} were there already and were left alone" in said
    assert (folder / "household-000001.kinhold").read_bytes() == before


@pytest.mark.parametrize("word", ["-3", "many", "10000000"])
def test_a_number_of_households_that_cannot_be_is_refused(tmp_path, word, capsys):
    with pytest.raises(SystemExit):
        make(tmp_path, f"--households={word}")

    assert "is not a number" in capsys.readouterr().err


# -- the caseload --------------------------------------------------------------------------------------


def test_the_csv_has_every_household_worst_first(tested):
    rows = table(tested / "out.csv")
    minutes = [int(r["no_one_minutes"]) for r in rows]

    assert len(rows) == NUMBER
    assert minutes == sorted(minutes, reverse=True)


def test_rows_say_where_it_breaks_first(tested):
    worst = table(tested / "out.csv")[0]

    assert worst["worst_loss"]
    assert worst["effect"]
    assert worst["first_uncovered"].startswith("2026-1")


def test_counts_are_written_without_naming_anybody(tested):
    text = (tested / "counts.csv").read_text(encoding="utf-8-sig")
    shown = {r["households"] for r in table(tested / "counts.csv")}

    assert "household-0" not in text
    assert not shown & {"1", "2", "3", "4"}


def test_what_did_not_change_is_not_tested_again(again, capsys):
    first = (again / "out.csv").read_bytes()
    with open_household(again / "cases" / "household-000003.kinhold") as home:
        home.add('2026-11-21 note - "a new entry"')

    batch("stress", again / "cases", *ON, "--out", again / "out.csv")

    assert f"{NUMBER - 1} of {NUMBER} unchanged" in capsys.readouterr().out
    assert (again / "out.csv").read_bytes() == first


def test_another_day_is_tested_anew(again, capsys):
    batch("stress", again / "cases", "--on", "2026-11-23", "--out", again / "out.csv")

    assert "unchanged" not in capsys.readouterr().out


def test_a_row_follows_its_household_to_another_name(again, capsys):
    (again / "cases" / "household-000001.kinhold").rename(again / "cases" / "the-lanes.kinhold")

    batch("stress", again / "cases", *ON, "--out", again / "out.csv")

    assert "the-lanes.kinhold" in {r["file"] for r in table(again / "out.csv")}
    assert f"{NUMBER} of {NUMBER} unchanged" in capsys.readouterr().out


def test_rows_kept_by_something_else_are_said_and_not_believed(again, capsys):
    kept = again / ".out.csv.rows"
    kept.write_text('{"key": "x", "row": {}, "check": "y"}\n' + kept.read_text() + 'torn {"ke')

    batch("stress", again / "cases", *ON, "--out", again / "out.csv")

    said = " ".join(capsys.readouterr().out.split())
    assert f"2 of {NUMBER + 2} lines with earlier rows" in said
    assert f"{NUMBER} of {NUMBER} unchanged" in said
    assert "torn" not in kept.read_text()


def test_whatever_lies_in_the_folder_is_a_row_with_its_reason(again, kinhold, monkeypatch):
    cases = again / "cases"
    whole = (cases / "household-000001.kinhold").read_bytes()
    (cases / "empty.kinhold").write_bytes(b"")
    (cases / "text.kinhold").write_text("Dear diary")
    (cases / "cut.kinhold").write_bytes(whole[: len(whole) // 2])
    (cases / "bytes.kinhold").write_bytes(whole[:30000] + b"\x00\x11\x22" * 2000 + whole[36000:])
    (cases / "folder.kinhold").mkdir()
    with open_household(cases / "nobody.kinhold", create=True):
        pass
    locked = cases / "household-000002.kinhold"
    kinhold("lock", locked, stdin="a long way home\na long way home\n", check=0)

    batch("stress", cases, *ON, "--out", again / "out.csv")

    problems = {r["file"]: r["problem"] for r in table(again / "out.csv") if r["problem"]}
    assert set(problems) >= {"empty.kinhold", "text.kinhold", "cut.kinhold", "folder.kinhold",
                             "bytes.kinhold", locked.name}  # fmt: skip
    assert "nobody.kinhold" not in problems
    assert not any("Traceback" in p or str(again) in p for p in problems.values())


def test_the_rows_are_json_for_other_programs(again, capsys):
    batch("stress", again / "cases", *ON, "--out", again / "out.csv", "--json")

    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == NUMBER
    assert {"file", "survived", "tested", "single_points", "problem"} <= rows[0].keys()


def test_a_folder_alone_is_enough_and_rows_are_kept_in_the_cache(again, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(again / "cache"))
    for file in sorted((again / "cases").iterdir())[2:]:
        file.unlink()

    batch(again / "cases", *ON)
    batch(again / "cases", *ON)

    assert "2 of 2 unchanged" in capsys.readouterr().out


def test_a_place_where_nothing_can_be_kept_stops_nothing(again, monkeypatch, capsys):
    (again / "cache").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(again / "cache"))
    for file in sorted((again / "cases").iterdir())[1:]:
        file.unlink()

    batch("stress", again / "cases", *ON)

    said = capsys.readouterr().out
    assert "cannot be kept" in said
    assert "1 household, worst first" in said


def test_a_folder_that_is_not_there_is_said(kinhold, tmp_path):
    done = kinhold("batch", "stress", tmp_path / "nowhere", check=2)

    assert "There is no folder" in done.stderr


def test_a_folder_without_households_is_said(kinhold, tmp_path):
    done = kinhold("batch", "stress", tmp_path, check=2)

    assert "no .kinhold file" in done.stderr


@pytest.mark.parametrize("word", ["0", "-1", "two", "900"])
def test_a_number_of_workers_that_cannot_be_is_refused(tmp_path, word, capsys):
    with pytest.raises(SystemExit):
        batch("stress", tmp_path, f"--workers={word}")

    assert "Write 1 to 64" in capsys.readouterr().err


RUN = """
import kinhold.batch.stress
from kinhold.cli.batch import parser, run
if __name__ == "__main__":
    kinhold.batch.stress.program_digest = lambda: "one"
    run(parser().parse_args({words!r}))
"""


def test_a_run_that_is_ended_goes_on_where_it_was(made, tmp_path, capsys):
    cases, kept = shutil.copytree(made, tmp_path / "cases"), tmp_path / ".out.csv.rows"
    words = ["stress", cases, *ON, "--workers", "1", "--out", tmp_path / "out.csv"]
    (tmp_path / "run.py").write_text(RUN.format(words=[str(w) for w in words]))
    started = subprocess.Popen([sys.executable, tmp_path / "run.py"])
    until = time.monotonic() + 60
    while not (kept.exists() and kept.read_text().count("\n")) and time.monotonic() < until:
        time.sleep(0.01)
    started.kill()
    started.wait()
    done = sum(1 for line in kept.read_text().splitlines() if line.endswith("}"))

    batch("stress", cases, *ON, "--out", tmp_path / "out.csv")

    assert 0 < done < NUMBER
    assert f"{done} of {NUMBER} unchanged" in capsys.readouterr().out
    assert len(table(tmp_path / "out.csv")) == NUMBER
