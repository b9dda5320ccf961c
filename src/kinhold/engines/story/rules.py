"""Rules over frames: lexicon data compiled once, matched against clause frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kinhold.domain.people import PARTNERS
from kinhold.engines.story.lexicon import lemmas, load
from kinhold.engines.story.roster import CHILD_ROLES, NARRATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinhold.engines.story.context import Story
    from kinhold.engines.story.frames import Frame
    from kinhold.engines.story.roster import Draft

_ADULT_OTHER = frozenset({"other", "friend", "neighbour", "colleague", "professional"})
_FAMILY = frozenset(
    [
        "mother",
        "father",
        "sibling",
        "cousin",
        "grandparent",
        "mother_in_law",
        "father_in_law",
        "brother_in_law",
        "sister_in_law",
        "partners_sibling",
    ]
)
_INLAWS = frozenset(
    ["mother_in_law", "father_in_law", "brother_in_law", "sister_in_law", "partners_sibling"]
)
_GROUPS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (PARTNERS, frozenset({"partner"})),
    (frozenset({"ex_partner"}), frozenset({"partner", "ex"})),
    (frozenset({"mother", "father", "parents"}), frozenset({"parent", "family"})),
    (_INLAWS | {"in_laws"}, frozenset({"inlaw", "family"})),
    (_FAMILY, frozenset({"family"})),
    (_ADULT_OTHER, frozenset({"acquaintance"})),
    (frozenset({"partners_affair"}), frozenset({"affair"})),
    (frozenset({"childcare_worker"}), frozenset({"childcare"})),
)
_FORMS = {"verb": frozenset({"VERB", "AUX"}), "adj": frozenset({"ADJ", "VERB", "ADV"}),
          "noun": frozenset({"NOUN", "PROPN"})}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule; see the head of `lexicons/events.yaml` for the fields."""

    id: str
    kind: str
    preds: frozenset[str]
    form: str
    confidence: float
    severity: str
    data: Mapping[str, Any]

    def words(self, key: str) -> frozenset[str]:
        """The lemma set of one field; empty if the field is absent."""
        found: frozenset[str] = self.data.get(key, frozenset())
        return found


def expand(value: object) -> frozenset[str]:
    """Lemmas of a field: blank-separated words, a class name in capitals standing for its lemmas."""
    out: set[str] = set()
    for word in str(value).split() if not isinstance(value, list) else [str(v) for v in value]:
        out |= lemmas("classes", word) if word.isupper() and word in load("classes") else {word}
    return frozenset(out)


_WORD_FIELDS = ("w", "ww", "www", "nr", "nw", "ow", "sw", "attr", "modal")


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rules of one lexicon."""
    out = []
    for raw in load(name)["rules"]:
        data = dict(raw)
        for key in _WORD_FIELDS:
            if key in data:
                data[key] = expand(data[key])
        for key in ("s", "o"):
            if key in data:
                data[key] = frozenset(data[key] if isinstance(data[key], list) else [data[key]])
        out.append(Rule(str(data["id"]), str(data.get("k", data["id"])), expand(data["p"]), data.get("f", "verb"),
                        float(data.get("c", 0.5)), data.get("sev", "info"), data))  # fmt: skip
    return tuple(out)


@cache
def _index(name: str) -> Mapping[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in rules(name):
        for pred in rule.preds:
            table.setdefault(pred, []).append(rule)
    return {pred: tuple(found) for pred, found in table.items()}


def matches(name: str, story: Story) -> Iterator[tuple[Rule, Frame]]:
    """Every rule of a lexicon that holds somewhere in the story, with its frame."""
    index = _index(name)
    for token in story.tokens:
        keys = story.keys(token.i)
        for key in keys:
            for rule in index.get(key, ()):
                form = _form(rule, token.pos)
                if form is None:
                    continue
                frame = story.frame(token.i, form)
                if holds(rule, frame, story):
                    yield rule, frame


def _form(rule: Rule, pos: str) -> str | None:
    if rule.form == "any":
        return "verb" if pos in {"VERB", "AUX"} else "adj" if pos == "ADJ" else "noun"
    if pos in _FORMS[rule.form]:
        return rule.form
    return None


def groups(draft: Draft) -> frozenset[str]:
    """The groups of people a rule may name that somebody belongs to."""
    if draft.number == NARRATOR:
        return frozenset({"any", "narrator", "self", "adult-any"})
    found = {"any", "other", draft.role}
    for members, names in _GROUPS:
        if draft.role in members or draft.relation in members:
            found |= names
    child = draft.role in CHILD_ROLES or draft.role in {"stepson", "stepdaughter"} or _young(draft)
    found |= {"child"} if child else {"adult", "adult-other", "adult-any"}
    return frozenset(found)


def _young(draft: Draft) -> bool:
    if draft.age is not None:
        return draft.age[1] != "year" or draft.age[0] < 16  # noqa: PLR2004 - not yet grown
    return (
        draft.relation in {"child", "baby", "son", "grandchild", "relative_child"}
        and draft.role == "other"
    )


def holds(rule: Rule, frame: Frame, story: Story) -> bool:
    """Whether every condition of the rule is met by the frame."""
    data = rule.data
    return (
        _reality(rule, frame)
        and _people_ok(data, frame, story)
        and _words_ok(rule, frame, story)
        and _place_ok(data, frame, story)
        and _shape_ok(data, frame, story)
    )


def _reality(rule: Rule, frame: Frame) -> bool:
    data = rule.data
    negated = data.get("neg", False)
    if negated != "any" and bool(negated) != frame.negated:
        return False
    if frame.question and data.get("q") is None and frame.zone is None:
        return False
    if data.get("q") == "only" and not frame.question:
        return False
    if "modal" in data and frame.modal not in rule.words("modal"):
        return False
    if data.get("perfect") and not frame.perfect:
        return False
    if data.get("ten") and frame.tense != data["ten"]:
        return False
    allowed = data.get("r", ["actual", "habitual"])
    return frame.realis in allowed or "modal" in data


def _people_ok(data: Mapping[str, Any], frame: Frame, story: Story) -> bool:
    if (
        "s" in data
        and not _some(data["s"], frame.subject, story)
        and not _unnamed(data["s"], frame)
    ):
        return False
    if "cs" in data and not _told_of(data["cs"], frame, story):
        return False
    if "od" in data and not _some(_names(data["od"]), _direct(frame, story), story):
        return False
    if data.get("o-none") and frame.objects:
        return False
    if data.get("o-any") and not frame.objects and not story.others_near(frame):
        return False
    if data.get("poss"):
        owner = story.framer.syntax.child(frame.i, "poss")
        if owner is None:
            return False
        if data["poss"] == "other" and NARRATOR in frame.subject:
            return False
    return "o" not in data or _some(data["o"], frame.objects, story)


def _names(value: object) -> frozenset[str]:
    return frozenset(value) if isinstance(value, list) else frozenset(str(value).split())


def _unnamed(wanted: frozenset[str], frame: Frame) -> bool:
    """Whether a pronoun that could not be led back to anybody may stand for the subject."""
    pronoun = not frame.subject and frame.subject_word in {
        "they",
        "he",
        "she",
        "who",
        "we",
        "people",
        "two",
    }
    return pronoun and bool(wanted & {"any", "other", "adult", "adult-other", "adult-any"})


def _told_of(wanted: frozenset[str] | str, frame: Frame, story: Story) -> bool:
    """Whether what is said is said of one of the groups: `told me I was …`."""
    clause = story.syntax.child(frame.i, "ccomp")
    subject = story.syntax.child(clause.i, "nsubj", "nsubjpass") if clause is not None else None
    people = story.framer.people(subject.i) if subject is not None else ()
    return _some(_names(wanted), people, story)


def _direct(frame: Frame, story: Story) -> tuple[int, ...]:
    """People who are themselves the direct object."""
    found: list[int] = []
    for token in story.syntax.children(frame.i, "dobj", "nsubjpass", "dative"):
        found.extend(
            n for part in story.syntax.conjuncts(token.i) for n in story.cast.people_at(part.i)
        )
    return tuple(found)


def _some(wanted: frozenset[str], people: tuple[int, ...], story: Story) -> bool:
    if not people:
        return "none" in wanted
    return any(wanted & groups(story.cast.roster.get(n)) for n in people)


def _words_ok(rule: Rule, frame: Frame, story: Story) -> bool:
    wide = story.wide_words(frame)
    for key in ("w", "ww", "www"):
        wanted = rule.words(key)
        if wanted and not wanted & wide:
            return False
    if rule.words("nr") and not rule.words("nr") & story.near_words(frame):
        return False
    if rule.words("nw") & (frame.words | story.near_words(frame)):
        return False
    if "ow" in rule.data and not rule.words("ow") & frame.object_words:
        return False
    if "attr" in rule.data and not rule.words("attr") & frame.object_words:
        return False
    return "sw" not in rule.data or frame.subject_word in rule.words("sw")


def _place_ok(data: Mapping[str, Any], frame: Frame, story: Story) -> bool:
    quoted = data.get("quote")
    if quoted:
        if frame.zone is None:
            return False
        if quoted == "other":
            said = story.speech.get(frame.zone)
            return said is None or said.speaker != NARRATOR
    return True


_CHILDREN_NEEDED = {
    "comp": ("ccomp",),
    "cw": ("ccomp", "xcomp"),
    "xc": ("xcomp",),
    "passive": ("nsubjpass",),
}


def _shape_ok(data: Mapping[str, Any], frame: Frame, story: Story) -> bool:
    syntax = story.framer.syntax
    for key, deps in _CHILDREN_NEEDED.items():
        if data.get(key) and syntax.child(frame.i, *deps) is None:
            return False
    if data.get("imp") and syntax.child(frame.i, "nsubj") is not None:
        return False
    if data.get("adjc") and not _adjective(frame, story):
        return False
    if data.get("cop") and story.tokens[frame.i].dep not in {"acomp", "attr", "oprd", "conj"}:
        return False
    return _size_ok(data, frame, story)


def _adjective(frame: Frame, story: Story) -> bool:
    return any(t.pos == "ADJ" for t in story.syntax.children(frame.i, "acomp", "oprd"))


def _size_ok(data: Mapping[str, Any], frame: Frame, story: Story) -> bool:
    if "len" in data and story.sentence_length(frame.sentence) > data["len"]:
        return False
    if data.get("objs") and not frame.object_words:
        return False
    following = story.tokens[frame.i + 1].lemma if frame.i + 1 < len(story.tokens) else ""
    if following and following in str(data.get("nww", "")).split():
        return False
    return not (data.get("amount") and not story.amount_in(frame.sentence))
