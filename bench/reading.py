"""How well and how fast stories are read: F1 per list, precision of `we think`, words a second.

usage: python bench/reading.py [--shared DIR] [--dev2 DIR] [--validation] [--calibrate FILE]

`--shared` is the folder of outside test data (default: KINHOLD_SHARED or ../shared), `--dev2` the
folder with the rebuilt texts DS-01.txt … DS-37.txt. DS-01 … DS-24 are the half that rules may be
developed on; DS-25 … DS-37 are scored only with `--validation`. `--calibrate` writes each rule's
record on the stories and the first half, for `lexicons/calibration.yaml`.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import os
import resource
import time
from pathlib import Path
from typing import Any

from kinhold.adapters.linguist_spacy import best_linguist
from kinhold.engines.story import assemble, candidates
from kinhold.engines.story.document import Document
from kinhold.engines.story.reading import read, to_gold_shape

ROOT = Path(__file__).resolve().parent.parent
STORIES = tuple(f"{n:03d}" for n in range(3))
TRAIN = tuple(f"DS-{n:02d}" for n in range(1, 25))
VALIDATION = tuple(f"DS-{n:02d}" for n in range(25, 38))
PRIOR_WEIGHT = 4
HIGHEST_PRIOR = {"people": 0.9, "relations": 0.8, "ages": 0.85, "speech": 0.9}


def scorer(shared: Path) -> Any:
    """The reference scorer as a module."""
    spec = importlib.util.spec_from_file_location("story_score", shared / "stories" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(shared: Path, dev2: Path | None, story: str) -> tuple[dict[str, Any], str]:
    """Gold and text of one story."""
    stories = shared / "stories"
    if story.startswith("DS"):
        assert dev2 is not None
        gold, text = stories / "dev2" / f"gold-{story}.json", dev2 / f"{story}.txt"
    else:
        gold, text = stories / f"gold-{story}.json", stories / f"story-{story}.txt"
    with text.open(encoding="utf-8", newline="") as handle:
        return json.loads(gold.read_text("utf-8")), handle.read()


class Tally:
    """Counts over several stories."""

    def __init__(self, score: Any) -> None:
        """Start from nothing."""
        self.score = score
        self.lists = {name: {k: [0, 0, 0] for k in ("detect", "full")} for name in score.LISTS}
        self.fractions: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
        self.tier_one = {name: [0, 0] for name in score.LISTS}
        self.rules: dict[tuple[str, str], list[int]] = collections.defaultdict(lambda: [0, 0])
        self.words = 0
        self.seconds = 0.0

    def add(self, gold: dict[str, Any], text: str, linguist: Any) -> None:
        """Read one story and count it."""
        began = time.process_time()
        reading = read(Document(text), linguist=linguist)
        self.seconds += time.process_time() - began
        self.words += len(text.split())
        found = json.loads(json.dumps(to_gold_shape(reading)))
        result = self.score.score(gold, found)
        for name in self.score.LISTS:
            for kind in ("detect", "full"):
                for i in range(3):
                    self.lists[name][kind][i] += result[name][kind][i]
        for name in (
            "event_order",
            "event_time",
            "hard_negative_hits",
            "urgent_recall",
            "false_alarms",
        ):
            for i in range(2):
                self.fractions[name][i] += result[name][i]
        self._rules(gold, found)

    def _rules(self, gold: dict[str, Any], found: dict[str, Any]) -> None:
        people = self.score.align_people(gold["people"], found["people"])
        for name in self.score.LISTS:
            pairs = self.score.match_list(name, gold.get(name, []), found[name], people)[2]
            hits = {b for _, b in pairs}
            for i, item in enumerate(found[name]):
                right = i in hits or self._repeats(name, gold.get(name, []), item)
                row = self.rules[name, item["rule"]]
                row[0] += right
                row[1] += 1
                if item["tier"] == 1:
                    self.tier_one[name][0] += right
                    self.tier_one[name][1] += 1

    def _repeats(self, name: str, gold: list[Any], item: dict[str, Any]) -> bool:
        if name in {"people", "relations", "ages", "speech"}:
            return False
        coarse = self.score.coarse
        return any(
            coarse(name, g["kind"]) == coarse(name, item["kind"])
            and self.score.span_ok(g["evidence"], item["evidence"])
            for g in gold
        )

    def macro(self) -> tuple[float, float]:
        """Mean F1 over the lists that have gold items: detect, full."""
        pairs = [
            (self.score.prf(c["detect"])[2], self.score.prf(c["full"])[2])
            for c in self.lists.values()
            if c["detect"][0] + c["detect"][2]
        ]
        return sum(p[0] for p in pairs) / len(pairs), sum(p[1] for p in pairs) / len(pairs)

    def show(self, title: str) -> None:
        """Print the table."""
        print(f"\n{title}")
        print(
            f"{'list':10s} {'gold':>5s} | detect P    R    F1  | full P    R    F1  | tier 1 right"
        )
        for name, counts in self.lists.items():
            d, f = self.score.prf(counts["detect"]), self.score.prf(counts["full"])
            gold = counts["detect"][0] + counts["detect"][2]
            right, said = self.tier_one[name]
            share = f"{right / said:.2f}" if said else " -- "
            print(f"{name:10s} {gold:5d} |     {d[0]:.2f} {d[1]:.2f} {d[2]:.2f} |"
                  f"   {f[0]:.2f} {f[1]:.2f} {f[2]:.2f} | {share} ({right}/{said})")  # fmt: skip
        detect, full = self.macro()
        print(f"macro F1   detect {detect:.3f}  full {full:.3f}")
        print("  ".join(f"{k} {a}/{b}" for k, (a, b) in self.fractions.items()))
        print(f"{self.words / max(self.seconds, 1e-9):,.0f} words per CPU second")


def measure(ids: tuple[str, ...], options: argparse.Namespace, linguist: Any) -> Tally:
    """Read and count several stories."""
    tally = Tally(scorer(options.shared))
    for story in ids:
        tally.add(*load(options.shared, options.dev2, story), linguist)
    return tally


def calibrate(options: argparse.Namespace, linguist: Any) -> None:
    """Write each rule's share of right items, shrunk towards its first guess."""
    first: dict[str, list[float]] = collections.defaultdict(list)

    def keep(candidate: candidates.Candidate) -> candidates.Candidate:
        first[candidate.rule].append(candidate.confidence)
        return candidate

    candidates.calibrated = assemble.calibrated = keep  # type: ignore[assignment]
    for name in assemble.FLOORS:
        assemble.FLOORS[name] = 0.0
    ids = (*STORIES, *(TRAIN if options.dev2 else ()))
    tally = measure(ids, options, linguist)
    lines = ["# How often each rule was right on the stories it was measured on, shrunk towards its first guess.",
             "# Rules that are not listed keep the confidence their lexicon gives them. Written by bench/reading.py.",
             "rules:"]  # fmt: skip
    for (name, rule), (right, said) in sorted(tally.rules.items(), key=lambda row: row[0][1]):
        guesses = first.get(rule) or [0.5]
        prior = min(sum(guesses) / len(guesses), HIGHEST_PRIOR.get(name, 0.62))
        lines.append(f"  {rule}: {(right + PRIOR_WEIGHT * prior) / (said + PRIOR_WEIGHT):.2f}")
    options.calibrate.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines) - 3} rules written to {options.calibrate}")


def main() -> None:
    """Measure, print, and optionally write the calibration."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(os.environ.get("KINHOLD_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--dev2", type=Path, default=None)
    parser.add_argument("--validation", action="store_true")
    parser.add_argument("--calibrate", type=Path, default=None)
    options = parser.parse_args()
    began = time.process_time()
    linguist = best_linguist()
    linguist.parse("Warm up.")
    print(f"linguist {linguist.name}, loaded in {time.process_time() - began:.1f} CPU seconds")
    if options.calibrate:
        calibrate(options, linguist)
        return
    measure(STORIES, options, linguist).show("three stories")
    if options.dev2:
        measure(TRAIN, options, linguist).show("posts, first half (rules were developed on it)")
        if options.validation:
            measure(VALIDATION, options, linguist).show("posts, second half (never read)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak resident memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
