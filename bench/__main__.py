"""Every measurement in turn."""

from __future__ import annotations

import subprocess
import sys

for module in (
    "bench.open_record",
    "bench.pages",
    "bench.log",
    "bench.imports",
    "bench.rota",
    "bench.stress",
    "bench.caseload",
    "bench.statements",
    "bench.money",
    "bench.payoff",
    "bench.simulation",
    "bench.durability",
    "bench.safekeeping",
    "bench.reading",
):
    print(f"== {module}", flush=True)
    subprocess.run([sys.executable, "-m", module], check=True)
