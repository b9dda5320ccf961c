"""Ten questions: one thing a page, each can be skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinhold.application.interview import QUESTIONS, AnswerNotUsableError, Question, find
from kinhold.voice.speaking import _
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def interview(request: HttpRequest) -> HttpResponse:
    return render(request, "kinhold/interview.html", {"questions": QUESTIONS})


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponse:
    asked = find(name)
    if asked is None:
        raise Http404
    number = QUESTIONS.index(asked) + 1
    after = QUESTIONS[number].name if number < len(QUESTIONS) else ""
    rows, problem = _rows(request, asked), ""
    if request.method == "POST":
        try:
            written = with_household(lambda home: home.answer(name=name, rows=rows))
        except AnswerNotUsableError as refused:
            problem = str(refused)
        else:
            if written:
                messages.success(request, _("Saved."))
            return redirect("question", name=after) if after else redirect("today")
    shown = [
        [
            {
                "field": field,
                "value": row.get(field.name, ""),
                "id": f"{field.name}-{n}",
                "ticked": row.get(field.name, "").split(","),
            }
            for field in asked.fields
        ]
        for n, row in enumerate(rows)
    ]
    context = {
        "question": asked,
        "number": number,
        "total": len(QUESTIONS),
        "rows": shown,
        "problem": problem,
        "after": after,
    }
    return render(request, "kinhold/question.html", context, status=422 if problem else 200)


def _rows(request: HttpRequest, asked: Question) -> list[dict[str, str]]:
    return [
        {f.name: ",".join(request.POST.getlist(f"{f.name}-{n}")) for f in asked.fields}
        for n in range(asked.rows)
    ]
