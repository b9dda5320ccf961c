"""Nights with the payer: what they take off, and how far the next band is.

Child Support Act 1991, Schedule 1, paragraphs 7 and 8. Nights are a number here; they are counted
from the schedule by the co-parenting engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from kinhold.engines.money.child_support.estimate import WEEKS, Working, fraction, to_money
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.money import Money


class Receiver(Protocol):
    """The part of a receiving parent that nights need."""

    @property
    def children(self) -> int:
        """Return how many qualifying children live with them."""
        ...

    @property
    def nights(self) -> tuple[int, ...]:
        """Return nights in a year with the payer, for all children or for each."""
        ...

    @property
    def disputed(self) -> bool:
        """Return whether the number of nights is disputed."""
        ...

    @property
    def name(self) -> str:
        """Return how they are called."""
        ...


@dataclass(frozen=True, slots=True)
class BandDistance:
    """Where the nights stand between two bands.

    Attributes:
        nights: nights a year.
        band_from: the night this band begins at; 0 for none.
        next_from: the night the next band begins at; None in the highest.
        to_next: nights until then; None in the highest.
        spare: nights that can be missed before the band below; None in the lowest.
        weekly: the amount as it is.
        weekly_next, weekly_below: the amount in the next band and in the one below.
        next_a_year: what reaching the next band takes off in a year of 52 weeks.
        below_a_year: what falling to the band below adds in a year.
    """

    nights: int
    band_from: int
    next_from: int | None
    to_next: int | None
    spare: int | None
    weekly: Money
    weekly_next: Money | None
    weekly_below: Money | None
    next_a_year: Money | None
    below_a_year: Money | None


def after_nights(
    shares: Sequence[Fraction],
    receivers: Sequence[Receiver],
    how: tuple[str, bool, str],
    *,
    working: Working,
) -> list[Fraction]:
    """Return each receiving parent's amount after the nights with the payer.

    Args:
        shares: pounds a week before nights, one for each receiver.
        receivers: with nights for all their children, or for each child.
        how: the rate, whether the payer is on benefits, and the display.
        working: takes the steps.
    """
    rate, benefit, display = how
    nights = [_nights(r, working) for r in receivers]
    if rate == "flat" and benefit:
        return [
            _flat(share, each, receiver, working)
            for share, each, receiver in zip(shares, nights, receivers, strict=True)
        ]
    if rate not in ("reduced", "basic", "basic plus"):
        if rate in ("flat", "default") and any(max(n) for n in nights):
            working.note(
                "support.uk.nights-do-not-count",
                _("Nights with the paying parent change nothing at the {rate} rate.").format(
                    rate=rate
                ),
            )
        return list(shares)
    path = (
        "support.uk.display_2019.decreases"
        if display == "gov.uk-2019"
        else "support.uk.shared_care.decreases"
    )
    cut = [
        _cut(share, each, receiver, path, working)
        for share, each, receiver in zip(shares, nights, receivers, strict=True)
    ]
    least = working.number("support.uk.flat.amount")
    if cut != list(shares) and sum(cut) < least:
        children = sum(r.children for r in receivers)
        working.step(
            _("Nights never bring it below {least} a week.").format(least=working.say(least)),
            least,
            rule="support.uk.flat.amount",
        )
        return [least * r.children / children for r in receivers]
    return cut


def distance(whole: Fraction, receiver: Receiver, *, working: Working) -> BandDistance | None:
    """Return where one receiving parent's nights stand between two bands.

    Args:
        whole: pounds a week before nights, above the flat rate.
        receiver: the one receiving parent.
        working: for the rules; no step is added.

    Returns:
        None where the children's nights differ.
    """
    nights = _nights(receiver, working)
    if len(set(nights)) != 1:
        return None
    path = "support.uk.shared_care.decreases"
    edges = [0, *(edge for edge, _unused in bands(working, path))]
    here = max(edge for edge in edges if edge <= nights[0])
    place = edges.index(here)
    upper = edges[place + 1] if place + 1 < len(edges) else None
    lower = edges[place - 1] if place else None

    def weekly(edge: int) -> Fraction:
        plain = Working(working.rules, on=working.on, currency=working.currency)
        amount = _cut(whole, (edge,) * receiver.children, receiver, path, plain)
        least = plain.number("support.uk.flat.amount")
        return amount if amount == whole else max(amount, least)

    def money(amount: Fraction) -> Money:
        return to_money(amount, working.currency)

    now = weekly(here)
    return BandDistance(
        nights=nights[0],
        band_from=here,
        next_from=upper,
        to_next=None if upper is None else upper - nights[0],
        spare=None if lower is None else nights[0] - here,
        weekly=money(now),
        weekly_next=None if upper is None else money(weekly(upper)),
        weekly_below=None if lower is None else money(weekly(lower)),
        next_a_year=None if upper is None else money((now - weekly(upper)) * WEEKS),
        below_a_year=None if lower is None else money((weekly(lower) - now) * WEEKS),
    )


def bands(working: Working, path: str) -> list[tuple[int, Fraction]]:
    """Return (first night, share taken off) of each band, lowest first.

    Raises:
        RuleNotInForceError: where the rule is not such a table, or not known for the day.
    """
    rows = working.value(path)
    if not isinstance(rows, tuple):
        raise RuleNotInForceError(_("“{path}” is not a table by nights.").format(path=path))
    found = []
    for row in rows:
        if not isinstance(row, Mapping):
            raise RuleNotInForceError(_("“{path}” is not a table by nights.").format(path=path))
        found.append((int(fraction(row["from_nights"], path)), fraction(row["share"], path)))
    return sorted(found)


def _nights(receiver: Receiver, working: Working) -> tuple[int, ...]:
    """Nights of each child; the assumed number where they are disputed."""
    if receiver.disputed:
        assumed = int(working.number("support.uk.shared_care.assumed_nights"))
        return (assumed,) * receiver.children
    if len(receiver.nights) == 1:
        return receiver.nights * receiver.children
    return receiver.nights


def _share(nights: int, table: Sequence[tuple[int, Fraction]]) -> Fraction:
    return next((share for edge, share in reversed(table) if nights >= edge), Fraction(0))


def _flat(
    share: Fraction, nights: tuple[int, ...], receiver: Receiver, working: Working
) -> Fraction:
    edge = int(working.number("support.uk.shared_care.flat_nil_from"))
    if max(nights) < edge:
        return share
    whom = _(" to {receiver}").format(receiver=receiver.name) if receiver.name else ""
    working.step(
        _(
            "On benefits and with a child for {edge} nights a year or more, nothing is "
            "payable{whom}."
        ).format(edge=edge, whom=whom),
        Fraction(0),
        rule="support.uk.shared_care.flat_nil_from",
    )
    return Fraction(0)


def _cut(
    share: Fraction, nights: tuple[int, ...], receiver: Receiver, path: str, working: Working
) -> Fraction:
    """Take off the average of the children's shares, then a fixed sum for each in the top band."""
    table = bands(working, path)
    shares = [_share(each, table) for each in nights]
    taken = sum(shares, Fraction(0)) / receiver.children
    if not taken:
        return share
    amount = share * (1 - taken)
    whose = _(" for {receiver}").format(receiver=receiver.name) if receiver.name else ""
    spent = (
        _("{nights} nights a year").format(nights=nights[0])
        if len(set(nights)) == 1
        else _("nights of {map} a year, averaged over the children,").format(
            map=", ".join(map(str, nights))
        )
    )
    cut = str(taken) if path.endswith("shared_care.decreases") else f"{float(taken):g}"
    working.step(
        _(
            "With {spent} with the paying parent, {cut} is taken off{whose}: {amount} a week."
        ).format(spent=spent, cut=cut, whose=whose, amount=working.say(amount)),
        amount,
        rule=path,
    )
    top = table[-1][0]
    highest = sum(1 for each in nights if each >= top)
    if highest:
        each = working.number("support.uk.shared_care.half_also")
        amount = max(Fraction(0), amount - each * highest)
        many = "" if highest == 1 else _(" for each of {highest} children").format(highest=highest)
        working.step(
            _("From {top} nights a further {each} is taken off{many}: {amount} a week.").format(
                top=top, each=working.say(each), many=many, amount=working.say(amount)
            ),
            amount,
            rule="support.uk.shared_care.half_also",
        )
    return amount
