"""What an import would write: who, when, what is known already, and what has to be asked."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from tests.exports import (
    HUCKLEBERRY,
    LONDON,
    babybuddy,
    children,
    csv_file,
    home,
    huckleberry,
    read,
)

from kinhold.adapters.imports import tables
from kinhold.adapters.imports.limited import read_in_limits, read_limited
from kinhold.adapters.imports.reading import ToRead
from kinhold.adapters.imports.tables import GivenFile, ImportNotUsableError
from kinhold.adapters.worker_process import WorkerDiedError, WorkerProcess
from kinhold.api.importing import carry_out, log_as_xlsx, preview, rejected_as_csv
from kinhold.application.import_rows import ImportAnswers
from kinhold.domain.findings import KinholdError

NAP = {"id": 1, "start": "2026-06-01 13:00:00", "end": "2026-06-01 14:00:00", "nap": "1"}


def codes(plan):
    return [q.code for q in plan.questions]


def test_without_a_zone_nothing_is_written_and_it_is_asked():
    kept = home()

    plan = carry_out(kept, read(babybuddy("sleep", NAP)), ImportAnswers())

    assert (plan.waits, codes(plan), plan.new) == (True, ["import.zone"], ())
    assert "--zone Europe/London" in plan.questions[0].example


def test_a_child_nobody_knows_is_asked_for_and_never_added_unasked():
    kept = home("household zone=Europe/London", "2026-01-02 child Noah")
    found = read(babybuddy("sleep", NAP))

    plan = carry_out(kept, found, ImportAnswers(zone="Europe/London"))
    named = preview(
        kept, found, ImportAnswers(zone="Europe/London", children=(("isla reed", "Noah"),))
    )

    assert (codes(plan), plan.new, len(plan.rejected)) == (["import.child"], (), 1)
    assert [fact.about for fact in named.new] == ["Noah"]


def test_a_child_is_added_with_its_name_and_birth_where_that_was_asked():
    kept = home("household zone=Europe/London")
    found = read(children((1, "Isla", "Reed", "2026-01-02")), babybuddy("sleep", NAP))

    plan = carry_out(kept, found, LONDON)

    assert [(f.KIND, f.about) for f in plan.new] == [("child", "Isla"), ("sleep", "Isla")]
    assert (plan.new[0].name, plan.new[0].born) == ("Isla Reed", "2026-01-02")
    assert carry_out(kept, found, LONDON).new == ()


def test_a_child_can_be_left_out():
    other = {**NAP, "id": 2, "child_first_name": "Finn"}
    plan = preview(home(), read(babybuddy("sleep", NAP, other)), ImportAnswers(zone="Europe/London", children=(("Finn Reed", ""),)))  # fmt: skip

    assert ([f.about for f in plan.new], codes(plan)) == (["Isla"], [])


def test_a_file_without_names_is_about_the_only_child_or_asked():
    row = ["Bath", "2026-06-01 18:00"]
    twins = home("household zone=Europe/London", "2026-01-02 child Isla", "2026-01-02 child Finn")
    zone = {"zone": "Europe/London"}

    assert preview(home(), read(huckleberry(row)), ImportAnswers(**zone)).new[0].about == "Isla"
    assert codes(preview(twins, read(huckleberry(row)), ImportAnswers(**zone))) == [
        "import.which-child"
    ]
    assert preview(twins, read(huckleberry(row)), ImportAnswers(child="Finn", **zone)).new[0].about == "Finn"  # fmt: skip


def test_what_was_taken_back_corrected_or_erased_stays_so():
    kept = home()
    rows = [{**NAP, "id": n, "start": f"2026-06-0{n} 13:00:00", "end": ""} for n in (1, 2, 3)]
    first, second, third = carry_out(kept, read(babybuddy("sleep", *rows)), LONDON).new
    kept.retract(fact_id=first.fact_id)
    kept.correct(fact_id=second.fact_id, line="2026-06-02T13:30 sleep Isla minutes=20")
    kept.safekeeping.erase(entry_id=third.fact_id, ground="asked")

    again = carry_out(kept, read(babybuddy("sleep", *rows)), ImportAnswers(zone="Europe/London", update=True))  # fmt: skip

    assert (again.new, again.updates, again.known) == ((), (), 3)


def test_an_entry_that_reads_otherwise_is_said_and_corrected_only_where_asked():
    kept = home()
    carry_out(kept, read(babybuddy("sleep", NAP)), LONDON)
    edited = read(babybuddy("sleep", {**NAP, "end": "2026-06-01 14:10:00"}))

    told = carry_out(kept, edited, LONDON)
    before = [f.minutes for f in kept.record().facts() if f.KIND == "sleep"]
    done = carry_out(kept, edited, ImportAnswers(zone="Europe/London", update=True))
    after = [f.minutes for f in kept.record().facts() if f.KIND == "sleep"]
    again = carry_out(kept, edited, ImportAnswers(zone="Europe/London", update=True))

    assert (told.changed, "import.changed" in [f.code for f in told.findings]) == (1, True)
    assert (before, after) == ([60], [70])
    assert (len(done.updates), len(again.updates), again.changed) == (1, 0, 0)


def test_another_zone_answered_later_corrects_the_same_entries():
    kept = home()
    found = read(babybuddy("sleep", NAP))
    carry_out(kept, found, ImportAnswers(zone="UTC"))

    plan = carry_out(kept, found, ImportAnswers(zone="Europe/London", update=True))

    assert (plan.new, [f.occurred for f in kept.record().facts() if f.KIND == "sleep"]) == (
        (),
        ["2026-06-01T13:00"],
    )


def test_another_installation_with_the_same_numbers_is_noticed_and_told_apart():
    kept = home()
    ours = [
        {**NAP, "id": n, "start": f"2026-06-01 {n % 24:02d}:00:00", "end": ""} for n in range(1, 41)
    ]
    theirs = [{**row, "start": row["start"].replace("-06-", "-03-")} for row in ours]
    carry_out(kept, read(babybuddy("sleep", *ours)), LONDON)

    plan = preview(kept, read(babybuddy("sleep", *theirs)), LONDON)
    apart = preview(kept, read(babybuddy("sleep", *theirs)), ImportAnswers(zone="Europe/London", instance="old"))  # fmt: skip

    assert "import.other-instance" in [f.code for f in plan.findings]
    assert len(apart.new) == 40


def test_ids_of_entries_say_nothing_to_who_does_not_hold_the_file():
    found = read(babybuddy("sleep", NAP))

    assert preview(home(), found, LONDON).new[0].fact_id != preview(home(), found, LONDON).new[0].fact_id  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"start": "2026-10-25 01:30:00", "end": ""}, "import.doubled-time"),
        ({"start": "2026-03-29 01:30:00", "end": ""}, "import.skipped-time"),
        ({"end": "2026-06-01 12:00:00"}, "import.ends-before"),
        ({"end": "2026-06-03 14:00:00"}, "import.long"),
    ],
)
def test_a_night_of_clock_change_and_a_time_that_cannot_be_are_said(row, code):
    plan = preview(home(), read(babybuddy("sleep", {**NAP, **row})), LONDON)

    assert [f.code for f in plan.findings] == [code]
    assert len(plan.new) == 1


def test_a_sleep_over_the_change_that_only_one_reading_allows_is_read_so():
    row = {**NAP, "start": "2026-10-25 00:50:00", "end": "2026-10-25 01:20:00"}
    back = {**NAP, "id": 2, "start": "2026-10-25 01:50:00", "end": "2026-10-25 01:20:00"}
    plan = preview(home(), read(babybuddy("sleep", row, back)), LONDON)

    assert [f.minutes for f in plan.new] == [30, 30]


@pytest.mark.parametrize(
    "answers",
    [
        ImportAnswers(zone="London"),
        ImportAnswers(zone="Europe/London", units=("stone",)),
        ImportAnswers(zone="Europe/London", units=("ml", "oz")),
        ImportAnswers(zone="Europe/London", child="Nobody"),
        ImportAnswers(zone="Europe/London", pumped_by="Nobody"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_with_a_sentence(answers):
    with pytest.raises(KinholdError):
        preview(home(), read(babybuddy("sleep", NAP)), answers)


def test_who_pumped_is_told_and_not_guessed():
    row = {"id": 1, "start": "2026-06-01 13:00:00", "end": "2026-06-01 13:20:00", "amount": "95"}
    kept = home("household zone=Europe/London", "2026-01-02 child Isla", "2026-01-02 person Ruth")

    plan = preview(kept, read(babybuddy("pumping", row)), ImportAnswers(zone="Europe/London", units=("ml",), pumped_by="Ruth"))  # fmt: skip

    assert (plan.new[0].about, plan.new[0].amount_ml) == ("Ruth", 95)


def test_a_household_without_a_zone_takes_the_one_that_was_answered():
    plan = preview(home("2026-01-02 child Isla"), read(babybuddy("sleep", NAP)), LONDON)

    assert [f.zone for f in plan.new if f.KIND == "household"] == ["Europe/London"]


def test_a_zone_that_was_answered_leaves_the_rest_of_the_header_as_it_is():
    kept = home("household currency=EUR of=Ruth", "2026-01-02 child Isla")
    carry_out(kept, read(babybuddy("sleep", NAP)), LONDON)
    household = kept.standing().household

    assert (household.zone.key, household.currency, household.keeper) == (
        "Europe/London",
        "EUR",
        "Ruth",
    )


def test_rejected_rows_come_back_with_reason_and_own_columns_and_run_nothing():
    bad = {**NAP, "start": "=cmd|' /C calc'!A0"}
    found = read(babybuddy("sleep", bad))
    told = rejected_as_csv(preview(home(), found, LONDON), found).decode("utf-8-sig")

    assert told.startswith("file,row,reason,id,child_id")
    assert "'=cmd" in told


def test_every_entry_says_which_file_and_row_it_came_from():
    file = babybuddy("sleep", NAP, {**NAP, "id": 2})
    plan = preview(home(), read(file), LONDON)

    assert {f.source.row for f in plan.new} == {1, 2}
    assert len({f.source.digest for f in plan.new}) == 1


# -- what a file may cost --------------------------------------------------------------------------


def zipped(*files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.content)
    return GivenFile("export.zip", out.getvalue())


def test_a_zip_is_read_like_its_files():
    plan = preview(home(), read(zipped(babybuddy("sleep", NAP))), LONDON)

    assert len(plan.new) == 1


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_BYTES", 1_000_000)

    with pytest.raises(ImportNotUsableError, match="more than"):
        read(zipped(GivenFile("a.csv", b"a" * 1_000_001)))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 3)

    with pytest.raises(ImportNotUsableError, match="more than 3 rows"):
        read(csv_file("h.csv", HUCKLEBERRY, [["Bath", "2026-06-01 18:00"]] * 4))


def test_reading_happens_in_a_process_of_its_own_and_comes_back_whole():
    file = babybuddy("sleep", NAP)

    assert read_in_limits(ToRead((file,))) == read(file)


def test_a_refusal_comes_out_of_the_process_as_its_sentence():
    with pytest.raises(ImportNotUsableError, match="no export"):
        read_in_limits(ToRead((GivenFile("x.csv", b"a,b\n1,2\n"),)))


def test_more_memory_than_it_may_have_ends_the_process_and_not_ours():
    big = csv_file("h.csv", HUCKLEBERRY, [["Bath", "2026-06-01 18:00"]] * 200_000)
    told = {"wanted": ToRead((big,)), "memory": 150_000_000}

    with pytest.raises((ImportNotUsableError, WorkerDiedError)):
        WorkerProcess().run(read_limited, told, seconds=120)


# -- the spreadsheet -------------------------------------------------------------------------------


def test_the_spreadsheet_has_typed_cells_and_no_formula():
    kept = home(
        "household zone=Europe/London",
        "2026-01-02 child Isla",
        '2026-06-01T13:00 feed Isla ml=120 minutes=15 "=1+1"',
        "2026-06-02T13:00 sleep Isla nap=yes",
    )
    with zipfile.ZipFile(io.BytesIO(log_as_xlsx(kept))) as archive:
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 - our own file
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert ">=1+1</t>" in sheet
    assert '<c r="L2"><v>120</v></c>' in sheet
    assert "<f" not in sheet.replace("<font", "")
    assert 't="b"><v>1</v>' in sheet
    assert '<c r="C2" s="2"><v>46174.5416666667</v></c>' in sheet
