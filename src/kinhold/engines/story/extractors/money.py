"""Debts, bills, work, support, things bought, lost or lived in, and every sum told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.engines.story.candidates import Candidate
from kinhold.engines.story.extractors.events import participants
from kinhold.engines.story.lexicon import load
from kinhold.engines.story.roster import NARRATOR
from kinhold.engines.story.rules import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.engines.story.amounts import Amount
    from kinhold.engines.story.context import Story

_REACH = 60
_STATUS = {
    "job.lose": "lost",
    "job.fired": "lost",
    "job.start": "started",
    "job.seek": "looking",
    "job.unemployed": "no_paid_job",
    "job.sahm": "no_paid_job",
    "job.stay-home": "no_paid_job",
    "job.not-work": "no_paid_job",
    "hous.homeless": "homeless",
    "hous.sleep-car": "homeless",
    "hous.evict": "lost",
    "sup.not-sent": "unpaid",
    "sup.stop": "stopped",
    "as.sell": "sold",
    "as.lost": "lost",
    "sup.refuse": "refused",
    "sup.wont-pay": "refused",
    "sup.offer-pay": "offered",
    "sup.given": "given",
    "hard.afford": "cannot_afford",
}


def find_money(story: Story) -> Iterator[Candidate]:
    """Candidates from the rules, then one for each sum that no rule has taken up."""
    taken: set[int] = set()
    for rule, frame in matches("money", story):
        quote = story.quote(frame)
        if quote is None:
            continue
        amount = _near(story, frame.i)
        if amount is not None:
            taken.add(amount.start)
        who = participants(frame, story) or (NARRATOR,)
        weight = 0.75 if frame.realis == "hypothetical" else 1.0
        weight *= 0.8 if frame.block in {"heading", "tldr"} else 1.0
        slots = {"amount": amount, "status": _STATUS.get(rule.id)}
        yield Candidate(
            rule.kind,
            (quote,),
            who,
            rule.id,
            rule.confidence,
            frame.i,
            frame.sentence,
            slots,
            weight,
        )
    yield from _sums(story, taken)


def _near(story: Story, i: int) -> Amount | None:
    """The sum told within a few words of a token, in its sentence."""
    token = story.tokens[i]
    start, end = story.sentence_span(token.sent)
    near = [
        a for a in story.amounts if start <= a.start < end and abs(a.start - token.start) <= _REACH
    ]
    return min(near, key=lambda a: abs(a.start - token.start), default=None)


def _sums(story: Story, taken: set[int]) -> Iterator[Candidate]:
    kinds = {
        word: kind
        for words, kind in load("money")["amount_kinds"].items()
        for word in words.split()
    }
    for amount in story.amounts:
        if amount.start in taken:
            continue
        sentence = next((t.sent for t in story.tokens if t.start >= amount.start), None)
        if sentence is None:
            continue
        first, last = story.syntax.sentences[sentence]
        tokens = story.tokens[first:last]
        near = sorted(tokens, key=lambda t: abs(t.start - amount.start))[:14]
        kind = next((kinds[t.lemma] for t in near if t.lemma in kinds), "expense")
        people = [n for t in tokens for n in story.cast.people_at(t.i)]
        low, high = story.sentence_span(sentence)
        low, high = max(low, amount.start - 110), min(high, amount.end + 110)
        quote = story.document.trimmed(low, high)
        if quote is not None:
            who = tuple(dict.fromkeys(people)) or (NARRATOR,)
            yield Candidate(
                kind, (quote,), who, "sum.told", 0.6, first, sentence, {"amount": amount}
            )
