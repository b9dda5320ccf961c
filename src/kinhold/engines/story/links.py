"""What came of a promise: the same act by the same person, later, done or denied; else not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.domain.people import PARTNERS
from kinhold.engines.story.lexicon import lemmas, load
from kinhold.engines.story.roster import NARRATOR

if TYPE_CHECKING:
    from kinhold.domain.stories import Quote
    from kinhold.engines.story.candidates import Candidate
    from kinhold.engines.story.context import Story
    from kinhold.engines.story.frames import Frame

_REFUSALS = frozenset(["refuse", "decline", "reject", "turn_down"])
_CHANGED = frozenset(["back_out", "bow_out", "cancel", "change_mind", "flake"])
_DECLINABLE = frozenset({"offer", "conditional_offer", "request"})
_LEAVING = frozenset(["leave", "walk_out", "walk_away", "bolt", "move_out"])


def outcome(story: Story, promise: Candidate) -> tuple[str, tuple[Quote, ...]]:
    """Status of a promise and the words that show it.

    Rules, in order: refused or withdrawn close by; denied or done later by the same person; a
    person who gave their word and then walked out; an open future is `pending`.
    """
    frame = promise.slots["frame"]
    act = str(promise.slots.get("act", ""))
    table = load("promises")["same_act"]
    wanted = frozenset(str(table.get(act, act)).split())
    by = set(promise.who)
    gone = _gone(story, promise, frame)
    if gone is not None:
        return gone
    for sentence in range(frame.sentence, len(story.syntax.sentences)):
        found = _in_sentence(story, promise, sentence, wanted, by)
        if found is not None:
            return found
    return _unsettled(story, promise), ()


def _gone(story: Story, promise: Candidate, frame: Frame) -> tuple[str, tuple[Quote, ...]] | None:
    """Somebody who vowed, and walked out in the same breath or later."""
    if promise.kind != "vow" or not set(promise.who) & _partners(story):
        return None
    first = story.syntax.sentences[frame.sentence][0]
    for token in story.tokens[first:]:
        if token.pos == "VERB" and story.framer.pred(token.i) in _LEAVING | {"cheat", "betray"}:
            later = story.frame(token.i, "verb")
            if (
                set(later.subject) & set(promise.who)
                and later.realis == "actual"
                and not later.negated
            ):
                return "broken", _quotes(story, token.i)
    return None


def _in_sentence(
    story: Story, promise: Candidate, sentence: int, wanted: frozenset[str], by: set[int]
) -> tuple[str, tuple[Quote, ...]] | None:
    frame = promise.slots["frame"]
    first, last = story.syntax.sentences[sentence]
    near = sentence - frame.sentence <= 2  # noqa: PLR2004 - the answer comes at once or not at all
    for token in story.tokens[first:last]:
        if token.i <= frame.i:
            continue
        status: str | None = None
        if token.pos == "NOUN" and token.lemma in wanted and sentence > frame.sentence:
            lacking = story.tokens[token.i - 1].lemma in {"no", "without"}
            status = "broken" if lacking else None
        elif token.pos == "VERB":
            later = story.frame(token.i, "verb")
            status = _answer(promise, later, by) if near else None
            if status is None and sentence > frame.sentence and by & set(later.subject):
                status = _deed(story, promise, later, wanted)
        if status is not None:
            return status, _quotes(story, token.i)
    return None


def _answer(promise: Candidate, later: Frame, by: set[int]) -> str | None:
    """What was said at once: an offer turned down, a word taken back."""
    if promise.kind in _DECLINABLE and _turned_down(later):
        return "refused"
    return "changed" if later.pred in _CHANGED and by & set(later.subject) else None


def _deed(story: Story, promise: Candidate, later: Frame, wanted: frozenset[str]) -> str | None:
    """What the same person did later."""
    if later.realis not in {"actual", "habitual"}:
        return None
    same = story.tokens[later.i].lemma in wanted
    if same and later.negated:
        return "broken"
    loyal = promise.kind == "vow" or same
    if later.pred in _LEAVING and loyal and set(promise.who) & _partners(story):
        return "broken"
    done = later.tense == "past" and not later.negated and later.zone is None
    exact = story.tokens[later.i].lemma == str(promise.slots.get("act"))
    return "kept" if exact and done else None


def _turned_down(later: Frame) -> bool:
    accepting = later.pred in {"accept", "want", "come", "take", "agree"}
    return later.pred in _REFUSALS or (later.negated and accepting)


def _partners(story: Story) -> set[int]:
    return {d.number for d in story.cast.roster if d.role in PARTNERS or d.role == "ex_partner"}


def _quotes(story: Story, i: int) -> tuple[Quote, ...]:
    quote = story.document.trimmed(*story.sentence_span(story.tokens[i].sent))
    return (quote,) if quote is not None and quote.end - quote.start <= 300 else ()  # noqa: PLR2004


def _unsettled(story: Story, promise: Candidate) -> str:
    """Nothing is told of it: an old word of somebody who is gone was broken, others stand open."""
    frame = promise.slots["frame"]
    partner = story.cast.roster.partner
    gone = partner is not None and partner.number in promise.who and _walked_out(story)
    if gone and promise.kind in {"vow", "promise"} and frame.zone is None and frame.tense == "past":
        return "broken"
    if promise.who and NARRATOR in promise.who:
        return "pending"
    return "pending" if promise.kind != "request" else "unknown"


def _walked_out(story: Story) -> bool:
    words = {t.lemma for t in story.tokens}
    texts = story.level.lower()
    return bool(words & lemmas("classes", "LEAVE_VERB")) and any(
        phrase in texts
        for phrase in (
            "walked out",
            "left us",
            "left me",
            "moved out",
            "packed a bag",
            "packed his",
            "packed her",
        )
    )
