"""Addresses. Nothing in an address says anything about a person."""

from __future__ import annotations

from django.urls import path

from kinhold.web.accounts import sign_in
from kinhold.web.pages import (
    asking,
    asks,
    calendars,
    care,
    giving,
    importing,
    log,
    money,
    people,
    record,
    rota_print,
    safekeeping,
    story,
    today,
)
from kinhold.web.rest import pages as rest

handler404 = "kinhold.web.project.problems.not_found"

urlpatterns = [
    path("open/<str:token>/", sign_in.open_link, name="open"),
    path("leave/", sign_in.leave, name="leave"),
    path("static/<path:name>", today.static_file, name="static"),
    path("", today.today, name="today"),
    path("theme/", today.theme, name="theme"),
    path("log/", log.log, name="log"),
    path("log/new/<str:kind>/", log.new, name="log-new"),
    path("log/entry/<str:entry_id>/", log.entry, name="log-entry"),
    path("log/stop/", log.stop, name="log-stop"),
    path("log/show/", log.show, name="log-show"),
    path("log/day/", log.day, name="log-day"),
    path("log/week/", log.week, name="log-week"),
    path("log/charts/", log.figures, name="log-charts"),
    path("undo/", record.undo, name="undo"),
    path("plan/", care.rota, name="plan"),
    path("plan/turn/", care.turn, name="turn"),
    path("plan/share/", care.share, name="share"),
    path("plan/print/", rota_print.rota_print, name="rota-print"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("f/<str:token>.ics", calendars.feed, name="calendar-feed"),
    path("what-if/", care.stress, name="stress"),
    path("money/", money.money, name="money"),
    path("record/", record.chronology, name="chronology"),
    path("record/add/", record.add, name="add"),
    path("record/text/", record.export, name="export"),
    path("record/erase/<str:entry_id>/", safekeeping.erase, name="erase"),
    path("record/give/", giving.give, name="give"),
    path("record/attach/", giving.attach, name="attach"),
    path("record/import/", importing.import_log, name="import-log"),
    path("record/log/<str:form>/", importing.log_file, name="log-file"),
    path("record/file/<str:entry_id>/", giving.kept_file, name="kept-file"),
    path("safe/checkpoint/", giving.checkpoint, name="checkpoint"),
    path("safe/", safekeeping.safekeeping, name="safekeeping"),
    path("safe/check/", safekeeping.check, name="check"),
    path("safe/backup/", safekeeping.back_up, name="back-up"),
    path("safe/passphrase/", safekeeping.set_passphrase, name="set-passphrase"),
    path("safe/lock/", safekeeping.lock, name="lock"),
    path("unlock/", safekeeping.unlock, name="unlock"),
    path("story/", story.stories, name="stories"),
    path("story/<str:story_id>/", story.story, name="story"),
    path("more/", people.more, name="more"),
    path("people/", people.family, name="people"),
    path("promises/", people.promises, name="promises"),
    path("asks/", asks.asks, name="asks"),
    path("a/<str:token>/", asks.answer, name="answer"),
    path("questions/", asking.interview, name="interview"),
    path("questions/<str:name>/", asking.question, name="question"),
    path("api/<str:page>/", rest.page, name="rest"),
]
