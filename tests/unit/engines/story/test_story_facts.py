"""What happened, what was promised, what it costs, who cares, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kinhold.engines.story.results import StoryReading

Told = Callable[[str], StoryReading]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("My husband walked out on us in March.", "separation"),
        ("My girlfriend and I broke up last week.", "breakup"),
        ("I gave birth to our daughter in May.", "birth"),
        ("He lost his job two months ago. My partner took it badly.", "job_loss"),
        ("My brother moved in with us in June.", "move"),
        ("My wife cheated on me with a neighbour.", "affair_start"),
        ("My mother-in-law threatened to call the police.", "threat"),
        ("My ex punched the wall next to me.", "property_damage"),
        ("I started therapy in the spring.", "therapy_start"),
        ("My dad refused to help.", "refusal"),
        ("My partner and I argued all night.", "conflict"),
    ],
)
def test_an_event_is_told_by_its_frame(told: Told, text: str, kind: str) -> None:
    assert kind in {e.kind for e in told(text).events}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("If my husband walked out on us I would manage.", "separation"),
        ("My wife might cheat on me one day.", "affair_start"),
        ("I hope that my partner never loses his job.", "job_loss"),
        ("My mother never hit me.", "violence"),
    ],
)
def test_what_is_feared_wished_or_denied_did_not_happen(told: Told, text: str, kind: str) -> None:
    assert kind not in {e.kind for e in told(text).events}


def test_a_promise_has_its_giver(told: Told) -> None:
    reading = told("My brother promised to drive me to the hospital on Friday.")
    role = {p.id: p.role for p in reading.people}

    assert [(p.kind, role[p.by[0]]) for p in reading.promises] == [("promise", "sibling")]


def test_a_prediction_about_somebody_else_is_no_promise(told: Told) -> None:
    assert told("“He'll come back,” my mother said about my husband.").promises == ()


def test_an_offer_turned_down_is_refused(told: Told) -> None:
    reading = told("My uncle offered to pay the deposit. My husband refused.")

    assert [p.status for p in reading.promises if p.kind == "offer"] == ["refused"]


def test_a_call_that_was_promised_and_never_came_is_broken(told: Told) -> None:
    reading = told("My partner said he would call. He never called.")

    assert [p.status for p in reading.promises] == ["broken"]


def test_a_vow_is_broken_by_walking_out(told: Told) -> None:
    reading = told("My husband vowed to look after us. Then he walked out.")

    assert [(p.kind, p.status) for p in reading.promises] == [("vow", "broken")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We can't afford the heating any more.", "hardship"),
        ("I owe my sister money for the car.", "debt"),
        ("My ex has never paid a penny for our son.", "child_support"),
        ("I work two jobs and my husband works nights.", "job"),
        ("My mother sold her house to help us.", "asset_sold"),
        ("We live with my parents in a two-bedroom flat.", "housing"),
        ("I am a stay at home mom.", "job"),
    ],
)
def test_a_fact_of_money_is_told_by_its_frame(told: Told, text: str, kind: str) -> None:
    assert kind in {m.kind for m in told(text).money}


def test_a_sum_is_kept_with_its_currency_and_period(told: Told) -> None:
    reading = told("Our rent is £950 a month and my wages do not cover it.")

    assert (950, "GBP", "month") in {(m.amount, m.currency, m.per) for m in reading.money}


def test_no_sum_is_invented(told: Told) -> None:
    assert {m.amount for m in told("My husband lost our savings on bets.").money} == {None}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Our baby wakes every two hours at night.", "night_waking"),
        ("I drop my son off at school every morning.", "school_run"),
        ("I settled our daughter and put her to bed.", "bedtime"),
        ("My mother babysits our son while I work.", "family_childcare"),
        ("We hired a childminder for our toddler.", "childcare_paid"),
        ("I am raising our kids alone.", "sole_care"),
        ("I barely sleep since our baby came.", "sleep_loss"),
    ],
)
def test_care_is_told_by_its_frame(told: Told, text: str, kind: str) -> None:
    assert kind in {c.kind for c in told(text).care}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("My partner moved out three years ago.", "relative_now", "P3Y_before"),
        ("My partner moved out yesterday.", "relative_now", "P1D_before"),
        ("My husband and I got married in 2019.", "calendar", "2019"),
        ("We have been together for five years, my wife and I.", "duration", "P5Y"),
        ("My husband left when our daughter was four months old.", "age", "P4M"),
    ],
)
def test_time_is_kept_in_the_storys_own_terms(told: Told, text: str, kind: str, value: str) -> None:
    times = [(e.time.kind, e.time.value) for e in told(text).events if e.time is not None]

    assert (kind, value) in times


def test_what_was_long_ago_comes_before_what_is_told_first(told: Told) -> None:
    reading = told("My husband walked out in March. My husband and I had married ten years ago.")
    order = {e.kind: e.order for e in reading.events}

    assert order["marriage"] < order["separation"]


def test_questions_follow_from_gaps(told: Told) -> None:
    reading = told("My husband walked out on us. I owe the bank money. Our son cries at night.")
    rules = {q.rule for q in reading.questions}

    assert {"ask.debt", "ask.age", "ask.married"} <= rules
