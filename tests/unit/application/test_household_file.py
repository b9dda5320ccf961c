"""What a household remembers: spaces, corrections, who may see what, and the household on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kinhold.api import open_household
from kinhold.application.record_facts import NoSuchFactError
from kinhold.domain.finances import BillStated
from kinhold.domain.wellbeing import DiaryWritten

EMILY = """
household zone=Europe/London country=uk currency=GBP of=Emily
2023 person Emily role=self gender=f
2023 person Oliver role=husband gender=m
2026-08-20 child Noah born=2026-08-20
2026-01-01 person Mum role=mother
2023 home Flat people=Emily,Oliver bedrooms=2
2026-08-20 home Flat people=Emily,Oliver,Noah bedrooms=2
2026-11-20 left Oliver home=Flat
"""
DAY = date(2026, 11, 22)


class Clock:
    """A clock that tests set."""

    def __init__(self, moment):
        self.moment = moment

    def now(self):
        return self.moment


@pytest.fixture
def emily():
    with open_household(None, clock=Clock(datetime(2026, 11, 22, 2, 41, tzinfo=UTC))) as home:
        assert home.import_notation(EMILY).findings == ()
        yield home


def test_who_left_is_outside_and_was_inside(emily):
    people = {p.handle: p for p in emily.map(on=DAY).people}

    assert (people["Oliver"].inside, people["Oliver"].was_inside) == (False, True)
    assert people["Noah"].inside
    assert not people["Mum"].was_inside


def test_before_he_left_he_lives_there(emily):
    household = emily.standing(on=date(2026, 11, 1)).household

    assert household.carer("Oliver").lives_in


def test_who_came_back_lives_there_again(emily):
    emily.add("2026-11-21 returned Oliver home=Flat")

    assert emily.standing(on=DAY).household.carer("Oliver").lives_in


def test_a_person_she_marked_is_never_a_carer_and_the_mark_is_private(emily):
    emily.add("2026-11-21 unsafe Oliver")

    assert emily.standing(on=DAY).household.carer("Oliver") is None
    assert "unsafe" not in emily.export_notation()


def test_private_words_never_leave_with_the_rest(emily):
    emily.add('2026-11-22 diary Emily "for nobody else"')
    record = emily.record()

    assert "for nobody else" not in emily.export_notation()
    assert record.of(DiaryWritten)
    assert not record.visible_to("Oliver", keeper="Emily").of(DiaryWritten)
    assert not record.visible_to("Mum", keeper="Emily").of(BillStated)


def test_a_later_statement_adds_to_what_was_said_of_somebody(emily):
    emily.add("2026-11-22 child Noah name=Noah-James")
    household = emily.standing(on=DAY).household

    assert household.person("Noah").name == "Noah-James"
    assert household.children[0].born == "2026-08-20"


def test_the_record_as_it_was_known_at_a_moment(emily):
    before = emily.now()
    emily._clock.moment = before + timedelta(hours=1)
    emily.add("2026-12-01 bill Rent amount=850 each=month:1")

    assert emily.record().of(BillStated)
    assert not emily.record().known_at(before).of(BillStated)


def test_undo_undoes_and_undo_again_brings_back(emily):
    emily.add("2026-12-01 bill Rent amount=850 each=month:1")

    emily.undo()
    gone = emily.record().of(BillStated)
    emily.undo()

    assert gone == ()
    assert len(emily.record().of(BillStated)) == 1


def test_an_id_that_names_nothing_is_refused(emily):
    with pytest.raises(NoSuchFactError):
        emily.retract(fact_id="no-such-id")


def test_a_promise_with_hours_is_leaned_on_and_one_with_a_condition_is_not(emily):
    emily.import_notation("""
2026-11-01 promise Mum to=Emily about=care each=week:sat at=22:00-03:00 "Saturday nights"
2026-11-20 promise Oliver to=Emily about=care each=week:sun at=09:00-17:00 condition="when he is older" "Sundays"
""")
    household = emily.standing(on=DAY).household

    assert len(household.carer("Mum").available) == 1
    assert household.carer("Oliver").available == ()


def test_a_conditional_promise_has_never_fallen_due(emily):
    emily.add('2026-11-20 promise Oliver to=Emily condition="when he is older" "come back"')
    (oliver,) = emily.promises(on=DAY).people

    assert oliver.promises[0].state == "open-ended"
    assert oliver.promises[0].counts == "It has never fallen due."


def test_alone_at_home_she_has_no_gap_and_every_night_without_relief(emily):
    page = emily.stress(on=DAY, exact=False)

    assert page.base.no_one_minutes == 0
    assert (page.base.unrelieved, page.base.nights) == (14, 14)
    assert page.headline == "The nights rest on you alone."
    assert page.impacts[0].key == "ill:14"


def test_a_logged_nappy_does_not_plan_the_fortnight_again(emily):
    first = emily.care_plan(on=DAY)
    emily.add("2026-11-22T02:00 nappy Noah wet by=Emily")

    assert emily.care_plan(on=DAY) is first


def test_last_feed_is_said_with_its_side(emily):
    emily.add("2026-11-22T00:31 feed Noah side=left by=Emily")

    assert emily.today().last == ("fed 2 h 10 ago, left",)
    assert emily.today().night


def test_two_openings_of_one_file_see_each_others_facts(tmp_path):
    with (
        open_household(tmp_path / "h.kinhold", create=True) as one,
        open_household(tmp_path / "h.kinhold") as two,
    ):
        one.add("household country=uk of=Emily")
        two.add("2026-12-01 bill Rent amount=850 each=month:1")
        one.add("2026-12-05 bill Gas amount=50 each=month:5")

        assert {b.about for b in one.record().of(BillStated)} == {"Rent", "Gas"}
        assert {b.about for b in two.record().of(BillStated)} == {"Rent", "Gas"}


def test_who_left_and_offered_nothing_is_never_suggested(emily):
    page = emily.rota(on=DAY)
    asked = {handle for line in page.open for handle, _, _ in line.asks}
    emily.add(
        '2026-11-21 promise Oliver to=Emily about=care each=week:sun at=22:00-03:00 "Sunday nights"'
    )

    assert asked == {"Mum"}
    assert "Oliver" not in [q.about for q in page.questions]
    assert emily.standing(on=DAY).household.carer("Oliver").may_ask


def test_where_nobody_said_who_lives_there_it_is_asked_about_the_partner():
    with open_household(None) as home:
        home.import_notation("""
household country=uk of=Emily
2023 person Emily role=self
2023 person Oliver role=husband
2026-08-20 child Noah born=2026-08-20
""")
        before = [q.about for q in home.questions(on=DAY) if q.code == "household.left"]
        home.add('2026-11-20 left "Oliver"')
        home.add("2026-11-20 home Flat people=Emily,Noah")
        after = [q.about for q in home.questions(on=DAY) if q.code == "household.left"]

    assert (before, after) == (["Oliver"], [])
