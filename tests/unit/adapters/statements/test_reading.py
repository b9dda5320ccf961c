"""Any file: found out by what stands in it, opened, refused with what to do, read within limits."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from tests.unit.adapters.statements.making import camt, codes, entry, mt940, ofx, only, read, sums

from kinhold.adapters.imports.statements.limited import (
    read_statement_in_limits,
    read_statement_limited,
)
from kinhold.adapters.imports.statements.masking import last_four, shorten
from kinhold.adapters.imports.statements.reading import StatementToRead
from kinhold.adapters.imports.tables import GivenFile, ImportNotUsableError
from kinhold.adapters.worker_process import WorkerProcess

TEXTS = {
    "ofx": ofx({}),
    "camt": camt(entry()),
    "mt940": mt940(":61:2611021102D12,50NTRFNONREF"),
    "qif": "!Type:Bank\nD22/11/2026\nT-12.50\nPA\n^\n",
    "csv": "Date,Description,Amount\n22/11/2026,A,-12.50\n",
}


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("name", ["x.ofx", "x.csv", "x.pdf", "x"])
def test_the_format_is_found_by_content_and_never_by_name(kind, name):
    found = read(TEXTS[kind], names=(name,))

    assert (found.format, only(found).total) == (kind, -1250)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_format_that_was_told_is_believed(kind):
    assert only(read(TEXTS[kind], source=kind)).total == -1250


def test_archives_are_opened_and_what_a_computer_adds_to_them_is_left():
    data = zipped(**{"a/nov.ofx": TEXTS["ofx"], "b.qif": TEXTS["qif"], "__MACOSX/a/nov.ofx": "x", ".DS_Store": "y"})  # fmt: skip
    found = read(data)

    assert (found.format, [f.name for f in found.files]) == ("ofx+qif", ["statement/a/nov.ofx", "statement/b.qif"])  # fmt: skip
    assert only(read(gzip.compress(TEXTS["ofx"].encode()))).total == -1250


def test_two_files_of_one_account_are_one_account_and_shared_lines_count_once():
    first = ofx({"number": "A1"}, {"number": "A2", "day": "20261110"})
    second = ofx({"number": "A2", "day": "20261110"}, {"number": "A3", "day": "20261120"})
    found = read(first, second)

    assert sums(only(found)) == [
        ("2026-11-02", -1250),
        ("2026-11-10", -1250),
        ("2026-11-20", -1250),
    ]
    assert "in-both" in codes(found)


def test_the_same_file_twice_is_read_once_and_it_is_said():
    found = read(TEXTS["ofx"], TEXTS["ofx"])

    assert (only(found).total, len(found.files), "same-file" in codes(found)) == (-1250, 1, True)


def test_a_file_that_cannot_be_read_does_not_take_the_others_with_it():
    found = read(TEXTS["ofx"], "%PDF-1.7", names=("a.ofx", "b.pdf"))

    assert only(found).total == -1250
    assert [(f.where, f.code) for f in found.findings if f.severity == "error"] == [("b.pdf", "statement.file-not-read")]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"\x89PNG\r\n", "a picture"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b'{"transactions": []}', "JSON"),
        (b"PK\x03\x04 and nothing more", "damaged or locked archive"),
        (b"\x1f\x8b and nothing more", "damaged or locked archive"),
        (b"\xff\xfe" + b"a", "damaged"),
    ],
)
def test_what_is_no_statement_is_refused_with_what_to_do(content, says):
    with pytest.raises(ImportNotUsableError, match=says):
        read(content)


def test_a_workbook_is_named_as_one():
    with pytest.raises(ImportNotUsableError, match="Excel workbook"):
        read(zipped(**{"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}))


def test_an_archive_that_grows_without_end_is_refused():
    with pytest.raises(ImportNotUsableError, match="more than 50 MB"):
        read(zipped(**{"a.csv": b"0" * 60_000_000}))


def test_nothing_at_all_is_refused():
    with pytest.raises(ImportNotUsableError, match="nothing in this"):
        read(zipped())


@pytest.mark.parametrize("currency", ["pounds", "gbp", "GB"])
def test_a_currency_has_three_letters(currency):
    with pytest.raises(ImportNotUsableError, match="not a currency"):
        read(TEXTS["qif"], currency=currency)


def test_a_process_of_its_own_reads_the_same():
    wanted = StatementToRead((GivenFile("a.ofx", TEXTS["ofx"].encode()),))

    assert read_statement_in_limits(wanted) == read(TEXTS["ofx"], names=("a.ofx",))


def test_a_process_of_its_own_passes_on_why_it_could_not():
    with pytest.raises(ImportNotUsableError, match="is empty"):
        read_statement_in_limits(StatementToRead((GivenFile("a.ofx", b""),)))


def test_memory_has_an_end():
    wanted = StatementToRead((GivenFile("a.ofx", (ofx() + "<A>x" * 8_000_000).encode()),))

    with pytest.raises(ImportNotUsableError, match="more time or memory"):
        WorkerProcess().run(
            read_statement_limited, {"wanted": wanted, "memory": 400_000_000}, seconds=120
        )


@pytest.mark.parametrize(
    ("number", "shown"),
    [("12345678", "••5678"), ("GB29 NWBK 6016 1331 9268 19", "••6819"), ("1291.99.348EUR", "••9348"), ("9100", "••9100"), ("****1234", "••1234"), ("", "")],
)  # fmt: skip
def test_the_last_four_are_shown(number, shown):
    assert last_four(number) == shown


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("IBAN GB29NWBK60161331926819 REED", "IBAN GB••6819 REED"),
        ("TO NL91 ABNA 0417 1643 00 RENT", "TO NL••4300 RENT"),
        ("CARD 4111111111111111 LEEDS", "CARD ••1111 LEEDS"),
        ("ORDER 4111111111111112", "ORDER 4111111111111112"),
        ("CREDITOR DE98ZZZ09999999999", "CREDITOR DE98ZZZ09999999999"),
        ("REF 2026112200001", "REF 2026112200001"),
    ],
)
def test_account_and_card_numbers_in_words_are_shortened_and_others_are_not(text, short):
    assert shorten(text) == short


def test_own_numbers_are_shortened_where_they_stand_alone():
    own = ("40117711",)

    assert shorten("FROM 40117711 TO 940117711", own) == "FROM ••7711 TO 940117711"
