"""How people are, and what harms or holds them: states by grammar, acts by rules, urgent words first."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kinhold.engines.story.candidates import Candidate
from kinhold.engines.story.evidence import evidence_span
from kinhold.engines.story.lexicon import load
from kinhold.engines.story.roster import NARRATOR
from kinhold.engines.story.rules import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinhold.engines.story.context import Story
    from kinhold.engines.story.frames import Frame
    from kinhold.engines.story.linguist import Token

_HARM = frozenset(
    [
        "criticised_by",
        "minimised_by",
        "threatened_by",
        "controlled_by",
        "shouted_at_by",
        "followed_or_watched",
        "deceived_by",
        "accused_by",
        "violence_to_property",
        "unfair_treatment",
        "taken_advantage",
        "distrust",
        "betrayal",
        "hurt",
        "safety",
        "neglect",
    ]
)
_NEGATIVE_FLIP = frozenset(["protective_factor", "recovery"])
_CHILD_STATES = frozenset(
    [
        "low_mood",
        "fear",
        "upset",
        "anger",
        "hurt",
        "grief",
        "isolation",
        "crying",
        "hopelessness",
        "betrayal",
    ]
)
_SAID_OF = frozenset({"acomp", "oprd", "attr", "conj", "ROOT", "advcl", "acl", "ccomp", "xcomp"})
_OWN_THOUGHTS = frozenset({"leaving_child_thought", "intrusive_violent_image"})
_SUPPOSED = re.compile(r"\bif (?:he|she|they|anyone|someone|anybody)(?: \w+){0,2} $")
_IF_ONLY = re.compile(r"\b(?:if|unless)\b[^,]{0,30}$")
_WEAK_BLOCKS = frozenset({"heading", "tldr"})
_SENTENCE = re.compile(r"[^.!?\n…]*[.!?…]*")


def find_wellbeing(story: Story) -> Iterator[Candidate]:
    """Candidates from urgent words, rules over frames, and words of state."""
    yield from find_urgent(story)
    yield from _by_idiom(story)
    yield from _by_child(story)
    yield from _by_rule(story)
    yield from _by_state(story)


# --- urgent ---------------------------------------------------------------------------------------


@cache
def _urgent() -> tuple[tuple[str, bool, tuple[re.Pattern[str], ...]], ...]:
    out = []
    for group in load("urgent")["groups"]:
        patterns = tuple(re.compile(p) for p in group["patterns"])
        out.append((group["kind"], bool(group.get("all")), patterns))
    return tuple(out)


@cache
def _not_meant() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What is no signal: things and play that follow or threaten, and what she does herself."""
    data = load("urgent")["vetoes"]
    own = frozenset(data["own_kinds"].split())
    return re.compile(data["harmless"]), re.compile(data["own"]), own


@cache
def _vetoes() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    data = load("urgent")["vetoes"]
    return (
        re.compile(data["figurative"]),
        re.compile(data["denied"]),
        frozenset(data["denied_kinds"].split()),
    )


def find_urgent(story: Story) -> Iterator[Candidate]:
    """Signals a trained person would ask about at once; works without a parser.

    Wishes count in narration and in the narrator's own words; threats, watching, violence and
    neglect count whoever tells of them.
    """
    low = story.level.lower().replace("\n", " ")
    for kind, everybody, patterns in _urgent():
        for pattern in patterns:
            for match in pattern.finditer(low):
                found = _urgent_at(story, low, kind, match, everybody=everybody)
                if found is not None:
                    yield found


def _urgent_at(
    story: Story, low: str, kind: str, match: re.Match[str], *, everybody: bool
) -> Candidate | None:
    zone = story.zones.quote_at(match.start())
    said = story.speech.get(zone) if zone is not None else None
    speaker = NARRATOR if zone is None else (said.speaker if said is not None else None)
    if not everybody and speaker not in {NARRATOR, None}:
        return None
    start, end = _sentence(story, match.start(), match.end())
    figurative, denied, denied_kinds = _vetoes()
    around = low[max(0, match.start() - 40) : match.end() + 40]
    harmless, own, own_kinds = _not_meant()
    if figurative.search(around) or _meets(harmless, low, match):
        return None
    if (
        kind in own_kinds
        and speaker == NARRATOR
        and _own_doing(kind, own, low[start : match.start()], match)
    ):
        return None
    before = low[start : match.start()]
    if kind in denied_kinds and (
        denied.search(before) or re.search(r"\b(?:never|not)\b|n't\b", match.group())
    ):
        return None
    if kind == "safety" and _only_owned(story, match.end()):
        return None
    supposed = _SUPPOSED if kind == "safety" else _IF_ONLY if kind in _OWN_THOUGHTS else None
    if supposed is not None and supposed.search(before):
        return None
    quote = story.document.trimmed(start, end)
    if quote is None:
        return None
    who, by = _urgent_people(story, kind, match.start(), match.end(), speaker)
    sentence = next((t.sent for t in story.tokens if t.start >= match.start()), -1)
    about_child = re.search(r"baby|child|son|daughter|kid|newborn|toddler|infant", match.group())
    figment = kind == "intrusive_violent_image" and not about_child
    slots = {"severity": "concern" if figment else "urgent", "by": by}
    return Candidate(kind, (quote,), who, f"urgent.{kind}", 0.82, match.start(), sentence, slots)


def _own_doing(kind: str, own: re.Pattern[str], before: str, match: re.Match[str]) -> bool:
    """Whether the speaker is who does it, before the match or at its beginning.

    Of threats only the word itself says who makes them: “I will find you” may be anybody's words.
    """
    if kind == "threatened_by" and "threaten" not in match.group():
        return False
    return bool(own.search(before) or re.match(r"(?:i|we)(?:'\w+)?\b", match.group()))


def _meets(pattern: re.Pattern[str], low: str, match: re.Match[str]) -> bool:
    """Whether a pattern is found over the very words of a match."""
    start = max(0, match.start() - 40)
    return any(
        found.start() < match.end() and match.start() < found.end()
        for found in pattern.finditer(low, start, match.end() + 40)
    )


def _only_owned(story: Story, end: int) -> bool:
    """`grabbed her phone`: the last word of the match owns a thing that is no part of the body."""
    last = next((t for t in story.tokens if t.start < end <= t.end), None)
    if last is None or last.dep != "poss":
        return False
    return story.tokens[last.head].lemma not in {
        "arm",
        "hair",
        "throat",
        "neck",
        "wrist",
        "face",
        "hand",
        "leg",
        "head",
    }


def _sentence(story: Story, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place, no longer than what may be quoted."""
    text = story.level
    low = max(
        (text.rfind(mark, max(0, start - 200), start) for mark in (". ", "! ", "? ", "\n", "… ")),
        default=-1,
    )
    low = low + 1 if low >= 0 else max(0, start - 80)
    high = min(
        (
            p
            for p in (text.find(mark, end - 1, end + 160) for mark in (".", "!", "?", "\n", "…"))
            if p >= 0
        ),
        default=min(len(text), end + 60),
    )
    return low, min(high + 1, len(text))


def _urgent_people(
    story: Story, kind: str, start: int, end: int, speaker: int | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    inside = [t for t in story.tokens if start - 30 <= t.start < end + 20]
    people = list(dict.fromkeys(n for t in inside for n in story.cast.people_at(t.i)))
    if kind in {"threatened_by", "followed_or_watched", "safety"}:
        by = tuple(n for n in people if n != NARRATOR)[:1]
        if speaker not in {NARRATOR, None}:
            by = (speaker,) if speaker is not None else by
        harmed = tuple(n for n in people if n not in by) or (NARRATOR,)
        return harmed, by
    if kind == "neglect":
        young = tuple(
            n
            for n in people
            if story.cast.roster.get(n).is_child or story.cast.roster.get(n).role == "other"
        )
        return young or (NARRATOR,), tuple(n for n in people if n not in young and n != NARRATOR)
    return (NARRATOR,), ()


# --- rules and states ------------------------------------------------------------------------------


def _by_rule(story: Story) -> Iterator[Candidate]:
    for rule, frame in matches("wellbeing", story):
        quote = story.quote(frame)
        if quote is None:
            continue
        who, by = _rule_people(rule.kind, rule.data, frame, story)
        slots = {"severity": rule.severity, "by": by}
        yield Candidate(
            rule.kind,
            (quote,),
            who,
            rule.id,
            rule.confidence,
            frame.i,
            frame.sentence,
            slots,
            _weight(frame, story),
        )


def _rule_people(
    kind: str, data: Mapping[str, object], frame: Frame, story: Story
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if kind in _HARM and NARRATOR not in frame.subject[:1]:
        said = story.said_by(frame)
        if data.get("quote") == "other":
            return (NARRATOR,), (said,) if said else ()
        harmed = tuple(n for n in frame.objects if n not in frame.subject) or (NARRATOR,)
        return harmed, frame.subject
    if data.get("passive") and frame.objects:
        return frame.objects, frame.subject
    if kind in _NEGATIVE_FLIP and story.said_by(frame) == NARRATOR:
        return tuple(dict.fromkeys((*frame.subject, NARRATOR))), ()
    who = frame.subject or ((story.said_by(frame),) if story.said_by(frame) is not None else ())
    return tuple(n for n in who if n is not None) or (NARRATOR,), ()


def _weight(frame: Frame, story: Story) -> float:
    weight = 0.8 if frame.block in _WEAK_BLOCKS else 1.0
    if frame.zone is not None and story.said_by(frame) != NARRATOR:
        weight *= 0.8
    return weight


@cache
def _states() -> Mapping[tuple[str, str], tuple[str, str]]:
    table: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, data in load("wellbeing")["states"].items():
        for form in ("a", "n", "v", "o"):
            for word in str(data.get(form) or "").split():
                table.setdefault((form, word), (kind, data["sev"]))
    return table


@cache
def _carriers() -> tuple[frozenset[str], frozenset[str]]:
    data = load("wellbeing")
    return frozenset(data["feel_verbs"].split()), frozenset(data["noun_carriers"].split())


def _by_state(story: Story) -> Iterator[Candidate]:
    for token in story.tokens:
        low = token.text.lower()
        for form, poses in (
            ("a", {"ADJ", "VERB", "ADV"}),
            ("n", {"NOUN"}),
            ("v", {"VERB"}),
            ("o", {"VERB"}),
        ):
            if token.pos not in poses:
                continue
            found = _states().get((form, low)) or _states().get((form, token.lemma))
            if found is not None:
                candidate = _state(story, token.i, form, *found)
                if candidate is not None:
                    yield candidate


def _state(story: Story, i: int, form: str, kind: str, severity: str) -> Candidate | None:
    frame = story.frame(i, {"a": "adj", "n": "noun", "v": "verb", "o": "verb"}[form])
    if frame.realis == "hypothetical" or frame.modal in {"would", "should"}:
        return None
    if kind == "protective_factor" and frame.negated and form == "a":
        kind, severity = "disappointment", "info"  # not happy, not proud
    elif frame.negated or (kind in _NEGATIVE_FLIP and _polite(story, frame)):
        return None
    bearer, confidence = _bearer(story, frame, form)
    if bearer is None:
        return None
    weight = _weight(frame, story) * (0.8 if frame.question and frame.zone is None else 1.0)
    quote = story.document.trimmed(*evidence_span(story.framer, i, frame.span))
    if quote is None:
        return None
    if severity == "concern" and NARRATOR not in bearer:
        severity = "info" if kind in {"anger", "fear", "sleep_problem"} else severity
    if kind in _CHILD_STATES and all(story.cast.roster.get(n).is_child for n in bearer):
        kind, severity = "child_distress", "concern"
    slots = {"severity": severity, "by": ()}
    return Candidate(
        kind, (quote,), bearer, f"state.{kind}.{form}", confidence, i, frame.sentence, slots, weight
    )


def _bearer(story: Story, frame: Frame, form: str) -> tuple[tuple[int, ...] | None, float]:
    """Who is in the state, and how sure the grammar makes it."""
    if form == "a":
        return _bearer_of_adjective(story, frame)
    if form == "n":
        return _bearer_of_noun(story, frame)
    if form == "o":
        struck = frame.objects if story.syntax.child(frame.i, "nsubjpass") is None else ()
        return (struck, 0.62) if struck else (None, 0.0)
    return (frame.subject, 0.62) if frame.subject else (None, 0.0)


def _bearer_of_adjective(story: Story, frame: Frame) -> tuple[tuple[int, ...] | None, float]:
    token = story.tokens[frame.i]
    head = story.tokens[token.head]
    feel = _carriers()[0]
    said_of = token.dep in _SAID_OF
    if token.dep in {"acomp", "oprd"} and head.lemma not in feel | {"make"}:
        said_of = False
    verbal = token.pos == "VERB"
    if verbal and (token.tag not in {"VBN", "VBD"} or not _participle(story, frame)):
        said_of = False
    if not said_of:
        return None, 0.0
    if head.lemma == "make":
        made = story.syntax.child(token.i, "nsubj") or story.syntax.child(head.i, "dobj")
        people = story.framer.people(made.i) if made is not None else ()
        return (people, 0.62) if people else (None, 0.0)
    if frame.subject:
        return frame.subject, 0.66
    alone = token.dep == "ROOT" and not frame.subject_word
    return ((NARRATOR,), 0.5) if alone else (None, 0.0)


def _bearer_of_noun(story: Story, frame: Frame) -> tuple[tuple[int, ...] | None, float]:
    owner = story.syntax.child(frame.i, "poss")
    if owner is not None and story.framer.people(owner.i):
        return story.framer.people(owner.i), 0.62
    governor = story.syntax.governor(frame.i)
    if governor is not None and governor.lemma in _carriers()[1] and frame.subject:
        return frame.subject, 0.62
    placed = story.tokens[frame.i].dep in {"pobj", "conj", "dobj", "nsubj"}
    if placed and frame.zone is None:
        return frame.subject or (NARRATOR,), 0.42
    return None, 0.0


def _participle(story: Story, frame: Frame) -> bool:
    """Whether a past participle is said of somebody (`I was crushed`), not done by somebody."""
    if story.syntax.child(frame.i, "dobj") is not None:
        return False
    token = story.tokens[frame.i]
    passive = story.syntax.child(frame.i, "auxpass", "nsubjpass") is not None
    return passive or token.dep in {"acomp", "oprd", "conj", "advcl", "attr"} or token.tag == "VBN"


def _polite(story: Story, frame: Frame) -> bool:
    """`happy to help` offers, it does not tell of a mood."""
    return any(t.dep == "xcomp" or t.lemma == "to" for t in story.syntax.children(frame.i))


@cache
def _idioms(name: str) -> tuple[tuple[str, str, float, re.Pattern[str]], ...]:
    return tuple(
        (row["k"], row["sev"], float(row.get("c", 0.6)), re.compile(row["re"]))
        for row in load("wellbeing")[name]
    )


def _by_idiom(story: Story) -> Iterator[Candidate]:
    """Turns of phrase, over narration and the narrator's own words."""
    low = story.level.lower()
    figurative = _vetoes()[0]
    for number, (kind, severity, sure, pattern) in enumerate(_idioms("idioms")):
        for match in pattern.finditer(low):
            place = _idiom_place(story, match.start())
            if place is None:
                continue
            token, speaker = place
            if figurative.search(low[max(0, match.start() - 30) : match.end() + 30]) or _if_before(
                low, match.start()
            ):
                continue
            frame = story.frame(token.i, "verb" if token.pos in {"VERB", "AUX"} else "adj")
            span = evidence_span(story.framer, token.i, (match.start(), match.end()))
            quote = story.document.trimmed(min(span[0], match.start()), max(span[1], match.end()))
            if quote is None:
                continue
            who: tuple[int, ...] = (speaker,)
            if (
                speaker == NARRATOR
                and frame.subject
                and NARRATOR not in frame.subject
                and kind not in _HARM
            ):
                who = tuple(
                    dict.fromkeys(
                        (*frame.subject, *(frame.objects if NARRATOR in frame.objects else ()))
                    )
                )
                if kind in _NEGATIVE_FLIP:
                    who = (*who, NARRATOR)
            weight = (0.8 if frame.block in _WEAK_BLOCKS else 1.0) * (
                1.0 if speaker == NARRATOR else 0.8
            )
            yield Candidate(kind, (quote,), who, f"idiom.{kind}.{number}", sure, token.i, token.sent,
                            {"severity": severity, "by": ()}, weight)  # fmt: skip


def _idiom_place(story: Story, start: int) -> tuple[Token, int] | None:
    token = story.token_at(start)
    if token is None:
        return None
    zone = story.zones.quote_at(start)
    said = story.speech.get(zone) if zone is not None else None
    speaker = NARRATOR if zone is None else (said.speaker if said is not None else None)
    return (token, speaker) if speaker is not None else None


def _if_before(low: str, start: int) -> bool:
    before = low[max(0, start - 40) : start]
    if re.search(r"(?:\bnot|n't|\bnever|\bno longer)\s+(?:\w+\s+){0,2}$", before):
        return True
    return (
        re.search(
            r"\b(?:if|unless|would(?:n't| not)?|might)\b[^,.;!?]{0,24}$",
            low[max(0, start - 40) : start],
        )
        is not None
    )


def _by_child(story: Story) -> Iterator[Candidate]:
    """A child's own questions about a parent who is gone."""
    for zone, said in story.speech.items():
        if said.speaker is None or not story.cast.roster.get(said.speaker).is_child:
            continue
        quote = story.document.trimmed(zone.start, zone.end)
        low = story.level[zone.start : zone.end].lower()
        token = story.token_at(zone.start)
        if quote is None or token is None or "?" not in low or len(low) > 200:  # noqa: PLR2004
            continue
        for kind, severity, _, pattern in _idioms("child_words"):
            if pattern.search(low):
                yield Candidate(kind, (quote,), (said.speaker,), f"child.{kind}", 0.6, token.i, token.sent,
                                {"severity": severity, "by": ()})  # fmt: skip
                break
