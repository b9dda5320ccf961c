"""Words given: promises, offers, agreements, plans that others rely on, threats; with what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.engines.story.candidates import Candidate
from kinhold.engines.story.lexicon import lemmas
from kinhold.engines.story.roster import NARRATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.engines.story.context import Story
    from kinhold.engines.story.frames import Frame
    from kinhold.engines.story.linguist import Token


def _group(name: str) -> frozenset[str]:
    return lemmas("promises", name)


def find_promises(story: Story) -> Iterator[Candidate]:
    """Candidate commitments; predictions about others, beliefs and wishes are not commitments."""
    for token in story.tokens:
        if token.pos not in {"VERB", "AUX"}:
            continue
        for build in (
            _plan_noun,
            _reported,
            _spoken,
            _offered,
            _agreed,
            _planned,
            _asked,
            _threatened,
        ):
            candidate = build(story, token)
            if candidate is not None:
                yield candidate


@dataclass(frozen=True, slots=True)
class _Word:
    """What kind of word is given, by which rule, how surely, and the lemma of the act."""

    kind: str
    rule: str
    confidence: float
    act: str


def _make(story: Story, frame: Frame, by: tuple[int, ...], word: _Word) -> Candidate | None:
    quote = story.quote(frame)
    if quote is None or not by:
        return None
    weight = 0.8 if frame.block in {"heading", "tldr"} else 1.0
    to = tuple(n for n in frame.people if n not in by)
    if not to:
        to = (NARRATOR,) if NARRATOR not in by else ()
    slots = {"to": to, "act": word.act, "frame": frame}
    return Candidate(word.kind, (quote,), by, word.rule, word.confidence, frame.i, frame.sentence,
                     slots, weight)  # fmt: skip


def _complement(story: Story, verb: Token) -> Token | None:
    """The clause that says what is promised."""
    return story.syntax.child(verb.i, "ccomp", "xcomp")


def _modal_of(story: Story, verb: int) -> str:
    for token in story.syntax.children(verb, "aux"):
        if token.tag == "MD" or token.text.lower() in {"'ll", "'d", "ll"}:
            return "will" if token.lemma in {"will", "'ll", "ll"} else token.lemma
    going = any(t.lemma == "go" for t in [story.tokens[verb]])
    return "go" if going and story.syntax.child(verb, "xcomp") is not None else ""


def _act(story: Story, complement: Token) -> Token:
    if complement.lemma in {"go", "try", "plan"}:
        inner = story.syntax.child(complement.i, "xcomp")
        return inner if inner is not None else complement
    return complement


def _reported(story: Story, token: Token) -> Candidate | None:
    """`he promised to call`, `told me he would come`, `she said she'd help`."""
    strong = token.lemma in _group("promise_verbs")
    said = token.lemma in _group("say_verbs") | _group("insist_verbs") | _group("assure_verbs")
    if not (strong or said):
        return None
    frame = story.frame(token.i, "verb")
    if frame.negated or frame.realis == "hypothetical" or not frame.subject or frame.question:
        return None
    clauses = [_complement(story, token)] if _complement(story, token) is not None else []
    if clauses and clauses[0] is not None:
        clauses += [t for t in story.syntax.conjuncts(clauses[0].i)[1:] if t.pos == "VERB"]
    for complement in clauses:
        if complement is None:
            continue
        found = _reported_clause(story, frame, complement, strong=strong)
        if found is not None:
            return found
    if strong and token.lemma != "swear" and not clauses:
        return _make(story, frame, frame.subject, _Word("promise", "prom.bare", 0.5, token.lemma))
    return None


def _reported_clause(
    story: Story, frame: Frame, complement: Token, *, strong: bool
) -> Candidate | None:
    inner = story.frame(complement.i, "verb")
    act = _act(story, complement).lemma
    same = not inner.subject or bool(set(inner.subject) & set(frame.subject))
    same = same and not (inner.subject_word and not inner.subject)
    modal = _modal_of(story, complement.i)
    able = modal in {"could", "can"} and act in _group("acts") and not inner.negated
    promised = (
        able
        or modal in {"will", "would", "go", "shall", "'d"}
        or (complement.dep == "xcomp" and strong)
    )
    if not same or not promised:
        calming = strong or frame.pred in _group("assure_verbs") | {"tell"}
        denies = inner.negated or inner.words & {"nothing", "never", "hardly", "no"}
        if calming and denies and inner.subject_word in {"there", "nothing", "it", "they"}:
            return _make(story, frame, frame.subject, _Word("assurance", "prom.assure", 0.45, act))
        if frame.pred in _group("assure_verbs"):
            return _make(story, frame, frame.subject, _Word("assurance", "prom.assured", 0.6, act))
        return None
    if able:
        kind = "offer" if inner.zone is not None and _helps(story, complement) else "plan"
        return _make(story, frame, frame.subject, _Word(kind, "prom.said-could", 0.45, act))
    if inner.negated and act in {"know", "be", "like", "understand"}:
        return None
    being_there = act == "be" and inner.words & {"here", "there", "home", "back", "around"}
    if act in _group("not_acts") and not (strong or being_there) and act != "love":
        return None
    if modal == "would" and story.framer.conditional(complement.i):
        return _make(
            story, frame, frame.subject, _Word("conditional_offer", "prom.said-if", 0.5, act)
        )
    confidence = 0.86 if strong else 0.7 if act in _group("acts") else 0.5
    kind = "vow" if frame.pred in {"swear", "vow"} else "promise"
    return _make(
        story,
        frame,
        frame.subject,
        _Word(kind, f"prom.{'strong' if strong else 'said-would'}", confidence, act),
    )


def _spoken(story: Story, token: Token) -> Candidate | None:
    """`“I'll come back”`: first person and will, in somebody's words or the narrator's own plan."""
    if token.lemma in _group("not_acts") or token.pos != "VERB":
        return None
    modal = _modal_of(story, token.i)
    subject = story.syntax.child(token.i, "nsubj")
    if modal != "will" or subject is None or subject.lemma not in {"i", "we"}:
        return None
    frame = story.frame(token.i, "verb")
    if frame.question or any(
        t.lemma in {"if", "when-ever", "maybe", "probably"}
        for t in story.syntax.children(token.i, "mark")
    ):
        return None
    by = frame.subject
    act = token.lemma
    known = act in _group("acts")
    head = story.tokens[token.head]
    if token.dep == "ccomp" and head.lemma in {
        "think",
        "guess",
        "hope",
        "know",
        "believe",
        "fear",
        "suppose",
        "sure",
        "afraid",
    }:
        return None
    if frame.zone is not None:
        conditional = story.framer.conditional(token.i)
        kind = (
            "conditional_offer" if conditional else "offer" if _helps(story, token) else "promise"
        )
        confidence = (0.74 if known else 0.45) * (0.8 if conditional else 1)
        if not by:
            return None
        return _make(story, frame, by, _Word(kind, "prom.ill-quoted", confidence, act))
    confidence = 0.28 if not frame.negated or not known else 0.4
    return _make(
        story, frame, by or (NARRATOR,), _Word("plan", "prom.ill-narrated", confidence, act)
    )


def _helps(story: Story, verb: Token) -> bool:
    """Whether the act is one done for somebody else: `I'll come help`, `I'll watch them`."""
    if verb.lemma in {
        "help",
        "watch",
        "babysit",
        "lend",
        "mind",
        "rescue",
        "drive",
        "cook",
        "look_after",
    }:
        return True
    inner = story.syntax.child(verb.i, "xcomp", "advcl", "ccomp", "conj")
    if verb.lemma in {"come", "try", "go"} and inner is not None:
        return inner.lemma in _group("acts") and inner.lemma not in {"go", "come", "find"}
    return verb.lemma == "take" and story.syntax.child(verb.i, "dobj") is not None


def _offered(story: Story, token: Token) -> Candidate | None:
    """`he offered to pay`, `“let me take him”`."""
    if token.lemma in _group("offer_verbs"):
        frame = story.frame(token.i, "verb")
        if frame.negated or not frame.subject:
            return None
        complement = _complement(story, token)
        act = complement.lemma if complement is not None else "help"
        return _make(story, frame, frame.subject, _Word("offer", "prom.offered", 0.82, act))
    if token.lemma == "let" and token.tag == "VB":
        zone = story.zones.quote_at(token.start)
        inner = _complement(story, token)
        mine = inner is not None and any(
            t.lemma in {"i", "me"} for t in story.syntax.children(inner.i, "nsubj")
        )
        if (
            zone is None
            or inner is None
            or not mine
            or inner.lemma not in _group("acts") | {"help"}
            or inner.lemma in {"know", "tell"}
        ):
            return None
        said = story.speech.get(zone)
        frame = story.frame(token.i, "verb")
        if said is None or said.speaker is None:
            return None
        return _make(
            story, frame, (said.speaker,), _Word("offer", "prom.let-me", 0.75, inner.lemma)
        )
    return None


def _agreed(story: Story, token: Token) -> Candidate | None:
    """`we agreed to …`, `she agreed`, `we made a deal`."""
    thing = story.syntax.child(token.i, "dobj") if token.lemma == "make" else None
    dealt = thing is not None and thing.lemma in {"deal", "pact", "agreement", "arrangement"}
    if token.lemma not in _group("agree_verbs") and not dealt:
        return None
    frame = story.frame(token.i, "verb")
    if frame.negated or not frame.subject or frame.realis == "hypothetical" or frame.question:
        return None
    complement = _complement(story, token)
    if any(t.lemma == "with" for t in story.syntax.children(token.i, "prep")):
        return None
    act = complement.lemma if complement is not None else "agree"
    return _make(
        story,
        frame,
        frame.subject,
        _Word("agreement", "prom.agreed", 0.75 if complement is not None else 0.62, act),
    )


def _planned(story: Story, token: Token) -> Candidate | None:
    """`I plan to tell her`, `we decided to move`, `I'm going to see a lawyer`."""
    if token.lemma not in _group("plan_verbs") | {"decide", "go", "gon"}:
        return None
    complement = story.syntax.child(token.i, "xcomp", "prep")
    frame = story.frame(token.i, "verb")
    if complement is None or not frame.subject or frame.question or frame.realis == "hypothetical":
        return None
    act = complement.lemma
    if token.lemma in {"go", "gon"}:
        return _going_to(story, frame, complement)
    if token.lemma == "decide":
        if complement.dep != "xcomp" or len(frame.subject) < 2:  # noqa: PLR2004 - one decides for oneself
            return None
        return _make(story, frame, frame.subject, _Word("agreement", "prom.decided", 0.45, act))
    sure = 0.6 if NARRATOR in frame.subject else 0.45
    return _make(story, frame, frame.subject, _Word("plan", "prom.planned", sure, act))


def _going_to(story: Story, frame: Frame, complement: Token) -> Candidate | None:
    tag = story.tokens[frame.i].tag
    to_do = tag in {"VBG", "VBP", "VB"} and complement.dep == "xcomp" and _to(story, complement)
    spoken = NARRATOR in frame.subject or frame.zone is not None
    act = complement.lemma
    idle = act in _group("not_acts") or frame.subject_word in {"it", "there"}
    if not (to_do and spoken) or idle or frame.tense == "past":
        return None
    return _make(story, frame, frame.subject, _Word("plan", "prom.going-to", 0.5, act))


def _plan_noun(story: Story, token: Token) -> Candidate | None:
    """`my plan is to leave the dog with a friend`."""
    subject = story.syntax.child(token.i, "nsubj") if token.lemma == "be" else None
    if subject is None or subject.lemma not in {"plan", "intention"}:
        return None
    owner = story.syntax.child(subject.i, "poss")
    complement = story.syntax.child(token.i, "xcomp", "ccomp", "attr")
    people = story.framer.people(owner.i) if owner is not None else ()
    if not people or complement is None:
        return None
    frame = story.frame(token.i, "verb")
    return _make(story, frame, people, _Word("plan", "prom.plan-noun", 0.7, complement.lemma))


def _to(story: Story, verb: Token) -> bool:
    return any(t.lemma in {"to", "na"} and t.dep == "aux" for t in story.syntax.children(verb.i))


def _asked(story: Story, token: Token) -> Candidate | None:
    """`I asked him to block her`: a request, whose acceptance the text may tell."""
    if token.lemma not in _group("ask_verbs"):
        return None
    complement = story.syntax.child(token.i, "xcomp", "ccomp")
    frame = story.frame(token.i, "verb")
    if complement is None or not _to(story, complement) or not frame.objects or frame.negated:
        return None
    by = tuple(n for n in frame.objects if n not in frame.subject)[:1]
    return _make(story, frame, by, _Word("request", "prom.asked", 0.38, complement.lemma))


def _threatened(story: Story, token: Token) -> Candidate | None:
    """`he threatened to …`, `he's going to cut us off`."""
    frame = story.frame(token.i, "verb")
    if token.lemma == "threaten" and frame.subject and not frame.negated:
        complement = _complement(story, token)
        act = complement.lemma if complement is not None else "threaten"
        return _make(story, frame, frame.subject, _Word("threat", "prom.threat", 0.75, act))
    harmful = frame.pred in {"cut_off", "cut", "evict", "kick_out", "sue"}
    if harmful and frame.realis == "future" and frame.subject and NARRATOR not in frame.subject:
        return _make(
            story, frame, frame.subject, _Word("threat", "prom.threat-future", 0.6, token.lemma)
        )
    return None
