"""What is erased is gone, and what stands is still shown to be what was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.traces import holds

from kinhold.api import open_household
from kinhold.api.safekeeping import NoFileError
from kinhold.application.chronology_report import ReportOptions
from kinhold.application.erase_entry import NothingToEraseError
from kinhold.application.give_record import ToGive
from kinhold.application.keep_file import ToKeep
from kinhold.application.record_facts import NoSuchFactError
from kinhold.domain.events import EntryErased, EventNoted, StoryTold
from kinhold.domain.people import PersonAdded
from kinhold.domain.wellbeing import DiaryWritten

LAURA = """
household zone=America/Chicago country=us currency=USD of=Laura
2018 person Laura role=self
2018 person John role=husband address="12 Harbour Street"
2026-03-01 event John what=left_home "He drove to Harbour Street"
2026-03-02 event John what=message "He wrote from Harbour Street"
"""
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Clock:
    def now(self):
        return NOW


@pytest.fixture
def laura(tmp_path):
    with open_household(tmp_path / "laura.kinhold", create=True, clock=Clock()) as home:
        assert home.import_notation(LAURA).findings == ()
        yield home


def _events(home):
    return [e.words for e in home.record().of(EventNoted)]


def _left(tmp_path, words):
    raw = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    return holds(raw, words)


def test_an_erased_event_is_gone_from_the_record_and_from_the_file(laura, tmp_path):
    event = laura.record().of(EventNoted)[0]
    assert _left(tmp_path, "drove to Harbour")
    erased = laura.safekeeping.erase(entry_id=event.fact_id, ground="asked by her lawyer")

    assert erased.entries == (event.fact_id,)
    assert _events(laura) == ["He wrote from Harbour Street"]
    assert not _left(tmp_path, "drove to Harbour")
    assert laura.safekeeping.check().sound


def test_that_something_was_erased_stays_visible(laura):
    event = laura.record().of(EventNoted)[0]
    laura.safekeeping.erase(entry_id=event.fact_id[:8], ground="asked by her lawyer")

    (note,) = laura.record().of(EntryErased)
    assert (note.about, note.by, note.words) == (event.fact_id, "Laura", "asked by her lawyer")


def test_earlier_versions_of_an_entry_go_with_it(laura, tmp_path):
    event = laura.record().of(EventNoted)[0]
    later = laura.correct(
        fact_id=event.fact_id, line='2026-03-01 event John what=left_home "He left for good"'
    )
    erased = laura.safekeeping.erase(entry_id=later.fact_id)

    assert set(erased.entries) == {event.fact_id, later.fact_id}
    assert not _left(tmp_path, "drove to Harbour")


def test_an_address_is_erased_and_the_person_stays(laura, tmp_path):
    john = next(p for p in laura.record().of(PersonAdded) if p.about == "John")
    laura.safekeeping.erase(entry_id=john.fact_id, fields=["address"])

    john = next(p for p in laura.record().of(PersonAdded) if p.about == "John")
    assert (john.role, john.address) == ("husband", "")
    assert not _left(tmp_path, "12 Harbour")


def test_a_field_that_the_entry_does_not_have_is_a_sentence(laura):
    event = laura.record().of(EventNoted)[0]

    with pytest.raises(NothingToEraseError, match="not a group"):
        laura.safekeeping.erase(entry_id=event.fact_id, fields=["address"])
    assert len(_events(laura)) == 2


@pytest.mark.parametrize("bad", ["", "1", "ffffffff", "not an id at all"])
def test_an_id_that_names_nothing_erases_nothing(laura, bad):
    with pytest.raises(NothingToEraseError, match="does not name one entry"):
        laura.safekeeping.erase(entry_id=bad)
    assert len(_events(laura)) == 2


def test_erasing_again_clears_traces_and_says_so(laura):
    event = laura.record().of(EventNoted)[0]
    laura.safekeeping.erase(entry_id=event.fact_id)

    assert laura.safekeeping.erase(entry_id=event.fact_id).again


def test_a_story_is_erased_with_what_quotes_it_only_when_asked(laura, tmp_path):
    story = laura.read("John left us in March. He promised to pay the rent.")
    laura.confirm(story, keys=[s.key for s in story.suggestions])
    quoting = sum(1 for f in laura.record().facts() if hasattr(f.source, "quote"))
    told = laura.record().of(StoryTold)[0]
    kept = laura.safekeeping.erase(entry_id=told.fact_id)

    assert quoting
    assert len(kept.still_quoted) == quoting
    for entry_id in kept.still_quoted:
        laura.safekeeping.erase(entry_id=entry_id)
    assert not _left(tmp_path, "promised to pay")


def test_the_diary_is_erased_as_a_whole_and_a_new_one_can_be_begun(laura, tmp_path):
    laura.add('2026-11-01 diary Laura "nothing helps tonight"')
    assert laura.safekeeping.erase_space() == "private:Laura"
    assert laura.record().of(DiaryWritten) == ()
    laura.add('2026-11-22 diary Laura "a better night"')

    assert [d.words for d in laura.record().of(DiaryWritten)] == ["a better night"]
    assert laura.safekeeping.check().sound


def test_only_a_private_space_is_erased_as_a_whole(laura):
    with pytest.raises(NothingToEraseError, match="one by one"):
        laura.safekeeping.erase_space(space="household")
    with pytest.raises(NothingToEraseError, match="no private space"):
        laura.safekeeping.erase_space()


def test_another_window_forgets_what_was_erased_here(laura, tmp_path):
    with open_household(tmp_path / "laura.kinhold", clock=Clock()) as other:
        event = other.record().of(EventNoted)[0]
        laura.safekeeping.erase(entry_id=event.fact_id)

        assert _events(other) == ["He wrote from Harbour Street"]


def test_the_outcome_of_the_last_check_is_kept(laura):
    assert laura.safekeeping.last_check() is None
    found = laura.safekeeping.check()

    assert laura.safekeeping.last_check() == found
    assert found.said.startswith(f"All {found.entries} entries")


class Days:
    """A clock that is moved on by hand."""

    def __init__(self):
        self.moment = NOW

    def now(self):
        return self.moment


def test_a_check_and_a_backup_are_made_once_a_day_where_a_folder_is_known(tmp_path):
    clock, stick = Days(), tmp_path / "stick"
    with open_household(tmp_path / "laura.kinhold", create=True, clock=clock) as home:
        home.import_notation(LAURA)
        home.safekeeping.keep_house(folder=str(stick))
        clock.moment += timedelta(hours=3)
        home.safekeeping.keep_house()
        once = len(list(stick.glob("*.age")))
        clock.moment += timedelta(hours=21)
        home.safekeeping.keep_house()

        assert (once, len(list(stick.glob("*.age")))) == (1, 2)
        assert home.safekeeping.last_check().checked_at.startswith("2026-11-23T03:00")


def test_a_stick_that_is_not_there_is_said_on_the_page_and_stops_nothing(tmp_path):
    clock = Days()
    (tmp_path / "not a folder").write_text("")
    with open_household(tmp_path / "laura.kinhold", create=True, clock=clock) as home:
        home.safekeeping.keep_house(folder=str(tmp_path / "not a folder"))
        page = home.safekeeping.page()

        assert "not a folder" in page.trouble
        assert page.backup == "No backup yet."
        assert page.sound


def test_damage_is_found_by_the_daily_check_and_shown(tmp_path):
    path, clock = tmp_path / "laura.kinhold", Days()
    with open_household(path, create=True, clock=clock) as home:
        home.import_notation(LAURA)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b'"rec":"20') + 10] ^= 1
    path.write_bytes(raw)
    with open_household(path, clock=clock) as home:
        found = home.safekeeping.check()
        page = home.safekeeping.page()

    assert not found.sound
    assert not page.sound
    assert page.problems == found.problems
    assert "is not what was written" in found.problems[0]


def test_a_household_in_memory_has_no_file_to_back_up():
    with open_household(None, clock=Days()) as home, pytest.raises(NoFileError, match="memory"):
        home.safekeeping.back_up("stick")


def test_a_damaged_record_does_not_push_good_backups_out(tmp_path):
    path, stick, clock = tmp_path / "laura.kinhold", tmp_path / "stick", Days()
    with open_household(path, create=True, clock=clock) as home:
        home.import_notation(LAURA)
        home.safekeeping.keep_house(folder=str(stick))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b'"rec":"20') + 10] ^= 1
    path.write_bytes(raw)
    clock.moment += timedelta(days=2)
    with open_household(path, clock=clock) as home:
        home.safekeeping.keep_house()
        trouble = home.safekeeping.page().trouble

    assert "no new backup" in trouble
    assert len(list(stick.glob("*.age"))) == 1


def test_a_photograph_kept_twice_stays_until_the_last_of_its_entries_is_erased(laura):
    kept = [
        laura.safekeeping.keep_file(ToKeep(content=b"the same letter", name=name))[0]
        for name in ("for the bank", "for the court")
    ]
    laura.safekeeping.erase(entry_id=kept[0].fact_id)
    still = laura.safekeeping.file(entry_id=kept[1].fact_id)[1]
    laura.safekeeping.erase(entry_id=kept[1].fact_id)

    assert still == b"the same letter"
    with pytest.raises(NoSuchFactError):
        laura.safekeeping.file(entry_id=kept[1].fact_id)


def test_what_cannot_be_taken_out_of_a_file_is_said(laura):
    _, said = laura.safekeeping.keep_file(
        ToKeep(content=b"\0\0\0\x18ftypheic" + bytes(40), name="x")
    )

    assert said
    assert "Taken out" not in said[0]


def test_a_story_that_names_a_withheld_address_stays_out_of_the_bundle(laura):
    story = laura.read("He drove to 12 Harbour Street and stayed there with his mother for a week.")
    laura.keep_story(story)
    held = laura.safekeeping.give(ToGive(options=ReportOptions())).bundle
    shown = laura.safekeeping.give(ToGive(options=ReportOptions(show=("addresses",)))).bundle

    assert not holds(held, "12 Harbour Street")
    assert holds(shown, "12 Harbour Street")


def test_looking_first_writes_and_signs_nothing(laura):
    before = laura.export_notation(with_ids=True)
    look = laura.safekeeping.look_first(ToGive(options=ReportOptions(preset="court")))

    assert look.shown == 1
    assert look.findings
    assert laura.export_notation(with_ids=True) == before
    assert laura.safekeeping.page().checkpoints == 0
