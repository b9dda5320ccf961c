"""What somebody would type to try something out, and the lines it is read as."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.api import open_household
from kinhold.application.household_on import standing_on
from kinhold.application.scenario_book import EXAMPLES, PHRASES
from kinhold.application.scenario_words import take_out
from kinhold.application.scenarios import ScenarioNotReadableError, read_scenario
from kinhold.domain.money import Money

DAY = date(2026, 11, 22)  # a Sunday
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
2026-11-28 income Wage amount=1200 each=month:28 type=wage to=Emily
2026-11-01 away Emily work each=week:mon,tue at=09:00-17:00
2026-12-01 bill Rent amount=850 each=month:1 type=rent
2026-12-01 bill Gym amount=30 each=month:1 type=subscription
2026-11-22 asset Polo owned type=car owners=Emily
"""


@pytest.fixture(scope="module")
def household():
    with open_household(None) as home:
        assert home.import_notation(EMILY).findings == ()
        yield standing_on(record=home.record(), day=DAY).household


def lines(text, household):
    """The lines a text is read as, without the ids of what they take the place of."""
    read = read_scenario(text, household=household, on=DAY).lines
    return [line.partition(" replaces=")[0] for line in read]


READ_AS = {
    # who lives here
    "second baby in March": ["2027-03 child Baby born=2027-03"],
    "another baby in 2027-03": ["2027-03 child Baby born=2027-03"],
    "a baby": ["2026-11-22 child Baby born=2026-11-22"],
    "should we have a baby now?": ["2026-11-22 child Baby born=2026-11-22"],
    "a second child due in six months": ["2027-05 child Baby born=2027-05"],
    "twins on 3 March 2027": [
        "2027-03-03 child Baby born=2027-03-03",
        '2027-03-03 child "Baby 2" born=2027-03-03',
    ],
    "move to two bedrooms at 950 in May": [
        '2027-05-01 home "New home" people=Emily,Noah bedrooms=2 tenure=rents',
        "2027-05-01 bill Rent amount=950.00 each=month:1 type=rent",
    ],
    "move to a three-bedroom flat for £1,100 a month next month": [
        '2026-12-01 home "New home" people=Emily,Noah bedrooms=3 tenure=rents',
        "2026-12-01 bill Rent amount=1100.00 each=month type=rent",
    ],
    "a bigger flat at 950": [
        '2026-11-22 home "New home" people=Emily,Noah tenure=rents',
        "2026-12-01 bill Rent amount=950.00 each=month:1 type=rent",
    ],
    "What if we moved to 2 bedrooms?": ['2026-11-22 home "New home" people=Emily,Noah bedrooms=2'],
    "move in with Mum at 200 a month": [
        '2026-11-22 home "Mum\'s home" people=Emily,Noah,Mum tenure=family',
        "2026-12-01 bill Rent amount=200.00 each=month type=rent",
    ],
    "move in with Mum": [
        '2026-11-22 home "Mum\'s home" people=Emily,Noah,Mum tenure=family',
        "2026-12-01 bill Rent amount=850.00 each=month:1 type=rent until=2026-11-21",
    ],
    "Oliver moves back in": ["2026-11-22 returned Oliver home=Home"],
    "Oliver comes back from January": ["2027-01-01 returned Oliver home=Home"],
    "oliver returns home in 2027-02": ["2027-02-01 returned Oliver home=Home"],
    "may I take him back?": ["2026-11-22 returned Oliver home=Home"],
    "my husband moves in with us": ["2026-11-22 returned Oliver home=Home"],
    # who has the children
    "Oliver comes back three nights a week": [
        "2026-11-22 available Oliver each=week:fri,sat,sun at=20:00-08:00"
    ],
    "Oliver comes back three nights a week from January and keeps 60 %": [
        "2027-01-01 available Oliver each=week:fri,sat,sun at=20:00-08:00",
        "2027-01-01 assume Oliver keeps=60%",
    ],
    "Oliver has Noah on Friday and Saturday nights": [
        "2026-11-22 available Oliver each=week:fri,sat at=20:00-08:00"
    ],
    "Mum takes Tuesday nights from 10pm to 3am": [
        "2026-11-22 available Mum each=week:tue at=22:00-03:00"
    ],
    "Mom helps on Tuesdays and Thursdays 9 to 5": [
        "2026-11-22 available Mum each=week:tue,thu at=09:00-17:00"
    ],
    "my mum looks after the baby Monday to Wednesday from 8:30 to 12": [
        "2026-11-22 available Mum each=week:mon,tue,wed at=08:30-12:00"
    ],
    "Mum covers every morning": [
        "2026-11-22 available Mum each=week:mon,tue,wed,thu,fri,sat,sun at=08:00-12:00"
    ],
    "Mum comes at weekends": ["2026-11-22 available Mum each=week:sat,sun at=09:00-17:00"],
    "Dee helps on Wednesdays 22:00-03:00": [
        "2026-11-22 person Dee",
        "2026-11-22 available Dee each=week:wed at=22:00-03:00",
    ],
    "Oliver keeps 60%": ["2026-11-22 assume Oliver keeps=60%"],
    "count on Mum for 80 percent": ["2026-11-22 assume Mum keeps=80%"],
    "Mum turns up half the time": ["2026-11-22 assume Mum keeps=50%"],
    "Mum stops": [
        "2026-11-01 available Mum each=week:tue at=22:00-03:00 until=2026-11-21",
        '2026-11-22 outcome Mum promise="help at all hours" withdrawn',
    ],
    "without Mum from March": [
        "2026-11-01 available Mum each=week:tue at=22:00-03:00 until=2027-02-28",
        '2027-03-01 outcome Mum promise="help at all hours" withdrawn',
    ],
    "Mum can't help any more": [
        "2026-11-01 available Mum each=week:tue at=22:00-03:00 until=2026-11-21",
        '2026-11-22 outcome Mum promise="help at all hours" withdrawn',
    ],
    "Mum moves out in January": ["2027-01-01 left Mum"],
    "I am ill for two weeks": [
        "2026-11-22 away Emily ill each=day at=00:00-24:00 until=2026-12-05"
    ],
    "Mum is on holiday for 10 days from 3 December": [
        "2026-12-03 away Mum trip each=day at=00:00-24:00 until=2026-12-12"
    ],
    # work
    "can I go back to work?": [
        "2026-11-01 away Emily each=week:mon,tue at=09:00-17:00 until=2026-11-21",
        "2026-11-22 away Emily each=week:mon,tue,wed,thu,fri at=09:00-17:00",
    ],
    "back to work three days a week 9 to 5 at 1200 a month": [
        "2026-11-01 away Emily each=week:mon,tue at=09:00-17:00 until=2026-11-21",
        "2026-11-22 away Emily each=week:mon,tue,wed at=09:00-17:00",
        "2026-11-28 income Wage amount=1200.00 each=month:28 type=wage to=Emily",
    ],
    "I work on Mon, Wed and Fri from 9 to 3 at 14 an hour": [
        "2026-11-01 away Emily each=week:mon,tue at=09:00-17:00 until=2026-11-21",
        "2026-11-22 away Emily each=week:mon,wed,fri at=09:00-15:00",
        "2026-11-28 income Wage amount=252.00 each=week type=wage to=Emily",
    ],
    "start a new job full time at 2000 a month in February": [
        "2026-11-01 away Emily each=week:mon,tue at=09:00-17:00 until=2027-01-31",
        "2027-02-01 away Emily each=week:mon,tue,wed,thu,fri at=09:00-17:00",
        "2027-02-28 income Wage amount=2000.00 each=month:28 type=wage to=Emily",
    ],
    "work 4 hours less a week": [
        "2026-11-01 away Emily each=week:mon,tue at=09:00-17:00 until=2026-11-21",
        "2026-11-22 away Emily each=week:mon,tue at=09:00-15:00",
        "2026-11-28 income Wage amount=900.00 each=month:28 type=wage to=Emily",
    ],
    "work 4 more hours": [
        "2026-11-01 away Emily each=week:mon,tue at=09:00-17:00 until=2026-11-21",
        "2026-11-22 away Emily each=week:mon,tue at=09:00-19:00",
        "2026-11-28 income Wage amount=1500.00 each=month:28 type=wage to=Emily",
    ],
    "work half my hours": [
        "2026-11-01 away Emily each=week:mon,tue at=09:00-17:00 until=2026-11-21",
        "2026-11-22 away Emily each=week:mon,tue at=09:00-13:00",
        "2026-11-28 income Wage amount=600.00 each=month:28 type=wage to=Emily",
    ],
    "I lose my job in January": [
        "2026-11-28 income Wage amount=1200.00 each=month:28 type=wage to=Emily until=2026-12-31",
        "2026-11-01 away Emily each=week:mon,tue at=09:00-17:00 until=2026-12-31",
    ],
    # places
    "nursery three days a week at 60 a day": [
        "2026-11-22 person Nursery role=nursery",
        "2026-11-22 available Nursery each=week:mon,tue,wed at=08:00-18:00",
        "2026-11-22 bill Nursery amount=60.00 each=week:mon,tue,wed type=childcare",
    ],
    "a childminder on Mondays and Fridays 8 to 6 at 6.50 an hour from March": [
        "2026-11-22 person Childminder role=childcare_worker",
        "2027-03-01 available Childminder each=week:mon,fri at=08:00-18:00",
        "2027-03-01 bill Childminder amount=65.00 each=week:mon,fri type=childcare",
    ],
    "daycare full weekdays": None,
    "day care on weekdays at 900 a month": [
        '2026-11-22 person "Day care" role=nursery',
        '2026-11-22 available "Day care" each=week:mon,tue,wed,thu,fri at=08:00-18:00',
        '2026-11-22 bill "Day care" amount=900.00 each=month type=childcare',
    ],
    # money
    "sell the car for 3000": [
        "2026-11-22 asset Polo sold type=car",
        '2026-11-22 income "Polo sold" amount=3000.00 type=other',
    ],
    "sell the Polo": ["2026-11-22 asset Polo sold type=car"],
    "sell the piano for 400 in January": [
        "2027-01-01 asset Piano sold type=other",
        '2027-01-01 income "Piano sold" amount=400.00 type=other',
    ],
    "buy a used car at 180 a month": [
        "2026-11-22 asset Car type=car owners=Emily",
        "2026-11-22 bill Car amount=180.00 each=month class=essential type=car",
    ],
    "rent goes up to 950": ["2026-12-01 bill Rent amount=950.00 each=month:1 type=rent"],
    "the rent rises by 50 in February": [
        "2027-02-01 bill Rent amount=900.00 each=month:1 type=rent"
    ],
    "my pay falls by 200": [
        "2026-11-28 income Wage amount=1000.00 each=month:28 type=wage to=Emily"
    ],
    "Oliver pays 200 a month": [
        (
            '2026-11-22 income "Oliver pays" promised amount=200.00 each=month type=support to=Emily '
            "from=Oliver"
        )
    ],
    "Oliver gives me £50 a week from December": [
        (
            '2026-12-01 income "Oliver pays" promised amount=50.00 each=week type=support to=Emily '
            "from=Oliver"
        )
    ],
    "get 400 a month of Universal Credit": [
        '2026-11-22 income "Universal Credit" amount=400.00 each=month type=benefit to=Emily'
    ],
    "with 3000 saved": [
        "2026-11-22 account Savings type=savings",
        "2026-11-22 balance Savings amount=3000.00",
    ],
    "2,500 in the bank": [
        "2026-11-22 account Savings type=savings",
        "2026-11-22 balance Savings amount=2500.00",
    ],
    "cancel the gym": [
        "2026-12-01 bill Gym amount=30.00 each=month:1 type=subscription until=2026-11-21"
    ],
    "food costs 90 a week": ["2026-11-22 bill Food amount=90.00 each=week type=food"],
    "a vet bill of 300 in March": ["2027-03-01 bill Vet amount=300.00 type=vet"],
    "an unexpected bill of 850": ['2026-11-22 bill "Another bill" amount=850.00'],
    # several at once
    "Mum stops helping, and I sell the car for 3000": [
        "2026-11-01 available Mum each=week:tue at=22:00-03:00 until=2026-11-21",
        '2026-11-22 outcome Mum promise="help at all hours" withdrawn',
        "2026-11-22 asset Polo sold type=car",
        '2026-11-22 income "Polo sold" amount=3000.00 type=other',
    ],
    "a baby in March; cancel the gym": [
        "2027-03 child Baby born=2027-03",
        "2026-12-01 bill Gym amount=30.00 each=month:1 type=subscription until=2026-11-21",
    ],
}
GOOD = {text: read for text, read in READ_AS.items() if read is not None}


@pytest.mark.parametrize("text", GOOD)
def test_a_phrase_is_read_as_lines_that_are_shown_back(text, household):
    assert lines(text, household) == GOOD[text]


def test_the_phrase_book_is_tried_with_at_least_sixty_phrases():
    assert len(GOOD) >= 60


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda p: p.key)
def test_the_example_of_every_phrase_works(phrase, household):
    assert read_scenario(phrase.example, household=household, on=DAY).facts


def test_every_example_stands_in_the_how_to(request):
    page = (request.config.rootpath / "docs" / "how-to" / "what-if.md").read_text(encoding="utf-8")

    assert [e for e in EXAMPLES if e not in page] == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("fly to the moon", "fly to the moon"),
        ("second baby in March, and fly to the moon", "fly to the moon"),
        ("daycare full weekdays", "daycare full weekdays"),
        ("Oliver comes back 9 nights a week", "Oliver comes back 9 nights a week"),
        ("Oliver keeps 60 % in two bedrooms", "Oliver keeps 60 % in two bedrooms"),
        ("second baby at 950", "second baby at 950"),
        ("", ""),
        ("   \n;;", "   \n;;"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_phrase_that_works(text, part, household):
    with pytest.raises(ScenarioNotReadableError) as refused:
        read_scenario(text, household=household, on=DAY)

    assert refused.value.part == part
    assert refused.value.example in EXAMPLES


def test_the_closest_phrase_is_offered(household):
    with pytest.raises(ScenarioNotReadableError, match="second baby in March"):
        read_scenario("sekond babby in Marsh", household=household, on=DAY)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Zoe stops", "not on the record"),
        ("cancel the opera", "called “opera”"),
        ("fuel goes up to 90", "no amount of “fuel”"),
        ("sell the moon", "what it would bring"),
        ("work 90 hours less", "hours of work on the record"),
    ],
)
def test_a_phrase_that_cannot_be_tried_says_what_is_missing(text, why, household):
    with pytest.raises(ScenarioNotReadableError, match=why):
        read_scenario(text, household=household, on=DAY)


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("in November", "when", date(2027, 11, 1)),
        ("in December", "when", date(2026, 12, 1)),
        ("from 23 November", "when", date(2026, 11, 23)),
        ("from November 21", "when", date(2027, 11, 21)),
        ("next year", "when", date(2027, 1, 1)),
        ("next week", "when", date(2026, 11, 23)),
        ("tomorrow", "when", date(2026, 11, 23)),
        ("in 3 weeks", "when", date(2026, 12, 13)),
        ("at $1,200.50 a month", "amount", Money(1200_50, "GBP")),
        ("on weekdays", "days", (0, 1, 2, 3, 4)),
        ("Saturday to Monday", "days", (0, 5, 6)),
        ("two nights a week", "nights", (4, 5)),
        ("all the time", "keeps", 10_000),
    ],
)
def test_days_sums_and_shares_are_taken_out_of_a_phrase(text, slot, value):
    slots = take_out(text, on=DAY, currency="GBP")

    assert (slots.found[slot], slots.text) == (value, "")


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("9 to 5", "09:00-17:00"),
        ("9-17", "09:00-17:00"),
        ("9am to 12", "09:00-12:00"),
        ("8 to 6pm", "08:00-18:00"),
        ("10pm to 3am", "22:00-03:00"),
        ("22:00 to 03:00", "22:00-03:00"),
        ("7 to 7", "07:00-19:00"),
        ("from 8.30 until 15:00", "08:30-15:00"),
    ],
)
def test_hours_are_read_as_people_say_them(text, window):
    from kinhold.domain.periods import parse_window

    assert take_out(text, on=DAY, currency="GBP").found["window"] == parse_window(window)
