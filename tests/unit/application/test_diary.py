"""Emily's diary: what opens it, what is kept in it, and what happens to words that open nothing."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest
from sqlcipher3 import dbapi2
from tests.emilys_wellbeing import LINES, MovedClock
from tests.traces import holds

from kinhold.adapters import envelope
from kinhold.adapters.sqlite_file import FileDamaged, ReadOnlyPlace, WrongKey
from kinhold.adapters.sqlite_store import open_store
from kinhold.api import (
    change_passphrase,
    lock_household,
    open_household,
    restore_household,
    unlock_household,
)
from kinhold.api.diary import DiaryClosedError
from kinhold.application.diary import (
    EntryNotUsableError,
    NothingOpensError,
    SecretNotUsableError,
)
from kinhold.application.open_record import NotKeptError
from kinhold.application.record_facts import NoSuchFactError
from kinhold.domain.dates import DateNotUnderstoodError
from kinhold.journal.log import RecordDamaged
from kinhold.journal.verify import leaf_hash, parse_leaf, root_of
from kinhold.record.codec import FactNotReadableError

WORDS = "grey heron under the bridge"
OTHERS = "nine oranges and a candle"
SAID = "He stood at the corner of Harbour Street again."


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The real Argon2id with an eighth of its memory and one pass, for files that are made here."""
    from kinhold.adapters import sqlite_schema

    since_3 = tuple(
        s.replace(f"{envelope.MEMORY_KIB}, {envelope.PASSES}", "8192, 1")
        for s in sqlite_schema._SINCE_3
    )
    monkeypatch.setattr(sqlite_schema, "_SINCE_3", since_3)


@pytest.fixture
def clock():
    return MovedClock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "emily.kinhold"


@pytest.fixture
def home(path, clock):
    with open_household(path, create=True, clock=clock) as home:
        for line in LINES:
            home.add(line)
        yield home


def words_of(diary):
    return [line.words for line in diary.page().lines]


def test_what_she_wrote_is_there_when_she_opens_it_again(home, path, clock):
    with home.diary.begin(WORDS) as diary:
        diary.write(SAID)
    home.close()

    with open_household(path, clock=clock) as later:
        assert words_of(later.diary.open(WORDS)) == [SAID]


def test_words_that_open_nothing_are_answered_alike_with_and_without_a_diary(home):
    with pytest.raises(NothingOpensError) as before:
        home.diary.open(OTHERS)
    home.diary.begin(WORDS).write(SAID)
    with pytest.raises(NothingOpensError) as after:
        home.diary.open(OTHERS)

    assert str(before.value) == str(after.value) == "Nothing opens with these words."


@pytest.mark.parametrize("typed", [f"  {WORDS} \n", WORDS.replace("g", "\uff47")])
def test_blanks_around_and_letters_that_look_the_same_open_it_too(home, typed):
    home.diary.begin(WORDS)

    assert home.diary.open(typed).entries() == ()


def test_another_case_opens_nothing(home):
    home.diary.begin(WORDS)

    with pytest.raises(NothingOpensError):
        home.diary.open(WORDS.upper())


def test_two_people_have_a_diary_each_and_neither_sees_the_other(home):
    home.diary.begin(WORDS).write("mine")
    home.diary.begin(OTHERS).write("yours")

    assert words_of(home.diary.open(WORDS)) == ["mine"]
    assert words_of(home.diary.open(OTHERS)) == ["yours"]


def test_beginning_with_words_that_open_one_opens_it(home):
    home.diary.begin(WORDS).write(SAID)

    assert words_of(home.diary.begin(WORDS)) == [SAID]


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("", "Type the words first"),
        (" \n ", "Type the words first"),
        ("short", "at least 10 characters"),
        ("with a \x00 zero in it", "cannot be seen"),
        ("half of one \ud83d here", "cannot be seen"),
        ("x" * 100_000, "longer than 1000"),
    ],
)
def test_words_that_cannot_be_a_secret_are_refused_with_what_to_do(home, secret, said):
    with pytest.raises(SecretNotUsableError, match=said):
        home.diary.begin(secret)


@pytest.mark.parametrize("secret", ["", "\x00", "x" * 100_000])
def test_such_words_are_refused_when_opening_too(home, secret):
    with pytest.raises(SecretNotUsableError):
        home.diary.open(secret)


def test_short_words_open_nothing_as_others_do(home):
    with pytest.raises(NothingOpensError):
        home.diary.open("short")


# --- Entries ----------------------------------------------------------------------------------


def test_an_entry_has_the_day_it_is_about_and_the_day_it_was_written(home):
    diary = home.diary.begin(WORDS)
    diary.write(SAID, on=date(2026, 11, 3))
    (line,) = diary.page().lines

    assert (line.said, line.written) == ("3 November 2026", "22 November 2026, 03:10")


@pytest.mark.parametrize("day", [date.min, date(2199, 12, 31)])
def test_any_day_can_be_written_about(home, day):
    diary = home.diary.begin(WORDS)
    diary.write(SAID, on=day)

    assert diary.page().lines[0].day == day.isoformat()


def test_a_day_that_no_page_could_show_is_refused_and_nothing_is_written(home):
    diary = home.diary.begin(WORDS)

    with pytest.raises(DateNotUnderstoodError):
        diary.write(SAID, on=date.max)
    assert diary.page().lines == ()


def test_a_correction_stands_and_what_stood_before_is_kept(home):
    diary = home.diary.begin(WORDS)
    first = diary.write("at noon")
    second = diary.write("at one", replaces=first.fact_id)
    diary.write("at two", replaces=second.fact_id)
    (line,) = diary.page().lines

    assert (line.words, line.earlier) == ("at two", ("at one", "at noon"))


def test_the_last_one_is_taken_back_and_brought_back_as_often_as_she_likes(home):
    diary = home.diary.begin(WORDS)
    diary.write(SAID)
    seen = []
    for _ in range(4):
        diary.undo()
        seen.append((diary.page().undo, len(diary.page().lines)))

    assert seen == [("bring-back", 0), ("take-back", 1)] * 2


def test_there_is_nothing_to_take_back_before_the_first_entry(home):
    diary = home.diary.begin(WORDS)

    assert diary.page().undo == ""
    with pytest.raises(NoSuchFactError):
        diary.undo()


@pytest.mark.parametrize(
    ("words", "said"),
    [(" \r\n\t", "Write something first"), ("x" * 100_001, "100,000 characters")],
)
def test_an_entry_that_cannot_be_kept_is_refused_and_nothing_is_written(home, words, said):
    diary = home.diary.begin(WORDS)

    with pytest.raises(EntryNotUsableError, match=said):
        diary.write(words)
    assert diary.check() == 0


def test_a_long_entry_and_characters_that_cannot_be_seen(home):
    diary = home.diary.begin(WORDS)
    diary.write("é" * 100_000)
    diary.write("one\r\ntwo\x00\x1b\x85 three\tfour")
    home.diary.open(WORDS)

    assert words_of(diary)[0] == "one\ntwo three\tfour"
    assert len(words_of(diary)[1]) == 100_000


def test_half_a_character_is_refused_in_words(home):
    with pytest.raises(FactNotReadableError, match="half of a character"):
        home.diary.begin(WORDS).write("half \ud83d")


def test_only_an_entry_that_is_there_can_be_changed(home):
    with pytest.raises(EntryNotUsableError, match="no such entry"):
        home.diary.begin(WORDS).write("at one", replaces="f" * 36)


def test_pages_go_back_from_the_latest_day(home):
    diary = home.diary.begin(WORDS)
    for day in range(1, 8):
        diary.write(f"day {day}", on=date(2026, 11, day))
    page = diary.page(skip=2, most=3)

    assert [line.words for line in page.lines] == ["day 5", "day 4", "day 3"]
    assert (page.skipped, page.older) == (2, 2)


def test_two_programs_write_in_turn_and_lose_nothing(home, path, clock):
    mine = home.diary.begin(WORDS)
    with open_household(path, clock=clock) as other:
        theirs = other.diary.open(WORDS)
        for number in range(3):
            mine.write(f"here {number}")
            theirs.write(f"there {number}")

    assert len(words_of(mine)) == 6
    assert mine.check() == 6


# --- The words, and the end -------------------------------------------------------------------


def test_other_words_open_it_from_then_on(home):
    diary = home.diary.begin(WORDS)
    diary.write(SAID)
    diary.change_secret(OTHERS)

    assert words_of(home.diary.open(OTHERS)) == [SAID]
    with pytest.raises(NothingOpensError):
        home.diary.open(WORDS)


def test_words_that_open_another_one_are_not_taken(home):
    home.diary.begin(OTHERS)
    diary = home.diary.begin(WORDS)

    with pytest.raises(SecretNotUsableError, match="Choose other words"):
        diary.change_secret(OTHERS)
    assert home.diary.open(WORDS).mark == diary.mark


def test_what_was_erased_is_opened_by_nothing_and_closed_everywhere(home, path, clock):
    diary = home.diary.begin(WORDS)
    diary.write(SAID)
    with open_household(path, clock=clock) as elsewhere:
        still_open = elsewhere.diary.open(WORDS)
        diary.erase()

        for use in (still_open.page, still_open.undo, still_open.check, diary.page):
            with pytest.raises(DiaryClosedError, match="Open it again"):
                use()
    with pytest.raises(NothingOpensError):
        home.diary.open(WORDS)


def test_a_closed_diary_is_closed(home):
    with home.diary.begin(WORDS) as diary:
        pass

    with pytest.raises(DiaryClosedError):
        diary.write(SAID)


def test_whoever_only_sees_the_household_is_refused_alike(home):
    home.diary.begin(WORDS)

    with pytest.raises(NotKeptError, match="Only the person"):
        home.seen_by("Oliver").diary.open(WORDS)


def test_a_household_in_memory_keeps_none():
    with open_household(None) as home, pytest.raises(NotKeptError, match="only in memory"):
        home.diary.begin(WORDS)


# --- The file ---------------------------------------------------------------------------------


def test_no_word_time_or_id_of_it_is_in_the_bytes_of_a_plain_file(home, path, clock):
    clock.at += timedelta(days=400)
    diary = home.diary.begin(WORDS)
    entry = diary.write(SAID)
    home.close()
    raw = path.read_bytes()

    assert not holds(raw, SAID)
    assert not holds(raw, WORDS)
    assert entry.fact_id.encode() not in raw
    assert clock.at.strftime("%Y-%m-%d").encode() not in raw


def test_an_entry_says_little_by_its_length(home, path):
    diary = home.diary.begin(WORDS)
    for text in ("x", "x" * 200):
        diary.write(text)
    sizes = {
        row[0] for row in dbapi2.connect(path).execute("SELECT length(content) FROM sealed_entry")
    }

    assert len(sizes) == 1


@pytest.mark.parametrize(
    ("tampered", "raised"),
    [
        ("DELETE FROM sealed_entry WHERE sequence = 2", RecordDamaged),
        ("DELETE FROM sealed_entry WHERE sequence = 1", RecordDamaged),
        (
            """INSERT INTO sealed_entry SELECT log_id, 3, content FROM sealed_entry WHERE sequence = 1;
            DELETE FROM sealed_entry WHERE sequence = 1""",
            RecordDamaged,
        ),
        (
            "DROP TRIGGER a_sealed_entry_stays; UPDATE sealed_entry SET content = x'00'",
            RecordDamaged,
        ),
        ("UPDATE sealed SET end = zeroblob(1064)", FileDamaged),
    ],
)
def test_what_was_taken_off_moved_or_changed_is_found_when_it_is_opened(
    home, path, tampered, raised
):
    diary = home.diary.begin(WORDS)
    for number in range(3):
        diary.write(f"entry {number}")
    connection = dbapi2.connect(path, isolation_level=None)
    connection.executescript(tampered)
    connection.close()

    with pytest.raises(raised):
        home.diary.open(WORDS).page()
    assert home.safekeeping.check().sound


def test_its_root_is_the_tree_over_its_leaves_as_in_any_log(home):
    diary = home.diary.begin(WORDS)
    for number in range(5):
        diary.write(f"entry {number}")
    log = diary._open[0]
    leaves = [leaf for _, _, leaf, _ in log._rows(0, 5)]

    assert root_of([leaf_hash(leaf) for leaf in leaves]) == log.head().root
    assert [parse_leaf(leaf).log_id for leaf in leaves] == [log.log_id] * 5


def test_entries_are_never_changed_in_place(home, path):
    home.diary.begin(WORDS).write(SAID)

    with pytest.raises(dbapi2.IntegrityError, match="does not change"):
        dbapi2.connect(path).execute("UPDATE sealed_entry SET content = x'00'")


def test_it_survives_locking_another_passphrase_a_backup_and_unlocking(home, path, tmp_path):
    home.diary.begin(WORDS).write(SAID)
    home.close()
    code = lock_household(path, passphrase="seven quiet nights")
    change_passphrase(path, words="seven quiet nights", passphrase="eight quiet nights")
    with open_household(path, passphrase="eight quiet nights") as locked:
        opened = words_of(locked.diary.open(WORDS))
    unlock_household(path, words="eight quiet nights")
    with open_household(path) as plain:
        made = plain.safekeeping.back_up(tmp_path / "stick")
        words = words_of(plain.diary.open(WORDS))
    restore_household(made.path, tmp_path / "back.kinhold", code=code)
    with open_household(tmp_path / "back.kinhold") as back:
        restored = words_of(back.diary.open(WORDS))

    assert opened == words == restored == [SAID]


def test_a_file_that_is_locked_opens_no_diary_with_the_diarys_words(home, path):
    home.diary.begin(WORDS)
    home.close()
    lock_household(path, passphrase="seven quiet nights")

    with pytest.raises(Exception, match="passphrase"):
        open_household(path, passphrase=WORDS)
    with pytest.raises(WrongKey):
        open_store(path, key=sha256(WORDS.encode()).digest())


def test_a_file_that_cannot_be_written_says_so(home, path, monkeypatch):
    home.close()
    monkeypatch.setattr("os.access", lambda *_: False)

    with pytest.raises(ReadOnlyPlace, match="cannot be written"):
        open_household(path)


def test_a_file_of_the_version_before_gets_what_it_needs_when_it_is_opened(home, path, clock):
    home.close()
    connection = dbapi2.connect(path, isolation_level=None)
    for table in ("sealed_salt", "sealed", "sealed_entry"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("PRAGMA user_version = 2")
    connection.close()

    with open_household(path, clock=clock) as later:
        later.diary.begin(WORDS).write(SAID)
        assert words_of(later.diary.open(WORDS)) == [SAID]


def test_each_file_has_a_salt_of_its_own(home, path, tmp_path):
    open_household(tmp_path / "other.kinhold", create=True).close()
    salts = {
        dbapi2.connect(p).execute("SELECT salt FROM sealed_salt").fetchone()[0]
        for p in (path, tmp_path / "other.kinhold")
    }

    assert len(salts) == 2
    assert {len(salt) for salt in salts} == {16}


def test_the_record_may_be_damaged_and_the_diary_still_opens(home, path):
    home.diary.begin(WORDS).write(SAID)
    connection = dbapi2.connect(path, isolation_level=None)
    connection.executescript("DELETE FROM entry WHERE sequence = 0")
    connection.close()
    home.close()

    with open_household(path) as damaged:
        assert words_of(damaged.diary.open(WORDS)) == [SAID]


def test_time_goes_on_between_entries(home, clock):
    diary = home.diary.begin(WORDS)
    diary.write("before midnight")
    clock.at += timedelta(days=1)
    diary.write("after")

    assert [line.day for line in diary.page().lines] == ["2026-11-23", "2026-11-22"]
