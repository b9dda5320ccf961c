"""A file that cannot be used says why, says what to do, and loses nothing."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sqlite3
import stat
import tempfile
from pathlib import Path

import pytest
from tests.dice import WEEK_14, CountedDice, feed

from kinhold.adapters import sqlite_file, sqlite_schema
from kinhold.adapters.sqlite_file import (
    DiskFull,
    DiskTrouble,
    FileAlreadyThere,
    FileBusy,
    FileDamaged,
    HouseholdFileError,
    LockedOrForeign,
    NetworkFolder,
    NewerFormat,
    NoSuchFile,
    NotAKinholdFile,
    NotLocked,
    ReadOnlyPlace,
    UnsafeEngine,
    WrongKey,
)
from kinhold.adapters.sqlite_store import open_store
from kinhold.journal.store import Erasure, RecordDamaged

KEY = bytes(range(32))
LOG = "a" * 32


@pytest.fixture(params=[None, KEY], ids=["plain", "keyed"])
def key(request):
    return request.param


@pytest.fixture
def home(tmp_path, key):
    """A household's file with 300 entries."""
    path, dice = tmp_path / "home.kinhold", CountedDice()
    with open_store(path, create=True, key=key) as store:
        head = store.create_log(LOG, space="household")
        drafts = [feed(dice, n) for n in range(300)]
        store.append(LOG, drafts, expected_head=head, recorded_at=WEEK_14)
    return path


def _add(store, *drafts):
    return store.append(LOG, drafts, expected_head=store.head(LOG), recorded_at=WEEK_14)


def _many(count):
    dice = CountedDice("many")
    return [feed(dice, n) for n in range(count)]


def _plain_change(path, statement):
    changer = sqlite3.connect(path)
    changer.execute("PRAGMA journal_mode = DELETE")
    changer.execute("DROP TRIGGER a_leaf_stays")
    changer.execute(statement)
    changer.commit()
    changer.close()


# --- A file like it should be -----------------------------------------------------------------


def test_a_closed_household_is_one_file_that_can_be_copied(home, key, tmp_path):
    copy = tmp_path / "stick" / "copy.kinhold"
    copy.parent.mkdir()
    copy.write_bytes(home.read_bytes())

    with open_store(copy, key=key) as store:
        assert store.head(LOG).size == 300
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home.kinhold", "stick"]


def test_only_its_owner_may_read_a_new_file(home):
    assert stat.S_IMODE(home.stat().st_mode) == 0o600


def test_every_connection_has_the_settings_that_safe_writing_needs(home, key):
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "cache_size": -65536,
    }
    with open_store(home, key=key) as store:
        found = {
            name: store._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected
        }

    assert found == expected


def test_a_setting_that_is_not_taken_is_noticed(home, key, monkeypatch):
    monkeypatch.setattr(sqlite_file, "wal_is_safe", lambda _: True)
    connect = sqlite_file._bare_connection

    class Stubborn:
        def __init__(self, inner):
            self.inner = inner

        def execute(self, statement):
            return self.inner.execute(statement.replace("trusted_schema = OFF", "user_version"))

        def close(self):
            self.inner.close()

    monkeypatch.setattr(sqlite_file, "_bare_connection", lambda *a, **k: Stubborn(connect(*a, **k)))

    with pytest.raises(UnsafeEngine, match="trusted_schema"):
        open_store(home, key=key)


def test_an_engine_with_the_wal_bug_writes_without_a_wal(home, key, monkeypatch):
    monkeypatch.setattr(sqlite_file, "wal_is_safe", lambda _: False)

    with open_store(home, key=key) as store:
        _add(store, feed(CountedDice("new")))
        mode = store._connection.execute("PRAGMA journal_mode").fetchone()[0]

    assert mode == "delete"
    with open_store(home, key=key) as store:
        assert store.head(LOG).size == 301


# --- Not a household's file -------------------------------------------------------------------


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(NoSuchFile, match="no such file"):
        open_store(tmp_path / "none.kinhold")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_no_disk_takes_is_not_found(tmp_path):
    with pytest.raises(NoSuchFile, match="Check the name"):
        open_store(tmp_path / ("n" * 300), create=True)


def test_a_new_file_needs_its_folder(tmp_path):
    with pytest.raises(NoSuchFile, match="folder"):
        open_store(tmp_path / "none" / "home.kinhold", create=True)


def test_a_new_file_never_takes_the_place_of_another(home, key):
    before = home.read_bytes()

    with pytest.raises(FileAlreadyThere, match="choose another name"):
        open_store(home, create=True, key=key)

    assert home.read_bytes() == before


def test_a_file_that_could_not_be_begun_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_schema, "SCHEMA", ("CREATE TABLE (",))

    with pytest.raises(Exception, match="syntax error"):
        open_store(tmp_path / "home.kinhold", create=True)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"", NotAKinholdFile, "empty"),
        (b"Dear diary,\nit is week 14.\n", NotAKinholdFile, "a text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, LockedOrForeign, "look the same"),
        (b"SQLite format 3\x00" + bytes(4080), FileDamaged, "backup"),
    ],
)
def test_something_else_is_told_from_a_household(tmp_path, content, kind, words):
    path = tmp_path / "thing.kinhold"
    path.write_bytes(content)

    with pytest.raises(kind, match=words):
        open_store(path)

    assert path.read_bytes() == content


def test_a_folder_is_not_a_household(tmp_path):
    with pytest.raises(NotAKinholdFile, match="folder"):
        open_store(tmp_path)


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "contacts.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE contact (name)")
    other.close()
    before = path.read_bytes()

    with pytest.raises(NotAKinholdFile, match="another program"):
        open_store(path)

    assert path.read_bytes() == before


def test_a_locked_file_asks_for_its_passphrase(tmp_path):
    open_store(tmp_path / "home.kinhold", create=True, key=KEY).close()

    with pytest.raises(LockedOrForeign, match="passphrase"):
        open_store(tmp_path / "home.kinhold")


def test_another_key_does_not_open_a_locked_file(tmp_path):
    open_store(tmp_path / "home.kinhold", create=True, key=KEY).close()

    with pytest.raises(WrongKey, match="look the same"):
        open_store(tmp_path / "home.kinhold", key=bytes(32))


def test_a_key_of_the_wrong_length_is_refused(tmp_path):
    with pytest.raises(WrongKey, match="32 bytes"):
        open_store(tmp_path / "home.kinhold", create=True, key=b"short")


def test_a_file_without_a_lock_needs_no_key(tmp_path):
    open_store(tmp_path / "home.kinhold", create=True).close()

    with pytest.raises(NotLocked, match="without a passphrase"):
        open_store(tmp_path / "home.kinhold", key=KEY)


def test_a_file_of_a_newer_program_is_left_for_it(home, key):
    with open_store(home, key=key) as store:
        store._connection.execute("PRAGMA user_version = 99")

    with pytest.raises(NewerFormat, match="Update the program"):
        open_store(home, key=key)


# --- Damage -----------------------------------------------------------------------------------


def test_a_file_that_was_cut_short_is_damaged(home, key):
    whole = home.read_bytes()
    home.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(FileDamaged, match="backup"), open_store(home, key=key) as store:
        list(store.read(LOG))


def test_pages_of_nonsense_are_noticed(home, key):
    whole = bytearray(home.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 4 * 4096] = os.urandom(4 * 4096)  # one page may hold an index alone
    home.write_bytes(whole)

    with (
        pytest.raises((FileDamaged, RecordDamaged), match=r"backup|copy"),
        open_store(home, key=key) as store,
    ):
        list(store.read(LOG))


@pytest.mark.parametrize("key", [None])
def test_a_flipped_bit_that_the_engine_accepts_is_found_and_its_entry_named(home):
    whole = bytearray(home.read_bytes())
    place = whole.index(b'"seq":123,') - 60
    whole[place] ^= 1
    home.write_bytes(whole)

    with open_store(home) as store, pytest.raises(RecordDamaged) as found:
        list(store.read(LOG))

    assert found.value.sequence in (122, 123)


@pytest.mark.parametrize("key", [None])
@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ("DELETE FROM entry WHERE sequence = 7", 7),
        ("DELETE FROM entry WHERE sequence = 299", 298),
        ("UPDATE entry SET disclosures = 'e30' WHERE sequence = 7", 7),
        ("UPDATE entry SET disclosures = CAST(X'ff' AS TEXT) WHERE sequence = 7", 7),
        ("UPDATE entry SET recorded_at = '2026-11-22T01:10:00.000001Z' WHERE sequence = 7", 7),
        ("UPDATE entry SET recorded_at = 'never' WHERE sequence = 7", 7),
        ("UPDATE entry SET leaf = X'7b7d' WHERE sequence = 7", 7),
        ("UPDATE log SET last_hash = zeroblob(32)", 299),
        ("UPDATE log SET frontier = zeroblob(4 * 32)", 299),
    ],
)
def test_a_row_that_was_changed_is_named(home, change, sequence):
    _plain_change(home, change)

    with open_store(home) as store, pytest.raises(RecordDamaged) as found:
        list(store.read(LOG))

    assert found.value.sequence == sequence


@pytest.mark.parametrize("key", [None])
def test_damage_before_the_new_entries_is_noticed_at_the_next_of_them(home):
    _plain_change(home, "UPDATE entry SET leaf = X'7b7d' WHERE sequence = 289")

    with open_store(home) as store, pytest.raises(RecordDamaged, match="Entry 289"):
        list(store.read(LOG, after=290))


@pytest.mark.parametrize("key", [None])
def test_an_account_of_a_log_that_does_not_add_up_is_damage(home):
    _plain_change(home, "UPDATE log SET size = 7")

    with open_store(home) as store, pytest.raises(FileDamaged, match="does not add up"):
        store.head(LOG)


@pytest.mark.parametrize("key", [None])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET disclosures = X'00' WHERE sequence = 7",
        "UPDATE entry SET disclosures = 7 WHERE sequence = 7",
    ],
)
def test_a_value_of_another_kind_in_a_row_is_damage(home, change):
    _plain_change(home, change)

    with open_store(home) as store, pytest.raises(FileDamaged, match="does not add up"):
        list(store.read(LOG))


def test_the_engine_refuses_to_change_a_leaf(home, key):
    with open_store(home, key=key) as store, pytest.raises(Exception, match="does not change"):
        store._connection.execute("UPDATE entry SET leaf = X'00' WHERE sequence = 3")


# --- Busy, read-only, full --------------------------------------------------------------------


def test_a_writer_that_does_not_finish_is_not_waited_for_for_ever(home, key):
    with open_store(home, key=key) as slow, open_store(home, key=key, wait=0.05) as quick:
        slow._connection.execute("BEGIN IMMEDIATE")

        with pytest.raises(FileBusy, match="try again"):
            _add(quick, feed(CountedDice("new")))
        reading = list(quick.read(LOG))
        slow._connection.execute("ROLLBACK")

        assert len(reading) == 300
        assert _add(quick, feed(CountedDice("new"))).size == 301


def test_a_key_whose_traces_cannot_be_removed_yet_says_so(home, key):
    with open_store(home, key=key) as store, open_store(home, key=key) as reader:
        store.create_log("b" * 32, space="private:Emily")
        store._connection.execute("PRAGMA busy_timeout = 50")
        reader._connection.execute("BEGIN")
        reader.log_ids()

        with pytest.raises(FileBusy, match="erase once more"):
            store.erase([Erasure("b" * 32, "")])
        reader._connection.execute("ROLLBACK")
        store.erase([Erasure("b" * 32, "")])

        assert not store._connection.execute("SELECT * FROM space_key").fetchall()


def test_when_the_disk_is_full_what_was_saved_is_safe(home, key):
    with open_store(home, key=key) as store:
        (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
        store._connection.execute(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(DiskFull, match="What was saved before is safe"):
            _add(store, *_many(200))
        assert len(list(store.read(LOG))) == 300

    with open_store(home, key=key) as store:
        assert len(list(store.read(LOG))) == 300
        assert _add(store, feed(CountedDice("new"))).size == 301


def _write_with_a_quota(path, key, answer):
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, resource.RLIM_INFINITY))
    try:
        with open_store(path, key=key) as store:
            _add(store, *_many(2000))
    except HouseholdFileError as error:
        answer.put((type(error), str(error)))


def test_when_the_quota_is_used_up_what_was_saved_is_safe(home, key):
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    writer = context.Process(target=_write_with_a_quota, args=(home, key, answer))
    writer.start()
    kind, sentence = answer.get(timeout=60)
    writer.join(timeout=60)

    assert kind in (DiskTrouble, DiskFull)
    assert "What was saved before is safe" in sentence
    with open_store(home, key=key) as store:
        assert len(list(store.read(LOG))) == 300


def _open_as_nobody(path, key, create, answer):
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        open_store(path, key=key, create=create).close()
        answer.put(None)
    except HouseholdFileError as error:
        answer.put(type(error))


@pytest.fixture
def as_nobody(key):
    """Opens a file as someone who is not the almighty user; gives the class of the refusal."""

    def ask(path, *, create=False):
        context = multiprocessing.get_context("fork")
        answer = context.Queue()
        process = context.Process(target=_open_as_nobody, args=(path, key, create, answer))
        process.start()
        kind = answer.get(timeout=60)
        process.join(timeout=60)
        return kind

    return ask


@pytest.fixture
def open_folder(home):
    """A folder that anyone can enter, with a copy of the household's file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "home.kinhold").write_bytes(home.read_bytes())
        (folder / "home.kinhold").chmod(0o666)
        yield folder


def test_a_file_in_an_open_folder_can_be_opened(open_folder, as_nobody):
    assert as_nobody(open_folder / "home.kinhold") is None


def test_a_file_that_may_not_be_written_is_told(open_folder, as_nobody):
    (open_folder / "home.kinhold").chmod(0o444)

    assert as_nobody(open_folder / "home.kinhold") is ReadOnlyPlace


def test_a_folder_that_may_not_be_written_is_told(open_folder, as_nobody):
    open_folder.chmod(0o555)

    assert as_nobody(open_folder / "home.kinhold") is ReadOnlyPlace
    assert as_nobody(open_folder / "new.kinhold", create=True) is ReadOnlyPlace


# --- Network drives ---------------------------------------------------------------------------


def test_a_file_on_a_network_drive_is_not_opened(home, key, monkeypatch):
    monkeypatch.setattr(sqlite_file, "network_filesystem", lambda *_, **__: "nfs4")

    with pytest.raises(NetworkFolder, match=r"network drive \(nfs4\)"):
        open_store(home, key=key)
