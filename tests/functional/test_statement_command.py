"""`kinhold statement`: what it prints, its JSON, and its exit status. It needs no household."""

from __future__ import annotations

import json

import pytest
from tests.unit.adapters.statements.making import mt940, ofx

from kinhold.cli import statement


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Call the command with files and options; gives its exit status and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*words, **files):
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        status = statement.run(statement.parser().parse_args([*files, *words]))
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_it_says_what_a_statement_holds_and_writes_nothing(run, tmp_path):
    status, out, _ = run(november=ofx({"memo": "LUNCH"}, {"number": "A2", "amount": "1500.00", "name": "DINER"}))  # fmt: skip

    assert status == 0
    for said in ("OFX or QFX: 1 account, 2 transactions.", "HARBOUR ••7711 (checking, GBP)", "ends with 100.00", "-12.50  MARKET HALL", "1500.00  DINER", "Nothing was written."):  # fmt: skip
        assert said in out
    assert [p.name for p in tmp_path.iterdir()] == ["november"]


def test_the_json_keeps_its_shape(run):
    status, out, _ = run("--json", november=ofx({"memo": "LUNCH"}))
    told = json.loads(out)

    assert status == 0
    assert list(told) == ["format", "accounts", "findings"]
    assert told["accounts"] == [
        {
            "bank": "HARBOUR",
            "number": "••7711",
            "type": "checking",
            "currency": "GBP",
            "opening": None,
            "closing": "100.00",
            "start": "2026-11-01",
            "end": "2026-11-30",
            "transactions": [
                {
                    "date": "2026-11-02",
                    "amount": "-12.50",
                    "currency": "GBP",
                    "payee": "MARKET HALL",
                    "memo": "LUNCH",
                    "reference": "A1",
                    "type": "POS",
                    "balance": None,
                }
            ],
        }
    ]


def test_no_currency_is_null_and_can_be_told(run):
    text = "Date,Description,Amount,Balance\n22/11/2026,A,-12.50,87.50\n"
    line = lambda out: json.loads(out)["accounts"][0]["transactions"][0]  # noqa: E731

    assert line(run("--json", a=text)[1])["currency"] is None
    told = line(run("--json", "--currency", "gbp", a=text)[1])
    assert (told["currency"], told["balance"]) == ("GBP", "87.50")


def test_findings_have_a_severity_a_code_a_place_and_a_sentence(run):
    status, out, _ = run("--json", a=mt940(":61:nothing"))
    first = json.loads(out)["findings"][0]

    assert status == 1
    assert list(first) == ["severity", "code", "where", "message"]
    assert (first["severity"], first["where"]) == ("error", "a, row 5")


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_a_file_that_cannot_be_used_ends_with_one_and_a_sentence(run, option):
    status, out, err = run(*option, a="%PDF-1.7")

    assert status == 1
    assert err == "a is a PDF. Ask your bank for OFX, QIF, CAMT, MT940 or CSV; most offer one beside the PDF.\n"  # fmt: skip
    if option:
        assert json.loads(out)["findings"][0]["message"] == err.strip()


def test_a_file_that_is_not_there(run):
    status, _, err = run("gone.ofx")

    assert (status, err) == (1, "There is no file gone.ofx. Check the name.\n")


def test_days_and_mappings_can_be_told(run):
    text = "Date,Description,Amount\n03/04/2026,A,-1.00\n"
    first = lambda out: json.loads(out)["accounts"][0]["transactions"][0]["date"]  # noqa: E731

    assert first(run("--json", "--day-first", a=text)[1]) == "2026-04-03"
    assert first(run("--json", "--month-first", a=text)[1]) == "2026-03-04"
    mapping = (
        '{"statement": 1, "columns": {"day": "Date", "amount": "Amount"}, "dates": "month-first"}'
    )
    _, out, _ = run("--json", "--mapping", "m.json", a=text)  # the mapping is not there yet
    assert json.loads(out)["findings"][0]["code"] == "statement.not-usable"
    open("m.json", "w").write(mapping)  # noqa: PTH123, SIM115 - in the folder of the test
    assert first(run("--json", "--mapping", "m.json", a=text)[1]) == "2026-03-04"


def test_help_has_an_example():
    assert "kinhold statement november.ofx" in statement.parser().format_help()
