"""Locking, backing up and bringing back a household's file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.dice import WEEK_14, CountedDice, feed

from kinhold.adapters import backups, envelope, locking
from kinhold.adapters.envelope import CannotUnlock, PassphraseTooShort
from kinhold.adapters.keys import SystemDice
from kinhold.adapters.sqlite_file import (
    FileAlreadyThere,
    FileBusy,
    LockedOrForeign,
    NoSuchFile,
    NotAKinholdFile,
    NotLocked,
    WrongKey,
    is_locked,
)
from kinhold.adapters.sqlite_store import open_store
from kinhold.journal.erasure import Erasure, digests_of
from kinhold.journal.store import FileNotKept

LOG, DIARY = "a" * 32, "b" * 32
PASSPHRASE = "seven quiet nights"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    """A household's file with 50 entries and a diary."""
    path, dice = tmp_path / "home.kinhold", CountedDice()
    with open_store(path, create=True) as store:
        for log_id, space in ((LOG, "household"), (DIARY, "private:Emily")):
            head = store.create_log(log_id, space=space)
            drafts = [feed(dice, n, places={"home": f"{n} Harbour Street"}) for n in range(50)]
            store.append(log_id, drafts, expected_head=head, recorded_at=WEEK_14)
    return path


def _heads(path, key=None):
    with open_store(path, key=key) as store:
        for log_id in store.log_ids():
            list(store.read(log_id))
        return [store.head(log_id) for log_id in store.log_ids()]


def _lock(path):
    return locking.lock(path, passphrase=PASSPHRASE, dice=SystemDice())


def _key(path, words=PASSPHRASE):
    return locking.key_for(path, words=words)


# --- Locks ------------------------------------------------------------------------------------


def test_a_locked_file_is_the_same_record_and_shows_nothing(home):
    before = _heads(home)
    _lock(home)

    assert is_locked(home)
    assert _heads(home, _key(home)) == before
    assert b"Harbour" not in b"".join(each.read_bytes() for each in home.parent.iterdir())


def test_a_locked_file_opens_with_its_recovery_code_even_without_its_envelope(home):
    before = _heads(home)
    code = _lock(home)
    locking.lock_file_of(home).unlink()

    assert _heads(home, _key(home, code.upper().replace(" ", "-"))) == before
    with pytest.raises(CannotUnlock, match="is not there"):
        _key(home)


def test_a_wrong_passphrase_is_a_plain_sentence(home):
    _lock(home)

    with pytest.raises(CannotUnlock, match="does not open the file"):
        _key(home, "seven loud nights")


def test_a_code_with_one_letter_mistyped_is_not_taken_for_a_code(home):
    code = _lock(home)
    other = code[:-1] + ("b" if code[-1] != "b" else "d")

    with pytest.raises(CannotUnlock):
        _key(home, other)


def test_the_code_of_another_household_does_not_open_this_one(home):
    _lock(home)
    other = envelope.recovery_code(bytes(range(16)))

    with pytest.raises(WrongKey):
        open_store(home, key=_key(home, other))


def test_without_words_a_locked_file_says_that_it_is_locked(home):
    _lock(home)

    with pytest.raises(LockedOrForeign, match="passphrase"):
        open_store(home, key=locking.key_for(home, words=None))


def test_a_short_passphrase_is_refused_and_the_file_stays_as_it_is(home):
    with pytest.raises(PassphraseTooShort, match="at least 10"):
        locking.lock(home, passphrase="rabbit", dice=SystemDice())

    assert not is_locked(home)
    assert not locking.lock_file_of(home).exists()


def test_a_passphrase_is_changed_and_the_code_stays(home):
    code = _lock(home)
    locking.change_passphrase(home, words=code, passphrase="eight long days", dice=SystemDice())

    assert _key(home, "eight long days") == _key(home, code)
    with pytest.raises(CannotUnlock):
        _key(home)


def test_another_files_code_cannot_put_a_passphrase_on_this_one(home):
    _lock(home)
    other = envelope.recovery_code(bytes(16))

    with pytest.raises(WrongKey):
        locking.change_passphrase(
            home, words=other, passphrase="eight long days", dice=SystemDice()
        )
    assert _key(home)


def test_unlocking_gives_the_plain_file_back(home):
    before = _heads(home)
    _lock(home)
    locking.unlock(home, words=PASSPHRASE)

    assert not is_locked(home)
    assert _heads(home) == before
    assert sorted(each.name for each in home.parent.iterdir()) == ["home.kinhold"]


def test_what_is_not_locked_is_not_unlocked(home):
    for ask in (
        locking.unlock,
        lambda path, words: locking.change_passphrase(
            path, words=words, passphrase=PASSPHRASE, dice=SystemDice()
        ),
    ):
        with pytest.raises(NotLocked):
            ask(home, words=PASSPHRASE)


def test_a_locked_file_is_not_locked_twice(home):
    _lock(home)

    with pytest.raises(LockedOrForeign, match="already"):
        _lock(home)


def test_a_file_that_is_open_elsewhere_is_not_rewritten(home):
    with open_store(home) as other:
        list(other.read(LOG))
        with pytest.raises(FileBusy, match="Another program"):
            _lock(home)
        _add(other, 7)

    assert not is_locked(home)
    assert _heads(home)[0].size == 51


def test_an_envelope_that_asks_for_too_much_memory_is_not_opened(home):
    _lock(home)
    beside = locking.lock_file_of(home)
    beside.write_bytes(beside.read_bytes().replace(b"65536", b"99999999"))

    with pytest.raises(CannotUnlock, match="recovery code instead"):
        _key(home)


# --- Backups ----------------------------------------------------------------------------------


def _add(store, minutes):
    draft = feed(CountedDice(f"more {minutes}"), minutes)
    store.append(LOG, [draft], expected_head=store.head(LOG), recorded_at=WEEK_14)


def _back_up(path, folder, *, key=None, now=NOW):
    with open_store(path, key=key) as store:
        return backups.back_up(store, path, folder, key=key, now=now, dice=SystemDice())


def test_a_backup_comes_back_with_the_same_roots(home, tmp_path):
    made = _back_up(home, tmp_path / "stick")
    back = tmp_path / "new" / "home.kinhold"
    back.parent.mkdir()
    restored = backups.restore(made.path, back, code=made.code)

    assert _heads(back) == _heads(home)
    assert restored.made_at == NOW
    assert sorted(each.name for each in back.parent.iterdir()) == ["home.kinhold"]


def test_a_backup_of_a_locked_file_comes_back_locked(home, tmp_path):
    code = _lock(home)
    made = _back_up(home, tmp_path / "stick", key=_key(home))
    back = tmp_path / "back.kinhold"
    backups.restore(made.path, back, code=code)

    assert made.code == ""
    assert _heads(back, _key(back)) == _heads(home, _key(home))


def test_a_backup_shows_nothing_and_leaves_nothing_beside_the_file(home, tmp_path):
    made = _back_up(home, tmp_path / "stick")

    assert b"Harbour" not in made.path.read_bytes()
    assert sorted(each.name for each in home.parent.iterdir()) == ["home.kinhold", "stick"]


def test_the_code_is_shown_with_the_first_backup_only(home, tmp_path):
    first = _back_up(home, tmp_path / "stick")
    second = _back_up(home, tmp_path / "stick", now=NOW + timedelta(hours=1))

    assert len(first.code.split()) == 9
    assert second.code == ""
    backups.restore(second.path, tmp_path / "back.kinhold", code=first.code)


def test_another_code_does_not_open_a_backup(home, tmp_path):
    made = _back_up(home, tmp_path / "stick")

    with pytest.raises(backups.WrongCode, match="does not open this backup"):
        backups.restore(made.path, tmp_path / "b", code=envelope.recovery_code(bytes(16)))
    with pytest.raises(backups.WrongCode, match="nine words"):
        backups.restore(made.path, tmp_path / "b", code="my passphrase")
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    "harm", [lambda raw: raw[:-40], lambda raw: raw[:900], lambda _raw: b"text"]
)
def test_a_backup_that_was_cut_or_is_none_says_so(home, tmp_path, harm):
    made = _back_up(home, tmp_path / "stick")
    made.path.write_bytes(harm(made.path.read_bytes()))

    with pytest.raises(backups.NotABackup, match="another backup"):
        backups.restore(made.path, tmp_path / "back.kinhold", code=made.code)
    assert not (tmp_path / "back.kinhold").exists()


def test_restoring_never_takes_the_place_of_a_file(home, tmp_path):
    made = _back_up(home, tmp_path / "stick")

    with pytest.raises(FileAlreadyThere):
        backups.restore(made.path, home, code=made.code)


def test_a_backup_that_is_not_there_is_said_not_to_be(tmp_path):
    with pytest.raises(NoSuchFile):
        backups.restore(tmp_path / "none", tmp_path / "x", code=envelope.recovery_code(bytes(16)))


def test_what_was_erased_after_the_backup_does_not_come_back(home, tmp_path):
    made = _back_up(home, tmp_path / "stick")
    with open_store(home) as store:
        photograph = store.keep_file(LOG, b"photograph")
        entry = next(iter(store.read(LOG)))
        gone = Erasure(LOG, entry.entry_id, digests_of(entry.disclosures), (photograph,))
        store.erase([gone, Erasure(DIARY, "")])
        backups.keep_erasures(tmp_path / "stick", "home", store.erasures())
    restored = backups.restore(made.path, tmp_path / "back.kinhold", code=made.code)

    with open_store(tmp_path / "back.kinhold") as back:
        entries, diary = list(back.read(LOG)), list(back.read(DIARY))
        with pytest.raises(FileNotKept):
            back.file(LOG, photograph)
    assert (restored.erased_again, restored.erasures_known) == (2, True)
    assert entries[0].disclosures is None
    assert entries[1].disclosures
    assert all(each.disclosures is None for each in diary)


def test_one_backup_a_day_is_kept_for_a_week_and_one_a_week_for_five():
    made = [NOW - timedelta(hours=6 * n) for n in range(4 * 60)]
    gone = set(backups.to_expire(made, now=NOW))
    kept = [each for each in made if each not in gone]

    assert max(kept) == NOW
    assert NOW - min(kept) <= backups.LONGEST_KEPT
    assert sum(NOW - each > backups.ALL_KEPT for each in kept) <= 7 + 5
    assert [each for each in made[:5] if each not in kept] == []


def test_the_newest_backup_is_kept_however_old_it_is():
    made = [NOW - timedelta(days=100), NOW - timedelta(days=90)]

    assert backups.to_expire(made, now=NOW) == (made[0],)


def test_expired_backups_leave_the_folder_and_nothing_else_does(home, tmp_path):
    stick = tmp_path / "stick"
    old = _back_up(home, stick, now=NOW - timedelta(days=60))
    others = [
        stick / name for name in ("photo.jpg", "home-20200101.kinhold.age", "home.kinhold.age")
    ]
    for each in others:
        each.write_bytes(b"")
    made = _back_up(home, stick)

    assert made.expired == (old.path,)
    assert all(map(Path.exists, others))


def test_a_folder_that_cannot_be_written_is_a_sentence(home, tmp_path):
    (tmp_path / "stick").write_text("a file")

    with pytest.raises((FileAlreadyThere, NoSuchFile, NotAKinholdFile)):
        _back_up(home, tmp_path / "stick")


def test_what_an_older_file_left_beside_the_name_is_not_taken_for_the_new_one(home, tmp_path):
    made = _back_up(home, tmp_path / "stick")
    back = tmp_path / "back.kinhold"
    back.with_name("back.kinhold-wal").write_bytes(b"another household's last night")

    with pytest.raises(FileAlreadyThere, match=r"back\.kinhold-wal"):
        backups.restore(made.path, back, code=made.code)
    with pytest.raises(FileAlreadyThere, match=r"back\.kinhold-wal"):
        open_store(back, create=True)
