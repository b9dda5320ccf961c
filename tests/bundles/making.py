"""Bundles for tests: logs of a small household, their keys, and what of them is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.dice import WEEK_14, CountedDice

from kinhold.journal import notes
from kinhold.journal.bundle import LogExport, write_bundle
from kinhold.journal.entry import Entry, throw_draft
from kinhold.journal.log import LogEnd, seal_all

README = "Unpack nothing. Run: python3 verify.py bundle.zip\n"


@dataclass
class KeptLog:
    """A log with its key, as a household has it."""

    log_id: str
    private: Ed25519PrivateKey
    entries: list[Entry] = field(default_factory=list)
    end: LogEnd | None = None

    @property
    def vkey(self):
        return notes.vkey_of_log(
            self.log_id, public_key=self.private.public_key().public_bytes_raw()
        )

    def append(self, parts, *, dice, minutes):
        draft = throw_draft(entry_id=dice.new_entry_id(), parts=parts, dice=dice)
        moment = WEEK_14 + timedelta(minutes=minutes)
        sealed, self.end = seal_all(self.end or LogEnd(self.log_id), [draft], recorded_at=moment)
        self.entries += sealed

    def checkpoint(self, size=None):
        end = LogEnd(self.log_id)
        some = self.entries if size is None else self.entries[:size]
        grown = end.frontier.grown(each.leaf_hash for each in some)
        head = LogEnd(self.log_id, grown).head
        return notes.sign_checkpoint(head, vkey=self.vkey, sign=self.private.sign)

    def export(self, *, shown=None, leaves=None, older=(), anchors=None, zone="Europe/London"):
        """What goes into a bundle; everything, unless numbers of leaves or entries are given."""
        every = range(len(self.entries))
        leaves = every if leaves is None else leaves
        return LogExport(
            log_id=self.log_id,
            zone=zone,
            vkey=self.vkey,
            checkpoint=self.checkpoint(),
            leaf_hashes=[each.leaf_hash for each in self.entries],
            leaves={n: self.entries[n].leaf for n in leaves},
            disclosures={
                n: self.entries[n].disclosures for n in (leaves if shown is None else shown)
            },
            older=[self.checkpoint(size) for size in older],
            anchors=anchors or {},
        )


def kept_log(seed, count=0, **occurred):
    """A log of so many handovers, a quarter of an hour apart; every third names an address."""
    dice = CountedDice(seed)
    key = Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())
    log = KeptLog(dice.new_log_id(), key)
    for number in range(count):
        content = {
            "occurred": f"2026-11-{1 + number % 21:02}T18:{number % 60:02}",
            "about": "Oliver",
            "state": "missed",
            "words": f"Noah waited at the door, time {number}.",
        }
        parts = [("handover/1", content)]
        if number % 3 == 0:
            parts.append(("handover.places", {"place": f"{number} Möbius Road"}))
        log.append(parts, dice=dice, minutes=15 * number)
    return log


def signer(*logs):
    """What signs with the keys of these logs."""
    keys = {log.log_id: log.private for log in logs}
    return lambda log_id, message: keys[log_id].sign(message)


def bundle(*logs, exports=None, documents=None, attachments=(), readme=README):
    """A bundle of these logs, whole unless exports are given."""
    return write_bundle(
        logs=exports or [log.export() for log in logs],
        documents=documents or {},
        attachments=attachments,
        readme=readme,
        sign=signer(*logs),
    )
