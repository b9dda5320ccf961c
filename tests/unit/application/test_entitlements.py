"""The page of what a household may be able to get: from the record, with questions for what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.households import carer, child, household

from kinhold.application.entitlements import entitlements_page
from kinhold.application.entitlements_next import NEXT
from kinhold.application.household_on import Standing
from kinhold.domain.dates import Edtf
from kinhold.domain.fact import Label, PersonRef
from kinhold.domain.finances import (
    Account,
    AccountOpened,
    AssetStated,
    BalanceNoted,
    BillStated,
    IncomeStated,
    PaymentReceived,
    SupportBasisStated,
)
from kinhold.domain.money import Money
from kinhold.domain.people import CarerLeft
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.money.entitlements.case import Told, case_of
from kinhold.rules.loading import load_rules

DAY = date(2026, 11, 22)


def pounds(amount, currency="GBP"):
    return Money(round(amount * 100), currency)


def wage(amount=750.0, each="month", **more):
    return IncomeStated(
        fact_id="wage",
        occurred=Edtf("2026-11-01"),
        about="Wage",
        type=more.pop("type", "wage"),
        amount=None if amount is None else pounds(amount, more.pop("currency", "GBP")),
        each=parse_recurrence(each) if each else None,
        **more,
    )


def bill(about="Rent", amount=800.0, each="month", currency="GBP", **more):
    return BillStated(
        fact_id=f"bill {about}",
        about=about,
        amount=None if amount is None else pounds(amount, currency),
        each=parse_recurrence(each),
        **more,
    )


def saved(amount=0.0, label="Current", currency="GBP", **opened):
    balance = BalanceNoted(fact_id=f"balance {label}", about=label, amount=pounds(amount, currency))
    known = AccountOpened(fact_id=f"account {label}", about=label, **opened) if opened else None
    return Account(Label(label), known, balance)


def home(*members, **fields):
    """Emily of 28 with Noah, born in August, a wage of 750 and a rent of 800."""
    told = {
        "incomes": (wage(),),
        "bills": (bill(),),
        "accounts": (saved(),),
        "region": "ENG",
        "on": DAY,
        **fields,
    }
    known = household(carer("Emily", main=True), *(members or (child("Noah"),)), **told)
    return born(known, "Emily", "1998-02-01")


def born(known, handle, when, role=None):
    people = tuple(
        replace(p, born=Edtf(when), role=role or p.role) if p.handle == handle else p
        for p in known.people
    )
    return replace(known, people=people)


def american(*members, **fields):
    told = {
        "country": "us",
        "currency": "USD",
        "region": "OH",
        "incomes": (wage(1166.67, currency="USD"),),
        "bills": (bill(amount=900, currency="USD"),),
        "accounts": (saved(currency="USD"),),
        **fields,
    }
    return home(*(members or (child("Noah", born="2026-01-01"),)), **told)


def page(known, on=DAY, **more):
    return entitlements_page(standing=Standing(known, load_rules(known.country), {}), on=on, **more)


def lines(known, **more):
    return {line.code: line for line in page(known, **more).lines}


def codes(made):
    return [q.code for q in made.questions]


def test_what_a_lone_parent_may_be_able_to_get_in_one_sentence():
    made = page(home())

    assert made.headline == "You may be able to get about £1,468.41 a month in money."
    assert made.cash_year == 1621428 + 140660
    assert made.questions == ()


def test_each_line_says_what_where_and_on_which_rules():
    line = lines(home())["uk.universal-credit"]

    assert (line.amount, line.per, line.rate_year) == ("1351.19", "month", "2026/27")
    assert line.next.href == "https://www.gov.uk/apply-universal-credit"
    assert line.steps[0].rule in line.rules
    assert {s.verified_on for s in line.sources} >= {"2026-11-22"}


def test_council_tax_says_ask_your_council_and_never_nothing():
    line = lines(home())["uk.council-tax"]

    assert (line.outcome, line.amount, line.minor) == ("ask", "", None)
    assert "Ask your council" in line.says


def test_what_is_no_money_is_never_added_to_what_is():
    made = page(home(incomes=(wage(400),)))
    food = next(line for line in made.lines if line.code == "uk.healthy-start")
    cash = [line for line in made.lines if line.sort == "cash" and line.per in ("month", "year")]

    assert food.amount == "9.30"
    assert made.cash_year == sum(line.minor * (12 if line.per == "month" else 1) for line in cash)
    assert "beside it Healthy Start" in made.headline


def test_a_single_mother_in_ohio():
    found = lines(american())

    assert (found["us.eitc"].amount, found["us.ctc"].amount) == ("4427.00", "1700.00")
    assert (found["us.snap"].amount, found["us.snap"].sort) == ("509.00", "in-kind")
    assert found["us.wic"].outcome == "within"
    assert found["us.medicaid"].outcome == "ask"
    assert page(american()).cash_year == 612700


def test_pay_before_tax_is_asked_for_in_the_united_states_and_can_be_told():
    asked = page(american())
    told = page(american(), told=Told(before_tax=Fraction(3000)))

    assert codes(asked) == ["entitlements.before-tax"]
    assert told.questions == ()
    assert told.cash_year < asked.cash_year


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"bills": ()}, "entitlements.rent"),
        ({"incomes": ()}, "entitlements.earnings"),
        ({"accounts": ()}, "entitlements.savings"),
        ({"region": ""}, "entitlements.region"),
        ({"incomes": (wage(None),)}, "entitlements.income-amount"),
        ({"incomes": (wage(each=""),)}, "entitlements.income-amount"),
        ({"incomes": (wage(type=""),)}, "entitlements.income-type"),
        ({"bills": (bill(amount=None),)}, "entitlements.bill-amount"),
    ],
)
def test_what_is_not_on_the_record_is_asked_and_never_guessed(fields, code):
    made = page(home(**fields))

    assert codes(made) == [code]
    assert made.questions[0].example


@pytest.mark.parametrize("missing", ["bills", "incomes", "accounts"])
def test_a_line_that_needs_it_waits_and_the_others_stand(missing):
    found = lines(home(**{missing: ()}))

    assert found["uk.universal-credit"].outcome == "ask"
    assert found["uk.universal-credit"].needs
    assert found["uk.child-benefit"].amount == "1406.60"


def test_without_a_state_the_tax_credits_stand_and_snap_waits():
    found = lines(american(region=""))

    assert found["us.snap"].needs == "the state"
    assert found["us.eitc"].amount == "4427.00"


def test_a_child_of_whom_only_the_month_is_known_is_asked_about():
    made = page(home(child("Noah", born="2026-08")))

    assert codes(made) == ["entitlements.born"]
    assert all(line.minor is None for line in made.lines)


@pytest.mark.parametrize(
    ("when", "asked"), [("1998", False), ("2001", True), ("2001-11", True), ("../..", True)]
)
def test_a_birth_year_is_enough_where_no_rule_changes_within_it(when, asked):
    """Somebody born in 2001 is 24 or 25 in November 2026."""
    made = page(born(home(), "Emily", when))

    assert ("entitlements.age" in codes(made)) is asked


def partnered(**fields):
    known = household(
        carer("Emily", main=True),
        carer("Oliver", lives_in=True),
        child("Noah"),
        incomes=(wage(), wage(900, to=PersonRef("Oliver"))),
        bills=(bill(),),
        accounts=(saved(),),
        region="ENG",
        on=DAY,
        **fields,
    )
    return born(born(known, "Emily", "1998-02-01"), "Oliver", "1997-02-01", role="husband")


def test_a_partner_who_lives_there_is_part_of_the_claim():
    found = case_of(partnered(), on=DAY)

    assert [a.earnings for a in found.claimant.adults] == [750, 900]
    assert found.claimant.married


def test_a_partner_who_left_is_not():
    left = CarerLeft(fact_id="left", about="Oliver")
    known = partnered(departures=(left,))
    people = tuple(replace(p, home=Label("")) if p.handle == "Oliver" else p for p in known.people)
    made = case_of(replace(known, people=people), on=DAY)

    assert len(made.claimant.adults) == 1
    assert made.questions == ()


def test_a_partner_of_whom_nobody_knows_where_they_live_is_asked_about_first():
    known = partnered()
    people = tuple(replace(p, home=Label("")) if p.handle == "Oliver" else p for p in known.people)
    made = page(replace(known, people=people))

    assert codes(made)[0] == "entitlements.partner"
    assert all(line.outcome == "ask" for line in made.lines)
    assert made.headline.startswith("Some figures are missing. First: Does Oliver live with you?")


def test_a_grandmother_in_the_home_is_no_part_of_the_claim_and_is_mentioned():
    known = home(carer("Mum", lives_in=True), child("Noah"))

    assert any("Mum lives there too" in n for n in page(known).notes)


@pytest.mark.parametrize(
    ("each", "amount", "monthly"),
    [
        ("week", 300, "1300"),
        ("2weeks", 600, "1300"),
        ("week:mon,thu", 150, "1300"),
        ("month:1,15", 650, "1300"),
        ("3months", 3900, "1300"),
        ("year", 15600, "1300"),
        ("month:1fri", 1300, "1300"),
    ],
)
def test_pay_is_counted_by_the_month(each, amount, monthly):
    found = case_of(home(incomes=(wage(amount, each),)), on=DAY)

    assert found.claimant.adults[0].earnings == Fraction(monthly)


def test_a_promised_wage_and_one_that_begins_later_are_not_counted():
    promised = wage(certainty="promised")
    later = replace(wage(), occurred=Edtf("2027-02-01"), about="New job")
    made = case_of(home(incomes=(promised, later)), on=DAY)

    assert made.claimant.adults[0].earnings is None
    assert {f.code for f in made.findings} >= {"entitlements.promised", "entitlements.income-later"}


def test_benefits_in_payment_are_no_income_here_and_are_mentioned():
    benefit = replace(wage(120), about="Child Benefit", type="benefit", fact_id="benefit")
    made = page(home(incomes=(wage(), benefit)))

    assert made.cash_year == 1621428 + 140660
    assert any("Child Benefit is a benefit already in payment" in n for n in made.notes)


def test_support_is_counted_as_it_came_in_the_last_thirteen_weeks():
    support = SupportBasisStated(fact_id="s", about="John", basis="order")
    came = tuple(
        PaymentReceived(
            fact_id=f"r{day}", occurred=Edtf(day), about="John", amount=pounds(150, "USD")
        )
        for day in ("2026-07-01", "2026-09-10", "2026-10-10")
    )
    made = case_of(american(support=(support,), received=came), on=DAY)

    assert made.claimant.maintenance == 100
    assert "r2026-09-10" in made.fact_ids
    assert "r2026-07-01" not in made.fact_ids


def test_savings_are_what_is_in_all_accounts_and_an_overdraft_is_nothing():
    asset = AssetStated(fact_id="a", about="Premium bonds", type="savings", value=pounds(500))
    theirs = saved(9000, "His", holders=(PersonRef("Oliver"),))
    card = saved(70, "Card", type="card")
    made = case_of(
        home(
            accounts=(saved(120), saved(-300, "Overdrawn"), theirs, card),
            assets=(asset,),
        ),
        on=DAY,
    )

    assert made.claimant.savings == 620


def test_childcare_is_a_bill_of_that_type():
    made = case_of(home(bills=(bill(), bill("Nursery", 100, "week"))), on=DAY)

    assert made.claimant.childcare == Fraction(5200, 12)


def test_a_child_who_lives_elsewhere_is_not_counted():
    known = home(child("Noah"), child("Kate", born="2015-01-01"))
    people = tuple(
        replace(p, home=Label("Dad's")) if p.handle == "Kate" else p for p in known.people
    )
    made = page(replace(known, people=people))

    assert any("Kate lives in another home" in n for n in made.notes)
    assert next(x for x in made.lines if x.code == "uk.child-benefit").amount == "1406.60"


@pytest.mark.parametrize(("on", "country"), [(date(2027, 4, 6), "uk"), (date(2028, 1, 1), "us")])
def test_tables_older_than_the_day_asked_say_so_and_give_no_amount(on, country):
    made = page(home() if country == "uk" else american(), on=on)
    old = [line for line in made.lines if line.outcome == "stale"]

    assert made.cash_year == 0
    assert old
    assert all("only known up to" in line.says and not line.amount for line in old)
    assert made.stale
    assert "tables here end" in made.headline


def test_the_question_of_london_is_asked_only_where_the_cap_bites():
    big = home(child("Noah"), child("Ava", born="2022-01-01"), child("Max", born="2019-01-01"))
    rich = replace(big, bills=(bill(amount=1500),))
    big = replace(big, bills=(bill(amount=400),))

    assert codes(page(rich)) == ["entitlements.london"]
    assert codes(page(big)) == []
    assert codes(page(rich, told=Told(in_london=True))) == []


def test_a_pregnancy_that_is_told_is_counted():
    known = home(child("Ava", born="2022-12-25"), incomes=(wage(100),))

    assert lines(known, told=Told(pregnant=True))["uk.healthy-start"].amount == "9.30"
    assert lines(known)["uk.healthy-start"].amount == "4.65"


def test_scotland_has_its_own_line():
    assert "uk.scottish-child-payment" in lines(home(region="SCO"))
    assert "uk.scottish-child-payment" not in lines(home())


def test_another_country_is_said_and_a_missing_one_asked():
    assert page(home(country="fr", currency="EUR")).lines == ()
    assert codes(page(home(country="", currency="XXX"))) == ["household.country"]


@pytest.mark.parametrize("href", [n.href for n in NEXT.values()])
def test_every_next_step_is_an_official_page(href):
    assert href.startswith("https://")
    assert href.split("/")[2].endswith((".gov.uk", ".gov", ".nhs.uk", "mygov.scot"))


def test_no_line_judges_or_promises():
    said = repr(page(home())) + repr(page(american()))

    assert not [w for w in ("deserve", "entitled", "guarantee", "deadbeat", "at risk") if w in said.replace("entitlements", "")]  # fmt: skip


def test_another_programs_figures_stand_beside_ours():
    def other(claimants, *, country, on):
        return ({"uk.universal-credit": Fraction(16000)},)

    line = lines(home(), compare=other)["uk.universal-credit"]

    assert line.compared == "Another program gives £16,000 a year."


def test_another_program_is_not_asked_while_something_is_open():
    def other(claimants, *, country, on):
        raise AssertionError

    assert any("was not asked" in n for n in page(home(bills=()), compare=other).notes)
