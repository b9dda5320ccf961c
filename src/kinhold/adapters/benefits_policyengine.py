"""PolicyEngine as a second opinion: a program of its own, asked over its standard input.

PolicyEngine is under the AGPL and heavy (0.9 GB, half a minute to start): it is never imported here. The
person names a Python that has `policyengine-uk` or `policyengine-us` (the variable
`KINHOLD_POLICYENGINE`); it is started with the first question, kept, and ended with this process.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kinhold.domain.findings import KinholdError
from kinhold.engines.money.child_support.estimate import MONTHS
from kinhold.engines.money.entitlements.claimant import told
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kinhold.engines.money.entitlements.claimant import Claimant

VARIABLE: Final = "KINHOLD_POLICYENGINE"
PROGRAM: Final = Path(__file__).with_name("benefits_policyengine_program.py")
STARTING: Final = 240.0
"""Wall-clock seconds for the first answer: loading alone took up to a hundred on two busy cores."""
EACH: Final = 20.0
"""Wall-clock seconds more for each family."""
_END: Final = 2.0
_CHUNK: Final = 65536


class PolicyEngineError(KinholdError):
    """PolicyEngine is not there, did not answer in time, or gave no figures."""


class PolicyEngineWorker:
    """The `BenefitsCalculator` that asks a long-lived program; use from one thread at a time."""

    def __init__(self, python: str, *, starting: float = STARTING, each: float = EACH) -> None:
        """Take the Python to run; nothing is started yet.

        Args:
            python: path of an interpreter with PolicyEngine.
            starting: wall-clock seconds for the first answer.
            each: wall-clock seconds more for each family.
        """
        self._python: Final = python
        self._starting: Final = starting
        self._each: Final = each
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(
        self, claimants: Sequence[Claimant], *, country: str, on: date
    ) -> tuple[Mapping[str, Fraction], ...]:
        """Return PolicyEngine's yearly amounts; see `BenefitsCalculator`.

        Raises:
            PolicyEngineError: with a sentence that says what to do.
            NotToldError: where a family is not wholly told.
        """
        families = [_family(claimant, on) for claimant in claimants]
        asked = {"country": country, "year": on.year, "families": families}
        process, seconds = self._started(), self._starting + self._each * len(families)
        answer = self._answer(process, json.dumps(asked).encode() + b"\n", seconds)
        if "problem" in answer:
            raise PolicyEngineError(
                _("PolicyEngine gave no figures: {answer}").format(answer=answer["problem"])
            )
        return tuple(
            {code: Fraction(text) for code, text in found.items()} for found in answer["figures"]
        )

    def close(self) -> None:
        """End the program; the next question starts it again."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the person names the program
                [self._python, "-I", str(PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as problem:
            raise PolicyEngineError(
                _(
                    "{python} cannot be run ({strerror}). Set {variable} to a Python that has "
                    "policyengine-uk or policyengine-us."
                ).format(python=self._python, strerror=problem.strerror, variable=VARIABLE)
            ) from None
        atexit.register(self.close)
        return self._process

    def _answer(
        self, process: subprocess.Popen[bytes], question: bytes, seconds: float
    ) -> dict[str, Any]:
        if process.stdin is None or process.stdout is None:
            raise PolicyEngineError(_("PolicyEngine was started without a way to ask it."))
        deadline, got = time.monotonic() + seconds, b""
        try:
            process.stdin.write(question)
            process.stdin.flush()
        except OSError:
            self.close()
            raise PolicyEngineError(
                _("PolicyEngine ended before it was asked. Try again.")
            ) from None
        while not got.endswith(b"\n"):
            left = deadline - time.monotonic()
            ready = select.select([process.stdout], [], [], max(0.0, left))[0] if left > 0 else []
            part = os.read(process.stdout.fileno(), _CHUNK) if ready else b""
            if not part:
                self.close()
                said = (
                    _("ended without an answer")
                    if ready
                    else _("did not answer in {seconds:g} seconds").format(seconds=seconds)
                )
                raise PolicyEngineError(
                    _("PolicyEngine {said}. Its figures are left out.").format(said=said)
                )
            got += part
        try:
            answer = json.loads(got)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            self.close()
            raise PolicyEngineError(_("PolicyEngine answered something that cannot be read."))
        return answer


_workers: Final[dict[str, PolicyEngineWorker]] = {}


def policyengine() -> PolicyEngineWorker:
    """Return the program that the environment names; the same one each time.

    Raises:
        PolicyEngineError: where it names none.
    """
    python = os.environ.get(VARIABLE, "")
    if not python:
        raise PolicyEngineError(
            _(
                "{variable} is not set. Set it to a Python that has policyengine-uk or "
                "policyengine-us."
            ).format(variable=VARIABLE)
        )
    return _workers.setdefault(python, PolicyEngineWorker(python))


def _family(claimant: Claimant, on: date) -> dict[str, Any]:
    """A family with yearly amounts, as the program reads it."""

    def yearly(amount: Fraction) -> float:
        return float(amount * MONTHS)

    return {
        "adults": [
            {"age": told(a.age, "age"), "earnings": yearly(told(a.earnings, "earnings"))}
            for a in claimant.adults
        ],
        "children": [
            {"age": c.years(on), "born": told(c.born, "births").isoformat()}
            for c in claimant.children
        ],
        "married": claimant.married,
        "maintenance": yearly(claimant.maintenance),
        "rent": yearly(told(claimant.rent, "rent")),
        "childcare": yearly(claimant.childcare),
        "savings": float(told(claimant.savings, "savings")),
        "region": claimant.region,
        "london": bool(claimant.in_london),
    }
