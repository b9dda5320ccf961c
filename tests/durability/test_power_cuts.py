"""The power goes at an arbitrary moment: whatever was acknowledged is there, to the letter.

The program is the real one, on its real driver; only the disk is simulated (`replay.py`). The
same program with weaker syncing is the control: if that lost nothing, neither test shows anything.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest
from tests.durability import scale
from tests.durability.cuts import cuts
from tests.durability.judging import CORRUPT, LOST, WHOLE, Account, carries_on, judge, spread
from tests.durability.program import BEGINNING, opened
from tests.durability.replay import Disk, read_trace

from kinhold.adapters.sqlite_file import HouseholdFileError

pytestmark = [pytest.mark.torture, pytest.mark.timeout(scale.seconds(300))]

STEPS = 200
CUTS_OF_ONE_RUN = 10_000
CARRY_ON_EVERY = 16


@dataclass(frozen=True)
class Run:
    """One run of the program: what it did to the disk, and what it was told."""

    operations: list
    account: Account
    left: dict[str, bytes]

    @property
    def first_acknowledgement(self) -> int:
        return next(at for at, each in enumerate(self.operations) if each.what == "A")


@pytest.fixture
def run_once(recorder, quick_folder):
    """Run the program on a watched disk."""

    def run(key, synchronous="FULL", *, seed=1, steps=STEPS):
        place = quick_folder / f"{seed}{synchronous}"
        home, trace, account = place / "disk", place / "trace", place / "account"
        home.mkdir(parents=True)
        words = (home / "home.kinhold", key.hex() if key else "-", synchronous)
        recorder.run("program", *words, seed, steps, account, folder=home, trace=trace)
        left = {p.name: p.read_bytes() for p in home.iterdir() if not p.name.endswith("-shm")}
        done = Run(read_trace(trace), Account.read(account), left)
        shutil.rmtree(place)
        return done

    return run


def verdicts(run, key, count, *, seed, folder, keep):
    """What becomes of the household at so many cuts after the first acknowledgement.

    The first image that is not whole goes to the folder `keep`; its story is the second answer.
    """
    found, random, first_bad = Counter(), Random(seed), ""
    first = run.first_acknowledgement + 1
    every = cuts(run.operations, count, random=random, first=first, last=len(run.operations))
    for number, (image, acknowledged, where) in enumerate(every):
        path = spread(image, folder)
        verdict = judge(path, key, run.account, acknowledged)
        if verdict == WHOLE and number % CARRY_ON_EVERY == 0:
            verdict = carries_on(path, key)
        if verdict != WHOLE and not first_bad:
            keep.mkdir(exist_ok=True)
            spread(image, keep)
            first_bad = f"{verdict} at {where}, step {acknowledged} acknowledged; see {keep}"
        found[verdict.split(":", maxsplit=1)[0]] += 1
    return found, first_bad


@pytest.fixture
def image_folder(quick_folder):
    folder = quick_folder / "image"
    folder.mkdir()
    return folder


def test_the_recorder_misses_nothing(run_once, key):
    run = run_once(key, steps=60)

    disk = Disk()
    for each in run.operations:
        disk.take(each)

    assert {each.name for each in run.operations if each.what == "C"} >= {"home.kinhold-wal"}
    assert disk.all() == run.left


def test_a_power_cut_loses_nothing_that_was_acknowledged(run_once, key, image_folder, tmp_path):
    images, found, bad = scale.power_cuts() // 2, Counter(), ""
    runs = -(-images // CUTS_OF_ONE_RUN)
    for seed in range(1, runs + 1):
        run = run_once(key, seed=seed)
        some, first_bad = verdicts(
            run, key, images // runs, seed=seed, folder=image_folder, keep=tmp_path / f"{seed}"
        )
        found += some
        bad = bad or first_bad

    name = "keyed" if key else "plain"
    print(
        f"\npower cuts, {name}, synchronous FULL: {found.total()} images of {runs} runs of {STEPS} "
        f"steps, {found[LOST]} lost, {found[CORRUPT]} corrupt"
    )
    assert not bad
    assert found == {WHOLE: images // runs * runs}


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_control_that_syncs_less_is_caught(run_once, key, image_folder, tmp_path, synchronous):
    run, count = run_once(key, synchronous, seed=7), -(-scale.control_cuts() // 2)

    found, _ = verdicts(run, key, count, seed=7, folder=image_folder, keep=tmp_path / "bad")

    bad = found[LOST] + found[CORRUPT]
    name = "keyed" if key else "plain"
    print(
        f"\npower cuts, {name}, control {synchronous}: {found.total()} images, {found[LOST]} lost, "
        f"{found[CORRUPT]} corrupt ({bad / found.total():.0%} bad)"
    )
    assert bad >= found.total() / 2


def test_a_power_cut_while_a_file_is_begun_leaves_none_or_a_plain_answer(
    run_once, key, image_folder
):
    run, answers = run_once(key, steps=0), Counter()
    count = -(-scale.cuts_while_beginning() // 2)

    for image, _, _ in cuts(
        run.operations, count, random=Random(3), first=0, last=run.first_acknowledgement
    ):
        path = spread(image, image_folder)
        there = path.exists()
        try:
            with opened(path, key) as home:
                home.add(BEGINNING[0])
                answers["opens" if there else "not there, begun anew"] += 1
        except HouseholdFileError as refusal:
            answers[f"refused ({type(refusal).__name__})"] += 1

    name = "keyed" if key else "plain"
    print(
        f"\npower cuts while a file is begun, {name}: {count} images, {dict(sorted(answers.items()))}"
    )
    assert answers.total() == count
    assert answers["opens"]
    assert not any(answer.startswith("refused") for answer in answers)
