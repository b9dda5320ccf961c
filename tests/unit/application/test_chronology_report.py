"""What leaves the house: which entries, in which words, with what left out and said so."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.households import MONDAY

from kinhold.api import open_household
from kinhold.application import court_papers
from kinhold.application.chronology_report import (
    CheckpointShown,
    EntryMark,
    ReportNotPossibleError,
    ReportOptions,
    checkpoints_shown,
    chronology_report,
    without_entries,
)
from kinhold.application.chronology_report_choice import choose
from kinhold.application.chronology_report_cover import initials, say_numbers, say_size
from kinhold.application.chronology_report_lines import say_latency, say_precision, withhold
from kinhold.application.chronology_report_options import months_before
from kinhold.application.chronology_report_significance import EVENTS, KINDS, significance
from kinhold.application.sentences import sentence
from kinhold.domain.dates import Edtf
from kinhold.domain.events import AttachmentKept, EntryErased, EventNoted, RecordExported
from kinhold.domain.fact import QuotedFromStory
from kinhold.domain.people import HomeStated, PersonAdded
from kinhold.domain.promises import OutcomeNoted
from kinhold.domain.stories import Quote
from kinhold.projections.chronology import THEMES
from kinhold.record.record import Record

DAY = date(2026, 11, 23)
RUTH = """
household zone=Europe/London country=uk region=england currency=GBP of=Ruth
2026-11-01 person Ruth role=self name="Ruth Hale"
2026-11-01 person Danny role=partner name="Danny Marsh" phone="07700 900123" address="14 Tern Close"
2026-11-01 person Carol role=mother_in_law
2026-11-01 child Isla born=2025-09-12 school="Bluebell Nursery"
2026-08-20 home Home people=Ruth,Danny,Isla address="9 Heron Walk"
2019 event Ruth relationship_start with=Danny
2026-06-02T19:40 message Danny to=Ruth channel=text "I can't do Thursdays any more."
2026-10-31 promise Danny to=Ruth about=care each=week:sun "have Isla on Sundays"
2026-11-01 outcome Danny promise="have Isla on Sundays" for=2026-11-01 kept
2026-11-08 outcome Danny promise="have Isla on Sundays" for=2026-11-08 missed
2026-11-08 handover Danny missed for=Isla place="Carol's house"
2026-11-10 asked Isla answer="He is at his brother's." "Dada?"
2026-11-18 event Danny contact_stopped with=Isla action="Wrote to ask for a day" effect="No visit since"
2026-11-19 expense Isla asked amount=48.00 by=Ruth share=50 of=Danny "winter coat"
2026-11-22 bill Rent amount=780 each=month:1
../.. event Danny job_loss
"""


class Clock:
    def __init__(self, moment):
        self.moment = moment

    def now(self):
        return self.moment


@pytest.fixture
def ruth():
    with open_household(None, clock=Clock(datetime(2026, 11, 22, 21, 0, tzinfo=UTC))) as home:
        assert home.import_notation(RUTH).findings == ()
        yield home


def report(home, preset="court", *, on=DAY, marks=None, **asked):
    return chronology_report(
        record=home.record(),
        standing=home.standing(on=on),
        options=ReportOptions(preset=preset, **asked),
        entry_marks=marks or {},
    )


def codes(made):
    return [f.code for f in made.findings]


def named(home, words):
    return next(e.fact_id for e in home.chronology(on=DAY).entries if words in e.what)


def marked(home):
    return {
        fact_id: EntryMark(space.log_id, written.sequence, "0f3c")
        for space in home.record().spaces.values()
        for fact_id, written in space.written.items()
    }


# -- which entries -----------------------------------------------------------------------------


def test_her_own_copy_holds_the_whole_chronology(ruth):
    made = report(ruth, "own")

    assert len(made.lines) == len(ruth.chronology(on=DAY).entries)
    assert [line.number for line in made.lines] == list(range(1, len(made.lines) + 1))


def test_a_court_gets_two_years_and_what_weighs(ruth):
    made = report(ruth)

    assert made.period == "23 November 2024 to 23 November 2026"
    assert {line.weight for line in made.lines} == {2, 3}
    assert not [line for line in made.lines if "relationship" in line.what]


def test_an_agency_gets_the_same_entries_grouped_by_theme(ruth):
    made = report(ruth, "agency")
    numbers = sorted(n for theme in made.themes for n in theme.numbers)

    assert numbers == [line.number for line in made.lines]
    assert [t.theme for t in made.themes] == ["children", "contact", "events", "money", "promises"]


def test_what_was_kept_weighs_as_much_as_what_was_missed(ruth):
    outcomes = [f for f in ruth.record().facts() if isinstance(f, OutcomeNoted)]

    assert {o.outcome for o in outcomes} == {"kept", "missed"}
    assert len({significance(o) for o in outcomes}) == 1


def test_every_kind_of_the_chronology_has_a_weight():
    assert set(THEMES) - {"event"} == set(KINDS)
    assert set(EVENTS.values()) == {2, 3}


def test_an_entry_she_picks_is_in_whatever_the_rule_says(ruth):
    first = named(ruth, "relationship")
    made = report(ruth, pick=(first[:13],))

    assert made.lines[0].fact_id == first
    assert "1 entry was picked by hand" in made.rule


def test_an_entry_she_leaves_out_is_counted(ruth):
    made = report(ruth, leave_out=(named(ruth, "contact stopped"),))

    assert ("left out by hand", 1) in made.account.left_out
    assert not [line for line in made.lines if "contact stopped" in line.what]


def test_what_has_no_date_is_not_put_into_a_period_and_that_is_said(ruth):
    made = report(ruth)

    assert ("no date told", 1) in made.account.left_out
    assert "report.not-dated" in codes(made)
    assert [line.when for line in report(ruth, "own").lines if "job loss" in line.what] == [
        "date not told"
    ]


def test_days_she_gives_bound_the_period(ruth):
    made = report(ruth, "own", start=date(2026, 11, 2), end=date(2026, 11, 10))

    assert [line.when for line in made.lines] == ["8 November 2026"] * 2 + ["10 November 2026"]
    assert dict(made.account.left_out)["after the period"] == 2


def test_an_entry_of_tomorrow_is_not_in_a_copy_of_today(ruth):
    ruth.add("2026-12-01 handover Danny on-time for=Isla")

    assert dict(report(ruth).account.left_out)["after the period"] == 1


def test_one_theme_alone(ruth):
    made = report(ruth, "own", themes=("contact",))

    assert {line.theme for line in made.lines} == {"contact"}
    assert "Only these themes: contact" in made.rule


@settings(max_examples=25, deadline=None)
@given(
    preset=st.sampled_from(["own", "agency", "court"]),
    start=st.dates(date(2018, 1, 1), date(2026, 11, 23)),
    least=st.integers(1, 4),
    theme=st.sampled_from([(), ("contact",), ("events", "money")]),
    undo=st.booleans(),
)
def test_every_entry_is_shown_or_accounted_for(preset, start, least, theme, undo):
    with open_household(None, clock=Clock(datetime(2026, 11, 22, 21, tzinfo=UTC))) as home:
        home.import_notation(RUTH)
        if undo:
            home.undo()
            home.add('2026-11-22 diary Ruth "for nobody else"')
        made = report(home, preset, start=start, least_weight=least, themes=theme)

        left = sum(n for _, n in made.account.left_out)
        entries = sum(s.size for n, s in home.record().spaces.items() if "private" not in n)

    assert made.account.shown == len(made.lines)
    assert made.account.shown + left == made.account.total == entries


# -- what never leaves -------------------------------------------------------------------------


def test_private_spaces_never_leave_not_even_as_a_number(ruth):
    before = report(ruth, "own")
    ruth.add('2026-11-22 diary Ruth "for nobody else"')
    ruth.add('2026-11-22 signal Ruth concern "for nobody else"')
    after = report(ruth, "own", marks=marked(ruth))

    assert (after.account, len(after.lines)) == (before.account, len(before.lines))
    assert "for nobody else" not in repr(after)


def test_no_other_logs_checkpoint_goes_with_a_copy(ruth):
    ruth.add('2026-11-22 diary Ruth "for nobody else"')
    made = report(ruth, marks=marked(ruth))
    spaces = ruth.record().spaces
    every = [
        CheckpointShown(f"kinhold.invalid/l/{s.log_id}", s.size, "root", "words", "note", DAY)
        for s in spaces.values()
    ]
    shown = checkpoints_shown(made, every)

    assert len(every) == len(shown) + 1
    assert not [c for c in shown if c.origin.endswith(spaces["private:Ruth"].log_id)]
    assert checkpoints_shown(report(ruth), every) == tuple(every)


def test_letters_of_logs_do_not_count_logs_that_are_not_shown(ruth):
    ruth.add('2026-11-22 diary Ruth "for nobody else"')
    made = report(ruth, marks=marked(ruth))

    assert [letter for letter, _ in made.logs] == [chr(65 + n) for n in range(len(made.logs))]
    assert " · 0f3c" in made.lines[0].mark


def test_addresses_telephones_and_schools_are_blank_and_covered_in_other_words(ruth):
    ruth.add('2026-11-20 note Ruth "He waited outside 9 heron walk, then at Bluebell Nursery."')
    made = report(ruth, "agency")
    line = next(n for n in made.lines if "He waited" in n.what)

    assert "outside [address withheld], then at [school withheld]" in line.what
    assert made.withheld == ("addresses", "phone numbers", "schools")
    assert f"entry {line.number}" in next(
        f.message for f in made.findings if f.code == "report.masked"
    )


def test_a_group_is_shown_when_she_asks_for_it(ruth):
    ruth.add('2026-11-20 note Ruth "He waited outside 9 Heron Walk, then at Bluebell Nursery."')
    made = report(ruth, "agency", show=("addresses",))
    line = next(n for n in made.lines if "He waited" in n.what)

    assert "9 Heron Walk" in line.what
    assert "[school withheld]" in line.what
    assert made.shown_groups == ("addresses",)


def test_fields_of_withheld_groups_are_blank_before_a_sentence_is_made():
    person = PersonAdded(fact_id="1", about="Danny", phone="07700 900123", address="14 Tern Close")
    home = HomeStated(fact_id="2", about="Flat", address="9 Heron Walk", bedrooms=2)

    assert (withhold(person, ()).phone, withhold(person, ("phone",)).phone) == ("", "07700 900123")
    assert withhold(person, ("phone",)).address == ""
    assert (withhold(home, ()).address, withhold(home, ()).bedrooms) == ("", 2)


STORY = "It was late. He said he was done, and took the blue bag. The rest nobody should read."


def quoted(home, what="separation", words=""):
    start = STORY.index("He said")
    quote = Quote(start, start + 17, STORY[start : start + 17])
    story_id = "a" * 64
    home.write(
        [
            EventNoted(
                fact_id="11111111-1111-4111-8111-111111111111",
                occurred=Edtf("2026-10-31"),
                about="Danny",
                what=what,
                words=words,
                source=QuotedFromStory(story_id, quote),
                how_known="recalled",
            )
        ]
    )


def test_a_story_is_quoted_line_by_line_and_never_printed(ruth):
    quoted(ruth)
    made = report(ruth)
    line = made.line_of("11111111-1111-4111-8111-111111111111")

    assert line.quote == "He said he was do"
    assert line.latency == "recalled on 22 November 2026"
    assert line.timeliness == "retrospective"
    assert "nobody should read" not in repr(made)


def test_quotes_can_be_left_out(ruth):
    quoted(ruth, words="He said he was do")
    with_quotes, without = report(ruth), report(ruth, quotes=False)

    assert "He said" in repr(with_quotes.lines)
    assert "He said" not in repr(without.lines)


# -- the words of a line -----------------------------------------------------------------------


def test_a_line_says_who_where_action_and_effect(ruth):
    made = report(ruth)
    stopped = next(n for n in made.lines if "contact stopped" in n.what)
    handover = next(n for n in made.lines if "Handover" in n.what)

    assert (stopped.action, stopped.outcome) == ("Wrote to ask for a day", "No visit since")
    assert stopped.who == "Danny Marsh and Isla"
    assert handover.where == "Carol's house"


def test_what_others_said_is_called_their_statement(ruth):
    made = report(ruth)

    assert [n.source for n in made.lines if "Thursdays" in n.what] == [
        "Statement by Danny Marsh; typed in"
    ]
    assert [n.source for n in made.lines if "Dada?" in n.what] == ["Statement by Isla; typed in"]
    assert [n.source for n in made.lines if "contact stopped" in n.what] == ["Typed in"]


def test_a_promise_shows_what_was_noted_of_it(ruth):
    promise = next(n for n in report(ruth).lines if "promised" in n.what)

    assert promise.outcome == "Noted since: kept 1, missed 1."


def test_a_correction_shows_what_stands_and_when_each_was_written(ruth):
    ruth._clock.moment += timedelta(days=8)
    ruth.correct(
        fact_id=named(ruth, "contact stopped"),
        line="2026-11-17 event Danny contact_stopped with=Isla",
    )
    made = report(ruth, on=date(2026, 11, 30))
    (line,) = [n for n in made.lines if "contact stopped" in n.what]

    assert (line.when, line.written, line.corrected) == (
        "17 November 2026", "22 November 2026", "30 November 2026",
    )  # fmt: skip
    assert ("corrected since, taken back, or the note that does so", 1) in made.account.left_out


def test_an_erased_entry_is_counted_as_erased(ruth):
    record = ruth.record()
    household = record.spaces["household"]
    before = report(ruth)
    household.withheld += 1
    household.size += 1
    after = report(ruth)

    assert ("erased", 1) in after.account.left_out
    assert after.account.total == before.account.total + 1


@pytest.mark.parametrize(
    ("occurred", "said"),
    [
        ("2026-11-21", "exact"),
        ("2026-11-21T01:10", "exact, with the time"),
        ("2026-11-21~", "about"),
        ("2026-11-21%", "about, not sure"),
        ("2026-11", "the month only"),
        ("2024~", "the year only, about"),
        ("2024-03/2024-06", "between two dates"),
        ("../2026-11-21", "on or before"),
        ("2026-11-21/..", "on or after"),
        ("../..", "date not told"),
    ],
)
def test_how_exactly_a_date_is_known_is_said(occurred, said):
    assert say_precision(Edtf(occurred)) == said


@pytest.mark.parametrize(
    ("occurred", "known", "said"),
    [
        (MONDAY.isoformat(), "saw", "same day"),
        ("2026-11-22T23:50", "saw", "next day"),
        ("2026-11-20", "", "3 days later"),
        ("2026-11", "", "within that time"),
        ("2026-08-20", "", "3 months later"),
        ("2023-11-20", "", "3 years later"),
        ("2026-11-30", "", "7 days before"),
        ("2026-11-21/..", "", "2 days later"),
        ("../..", "", "written on 23 November 2026"),
        ("2026-11-20", "recalled", "recalled on 23 November 2026"),
    ],
)
def test_how_long_after_it_was_written_is_said(occurred, known, said):
    fact = EventNoted(fact_id="1", occurred=Edtf(occurred), how_known=known)

    assert say_latency(fact, MONDAY, "uk") == said


def test_files_copies_and_erasures_each_have_a_plain_sentence():
    said = [
        sentence(fact, name=str, country="uk")
        for fact in (
            AttachmentKept(fact_id="1", about="Isla", name="Letter"),
            RecordExported(fact_id="2", about="Ms Osei", preset="agency", entries=26),
            EntryErased(fact_id="3", about="0f3c9a11-rest", by="Ruth", words="her wish"),
            EntryErased(fact_id="4", about="0f3c9a11-rest", groups=("address",)),
        )
    ]

    assert said == [
        "A file was kept: Letter, about Isla.",
        "A copy (agency) was made for Ms Osei, 26 entries.",
        "The words of entry 0f3c9a11 were erased by Ruth: “her wish”",
        "Address of entry 0f3c9a11 were erased.",
    ]


# -- the cover ---------------------------------------------------------------------------------


def test_parties_are_initials_and_default_to_the_two_of_them(ruth):
    assert report(ruth).parties == ("R.H.", "D.M.")
    assert report(ruth, parties=("Ruth", "A Council")).parties == ("R.H.", "A.C.")
    assert [initials(n) for n in ("Mary-Ann Lee", "  ", "Ève", "*#")] == ["M.A.L.", "—", "È.", "—"]


def letters(home):
    home.add(
        f"2026-11-19 attachment Isla Letter digest={'ab' * 32} media=image/jpeg size=48213 "
        f"original={'cd' * 32} with={named(home, 'contact stopped')}"
    )
    return next(f.fact_id for f in home.record().facts() if isinstance(f, AttachmentKept))


def test_no_file_is_listed_unless_she_picks_it(ruth):
    letters(ruth)
    made = report(ruth)

    assert made.exhibits == ()
    assert ("files kept with the record and not picked", 1) in made.account.left_out
    assert "Letter" not in repr(made.lines)


def test_a_file_she_picks_is_an_exhibit_with_its_hashes_beside_its_entry(ruth):
    made = report(ruth, pick=(letters(ruth),))
    (exhibit,) = made.exhibits
    line = next(n for n in made.lines if "contact stopped" in n.what)

    assert (exhibit.number, exhibit.name, exhibit.size) == (1, "Letter", "48 kB")
    assert (exhibit.sha256, exhibit.original) == ("ab" * 32, "cd" * 32)
    assert "Taken out before it was kept" in exhibit.cleaned
    assert (line.exhibits, made.account.exhibits) == ("1", 1)


def test_for_a_court_it_is_said_that_photographs_stay_out_of_the_bundle(ruth):
    assert "report.exhibits" in codes(report(ruth, pick=(letters(ruth),)))


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0 bytes"), (1, "1 byte"), (812, "812 bytes"), (48_213, "48 kB"), (2_140_000, "2.1 MB")]
)  # fmt: skip
def test_sizes_are_said_as_people_say_them(size, said):
    assert say_size(size) == said


def test_many_entries_are_named_by_the_first_dozen():
    assert say_numbers([3]) == "entry 3"
    assert say_numbers([1, 4, 9]) == "entries 1, 4 and 9"
    assert say_numbers(range(1, 41)).endswith("11, 12 and 28 more")


# -- rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "pages", "spacing", "asked"),
    [
        (date(2019, 6, 1), 10, 1.5, False),
        (date(2026, 3, 1), 10, 1.5, False),
        (date(2026, 3, 2), 350, 1.0, True),
        (date(2016, 6, 1), 350, 1.5, True),
        (date(2010, 6, 1), None, 1.0, True),
    ],
)
def test_limits_are_those_of_the_day(ruth, on, pages, spacing, asked):
    made = report(ruth, on=on)

    assert (made.page_limit, made.style.spacing) == (pages, spacing)
    assert ("report.no-limit" in codes(made)) is asked


def test_a_limit_the_court_gave_takes_the_place_of_the_rules(ruth):
    made = report(ruth, page_limit=4)

    assert (made.page_limit, made.limit_from) == (4, "the limit that was given")
    assert "report.no-limit" not in codes(made)


def test_letters_and_paper_follow_the_court_and_the_country(ruth):
    court, own = report(ruth), report(ruth, "own")

    assert (court.style.paper, court.style.points, court.style.language) == ("a4", 12.0, "en-GB")
    assert (own.style.points, own.style.why) == (11.0, "")
    assert report(ruth, paper="us-letter").style.paper == "us-letter"


def laura():
    home = open_household(None, clock=Clock(datetime(2026, 11, 23, 3, tzinfo=UTC)))
    home.import_notation("""
household zone=America/Chicago country=us currency=USD of=Laura
2026-11-01 person Laura role=self
2026-11-01 person John role=ex_partner
2026-11-01 child Colin born=2019-05-04
2026-02-14 left John
2026-11-20 asked Colin answer="I don't know." "when is dad coming"
""")
    return home


def test_in_the_united_states_no_limit_is_known_and_paper_is_letter():
    with laura() as home:
        made = report(home, on=date(2026, 11, 22))

    assert (made.page_limit, made.style.paper, made.style.language) == (None, "us-letter", "en-US")
    assert "no rule is known here; 24 months is the program's own choice" in made.rule
    assert made.lines[0].when == "February 14, 2026"


def test_a_household_in_scotland_hears_that_its_courts_have_other_rules(ruth):
    ruth.add("household zone=Europe/London country=uk region=scotland currency=GBP of=Ruth")

    assert "report.region" in codes(report(ruth))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 23), 24, date(2024, 11, 23)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day, months, before):
    assert months_before(day, months) == before


# -- what cannot be done -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"preset": "neighbour"}, "own, agency or court"),
        ({"start": date(2026, 11, 30)}, "before it starts"),
        ({"start": date(2026, 1, 2), "end": date(2026, 1, 1)}, "before it starts"),
        ({"pick": ("no-such-id",)}, "names no entry"),
        ({"pick": ("",)}, "names no entry"),
        ({"leave_out": ("ffffffff",)}, "names no entry"),
        ({"show": ("salaries",)}, "addresses, phones, schools"),
        ({"show": ("text",)}, "never printed"),
        ({"themes": ("gossip",)}, "not a theme"),
        ({"paper": "a3"}, "a4 or us-letter"),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_to_ask_for(ruth, asked, why):
    with pytest.raises(ReportNotPossibleError, match=why):
        report(ruth, asked.pop("preset", "own"), **asked)


def test_a_private_entry_cannot_be_picked(ruth):
    diary = ruth.add('2026-11-22 diary Ruth "for nobody else"')

    with pytest.raises(ReportNotPossibleError, match="names no entry that can be shown"):
        report(ruth, pick=(diary.fact_id,))


def test_the_beginning_of_two_ids_is_not_enough(ruth):
    first = Counter(e.fact_id[0] for e in ruth.record().facts())

    with pytest.raises(ReportNotPossibleError, match="more than one"):
        report(ruth, pick=(first.most_common(1)[0][0],))  # more entries than letters to begin with


@pytest.mark.parametrize("preset", ["own", "agency", "court"])
def test_a_household_with_nothing_written_gets_an_empty_copy_and_is_told(preset):
    with open_household(None, clock=Clock(datetime(2026, 11, 22, 21, tzinfo=UTC))) as home:
        made = report(home, preset)

    assert (made.lines, made.account.total, made.parties) == ((), 0, ())
    assert "report.empty" in codes(made)


def test_a_very_long_entry_is_kept_whole_and_pointed_out(ruth):
    ruth.add(f'2026-11-20 note Ruth "{"word " * 2000}"')
    made = report(ruth, "agency")

    assert "report.long-line" in codes(made)
    assert max(len(n.what) for n in made.lines) > 9_000


def test_without_entries_the_rest_is_numbered_anew(ruth):
    made = report(ruth, "agency")
    shorter = without_entries(made, made.spare[:2])

    assert [n.number for n in shorter.lines] == list(range(1, len(made.lines) - 1))
    assert sum(len(t.numbers) for t in shorter.themes) == len(shorter.lines)


def test_what_could_be_left_out_first_weighs_least_and_was_not_picked(ruth):
    picked = named(ruth, "relationship")
    made = report(ruth, "own", pick=(picked,))
    weights = [made.line_of(fact_id).weight for fact_id in made.spare]

    assert weights == sorted(weights)
    assert picked not in made.spare


# -- papers ------------------------------------------------------------------------------------


def words(paper):
    return " ".join(block.text for block in paper.blocks)


def test_the_page_on_hashes_claims_no_truth_and_nothing_of_courts():
    said = words(court_papers.what_a_hash_proves())

    assert "That what an entry says is true" in said.split("What it does not show")[1]
    assert "admissible" not in said


def test_the_page_on_checking_holds_the_command():
    page = court_papers.how_to_check("python3 verify.py our-bundle.zip")

    assert [b.text for b in page.blocks if b.kind == "code"] == ["python3 verify.py our-bundle.zip"]


CHECKPOINT = CheckpointShown("kinhold.invalid/l/0f", 15, "cm9vdA==", "amber canoe", "note", DAY)


def test_a_certificate_states_how_and_is_left_unsigned():
    with laura() as home:
        standing = home.standing(on=DAY)
        made = report(home, made_with="Kinhold 0.1.0")
        paper = court_papers.certificate(report=made, standing=standing, checkpoints=(CHECKPOINT,))
        said = words(paper)

    assert paper.title == "Draft certificate under Fed. R. Evid. 902(13) and 902(14)"
    assert "Kinhold 0.1.0" in said
    assert "15 entries" in said
    assert [b.text for b in paper.blocks][-3:] == [
        "I declare under penalty of perjury that the foregoing is true and correct.",
        "Executed on (date)",
        "Signature",
    ]
    assert not [w for w in ("accurate", "authentic", "reliable", "admissible") if w in said]


def test_a_notice_names_the_record_and_what_comes_with_it():
    with laura() as home:
        said = words(court_papers.notice(report=report(home), standing=home.standing(on=DAY)))

    assert "reasonable written notice" in said
    assert "2 entries" in said


@pytest.mark.parametrize("paper", ["certificate", "notice"])
def test_american_papers_are_not_made_elsewhere_or_before_the_rules(ruth, paper):
    more = {"checkpoints": ()} if paper == "certificate" else {}
    make = getattr(court_papers, paper)

    with pytest.raises(ReportNotPossibleError, match="United States"):
        make(report=report(ruth), standing=ruth.standing(on=DAY), **more)
    with laura() as home, pytest.raises(ReportNotPossibleError, match="not in force"):
        make(report=report(home), standing=home.standing(on=date(2017, 11, 30)), **more)


def schedule(home, allegations, made=None):
    return court_papers.scott_schedule(
        record=home.record(),
        standing=home.standing(on=DAY),
        options=ReportOptions(preset="court"),
        allegations=allegations,
        entry_marks={},
        report=made,
    )


def test_a_schedule_holds_what_she_picked_and_nothing_else(ruth):
    made = report(ruth)
    picked = named(ruth, "contact stopped")
    paper = schedule(ruth, (picked,), made)
    (row,) = paper.rows

    assert row.allegation == "Danny Marsh and Isla: contact stopped."
    assert f"entry {made.line_of(picked).number}" in row.evidence
    assert "Only where the court has directed" in paper.when
    assert [f.code for f in paper.findings] == ["scott.directed"]


def test_a_schedule_of_many_is_made_and_the_usual_number_is_said(ruth):
    lines = report(ruth, "own").lines
    paper = schedule(ruth, tuple(n.fact_id for n in lines[:8]))

    assert len(paper.rows) == 8
    assert "6 or fewer" in paper.findings[-1].message


def test_a_schedule_is_never_filled_by_itself(ruth):
    with pytest.raises(ReportNotPossibleError, match="Pick the entries"):
        schedule(ruth, ())
    with pytest.raises(ReportNotPossibleError, match="Pick the entries"):
        schedule(ruth, (next(f.fact_id for f in ruth.record().facts() if f.KIND == "bill"),))
    with laura() as home, pytest.raises(ReportNotPossibleError, match="England and Wales"):
        schedule(home, (named(home, "left"),))


def test_choosing_looks_past_the_day_a_record_was_narrowed_to(ruth):
    record = ruth.record()
    standing = ruth.standing(on=DAY)
    options = ReportOptions(preset="own")
    chosen = choose(Record(record.spaces), standing, options, (None, date(2026, 11, 1)), {})

    assert chosen.out["after the period"] == 5
