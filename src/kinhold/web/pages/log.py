"""The care log: one tap, a form for the rest, timers, a day, a week and charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinhold.application.keep_file import ToKeep
from kinhold.application.log_entry import LoggedEntry, ToLog
from kinhold.application.log_kinds import ANY, KINDS, OWN_BODY, EntryNotUsableError, kind_of
from kinhold.application.log_told import as_told
from kinhold.application.stop_timer import TimerForgottenError
from kinhold.domain.care import TimerStarted
from kinhold.domain.findings import KinholdError
from kinhold.drawing import log_charts as charts
from kinhold.drawing.log_days import draw_log_day, draw_log_week, log_week_rows
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import N_, _
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.utils.safestring import SafeString

    from kinhold.api import HouseholdFile
    from kinhold.domain.fact import Fact

AGO: Final = (
    ("", N_("now")), ("5", N_("5 min ago")), ("10", N_("10 min ago")), ("15", N_("15 min ago")), ("20", N_("20 min ago")),
    ("25", N_("25 min ago")), ("30", N_("30 min ago")), ("45", N_("45 min ago")), ("60", N_("1 h ago")),
    ("90", N_("1 h 30 ago")), ("120", N_("2 h ago")), ("180", N_("3 h ago")),
)  # fmt: skip
FIELDS: Final = (
    "detail", "side", "method", "milk", "amount", "dose", "every", "colour", "minutes", "by", "words",
)  # fmt: skip
EXAMPLES: Final = {
    "temperature": N_("37.6 C or 99.7 F"),
    "weight": N_("7.2 kg or 15 lb 14 oz"),
    "height": N_("68 cm or 27 in"),
    "head": N_("43 cm or 17 in"),
}
SPANS: Final = (7, 14, 28)


@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Show everything that can be logged; or take a tile's one tap."""
    if request.method == "POST":
        children, tile = request.POST.getlist("child"), request.POST.get("tile", "")
        if not tile or not children:
            raise Http404
        try:
            logged = with_household(lambda home: home.log.tap(tile, children=children))
        except EntryNotUsableError as refused:
            messages.warning(request, str(refused))
        else:
            said(request, logged)
        return redirect("log" if request.POST.get("back") == "log" else "today")
    page = with_household(lambda home: home.log.page())
    own = [kind for kind in page.kinds if kind[0] not in KINDS]
    context = {
        "page": page,
        "kinds": [kind for kind in page.kinds if kind[0] in KINDS],
        "own": own,
        "hidden": request.COOKIES.get("log") == "hidden",
    }
    return render(request, "kinhold/log.html", context)


def said(request: HttpRequest, logged: LoggedEntry, sentence: str = "Saved.") -> None:
    """Say that it was saved, with one way back for all of it, and what is odd about it."""
    notes = " ".join(f.message for f in logged.findings if f.severity == "info")
    saved(request, ",".join(f.fact_id for f in logged.facts), f"{sentence} {notes}".strip())
    for finding in logged.findings:
        if finding.severity != "info":
            messages.warning(request, finding.message)


@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Hide the log from the first page, or show it again: the rota goes on without it."""
    response = redirect("log")
    hidden = "hidden" if request.POST.get("log") == "hidden" else "shown"
    response.set_cookie("log", hidden, max_age=31_536_000, httponly=True, samesite="Strict")
    return response


# -- forms -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent, or as an entry fills it; every value is a text."""

    values: dict[str, Any]
    children: tuple[str, ...]

    @classmethod
    def of(cls, posted: QueryDict) -> Sent:
        """Read a form; nothing is left out, so that it can be shown again as it was."""
        names = (*FIELDS, "ago", "time", "day", "until", "tags", "seen", "nap", "activity")
        values = {name: str(posted.get(name, "")) for name in names}
        return cls(values, tuple(str(c) for c in posted.getlist("child")))

    @classmethod
    def again(cls, told: ToLog) -> Sent:
        """Fill the form with an entry as it stands."""
        day, _unused, clock = told.when.partition(" ")
        values = {name: str(getattr(told, name)) for name in FIELDS}
        values |= {"day": day, "time": clock[:5], "tags": ", ".join(told.tags)}
        values |= {"seen": ", ".join(told.seen), "nap": "yes" if told.nap else ""}
        if told.what not in KINDS:
            values["activity"] = told.what
        return cls(values, told.children)

    def told(self, what: str, *, replaces: str = "") -> ToLog:
        """Return what the form tells."""
        values = self.values
        detail = values["activity"] or values["detail"] if what == ANY else values["detail"]
        return ToLog(
            what=what,
            children=self.children,
            when=self._when(),
            until=values["until"],
            nap=values["nap"] == "yes",
            seen=tuple(s.strip() for s in values["seen"].split(",")),
            tags=(values["tags"],),
            replaces=replaces,
            **{name: values[name] for name in FIELDS if name != "detail"},
            detail=detail,
        )

    def _when(self) -> str:
        values = self.values
        if values["time"]:
            return f"{values['day']} {values['time']}".strip()
        if values["day"]:
            raise EntryNotUsableError(_("Add the time to the day, even if only about."))
        return _("{values} min ago").format(values=values["ago"]) if values["ago"].isdigit() else ""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Log one kind of entry with its details, or start its timer."""
    if kind not in KINDS:
        raise Http404
    sent, problem = Sent.of(request.POST), ""
    if request.method == "POST" and request.POST.get("do") != "show":
        try:
            wanted = sent.told(kind)
            if request.POST.get("do") == "timer":
                logged = with_household(lambda home: home.log.start_timer(_begun(wanted)))
                said(request, logged, _("Started."))
            else:
                logged = with_household(lambda home: home.log.add(wanted))
                said(request, logged)
                _keep_photo(request, logged.facts[0])
        except KinholdError as refused:
            problem = str(refused)
        else:
            return redirect("today")
    return _form(request, kind, sent, problem=problem)


def _keep_photo(request: HttpRequest, fact: Fact) -> None:
    """Keep the photograph that came with an entry; one that cannot be kept loses nothing else."""
    upload = request.FILES.get("photo")
    if upload is None:
        return
    wanted = ToKeep(
        content=upload.read(),
        name=upload.name or "photograph",
        about=fact.about,
        occurred=fact.occurred,
        goes_with=fact.fact_id,
    )
    try:
        with_household(lambda home: home.safekeeping.keep_file(wanted))
    except (KinholdError, JournalError) as refused:
        messages.warning(
            request,
            _("The entry is saved, the photograph is not. {refused}").format(refused=refused),
        )


def _begun(wanted: ToLog) -> ToLog:
    """What begins: an activity of one's own is called by its name from the start."""
    if wanted.what == ANY and wanted.detail:
        return ToLog(what="-".join(wanted.detail.lower().split()), children=wanted.children, when=wanted.when, by=wanted.by, side=wanted.side, words=wanted.words, tags=wanted.tags)  # fmt: skip
    return wanted


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Correct an entry or take it back; a running timer is stopped here, with its end."""
    fact = with_household(lambda home: home.log.entry(entry_id))
    told = as_told(fact=fact)
    kind = told.what if told.what in KINDS else ANY
    running = isinstance(fact, TimerStarted)
    before, problem = Sent.again(told), ""
    sent = Sent.of(request.POST) if request.method == "POST" else before
    if request.method == "POST":
        try:
            if request.POST.get("do") == "remove":
                taken = with_household(lambda home: home.log.remove(entry_id))
                saved(request, ",".join(f.fact_id for f in taken), _("Taken back."))
            elif isinstance(fact, TimerStarted):
                ended = sent.told(kind)
                said(
                    request, with_household(lambda home: home.log.stop_timer([fact], wanted=ended))
                )
            else:
                said(
                    request,
                    with_household(lambda home: home.log.add(_corrected(sent, before, told))),
                )
        except KinholdError as refused:
            problem = str(refused)
        else:
            return redirect("log")
    return _form(request, kind, sent, problem=problem, entry_id=entry_id, running=running)


def _corrected(sent: Sent, before: Sent, told: ToLog) -> ToLog:
    """What the form tells; a time that was not touched stays as it was, its offset too."""
    from dataclasses import replace

    what = told.what if told.what in KINDS else ANY
    wanted = sent.told(what, replaces=told.replaces)
    same = all(sent.values[name] == before.values[name] for name in ("day", "time"))
    children = wanted.children or told.children
    return replace(wanted, children=children, when=told.when if same else wanted.when)


def _form(
    request: HttpRequest,
    kind: str,
    sent: Sent,
    *,
    problem: str = "",
    entry_id: str = "",
    running: bool = False,
) -> HttpResponse:
    page = with_household(lambda home: home.log.page())
    keeper = with_household(lambda home: home.standing().household.keeper)
    named = kind_of(kind)
    context = {
        "kind": kind,
        "label": named.name(),
        "asks": named.asks,
        "timed": named.longest is not None,
        "sent": sent.values,
        "chosen": sent.children,
        "children": page.children if kind not in OWN_BODY else (),
        "carers": page.carers,
        "keeper": sent.values.get("by") or keeper,
        "ago": [(value, _(words)) for value, words in AGO],
        "example": _(EXAMPLES.get(kind, "")),
        "waits": [m for m in page.medicines if m.not_before] if kind == "medicine" else [],
        "problem": problem,
        "entry_id": entry_id,
        "photos": with_household(lambda home: home.log.photos(entry_id)) if entry_id else (),
        "running": next((t for t in page.timers if t.fact_id == entry_id), None)
        if running
        else None,
    }
    return render(request, "kinhold/log_form.html", context, status=422 if problem else 200)


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop a timer now; one that ran too long is asked about instead."""
    ids = request.POST.getlist("id")
    try:
        logged = with_household(lambda home: _stop(home, ids))
    except TimerForgottenError as asked:
        messages.warning(request, str(asked))
        return redirect("log-entry", entry_id=ids[0])
    said(request, logged)
    return redirect("log" if request.POST.get("back") == "log" else "today")


def _stop(home: HouseholdFile, ids: list[str]) -> LoggedEntry:
    timers = [fact for i in ids for fact in [home.log.entry(i)] if isinstance(fact, TimerStarted)]
    if not timers:
        raise EntryNotUsableError(_("This timer was stopped already, perhaps by somebody else."))
    return home.log.stop_timer(timers, wanted=ToLog(what=ANY))


# -- days and charts -------------------------------------------------------------------------------


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    on = _day(request.GET.get("day", ""))
    page = with_household(lambda home: home.log.day(on=on))
    pictures = [_drawn(draw_log_day(s, place=n)) for n, s in enumerate(page.strips)]
    context = {"page": page, "strips": list(zip(page.strips, pictures, strict=True))}
    return render(request, "kinhold/log_day.html", context)


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    place, last = _place(request), _day(request.GET.get("last", ""))
    page = with_household(lambda home: home.log.week(child=_child(home, place), last=last))
    picture = _drawn(draw_log_week(page))
    context = {"page": page, "picture": picture, "twin": log_week_rows(page), "which": place}
    return render(request, "kinhold/log_week.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Sleep by night, feeds, wakings by hour and growth."""
    place, told = _place(request), request.GET.get("days", "14")
    days = int(told) if told in {str(s) for s in SPANS} else 14
    page = with_household(lambda home: home.log.charts(child=_child(home, place), days=days))
    growth = [what for what in charts.GROWTH if any(p.what == what for p in page.growth)]
    shown = [
        (_("Sleep by night"), charts.draw_nights(page), charts.nights_rows(page)),
        (_("Wakings by hour"), charts.draw_wakings(page), charts.wakings_rows(page)),
        (_("Feeds by day"), charts.draw_feeds(page), charts.feeds_rows(page)),
    ]
    context = {
        "page": page,
        "charts": [(title, _drawn(svg), twin) for title, svg, twin in shown],
        "growth": [(charts.GROWTH[w][0], _drawn(charts.draw_growth(page, what=w))) for w in growth],
        "growth_twin": charts.growth_rows(page),
        "which": place,
        "spans": SPANS,
    }
    return render(request, "kinhold/log_charts.html", context)


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - our own drawing escapes every text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None


def _place(request: HttpRequest) -> int:
    """Which child, by number: an address names nobody."""
    text = request.GET.get("child", "0")
    return int(text) if text.isdigit() else 0


def _child(home: HouseholdFile, place: int) -> str:
    children = home.standing().household.children
    return children[place].handle if place < len(children) else ""
