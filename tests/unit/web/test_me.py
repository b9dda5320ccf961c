"""Her own pages: a form question by question, an answer that is acted on at once, the plan, the doctor's page."""

from __future__ import annotations

import re

from kinhold.domain.wellbeing import CheckInAnswered
from kinhold.web.pages.templatetags.stress import code

NOTES = """
household country=uk zone=Europe/London region=england currency=GBP of=Kate
2026-01-01 person Kate role=self
2026-02-14 child Michael born=2026-02-14
2026-01-01 person Dee role=friend phone=07700900123
"""


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def answers(she, key, values):
    """Answer one question after the other; gives the last page."""
    page, so_far = she.get(f"/me/form/{code(key)}/"), []
    for value in values:
        sent = {"so_far": ",".join(map(str, so_far)), "value": value}
        page = she.post(f"/me/form/{code(key)}/", sent)
        so_far.append(-1 if value == "skip" else value)
    return page


def kept(she):
    from kinhold.web.pages.household import with_household

    return with_household(lambda home: home.record().of(CheckInAnswered))


def test_the_first_page_offers_and_asks_for_nothing(she):
    page = she.get("/me/")

    assert page.status_code == 200
    assert "Only you can see this" in text(page)
    assert "tel:" in page.content.decode()


def test_two_questions_one_after_the_other_and_a_plain_sum(she):
    last = answers(she, "PHQ-2", [1, 0])

    assert last.status_code == 200
    assert "1 of 6" in text(last)
    assert [fact.answers for fact in kept(she)] == [(1, 0)]


def test_a_skipped_question_means_no_total(she):
    last = answers(she, "PHQ-2", [1, "skip"])

    assert "No total" in text(last)


def test_an_answer_that_calls_for_it_is_acted_on_at_once_and_shows_no_total(she):
    page = answers(she, "PHQ-9", [0, 0, 0, 0, 0, 0, 0, 0, 1])

    assert "Are you safe right now?" in text(page)
    assert "999" in text(page)
    assert "of 27" not in text(page)
    assert kept(she) == ()
    more = {"so_far": "0,0,0,0,0,0,0,0,1", "seen": "9"}
    she.post(f"/me/form/{code('PHQ-9')}/", more)
    assert len(kept(she)) == 1


def test_a_form_that_is_not_offered_is_shown_by_its_name_and_an_unknown_name_is_said(she):
    shown = she.post("/me/", {"named": " hark "}, follow=True)
    unknown = she.post("/me/", {"named": "DASH"})

    assert "of 4" in text(shown)
    assert unknown.status_code == 422
    assert "no form of this name" in text(unknown)


def test_no_address_names_a_form(she):
    page = she.get("/me/").content.decode()

    assert re.findall(r'href="/me/form/([^"]+)/"', page)
    assert not re.search(r'href="[^"]*(phq|gad|who-5|hark|epds)', page, re.IGNORECASE)


def test_an_answer_that_is_none_of_them_is_asked_for_again(she):
    answer = she.post(f"/me/form/{code('PHQ-2')}/", {"so_far": "", "value": "7"})

    assert answer.status_code == 422
    assert "Choose one of the answers" in text(answer)


def test_a_form_that_is_none_is_not_found(she):
    assert she.get("/me/form/nothing/").status_code == 404


def test_the_plan_takes_her_words_and_a_person(she):
    she.post("/me/plan/", {"step": "4", "words": "call her first", "who": "Dee"})

    assert "call her first" in text(she.get("/me/plan/"))
    assert "Dee" in text(she.get("/me/plan/"))


def test_the_doctors_page_begins_with_her_words(she):
    shown = she.post("/me/doctor/", {"words": "I sleep two hours.", "ask": "Is this usual?"})
    made = she.post(
        "/me/doctor/", {"words": "I sleep two hours.", "ask": "Is this usual?", "as": "pdf"}
    )

    assert "I sleep two hours." in text(shown)
    assert made.content.startswith(b"%PDF-")


def test_lines_open_now_and_the_others(she):
    assert "999" in text(she.get("/me/lines/"))
    assert "Closed now" in text(she.get("/me/lines/?all=1"))


def test_numbers_come_first_where_she_is_not_safe_and_nothing_is_written(she):
    page = text(she.get("/me/safe/"))

    assert page.index("999") < page.index("Is your baby or child somewhere safe?")
    assert kept(she) == ()
