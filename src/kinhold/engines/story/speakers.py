"""Who says each quote: a sieve from the surest sign to the weakest, and silence where none holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kinhold.engines.story.kin import kin_at
from kinhold.engines.story.lexicon import lemmas
from kinhold.engines.story.roster import NARRATOR
from kinhold.engines.story.utterance import Speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.story.cast import Casting
    from kinhold.engines.story.linguist import Token
    from kinhold.engines.story.zones import Zone

_PHONE = frozenset(["call", "ring", "phone", "telephone", "facetime"])
_TEXT = frozenset(
    ["text", "message", "dm", "email", "whatsapp", "comment", "post", "reply", "respond", "send"]
)
_NEAR = 14
_JOINED = 0.9
_BARE_TAG = 4
_PARAGRAPH = 30


class _Place(NamedTuple):
    """A quote and the tokens of its paragraph on both sides, nearest first."""

    zone: Zone
    before: Sequence[Token]
    after: Sequence[Token]


class Speakers:
    """One pass over the quotes of a story, after its narration has been cast."""

    def __init__(self, casting: Casting) -> None:
        """Use the people and references found in the narration."""
        self._casting = casting
        self._tokens = casting.tokens
        self._text = casting.text
        self._found: dict[Zone, Speech] = {}
        self._history: list[tuple[Zone, int]] = []
        self._phone_until = -1

    def all(self) -> dict[Zone, Speech]:
        """Every quote with its speaker."""
        for zone in self._casting.zones.quotes:
            self._found[zone] = self._attribute(zone)
            speaker = self._found[zone].speaker
            if speaker is not None and self._found[zone].kind != "scare":
                self._history.append((zone, speaker))
        return self._found

    def _attribute(self, zone: Zone) -> Speech:
        if zone.kind == "chat":
            return self._chat(zone)
        before = self._around(zone.start, -1)
        after = self._around(zone.end, 1)
        if self._scare(zone, before, after):
            return Speech(None, None, "scare", "speech.scare", 0.7)
        for step in (
            self._tagged,
            self._lead_in,
            self._same_paragraph,
            self._beat,
            self._series,
            self._turn,
        ):
            speaker, rule, confidence = step(_Place(zone, before, after))
            if speaker is not None and not self._vetoed(zone, speaker):
                kind = self._kind(zone, before, after)
                return Speech(speaker, self._listener(zone, speaker), kind, rule, confidence)
        return Speech(None, None, "direct", "speech.unknown", 0.3)

    # --- places -------------------------------------------------------------------------------

    def _around(self, place: int, step: int) -> list[Token]:
        """Tokens of the same paragraph next to a place, nearest first, up to the next quote."""
        out: list[Token] = []
        i = self._token_at(place, step)
        edge = place
        while 0 <= i < len(self._tokens) and len(out) < 40:  # noqa: PLR2004 - a sentence or two
            token = self._tokens[i]
            gap = self._text[edge : token.start] if step > 0 else self._text[token.end : edge]
            if "\n" in gap or self._casting.zones.quote_at(token.start):
                break
            out.append(token)
            edge = token.end if step > 0 else token.start
            i += step
        return out

    def _token_at(self, place: int, step: int) -> int:
        low, high = 0, len(self._tokens)
        while low < high:
            mid = (low + high) // 2
            if self._tokens[mid].start < place:
                low = mid + 1
            else:
                high = mid
        return low if step > 0 else low - 1

    def _people(self, token: Token) -> tuple[int, ...]:
        """Who a token stands for; he and she in a talk are the one who is talking, if that fits."""
        low = token.text.lower()
        gender = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}.get(low)
        if gender is not None:
            for zone, number in reversed(self._history[-4:]):
                draft = self._casting.roster.get(number)
                if number == NARRATOR or zone.end > token.start or token.start - zone.end > 600:  # noqa: PLR2004
                    continue
                if draft.gender == gender and not self._other_between(
                    zone.end, token.start, number, gender
                ):
                    return (draft.number,)
        numbers = self._casting.refs.get(token.i, ())
        return tuple(self._casting.roster.get(n).number for n in numbers)

    def _other_between(self, start: int, end: int, number: int, gender: str) -> bool:
        """Whether somebody else of that gender is named in narration between two places."""
        for i in range(self._token_at(start, 1), self._token_at(end, 1)):
            token = self._tokens[i]
            if token.pos == "PRON" or self._casting.zones.quote_at(token.start):
                continue
            for other in self._casting.refs.get(i, ()):
                draft = self._casting.roster.get(other)
                if draft.number not in {number, NARRATOR} and draft.gender == gender:
                    return True
        return False

    def _subject_of(self, verb: Token, near: Sequence[Token]) -> int | None:
        """The person who is subject of a verb, through coordination."""
        current = verb
        for _ in range(4):
            for token in near:
                if token.dep in {"nsubj", ""} and (token.head == current.i or not token.dep):
                    people = self._people(token)
                    if people:
                        return people[0]
                    if token.lemma == "i" or token.text in {"I", "me"}:
                        return NARRATOR
            if current.dep in {"acl", "relcl"}:
                people = self._people(self._tokens[current.head])
                return people[0] if people else None
            if current.dep not in {
                "conj",
                "advcl",
                "xcomp",
                "ccomp",
                "pcomp",
                "prep",
                "pobj",
                "dobj",
            }:
                break
            current = self._tokens[current.head]
        return None

    # --- the sieve ----------------------------------------------------------------------------

    def _chat(self, zone: Zone) -> Speech:
        if zone.who.casefold() in {"me", "i", "myself"}:
            others = [n for _, n in self._history if n != NARRATOR]
            return Speech(
                NARRATOR, others[-1] if others else None, "text_message", "speech.chat", 0.97
            )
        draft = self._casting.roster.named(zone.who.split()[0])
        if draft is None:
            tokens = [t for t in self._tokens if zone.start - 30 <= t.start < zone.start]
            for token in reversed(tokens):
                people = self._people(token)
                if people:
                    return Speech(people[0], NARRATOR, "text_message", "speech.chat", 0.9)
            return Speech(None, None, "text_message", "speech.chat", 0.5)
        return Speech(draft.number, NARRATOR, "text_message", "speech.chat", 0.97)

    def _scare(self, zone: Zone, before: Sequence[Token], after: Sequence[Token]) -> bool:
        inner = self._text[zone.start + 1 : zone.end - 1].strip()
        words = inner.split()
        if len(words) > 6 or not words:  # noqa: PLR2004 - scare quotes are short
            return False
        if inner[-1] in ".!?,…—-" or (inner[0].isupper() and not before):
            return False
        if before and (before[0].text in {",", ":"} or before[0].lemma in {"like", "always"}):
            return False
        if (
            any(t.lemma in lemmas("speech", "saying") for t in [*before[:3], *after[:3]])
            and len(words) > 1
        ):
            return False
        return bool(before or after)

    def _tagged(self, place: _Place) -> tuple[int | None, str, float]:
        """`… ,” she said`, `she said, “…`."""
        early = self._tag_before(place.before)
        if early[0] is not None and early[2] > _JOINED:
            return early
        near = [
            t
            for t in place.after[:_NEAR]
            if t.sent == place.after[0].sent or t.i < place.after[0].i + 4
        ]
        stops = (k for k, t in enumerate(near) if t.text in {".", "!", "?", ";"})
        head = near[: next(stops, len(near))]
        if not head or self._begins_anew(place.zone, head):
            return early
        for token in head[:7]:
            if token.lemma in lemmas("speech", "saying") and token.pos in {"VERB", "", "NOUN"}:
                person = self._subject_of(token, head[:9])
                person = self._plain_subject(token, head) if person is None else person
                if person is not None:
                    return person, "speech.verb-after", 0.95
        return early

    def _begins_anew(self, zone: Zone, head: Sequence[Token]) -> bool:
        """Whether a longer sentence of its own follows a quote that ended in a full stop."""
        inner = self._text[zone.start : zone.end].rstrip("\"”' ")
        closed = inner.endswith((".", "!", "?")) and head[0].text[0].isupper()
        asked_by_me = inner.endswith(("?", "!")) and head[0].text == "I"
        return closed and not asked_by_me and len(head) > _BARE_TAG

    def _tag_before(self, before: Sequence[Token]) -> tuple[int | None, str, float]:
        """`she said, “…`, `saying “…`, `he goes: “…`."""
        tail = list(before[:_NEAR])
        if tail and tail[0].text in {",", ":", "-", "—"}:
            tail = tail[1:]
        closed = next((k for k, t in enumerate(tail) if t.text in {".", "!", "?"}), len(tail))
        tail = tail[:closed]
        joined = bool(before) and (
            before[0].text in {",", ":"}
            or before[0].lemma in lemmas("speech", "saying")
            or before[0].lemma in {"that", "like", "something"}
        )
        if joined or (before and before[0].pos in {"PRON", "PROPN", "NOUN", "AUX", "ADV", "ADP"}):
            for token in tail:
                if token.lemma in lemmas("speech", "saying") and token.pos in {"VERB", ""}:
                    near = [
                        t
                        for t in self._tokens[max(0, token.i - 25) : token.i + 4]
                        if t.sent == token.sent
                    ]
                    person = self._subject_of(token, near)
                    person = self._plain_subject(token, tail) if person is None else person
                    if person is not None:
                        return person, "speech.verb-before", 0.93
            person = self._told_by_noun(tail)
            if person is not None:
                return person, "speech.noun-before", 0.85
            if before[0].text == ":":
                person = self._nearest_subject(tail)
                if person is not None:
                    return person, "speech.colon", 0.85
        return None, "", 0.0

    def _told_by_noun(self, tail: Sequence[Token]) -> int | None:
        """`his response is “…`, `she was like “…`, `according to my aunt “…`."""
        for token in tail:
            owner = self._casting.syntax.child(token.i, "poss")
            if token.lemma in lemmas("speech", "reply_nouns") and owner is not None:
                people = self._people(owner)
                return people[0] if people else NARRATOR if owner.text.lower() == "my" else None
            if token.lemma == "accord" or token.text.lower() == "according":
                named = [n for t in tail if t.dep == "pobj" for n in self._people(t)]
                return named[0] if named else None
        likened = bool(tail) and tail[0].lemma == "like" and any(t.lemma == "be" for t in tail[1:3])
        return self._nearest_subject(tail) if likened else None

    def _plain_subject(self, verb: Token, near: Sequence[Token]) -> int | None:
        close = [t for t in near if abs(t.i - verb.i) <= 2]  # noqa: PLR2004 - beside the verb
        for token in close:
            if token.text == "I":
                return NARRATOR
            people = self._people(token)
            if people and token.dep in {"nsubj", "", "dobj", "npadvmod", "ROOT", "attr"}:
                return people[0]
        return None

    def _nearest_subject(self, tokens: Sequence[Token]) -> int | None:
        for token in tokens:
            if token.dep == "nsubj":
                people = self._people(token)
                if people:
                    return people[0]
                if token.text == "I":
                    return NARRATOR
        return None

    def _lead_in(self, place: _Place) -> tuple[int | None, str, float]:
        """The paragraph before ends with a colon or brings somebody to the telephone."""
        i = self._token_at(place.zone.start, -1)
        if place.before or i < 0 or self._casting.zones.quote_at(self._tokens[i].start):
            return None, "", 0.0
        first = i
        while first > 0 and self._tokens[first - 1].sent == self._tokens[i].sent:
            first -= 1
        sentence = self._tokens[first : i + 1]
        if self._tokens[i].text == ":":
            return self._before_colon(first, sentence)
        if place.after:
            return None, "", 0.0
        for token in sentence:
            if token.lemma in lemmas("speech", "lead_in") and token.pos in {"VERB", "NOUN"}:
                person = self._subject_of(token, sentence)
                if person is None:
                    continue
                if token.lemma in _PHONE and self._vocative(place.zone) == person:
                    return NARRATOR, "speech.lead-in-phone", 0.75
                return person, "speech.lead-in", 0.75
        person = self._nearest_subject([t for t in sentence if self._tokens[t.head].dep == "ROOT"])
        if person is not None and token_is_act(sentence):
            return person, "speech.lead-in-act", 0.6
        return None, "", 0.0

    def _before_colon(self, first: int, sentence: Sequence[Token]) -> tuple[int | None, str, float]:
        """The subject of a sentence that ends in a colon, or of those before it in its paragraph."""
        person = self._nearest_subject(sentence)
        earlier = first
        while earlier > max(0, first - _PARAGRAPH):
            gap = self._text[self._tokens[earlier - 1].end : self._tokens[earlier].start]
            if "\n" in gap:
                break
            earlier -= 1
        if person is None:
            person = self._nearest_subject(list(reversed(self._tokens[earlier:first])))
        return (person, "speech.lead-in", 0.88) if person is not None else (None, "", 0.0)

    def _same_paragraph(self, place: _Place) -> tuple[int | None, str, float]:
        """A second quote of one paragraph goes on with the same voice."""
        if not self._history:
            return None, "", 0.0
        last, speaker = self._history[-1]
        between = self._text[last.end : place.zone.start]
        if "\n" in between:
            return None, "", 0.0
        others = {n for t in place.before if t.dep == "nsubj" for n in self._people(t)} | (
            {NARRATOR} if any(t.text == "I" and t.dep == "nsubj" for t in place.before) else set()
        )
        if others - {speaker} and speaker not in others:
            return None, "", 0.0
        return speaker, "speech.goes-on", 0.85

    def _beat(self, place: _Place) -> tuple[int | None, str, float]:
        """An act told beside the quote in its paragraph is the speaker's."""
        person = (
            self._nearest_subject([t for t in place.before if t.sent == place.before[0].sent])
            if place.before
            else None
        )
        if person is None and place.before:
            person = self._owner_of_body(place.before)
        if person is not None:
            return person, "speech.beat-before", 0.8
        if place.after:
            first = [
                t
                for t in place.after
                if t.sent in {place.after[0].sent, place.after[min(1, len(place.after) - 1)].sent}
            ]
            person = self._nearest_subject(first) if first else None
            if person is None:
                person = self._owner_of_body(first)
            if person is not None:
                return person, "speech.beat-after", 0.78
        person = self._nearest_subject(place.before) if place.before else None
        return (person, "speech.beat-far", 0.6) if person is not None else (None, "", 0.0)

    def _owner_of_body(self, tokens: Sequence[Token]) -> int | None:
        for token in tokens:
            if token.dep == "poss":
                if token.text.lower() == "my":
                    return NARRATOR
                people = self._people(token)
                if people:
                    return people[0]
        return None

    def _series(self, place: _Place) -> tuple[int | None, str, float]:
        """Question after question, paragraph after paragraph, from whoever began to ask."""
        if place.before or place.after or not self._history:
            return None, "", 0.0
        last, speaker = self._history[-1]
        both_ask = all("?" in self._text[z.start : z.end][-3:] for z in (last, place.zone))
        between = self._text[last.end : place.zone.start]
        if (
            both_ask
            and not between.strip()
            and self._found[last].rule in {"speech.lead-in", "speech.series"}
        ):
            return speaker, "speech.series", 0.75
        return None, "", 0.0

    def _turn(self, place: _Place) -> tuple[int | None, str, float]:
        """In a conversation the other one answers."""
        if not self._history:
            others = [d for d in self._casting.roster if d.number != NARRATOR]
            return (
                (NARRATOR, "speech.first", 0.4)
                if not others or not place.before
                else (None, "", 0.0)
            )
        last, speaker = self._history[-1]
        if place.zone.start - last.end > 700:  # noqa: PLR2004 - another scene
            return None, "", 0.0
        vocative = self._vocative(place.zone)
        if vocative is not None and vocative != speaker:
            return (NARRATOR if vocative != NARRATOR else speaker), "speech.vocative", 0.7
        answer = self._found[last].listener
        if answer is not None and answer != speaker and not self._vetoed(place.zone, answer):
            return answer, "speech.turn", 0.68
        previous = [n for _, n in self._history if n != speaker]
        if previous and not self._vetoed(place.zone, previous[-1]):
            return previous[-1], "speech.turn", 0.62
        if speaker != NARRATOR:
            return NARRATOR, "speech.turn", 0.6
        return self._present_other(place.zone), "speech.turn", 0.5

    def _present_other(self, zone: Zone) -> int | None:
        i = self._token_at(zone.start, -1)
        while i >= 0:
            for number in self._people(self._tokens[i]):
                if number != NARRATOR and not self._casting.zones.quote_at(self._tokens[i].start):
                    return number
            i -= 1
        return None

    # --- vetoes and the other side -----------------------------------------------------------

    def _vocative(self, zone: Zone) -> int | None:
        """Who is called by name or kin word inside the quote."""
        inside = [t for t in self._tokens if zone.start <= t.start < zone.end]
        for k, token in enumerate(inside):
            before = inside[k - 1].text if k else '"'
            after = inside[k + 1].text if k + 1 < len(inside) else '"'
            if before not in {'"', ",", "“", ".", "!", "?", "'", "…"} or after not in {
                ",",
                ".",
                "!",
                "?",
                '"',
                "…",
                "'",
                "...",
                "-",
            }:
                continue
            draft = self._casting.roster.named(token.text)
            if draft is not None:
                return draft.number
            kin = kin_at(self._tokens, token.i)
            if kin and token.text[0].isupper() and kin[0].relation in {"mother", "father"}:
                known = self._casting.roster.first(kin[0].relation)
                if known is not None:
                    return known.number
        return None

    def _vetoed(self, zone: Zone, speaker: int) -> bool:
        return self._vocative(zone) == speaker

    def _listener(self, zone: Zone, speaker: int) -> int | None:
        vocative = self._vocative(zone)
        if vocative is not None and vocative != speaker:
            return vocative
        if speaker != NARRATOR:
            return NARRATOR
        previous = [n for z, n in self._history if n != NARRATOR and zone.start - z.end < 500]  # noqa: PLR2004
        return previous[-1] if previous else self._present_other(zone)

    def _kind(self, zone: Zone, before: Sequence[Token], after: Sequence[Token]) -> str:
        near = {t.lemma for t in [*before[:12], *after[:10]]}
        if near & _TEXT & lemmas("speech", "writing"):
            return "text_message"
        if near & {"always", "every", "keep", "constantly", "usually"}:
            return "habitual"
        if near & _PHONE:
            return "phone"
        i = self._token_at(zone.start, -1)
        earlier = {t.lemma for t in self._tokens[max(0, i - 14) : i + 1]}
        if not before and earlier & _PHONE:
            return "phone"
        return "direct"


def token_is_act(sentence: Sequence[Token]) -> bool:
    """Whether a sentence tells an act of the moment rather than a state."""
    return any(t.tag in {"VBD", "VBZ"} and t.pos == "VERB" and t.dep == "ROOT" for t in sentence)
