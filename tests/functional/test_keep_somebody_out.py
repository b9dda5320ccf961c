"""Keep somebody out: every effect, at once and without a sound; and back in again."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from tests.lauras_years import ASK, CALENDAR, LATER, Clock, build, tokens, web

from kinhold.api import open_household
from kinhold.application.asks import AskNotPossibleError, ToAsk
from kinhold.application.calendar_feed import CalendarNotPossibleError
from kinhold.application.chronology_report import ReportOptions
from kinhold.application.chronology_report_options import ReportNotPossibleError
from kinhold.application.give_record import ToGive
from kinhold.application.keep_out import CannotKeepOutError
from kinhold.application.minutes import people_to_text
from kinhold.application.open_record import NotKeptError
from kinhold.domain.dates import Edtf
from kinhold.domain.people import PersonMarkedUnsafe
from kinhold.domain.wellbeing import SignalNoted
from kinhold.engines.stress.measures import catalogue

DAY = date(2099, 1, 5)


@pytest.fixture
def laura(tmp_path):
    with open_household(build(tmp_path / "home.kinhold"), clock=Clock(LATER)) as home:
        home.add("2026-11-20 available John each=week:sun at=09:00-17:00")
        home.add(
            '2026-11-20 promise John to=Laura about=care each=week:sat at=09:00-12:00 "every Saturday"'
        )
        home.add('2026-11-20 safety Laura step=4 who=John "my neighbour across"')
        home.add('2026-11-20 safety Laura step=4 who=Dee "my friend"')
        yield home


def names_john(laura, sign="followed_or_watched"):
    """She said yes to a sentence that names him."""
    told = SignalNoted(
        fact_id=laura._dice.new_entry_id(),
        occurred=Edtf("2026-11-20"),
        about="Laura",
        severity="urgent",
        sign=sign,
        by="John",
        words="He stood across the street again.",
    )
    laura.write([told])
    return told


def carers(laura):
    return [c.handle for c in laura.standing().household.carers]


def measured(laura):
    """Whom a repair of a loss may ask or pay."""
    standing = laura.standing()
    found = catalogue(standing.household, rules=standing.rules, on=laura.today_is(), claims=())
    return {m.about for m in found}


# -- what it does ----------------------------------------------------------------------------------


def test_it_stands_in_her_private_space_and_nothing_else_is_written(laura):
    (mark,) = laura.keeping_out.keep_out("John")

    assert laura.record().written(mark.fact_id).space == "private:Laura"
    assert laura.keeping_out.keep_out("John") == ()


def test_the_rota_does_not_have_them(laura):
    before = carers(laura)
    laura.keeping_out.keep_out("John")

    assert "John" in before
    assert "John" not in carers(laura)


def test_nobody_is_told_to_ask_them_and_a_repair_does_not_name_them(laura):
    before = measured(laura)
    laura.keeping_out.keep_out("John")

    assert ("John" in before, "John" in measured(laura)) == (True, False)
    with pytest.raises(AskNotPossibleError, match="never asked"):
        laura.asks.ask(ToAsk(whom="John", day=DAY))


def test_an_ask_that_was_open_waits_for_nothing_and_its_link_is_over(laura):
    token = laura.asks.token(ask_id=ASK)
    open_before = laura.asks.by_token(token)
    laura.keeping_out.keep_out("John")
    page = laura.asks.page()

    assert open_before is not None
    assert (page.waiting, page.coming) == ((), ())
    assert [
        (line.open, "kept" in line.state_words or "keep" in line.state_words) for line in page.over
    ] == [(False, True)]
    assert laura.asks.by_token(token) is None
    with pytest.raises(AskNotPossibleError, match="not open any more"):
        laura.asks.answer(token, state="offered")


def test_calendars_end_and_none_is_given(laura):
    token = laura.calendars.token(link_id=CALENDAR)
    before = laura.calendars.feed(token)
    laura.keeping_out.keep_out("John")

    assert before is not None
    assert laura.calendars.feed(token) is None
    with pytest.raises(CalendarNotPossibleError, match="shown nothing"):
        laura.calendars.give(whom="John", device="tablet")
    with pytest.raises(CalendarNotPossibleError):
        laura.calendars.write_for("John")


def test_no_text_of_a_minute_or_of_the_plan_goes_to_them(laura):
    before = (
        [t.who for t in laura.wellbeing.plan().texts],
        people_to_text(laura.standing().household, now=laura.now()),
    )
    laura.keeping_out.keep_out("John")
    laura.keeping_out.keep_out("Dee")

    assert before == (["John", "Dee"], ("Dee", "Ray", "Rosa"))
    assert laura.wellbeing.plan().texts == ()
    assert people_to_text(laura.standing().household, now=laura.now()) == ("Ray", "Rosa")


def test_what_they_promised_is_not_counted_on(laura):
    laura.keeping_out.keep_out("John")
    (john,) = [p for p in laura.promises().people if p.who == "John"]

    assert john.reliability == "The plan does not count on this."
    assert not [c for c in laura.standing().household.carers if c.handle == "John"]


def test_no_copy_is_made_for_them(laura):
    laura.keeping_out.keep_out("John")
    for wanted in (
        ToGive(options=ReportOptions(), seen_by="John"),
        ToGive(options=ReportOptions(given_to=" john ")),
    ):
        with pytest.raises(ReportNotPossibleError, match="keep John out"):
            laura.safekeeping.look_first(wanted)
        with pytest.raises(ReportNotPossibleError, match="keep John out"):
            laura.safekeeping.give(wanted)


def test_they_see_nothing_of_the_record_any_more(laura):
    before = laura.seen_by("John").record().spaces
    laura.keeping_out.keep_out("John")

    assert {"care", "shared:John+Laura"} <= set(before)
    assert laura.seen_by("John").record().spaces == {}
    assert "Colin" not in laura.seen_by("John").export_notation()


def test_what_was_written_about_them_stays(laura):
    before = laura.export_notation()
    laura.keeping_out.keep_out("John")

    assert laura.export_notation() == before


# -- back again ------------------------------------------------------------------------------------


def test_letting_back_takes_the_mark_back_in_the_same_space(laura):
    token = laura.calendars.token(link_id=CALENDAR)
    laura.keeping_out.keep_out("John")
    (back,) = laura.keeping_out.let_back("John")

    assert laura.record().written(back.fact_id).space == "private:Laura"
    assert laura.record().of(PersonMarkedUnsafe) == ()
    assert laura.calendars.feed(token) is not None
    assert "John" in carers(laura)


def test_undo_of_the_last_step_does_the_same(laura):
    laura._clock.moment += timedelta(minutes=1)
    laura.keeping_out.keep_out("John")
    laura.undo()

    assert laura.keeping_out.page("John").state == "open"


def test_a_line_by_hand_does_the_same_both_ways(laura):
    laura.add("2026-11-21 unsafe John")
    out = laura.keeping_out.page("John").state
    laura.add("2026-11-22 unsafe John offered-again")

    assert (out, laura.keeping_out.page("John").state) == ("kept-out", "open")


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Nobody", "not somebody on this record"),
        ("", "not somebody"),
        ("Laura", "belongs to the household"),
        ("Colin", "belongs to the household"),
    ],
)
def test_who_cannot_be_kept_out_is_said_in_one_sentence(laura, who, said):
    with pytest.raises(CannotKeepOutError, match=said):
        laura.keeping_out.keep_out(who)
    assert laura.record().of(PersonMarkedUnsafe) == ()


def test_letting_back_who_was_never_out_says_so(laura):
    with pytest.raises(CannotKeepOutError, match="not kept out"):
        laura.keeping_out.let_back("Dee")


def test_nobody_else_can_look_or_do_it(laura):
    with pytest.raises(NotKeptError, match="Only the person"):
        laura.seen_by("John").keeping_out.page("John")
    with pytest.raises(NotKeptError, match="Only the person"):
        laura.seen_by("John").keeping_out.keep_out("Dee")


# -- a sentence that names somebody ----------------------------------------------------------------


@pytest.mark.parametrize("sign", ["followed_or_watched", "seen_at_school", "phone_checked"])
def test_who_is_named_as_following_is_offered_nowhere_once_she_said_yes(laura, sign):
    names_john(laura, sign)
    household = laura.standing().household

    assert household.person("John").offered is False
    assert [t.who for t in laura.wellbeing.plan().texts] == ["Dee"]
    assert "John" not in people_to_text(household, now=laura.now())
    assert [c.may_ask for c in household.carers if c.handle == "John"] == [False]
    with pytest.raises(AskNotPossibleError, match="sentence of yours"):
        laura.asks.ask(ToAsk(whom="John", day=DAY))
    with pytest.raises(CalendarNotPossibleError, match="sentence of yours"):
        laura.calendars.give(whom="John", device="tablet")
    with pytest.raises(ReportNotPossibleError, match="names John"):
        laura.safekeeping.look_first(ToGive(options=ReportOptions(given_to="John")))


def test_another_sign_holds_nobody_back(laura):
    names_john(laura, "contempt_from_family")

    assert laura.standing().household.person("John").offered is True


def test_taking_the_sentence_back_offers_them_again(laura):
    told = names_john(laura)
    laura.retract(fact_id=told.fact_id)

    assert laura.standing().household.person("John").offered is True


def test_she_may_say_otherwise_and_a_later_sentence_holds_them_back_again(laura):
    names_john(laura)
    held = laura.keeping_out.page("John")
    laura.keeping_out.let_back("John")
    again = laura.keeping_out.page("John").state
    names_john(laura)

    assert (held.state, held.sentences) == ("held-back", ("He stood across the street again.",))
    assert (again, laura.keeping_out.page("John").state) == ("open", "held-back")


def test_keeping_out_and_back_leaves_them_held_back_by_her_sentence(laura):
    names_john(laura)
    laura.keeping_out.keep_out("John")
    laura.keeping_out.let_back("John")

    assert laura.keeping_out.page("John").state == "held-back"


# -- the web ---------------------------------------------------------------------------------------


@pytest.fixture
def pages(tmp_path, monkeypatch):
    file = build(tmp_path / "home.kinhold")
    links = tokens(file)
    with web(file, monkeypatch) as (stranger, signed_in):
        yield stranger, signed_in(), links


def place_of(she, name):
    return re.search(rf'href="(/people/one/[\w-]+/)">{name}<', she.get("/people/").text)[1]


def answers(stranger, links, *, answered=False):
    """What somebody with John's links, and somebody with links that never were, is answered."""
    ask, feed = links
    found = []
    for client, a, f in ((stranger(), ask, feed), (stranger(), "A" * 22, "B" * 22)):
        got = [
            client.get(f"/a/{a}/"),
            client.head(f"/a/{a}/"),
            client.get(f"/f/{f}.ics"),
            client.head(f"/f/{f}.ics"),
        ]
        if answered:
            got.append(client.post(f"/a/{a}/", {"state": "offered"}))
        found.append(
            [(r.status_code, sorted(r.headers.items()), sorted(r.cookies), r.content) for r in got]
        )
    return found


def test_her_page_says_what_it_does_before_she_does_it_and_who_sees_it(pages):
    _, she, _ = pages
    page = she.get(place_of(she, "John"))

    assert page.status_code == 200
    for said in (
        "Keep this person out",
        "Never suggested, never asked, sees nothing",
        "Only you see this",
        "end at once",
        "told nothing",
    ):
        assert said in page.text
    assert "<title>Planner</title>" in page.text


def test_one_tap_out_one_tap_back_and_undo(pages):
    _, she, _ = pages
    place = place_of(she, "John")
    out = she.post("/people/out/", {"who": "John", "back": place}, follow=True)
    listed = she.get("/people/").text
    back = she.post("/people/out/", {"who": "John", "do": "back", "back": place}, follow=True)

    assert "You keep this person out" in out.text
    assert 'action="/undo/"' in out.text
    assert "kept out" in listed
    assert "You keep this person out" not in back.text


def test_a_link_of_somebody_kept_out_answers_like_one_that_never_was(pages):
    stranger, she, links = pages
    before = answers(stranger, links)
    she.post("/people/out/", {"who": "John"})
    his, never = answers(stranger, links, answered=True)

    assert before[0] != before[1]
    assert his == never


def test_it_looks_like_a_link_that_simply_ran_out(pages):
    """Once the ask was declined and the calendar taken back; once he is kept out: not a byte differs."""
    stranger, she, links = pages
    she.post("/people/out/", {"who": "John"})
    kept_out, _ = answers(stranger, links)
    she.post("/people/out/", {"who": "John", "do": "back"})
    she.post("/asks/", {"ask": ASK, "state": "declined"})
    she.post("/calendars/", {"take_back": CALENDAR})
    ran_out, _ = answers(stranger, links)

    assert kept_out == ran_out


def test_no_page_offers_them_and_refusals_are_sentences_to_her(pages):
    _, she, _ = pages
    she.post("/people/out/", {"who": "John"})
    option = '<option value="John"'

    assert option not in she.get("/asks/").text + she.get("/calendars/").text
    refused = she.post("/asks/", {"whom": "John", "day": "2099-01-05"})
    assert (refused.status_code, "never asked" in refused.text) == (422, True)
    nobody = she.post("/people/out/", {"who": "<b>Nobody"})
    assert (
        nobody.status_code,
        "<b>" in nobody.text,
        "not somebody on this record" in nobody.text,
    ) == (422, False, True)
    assert she.get("/people/one/nobody/").status_code == 404


def test_a_printed_rota_shows_their_hours_as_open(pages):
    _, she, _ = pages
    before = she.get("/plan/print/").text
    she.post("/people/out/", {"who": "John"})
    after = she.get("/plan/print/").text

    assert ("John" in before, "John" in after) == (True, False)
    assert "no one" in after
    assert "Dee" in after


def test_a_signal_offers_keeping_out_in_one_tap_on_her_page(pages):
    _, she, _ = pages
    she.post(
        "/record/add/",
        {
            "line": '2026-11-20 signal Laura urgent sign=followed_or_watched by=John "He was there again."'
        },
    )
    page = she.get("/me/").text
    she.post("/people/out/", {"who": "John", "back": "/me/"})

    assert "He was there again." in page
    assert "Keep this person out" in page
    assert "You keep John out" in she.get("/me/").text
