"""What happened, told at three in the morning, becomes entries; what is odd is said and kept."""

from __future__ import annotations

import pytest
from tests.logbook import logbook

from kinhold.application.log_kinds import KINDS, EntryNotUsableError


def test_a_feed_needs_no_end_and_says_who_did_it():
    with logbook() as night:
        (feed,) = night.log("feed", side="left", when="25 min ago", by="Jo").facts

    assert (feed.occurred, feed.method, feed.minutes, feed.by) == (
        "2026-11-22T02:16",
        "breast",
        None,
        "Jo",
    )


def test_twins_are_fed_in_one_go_and_each_has_an_entry():
    with logbook("Isla", "Noah") as night:
        logged = night.log("feed", child="all", amount="4 oz")

    assert [(f.about, f.amount_ml) for f in logged.facts] == [("Isla", 114), ("Noah", 114)]


def test_with_two_children_it_is_asked_which():
    with logbook("Isla", "Noah") as night, pytest.raises(EntryNotUsableError, match="Which child"):
        night.log("bath")


def test_the_entry_lies_in_the_space_that_helpers_see():
    with logbook() as night:
        (feed,) = night.log("feed", side="left").facts
        written = night.home.record().written(feed.fact_id)

    assert written.space == "care"


def test_what_lasted_and_was_told_no_start_has_just_ended():
    with logbook() as night:
        (bath,) = night.log("bath", minutes="20").facts

    assert bath.occurred == "2026-11-22T02:21"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("feed", {"method": "bottle", "amount": "120", "milk": "formula"}),
        ("feed", {"detail": "solids", "words": "porridge"}),
        ("sleep", {"when": "2h ago", "minutes": "1 h 20", "nap": True}),
        ("waking", {"minutes": "12"}),
        ("nappy", {"detail": "dirty", "colour": "green"}),
        ("medicine", {"detail": "Calpol", "dose": "2.5 ml", "every": "4"}),
        ("temperature", {"detail": "37.6"}),
        ("weight", {"detail": "15 lb 14 oz"}),
        ("height", {"detail": "68.5 cm"}),
        ("head", {"detail": "43"}),
        ("pumping", {"side": "both", "amount": "90 ml", "minutes": "15"}),
        ("tummy-time", {"minutes": "5"}),
        ("bath", {}),
        ("crying", {"minutes": "35"}),
        ("mood", {"detail": "cheerful"}),
        ("milestone", {"detail": "rolled over", "seen": ("Jo",)}),
        ("note", {"detail": "more wipes are in the blue bag"}),
        ("other", {"detail": "Baby yoga", "minutes": "20"}),
        ("swimming", {"minutes": "25", "tags": ("first, pool",)}),
    ],
)
def test_everything_can_be_logged_and_told_again_as_it_was(what, told):
    from kinhold.application.log_told import as_told

    with logbook() as night:
        (fact,) = night.log(what, **told).facts
        (again,) = night.home.log.add(as_told(fact=fact)).facts

    assert {**_values(again), "replaces": ""} == {**_values(fact), "replaces": ""}
    assert again.replaces == fact.fact_id


def _values(fact):
    return {n: getattr(fact, n) for n in fact.__dataclass_fields__ if n != "fact_id"}


def test_every_kind_has_a_way_to_be_logged_in_the_test_above():
    logged = {
        p[0] for p in test_everything_can_be_logged_and_told_again_as_it_was.pytestmark[0].args[1]
    }

    assert set(KINDS) <= logged


@pytest.mark.parametrize(
    ("what", "told", "said"),
    [
        ("feed", {"when": "2026-11-22 01:00", "until": "2026-11-22 00:40"}, "before the start"),
        ("sleep", {"when": "2026-11-20 01:00", "until": "2026-11-22 01:00"}, "very long"),
        ("feed", {"when": "2026-11-24 01:00"}, "not happened yet"),
        ("feed", {"when": "at noonish"}, "not a time"),
        ("feed", {"when": "25:10"}, "not a time of day"),
        ("feed", {"until": "01:10"}, "when it began"),
        ("feed", {"side": "middle"}, "left, right, both"),
        ("feed", {"side": "left", "method": "bottle"}, "breastfeed"),
        ("feed", {"amount": "9000 ml"}, "cannot be right"),
        ("feed", {"amount": "a lot"}, "not an amount"),
        ("feed", {"child": "Colin"}, "No child called “Colin”"),
        ("nappy", {"detail": "blue"}, "wet, dirty, both, dry"),
        ("nappy", {"minutes": "3"}, "no end"),
        ("temperature", {"detail": "60"}, "37.6 C or 99.7 F"),
        ("weight", {"detail": "heavy"}, "7.2 kg"),
        ("medicine", {}, "Which medicine"),
        ("medicine", {"detail": "Calpol", "every": "often"}, "hours"),
        ("milestone", {}, "a few words"),
        ("other", {}, "a word or two"),
        ("note", {"words": "x" * 5000}, "That is long"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(what, told, said):
    with logbook() as night:
        with pytest.raises(EntryNotUsableError, match=said):
            night.log(what, **told)
        size = night.home.log.index().size()

    assert size == 0


def test_a_weight_in_the_us_needs_its_unit():
    with logbook(country="us", zone="America/Chicago") as night:
        with pytest.raises(EntryNotUsableError, match="with its unit"):
            night.log("weight", detail="16")
        (weight,) = night.log("weight", detail="15 lb 14 oz").facts

    assert weight.value == "15.875lb"


def test_the_same_feed_noted_by_two_people_is_kept_twice_and_said():
    with logbook() as night:
        night.log("feed", side="left", when="01:10", by="Jo")
        second = night.log("feed", side="left", when="01:12")

    assert night.codes(second) == ["twice"]
    assert "by Jo" in second.findings[0].message


def test_left_and_then_right_is_one_meal_and_nothing_odd():
    with logbook() as night:
        night.log("feed", side="left", when="01:10")
        second = night.log("feed", side="right", when="01:18")

    assert night.codes(second) == []


def test_overlapping_sleeps_of_one_child_are_kept_and_said_and_counted_once():
    with logbook() as night:
        night.log("sleep", when="2026-11-21 22:00", minutes="120")
        second = night.log("sleep", when="2026-11-21 23:00", minutes="120")
        charts = night.home.log.charts()

    assert night.codes(second) == ["overlap"]
    assert charts.nights[-1].minutes == 180


def test_twins_sleep_at_the_same_time_and_nothing_is_odd():
    with logbook("Isla", "Noah") as night:
        night.log("sleep", child="Isla", when="2026-11-21 22:00", minutes="120")
        second = night.log("sleep", child="Noah", when="2026-11-21 22:30", minutes="120")

    assert night.codes(second) == []


def test_a_dose_before_its_time_is_kept_and_said_plainly():
    with logbook() as night:
        night.log("medicine", detail="Calpol", every="4", when="2026-11-21 23:10")
        early = night.log("medicine", detail="calpol", when="02:00")

    assert [f.severity for f in early.findings] == ["warning"]
    assert "not before 03:10. This is 1 h 10 earlier" in early.findings[0].message


def test_a_medicine_keeps_the_interval_it_had_last_time():
    with logbook() as night:
        night.log("medicine", detail="Calpol", every="4", when="2026-11-21 20:10")
        (dose,) = night.log("medicine", detail="calpol", when="02:00").facts

    assert (dose.name, dose.not_before) == ("Calpol", 240)


def test_a_little_ahead_of_the_clock_is_kept_and_said():
    with logbook() as night:
        ahead = night.log("feed", when="2026-11-22 05:00")

    assert night.codes(ahead) == ["ahead"]


def test_a_name_nobody_has_is_kept_as_written_and_said():
    with logbook() as night:
        logged = night.log("bath", by="Aunt May")

    assert night.codes(logged) == ["by"]
    assert logged.facts[0].by == "Aunt May"


def test_before_birth_is_said():
    with logbook() as night:
        assert night.codes(night.log("bath", when="2026-08-10 10:00")) == ["before-birth"]


def test_a_correction_stands_in_the_place_of_what_it_corrects():
    with logbook() as night:
        (feed,) = night.log("feed", side="left", when="01:10").facts
        night.log("feed", side="right", when="01:20", replaces=feed.fact_id[:8])

        assert night.shown() == ["01:20 Feed, right"]


def test_correcting_an_entry_does_not_call_it_its_own_double():
    with logbook() as night:
        (sleep,) = night.log("sleep", when="01:10", minutes="60").facts
        changed = night.log("sleep", when="01:12", minutes="50", replaces=sleep.fact_id)

    assert night.codes(changed) == []


def test_taking_back_a_corrected_entry_takes_all_of_it():
    with logbook() as night:
        (feed,) = night.log("feed", side="left", when="01:10").facts
        (right,) = night.log("feed", side="right", when="01:20", replaces=feed.fact_id).facts
        taken = night.home.log.remove(right.fact_id)
        gone = night.shown()
        night.home.log.take_back([f.fact_id for f in taken])

        assert (gone, night.shown()) == ([], ["01:20 Feed, right"])
