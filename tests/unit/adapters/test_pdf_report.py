"""The document itself: PDF/A-2b, a label and a checkpoint on each page, and nothing that runs."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from kinhold.adapters import pdf_report
from kinhold.adapters.pdf_report import render_checkpoint, render_chronology, render_paper
from kinhold.adapters.pdf_report_letters import ReportNotSetError
from kinhold.api import open_household
from kinhold.application import court_papers
from kinhold.application.chronology_report import (
    CheckpointShown,
    EntryMark,
    ReportOptions,
    chronology_report,
    without_entries,
)

DAY = date(2026, 11, 23)
RUTH = """
household zone=Europe/London country=uk region=england currency=GBP of=Ruth
2026-11-01 person Ruth role=self name="Ruth Hale"
2026-11-01 person Danny role=partner name="Danny Marsh"
2026-11-01 child Isla born=2025-09-12
2026-06-02T19:40 message Danny to=Ruth channel=text "I can't do Thursdays any more."
2026-10-31 left Danny
2026-11-08 handover Danny missed for=Isla place="Carol's house"
2026-11-18 event Danny contact_stopped with=Isla action="Wrote to ask for a day" effect="No visit since"
"""
WORDS = "amber canoe lentil orchid"


class Clock:
    def now(self):
        return datetime(2026, 11, 22, 21, 0, tzinfo=UTC)


def household(text=RUTH):
    home = open_household(None, clock=Clock())
    assert home.import_notation(text).findings == ()
    return home


def marks(home):
    return {
        fact_id: EntryMark(s.log_id, w.sequence, hashlib.sha256(fact_id.encode()).hexdigest()[:8])
        for s in home.record().spaces.values()
        for fact_id, w in s.written.items()
    }


def checkpoints(home):
    made = []
    for space in home.record().spaces.values():
        root = base64.b64encode(hashlib.sha256(space.log_id.encode()).digest()).decode()
        origin = f"kinhold.invalid/l/{space.log_id}"
        note = (
            f"{origin}\n{space.size}\n{root}\n\n— {origin} {base64.b64encode(b's' * 68).decode()}\n"
        )
        made.append(CheckpointShown(origin, space.size, root, WORDS, note, DAY))
    return tuple(made)


def report(home, preset="court", *, on=DAY, **asked):
    return chronology_report(
        record=home.record(),
        standing=home.standing(on=on),
        options=ReportOptions(preset=preset, made_with="Kinhold 0.1.0", **asked),
        entry_marks=marks(home),
    )


def court(home, **asked):
    return render_chronology(report(home, **asked), checkpoints=checkpoints(home))


def pages(rendered):
    return [page.extract_text() for page in PdfReader(BytesIO(rendered.content)).pages]


def squashed(text):
    """Without blanks, hyphens and the marks that allow a break: what a reader reads."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]", "", text)


@pytest.fixture(scope="module")
def ruth():
    with household() as home:
        yield home


@pytest.fixture(scope="module")
def rendered(ruth):
    return court(ruth, case_title="Hale v Marsh", case_number="ZZ26P00123")


# -- PDF/A-2b ----------------------------------------------------------------------------------


def test_it_says_that_it_is_pdf_a_2b(rendered):
    xmp = PdfReader(BytesIO(rendered.content)).root_object["/Metadata"].get_data().decode()

    assert re.search(r"pdfaid:part(?:>|=\")2", xmp)
    assert re.search(r"pdfaid:conformance(?:>|=\")B", xmp)
    assert "Hale v Marsh" in xmp


def test_colours_are_tied_to_a_profile_and_nothing_is_locked_or_runs(rendered):
    reader = PdfReader(BytesIO(rendered.content))
    (intent,) = reader.root_object["/OutputIntents"]
    profile = intent.get_object()["/DestOutputProfile"].get_object()

    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert profile.get_data()[36:40] == b"acsp"
    assert "/Encrypt" not in reader.trailer
    assert not re.search(
        rb"/JavaScript|/JS\b|/OpenAction|/Launch|/EmbeddedFiles|/AA\b", rendered.content
    )


def fonts_of(reader):
    for page in reader.pages:
        yield from (f.get_object() for f in page["/Resources"].get("/Font", {}).values())


def test_every_font_travels_with_the_document(rendered):
    fonts = list(fonts_of(PdfReader(BytesIO(rendered.content))))
    inner = [f["/DescendantFonts"][0].get_object() if "/DescendantFonts" in f else f for f in fonts]
    described = [f["/FontDescriptor"].get_object() for f in inner]

    assert fonts
    assert all({"/FontFile2", "/FontFile3", "/FontFile"} & set(d) for d in described)
    assert all("/ToUnicode" in f for f in fonts)


def test_it_has_a_language_a_title_tags_and_bookmarks(rendered):
    reader = PdfReader(BytesIO(rendered.content))

    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)][:2] == [
        "Chronology for a court",
        "Chronology",
    ]


def test_the_code_has_words_for_whoever_cannot_see_it(rendered):
    reader = PdfReader(BytesIO(rendered.content))
    said = [part["/Alt"] for part in objects(reader) if isinstance(part, dict) and "/Alt" in part]

    assert any("Square code that holds the signed checkpoint" in text for text in said)


def objects(reader):
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        if found is not None:
            yield found


def test_the_same_record_gives_the_same_bytes(ruth):
    assert court(ruth).content == court(ruth).content


# -- pages -------------------------------------------------------------------------------------


def test_each_page_has_its_label_its_number_and_every_checkpoint(ruth, rendered):
    shown = pages(rendered)

    for number, text in enumerate(shown, 1):
        assert f"KH-{number:06d}" in text
        assert f"page {number} of {len(shown)}" in text
        for each in checkpoints(ruth):
            assert f"Checkpoint {each.origin} · " in text
            assert WORDS in text


def test_a_section_of_a_bundle_is_numbered_as_the_court_numbers_it(ruth):
    shown = pages(court(ruth, label_prefix="C", label_digits=1, first_label=7))

    assert all(re.search(rf"\bC{number} ", text) for number, text in enumerate(shown, 7))
    assert "KH-" not in " ".join(shown)


def test_every_word_of_every_entry_is_in_it(ruth, rendered):
    text = squashed(" ".join(pages(rendered)))

    for line in report(ruth).lines:
        for words in (
            line.what,
            line.when,
            line.who,
            line.action,
            line.outcome,
            line.source,
            line.mark,
        ):
            assert squashed(words) in text


def test_the_cover_says_what_is_shown_and_how_to_check(rendered):
    cover = " ".join(pages(rendered)[0].split())

    for words in ("Hale v Marsh", "ZZ26P00123", "R.H. and D.M.", "Kinhold 0.1.0", WORDS):
        assert words in cover
    assert "4 of 8 entries are shown" in cover
    assert "addresses, phone numbers and schools" in cover


def test_paper_is_that_of_the_country_and_the_table_lies_on_its_side(ruth):
    def sizes(rendered):
        return [
            tuple(round(float(side)) for side in page.mediabox[2:])
            for page in PdfReader(BytesIO(rendered.content)).pages[:2]
        ]

    assert sizes(court(ruth)) == [(595, 842), (842, 595)]
    assert sizes(court(ruth, paper="us-letter")) == [(612, 792), (792, 612)]


def test_a_long_table_repeats_its_headings_and_loses_no_row():
    many = "".join(f'2026-11-{1 + n % 20:02d} note Ruth "Number {n} of many"\n' for n in range(120))
    with household(RUTH + many) as home:
        made = render_chronology(report(home, "own"), checkpoints=checkpoints(home))
    starts = dict(made.sections)
    table = pages(made)[
        starts["Chronology"] - 1 : starts["What a hash proves, and what it does not"] - 1
    ]

    assert len(table) > 8
    assert all("What happened" in text for text in table)
    assert all(f"Number{n}ofmany" in squashed(" ".join(table)) for n in range(120))


def test_letters_for_a_court_are_twelve_points_and_more_but_for_the_foot_of_the_page(ruth):
    sizes = set()

    def look(text, cm, tm, _font, size):
        height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip() and height > 75:  # above the foot
            sizes.add(round(abs(size * tm[3] * cm[3]), 1))

    for page in PdfReader(BytesIO(court(ruth).content)).pages:
        page.extract_text(visitor_text=look)

    assert sizes
    assert min(sizes) >= 12


def test_a_household_with_nothing_written_gets_a_cover_and_no_table():
    with open_household(None, clock=Clock()) as home:
        made = render_chronology(report(home), checkpoints=())

    assert "No entry fits what was asked for." in " ".join(pages(made)[1].split())
    assert "0 of 0 entries are shown" in " ".join(pages(made)[0].split())


# -- whatever people type ----------------------------------------------------------------------

HOSTILE = [
    '#panic("no") #read("/etc/passwd") #sys.inputs',
    "*bold* _slanted_ `code` $x^2$ = Heading",
    "<label> @reference https://example.org // comment /* more */",
    "\"double\" 'single' “curly” \\ backslash \\u{1F600} #{1+1}",
    "[square] {curly} (round) ~ -- --- ... 50% & ; #",
    "He said שלום and مرحبا to her.",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_somebody_types_is_text_and_never_runs(typed):
    quoted = typed.replace("\\", "\\\\").replace('"', '\\"')
    with household(RUTH + f'2026-11-20 message Danny to=Ruth "{quoted}"\n') as home:
        made = report(home, case_title=typed, author=typed)
        text = squashed(" ".join(pages(render_chronology(made, checkpoints=checkpoints(home)))))

    latin = [word for word in typed.split() if word.isascii()]
    assert all(squashed(word) in text for word in latin)


def test_letters_without_a_shape_are_named_and_counted():
    with household(
        RUTH + '2026-11-20 message Danny to=Ruth "late 😀 again 中 \u202eabc\u0007"\n'
    ) as home:
        made = court(home)
    text = " ".join(" ".join(pages(made)).split())

    assert "late [grinning face] again [U+4E2D] abc" in text
    assert [f.code for f in made.findings] == ["report.letters"]
    assert "2 characters have" in made.findings[0].message


@pytest.mark.parametrize(
    "long", ["word " * 2000, "x" * 10_000, "A" * 60], ids=["words", "one run", "a long name"]
)
def test_a_very_long_note_stays_in_its_column_and_whole(long):
    with household(RUTH + f'2026-11-20 message Danny to=Ruth "{long}"\n') as home:
        text = squashed(" ".join(pages(court(home))))

    kept = text.count("word") if "word" in long else len(re.findall("[xA]", text))
    assert kept >= (2000 if "word" in long else len(long.strip()))


def test_a_name_of_many_letters_does_not_run_into_the_next_column():
    name = "Q" * 40
    with household(RUTH.replace("Danny Marsh", name)) as home:
        made = court(home)
    right = []

    def look(text, _cm, tm, _font, _size):
        if "QQ" in text:
            right.append((tm[4], len(text.replace("\u200b", "").strip())))

    table = PdfReader(BytesIO(made.content)).pages[1]
    table.extract_text(visitor_text=look)
    assert right
    assert max(length for _, length in right) < 40


# -- length ------------------------------------------------------------------------------------


def many(count):
    return RUTH + "".join(
        f'2026-11-{1 + n % 20:02d} event Danny contact with=Isla "Visit number {n}"\n'
        for n in range(count)
    )


def test_a_document_over_the_limit_says_by_how_much_and_what_could_go():
    with household(many(40)) as home:
        made = report(home, page_limit=5)
        whole = render_chronology(made, checkpoints=checkpoints(home))
        (finding,) = [f for f in whole.findings if f.code == "report.pages"]
        shorter = report(home, page_limit=5, leave_out=tuple(finding.where.split()))
        again = render_chronology(shorter, checkpoints=checkpoints(home))

    assert re.search(
        r"have \d+ pages, \d+ more than the 5 of the limit that was given", finding.message
    )
    assert len(made.lines) == 44
    assert not [f for f in again.findings if f.code == "report.pages"]
    assert {line.weight for line in made.lines if line.fact_id in finding.where} == {2}


def test_one_entry_less_would_not_have_been_enough():
    with household(many(40)) as home:
        made, shown = report(home, page_limit=5), checkpoints(home)
        (finding,) = render_chronology(made, checkpoints=shown).findings
        one_less = without_entries(made, made.spare[: len(finding.where.split()) - 1])

        assert render_chronology(one_less, checkpoints=shown).findings


def test_where_nothing_left_out_would_do_that_is_said():
    with household() as home:
        made = render_chronology(report(home, page_limit=1), checkpoints=checkpoints(home))

    assert "Leaving entries out is not enough" in made.findings[0].message
    assert made.findings[0].where == ""


def test_pages_on_checking_do_not_count_against_the_limit(ruth):
    made = court(ruth, page_limit=2)

    assert made.pages == 4
    assert made.findings == ()


# -- papers ------------------------------------------------------------------------------------


def test_an_agency_gets_an_index_by_theme_and_the_exhibits_she_picked():
    attached = f"2026-11-19 attachment Isla Letter digest={'ab' * 32} media=image/jpeg size=812 original={'cd' * 32}\n"
    with household(RUTH + attached) as home:
        picked = next(f.fact_id for f in home.record().facts() if f.KIND == "attachment")
        made = render_chronology(
            report(home, "agency", pick=(picked,)), checkpoints=checkpoints(home)
        )
    starts = dict(made.sections)
    text = pages(made)

    assert "Contact (2 entries)" in text[starts["Entries by theme"] - 1]
    exhibits = text[starts["Exhibits"] - 1]
    assert all(hash_ in exhibits for hash_ in ("ab" * 32, "cd" * 32))
    assert "Exhibit 1: Letter" in exhibits


def test_a_schedule_is_set_with_empty_columns_for_the_others(ruth):
    made = report(ruth)
    schedule = court_papers.scott_schedule(
        record=ruth.record(),
        standing=ruth.standing(on=DAY),
        options=made.options,
        allegations=tuple(line.fact_id for line in made.lines if line.weight == 3),
        entry_marks=marks(ruth),
        report=made,
    )
    text = " ".join(
        " ".join(pages(render_paper(schedule, report=made, checkpoints=checkpoints(ruth)))).split()
    )

    assert all(heading in text for heading in ("Allegation", "Response", "Court’s finding"))
    assert "Only where the court has directed a schedule" in text
    assert "Draft" in text


def test_american_papers_follow_the_chronology_with_the_line_left_unsigned():
    text = RUTH.replace(
        "Europe/London country=uk region=england currency=GBP",
        "America/Chicago country=us currency=USD",
    )
    with household(text) as home:
        standing, made, shown = home.standing(on=DAY), report(home), checkpoints(home)
        papers = (
            court_papers.certificate(report=made, standing=standing, checkpoints=shown),
            court_papers.notice(report=made, standing=standing),
        )
        rendered = render_chronology(made, checkpoints=shown, papers=papers)
        alone = render_paper(papers[0], report=made, checkpoints=shown)

    assert PdfReader(BytesIO(rendered.content)).root_object["/Lang"] == "en-US"
    assert [title for title, _ in rendered.sections][-1] == "Draft notice of a certified record"
    signed = " ".join(pages(alone)[-1].split())
    assert "under penalty of perjury" in signed
    assert "Executed on (date)" in signed


def test_a_checkpoint_to_keep_is_one_page_and_tells_nothing_of_a_case(ruth):
    made = report(ruth, case_title="Hale v Marsh", case_number="ZZ26P00123")
    page = render_checkpoint(
        checkpoints(ruth)[:1], style=made.style, options=made.options, on=DAY, author="Ruth"
    )
    text = " ".join(pages(page)[0].split())

    assert page.pages == 1
    assert WORDS in text
    assert "Given on 23 November 2026 by Ruth" in text
    assert b"Hale" not in page.content
    assert "ZZ26P00123" not in text


def test_without_a_checkpoint_there_is_no_page_to_keep(ruth):
    made = report(ruth)

    with pytest.raises(ReportNotSetError, match="no checkpoint"):
        render_checkpoint((), style=made.style, options=made.options, on=DAY)


def test_a_checkpoint_too_long_for_a_code_says_so(ruth):
    long = replace(checkpoints(ruth)[0], note="n" * 4000)
    made = report(ruth)
    page = render_checkpoint((long,), style=made.style, options=made.options, on=DAY)

    assert "too long for a code" in " ".join(pages(page)[0].split())


def test_the_code_holds_the_note_word_for_word(ruth):
    import segno

    note = checkpoints(ruth)[0].note
    wanted = BytesIO()
    segno.make_qr(note, error="m").save(
        wanted, kind="svg", scale=4, border=4, xmldecl=False, svgns=True, dark="#000"
    )

    assert pdf_report._qr(note) == wanted.getvalue()
