"""Clause frames: who does what to whom, whether it is denied, imagined, habitual or to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.engines.story.lexicon import lemmas
from kinhold.engines.story.roster import NARRATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinhold.engines.story.cast import Cast
    from kinhold.engines.story.syntax import Syntax
    from kinhold.engines.story.utterance import Speech
    from kinhold.engines.story.zones import Zone, Zones

_FUTURE = frozenset({"will", "shall", "gon", "gonna"})
_UNREAL = frozenset({"would", "could", "may", "might", "should", "can", "ought"})
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_CLAUSE_LINKS = frozenset(["ccomp", "xcomp", "advcl", "acl", "pcomp", "conj", "relcl"])
_SAME_PAST = frozenset(
    [
        "quit",
        "put",
        "cut",
        "hit",
        "let",
        "set",
        "shut",
        "hurt",
        "cost",
        "read",
        "spread",
        "beat",
        "split",
        "bet",
    ]
)
_ONE_TIME = frozenset(
    ["yesterday", "today", "tonight", "suddenly", "ago", "later", "once", "finally"]
)
_PARTICLES = frozenset({"out", "away", "off", "up", "back", "in", "down", "over"})
_IF = frozenset({"if", "unless", "whether"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One predicate with its arguments.

    Attributes:
        i: token number of the predicate.
        pred: its lemma; a particle is joined on with an underscore (`walk_out`).
        form: `verb`, `adj` or `noun`.
        subject: numbers of the people who do or are it.
        subject_word: lemma of the grammatical subject, where there is one.
        objects: numbers of the people it is done to, said to, or had with.
        object_words: lemmas of the things it is done to.
        words: every lemma of the clause.
        negated: whether it is denied.
        modal: the modal verb or intention over it, or an empty word.
        tense: `past`, `present` or `future`.
        perfect: whether in a perfect tense.
        realis: `actual`, `habitual`, `future` or `hypothetical`.
        question: whether it is asked.
        zone: the quote it stands in, or None in narration.
        block: heading, tldr, edit, or an empty word.
        sentence: number of its sentence.
        span: first and last code point of the clause, half-open.
    """

    i: int
    pred: str
    form: str
    subject: tuple[int, ...]
    subject_word: str
    objects: tuple[int, ...]
    object_words: frozenset[str]
    words: frozenset[str]
    negated: bool
    modal: str
    tense: str
    perfect: bool
    realis: str
    question: bool
    zone: Zone | None
    block: str
    sentence: int
    span: tuple[int, int]

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody in it, the doer first."""
        return tuple(dict.fromkeys((*self.subject, *self.objects)))


class Framer:
    """Builds frames over one parsed story."""

    def __init__(
        self, syntax: Syntax, cast: Cast, zones: Zones, speech: Mapping[Zone, Speech], text: str
    ) -> None:
        """Work on one story; `text` is levelled."""
        self.syntax = syntax
        self.tokens = syntax.tokens
        self.cast = cast
        self.zones = zones
        self.speech = speech
        self.text = text
        self.present_tense_story = self._told_in_present()

    def _told_in_present(self) -> bool:
        """Whether the narrator tells the story itself in the present tense."""
        past = present = 0
        for token in self.tokens:
            if token.tag not in {"VBD", "VBP"} or token.lemma in {
                "be",
                "have",
                "do",
                "know",
                "think",
                "feel",
                "want",
                "love",
                "need",
                "guess",
                "live",
                "work",
            }:
                continue
            if self.zones.quote_at(token.start):
                continue
            subject = self.syntax.child(token.i, "nsubj")
            if subject is not None and subject.lemma in {"i", "we"}:
                past += token.tag == "VBD"
                present += token.tag == "VBP"
        return present > past and present >= 4  # noqa: PLR2004 - a few verbs prove nothing

    def people(self, i: int) -> tuple[int, ...]:
        """People a token stands for, relative pronouns led back to what they modify."""
        token = self.tokens[i]
        if token.lemma in _RELATIVE and token.dep.startswith("nsubj"):
            verb = self.tokens[token.head]
            if verb.dep == "relcl":
                return self.people(verb.head)
        found: list[int] = []
        for part in self.syntax.conjuncts(i):
            found.extend(self.cast.people_at(part.i))
        return tuple(dict.fromkeys(found))

    def pred(self, i: int) -> str:
        """Lemma of the predicate with its particle, if it has one."""
        particle = self.syntax.child(i, "prt")
        lemma = self.tokens[i].lemma
        if particle is None and i + 1 < len(self.tokens):
            following = self.tokens[i + 1]
            close = following.head == i and following.dep in {"advmod", "prep"}
            further = self.syntax.child(following.i, "pobj", "prep", "pcomp")
            bare = close and (further is None or further.lemma == "of")
            particle = following if bare and following.lemma in _PARTICLES else None
        return f"{lemma}_{particle.text.lower()}" if particle is not None else lemma

    def frame(self, i: int, form: str) -> Frame:
        """The frame whose predicate is token `i`."""
        clause = self._clause_head(i, form)
        subject_i, subject = self._subject(i, form, clause)
        objects, object_words = self._objects(i, form)
        inner = self.syntax.subtree(clause, within_clause=True)
        token = self.tokens[i]
        zone = self.zones.quote_at(token.start)
        modal = self._modal(clause)
        tense = self._tense(clause)
        negated = self._negated(i, clause)
        question = self._question(i)
        perfect = any(t.lemma == "have" and t.dep == "aux" for t in self.syntax.children(clause))
        return Frame(
            i=i,
            pred=self.pred(i) if form == "verb" else token.lemma,
            form=form,
            subject=subject,
            subject_word=self.tokens[subject_i].lemma if subject_i is not None else "",
            objects=objects,
            object_words=object_words,
            words=frozenset(self.tokens[j].lemma for j in inner),
            negated=negated,
            modal=modal,
            tense=tense,
            perfect=perfect,
            realis=self._refusing(negated, modal, subject) or self._realis(clause, modal, tense),
            question=question,
            zone=zone,
            block=self.zones.block_at(token.start),
            sentence=token.sent,
            span=(self.tokens[inner[0]].start, self.tokens[inner[-1]].end),
        )

    def _clause_head(self, i: int, form: str) -> int:
        if form == "verb":
            return i
        token = self.tokens[i]
        if token.dep == "ROOT" or token.pos in {"VERB", "AUX"}:
            return i
        governor = self.syntax.governor(i)
        return governor.i if governor is not None else i

    def _subject(self, i: int, form: str, clause: int) -> tuple[int | None, tuple[int, ...]]:
        if form == "noun":
            owner = self.syntax.child(i, "poss")
            if owner is not None:
                return owner.i, self.people(owner.i)
        if form == "adj" and self.tokens[i].dep == "amod":
            noun = self.tokens[i].head
            return noun, self.people(noun)
        passive = self.syntax.child(i, "nsubjpass")
        spoken = self.tokens[i].lemma in lemmas("words", "saying")
        if spoken and passive is not None:  # `he's said` is no passive
            return passive.i, self.people(passive.i)
        if form == "verb" and passive is not None:
            agent = self.syntax.child(i, "agent")
            doer = self.syntax.child(agent.i, "pobj") if agent is not None else None
            return (doer.i, self.people(doer.i)) if doer is not None else (None, ())
        return self._find_subject(clause, 0)

    def _find_subject(self, verb: int, depth: int) -> tuple[int | None, tuple[int, ...]]:
        own = self.syntax.child(verb, "nsubj", "nsubjpass", "csubj")
        if own is not None:
            return own.i, self.people(own.i)
        token = self.tokens[verb]
        if depth > 4:  # noqa: PLR2004 - chains of clauses end somewhere
            return None, ()
        if token.dep in {"acl", "relcl"} and self.people(token.head):
            return token.head, self.people(token.head)
        if token.dep in _CLAUSE_LINKS and token.head != verb:
            return self._inherited(verb, depth)
        if token.dep == "ROOT" and token.pos in {"VERB", "AUX"} and token.tag != "VB":
            return None, self._dropped(verb)
        return None, ()

    def _inherited(self, verb: int, depth: int) -> tuple[int | None, tuple[int, ...]]:
        token = self.tokens[verb]
        head = self.tokens[token.head]
        if head.pos not in {"VERB", "AUX"}:
            governor = self.syntax.governor(head.i)
            return self._find_subject(governor.i, depth + 1) if governor is not None else (None, ())
        if token.dep in {"xcomp", "ccomp"} and head.lemma in lemmas("words", "object_control"):
            controlled = self.syntax.child(head.i, "dobj", "dative")
            if controlled is not None and controlled.i < verb:
                return controlled.i, self.people(controlled.i)
        return self._find_subject(head.i, depth + 1)

    def _dropped(self, verb: int) -> tuple[int, ...]:
        """Subject left out: the speaker in a quote, otherwise whoever the sentence before was about."""
        zone = self.zones.quote_at(self.tokens[verb].start)
        if zone is not None:
            speaker = self.speech[zone].speaker if zone in self.speech else None
            return (speaker,) if speaker is not None else ()
        first = self.syntax.sentences[self.tokens[verb].sent][0]
        for j in range(first - 1, max(-1, first - 40), -1):
            token = self.tokens[j]
            if (
                token.dep == "nsubj"
                and self.tokens[token.head].dep == "ROOT"
                and not self.zones.quote_at(token.start)
            ):
                return self.people(j)
        return ()

    def _objects(self, i: int, form: str) -> tuple[tuple[int, ...], frozenset[str]]:
        people: list[int] = []
        words: set[str] = set()
        deps = (
            ("dobj", "dative", "nsubjpass", "oprd", "attr", "acomp", "npadvmod")
            if form == "verb"
            else ()
        )
        for token in self.syntax.children(i, *deps) if deps else []:
            self._take(token.i, people, words, only_nouns=True)
        for prep in self.syntax.children(i, "prep", "dative", "agent"):
            if prep.dep == "agent":
                continue
            for token in self.syntax.children(prep.i, "pobj"):
                self._take(token.i, people, words, only_nouns=False)
            for deeper in self.syntax.children(prep.i, "prep"):
                for token in self.syntax.children(deeper.i, "pobj"):
                    self._take(token.i, people, words, only_nouns=False)
        clausal = self.syntax.child(i, "ccomp", "xcomp") if form == "verb" else None
        if clausal is not None:
            words.add(clausal.lemma)
            inner = self.syntax.child(clausal.i, "nsubj") if not people else None
            if inner is not None and self.tokens[i].lemma in lemmas("words", "object_control"):
                people.extend(self.people(inner.i))
        return tuple(dict.fromkeys(people)), frozenset(words)

    def _take(self, i: int, people: list[int], words: set[str], *, only_nouns: bool) -> None:
        for part in self.syntax.conjuncts(i):
            people.extend(self.cast.people_at(part.i))
            words.add(part.lemma)
            owner = self.syntax.child(part.i, "poss")
            if owner is not None:
                people.extend(self.people(owner.i))
            if only_nouns:
                words.update(t.lemma for t in self.syntax.children(part.i, "compound", "amod"))

    def _modal(self, clause: int) -> str:
        for token in self.syntax.children(clause, "aux"):
            if token.tag == "MD":
                return token.lemma if token.lemma not in {"'ll", "ll"} else "will"
        head = self.tokens[self.tokens[clause].head]
        if self.tokens[clause].dep in {"xcomp", "ccomp", "pcomp"} and head.i != clause:
            if head.lemma in lemmas("words", "intending"):
                return head.lemma
            if head.lemma == "go" and head.tag == "VBG":
                return "will"
        return ""

    def _tense(self, clause: int) -> str:
        token = self.tokens[clause]
        auxiliaries = list(self.syntax.children(clause, "aux", "auxpass"))
        if any(t.lemma in _FUTURE for t in auxiliaries):
            return "future"
        head = self.tokens[token.head]
        if token.dep == "xcomp" and head.lemma == "go" and head.tag == "VBG":
            return "future"
        tags = {t.tag for t in auxiliaries} | {token.tag}
        if "VBD" in tags or (
            token.tag in {"VBN", "VBG"}
            and any(t.tag in {"VBD", "VBP", "VBZ"} and t.lemma == "have" for t in auxiliaries)
        ):
            return "past"
        if (
            token.tag in {"VB", "VBG"}
            and token.dep in _CLAUSE_LINKS
            and head.i != token.i
            and head.pos in {"VERB", "AUX"}
            and not auxiliaries
        ):
            return self._tense(head.i) if head.i != clause else "present"
        return "present"

    def _negated(self, i: int, clause: int) -> bool:
        for j in {i, clause}:
            for token in self.syntax.children(j):
                if token.dep == "neg" or token.lemma in {
                    "never",
                    "no",
                    "without",
                    "neither",
                    "nor",
                    "hardly",
                    "barely",
                }:
                    return True
        token = self.tokens[clause]
        head = self.tokens[token.head]
        if token.dep in {"xcomp", "ccomp"} and head.i != clause:
            if head.lemma in lemmas("words", "stopping"):
                return not any(t.dep == "neg" for t in self.syntax.children(head.i))
            if any(t.dep == "neg" for t in self.syntax.children(head.i)) and head.lemma not in {
                "know",
                "realise",
                "realize",
                "tell",
                "care",
                "mind",
                "matter",
            }:
                return True
        before = self.tokens[i - 1].lemma if i else ""
        return before in {"no", "without", "not", "never"}

    def _question(self, i: int) -> bool:
        first, last = self.syntax.sentences[self.tokens[i].sent]
        if not any(self.tokens[j].text == "?" for j in range(max(first, last - 3), last)):
            return False
        opening = [t for t in self.tokens[first : first + 6] if t.text.isalpha()][:4]
        if any(t.tag in {"WP", "WRB", "WDT", "WP$"} for t in opening):
            return True
        for token in self.tokens[first:last]:  # the auxiliary before its subject
            if token.dep in {"aux", "auxpass"} or token.lemma == "be":
                verb = token.head if token.dep in {"aux", "auxpass"} else token.i
                subject = self.syntax.child(verb, "nsubj", "nsubjpass", "expl")
                if subject is not None and token.i < subject.i:
                    return True
        return last - first <= 6  # noqa: PLR2004 - `You okay?`

    def conditional(self, clause: int) -> bool:
        """Whether a clause hangs on an `if`, or is a `would` with an `if` below it."""
        i, steps = clause, 0
        while steps < 5:  # noqa: PLR2004 - nested deeper than that is no longer about this clause
            for token in self.syntax.children(i, "mark", "advmod"):
                if token.lemma in _IF and token.dep == "mark":
                    return True
            head = self.tokens[i].head
            if head == i or self.tokens[i].dep not in _CLAUSE_LINKS:
                break
            i, steps = head, steps + 1
        modal = any(t.tag == "MD" for t in self.syntax.children(clause, "aux"))
        return modal and any(
            t.dep == "mark" and t.lemma == "if"
            for child in self.syntax.children(clause, "advcl") for t in self.syntax.children(child.i)
        )  # fmt: skip

    def _realis(self, clause: int, modal: str, tense: str) -> str:
        if self.conditional(clause):
            return "hypothetical"
        frequent = self._frequent(clause) and not self._once(clause)
        if modal == "would":
            head = self.tokens[self.tokens[clause].head]
            said = head.lemma in lemmas("words", "saying") and self.tokens[clause].dep == "ccomp"
            return (
                "future"
                if said
                else "habitual"
                if frequent or self._past_company(clause)
                else "hypothetical"
            )
        if modal in {"may", "might", "should", "ought", "must", "wish", "imagine", "hope", "could"}:
            return "hypothetical"
        if modal in lemmas("words", "intending"):
            return "future" if modal in {"plan", "intend", "will", "decide"} else "hypothetical"
        if tense == "future" or modal in _FUTURE:
            return "habitual" if frequent else "future"
        if frequent:
            return "habitual"
        token = self.tokens[clause]
        plain_present = token.tag in {"VBZ", "VBP"} and token.lemma not in {"be", "have"}
        plain_present = plain_present and not self._once(clause)
        if token.tag in {"VBP", "VB"} and token.lemma in _SAME_PAST:
            plain_present = False
        if plain_present and tense == "present" and not self.present_tense_story:
            return "habitual" if token.lemma not in lemmas("words", "stative") else "actual"
        return "actual"

    def _refusing(self, negated: bool, modal: str, subject: tuple[int, ...]) -> str:  # noqa: FBT001 - a part of one frame
        """`he won't let me` tells of what he does, not of what is to come."""
        refuses = negated and modal == "will" and bool(subject) and NARRATOR not in subject
        return "habitual" if refuses else ""

    def _frequent(self, clause: int) -> bool:
        words = {self.tokens[j].lemma for j in self.syntax.subtree(clause, within_clause=True)}
        if words & lemmas("words", "frequent"):
            return True
        for child in self.syntax.children(clause, "advcl"):
            opens = any(t.lemma == "when" for t in self.syntax.children(child.i))
            if opens and child.tag in {"VBP", "VBZ"} and not self.present_tense_story:
                return True
        head = self.tokens[self.tokens[clause].head]
        return (
            self.tokens[clause].dep == "xcomp"
            and head.lemma in {"keep", "use", "tend", "start"}
            and head.lemma != "start"
        )

    def _once(self, clause: int) -> bool:
        """Whether the sentence says that it was one time."""
        first, last = self.syntax.sentences[self.tokens[clause].sent]
        words = {
            t.text.lower() for t in self.tokens[max(first, clause - 12) : min(last, clause + 12)]
        }
        return bool(words & _ONE_TIME)

    def _past_company(self, clause: int) -> bool:
        """A bare `would` among past-tense telling is a habit, not a wish."""
        first, last = self.syntax.sentences[self.tokens[clause].sent]
        for t in self.tokens[first:last]:
            if t.lemma in {"if", "wish", "think"}:
                return False
        start = max(0, first - 25)
        around = [t.tag for t in self.tokens[start : last + 25]]
        return around.count("VBD") > around.count("VBZ") + around.count("VBP")
