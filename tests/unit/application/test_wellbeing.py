"""Emily at night: how she is, the forms a doctor knows, one answer that counts by itself."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from tests.emilys_wellbeing import Emily

from kinhold.application.positive_item import positive_item_page
from kinhold.application.questionnaires import Answers, TooSoonError
from kinhold.application.sentences import sentence
from kinhold.domain.wellbeing import CheckInAnswered
from kinhold.engines.wellbeing.scoring import AnswersDoNotFitError
from kinhold.voice.speaking import speaking

NO_TO_ALL_BUT_THE_NINTH = Answers((0,) * 8 + (1,))


def answer(emily, key, *values, words=""):
    return emily.wellbeing.answer(key, Answers(values, words))


# -- sleep and help, from the log ------------------------------------------------------------------


def test_her_own_sleep_is_the_longest_stretch_that_was_noted():
    emily = Emily(
        "2026-11-20T22:10 sleep Emily minutes=110",
        "2026-11-21T02:00 sleep Emily minutes=65",
        "2026-11-21T03:05 sleep Emily minutes=60",
    )

    friday = emily.wellbeing.page().nights[1]

    assert (friday.day, friday.minutes, friday.rests_on) == ("2026-11-20", 125, "slept")
    assert friday.said == "Longest sleep 2 h 05."


def test_without_her_own_sleep_the_time_between_being_up_is_what_the_log_tells():
    emily = Emily(
        "2026-11-21T21:00 waking Noah by=Emily",
        "2026-11-21T23:10 feed Noah by=Emily",
        "2026-11-22T00:40 nappy Noah wet by=Mum",
        "2026-11-22T02:20 waking Noah by=Emily",
    )

    page = emily.wellbeing.page()

    assert page.nights[0].said == "At most 3 h 10 between the times you were up. Up 2 times."
    assert page.longest.startswith("You slept 3 h 10 at a stretch at most")


def test_a_night_without_a_note_says_nothing_about_it():
    page = Emily().wellbeing.page()

    assert {night.said for night in page.nights} == {"Nothing noted for this night."}
    assert page.longest.endswith("That is fine.")


def test_a_night_in_which_the_clock_goes_back_has_thirteen_hours():
    emily = Emily("2026-10-24T21:00 sleep Emily minutes=780")
    emily.clock.at = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)

    assert emily.wellbeing.page().nights[0].minutes == 12 * 60


def test_time_in_which_others_had_the_child_is_counted():
    emily = Emily(
        "2026-11-20T14:00 cared Mum child=Noah minutes=120",
        "2026-11-21T14:00 cared Dee child=Noah minutes=45",
        "2026-11-01T14:00 cared Dee child=Noah minutes=45",
        "2026-11-21T10:00 cared Emily child=Noah minutes=300",
    )

    assert emily.wellbeing.page().help.said == (
        "Mum and Dee had the children 2 times for 2 h 45 in all in seven days."
    )


# -- questionnaires --------------------------------------------------------------------------------


def test_an_answer_lands_in_the_private_space_with_its_version():
    emily = Emily()

    page = answer(emily, "phq-2", 2, 1, words="  a long week ")

    (kept,) = emily.home.record().of(CheckInAnswered)
    assert emily.kinds() == ["checkin"]
    assert (kept.instrument, kept.version, kept.answers) == ("PHQ-2", "phq-2/en/1", (2, 1))
    assert (kept.words, page.score, page.most) == ("a long week", 3, 6)


def test_a_total_is_said_as_a_sum_and_the_name_of_a_range():
    page = answer(Emily(), "GAD-7", 2, 2, 2, 2, 2, 0, 0)

    assert page.said == "GAD-7: 10 of 21. The range 10 to 14 was published as “moderate”."
    assert page.show_to == "These answers are worth showing your GP, midwife or health visitor."


def test_in_the_united_states_it_is_shown_to_a_doctor():
    assert answer(Emily(country="us"), "GAD-2", 1, 1).show_to.endswith("your doctor.")


def test_what_is_incomplete_is_kept_and_has_no_total():
    emily = Emily()

    page = answer(emily, "WHO-5", 3, 3, -1, 3, 3)

    assert (page.kept, page.score, page.show_to) == (True, None, "")
    assert page.said.startswith("No total")
    assert emily.wellbeing.history()[0].score is None


def test_nothing_answered_is_nothing_to_keep():
    emily = Emily()

    with pytest.raises(AnswersDoNotFitError, match="nothing to keep"):
        answer(emily, "GAD-2", -1, -1)
    assert emily.kinds() == []


def test_a_form_is_not_taken_again_before_its_time_and_is_after_it():
    emily = Emily()
    answer(emily, "WHO-5", 3, 3, 3, 3, 3)
    emily.clock.move(days=13)
    with pytest.raises(TooSoonError, match=r"last 14 days.*from 6 December 2026"):
        answer(emily, "WHO-5", 3, 3, 3, 3, 3)

    assert "WHO-5" not in {form.key for form in emily.wellbeing.offered()}
    emily.clock.move(days=1)
    assert answer(emily, "WHO-5", 1, 1, 1, 1, 1).score == 20


def test_the_short_forms_are_offered_first_and_hark_never():
    offered = [form.key for form in Emily().wellbeing.offered(lane="doctor")]

    assert offered[:2] == ["GAD-2", "PHQ-2"]
    assert "HARK" not in [form.key for form in Emily().wellbeing.offered()]


def test_hark_is_there_where_it_is_asked_for_by_name():
    emily = Emily()

    form = emily.wellbeing.form("hark")
    answered = answer(emily, "HARK", 0, 1, 0, 0)

    assert "Somebody else who frightens you" in form.limits[0]
    assert answered.said == "HARK: 1 of 4. The published range is “1 or more”."


def test_a_chosen_form_brings_the_lines_that_fit_and_stays_off_the_first_page():
    emily = Emily()
    answer(emily, "GAD-2", 0, 1)
    answered = answer(emily, "HARK", 0, 1, 0, 0)

    assert "National Domestic Abuse Helpline" in {line.name for line in answered.numbers}
    assert [line.key for line in emily.wellbeing.page().kept] == ["GAD-2"]
    assert {line.key for line in emily.wellbeing.history()} == {"GAD-2", "HARK"}


def test_words_beside_an_answer_that_are_an_emergency_say_so_first():
    emily = Emily()

    page = answer(emily, "WHO-5", 5, 5, 5, 5, 5, words="I see things that are not there")

    assert page.at_once.startswith("Call 999 now.")
    assert answer(emily, "GAD-2", 0, 0, words="a good week").at_once == ""


def test_history_is_a_list_and_draws_no_course():
    emily = Emily()
    answer(emily, "WHO-5", 1, 1, 1, 1, 1)
    emily.clock.move(days=20)
    answer(emily, "WHO-5", 4, 4, 4, 4, 4)

    lines = emily.wellbeing.history()

    assert [line.score for line in lines] == [80, 20]
    assert not {"trend", "change", "better", "worse"} & set(asdict(lines[0]))


def test_an_answer_can_be_taken_back():
    emily = Emily()
    emily.clock.move(minutes=1)
    answer(emily, "GAD-2", 1, 1)

    emily.home.undo()

    assert emily.wellbeing.history() == ()
    assert "GAD-2" in {form.key for form in emily.wellbeing.offered()}


def test_a_destroyed_key_leaves_nothing_and_she_can_begin_again():
    emily = Emily()
    answer(emily, "GAD-2", 1, 1)

    emily.home.safekeeping.erase_space()

    assert emily.wellbeing.history() == ()
    assert answer(emily, "GAD-2", 0, 1).score == 1


def test_an_answer_as_a_sentence_is_a_sum_and_no_more_and_in_no_chronology():
    emily = Emily()
    answer(emily, "PHQ-2", 2, 1)
    emily.home.add("2026-11-20 checkin Emily instrument=GAD-2 version=older answers=1,1,1")

    facts = emily.home.record().of(CheckInAnswered)
    said = [sentence(fact, name=str, country="uk") for fact in facts]

    assert said == ["Emily answered PHQ-2: 3 of 6.", "Emily answered GAD-2."]
    assert emily.home.chronology().entries == ()


# -- the answer that counts by itself --------------------------------------------------------------


def test_the_ninth_answer_shows_numbers_at_once_and_no_total():
    emily = Emily()

    page = emily.wellbeing.answer("PHQ-9", NO_TO_ALL_BUT_THE_NINTH)

    assert page.positive is not None
    assert (page.score, page.said, page.show_to, page.kept) == (None, "", "", True)


def test_it_is_acted_on_before_the_form_is_finished():
    emily = Emily()

    assert emily.wellbeing.check("PHQ-9", (3,) * 8) is None
    assert emily.wellbeing.check("EPDS", (4, 1)) is not None
    assert emily.kinds() == []


def test_it_is_acted_on_even_where_the_form_is_too_soon_to_be_kept():
    emily = Emily()
    answer(emily, "PHQ-9", *(0,) * 9)
    emily.clock.move(days=2)

    page = emily.wellbeing.answer("PHQ-9", NO_TO_ALL_BUT_THE_NINTH)

    assert page.positive is not None
    assert not page.kept
    assert page.said.endswith("These answers were not kept.")


def test_no_range_ever_stands_beside_it():
    emily = Emily()
    emily.wellbeing.answer("PHQ-9", NO_TO_ALL_BUT_THE_NINTH)

    assert emily.wellbeing.history()[0].said == "PHQ-9: 1 of 27. One answer counts by itself."
    (shown,) = emily.wellbeing.doctors_page(scores=["phq-9"]).scores
    assert (shown.said, shown.alone) == ("1 of 27", "Question 9: 1 (Several days)")


@pytest.mark.parametrize(
    ("country", "first", "then"),
    [("uk", "Call 999", "Call 116 123"), ("us", "Call 911", "Call 988"), ("fr", "Call 999", "")],
)
def test_the_page_asks_one_question_and_has_the_numbers_in_order(country, first, then):
    page = positive_item_page(country=country, now=datetime(2026, 11, 22, 3, tzinfo=UTC))

    assert page.question == "Are you safe right now?"
    assert [key for key, _ in page.choices] == ["yes", "not-sure", "no"]
    assert page.numbers[0].says == first
    assert then in ("", page.numbers[1].says)
    assert all(line.crisis and line.hours == "day and night" for line in page.numbers)


def test_the_page_is_plain_data_that_can_be_kept_for_no_network():
    with speaking("en_US"):
        page = positive_item_page(country="us", now=datetime(2026, 11, 22, 3, tzinfo=UTC))

    again = json.loads(json.dumps(asdict(page)))

    assert again["numbers"][1]["href"] == "tel:988"
    assert again["child_steps"][0].startswith("Put the baby in the crib, on the back.")


def test_the_line_for_mothers_never_stands_on_that_page():
    page = positive_item_page(country="us", now=datetime(2026, 11, 22, 3, tzinfo=UTC))

    assert not [line for line in page.numbers if "Maternal" in line.name]


def test_the_numbers_are_shown_once_more_and_then_not_again():
    emily = Emily()
    emily.wellbeing.answer("PHQ-9", NO_TO_ALL_BUT_THE_NINTH)
    at_once = emily.wellbeing.page().again
    emily.clock.move(hours=6)
    next_time = emily.wellbeing.page().again
    emily.wellbeing.note_shown_again()

    assert (at_once, next_time, emily.wellbeing.page().again) == (False, True, False)


# -- the plan --------------------------------------------------------------------------------------


def test_the_plan_holds_her_words_and_a_text_for_who_she_can_ask():
    from kinhold.application.safety_plan import ToPlan

    emily = Emily()
    emily.wellbeing.write_plan(ToPlan(1, words="I stop eating"))
    emily.wellbeing.write_plan(ToPlan(3, who="dee"))
    emily.wellbeing.write_plan(ToPlan(4, who="Mum", words="after nine too"))

    plan = emily.wellbeing.plan()

    assert plan.steps[0].lines[0].words == "I stop eating"
    assert [(t.who, t.phone) for t in plan.texts] == [("Mum", "07700900123"), ("Dee", "")]
    assert emily.kinds() == ["safety"] * 3
    assert emily.wellbeing.not_safe().texts == plan.texts


def test_somebody_marked_as_unsafe_is_neither_taken_nor_texted():
    from kinhold.application.safety_plan import ToPlan
    from kinhold.engines.wellbeing.safety_plan import PlanLineNotUsableError

    emily = Emily()
    emily.wellbeing.write_plan(ToPlan(4, who="Dee"))
    emily.home.add("2026-11-22 unsafe Dee")

    with pytest.raises(PlanLineNotUsableError, match="Name somebody else"):
        emily.wellbeing.write_plan(ToPlan(4, who="Dee"))
    assert emily.wellbeing.plan().texts == ()


def test_a_name_that_is_not_on_the_record_is_answered_with_those_that_are():
    from kinhold.application.safety_plan import ToPlan
    from kinhold.engines.wellbeing.safety_plan import PlanLineNotUsableError

    with pytest.raises(PlanLineNotUsableError, match=r"“Zed” is not on the record.*Dee, Mum"):
        Emily().wellbeing.write_plan(ToPlan(4, who="Zed"))


# -- signals ---------------------------------------------------------------------------------------


def test_a_sentence_of_hers_is_shown_as_she_wrote_it_with_a_question_and_lines_that_fit():
    emily = Emily('2026-11-21 signal Emily sign=followed_or_watched "he was at the gate again"')
    emily.clock.at = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)

    (shown,) = emily.wellbeing.signals()

    assert (shown.words, shown.question) == (
        "he was at the gate again",
        "Would you like numbers for this?",
    )
    assert [line.name for line in shown.numbers] == [
        "National Domestic Abuse Helpline",
        "National Stalking Helpline",
    ]
    assert "stalk" not in shown.question.lower()


def test_words_that_are_an_emergency_bring_the_number_and_no_form():
    emily = Emily('2026-11-21 signal Emily sign=anxiety "I hear voices when he sleeps"')

    (shown,) = emily.wellbeing.signals()

    assert shown.at_once.startswith("Call 999 now. Or call 111 and choose option 2.")
    assert shown.numbers[0].says == "Call 999"


# -- the doctor's page -----------------------------------------------------------------------------


def test_the_doctors_page_has_her_words_first_and_no_total_she_did_not_name():
    emily = Emily("2026-11-21T23:00 waking Noah by=Emily", "2026-11-22T01:30 waking Noah by=Emily")
    answer(emily, "GAD-2", 1, 1)
    emily.wellbeing.write_for_doctor(words="an old line")
    emily.wellbeing.write_for_doctor(
        words="I do not sleep when he sleeps.", ask=["Is it the milk?"]
    )

    page = emily.wellbeing.doctors_page()

    assert page.words == "I do not sleep when he sleeps."
    assert page.ask == ("Is it the milk?",)
    assert page.sleep[0][1].startswith("At most 2 h 30")
    assert page.load[:2] == (
        "Looks after Noah (3 months).",
        "Up 2 times in 1 of the last 7 nights, as noted.",
    )
    assert page.scores == ()


def test_a_total_stands_on_it_where_she_names_it():
    emily = Emily()
    answer(emily, "EPDS", 12, 0)

    (shown,) = emily.wellbeing.doctors_page(scores=["epds"]).scores

    assert (shown.said, shown.alone) == ("12 of 30 (range: 10 to 12)", "Question 10: 0")


def test_a_form_without_a_total_is_refused_in_a_sentence():
    from kinhold.application.doctors_page import DoctorsPageError

    with pytest.raises(DoctorsPageError, match="no total of GAD-7 yet"):
        Emily().wellbeing.doctors_page(scores=["gad-7"])
    with pytest.raises(DoctorsPageError, match="room for 1500 letters"):
        Emily().wellbeing.write_for_doctor(words="x" * 1501)


# -- lines -----------------------------------------------------------------------------------------


def test_at_three_at_night_only_lines_that_are_open_are_listed():
    page = Emily().wellbeing.lines()

    assert page.at == "Sunday 22 November, 03:10"
    assert page.others == ()
    assert {line.hours for line in page.open} == {"day and night"}
    assert not [line for line in page.open if line.name == "Gingerbread"]


def test_those_that_are_closed_are_there_where_she_asks_with_their_hours():
    others = {line.name: line.hours for line in Emily().wellbeing.lines(everything=True).others}

    assert others["National Stalking Helpline"] == (
        "Mon, Tue, Thu and Fri 09:30 to 16:00; Wed 13:00 to 16:00; not on public holidays"
    )
    assert others["NSPCC"] == "it has hours, and we could not check them"


def test_a_country_without_lines_of_its_own_gets_them_all_with_their_countries():
    page = Emily(country="fr").wellbeing.lines()

    assert page.note.startswith("There are lines here for the UK and the US only.")
    assert {line.name for line in page.open} >= {"Samaritans (UK)", "Emergency services (US)"}
