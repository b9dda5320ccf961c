"""People: the family map, and promises."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, cast

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinhold.application.keep_out import CannotKeepOutError
from kinhold.application.promise_steps import ToNote, ToPromise
from kinhold.domain.findings import KinholdError
from kinhold.domain.periods import parse_window
from kinhold.domain.recurrence import parse_recurrence
from kinhold.drawing.genogram import draw_genogram
from kinhold.drawing.twins import genogram_rows
from kinhold.voice.speaking import N_, _
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from kinhold.domain.promises import Outcome, Topic

OUTCOMES: Final = (
    ("kept", N_("Kept")),
    ("late", N_("Late")),
    ("part-kept", N_("In part")),
    ("missed", N_("Not done")),
    ("excused", N_("Excused")),
)
"""What she can say of a day on which a promise fell due."""

OFTEN: Final = (
    ("", N_("Once")),
    ("day", N_("Every day")),
    ("week", N_("Every week")),
    ("2weeks", N_("Every two weeks")),
    ("month", N_("Every month")),
)


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    return render(request, "kinhold/more.html")


@require_safe
def family(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("when") == "before"
    page, known = with_household(lambda home: (home.map(), home.standing().household))
    picture = mark_safe(draw_genogram(page, before=before))  # noqa: S308 - our own drawing escapes every text
    left = any(p.was_inside and not p.inside for p in page.people)
    return render(
        request,
        "kinhold/people.html",
        {
            "page": page,
            "people": [(line, known.person(line.handle)) for line in page.people],
            "picture": picture,
            "twin": genogram_rows(page),
            "before": before,
            "left": left,
        },
    )


@require_safe
def person(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One person's place: who they are, and whether she keeps them out."""
    return _place(request, entry_id)


@require_POST
def keep_out(request: HttpRequest) -> HttpResponse:
    """Keep somebody out, or let them back in; every page of hers follows at once."""
    sent = request.POST
    who, back = sent.get("who", ""), sent.get("back", "")
    try:
        if sent.get("do") == "back":
            facts = with_household(lambda home: home.keeping_out.let_back(who))
            said = _("They are back in. Links that ended answer again until they run out.")
        else:
            facts = with_household(lambda home: home.keeping_out.keep_out(who))
            said = _("Kept out. Only you see this.")
    except KinholdError as refused:
        return _place(request, who, problem=str(refused))
    saved(request, ",".join(fact.fact_id for fact in facts), said)
    return redirect(back if back.startswith("/") and not back.startswith("//") else "people")


def _place(request: HttpRequest, who: str, *, problem: str = "") -> HttpResponse:
    """Show a person's place; where nobody is known by this there is no such page."""
    try:
        page = with_household(lambda home: home.keeping_out.page(who))
    except CannotKeepOutError as unknown:
        if problem:
            return render(request, "kinhold/problem.html", {"sentence": problem}, status=422)
        raise Http404 from unknown
    context = {"page": page, "problem": problem, "entry_id": who}
    return render(request, "kinhold/person.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
def promises(request: HttpRequest) -> HttpResponse:
    """Who promised what; write one down, or note what came of one."""
    problem = ""
    if request.method == "POST":
        try:
            _write(request)
        except KinholdError as refused:
            problem = str(refused)
        else:
            return redirect("promises")
    context = {
        "page": with_household(lambda home: home.promises()),
        "people": with_household(lambda home: home.promising.people()),
        "outcomes": [(value, _(words)) for value, words in OUTCOMES],
        "often": [(value, _(words)) for value, words in OFTEN],
        "problem": problem,
        "sent": request.POST,
    }
    return render(request, "kinhold/promises.html", context, status=422 if problem else 200)


def _write(request: HttpRequest) -> None:
    sent = request.POST
    if sent.get("promise"):
        outcome = cast("Outcome", sent.get("outcome", ""))
        share = sent.get("share", "").strip()
        wanted = ToNote(
            promise_id=sent["promise"],
            outcome=outcome,
            for_day=_day(sent.get("day", "")),
            share=int(share) if share.isdecimal() else None,
        )
        noted = with_household(lambda home: home.promising.outcome(wanted))
        saved(
            request,
            noted.fact_id,
            _("Noted: {outcome}.").format(outcome=_(dict(OUTCOMES).get(outcome, outcome)).lower()),
        )
        return
    made = with_household(lambda home: home.promising.promise(_wanted(sent)))
    saved(request, made.fact_id, _("Written down, word for word."))


def _wanted(sent: QueryDict) -> ToPromise:
    hours, each = sent.get("at", "").strip(), sent.get("each", "")
    return ToPromise(
        who=sent.get("who", ""),
        words=sent.get("words", ""),
        topic=cast("Topic", sent.get("about") or "care"),
        due=_day(sent.get("due", "")),
        each=parse_recurrence(each) if each else None,
        at=(parse_window(hours),) if hours else (),
        condition=sent.get("condition", ""),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
