"""What could be claimed and is not on the record as income."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.api import open_household
from kinhold.application.claims import claims_of
from kinhold.application.household_on import standing_on

DAY = date(2026, 11, 22)
EMILY = """
household zone=Europe/London country=uk region=ENG currency=GBP of=Emily
2026-11-21 person Emily role=self born=1998
2026-11-21 person Oliver role=husband
2026-11-21 child Noah born=2026-08-20 parents=Emily,Oliver
2023 home Home people=Emily,Oliver,Noah tenure=rents
2026-11-20 left Oliver home=Home to="Oliver's mum"
2026-11-22 balance Current amount=600
2026-11-28 income Wage amount=900 each=month:28 type=wage to=Emily
2026-12-01 bill Rent amount=850 each=month:1 type=rent
"""
WAGE = '2026-11-28 income "Oliver\'s wage" amount=2000 each=month:28 type=wage to=Oliver\n'
LAURA = """
household zone=America/Chicago country=us region=TX currency=USD of=Laura
2026-11-21 person Laura role=self
2026-11-21 person John role=ex_partner
2026-11-21 child Colin born=2020-05-01 parents=Laura,John
2020 home House people=Laura,John,Colin
2023 left John home=House to=Elsewhere
"""


def claims(text):
    with open_household(None) as home:
        assert home.import_notation(text).findings == ()
        record = home.record()
        found = claims_of(standing=standing_on(record=record, day=DAY), record=record, on=DAY)
    return {c.label: c for c in found}


def test_benefits_that_are_not_on_the_record_could_be_claimed():
    found = claims(EMILY)

    assert set(found) == {"Universal Credit", "Child Benefit"}
    assert all(c.kind == "claim" and c.monthly > 0 for c in found.values())


def test_a_benefit_comes_after_its_wait():
    credit = claims(EMILY)["Universal Credit"]

    assert credit.first == date(2026, 12, 27)  # five weeks
    assert credit.agrees == "the Department for Work and Pensions"
    assert credit.source[0] == "https://www.gov.uk/apply-universal-credit"


def test_child_benefit_is_a_twelfth_of_its_year():
    assert claims(EMILY)["Child Benefit"].monthly == 117_21  # 27.05 a week, 1406.60 a year


def test_what_comes_in_already_is_not_claimed_again():
    known = "2026-11-24 income UC amount=700 each=month:24 type=benefit to=Emily\n"

    assert set(claims(EMILY + known)) == {"Child Benefit"}


def test_without_the_rent_or_an_age_there_is_no_guess():
    assert "Universal Credit" not in claims(EMILY.replace("role=self born=1998", "role=self"))


def test_a_parent_who_left_and_whose_wage_is_known_could_be_asked_for_support():
    support = claims(EMILY + WAGE)["Support from Oliver"]

    # 2000 a month is 461.54 a week: 12 percent is 55.38 a week, 240 a month.
    assert (support.kind, support.monthly) == ("support", 240_00)
    assert support.agrees == "the Child Maintenance Service"
    assert support.first > date(2027, 3, 1)


def test_with_a_listed_benefit_it_is_the_flat_rate():
    benefit = '2026-11-28 income "Oliver\'s UC" amount=400 each=month:28 type=benefit to=Oliver\n'

    assert claims(EMILY + benefit)["Support from Oliver"].monthly == 30_33  # 7 a week


@pytest.mark.parametrize(
    "line",
    [
        "",  # what they earn is not known
        WAGE + "2026-11-21 unsafe Oliver\n",
        WAGE + "2026-11-21 support Oliver calculation to=Emily amount=50 each=week\n",
        WAGE + "2026-11-21 returned Oliver home=Home\n",
    ],
)
def test_support_is_left_out_where_it_is_settled_marked_or_not_known(line):
    assert not [c for c in claims(EMILY + line).values() if c.kind == "support"]


def test_a_new_wage_takes_the_place_of_the_old_one():
    old = WAGE.replace("2026-11-28", "2025-01-28").replace("2000", "1000")

    assert claims(EMILY + old + WAGE)["Support from Oliver"].monthly == 120_00
    assert (
        claims(EMILY + old + WAGE.replace("2026-11-28", "2026-10-28"))[
            "Support from Oliver"
        ].monthly
        == 240_00
    )


def test_in_texas_the_guideline_of_net_resources_is_used():
    wage = "2026-11-28 income Pay amount=3000 each=month:28 type=wage to=John\n"
    support = claims(LAURA + wage)["Support from John"]

    assert (support.monthly, support.agrees) == (600_00, "a court")  # 20 percent for one child
    assert support.first == date(2027, 5, 24)


def test_in_a_state_without_a_guideline_here_nothing_is_guessed():
    wage = "2026-11-28 income Pay amount=3000 each=month:28 type=wage to=John\n"

    assert claims((LAURA + wage).replace("region=TX", "region=OH")) == {}


def test_a_country_without_rules_has_no_claims():
    assert (
        claims(EMILY.replace("country=uk region=ENG currency=GBP", "country=nl currency=EUR")) == {}
    )
