"""A page that asks for words; what is behind it shows on no other page, and not for long on this one."""

from __future__ import annotations

import re
import shutil
import time

import pytest
from tests.emilys_wellbeing import LINES, MovedClock

from kinhold.api import open_household

WORDS = "grey heron under the bridge"
SAID = "He stood at the corner of Harbour Street again."


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Emily's household twice, to the byte the same but for a diary; made once."""
    folder = tmp_path_factory.mktemp("diary")
    without, beside = folder / "without" / "home.kinhold", folder / "with" / "home.kinhold"
    for each in (without, beside):
        each.parent.mkdir()
    with open_household(without, create=True, clock=MovedClock()) as home:
        for line in LINES:
            home.add(line)
        home.add("2026-11-22T01:10 feed Noah side=left by=Emily minutes=15")
        home.add('2026-11-21 note Emily "Oliver did not come"')
        home.add('2026-11-21 diary Emily "for herself"')
        home.safekeeping.check()
        home.safekeeping.checkpoints()
    shutil.copy(without, beside)
    with open_household(beside, clock=MovedClock()) as home:
        home.diary.begin(WORDS).write(SAID)
    return without, beside


@pytest.fixture
def sign_in(monkeypatch):
    """Give a file and get somebody signed in, with clocks that stand still until they are moved."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kinhold.web.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client, override_settings

    from kinhold import bootstrap
    from kinhold.web.accounts import diaries, idle
    from kinhold.web.accounts.models import Device, Opened
    from kinhold.web.accounts.sign_in import one_time_link
    from kinhold.web.pages import minute
    from kinhold.web.pages.household import close_household

    call_command("migrate", verbosity=0)
    steady = Steady()
    monkeypatch.setattr(bootstrap, "clock", MovedClock)
    monkeypatch.setattr(idle, "time", steady)
    monkeypatch.setattr(diaries, "time", steady)
    monkeypatch.setattr(minute, "time", steady)
    settings = []

    def enter(file):
        close_household()
        Opened.objects.all().delete()
        Device.objects.all().delete()
        settings.append(override_settings(HOUSEHOLD_FILE=str(file)))
        settings[-1].enable()
        client = Client(headers={"host": "127.0.0.1"})
        one_time_link.set("a-token")
        client.post("/open/a-token/")
        client.clock, client.file = steady, file
        return client

    yield enter
    close_household()
    for each in settings:
        each.disable()


@pytest.fixture
def she(sign_in, files, tmp_path):
    """Emily, signed in where there is a diary, in a file of her own that may be changed."""
    return sign_in(shutil.copy(files[1], tmp_path / "home.kinhold"))


class Steady:
    """Stands in for the module `time`."""

    def __init__(self):
        self.at = time.time()

    def time(self):
        return self.at

    monotonic = time

    def later(self, *, minutes):
        self.at += minutes * 60


def give(she, **sent):
    return she.post("/diary/", {"do": "open", "secret": WORDS, **sent})


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def seen(answer):
    """All that a browser gets, but for what is new in every answer: the form's key."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)
    return answer.status_code, sorted(answer.headers.items()), body


def settled(she, path):
    """A page once it does not look again by itself: plans are found while it is shown."""
    answer = she.get(path)
    for _ in range(300):
        if "Refresh" not in answer.headers:
            break
        time.sleep(0.2)
        answer = she.get(path)
    return answer


# --- What it opens ----------------------------------------------------------------------------


def test_right_words_show_what_was_written_and_the_page_is_kept_nowhere(she):
    answer = give(she)
    page = she.get("/diary/")

    assert (answer.status_code, answer["Location"]) == (302, "/diary/")
    assert SAID in text(page)
    assert page["Cache-Control"] == "no-store"
    assert "<title>Planner</title>" in page.content.decode()


def test_she_writes_changes_and_takes_back(she):
    give(she)
    she.post("/diary/", {"do": "write", "words": "one <b>more</b>", "on": "2026-11-03"})
    (found,) = set(re.findall(r'name="replaces" value="(\w[^"]+)"', she.get("/diary/").text)[1:])
    she.post("/diary/", {"do": "write", "words": "two", "on": "2026-11-03", "replaces": found})
    changed = text(she.get("/diary/"))
    she.post("/diary/", {"do": "undo"})
    back = she.get("/diary/")

    assert "3 November 2026" in changed
    assert "Before it was changed one" in changed
    assert "one &lt;b&gt;more&lt;/b&gt;</p>" in back.text
    assert "Bring the last one back" in text(back)


def test_nobody_is_told_more_where_the_words_open_nothing(sign_in, files):
    answers = []
    for file in files:
        client = sign_in(file)
        sents = (
            {"do": "open", "secret": "some other words"},
            {"do": "open", "secret": "x"},
            {"do": "open", "secret": ""},
            {"do": "open", "secret": "x" * 100_000},
            {"do": "begin", "secret": "short", "again": "short"},
            {"do": "begin", "secret": "some other words", "again": "another"},
            {"do": "write", "words": "kept?"},
            {"do": "undo"},
            {"do": "erase", "sure": "yes"},
            {"do": "change", "secret": "some other words", "again": "some other words"},
            {"do": "show", "skip": "3"},
            {"do": "nothing known"},
        )
        answers += [seen(client.post("/diary/", sent)) for sent in sents]
        answers.append(seen(client.get("/diary/")))
        answers.append(seen(client.head("/diary/")))

    half = len(answers) // 2
    assert answers[:half] == answers[half:]
    assert b"Nothing opens with these words." in answers[0][2]
    assert [a[0] for a in answers[:6]] == [403, 403, 422, 422, 422, 422]


def test_words_that_open_nothing_are_not_in_the_answer(she):
    assert b"blue kettle" not in give(she, secret="blue kettle in the rain").content


def test_the_offer_to_begin_says_first_that_lost_words_stay_lost(she):
    offered = text(give(she, secret="some other words"))
    begun = give(she, do="begin", secret="some other words", again="some other words")

    assert offered.index("cannot be read again") < offered.index("Once more")
    assert begun.status_code == 302
    assert "Nothing is written here yet." in text(she.get("/diary/"))


def test_after_ten_tries_it_rests_and_so_it_does_for_right_words(she):
    codes = [give(she, secret=f"wrong words {n}").status_code for n in range(11)]
    right = give(she)
    she.clock.later(minutes=11)

    assert codes == [403] * 10 + [429]
    assert right.status_code == 429
    assert give(she).status_code == 302


def test_closing_or_beginning_another_one_gives_no_new_tries(she):
    for number in range(10):
        give(she, secret=f"wrong words {number}")
        she.post("/diary/", {"do": "close"})
    other = "nine oranges and a candle"

    assert give(she).status_code == 429
    assert give(she, do="begin", secret=other, again=other).status_code == 429


def test_other_words_and_erasing_want_to_be_meant(she):
    give(she)
    unlike = she.post("/diary/", {"do": "change", "secret": "x" * 12, "again": "y" * 12})
    short = she.post("/diary/", {"do": "change", "secret": "short", "again": "short"})
    unticked = she.post("/diary/", {"do": "erase"})
    erased = she.post("/diary/", {"do": "erase", "sure": "yes"})

    assert ["The two are not the same" in text(unlike), unlike.status_code] == [True, 422]
    assert "at least 10 characters" in text(short)
    assert "Mark the box first" in text(unticked)
    assert erased["Location"] == "/"
    assert give(she).status_code == 403


def test_new_words_open_it_and_the_old_ones_do_not(she):
    give(she)
    new = "nine oranges and a candle"
    she.post("/diary/", {"do": "change", "secret": new, "again": new})
    she.post("/diary/", {"do": "close"})

    assert give(she).status_code == 403
    assert give(she, secret=new).status_code == 302


def test_earlier_ones_are_on_further_pages(she):
    with open_household(she.file, clock=MovedClock()) as home:
        diary = home.diary.open(WORDS)
        for number in range(60):
            diary.write(f"note {number}")
    give(she)
    first = text(she.get("/diary/"))
    second = text(she.post("/diary/", {"do": "show", "skip": "50"}))

    assert "note 59" in first
    assert "Harbour" not in first
    assert "Harbour" in second
    assert "The latest" in second


# --- Nothing that was typed is lost -----------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "x" * 100_001}, "cut it in two"),
        ({"words": "kept words", "on": "friday"}, "not a day"),
        ({"words": "kept words", "on": "9999-12-31"}, "not a date that can be kept"),
        ({"words": "kept words", "replaces": "nothing"}, "no such entry"),
    ],
)
def test_what_cannot_be_kept_stays_in_the_form(she, sent, said):
    give(she)
    refused = she.post("/diary/", {"do": "write", **sent})

    assert refused.status_code == 422
    assert said in text(refused)
    assert f"{sent['words']}</textarea>" in refused.text


def test_what_she_wrote_while_it_closed_is_kept_once_she_gives_the_words(she):
    give(she)
    she.clock.later(minutes=11)
    asked = she.post("/diary/", {"do": "write", "words": "a long <evening>", "on": "2026-11-20"})
    given = give(she, words="a long <evening>", on="2026-11-20")

    assert "Your words" in text(asked)
    assert "a long &lt;evening&gt;</textarea>" in asked.text
    assert given.status_code == 302
    assert "a long <evening>" in she.get("/diary/").text.replace("&lt;", "<").replace("&gt;", ">")


def test_a_device_that_closed_meanwhile_gives_it_back_behind_the_words_alone(she):
    give(she)
    she.clock.later(minutes=20)
    closed = she.post("/diary/", {"do": "write", "words": "a long evening", "on": "2026-11-20"})
    opened = she.post("/devices/open/")
    asked = she.get("/diary/")
    given = give(she)

    assert closed.status_code == 423
    assert opened["Location"] == "/"
    assert "a long evening" not in closed.text + asked.text
    assert "a long evening</textarea>" in given.text


def test_what_is_held_is_forgotten_when_she_leaves_and_after_half_a_day(she):
    from kinhold.web.accounts import diaries

    give(she)
    she.clock.later(minutes=20)
    she.post("/diary/", {"do": "write", "words": "a long evening"})
    (kept,) = diaries._kept.values()
    she.post("/leave/")

    assert kept.timer.interval == 12 * 60 * 60
    assert kept.timer.finished.is_set()
    assert diaries._kept == {}


def test_other_words_do_not_bring_back_what_was_being_written(she):
    give(she)
    she.clock.later(minutes=20)
    she.post("/diary/", {"do": "write", "words": "a long evening"})
    she.post("/devices/open/")
    other = "nine oranges and a candle"

    assert "a long evening" not in give(she, do="begin", secret=other, again=other).text
    assert "a long evening" not in she.get("/diary/").text


def test_the_words_are_never_held_while_a_device_is_closed(she):
    from kinhold.web.accounts import idle

    she.get("/more/")
    she.clock.later(minutes=20)
    give(she)

    assert WORDS not in repr(idle._held)
    assert she.post("/devices/open/")["Location"] == "/"


# --- It closes --------------------------------------------------------------------------------


def _leave(she):
    she.post("/leave/")


def _sign_out_from_elsewhere(she):
    from kinhold.web.accounts.devices import sign_out
    from kinhold.web.accounts.models import Device

    sign_out(Device.objects.get())


def _lock(she):
    from kinhold.web.pages.household import set_passphrase

    set_passphrase("seven quiet nights")


@pytest.mark.parametrize(
    "end",
    [
        _leave,
        _sign_out_from_elsewhere,
        _lock,
        lambda she: she.post("/safe/lock/"),
        lambda she: she.post("/diary/", {"do": "close"}),
        lambda she: (she.clock.later(minutes=16), she.get("/more/")),
    ],
    ids=["leave", "sign out", "passphrase", "lock", "close", "idle"],
)
def test_it_is_forgotten_when_she_leaves_locks_or_closes(she, end):
    from kinhold.web.accounts import diaries

    give(she)
    (kept,) = diaries._kept.values()
    diary = kept.diary
    end(she)

    assert diary._open is None
    assert all(k.diary is None for k in diaries._kept.values())


def test_it_closes_after_ten_minutes_without_use_and_stays_open_while_it_is_used(she):
    give(she)
    shown = []
    for minutes in (9, 9, 11):
        she.clock.later(minutes=minutes)
        shown.append(SAID in text(she.get("/diary/")))

    assert shown == [True, True, False]


def test_it_closes_by_itself_even_where_nobody_asks_again(she, monkeypatch):
    from kinhold.web.accounts import diaries

    monkeypatch.setattr(diaries, "UNUSED", 0.05)
    give(she)
    (kept,) = diaries._kept.values()
    kept.timer.join(5)

    assert kept.diary is None


def test_the_session_knows_nothing_of_it(she):
    from django.contrib.sessions.models import Session

    before = {k for s in Session.objects.all() for k in s.get_decoded()}
    give(she)
    she.post("/diary/", {"do": "write", "words": "one more"})
    she.get("/diary/")
    after = {k: v for s in Session.objects.all() for k, v in s.get_decoded().items()}

    assert set(after) - before <= {"place", "seen", "since"}
    assert "diary" not in repr(after)


def test_one_session_does_not_open_it_for_another(she):
    from django.test import Client

    from kinhold.web.accounts.sign_in import one_time_link

    give(she)
    other = Client(headers={"host": "127.0.0.1"})
    one_time_link.set("b-token")
    other.post("/open/b-token/")

    assert SAID not in text(other.get("/diary/"))


# --- Everywhere else --------------------------------------------------------------------------


def plain_addresses():
    from kinhold.web.project.urls import urlpatterns
    from kinhold.web.rest.pages import PAGES

    named = [str(p.pattern) for p in urlpatterns if "<" not in str(p.pattern)]
    return ["/" + n for n in named if n != "minute/key/"] + [f"/api/{name}/" for name in PAGES]


def test_every_other_page_is_the_same_with_and_without_a_diary_and_while_it_is_open(sign_in, files):
    """
    Every address of the planner, opened in the same order: in a household without a diary, in one
    with, and in one where it is open in the same browser.
    """
    told = []
    for file, opens in ((files[0], False), (files[1], False), (files[1], True)):
        client = sign_in(file)
        if opens:
            client.post("/safe/check/")
            give(client)
        else:
            client.post("/safe/check/")
        others = [path for path in plain_addresses() if path != "/diary/"]
        told.append({path: seen(settled(client, path)) for path in others})

    assert len(told[0]) > 60
    assert [p for p in told[0] if told[0][p] != told[1][p]] == []
    assert [p for p in told[0] if told[0][p] != told[2][p]] == []


def test_no_page_leads_there_and_no_list_names_it(she):
    give(she)
    she.get("/diary/")
    pages = [p for p in plain_addresses() if p not in ("/diary/", "/leave/")]
    bodies = {p: she.get(p).content for p in pages}

    assert [p for p, body in bodies.items() if b"/diary/" in body] == []
    assert b"Notes" not in bodies["/devices/"]


def test_leave_this_page_stands_on_it(she):
    she.get("/leave/")
    asked = she.get("/diary/").text
    give(she)

    assert 'class="leave"' in asked
    assert 'class="leave"' in she.get("/diary/").text
    assert 'data-closes-after="600"' in asked


def test_who_is_not_signed_in_gets_what_every_page_gives(she):
    she.post("/leave/")

    assert seen(she.get("/diary/"))[::2] == seen(she.get("/people/"))[::2]


def test_a_locked_file_asks_for_its_own_passphrase_first(she):
    from kinhold.web.pages import household

    household.set_passphrase("seven quiet nights")
    household.close_household()

    assert give(she).status_code == 423
