"""A household kept from several devices, as a machine that tries everything in any order.

Devices write offline, with dice of their own; they send late, twice, in another order, with heads
that are out of date; the answer is lost, the store dies between two statements, the file is opened
again from what is on the disk, backed up and restored. A plain list says what is right.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlcipher3 import dbapi2
from tests.dice import WEEK_14, CountedDice, later
from tests.durability import plain_record

from kinhold.adapters.memory_store import MemoryStore
from kinhold.adapters.sqlite_store import open_store
from kinhold.application import record_facts
from kinhold.application.open_record import OpenRecord
from kinhold.domain.care import FeedLogged
from kinhold.domain.dates import Edtf
from kinhold.domain.events import NoteWritten
from kinhold.domain.fact import Retracted
from kinhold.domain.wellbeing import DiaryWritten
from kinhold.journal.entry import throw_draft
from kinhold.journal.store import HeadMoved
from kinhold.record.codec import encode

LOGS = {"a" * 32: "household", "b" * 32: "care", "c" * 32: "private:Emily"}
KINDS = {"a" * 32: NoteWritten, "b" * 32: FeedLogged, "c" * 32: DiaryWritten}
DEVICES = ("phone", "tablet", "desk")

devices = st.sampled_from(range(len(DEVICES)))
places = st.integers(0, 1 << 16)


class Died(BaseException):
    """The process is gone: nothing after this is its own doing."""


class Mortal:
    """A connection that dies before its n-th statement, when the files are as they are then."""

    def __init__(self, inner, statements, at_death):
        self._inner, self._left, self._at_death = inner, statements, at_death

    def _count(self):
        self._left -= 1
        if self._left == 0:
            self._at_death()
            raise Died

    def execute(self, *words):
        self._count()
        return self._inner.execute(*words)

    def executemany(self, *words):
        self._count()
        return self._inner.executemany(*words)

    def __getattr__(self, name):
        return getattr(self._inner, name)


@dataclass
class Written:
    """A draft, the log it is for, and the fact that it says."""

    log_id: str
    draft: object
    fact: object


@dataclass
class Device:
    """A face that takes entries, perhaps offline."""

    dice: CountedDice
    seen: dict
    waiting: list[Written] = field(default_factory=list)
    sent: list[Written] = field(default_factory=list)


class Household(RuleBasedStateMachine):
    """Devices and a store, here one in memory."""

    told: ClassVar[Counter] = Counter()

    def __init__(self):
        super().__init__()
        self.minutes = 0
        self.begin()
        for log_id, space in LOGS.items():
            self.store.create_log(log_id, space=space)
        self.folded = OpenRecord(self.store, CountedDice("record"))
        self.model: dict[str, list[Written]] = {log_id: [] for log_id in LOGS}
        self.devices = [Device(CountedDice(name), self.heads()) for name in DEVICES]

    def begin(self):
        self.store = MemoryStore()

    def heads(self):
        return {log_id: self.store.head(log_id) for log_id in LOGS}

    def _now(self):
        self.minutes += 1
        return later(self.minutes)

    # --- Writing, offline -------------------------------------------------------------------------

    def _write(self, device, log_id, fact):
        draft = throw_draft(entry_id=fact.fact_id, parts=encode(fact), dice=device.dice)
        device.waiting.append(Written(log_id, draft, fact))

    def _any(self, device, place):
        """Something that this device knows of: sent by anybody, or still waiting on it."""
        known = [w for log in self.model.values() for w in log] + device.waiting
        return known[place % len(known)] if known else None

    @rule(device=devices, log_id=st.sampled_from(sorted(LOGS)), replaces=st.none() | places)
    def write(self, device, log_id, replaces):
        device = self.devices[device]
        target = None if replaces is None else self._any(device, replaces)
        log_id = target.log_id if target else log_id
        fact = KINDS[log_id](
            fact_id=device.dice.new_entry_id(),
            occurred=Edtf("2026-11-22"),
            about="Noah",
            replaces=target.fact.fact_id if target else "",
        )
        self._write(device, log_id, fact)

    @rule(device=devices, place=places)
    def take_back(self, device, place):
        device = self.devices[device]
        target = self._any(device, place)
        if target:
            new, day = device.dice.new_entry_id(), Edtf("2026-11-22")
            fact = Retracted(fact_id=new, occurred=day, replaces=target.fact.fact_id)
            self._write(device, target.log_id, fact)

    # --- Sending ----------------------------------------------------------------------------------

    def _choose(self, device, data):
        order = data.draw(st.permutations(range(len(device.waiting))))
        count = data.draw(st.integers(0, len(order)))
        again = (
            data.draw(st.lists(st.sampled_from(device.sent), max_size=2, unique_by=id))
            if (device.sent)
            else []
        )
        chosen = again + [device.waiting[place] for place in order[:count]]
        return {log_id: [w for w in chosen if w.log_id == log_id] for log_id in LOGS}

    def _append(self, chosen, heads):
        batches = {
            log_id: ([w.draft for w in writings], heads[log_id])
            for log_id, writings in chosen.items()
            if writings
        }
        return self.store.append_all(batches, recorded_at=self._now())

    def _new(self, chosen):
        there = {w.fact.fact_id for log in self.model.values() for w in log}
        return {i: [w for w in ws if w.fact.fact_id not in there] for i, ws in chosen.items()}

    def _kept(self, new):
        for log_id, writings in new.items():
            self.model[log_id] += writings

    def _heard(self, device, chosen, heads):
        device.seen.update(heads)
        for writings in chosen.values():
            for each in writings:
                if each in device.waiting:
                    device.waiting.remove(each)
                    device.sent.append(each)

    @rule(device=devices, data=st.data(), answered=st.booleans())
    def send(self, device, data, answered):
        device = self.devices[device]
        chosen = self._choose(device, data)
        new, now = self._new(chosen), self.heads()
        stale = any(new[each] and device.seen[each] != now[each] for each in LOGS)
        refusal = None
        try:
            heads = self._append(chosen, device.seen)
        except HeadMoved as moved:
            refusal = moved
        assert stale == (refusal is not None)
        if refusal:
            assert refusal.head == now[refusal.head.log_id]
            self.told["stale heads refused"] += 1
            device.seen = self.heads()
            heads = self._append(chosen, device.seen)
        self._kept(new)
        self.told["sends"] += 1
        if answered:
            self._heard(device, chosen, heads)
        else:
            self.told["answers lost"] += 1

    @rule(device=devices)
    def look(self, device):
        self.devices[device].seen = self.heads()

    @rule()
    def undo_what_was_written_last(self):
        if not any(self.model.values()):
            return
        dice = CountedDice(f"undo {self.minutes}")
        fact = record_facts.undo_latest(
            record=self.folded.record(), on=WEEK_14.date(), new_id=dice.new_entry_id
        )
        (log_id,) = [
            i for i, log in self.model.items() for w in log if w.fact.fact_id == fact.replaces
        ]
        draft = throw_draft(entry_id=fact.fact_id, parts=encode(fact), dice=dice)
        chosen = {log_id: [Written(log_id, draft, fact)]}
        self._append(chosen, self.heads())
        self._kept(chosen)

    # --- What has to hold -------------------------------------------------------------------------

    @invariant()
    def the_store_holds_what_the_list_holds(self):
        for log_id, log in self.model.items():
            entries = list(self.store.read(log_id))
            head = self.store.head(log_id)
            found = [(e.entry_id, e.disclosures, e.commitments) for e in entries]
            drafts = [w.draft for w in log]
            assert found == [(d.entry_id, d.disclosures, d.commitments) for d in drafts]
            assert (head.size, head.root) == (
                len(log),
                plain_record.root([e.leaf for e in entries]),
            )

    @invariant()
    def the_same_facts_stand(self):
        spaces = self.folded.record().spaces
        for log_id, log in self.model.items():
            found = {f.fact_id for f in spaces[LOGS[log_id]].standing.all()}
            assert found == plain_record.standing([w.fact for w in log])


class HouseholdInAFile(Household):
    """The same in a file, which can be left in the middle, opened again, backed up and restored."""

    key: bytes | None = None

    def begin(self):
        self.folder = Path(tempfile.mkdtemp(prefix="household-"))
        self.number = 0
        self.backups = []
        self.store = open_store(self._path(), create=True, key=self.key)

    def teardown(self):
        self.store.close()
        shutil.rmtree(self.folder)

    def _path(self):
        return self.folder / f"{self.number}.kinhold"

    def _snapshot(self):
        """Copy what is on the disk now; the store goes on with the copy."""
        old = self._path()
        self.number += 1
        for end in ("", "-wal", "-journal"):
            if Path(f"{old}{end}").exists():
                shutil.copy(f"{old}{end}", f"{self._path()}{end}")

    def _reopen(self):
        self.store = open_store(self._path(), key=self.key)
        self.folded = OpenRecord(self.store, CountedDice("record"))

    @rule(device=devices, data=st.data(), statements=st.integers(1, 12))
    def die_while_sending(self, device, data, statements):
        device = self.devices[device]
        chosen = self._choose(device, data)
        new, old = self._new(chosen), self.store
        device.seen = self.heads()
        inner = old._connection
        old._connection = Mortal(inner, statements, self._snapshot)
        try:
            heads = self._append(chosen, device.seen)
        except Died:
            self.told["deaths between statements"] += 1
            old._connection = inner
            old.close()
            self._reopen()
        else:
            old._connection = inner
            self._kept(new)
            self._heard(device, chosen, heads)

    @rule()
    def open_again_without_closing(self):
        old = self.store
        self._snapshot()
        self._reopen()
        old.close()
        self.told["openings without closing"] += 1

    @rule()
    def back_up(self):
        path = self.folder / f"{len(self.backups)}.backup"
        copy = dbapi2.connect(str(path))
        if self.key is not None:
            copy.execute(f"PRAGMA key = \"x'{self.key.hex()}'\"")
        self.store._connection.backup(copy)
        copy.close()
        self.backups.append((path, {log_id: list(log) for log_id, log in self.model.items()}))

    @precondition(lambda self: self.backups)
    @rule(place=places)
    def restore(self, place):
        path, model = self.backups[place % len(self.backups)]
        self.store.close()
        self.number += 1
        shutil.copy(path, self._path())
        self.model = {log_id: list(log) for log_id, log in model.items()}
        self._reopen()
        self.told["restores"] += 1

    @precondition(lambda self: self.backups)
    @rule(device=devices)
    def send_everything_again(self, device):
        """After a restore, what a device still has comes back by sending it once more."""
        device = self.devices[device]
        mine = device.sent + device.waiting
        chosen = {log_id: [w for w in mine if w.log_id == log_id] for log_id in LOGS}
        new = self._new(chosen)
        self._heard(device, chosen, self._append(chosen, self.heads()))
        self._kept(new)


class HouseholdInALockedFile(HouseholdInAFile):
    """The same in a file that is enciphered as a whole."""

    key = bytes(range(32))
