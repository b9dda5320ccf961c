"""Runs in another Python, beside PolicyEngine: one JSON line in, one JSON line out.

Started as a script by `benefits_policyengine`; Kinhold itself never imports it. In: `{"country": "uk",
"year": 2026, "families": [...]}`. Out: `{"figures": [{code: yearly amount}]}` or `{"problem": "..."}`.
Standard library only, and whatever PolicyEngine brings. What libraries print goes to standard error.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

CODES = {
    "uk": {"uk.universal-credit": "universal_credit", "uk.child-benefit": "child_benefit"},
    "us": {"us.eitc": "eitc", "us.ctc": "ctc_value", "us.snap": "snap"},
}
OCTOBER_6 = 1006
"""The day on which PolicyEngine UK takes ages, as month and day."""
Situation = dict[str, Any]


def situation_uk(family: Situation, year: int) -> Situation:
    """Return one family as PolicyEngine UK takes it; amounts are yearly.

    Earnings are what arrives, so the tax and National Insurance that it would take off are set to
    nothing.
    """
    people: Situation = {}
    for n, adult in enumerate(family["adults"]):
        people[f"adult {n}"] = {
            "age": {year: adult["age"]},
            "employment_income": {year: adult["earnings"]},
            "uc_income_tax_on_earnings": {year: 0},
            "uc_national_insurance_on_earnings": {year: 0},
        }
    for n, born in enumerate(family["children"]):
        people[f"child {n}"] = {"age": {year: born["age"]}}
        day = int(born["born"].replace("-", ""))
        age = year - day // 10000 - (day % 10000 > OCTOBER_6)
        if age >= 0:
            people[f"child {n}"] = {"age": {year: age}, "date_of_birth": {year: day}}
    names = list(people)
    first_child = next((n for n in names if n.startswith("child")), "")
    if first_child and family["childcare"]:
        people[first_child]["childcare_expenses"] = {year: family["childcare"]}
    return {
        "people": people,
        "benunits": {"unit": {"members": names, "is_married": {year: len(family["adults"]) > 1}}},
        "households": {
            "home": {
                "members": names,
                "rent": {year: family["rent"]},
                "savings": {year: family["savings"]},
                "tenure_type": {year: "RENT_FROM_COUNCIL"},
                "region": {year: "LONDON" if family["london"] else "NORTH_WEST"},
            }
        },
    }


def situation_us(family: Situation, year: int) -> Situation:
    """Return one family as PolicyEngine US takes it; amounts are yearly.

    It would count cash assistance that a family could claim as income for SNAP; only what was told is
    income here, so that is set to nothing, as is the utility allowance.
    """
    people: Situation = {}
    for n, adult in enumerate(family["adults"]):
        people[f"adult {n}"] = {
            "age": {year: adult["age"]},
            "employment_income": {year: adult["earnings"]},
        }
    people["adult 0"]["rent"] = {year: family["rent"]}
    people["adult 0"]["child_support_received"] = {year: family["maintenance"]}
    for n, born in enumerate(family["children"]):
        people[f"child {n}"] = {"age": {year: born["age"]}}
    names = list(people)
    units: Situation = {
        group: {"all": {"members": names}} for group in ("families", "tax_units", "spm_units")
    }
    units["spm_units"]["all"]["snap_assets"] = {year: family["savings"]}
    units["spm_units"]["all"]["snap_utility_allowance"] = {year: 0}
    units["spm_units"]["all"]["tanf"] = {year: 0}
    adults = [n for n in names if n.startswith("adult")]
    couples = [adults] if family["married"] else [[a] for a in adults]
    singles = [[n] for n in names if n.startswith("child")]
    marital = {f"m{n}": {"members": who} for n, who in enumerate([*couples, *singles])}
    home = {"members": names, "state_code_str": {year: family["region"]}}
    return {"people": people, **units, "marital_units": marital, "households": {"home": home}}


def figures(country: str, year: int, families: list[Situation]) -> list[dict[str, str]]:
    """Return each family's yearly amounts."""
    package = import_module(f"policyengine_{country}")
    build = situation_uk if country == "uk" else situation_us
    found = []
    for family in families:
        run = package.Simulation(situation=build(family, year))
        found.append(
            {
                code: str(float(run.calculate(name, year).sum()))
                for code, name in CODES[country].items()
            }
        )
    return found


def main() -> None:
    """Answer each line of standard input with one line."""
    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        try:
            asked = json.loads(line)
            said = {"figures": figures(asked["country"], asked["year"], asked["families"])}
        except Exception as problem:  # noqa: BLE001 - whatever went wrong there is told here
            said = {"problem": f"{type(problem).__name__}: {problem}"[:400]}  # type: ignore[dict-item]
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
