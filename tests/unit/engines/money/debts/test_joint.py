"""Two people beside one debt: who is liable, who paid, who may ask whom, and until when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.households import household

from kinhold.api import open_household
from kinhold.domain.dates import Edtf
from kinhold.domain.fact import PersonRef
from kinhold.domain.finances import DebtStated, PaymentMade
from kinhold.domain.money import Money
from kinhold.engines.money.debts.joint import joint_debt

DAY = date(2026, 11, 22)
UK = """
household zone=Europe/London country=uk currency=GBP of=Laura
2026-11-21 person Laura role=self
2026-11-21 person Mark role=ex_partner
2026-11-21 person Jo role=sibling
"""
LOAN = "2022-01-10 debt Loan balance=9000 rate=9% minimum=200 each=month:10 liable=Laura,Mark liability=joint-and-several"


def page(notes, *, head=UK, on=DAY):
    with open_household(None) as home:
        parsed = home.import_notation(head + notes)
        assert parsed.findings == ()
        return home.finances.debts(on=on)


def card(notes, **more):
    (made,) = page(notes, **more).debts
    return made


def test_both_splits_stand_side_by_side():
    made = card(f"{LOAN} shares=60,40\n")

    assert made.splits == (
        ("If everybody pays what was agreed", "£120 each time, £5,400 in all"),
        ("If the others pay nothing", "£200 each time, £9,000 in all"),
    )
    assert made.whose == (
        "You and Mark, each for all of it: the lender may ask any one, and never twice."
    )


def test_who_paid_more_than_their_part_may_ask_for_it_with_the_payments_as_evidence():
    """She paid 600, he paid 200. Half of 800 is 400 each: 200 to ask for."""
    made = card(
        LOAN
        + """
2026-08-10 payment Loan amount=200 by=Laura
2026-09-10 payment Loan amount=400 by=Laura
2026-10-10 payment Loan amount=200 by=Mark
"""
    )

    assert made.claims == ("You may ask Mark for £200 of what was paid (2 payments noted).",)
    assert [p.over for p in made.parties] == [200_00, -200_00]


def test_a_stranger_who_paid_may_ask_both():
    """Jo paid 300 of a loan that is not hers."""
    made = card(LOAN + "\n2026-08-10 payment Loan amount=300 by=Jo\n")

    assert sorted(made.claims) == [
        "Jo may ask Mark for £150 of what was paid (1 payments noted).",
        "Jo may ask you for £150 of what was paid (1 payments noted).",
    ]


def test_somebody_with_only_a_card_on_it_is_not_liable():
    made = card("2022-01-10 debt Card balance=900 liable=Laura cards=Mark\n")

    assert [(p.who, p.liable) for p in made.parties] == [("Laura", True), ("Mark", False)]
    assert "Mark has a card on it and is not liable." in [p.said for p in made.parties]
    assert made.splits == ()


def test_a_debt_of_one_person_has_no_parties_and_no_claims():
    made = card("2022-01-10 debt Card balance=900 liable=Laura\n")

    assert (made.whose, made.parties, made.claims) == ("You alone.", (), ())


paid = st.lists(
    st.tuples(st.sampled_from(["Laura", "Mark", "Jo"]), st.integers(1, 10**6)), max_size=8
)


@given(paid=paid, share=st.integers(0, 100))
def test_parts_add_up_to_what_was_paid_and_claims_settle_everything(paid, share):
    payments = tuple(
        PaymentMade(fact_id=f"p{n}", occurred=Edtf("2026-01-05"), about="Loan", amount=Money(minor, "GBP"), by=PersonRef(who))
        for n, (who, minor) in enumerate(paid)
    )  # fmt: skip
    debt = DebtStated(
        fact_id="d",
        about="Loan",
        liable=(PersonRef("Laura"), PersonRef("Mark")),
        shares=(share, 100 - share),
        balance=Money(900_00, "GBP"),
    )
    told = household(debts=(debt,), payments=payments, keeper=PersonRef("Laura"))
    joint = joint_debt(told, debt)

    assert sum(p.part.minor for p in joint.parties) == sum(minor for _, minor in paid)
    assert sum(p.over.minor for p in joint.parties) == 0
    assert sum(c.amount.minor for c in joint.claims) == sum(
        max(0, p.over.minor) for p in joint.parties
    )
    assert all(c.by != c.of and c.amount.minor > 0 for c in joint.claims)


# -- until when --------------------------------------------------------------------------------------


def limit(notes, **more):
    return card(notes, **more).limit


def test_six_years_from_default_in_england():
    made = limit(f"{LOAN} state=default defaulted=2022-03-01\n")

    assert (made.state, made.until) == ("running", "2028-03-01")
    assert made.references[0][1].startswith(
        "https://www.legislation.gov.uk/ukpga/1980/58/section/5"
    )


def test_a_payment_by_either_begins_it_anew_for_both():
    """Limitation Act 1980 s.31(7): he pays a token in 2024, and her six years begin again too."""
    made = limit(
        f"{LOAN} state=default defaulted=2022-03-01\n2024-05-01 payment Loan amount=5 by=Mark\n"
    )

    assert "you: until 1 May 2030 (begun anew by Mark on 1 May 2024)" in made.said
    assert "Mark: until 1 May 2030" in made.said


def test_a_letter_binds_only_whoever_signed_it():
    """Section 31(6)."""
    made = limit(
        f"{LOAN} state=default defaulted=2022-03-01\n2024-05-01 acknowledged Loan by=Mark written=yes\n"
    )

    assert "you: until 1 March 2028" in made.said
    assert "Mark: until 1 May 2030" in made.said


def test_a_spoken_word_begins_nothing_anew():
    made = limit(
        f"{LOAN} state=default defaulted=2022-03-01\n2024-05-01 acknowledged Loan by=Laura written=no\n"
    )

    assert made.until == "2028-03-01"


def test_once_it_is_over_nothing_brings_it_back():
    """Section 29(7)."""
    made = limit(
        f"{LOAN} state=default defaulted=2018-03-01\n2024-05-01 payment Loan amount=5 by=Laura\n"
    )

    assert (made.state, made.until) == ("over", "2024-03-01")


def test_scotland_has_five_years_and_then_the_debt_itself_ends():
    head = UK.replace("country=uk", "country=uk region=scotland")
    made = limit(f"{LOAN} state=default defaulted=2022-03-01\n", head=head)

    assert made.until == "2027-03-01"
    assert "Then the debt itself ends." in made.said


def test_a_payment_in_texas_begins_nothing_anew_since_2019_and_a_letter_does():
    head = UK.replace("country=uk", "country=us region=tx").replace("GBP", "USD")
    notes = f"{LOAN} state=default defaulted=2024-03-01\n"
    paid = limit(f"{notes}2025-05-01 payment Loan amount=5 by=Laura\n", head=head)
    wrote = limit(f"{notes}2025-05-01 acknowledged Loan by=Laura written=yes\n", head=head)

    assert "you: until March 1, 2028" in paid.said
    assert "you: until May 1, 2029" in wrote.said


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("state=judgment defaulted=2022-03-01", "judgment"),
        ("secured=Home", "secured"),
        ("state=collector", "unknown-start"),
        ("state=up-to-date", "not-begun"),
    ],
)
def test_what_has_another_limit_or_none_yet_says_so(told, state):
    assert limit(f"{LOAN} {told}\n").state == state


def test_a_place_that_is_not_in_the_tables_is_not_guessed():
    head = UK.replace("country=uk", "country=us region=oh").replace("GBP", "USD")

    assert limit(f"{LOAN} state=default defaulted=2022-03-01\n", head=head).state == "unknown-place"


def test_default_on_a_leap_day_ends_on_the_last_of_february():
    assert limit(f"{LOAN} state=default defaulted=2024-02-29\n").until == "2030-02-28"


# -- before acting -----------------------------------------------------------------------------------


def warned(notes, line):
    with open_household(None) as home:
        home.import_notation(UK + notes)
        line = line.replace("TODAY", home.today_is().isoformat())
        return [f.message for f in home.finances.warnings_before(line)]


def test_a_token_payment_on_an_old_debt_is_warned_of_before_it_is_made():
    (said,) = warned(
        f"{LOAN} state=default defaulted=2023-03-01\n", "TODAY payment Loan amount=1 by=Laura"
    )

    assert "for you and Mark" in said
    assert "would end on 1 March 2029" in said


@pytest.mark.parametrize(
    "line",
    [
        "2023-05-01 payment Loan amount=1 by=Laura",
        "2099-05-01 payment Loan amount=1 by=Laura",
        "2026-11-22 payment Rent amount=1 by=Laura",
        "2026-11-22 bill Loan amount=1",
    ],
)
def test_a_fact_of_the_past_another_bill_or_a_time_that_is_over_is_not_warned_of(line):
    assert warned(f"{LOAN} state=default defaulted=2022-03-01\n", line) == []


def test_an_instalment_of_a_loan_in_good_order_is_not_warned_of():

    assert warned(f"{LOAN}\n", "TODAY payment Loan amount=200 by=Laura") == []
