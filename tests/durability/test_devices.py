"""Several devices, one household: whatever happens in whatever order, the record is the list."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.durability import scale
from tests.durability.devices import Household, HouseholdInAFile, HouseholdInALockedFile

pytestmark = [pytest.mark.torture, pytest.mark.timeout(scale.seconds(600))]

STEPS = 40


@pytest.mark.parametrize("machine", [Household, HouseholdInAFile, HouseholdInALockedFile])
def test_the_record_is_what_the_devices_wrote(machine):
    machine.told = Counter()

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=scale.stories(),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    print(f"\ndevices, {machine.__name__}: {scale.stories()} stories, {dict(machine.told)}")
    assert machine.told["sends"] > scale.stories()
