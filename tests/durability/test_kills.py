"""A program that is killed in the middle of its work leaves a household that is whole."""

from __future__ import annotations

import json

import pytest
from tests.durability import scale
from tests.durability.conftest import run_module

pytestmark = [pytest.mark.torture, pytest.mark.timeout(scale.seconds(300))]

GOOD = {"as acknowledged", "with the step under way", "not begun"}


def test_a_killed_program_loses_nothing_that_was_acknowledged(quick_folder, key):
    kills = -(-scale.kills() // 2)

    done = json.loads(run_module("killed", quick_folder, key.hex() if key else "-", kills, 11))

    name = "keyed" if key else "plain"
    print(f"\nkills, {name}: {kills}, {done['acknowledged']} steps acknowledged, {done['found']}")
    assert done["acknowledged"] >= kills
    assert set(done["found"]) <= GOOD
