"""Child support at the terminal: amounts with their steps, and a household's ledger."""

from __future__ import annotations

import json

import pytest

LAURA = """
household zone=America/Chicago country=us region=TX currency=USD of=Laura
2023 person Laura role=self gender=f
2023 person John role=ex_husband
2019-05-02 child Kate born=2019-05-02
2023-01-06 support John none amount=100.00 each=2weeks until=2025-12-31
2026-01-01 support John order amount=500.00 each=month:1
2024-03-10 received John amount=60.00
2026-03-05 received John amount=500.00
"""


def told(kinhold, *words):
    return json.loads(kinhold("support", *words, "--json", check=0).stdout)


def test_the_uk_amount_comes_with_steps_rules_and_links(kinhold):
    page = told(
        kinhold, "uk", "--qualifying-children", "2", "--gross-weekly", "600",
        "--other-children", "0", "--nights", "0", "--on", "2026-11-22",
    )  # fmt: skip

    assert (page["weekly"], page["currency"], page["rate"]) == ("96.00", "GBP", "basic")
    assert page["on"] == "2026-11-22"
    assert {"text", "amount", "rule", "href"} == set(page["steps"][0])
    assert "support.uk.basic.percent" in page["rules"]


@pytest.mark.parametrize(
    ("words", "weekly", "rate"),
    [
        ("--qualifying-children 1 --income-unknown", "38.00", "default"),
        ("--qualifying-children 3 --benefit", "7.00", "flat"),
        ("--qualifying-children 3 --benefit --nights 52", "0.00", "nil"),
        ("--qualifying-children 1 --gross-yearly 31285.71", "72.00", "basic"),
        ("--qualifying-children 1 --gross-weekly 600 --nights 20 --nights-disputed", "61.71", "basic"),
        ("--qualifying-children 1 --gross-weekly 600 --equal-care", "0.00", "nil"),
        ("--qualifying-children 2,1 --gross-weekly 600 --nights 0,52", "108.57", "basic"),
        ("--qualifying-children 1 --gross-weekly 1000 --other-children 3 --nights 52 --display gov.uk-2019", "85.00", "basic plus"),
    ],
)  # fmt: skip
def test_the_uk_options_do_what_they_say(kinhold, words, weekly, rate):
    page = told(kinhold, "uk", *words.split(), "--on", "2026-11-22")

    assert (page["weekly"], page["rate"]) == (weekly, rate)


@pytest.mark.parametrize(
    ("words", "monthly"),
    [
        ("us-tx --children 2 --net-resources 900", "180.00"),
        ("us-tx --children 1 --net-resources 20000 --other-children 1", "2047.50"),
        ("us-ca --children 2 --net-you 3000 --net-other 6000 --time-with-other 20", "2016.00"),
        ("us-wi --children 2 --income-other 3000", "750.00"),
        ("us-wi --children 2 --income-you 2000 --income-other 3000 --nights-you 219 --nights-other 146", "375.00"),
        ("us-wi --children 3 --income-you 2000 --income-other 3000 --with-other 1", "386.80"),
    ],
)  # fmt: skip
def test_each_state_gives_its_monthly_amount(kinhold, words, monthly):
    page = told(kinhold, *words.split(), "--on", "2026-11-22")

    assert (page["monthly"], page["currency"]) == (monthly, "USD")


def test_the_words_show_every_step_and_what_a_night_is_worth(kinhold):
    done = kinhold(
        "support", "uk", "--children", "1", "--gross-weekly", "600", "--nights", "51",
        "--last-year-weekly", "400", "--on", "2026-11-22", check=0,
    )  # fmt: skip
    words = " ".join(done.stdout.split())

    assert "12 percent of £600.00" in words
    assert "1 more reach 52 nights: £61.71 a week, £534.86 a year less" in words
    assert "worth reporting" in words
    assert "not a decision" in words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("uk --qualifying-children 2 --gross-weekly -5", "below 0"),
        ("uk --qualifying-children 2 --gross-weekly 1.234", "more decimals"),
        ("uk --qualifying-children 2 --gross-weekly plenty", "not an amount"),
        ("uk --qualifying-children 2 --gross-weekly 1e9", "not an amount"),
        ("uk --qualifying-children 2 --gross-weekly 600USD", "is given in GBP"),
        ("uk --qualifying-children 2 --gross-weekly 600 --nights 367", "from 0 to 366"),
        ("uk --qualifying-children 2 --gross-weekly 600 --nights 1.5", "whole number"),
        ("uk --qualifying-children two --gross-weekly 600", "whole number"),
        ("uk --qualifying-children 0 --gross-weekly 600", "from 1 to 30"),
        ("uk --qualifying-children 2", "--income-unknown"),
        ("uk --gross-weekly 600", "needs --qualifying-children"),
        ("uk --qualifying-children 2 --gross-weekly 600 --gross-yearly 9", "not several"),
        ("uk --qualifying-children 2 --gross-weekly 600 --nights 1,2,3", "once for each"),
        ("uk --qualifying-children 2 --gross-weekly 600 --on 2001-01-01", "not in force"),
        ("uk home.kinhold --qualifying-children 2 --gross-weekly 600", "takes no file"),
        ("us-tx --children 2", "needs --net-resources"),
        ("us-tx --children 2 --net-resources 900 --nights 4", "not used by us-tx"),
        ("us-ca --children 2 --net-you 1 --net-other 2 --time-with-other 101", "0 to 100"),
        ("us-ny --children 2", "NY is not covered"),
        ("fr", "is not one of"),
        ("ledger", "Name the household"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence_and_status_2(kinhold, words, says):
    done = kinhold("support", *words.split(), check=2)

    assert says in done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


@pytest.fixture
def home(kinhold, tmp_path):
    (tmp_path / "lines.txt").write_text(LAURA, encoding="utf-8")
    kinhold("import", "home.kinhold", "--notation", "lines.txt", check=0)
    return "home.kinhold"


def test_the_ledger_keeps_what_was_needed_before_the_order(kinhold, home):
    """78 fortnights of 100 were needed, 60 came; of the order February's and April's are open."""
    page = told(kinhold, "ledger", home, "--on", "2026-04-15")
    (john,) = page["payers"]

    assert (john["needed"], john["owed"], john["arrears"]) == ("$7,740", "$1,500", "$1,500")
    assert [r["state"] for r in john["rows"] if r["basis"] == "a court order"] == [
        "unpaid",
        "unpaid",
        "paid",
        "unpaid",
    ]
    assert john["interest_rows"][0]["rule"] == "support.tx.arrears.interest"


def test_the_ledger_of_an_earlier_day_is_what_it_was(kinhold, home):
    page = told(kinhold, "ledger", home, "--on", "2025-06-30")

    assert page["payers"][0]["owed"] == "$0"
    assert "arrears" not in page["headline"]
    assert (
        "needed and unpaid"
        in kinhold("support", "ledger", home, "--on", "2025-06-30", check=0).stdout
    )
