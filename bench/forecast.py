"""Forecasts and recurring items on real accounts, held out and labelled.

    python -m bench.forecast [DIR] [--earlier]

DIR is by default that of the environment variable KINHOLD_BERKA. The last 90 days of each account
are held out; errors are shares of a month's turnover (30 days, in and out added up), the median over
accounts. `--earlier` prints the windows on which the method and its settings were chosen instead:
other accounts of the bank, and these accounts one and two quarters earlier.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from statistics import fmean, median
from time import process_time
from typing import TYPE_CHECKING, Final

from bench.forecast_accounts import (
    BASELINES,
    CURRENCY,
    HOW,
    WINDOW,
    HeldOut,
    folder,
    held_out,
    read_accounts,
)
from kinhold.domain.money import Money
from kinhold.domain.recurrence import occurrences
from kinhold.engines.money.forecast import forecast
from kinhold.engines.money.recurring import find_recurring

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bench.forecast_accounts import Account
    from kinhold.engines.money.forecast import Forecast
    from kinhold.engines.money.recurring import Recurring

LIMIT: Final = 0.2
GOES_ON: Final = 36
"""Days before the end by which a standing order must have moved to be one that has not ended."""
VISIBLE: Final = 3


@dataclass(frozen=True, slots=True)
class Scores:
    """Errors of one way of forecasting, medians over accounts, shares of a month's turnover."""

    path: float
    lowest: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything of one set of accounts.

    Attributes:
        accounts: how many.
        baselines: by name.
        weekly: what comes again on its days and the rest as one item a week, by how it is sized.
        ours: of `forecast`.
        inside: share of account-days inside the 80 % band.
        below, above: shares under and over it.
        lowest_inside: share of accounts whose lowest point was within the middle 80 % of replays.
        negative: how many went below nothing.
        alarms: for each of these, the share of the other accounts with at least its chance, least
            first: the false alarms one has to bear to be told of it.
        by_balance: the same where only today's balance tells, as a share of a month's turnover.
        chance: mean chance given.
        seconds: CPU for one account.
    """

    accounts: int
    baselines: dict[str, Scores]
    weekly: dict[str, Scores]
    ours: Scores
    inside: float
    below: float
    above: float
    lowest_inside: float
    negative: int
    alarms: tuple[float, ...]
    by_balance: tuple[float, ...]
    chance: float
    seconds: float

    def flagged(self, limit: float = LIMIT) -> int:
        """Return how many of the negative ones are told of within a share of false alarms."""
        return sum(share <= limit for share in self.alarms)


def measure(accounts: Sequence[HeldOut]) -> Measured:
    """Forecast each account and compare."""
    begin = process_time()
    made = [
        forecast(x.lines, balance=Money(x.balance, CURRENCY), on=x.on, days=WINDOW)
        for x in accounts
    ]
    seconds = (process_time() - begin) / len(accounts)
    pairs = [(x, f) for x, f in zip(accounts, made, strict=True) if f is not None]
    assert len(pairs) == len(accounts), "some account had too short a past"
    band = Counter(_where(b, lo, hi) for x, f in pairs for b, lo, hi in zip(x.actual, f.low, f.high, strict=True))  # fmt: skip
    went = [min(x.actual) < 0 for x in accounts]
    chances = [f.chance_below(0) for _, f in pairs]
    return Measured(
        accounts=len(accounts),
        baselines={
            name: _scores([(x, say(x)) for x in accounts]) for name, say in BASELINES.items()
        },
        weekly={
            name: _scores([(x, _by_week(x, f, size)) for x, f in pairs])
            for name, size in WEEKS.items()
        },
        ours=_scores([(x, f.expected) for x, f in pairs]),
        inside=band["in"] / band.total(),
        below=band["below"] / band.total(),
        above=band["above"] / band.total(),
        lowest_inside=fmean(_lowest_inside(x, f) for x, f in pairs),
        negative=sum(went),
        alarms=_alarms(chances, went),
        by_balance=_alarms([-x.balance / x.turnover for x in accounts], went),
        chance=fmean(chances),
        seconds=seconds,
    )


def _scores(paths: Sequence[tuple[HeldOut, Sequence[float]]]) -> Scores:
    path = [fmean(abs(p - a) for p, a in zip(said, x.actual, strict=True)) / x.turnover for x, said in paths]  # fmt: skip
    lowest = [abs(min(said) - min(x.actual)) / x.turnover for x, said in paths]
    return Scores(median(path), median(lowest))


def _trimmed(weeks: Sequence[int]) -> float:
    """The mean without the largest and smallest twentieth of weeks, at least one each."""
    edge = max(1, len(weeks) // 20)
    return fmean(sorted(weeks)[edge:-edge])


WEEKS: Final = {
    "what comes again, and the median week of the rest": median,
    "what comes again, and the mean week without extremes": _trimmed,
}


def _by_week(x: HeldOut, made: Forecast, size: Callable[[Sequence[int]], float]) -> list[float]:
    """The runway's way: the rest is one item a week, never an income (`everyday.weekly`)."""
    known = {fact_id for r in made.recurring for fact_id in r.fact_ids}
    weeks = [0] * (min(364, len(x.moves)) // 7)
    for line in x.lines:
        back = (x.on - date.fromisoformat(line.occurred)).days // 7
        if line.fact_id not in known and back < len(weeks):
            weeks[back] += line.amount.minor
    usual = min(0.0, size(weeks))
    moves = [usual * (day % 7 == 0) for day in range(WINDOW)]
    for r in made.recurring:
        sign = 1 if r.direction == "in" else -1
        for due in occurrences(r.each, anchor=r.next, start=r.next, end=made.start + timedelta(days=WINDOW)):  # fmt: skip
            moves[max(0, (due - made.start).days)] += sign * r.amount.minor
    return list(accumulate(moves, initial=float(x.balance)))[1:]


def _where(balance: int, low: int, high: int) -> str:
    return "below" if balance < low else "above" if balance > high else "in"


def _lowest_inside(x: HeldOut, made: Forecast) -> bool:
    edge = len(made.lows) // 10
    return made.lows[edge] <= min(x.actual) <= made.lows[-1 - edge]


def _alarms(chances: Sequence[float], went: Sequence[bool]) -> tuple[float, ...]:
    others = [c for c, negative in zip(chances, went, strict=True) if not negative]
    return tuple(
        sorted(
            sum(c >= chance for c in others) / len(others)
            for chance, negative in zip(chances, went, strict=True)
            if negative
        )
    )


# -- standing orders -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Orders:
    """Recurring items beside the labelled standing orders.

    Attributes:
        accounts: with at least one order.
        visible: orders that at least three lines show and that go on at the end.
        found: of these, found as one recurring item.
        transfers: recurring items found that go to another bank.
        right: of these, one order.
    """

    accounts: int
    visible: int
    found: int
    transfers: int
    right: int


def measure_orders(accounts: Sequence[Account], orders: dict[str, set[tuple[str, int]]]) -> Orders:
    """Compare what is found at the end of each account with its standing orders."""
    seen = Counter[str]()
    for account in accounts:
        ordered = orders.get(account.number, set())
        labels = {
            line.fact_id: (partner, -line.amount.minor)
            for line, partner in zip(account.lines, account.partners, strict=True)
            if partner and line.amount.minor < 0
        }
        recent = (account.end - timedelta(days=GOES_ON)).isoformat()
        lines = Counter(labels.values())
        late = {labels[x.fact_id] for x in account.lines if x.fact_id in labels and x.occurred >= recent}  # fmt: skip
        visible = {o for o in ordered if lines[o] >= VISIBLE and o in late}
        found = [_label(r, labels) for r in find_recurring(account.lines, on=account.end)]
        sent = [label for label in found if label is not None]
        seen["accounts"] += bool(ordered)
        seen["visible"] += len(visible)
        seen["found"] += len(visible & set(sent))
        seen["transfers"] += len(sent)
        seen["right"] += len({label for label in sent if label in ordered})
    return Orders(*(seen[k] for k in ("accounts", "visible", "found", "transfers", "right")))


def _label(found: Recurring, labels: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    """To whom and how much most of its lines went, or None where they went to no other bank."""
    told = Counter(labels.get(fact_id) for fact_id in found.fact_ids)
    return told.most_common(1)[0][0]


def read_orders(file: Path) -> dict[str, set[tuple[str, int]]]:
    """Read standing orders: account to (other side's number, minor units)."""
    orders: dict[str, set[tuple[str, int]]] = {}
    for row in file.read_text("latin-1").splitlines()[1:]:
        _, account, _, partner, amount, _ = (cell.strip('"') for cell in row.split(";"))
        orders.setdefault(account, set()).add((partner.lstrip("0"), round(float(amount) * 100)))
    return orders


# -- printing --------------------------------------------------------------------------------------


def tell(name: str, m: Measured) -> None:
    """Print what was measured of one set."""
    print(f"{name}: {m.accounts} accounts, {WINDOW} days held out")
    print("  error, median over accounts, share of a month's turnover:   path   lowest point")
    for way, scores in (*m.baselines.items(), *m.weekly.items(), ("ours", m.ours)):
        print(f"    {way:<52}{scores.path:9.3f}{scores.lowest:12.3f}")
    print(f"  80 % band: {m.inside:.1%} of {m.accounts * WINDOW:,} account-days inside, "
          f"{m.below:.1%} below, {m.above:.1%} above; lowest point inside for {m.lowest_inside:.1%} of accounts")  # fmt: skip
    print(f"  {m.negative} accounts went below nothing; mean chance given {m.chance:.3f}, "
          f"true share {m.negative / m.accounts:.3f}")  # fmt: skip
    for told, by in (("by chance_below(0)", m.alarms), ("by today's balance alone", m.by_balance)):
        print(f"  false alarms, as a share of the other {m.accounts - m.negative}, to be told of "
              f"the first, second, … {told}:\n    " + "  ".join(f"{n}: {s:.1%}" for n, s in enumerate(by, 1)))  # fmt: skip
    print(f"  {m.flagged()} of {m.negative} within {LIMIT:.0%} false alarms; {m.seconds * 1000:.0f} ms CPU an account", flush=True)  # fmt: skip


def tell_orders(name: str, o: Orders) -> None:
    """Print recall and precision."""
    print(f"  {name:<44} recall {o.found} of {o.visible} orders visible ({o.found / o.visible:.1%}), "
          f"precision {o.right} of {o.transfers} transfers found ({o.right / o.transfers:.1%}), "
          f"{o.accounts} accounts", flush=True)  # fmt: skip


def main() -> None:
    """Print everything."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    asked.add_argument("folder", nargs="?", default="")
    asked.add_argument("--earlier", action="store_true")
    options = asked.parse_args()
    where = folder(options.folder)
    if where is None:
        raise SystemExit(HOW)
    accounts = read_accounts(where / "trans_test.csv")
    more = read_accounts(where / "trans.asc") if (where / "trans.asc").is_file() else {}
    others = [a for number, a in more.items() if number not in accounts]
    if options.earlier:
        for back in (90, 180):
            tell(f"{back} days earlier", measure(held_out(accounts.values(), back=back)))
        for end in (date(1993, 12, 31), date(1994, 3, 31)):
            tell(f"other accounts, to {end}", measure(held_out(others, end=end)))
        return
    tell("last days", measure(held_out(accounts.values())))
    if not (where / "order.asc").is_file():
        print("No order.asc: recurring items are not compared with standing orders.")
        return
    orders = read_orders(where / "order.asc")
    print("recurring items against labelled standing orders")
    for named in (True, False):
        told = "with a payee" if named else "with no payee, no words"
        tell_orders(f"354 accounts, {told}", measure_orders(
            list(read_accounts(where / "trans_test.csv", named=named).values()), orders))  # fmt: skip
        if others:
            again = read_accounts(where / "trans.asc", named=named)
            tell_orders(f"other accounts to March 1994, {told}", measure_orders(
                [a for n, a in again.items() if n not in accounts], orders))  # fmt: skip


if __name__ == "__main__":
    main()
