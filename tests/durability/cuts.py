"""Where the power goes: arbitrary moments of a trace, and what the disk may hold then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.durability.replay import WAYS, Disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from tests.durability.replay import Operation


def cuts(
    operations: list[Operation], count: int, *, random: Random, first: int, last: int
) -> Iterator[tuple[dict[str, bytes | bytearray], int, str]]:
    """Yield images at moments between two operations, and the step acknowledged by then.

    Args:
        operations: of a whole trace.
        count: how many images.
        random: chooses the moments, the ways and what of the unsynced reached the disk.
        first: how many operations are done at least.
        last: how many are done at most.

    Yields:
        The image, the number of the step acknowledged last, and words that name the cut.
    """
    disk, at, acknowledged = Disk(), 0, 0
    for moment in sorted(random.randint(first, last) for _ in range(count)):
        for each in operations[at:moment]:
            disk.take(each)
            acknowledged = int(each.data) if each.what == "A" else acknowledged
        at = moment
        way = random.choice(WAYS)
        yield disk.image(way, random), acknowledged, f"operation {moment}, {way}"
