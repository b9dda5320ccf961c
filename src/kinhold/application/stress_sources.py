"""Where each figure of a stress test comes from: entries of the record, and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.sentences import sentence
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kinhold.application.household_on import Standing
    from kinhold.application.stress_test import StressReport
    from kinhold.domain.household import Household
    from kinhold.engines.stress.contingencies import Contingency
    from kinhold.engines.stress.impact import Impact
    from kinhold.record.record import Record

RULES: Final = {
    "bill": ("stress.unexpected_bill", "money.shocks"),
    "benefit-wait": ("benefits.first_payment_wait",),
    "child-ill": ("stress.child_ill_days",),
}
SLEEP: Final = "care.sleep.target_minutes"
MOST: Final = 12
"""Entries named for one figure."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a figure rests on.

    Attributes:
        what: which figure or part of it, in words.
        fact_ids: entries of the record.
        rule: dotted path of a rule, or empty.
        words: the rule's title; empty for entries.
        href: where the rule is written, or empty.
    """

    what: str
    fact_ids: tuple[str, ...] = ()
    rule: str = ""
    words: str = ""
    href: str = ""


def sources_of(report: StressReport, impact: Impact) -> tuple[Source, ...]:
    """Return what one loss's figures rest on: what is lost, what is then open, the rules used."""
    household = report.task.standing.household
    return (
        *_entries(_("What is lost"), _lost(household, impact.contingency)),
        *_entries(_("Hours with no one"), (i for g in impact.figures.gaps for i in g.fact_ids)),
        *_entries(
            _("Bills short of money"),
            (i for m in impact.newly_missed for i in m.item.fact_ids),
        ),
        *_rules(report, impact),
    )


def opened(
    sources: Iterable[Source], *, record: Record, standing: Standing
) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Return sources with their entries as sentences: what, sentences, address of a rule.

    Entries that only a what-if has, or that were erased meanwhile, are left out.
    """
    household = standing.household

    def said(ids: Iterable[str]) -> Iterator[str]:
        for fact in map(record.get, ids):
            if fact is not None:
                yield sentence(fact, name=household.name, country=household.country)

    told = ((s.words or s.what, tuple(dict.fromkeys(said(s.fact_ids))), s.href) for s in sources)
    return tuple(t for t in told if t[1] or t[2])


def _entries(what: str, ids: Iterable[str]) -> Iterator[Source]:
    known = tuple(dict.fromkeys(ids))[:MOST]
    if known:
        yield Source(what, known)


def _lost(household: Household, loss: Contingency) -> Iterator[str]:
    about = loss.about
    side = {c.handle for c in household.carers if c.side == about} if loss.kind == "side" else set()
    people = {about, *side}
    for carer in household.carers:
        if carer.handle in people:
            yield from carer.fact_ids
            yield from (a.fact_id for a in carer.available)
            if carer.limits:
                yield carer.limits.fact_id
    yield from (i.fact_id for i in household.incomes if {i.about, i.payer} & people)
    yield from (d.fact_id for d in household.debts if {d.about, *d.liable} & people)
    yield from (a.fact_id for a in household.assets if {a.about, *a.owners} & people)
    yield from (c.promise.fact_id for c in household.commitments if c.promisor in people)


def _rules(report: StressReport, impact: Impact) -> Iterator[Source]:
    rules = report.task.standing.rules
    used = [*RULES.get(impact.contingency.kind, ())]
    if impact.more_unrelieved > 0:
        used.append(SLEEP)
    for path in used:
        known = rules.parameter(path)
        yield Source(_("Rule"), rule=path, words=known.title, href=known.references[0].href)
