"""Planted secrets, erased, and looked for in every byte that is left."""

from __future__ import annotations

import subprocess
import sys
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from random import Random

import pytest
from tests.durability.scale import asked
from tests.traces import holds

from kinhold.adapters import backups, envelope
from kinhold.adapters.sqlite_store import open_store
from kinhold.api import (
    lock_household,
    open_household,
    restore_household,
    unlock_household,
)
from kinhold.application.keep_file import ToKeep

SECRETS = max(50, min(500, asked() // 80))
PASSPHRASE = "seven quiet nights"
HEADER = """
household zone=Europe/London country=uk currency=GBP of=Emily
2020 person Emily role=self
""".strip().splitlines()
PLACES = ("event", "note", "person", "diary", "story", "correction", "file")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.moment = NOW

    def now(self):
        self.moment += timedelta(seconds=7)
        return self.moment


def _secret(number):
    return f"Harbour Street {number:04d} behind the blue door"


def _plant(home, number, place):
    """Write one secret down where people write such things; gives the id and what to erase of it."""
    secret = _secret(number)
    if place == "person":
        return home.add(f'2021 person P{number} role=friend address="{secret}"').fact_id, [
            "address"
        ]
    if place == "diary":
        return home.add(f'2026-11-20 diary Emily "{secret}"').fact_id, []
    if place == "story":
        story = home.read(
            f"He went to {secret}. He promised to come back on Sunday, and he did not."
        )
        home.keep_story(story)
        return next(s.fact_id for s in home.stories() if s.digest == story.story_id), []
    if place == "file":
        wanted = ToKeep(content=f"a letter to {secret}".encode(), name=f"letter {number}")
        return home.safekeeping.keep_file(wanted)[0].fact_id, []
    line = (
        f'2026-11-{1 + number % 20:02d} {"note" if place == "note" else "event"} Emily "{secret}"'
    )
    fact = home.add(line)
    if place == "correction":
        return home.correct(fact_id=fact.fact_id, line=line.replace(secret, "not here")).fact_id, []
    return fact.fact_id, []


def _found(raw, numbers):
    return [n for n in numbers if holds(raw, _secret(n))]


def _every_byte(folder):
    return b"\0".join(each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file())


def _deciphered(path):
    """All that the store still gives, also of the diary, whose key is in the file."""
    with open_store(path) as store:
        entries = [e for log_id in store.log_ids() for e in store.read(log_id)]
    return "\0".join(each for e in entries for each in e.disclosures or ()).encode()


def _inside(backup, code):
    """What a backup holds, opened and unpacked by its own tools."""
    import pyrage
    import zstandard

    identity = envelope.identity_of(envelope.read_recovery_code(code))
    opened = pyrage.decrypt(backup.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    return zstandard.ZstdDecompressor().decompressobj().decompress(opened)


@pytest.mark.torture
@pytest.mark.parametrize("locked", [False, True], ids=["plain", "locked"])
def test_what_was_erased_is_in_no_byte_of_file_log_backup_or_restore(tmp_path, locked):
    """
    Emily plants a secret in each kind of place, backs up, erases each one, and backs up again.
    A stranger then has every byte: the file, what lies beside it, both backups and their key.
    """
    path, stick = tmp_path / "home" / "emily.kinhold", tmp_path / "stick"
    path.parent.mkdir()
    numbers = range(SECRETS)
    open_household(path, create=True).close()
    code = lock_household(path, passphrase=PASSPHRASE) if locked else ""
    with open_household(path, clock=Clock(), passphrase=PASSPHRASE) as home:
        for line in HEADER:
            home.add(line)
        planted = [_plant(home, n, PLACES[n % len(PLACES)]) for n in numbers]
        before = home.safekeeping.back_up(stick)
        code = before.code or code
        in_plain = [] if locked else _found(_every_byte(path.parent), numbers)
        for fact_id, fields in planted:
            home.safekeeping.erase(entry_id=fact_id, fields=fields)
        still_open = _found(_every_byte(path.parent), numbers)
        after = home.safekeeping.back_up(stick)
        assert home.safekeeping.check().sound
    back = tmp_path / "back" / "emily.kinhold"
    back.parent.mkdir()
    restored = restore_household(before.path, back, code=code)
    if locked:
        for file in (path, back):
            unlock_household(file, words=code)

    open_to_a_stranger = [n for n in numbers if PLACES[n % len(PLACES)] != "diary"]
    assert in_plain == ([] if locked else open_to_a_stranger)
    if not locked:
        assert _found(_inside(before.path, code), numbers) == open_to_a_stranger
    assert _found(_deciphered(path), numbers) == _found(_deciphered(back), numbers) == []
    assert still_open == []
    assert _found(_every_byte(path.parent), numbers) == []
    assert _found(_every_byte(back.parent), numbers) == []
    assert _found(_inside(after.path, code), numbers) == []
    assert _found(_every_byte(stick), numbers) == []
    assert restored.erased_again >= len(planted)


@pytest.mark.torture
def test_the_command_erases_and_says_nothing_of_what_it_erased(tmp_path):
    path = tmp_path / "emily.kinhold"
    with open_household(path, create=True) as home:
        for line in HEADER:
            home.add(line)
        planted = [_plant(home, n, place) for n, place in enumerate(("event", "note", "story"))]
    said = b""
    for fact_id, _ in planted:
        done = subprocess.run(
            [sys.executable, "-m", "kinhold.cli.main", "erase", str(path), "--entry", fact_id],
            capture_output=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        said += done.stdout + done.stderr

    assert b"Erased: 1 entry" in said
    assert _found(said + _every_byte(tmp_path), range(3)) == []


@pytest.mark.torture
def test_a_diary_erased_as_a_whole_is_in_no_byte_after_its_backup_came_back(tmp_path):
    path, stick = tmp_path / "emily.kinhold", tmp_path / "stick"
    with open_household(path, create=True, clock=Clock()) as home:
        for line in HEADER:
            home.add(line)
        for n in range(20):
            _plant(home, n, "diary")
        made = home.safekeeping.back_up(stick)
        home.safekeeping.erase_space()
    restore_household(made.path, tmp_path / "back.kinhold", code=made.code)

    with open_household(tmp_path / "back.kinhold") as back:
        told = back.export_notation() + repr(list(back.record().facts()))
    assert _found(told.encode(), range(20)) == []


def _erase_everything(path, planted):
    with open_household(path, clock=Clock()) as home:
        for fact_id, fields in planted:
            home.safekeeping.erase(entry_id=fact_id, fields=fields)


@pytest.mark.torture
def test_erasing_that_was_killed_half_way_is_finished_by_erasing_again(tmp_path):
    """
    The machine stops while Emily erases, again and again; what she did not erase stays, and
    erasing once more finishes what was begun.
    """
    path, random = tmp_path / "emily.kinhold", Random(7)
    with open_household(path, create=True, clock=Clock()) as home:
        for line in HEADER:
            home.add(line)
        planted = [_plant(home, n, place) for n, place in enumerate(("event", "note", "file") * 6)]
        home.add('2026-11-22 note Emily "what is to stay"')
    killed = 0
    for _ in range(15):
        worker = get_context("fork").Process(target=_erase_everything, args=(path, planted))
        worker.start()
        worker.join(random.uniform(0.01, 0.25))
        killed += worker.is_alive()
        worker.kill()
        worker.join()
        with open_household(path, clock=Clock()) as home:
            assert home.safekeeping.check().sound
            assert "what is to stay" in home.export_notation()
    _erase_everything(path, planted)

    assert killed
    assert _found(_every_byte(tmp_path), range(len(planted))) == []


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
def test_the_search_finds_words_in_each_alignment(before):
    written = urlsafe_b64encode(f"{before}{_secret(12)}, she said".encode())

    assert holds(written, _secret(12))
    assert not holds(written, _secret(13))


def test_old_backups_expire():
    assert timedelta(days=35) >= backups.LONGEST_KEPT
