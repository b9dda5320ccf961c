"""What-ifs: how a text becomes facts over the record, what is said of them, and that nothing is kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinhold.api import open_household
from kinhold.application.household_on import standing_on
from kinhold.application.scenario_book import EXAMPLES
from kinhold.application.scenarios import ScenarioNotReadableError, read_scenario
from kinhold.engines.stress.scenario import applied, holds_from

DAY = date(2026, 11, 22)
EMILY = """
household zone=Europe/London country=uk region=ENG currency=GBP of=Emily
2026-11-21 person Emily role=self born=1998
2026-11-21 person Oliver role=husband
2026-11-21 person Mum role=mother
2026-11-21 child Noah born=2026-08-20
2023 home Home people=Emily,Oliver,Noah bedrooms=2 tenure=rents
2026-11-20 left Oliver home=Home to="Oliver's mum"
2026-11-01 promise Mum to=Emily about=care "help at all hours"
2026-11-01 available Mum each=week:tue at=22:00-03:00
2026-11-22 balance Current amount=600
2026-12-01 bill Rent amount=850 each=month:1 type=rent
"""


@pytest.fixture(scope="module")
def home():
    with open_household(None) as opened:
        assert opened.import_notation(EMILY).findings == ()
        yield opened


@pytest.fixture(scope="module")
def household(home):
    return standing_on(record=home.record(), day=DAY).household


def read(text, household, on=DAY):
    return read_scenario(text, household=household, on=on)


def codes(scenario):
    return [f.code for f in scenario.findings]


def tried(home, text, day=DAY):
    """The household on a day, as if a what-if held."""
    record = home.record()
    now = standing_on(record=record, day=DAY).household
    return standing_on(record=applied(read(text, now), record=record), day=day)


# -- reading ---------------------------------------------------------------------------------------


def test_lines_of_the_notation_and_phrases_may_stand_together(household):
    scenario = read(
        "2027-03-01 bill Car amount=180.00 each=month:1\nOliver keeps 60 %; a baby in May",
        household,
    )

    assert scenario.lines == (
        "2027-03-01 bill Car amount=180.00 each=month:1",
        "2026-11-22 assume Oliver keeps=60%",
        "2027-05 child Baby born=2027-05",
    )


def test_the_title_is_what_she_wrote_cut_where_it_is_long(household):
    assert read("second baby in March", household).title == "second baby in March"
    assert len(read("a baby in May; " + "cancel the rent;" * 8, household).title) == 80


def test_words_in_quotes_keep_their_semicolon(household):
    scenario = read('2027-01-01 promise Mum about=care "one; two"', household)

    assert scenario.facts[0].words == "one; two"


def test_what_a_scenario_was_read_as_reads_back_as_the_same_facts(household):
    first = read(
        "Oliver comes back three nights a week and keeps 60 %, Dee helps on Fridays", household
    )
    again = read("\n".join(first.lines), household)

    assert again.lines == first.lines


def test_a_line_that_is_not_understood_is_named(household):
    with pytest.raises(ScenarioNotReadableError, match="“2027-01-01 bill Car amuont=3”") as refused:
        read("a baby in May\n2027-01-01 bill Car amuont=3", household)

    assert "amuont" in str(refused.value)


def test_the_household_itself_is_not_tried(household):
    with pytest.raises(ScenarioNotReadableError, match="household line stays"):
        read("household country=us currency=USD of=Mum", household)


def test_a_text_that_is_too_long_is_refused(household):
    with pytest.raises(ScenarioNotReadableError, match="longer than"):
        read("a baby in May\n" * 400, household)


def test_the_month_of_the_phrase_before_goes_for_the_next(household):
    scenario = read("Oliver comes back three nights a week from January and keeps 60 %", household)

    assert {f.occurred for f in scenario.facts} == {"2027-01-01"}


def example_of_refusal(text):
    """None for what is read; what is offered instead for what is not."""
    try:
        scenario = read_scenario(text, household=HOUSEHOLD, on=DAY)
    except ScenarioNotReadableError as refused:
        return refused.example
    return None if scenario.lines else "neither"


@given(text=st.text(max_size=120))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_a_scenario_or_is_refused_with_an_example(text):
    assert example_of_refusal(text) in (None, *EXAMPLES)


WORDS = [
    *{word for example in EXAMPLES for word in example.split()},
    *(
        "and",
        ",",
        ";",
        "2027-03-01",
        "available",
        "each=week:mon",
        "at=09:00-17:00",
        "born=2027-02-30",
    ),
    *("Dee", "he", "my", "%", "£", "9", "to", "5", "999", "twins", "@1", '"', "what if", "without"),
]


@given(words=st.lists(st.sampled_from(WORDS), max_size=14))
@settings(max_examples=400, deadline=None)
def test_so_is_any_muddle_of_words_that_it_knows(words):
    assert example_of_refusal(" ".join(words)) in (None, *EXAMPLES)


# -- what does not fit together --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Oliver leaves in May; Oliver moves back in in May", "scenario.left-and-returned"),
        ("Dee helps on Fridays 9 to 5", "scenario.new-person"),
        ("2026-12-01 available Zoe each=week:fri at=09:00-17:00", "scenario.new-person"),
        ("2026-01-01 bill Car amount=180 each=month:1", "scenario.past"),
        ("a baby in 2040-01", "scenario.far"),
        ("food costs 300 a month; food costs 400 a month", "scenario.twice"),
        ("2027-01-01 child Noah born=2027-01-01", "scenario.born-twice"),
        ("Oliver leaves in May", "scenario.gone"),
        ("Oliver keeps 160 %", "scenario.share"),
        ("Oliver stays three nights a week", "scenario.days"),
    ],
)
def test_what_is_odd_is_said_and_tried_all_the_same(text, code, household):
    scenario = read(text, household)

    assert code in codes(scenario)
    assert scenario.facts


def test_somebody_she_marked_is_not_planned_in_and_she_is_told():
    with open_household(None) as home:
        home.import_notation(EMILY + "2026-11-21 unsafe Oliver\n")
        known = standing_on(record=home.record(), day=DAY).household
        scenario = read("Oliver comes back three nights a week", known)
        after = tried(home, "Oliver comes back three nights a week")

    assert "scenario.marked" in codes(scenario)
    assert after.household.carer("Oliver") is None


def test_a_household_of_one_may_ask_as_well():
    with open_household(None) as home:
        home.import_notation(
            "household country=us currency=USD of=Sam\n2026-11-21 person Sam role=self"
        )
        known = standing_on(record=home.record(), day=DAY).household

    assert read("a baby in March", known).lines == ("2027-03 child Baby born=2027-03",)
    assert read("rent costs 950 a month", known).lines[0].endswith("each=month type=rent")


# -- over the record -------------------------------------------------------------------------------


def test_nothing_of_a_scenario_is_kept(home):
    before = home.export_notation()
    tried(home, "Mum stops; a baby in March; Oliver comes back three nights a week")

    assert home.export_notation() == before


def test_a_baby_is_there_from_its_month_on(home, household):
    scenario = read("second baby in March", household)

    assert holds_from(scenario, on=DAY) == date(2027, 3, 1)
    assert len(tried(home, "second baby in March", date(2027, 3, 1)).household.children) == 2


def test_bills_do_not_put_the_day_off_since_money_is_counted_from_today(household):
    assert holds_from(read("rent goes up to 950 in March", household), on=DAY) == DAY


def test_a_day_too_far_ahead_is_looked_at_from_three_years_on(household):
    assert holds_from(read("a baby in 2040-01", household), on=DAY) == date(2029, 11, 21)


def test_who_stops_has_no_hours_left_from_that_day(home):
    text = "without Mum from January"

    assert tried(home, text, date(2026, 12, 31)).household.carer("Mum").available
    assert not tried(home, text, date(2027, 1, 1)).household.carer("Mum").available


def test_who_comes_back_lives_in_again(home):
    after = tried(home, "Oliver moves back in")

    assert after.household.carer("Oliver").lives_in


def test_a_move_takes_the_children_along_and_changes_the_rent(home):
    after = tried(home, "move to two bedrooms at 950", date(2026, 12, 2)).household

    assert after.home == "New home"
    assert [b.amount.minor for b in after.bills] == [950_00]


# -- what a plan counts on -------------------------------------------------------------------------


def test_what_she_assumes_takes_the_place_of_what_was_noted_and_is_marked(home):
    oliver = tried(home, "Oliver keeps 60 %").reliability["Oliver", "care"]

    assert (oliver.planning_value, oliver.assumed) == (0.6, True)


def test_an_assumption_holds_from_its_day_on(home):
    text = "Oliver keeps 60 % from January"

    assert ("Oliver", "care") not in tried(home, text, date(2026, 12, 31)).reliability
    assert ("Oliver", "money") in tried(home, text, date(2027, 1, 1)).reliability


def test_an_assumption_may_be_about_money_alone(home):
    after = tried(home, "2026-11-22 assume Mum keeps=90% topic=money")

    assert after.trust("money") == {"Mum": 0.9}
    assert after.household.carer("Mum").reliability == 0.5


def test_an_assumption_without_a_share_lets_what_was_noted_count_again(home):
    after = tried(home, "2026-11-22 assume Mum keeps=90%\n2026-11-22 assume Mum")

    assert after.household.carer("Mum").reliability == 0.5


def test_a_share_beyond_all_counts_as_all(home):
    assert tried(home, "Mum keeps 160 %").household.carer("Mum").reliability == 1.0


def _known():
    with open_household(None) as opened:
        opened.import_notation(EMILY)
        return standing_on(record=opened.record(), day=DAY).household


HOUSEHOLD = _known()
