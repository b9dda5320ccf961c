"""A mapping of a CSV: written, read back, used, and refused with what is wrong."""

from __future__ import annotations

import json

import pytest
from tests.unit.adapters.statements.making import codes, only, read, sums

from kinhold.adapters.imports.statements.csv_mapping import (
    StatementMapping,
    format_mapping,
    parse_mapping,
)
from kinhold.adapters.imports.tables import ImportNotUsableError

ODD = "When|Who|Gone|Come\n22.11.2026|MARKET HALL|12,50|\n24.11.2026|DINER||1500,00\n"
MAPPING = {"statement": 1, "columns": {"day": "When", "payee": "Who", "out": "Gone", "in": "Come"}}


def mapped(**more):
    return json.dumps(MAPPING | more)


def test_a_mapping_reads_what_nobody_else_could():
    with pytest.raises(ImportNotUsableError, match="Write a mapping"):
        read(ODD)

    account = only(read(ODD, mapping=mapped(currency="EUR", kind="savings")))
    assert sums(account) == [("2026-11-22", -1250), ("2026-11-24", 150000)]
    assert (account.currency, account.kind) == ("EUR", "savings")


def test_columns_by_their_place_in_a_file_without_header():
    columns = {"day": "#1", "payee": "#2", "out": "#3", "in": "#4"}
    text = ODD.partition("\n")[2]

    assert sums(only(read(text, mapping=mapped(columns=columns, header=False)))) == [("2026-11-22", -1250), ("2026-11-24", 150000)]  # fmt: skip


def test_a_card_without_signs_is_turned_where_the_mapping_says_so():
    text = "Date,Description,Amount\n22/11/2026,A,12.50\n"
    columns = {"day": "Date", "payee": "Description", "amount": "Amount"}

    assert sums(only(read(text, mapping=mapped(columns=columns, sign="turned")))) == [("2026-11-22", -1250)]  # fmt: skip
    assert sums(only(read(text, mapping=mapped(columns=columns, sign="as-written")))) == [("2026-11-22", 1250)]  # fmt: skip


def test_own_words_for_out():
    text = "Date,Description,Amount,Way\n22/11/2026,A,12.50,spent\n23/11/2026,B,3.00,earned\n"
    columns = {"day": "Date", "payee": "Description", "amount": "Amount", "direction": "Way"}

    assert sums(only(read(text, mapping=mapped(columns=columns, out=["spent"])))) == [("2026-11-22", -1250), ("2026-11-23", 300)]  # fmt: skip


def test_dates_and_decimals_of_the_mapping_decide():
    text = 'Date,Description,Amount\n03/04/2026,A,"-1,234"\n'
    columns = {"day": "Date", "payee": "Description", "amount": "Amount"}
    found = read(text, mapping=mapped(columns=columns, dates="month-first", decimal="."))

    assert sums(only(found)) == [("2026-03-04", -123400)]
    assert "dates-unsure" not in codes(found)


def test_several_columns_of_words():
    text = "Date,A,B,Amount\n22/11/2026,one,two,-1.00\n"
    columns = {"day": "Date", "memo": ["A", "B"], "amount": "Amount"}

    assert only(read(text, mapping=mapped(columns=columns))).lines[0].memo == "one; two"


def test_a_mapping_of_another_file_is_refused_by_the_columns_it_lacks():
    with pytest.raises(ImportNotUsableError, match="“When”"):
        read("Date,Amount,Description\n22/11/2026,-1.00,A\n", mapping=mapped())


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("", "JSON"),
        ("[]", "begins with"),
        ("{" * 100_000, "JSON"),
        ({"statement": 2}, "begins with"),
        ({"statement": 1}, "needs “day”"),
        ({"statement": 1, "columns": {"day": "A"}}, "needs “day”"),
        ({"statement": 1, "columns": {"amount": "A"}}, "needs “day”"),
        (
            {"statement": 1, "columns": {"day": "A", "amount": "B", "colour": "C"}},
            "“colour” is nothing",
        ),
        ({"statement": 1, "columns": {"day": ["A", "B"], "amount": "B"}}, "one column"),
        ({"statement": 1, "columns": {"day": 1, "amount": "B"}}, "text"),
        (MAPPING | {"dates": "never"}, "“dates”"),
        (MAPPING | {"decimal": "'"}, "“decimal”"),
        (MAPPING | {"sign": "plus"}, "“sign”"),
        (MAPPING | {"separator": "-"}, "“separator”"),
        (MAPPING | {"header": "yes"}, "true or false"),
        (MAPPING | {"header": False}, "by their place"),
        (MAPPING | {"currency": "pounds"}, "three letters"),
        (MAPPING | {"colour": "red"}, "“colour”"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_what_is_wrong(told, says):
    with pytest.raises(ImportNotUsableError, match=says):
        parse_mapping(told if isinstance(told, str) else json.dumps(told))


def test_a_mapping_is_one_json_text_and_reads_back_exactly():
    mapping = StatementMapping(
        columns=(("day", ("When",)), ("amount", ("#2",)), ("memo", ("A", "B"))),
        dates="day-first",
        decimal=",",
        sign="turned",
        out=("weg",),
        separator="\t",
        currency="EUR",
        kind="card",
    )

    assert parse_mapping(format_mapping(mapping)) == mapping
    assert "\n" not in format_mapping(mapping)
