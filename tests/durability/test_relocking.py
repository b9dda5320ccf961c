"""The power goes while a file is locked or unlocked: it is one or the other, and whole."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from tests.durability import scale
from tests.durability.cuts import cuts
from tests.durability.judging import LOST, WHOLE, Account, judge, spread
from tests.durability.relocking import STEPS
from tests.durability.replay import read_trace

envelope = pytest.importorskip(
    "kinhold.adapters.envelope", reason="This Kinhold does not lock files with a passphrase."
)
locking = pytest.importorskip("kinhold.adapters.locking")
pytestmark = [pytest.mark.torture, pytest.mark.timeout(scale.seconds(300))]


def _locked(path):
    return path.exists() and not path.read_bytes().startswith(b"SQLite format 3\x00")


def test_a_power_cut_while_a_file_is_locked_leaves_the_old_or_the_new(recorder, quick_folder):
    home, trace, account = (quick_folder / name for name in ("disk", "trace", "account"))
    home.mkdir()
    recorder.run("relocking", home / "home.kinhold", account, folder=home, trace=trace)
    operations, told = read_trace(trace), Account.read(account)
    code = account.with_name("account.code").read_text("utf-8")
    key = envelope.file_key(envelope.read_recovery_code(code))
    acknowledged = [at for at, each in enumerate(operations) if each.what == "A"]
    last = len(told.steps) - 1 - len(STEPS)  # the step after which the file is unlocked
    count, found, random = scale.cuts_while_locking(), Counter(), Random(5)
    image_folder = quick_folder / "image"
    image_folder.mkdir()

    for step in (last - len(STEPS), last):
        moments = {"first": acknowledged[step - 1] + 1, "last": acknowledged[step]}
        for image, by_then, _ in cuts(operations, count // 2, random=random, **moments):
            path = spread(image, image_folder)
            locked = _locked(path)
            verdict = judge(path, key if locked else None, told, by_then)
            openable = not locked or locking.lock_file_of(path).exists()
            state = "locked" if locked else "plain"
            found[state if verdict == WHOLE and openable else verdict] += 1

    print(f"\npower cuts while a file is locked and unlocked: {count} images, {dict(found)}")
    assert set(found) == {"plain", "locked"}
    assert found[LOST] == 0
