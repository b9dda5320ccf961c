"""Another program is asked over its standard input, with a deadline, and ended when it fails."""

from __future__ import annotations

import stat
import sys
from datetime import date
from fractions import Fraction

import pytest

from kinhold.adapters.benefits_policyengine import (
    VARIABLE,
    PolicyEngineError,
    PolicyEngineWorker,
    policyengine,
)
from kinhold.engines.money.entitlements.claimant import (
    Adult,
    Claimant,
    Dependant,
    NotToldError,
)

DAY = date(2026, 11, 22)
HER = Claimant(
    adults=(Adult(age=28, earnings=Fraction(750)),),
    children=(Dependant(born=date(2026, 8, 20)),),
    rent=Fraction(800),
    savings=Fraction(0),
    region="ENG",
)


@pytest.fixture
def program(tmp_path):
    """Write a program that stands in for the Python with PolicyEngine; gives its worker."""
    started = []

    def made(body, **limits):
        path = tmp_path / f"python{len(started)}"
        path.write_text(f"#!{sys.executable}\nimport json, sys, time\n{body}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        worker = PolicyEngineWorker(str(path), **limits)
        started.append(worker)
        return worker

    yield made
    for worker in started:
        worker.close()


ECHO = """
for line in sys.stdin:
    asked = json.loads(line)
    earned = asked["families"][0]["adults"][0]["earnings"]
    print(json.dumps({"figures": [{"uk.universal-credit": str(earned)}]}), flush=True)
"""


def test_a_family_is_asked_about_by_the_year_and_answered(program):
    worker = program(ECHO)

    assert worker([HER], country="uk", on=DAY) == ({"uk.universal-credit": Fraction(9000)},)


def test_the_program_is_started_once_and_kept(program):
    worker = program(
        "n = 0\nfor line in sys.stdin:\n    n += 1\n"
        '    print(json.dumps({"figures": [{"n": str(n)}]}), flush=True)'
    )
    answers = [worker([HER], country="uk", on=DAY)[0]["n"] for _ in range(3)]

    assert answers == [1, 2, 3]


def test_after_it_was_ended_the_next_question_starts_it_again(program):
    worker = program(ECHO)
    worker([HER], country="uk", on=DAY)
    worker.close()

    assert worker([HER], country="uk", on=DAY)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("time.sleep(30)", "did not answer"),
        ("sys.exit(3)", "ended"),
        ("sys.stdin.readline(); print('hello', flush=True); time.sleep(5)", "cannot be read"),
        ("sys.stdin.readline(); print('[]', flush=True); time.sleep(5)", "cannot be read"),
        ('sys.stdin.readline(); print(\'{"problem": "KeyError: x"}\', flush=True)', "KeyError: x"),
    ],
)
def test_a_program_that_fails_is_said_in_a_sentence(program, body, says):
    worker = program(body, starting=1.0, each=0.0)

    with pytest.raises(PolicyEngineError, match=says):
        worker([HER], country="uk", on=DAY)


def test_a_python_that_is_not_there_says_what_to_set():
    worker = PolicyEngineWorker("/no/such/python")

    with pytest.raises(PolicyEngineError, match=VARIABLE):
        worker([HER], country="uk", on=DAY)


def test_without_the_variable_it_says_what_to_set(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)

    with pytest.raises(PolicyEngineError, match=VARIABLE):
        policyengine()


def test_a_family_that_is_not_wholly_told_is_not_asked_about(program):
    unknown = Claimant(adults=(Adult(age=28),), rent=Fraction(0), savings=Fraction(0))

    with pytest.raises(NotToldError):
        program(ECHO)([unknown], country="uk", on=DAY)


def test_the_real_program_without_policyengine_says_so():
    worker = PolicyEngineWorker(sys.executable)
    try:
        with pytest.raises(PolicyEngineError, match="No module named 'policyengine_uk'"):
            worker([HER], country="uk", on=DAY)
    finally:
        worker.close()
