"""The budget sheet as somebody takes it along: a page, a spreadsheet, a terminal."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kinhold.cli import sheet
from kinhold.journal.verify import JournalError

NOTES = """
household zone=Europe/London country={country} currency={currency} of=Ruth
2026-09-01 person Ruth role=self
2026-09-01 person Danny role=husband
2025-09-12 child Isla born=2025-09-12
2026-10-28 income Wage amount=1840.00 each=month:28 type=wage to=Ruth
2026-10-13 income "Child Benefit" amount=104.20 each=4weeks:tue type=benefit to=Ruth
2026-10-01 bill Rent amount=780.00 each=month:1 type=rent
2026-10-06 bill Nursery amount=96.00 each=week:mon type=childcare
2026-10-15 bill Energy amount=118.00 each=month:15 type=energy
2026-10-16 bill "=1+1 🍞 *bold* #x" amount=12.00 each=month:15 type=phone
2026-10-16 bill Mystery amount=10.00 each=month:15
2026-10-28 debt Visa balance=900.00 minimum=40.00 each=month:28 type=card to="Big Bank" rate=19.9%
2026-10-28 debt Store balance=300.00 minimum=20.00 each=month:28 type=card liable=Ruth,Danny
2026-10-28 debt "Council tax 2025" balance=500.00 minimum=50.00 each=month:28 type=tax
"""


@pytest.fixture(params=["uk", "us"])
def home(request, tmp_path, kinhold):
    notes, file = tmp_path / "notes.txt", tmp_path / "home.kinhold"
    currency = "USD" if request.param == "us" else "GBP"
    notes.write_text(NOTES.format(country=request.param, currency=currency), encoding="utf-8")
    kinhold("import", file, "--notation", notes, check=0)
    return file, "$" if request.param == "us" else "£"


def run(*words):
    return sheet.run(sheet.parser().parse_args([str(w) for w in words]))


def test_the_pdf_holds_the_figures_of_the_page(home, tmp_path, capsys):
    from pypdf import PdfReader

    file, sign = home
    out = tmp_path / "budget.pdf"
    assert run(file, "--on", "2026-11-22", "--pdf", out) == 0
    run(file, "--on", "2026-11-22", "--json")
    page = json.loads(capsys.readouterr().out.split("\n", 1)[1])

    reader = PdfReader(out)
    text = "\n".join(p.extract_text() for p in reader.pages)
    wide = round(float(reader.pages[0].mediabox.width))
    assert len(reader.pages) <= 2
    assert wide == (612 if sign == "$" else 595)
    for minor in (
        page["income"]["minor"],
        page["spending"],
        page["left"],
        page["other"][0]["share"],
    ):
        assert f"{sign}{minor // 100:,}.{minor % 100:02d}" in text
    assert "*bold* #x" in text


def test_the_same_household_gives_the_same_bytes(home, tmp_path):
    for name in ("one.pdf", "two.pdf", "one.csv", "two.csv"):
        run(home[0], "--on", "2026-11-22", f"--{name[-3:]}", tmp_path / name)

    for form in ("pdf", "csv"):
        assert (tmp_path / f"one.{form}").read_bytes() == (tmp_path / f"two.{form}").read_bytes()


def test_the_csv_adds_up_and_runs_nothing(home, tmp_path):
    out = tmp_path / "budget.csv"
    run(home[0], "--on", "2026-11-22", "--csv", out)

    rows = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"))))
    fixed = [r for r in rows if r["part"] == "Fixed costs" and r["heading"]]
    lines = sum(float(r["a month"]) for r in fixed if r["line"] != "Total")
    total = next(r for r in rows if r["part"] == "Fixed costs" and not r["heading"])
    assert lines == pytest.approx(float(total["a month"]))
    assert any(r["line"].startswith("'=1+1") for r in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for r in rows for cell in r.values())


def test_the_terminal_shows_the_month(home, capsys):
    run(home[0], "--on", "2026-11-22")

    said = capsys.readouterr().out
    assert f"Nursery       {home[1]}416.00" in said
    assert "What kind of bill is Mystery?" in said
    assert "not advice" in said.replace("\n", " ")


def test_a_household_that_told_nothing_gets_an_empty_sheet(tmp_path, kinhold, capsys):
    notes, file = tmp_path / "notes.txt", tmp_path / "empty.kinhold"
    notes.write_text("household zone=Europe/London country=uk currency=GBP of=Ruth\n")
    kinhold("import", file, "--notation", notes, check=0)
    run(file, "--on", "2026-11-22", "--pdf", tmp_path / "empty.pdf")
    run(file, "--on", "2026-11-22")

    assert "Left over each month: £0.00" in capsys.readouterr().out


def test_bad_input_is_refused_with_a_sentence(tmp_path, capsys):
    with pytest.raises(JournalError, match="no such file"):
        run(tmp_path / "nowhere.kinhold")
    with pytest.raises(SystemExit):
        run("x.kinhold", "--on", "yesterday")
    assert "is not a day" in capsys.readouterr().err
