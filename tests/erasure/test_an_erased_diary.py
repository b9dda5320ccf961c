"""A diary that was erased, looked for in every byte that is left, by somebody who knows its words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from random import Random

import pytest
from sqlcipher3 import dbapi2
from tests.traces import holds

from kinhold.adapters import envelope
from kinhold.adapters.sqlite_sealed import _PURPOSE
from kinhold.adapters.sqlite_store import open_store
from kinhold.api import lock_household, open_household, restore_household, unlock_household
from kinhold.application.diary import NothingOpensError

WORDS = "grey heron under the bridge"
PASSPHRASE = "seven quiet nights"
HEADER = """
household zone=Europe/London country=uk currency=GBP of=Emily
2020 person Emily role=self
""".strip().splitlines()
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.moment = NOW

    def now(self):
        self.moment += timedelta(seconds=7)
        return self.moment


def _secret(number):
    return f"Harbour Street {number:04d} behind the blue door"


def _every_byte(folder):
    return b"\0".join(each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file())


def _unpacked(backup, code):
    import pyrage
    import zstandard

    identity = envelope.identity_of(envelope.read_recovery_code(code))
    opened = pyrage.decrypt(backup.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    return zstandard.ZstdDecompressor().decompressobj().decompress(opened)


def _sealed(path):
    """Every blob that lies in the tables of what is sealed, and the keys among them."""
    connection = dbapi2.connect(path)
    try:
        keys = [row[0] for row in connection.execute("SELECT key FROM sealed")]
        return keys, [row[0] for row in connection.execute("SELECT content FROM sealed_entry")]
    finally:
        connection.close()


@pytest.mark.torture
@pytest.mark.parametrize("locked", [False, True], ids=["plain", "locked"])
def test_words_key_and_ciphertext_are_in_no_byte_of_file_log_or_backup(tmp_path, locked):
    """
    Emily writes twenty entries and backs up, erases the diary, and backs up again. A stranger has
    every byte, the recovery code, and knows the words that opened it.
    """
    path, stick = tmp_path / "home" / "emily.kinhold", tmp_path / "stick"
    path.parent.mkdir()
    with open_household(path, create=True, clock=Clock()) as home:
        for line in HEADER:
            home.add(line)
        diary = home.diary.begin(WORDS)
        for number in range(20):
            diary.write(_secret(number))
        own_key = diary._open[0].key
        wrapped, contents = _sealed(path)
    code = lock_household(path, passphrase=PASSPHRASE) if locked else ""
    with open_household(path, clock=Clock(), passphrase=PASSPHRASE) as home:
        before = home.safekeeping.back_up(stick)
        code = code or before.code
        home.diary.open(WORDS).erase()
        while_open = _every_byte(path.parent)
        after = home.safekeeping.back_up(stick)
        assert home.safekeeping.check().sound
        with pytest.raises(NothingOpensError):
            home.diary.open(WORDS)
    if locked:
        unlock_household(path, words=code)

    left = [while_open, _every_byte(path.parent), _unpacked(after.path, code)]
    gone = [own_key, *wrapped, *(c[:64] for c in contents), *(c[-64:] for c in contents)]
    assert len(gone) == 42
    assert [g for g in gone for raw in left if g in raw] == []
    assert not any(holds(raw, _secret(n)) for raw in left for n in range(20))
    assert not any(holds(_every_byte(stick), _secret(n)) for n in range(20))
    assert _sealed(path) == ([], [])


@pytest.mark.torture
def test_the_search_finds_the_wrapped_key_and_the_ciphertext_before_it_is_erased(tmp_path):
    path = tmp_path / "emily.kinhold"
    with open_household(path, create=True, clock=Clock()) as home:
        home.diary.begin(WORDS).write(_secret(1))
    (wrapped,), (content,) = _sealed(path)

    assert wrapped in path.read_bytes()
    assert content[:64] in path.read_bytes()


@pytest.mark.torture
def test_a_backup_made_before_still_opens_with_the_words_as_the_command_says(tmp_path):
    path, stick = tmp_path / "emily.kinhold", tmp_path / "stick"
    with open_household(path, create=True, clock=Clock()) as home:
        for line in HEADER:
            home.add(line)
        home.diary.begin(WORDS).write(_secret(1))
        made = home.safekeeping.back_up(stick)
        home.diary.open(WORDS).erase()
        told = home.safekeeping.page(), list(stick.iterdir())
    restored = restore_household(made.path, tmp_path / "back.kinhold", code=made.code)

    with open_household(tmp_path / "back.kinhold") as back:
        assert back.diary.open(WORDS).check() == 1
    assert restored.erased_again == 0
    assert told[1] == [made.path]  # no list of erasures, which would say that there was one


@pytest.mark.torture
def test_the_old_words_open_nothing_after_other_words_took_their_place(tmp_path):
    path = tmp_path / "emily.kinhold"
    with open_household(path, create=True, clock=Clock()) as home:
        diary = home.diary.begin(WORDS)
        diary.write(_secret(1))
        (wrapped,), _ = _sealed(path)
        diary.change_secret("nine oranges and a candle")
        while_open = _every_byte(tmp_path)
    (salt, memory, passes) = dbapi2.connect(path).execute("SELECT * FROM sealed_salt").fetchone()
    made = envelope.stretched(WORDS, salt=salt, memory_kib=memory, passes=passes)

    assert wrapped not in while_open + _every_byte(tmp_path)
    assert envelope.derived(made, _PURPOSE) not in _every_byte(tmp_path)


def _write_on(path):
    with open_household(path, clock=Clock()) as home:
        diary = home.diary.open(WORDS)
        for number in range(1000):
            diary.write(f"entry {number}")


@pytest.mark.torture
def test_a_program_that_was_killed_while_writing_leaves_a_diary_that_adds_up(tmp_path):
    path, random, counts = tmp_path / "emily.kinhold", Random(7), []
    with open_household(path, create=True, clock=Clock()) as home:
        home.diary.begin(WORDS)
    for _ in range(6):
        worker = get_context("fork").Process(target=_write_on, args=(path,))
        worker.start()
        worker.join(random.uniform(0.6, 1.2))
        worker.kill()
        worker.join()
        with open_household(path, clock=Clock()) as home:
            counts.append(home.diary.open(WORDS).check())

    assert counts == sorted(counts)
    assert counts[-1] > 0
    with open_store(path) as store:
        assert store.log_ids() == ()
