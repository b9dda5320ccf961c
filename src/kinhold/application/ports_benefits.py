"""What a second opinion on benefits needs from the outside world; an adapter stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from kinhold.engines.money.entitlements.claimant import Claimant


class BenefitsCalculator(Protocol):
    """Another program's figures for the same families."""

    def __call__(
        self, claimants: Sequence[Claimant], *, country: str, on: date
    ) -> tuple[Mapping[str, Fraction], ...]:
        """Return yearly amounts by the code of each programme, one mapping for each family.

        Args:
            claimants: families with everything told.
            country: `uk` or `us`.
            on: the day whose rules are used.

        Raises:
            KinholdError: where the program cannot be run, with a sentence that says what to do.
        """
        ...
