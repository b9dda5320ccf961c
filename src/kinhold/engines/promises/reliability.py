"""How far a plan may lean on one person for one kind of promise: counts first, then a figure.

Beta-binomial with exponential forgetting, as defined in the engines' design: prior Beta(1, 1),
half-life 90 days, kept 1, late 0.5, part-kept its share, missed 0; excused, withdrawn and unknown
outcomes are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.promises import Reliability
from kinhold.engines.promises.beta import beta_quantile
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kinhold.engines.promises.occurrences import Occurrence

_LATE_WEIGHT: Final = 0.5
_COUNTED: Final = ("kept", "late", "part-kept", "missed")
_TAIL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Leaning:
    """Settings of the reliability figure; a page that shows the figure shows these too.

    Attributes:
        half_life_days: after so many days an outcome weighs half.
        enough: effective outcomes from which the record speaks for itself.
        spoken: what a plan assumes of a spoken promise before that.
        confirmed: the same, once confirmed 24 hours before.
        quantile: the cautious end of the distribution that planners use from then on.
    """

    half_life_days: float = 90.0
    enough: float = 5.0
    spoken: float = 0.5
    confirmed: float = 0.8
    quantile: float = 0.2


def reliability_of(
    occurrences: Iterable[Occurrence],
    *,
    on: date,
    settings: Leaning | None = None,
    confirmed: bool = False,
    main: bool = False,
    ill: bool = False,
) -> Reliability:
    """Return the reliability of one person for one kind of promise.

    Args:
        occurrences: what fell due for that person and topic; see `expand`. Later ones than `on`
            are left out.
        on: the local day to look from.
        settings: half-life and assumptions.
        confirmed: whether what is being planned was confirmed 24 hours before.
        main: whether this is the main carer, who counts as 1.
        ill: whether the main carer is ill, so that the record counts instead.

    Returns:
        Counts, effective number, mean and central 90 % interval of the posterior, and the value
        planners use, marked as assumed where there are too few outcomes to say.
    """
    settings = settings or Leaning()
    known = [o for o in occurrences if o.outcome in (*_COUNTED, "excused") and o.day <= on]
    effective = good = 0.0
    for one in known:
        share = kept_share(one)
        if share is None:
            continue
        weight = 0.5 ** ((on - one.day).days / settings.half_life_days)
        effective += weight
        good += weight * share
    a, b = 1 + good, 1 + effective - good
    enough = effective >= settings.enough
    if main and not ill:
        value = 1.0
    elif enough:
        value = beta_quantile(settings.quantile, a, b)
    else:
        value = settings.confirmed if confirmed else settings.spoken
    counts = {name: sum(1 for o in known if o.outcome == name) for name in (*_COUNTED, "excused")}
    return Reliability(
        kept=counts["kept"],
        late=counts["late"],
        part_kept=counts["part-kept"],
        missed=counts["missed"],
        excused=counts["excused"],
        effective_n=effective,
        mean=a / (a + b),
        interval_90=(beta_quantile(_TAIL, a, b), beta_quantile(1 - _TAIL, a, b)),
        planning_value=value,
        assumed=not enough,
    )


def kept_share(occurrence: Occurrence) -> float | None:
    """Return how much of it was kept, 0 to 1; None where it does not count."""
    if occurrence.outcome == "part-kept":
        # Half, where somebody noted that a part was done and not how much.
        return (50 if occurrence.share is None else occurrence.share) / 100
    return {"kept": 1.0, "late": _LATE_WEIGHT, "missed": 0.0}.get(occurrence.outcome)


def say_reliability(reliability: Reliability, *, settings: Leaning | None = None) -> str:
    """Return the counts in words, and the assumption where there are too few of them.

    `kept 7 of 9` · `kept 7 of 10, 1 late, 1 in part` · `kept 2 of 3; too few to say, the plan
    counts on 50 %`.
    """
    settings = settings or Leaning()
    counted = reliability.counted
    if counted:
        said = _("kept {kept} of {counted}").format(kept=reliability.kept, counted=counted)
        said += _(", {late} late").format(late=reliability.late) if reliability.late else ""
        said += (
            _(", {part_kept} in part").format(part_kept=reliability.part_kept)
            if reliability.part_kept
            else ""
        )
    else:
        said = _("nothing noted yet")
    if reliability.excused:
        said += _(" ({excused} excused)").format(excused=reliability.excused)
    hers = reliability.planning_value not in (settings.spoken, settings.confirmed)
    if reliability.assumed and hers:
        said += _("; the plan counts on {planning_value:.0%}, as you said").format(
            planning_value=reliability.planning_value
        )
    elif reliability.effective_n < settings.enough:
        said += _("; too few to say, the plan counts on {planning_value:.0%}").format(
            planning_value=reliability.planning_value
        )
    return said.replace("%", " %")
