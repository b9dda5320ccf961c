"""Compares our own benefit rules with PolicyEngine over a grid of families; prints where they differ.

    KINHOLD_POLICYENGINE=/path/to/python python -m bench.entitlements_oracle
    KINHOLD_POLICYENGINE=/path/to/python python -m bench.entitlements_oracle --country us --year 2026
    KINHOLD_POLICYENGINE=/path/to/python python -m bench.entitlements_oracle --earnings 0,500 --rents 0,700

The grid is earnings a month × number of children × rent a month (United Kingdom: what arrives, a
council tenancy; United States: before tax, Ohio). Amounts are compared by the year. Universal Credit and
Child Benefit are twelve months, or 52 weeks, of the rates of November; the tax credits are the tax year;
SNAP is the sum of the twelve calendar months, since its tables change in October.

Exit status: 0 where every difference is within the tolerance, 1 where one is not, 2 where PolicyEngine
cannot be asked. Printed: one line for each difference, then n, how many agree, and CPU seconds of this
process and wall-clock seconds.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kinhold.adapters.benefits_policyengine import PolicyEngineError, policyengine
from kinhold.engines.money.entitlements import uk, uk_children, us, us_tax
from kinhold.engines.money.entitlements.claimant import Adult, Claimant, Dependant
from kinhold.rules.loading import load_rules

AGES = (0, 4, 9, 12, 15)
EARNINGS = {"uk": "0,400,750,1200,2000,3200", "us": "0,600,1166.67,2000,3000,4200"}
STATE = {"uk": "ENG", "us": "OH"}
TOLERANCE = {"uk": Fraction(2, 100), "us": Fraction(60)}
"""A year. In the US the IRS table and whole dollars each month leave a few dollars."""


def families(country: str, options: argparse.Namespace) -> list[Claimant]:
    """Every family of the grid: one adult of 28 with children of 0, 4, 9 … years."""
    earned = [Fraction(part) for part in (options.earnings or EARNINGS[country]).split(",")]
    return [
        Claimant(
            adults=(Adult(age=28, earnings=earnings),),
            children=tuple(
                Dependant(born=date(options.year - age, 3, 1)) for age in AGES[:children]
            ),
            rent=Fraction(rent),
            savings=Fraction(options.savings),
            region=STATE[country],
            in_london=False,
        )
        for earnings in earned
        for children in (int(n) for n in options.children.split(","))
        for rent in options.rents.split(",")
    ]


def own(family: Claimant, country: str, year: int) -> dict[str, Fraction]:
    """Our figures by the year."""
    rules = load_rules(country)
    if country == "uk":
        on = date(year, 11, 22)
        return {
            "uk.universal-credit": uk.universal_credit(family, rules=rules, on=on).yearly(),
            "uk.child-benefit": uk_children.child_benefit(family, rules=rules, on=on).yearly(),
        }
    last = date(year, 12, 31)
    months = [us.snap(family, rules=rules, on=date(year, m, 28)).exact for m in range(1, 13)]
    return {
        "us.eitc": us_tax.eitc(family, rules=rules, on=last).yearly(),
        "us.ctc": us_tax.ctc(family, rules=rules, on=last).yearly(),
        "us.snap": sum((m or Fraction(0) for m in months), Fraction(0)),
    }


def compare(country: str, options: argparse.Namespace) -> tuple[int, int]:
    """Print each difference; return how many figures were compared and how many differ."""
    grid = families(country, options)
    theirs = policyengine()(grid, country=country, on=date(options.year, 12, 31))
    compared = different = 0
    for family, other in zip(grid, theirs, strict=True):
        ours = own(family, country, options.year)
        for code, amount in ours.items():
            compared += 1
            gap = amount - other[code]
            if abs(gap) > TOLERANCE[country]:
                different += 1
                print(
                    f"{code}: earnings {float(family.earnings()):.2f}, children {len(family.children)}, "
                    f"rent {float(family.rent or 0):.0f}: own {float(amount):.2f}, PolicyEngine "
                    f"{float(other[code]):.2f}, {float(gap):+.2f}"
                )
    return compared, different


def main() -> int:
    """Run the comparison and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--country", choices=("uk", "us", "both"), default="both")
    parser.add_argument("--year", type=int, default=2026)
    parser.add_argument("--earnings", help="a month, separated by commas")
    parser.add_argument("--children", default="1,2,3")
    parser.add_argument("--rents", default="0,800")
    parser.add_argument("--savings", default="0")
    options = parser.parse_args()
    different = 0
    for country in ("uk", "us") if options.country == "both" else (options.country,):
        cpu, wall = time.process_time(), time.monotonic()
        try:
            compared, apart = compare(country, options)
        except PolicyEngineError as problem:
            print(problem, file=sys.stderr)
            return 2
        different += apart
        print(
            f"{country}: n = {compared}, {compared - apart} agree, {apart} differ; "
            f"{time.process_time() - cpu:.1f} CPU s here, {time.monotonic() - wall:.0f} s wall"
        )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
