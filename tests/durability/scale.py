"""How much of each torture is done; every count comes from here.

`KINHOLD_TORTURE` names the number of simulated power cuts, and the rest follows from it:

| what                                     | unset, or 4000 | 1000 | 100000 |
|------------------------------------------|----------------|------|--------|
| power cuts, over plain and keyed files    | 4,000          | 1,000| 100,000|
| power cuts of each control                | 500            | 125  | 5,000  |
| power cuts while a file is being begun    | 400            | 100  | 10,000 |
| power cuts while a file is locked         | 400            | 100  | 10,000 |
| killed processes                          | 200            | 50   | 2,000  |
| calls that fail                           | 300            | 75   | all    |
| stories of a machine for each store       | 60             | 15   | 1,500  |
| bundles that are changed                  | 20,000         | 5,000| 500,000|
| secrets that are planted and erased       | 50             | 50   | 500    |

"All" calls: every call of the scripted run in every way in which it can fail, from 20,000 on.
"""

from __future__ import annotations

import os

USUAL = 4_000
RELEASE = 20_000


def asked() -> int:
    """How many power cuts are asked for."""
    return max(40, int(os.environ.get("KINHOLD_TORTURE") or USUAL))


def _share(usual: int, *, most: int | None = None) -> int:
    count = max(1, usual * asked() // USUAL)
    return count if most is None else min(count, most)


def power_cuts() -> int:
    """Crash images in all, half of them of a keyed file."""
    return asked()


def control_cuts() -> int:
    """Crash images of each control."""
    return _share(500, most=5_000)


def cuts_while_beginning() -> int:
    """Crash images of a file that is being begun."""
    return _share(400)


def cuts_while_locking() -> int:
    """Crash images of a file that is being locked and unlocked."""
    return _share(400)


def kills() -> int:
    """Processes that are killed."""
    return _share(200, most=2_000)


def failing_calls() -> int | None:
    """Points at which a call fails; None for all of them."""
    return None if asked() >= RELEASE else _share(300)


def stories() -> int:
    """How many runs of the state machine each store gets."""
    return _share(60)


def seconds(usual: int) -> int:
    """A time limit that grows with the counts."""
    return usual * max(1, -(-asked() // USUAL))
