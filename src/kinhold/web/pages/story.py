"""Your story: paste or upload it, then yes, change or no to each thing it seems to say."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kinhold.application.confirm_suggestions import line_of
from kinhold.application.sentences import sentence
from kinhold.domain.findings import KinholdError
from kinhold.domain.text_input import MAX_BYTES, decode_text
from kinhold.voice.speaking import _
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from kinhold.api import HouseholdFile
    from kinhold.application.confirm_suggestions import SuggestionState
    from kinhold.application.read_story import ReadStory
    from kinhold.application.wellbeing import SignalShown

SHORTEST = 40
"""Fewer characters than this are not a story; the form says so."""


@dataclass(frozen=True, slots=True)
class Card:
    """One suggestion as the page shows it."""

    key: str
    state: str
    fact_id: str
    tier: int
    theme: str
    who: str
    said: str
    quote: str
    line: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of her text: plain, or marked as what one or more suggestions rest on."""

    text: str
    theme: str
    key: str


@require_http_methods(["GET", "POST"])
def stories(request: HttpRequest) -> HttpResponse:
    text, told, problem = request.POST.get("text", ""), request.POST.get("told", ""), ""
    if request.method == "POST":
        try:
            upload = request.FILES.get("file")
            if upload is not None:
                if (upload.size or 0) > MAX_BYTES:
                    problem = _(
                        "This file is longer than 5 MB. Cut it into parts and add them one by one."
                    )
                else:
                    text = decode_text(upload.read(), upload.name or _("The file"))
            if not problem and len(text.strip()) < SHORTEST:
                problem = _(
                    "This is very short. Write or paste a few sentences, in your own words."
                )
            if not problem:
                return _begin(request, text.replace("\r\n", "\n"), told)
        except KinholdError as refused:
            problem = str(refused)
    kept = with_household(lambda home: home.stories())
    context = {"kept": kept, "text": text, "told": told, "problem": problem}
    return render(request, "kinhold/stories.html", context, status=422 if problem else 200)


def _begin(request: HttpRequest, text: str, told: str) -> HttpResponse:
    from kinhold.domain.dates import first_day, parse_edtf

    day = first_day(parse_edtf(told)) if told else None

    def work(home: HouseholdFile) -> ReadStory:
        story = home.read(text, told=day)
        home.keep_story(story)
        return story

    story = with_household(work)
    for finding in story.reading.findings:
        messages.warning(request, finding.message)
    return redirect("story", story_id=story.story_id[:16])


@require_http_methods(["GET", "POST"])
def story(request: HttpRequest, story_id: str) -> HttpResponse:
    if request.method == "POST":
        return _answer(request, story_id)
    return _show(request, story_id)


def _answer(request: HttpRequest, story_id: str) -> HttpResponse:
    key, answer, line = (request.POST.get(name, "") for name in ("key", "answer", "line"))

    def work(home: HouseholdFile) -> tuple[str, str]:
        read = home.story(story_id)
        if answer == "all":
            facts = home.confirm(read, tier=1)
            return ("", _("{facts} saved.").format(facts=len(facts)))
        if answer == "no":
            return (home.set_aside(read, key=key).fact_id, _("Set aside."))
        if answer == "change":
            return (
                home.accept_changed(read, key=key, line=line).fact_id,
                _("Saved as you wrote it."),
            )
        facts = home.confirm(read, keys=[key])
        return (facts[0].fact_id if facts else "", _("Saved."))

    try:
        fact_id, said = with_household(work)
    except KinholdError as refused:
        return _show(request, story_id, problem=str(refused), key=key, line=line)
    if fact_id:
        saved(request, fact_id, said)
    else:
        messages.info(request, said)
    return redirect(f"/story/{story_id}/#next" if answer != "all" else f"/story/{story_id}/")


def _show(
    request: HttpRequest, story_id: str, *, problem: str = "", key: str = "", line: str = ""
) -> HttpResponse:
    def work(
        home: HouseholdFile,
    ) -> tuple[ReadStory, tuple[SuggestionState, ...], list[Card], dict[str, SignalShown]]:
        read = home.story(story_id)
        states = home.suggestions(read)
        household = home.standing().household
        cards = [
            Card(
                key=s.suggestion.key,
                state=s.state,
                fact_id=s.fact_id,
                tier=s.suggestion.tier,
                theme=s.suggestion.theme,
                who=household.name(s.suggestion.who) if s.suggestion.who else "",
                said=sentence(s.suggestion.fact, name=household.name, country=household.country),
                quote=" ".join(s.suggestion.quotes[0].text.split()),
                line=line_of(
                    s.suggestion.proposal or s.suggestion.fact, currency=household.currency
                ),
            )
            for s in states
        ]
        return read, states, cards, dict(home.wellbeing.asked(read))

    read, states, cards, asked = with_household(work)
    answered = [c for c in cards if c.state != "open"]
    waiting = [c for c in cards if c.state == "open" and c.key not in asked]
    context = {
        "story_id": story_id,
        "pieces": pieces(read.text, states),
        "asked": [(c, asked[c.key]) for c in cards if c.key in asked and c.state != "set aside"],
        "think": [c for c in waiting if c.tier == 1],
        "look": [c for c in waiting if c.tier > 1],
        "answered": answered,
        "total": len(cards),
        "questions": read.reading.questions[:3],
        "problem": problem,
        "changing": key,
        "changed_line": line,
    }
    return render(request, "kinhold/story.html", context, status=422 if problem else 200)


def pieces(text: str, states: Sequence[SuggestionState]) -> list[Piece]:
    """Cut her text at the edges of what suggestions rest on; the surest one names a piece."""
    spans = [
        (q.start, q.end, s.suggestion)
        for s in states
        for q in s.suggestion.quotes[:1]
        if s.suggestion.tier == 1
    ]
    edges = sorted({0, len(text), *(e for start, end, _unused in spans for e in (start, end))})
    found = []
    for start, end in pairwise(edges):
        over = [s for a, b, s in spans if a <= start and end <= b]
        best = max(over, key=lambda s: s.confidence, default=None)
        found.append(Piece(text[start:end], best.theme if best else "", best.key if best else ""))
    return found
