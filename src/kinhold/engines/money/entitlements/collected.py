"""Questions, findings and facts that turn up while a case is built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import Finding, OpenQuestion

if TYPE_CHECKING:
    from datetime import date

    from kinhold.domain.household import Household


class Collected:
    """Questions, findings and facts, as they turn up."""

    def __init__(self, household: Household, on: date) -> None:
        """Begin with none."""
        self.household: Final = household
        self.on: Final = on
        self.questions: Final[list[OpenQuestion]] = []
        self.findings: Final[list[Finding]] = []
        self.facts: Final[list[str]] = []

    def ask(self, code: str, text: str, why: str, *, about: str = "", example: str = "") -> None:
        """Add a question."""
        self.questions.append(OpenQuestion(f"entitlements.{code}", text, why, about, example))

    def note(self, code: str, message: str, *, where: str = "") -> None:
        """Add what was assumed or left out."""
        self.findings.append(Finding("info", f"entitlements.{code}", message, where))
