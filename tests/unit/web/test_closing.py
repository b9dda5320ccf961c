"""A device closes by itself, opens again with its PIN, loses nothing typed, and keeps no address."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from kinhold.api import open_household


@pytest.fixture
def she(tmp_path, monkeypatch):
    """Somebody signed in by the link, and a clock that is moved by hand."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kinhold.web.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client, override_settings

    from kinhold.web.accounts import idle
    from kinhold.web.accounts.models import Device
    from kinhold.web.accounts.sign_in import one_time_link
    from kinhold.web.pages.household import close_household

    file = tmp_path / "home.kinhold"
    with open_household(file, create=True) as home:
        home.add("household country=uk zone=Europe/London of=Ruth")
    call_command("migrate", verbosity=0)
    Device.objects.all().delete()
    clock = Clock()
    monkeypatch.setattr(idle, "time", clock)
    with override_settings(HOUSEHOLD_FILE=str(file)):
        client = Client(headers={"host": "127.0.0.1"})
        one_time_link.set("a-token")
        client.post("/open/a-token/")
        client.clock = clock
        yield client
        close_household()


class Clock:
    """Stands in for the module `time`."""

    def __init__(self):
        self.gone = 0.0
        self.monotonic = time.monotonic

    def time(self):
        return time.time() + self.gone

    def later(self, *, minutes):
        self.gone += minutes * 60


def test_a_page_stays_open_while_it_is_used_and_closes_after_a_quarter_of_an_hour(she):
    opened = [she.get("/more/").status_code]
    for minutes in (14, 14, 16):
        she.clock.later(minutes=minutes)
        opened.append(she.get("/more/").status_code)

    assert opened == [200, 200, 200, 423]


def test_one_tap_opens_again_where_no_pin_was_set_and_leads_back(she):
    she.get("/more/")
    she.clock.later(minutes=20)
    she.get("/people/?when=before")
    again = she.post("/devices/open/")

    assert again["Location"] == "/people/?when=before"
    assert she.get("/more/").status_code == 200


def test_a_pin_is_asked_for_and_five_wrong_ones_sign_out(she):
    she.post("/devices/change/", {"do": "pin", "pin": "4711"})
    she.clock.later(minutes=20)
    she.get("/more/")
    wrong = [she.post("/devices/open/", {"pin": "0000"}).status_code for _ in range(5)]

    assert wrong == [423, 423, 423, 423, 403]
    assert she.post("/devices/open/", {"pin": "4711"}).status_code == 403


def test_the_right_pin_opens_and_what_was_sent_meanwhile_is_offered_again(she):
    she.post("/devices/change/", {"do": "pin", "pin": "4711"})
    she.clock.later(minutes=20)
    closed = she.post("/record/add/", {"line": "2026-11-22 note Ruth <slow>"})
    opened = she.post("/devices/open/", {"pin": "4711"})

    assert "slow" not in closed.text
    assert "2026-11-22 note Ruth &lt;slow&gt;</textarea>" in opened.text
    assert 'action="/record/add/"' in opened.text


def test_a_shared_device_closes_after_five_minutes_and_is_signed_out(she):
    she.post("/devices/change/", {"do": "shared", "shared": "yes"})
    she.clock.later(minutes=6)

    assert she.get("/more/").status_code == 403
    assert she.get("/").status_code == 403


def test_after_twelve_hours_it_is_signed_out_however_much_it_was_used(she):
    states = set()
    for _ in range(61):
        states.add(she.get("/more/").status_code)
        she.clock.later(minutes=12)

    assert states == {200, 403}


def test_a_minute_and_the_numbers_come_on_a_closed_device_too(she):
    she.clock.later(minutes=600)

    assert [she.get(p).status_code for p in ("/minute/", "/minute/numbers/")] == [200, 200]


def test_what_was_opened_is_listed_for_thirty_days_without_an_address_of_a_machine(she):
    from kinhold.web.accounts.models import Device, Opened

    she.get("/people/")
    she.get("/minute/numbers/")
    device = Device.objects.get()
    day = Opened.objects.first().day
    Opened.objects.create(device=device, area="Money", day=day - timedelta(days=31))
    she.get("/safe/")
    page = she.get("/devices/").text
    columns = {f.name for kind in (Device, Opened) for f in kind._meta.get_fields()}

    assert "Device 1: People, Safekeeping" in page
    assert sorted(o.area for o in Opened.objects.all()) == ["Devices", "People", "Safekeeping"]
    assert not {name for name in columns if "ip" in name.split("_") or "address" in name}


def test_leaving_answers_a_beacon_and_a_form_and_clears_the_browser(she):
    answers = [she.post("/leave/", {"quick": how}) for how in ("beacon", "form")]
    clears = {a["Clear-Site-Data"] for a in answers}

    assert [a.status_code for a in answers] == [204, 303]
    assert clears == {'"cookies", "storage", "cache"'}
    assert she.get("/more/").status_code == 403


def test_a_locked_file_offers_a_minute_without_waiting_for_the_passphrase(she):
    from kinhold.web.pages import household

    household.set_passphrase("seven quiet nights")
    household.close_household()
    asked, step = she.get("/people/"), she.get("/minute/2/")
    she.post("/minute/begin/", {"awake": "no"})
    waits = she.get("/minute/wait/")

    assert (asked.status_code, "I need a minute" in asked.text) == (423, False)
    assert step.status_code == 200
    assert "Stay inside. Shut the door." in waits.text


def test_who_is_not_signed_in_gets_the_steps_that_hold_nothing(she):
    she.post("/leave/")
    answer = she.get("/minute/")

    assert answer["Location"] == "/minute/offline/any/"
    assert "Call 911" in she.get("/minute/offline/any/").text


def test_private_pages_are_not_kept_and_the_worker_names_its_version(she):
    worker = she.get("/sw.js?place=uk")

    assert she.get("/record/")["Cache-Control"] == "no-store"
    assert "@version@" not in worker.text
    assert '"/minute/offline/uk/"' in worker.text


def test_the_script_that_leaves_is_small(she):
    assert len(she.get("/static/leave.js").content) < 1024
