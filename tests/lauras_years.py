"""Laura's household after three years, with and without what only she may see. For tests alone.

Every private thing holds a word that stands nowhere else, and so does every place and hour of hers.
Ids and the clock are fixed, so that two files differ in nothing but what was written into them.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from kinhold.api import open_household
from kinhold.domain.care import CalendarGiven, RotaShared
from kinhold.domain.dates import Edtf
from kinhold.domain.facts import KINDS
from kinhold.domain.periods import ClockWindow
from kinhold.domain.promises import AskMade

BEGAN = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
LATER = BEGAN + timedelta(days=1)
ASK = "2b3a9c41-0000-4000-8000-00000000000a"
CALENDAR = "2b3a9c41-0000-4000-8000-00000000000c"
PRIVATE_KINDS = sorted(word for word, kind in KINDS.items() if kind.SPACE == "private")

OPENLY = """
household zone=America/Chicago country=us currency=USD of=Laura
2018 person Laura role=self
2018 person John role=ex_partner
2018 person Dee role=friend
2018 person Ray role=neighbour
2018 person Rosa role=childcare_worker
2020-04-01 child Colin born=2020-04-01 parents=Laura,John
2018 home Flat people=Laura,Colin,John
2023-11-01 left John
2024-01-01 relation John ex_partner_of to=Laura
2026-11-18T18:00 handover John late for=Colin minutes=20 "at the library"
2026-11-19 expense Shoes asked amount=40.00 by=Laura of=John
2026-11-19 message John to=Laura "I can take him on Sunday"
2026-11-19T19:00 sleep Colin by=Laura
""".strip().splitlines()

HERS = {
    '2018 home Flat people=Laura,Colin address="7 Quillfeather Row"': "Quillfeather",
    '2018 person Laura role=self phone=5550170 address="7 Tamarisk Court"': "Tamarisk",
    '2020-04-01 child Colin born=2020-04-01 parents=Laura,John school="Marigold Primary"': "Marigold",
    '2026-01-01 away Laura each=week:mon,tue at=05:35-13:55 "shift at the Larkspur diner"': "Larkspur",
    '2026-01-01 bill Rent amount=911.17 each=month:1 "paid to Hollyhock Homes"': "Hollyhock",
    '2026-11-19 note Laura "the Saxifrage clinic at nine"': "Saxifrage",
}
"""Lines of the household's own space with places, hours and money of hers, and the word in each."""

HOURS = ("05:35", "13:55", "0535", "1355")


def canary(kind):
    """The word that only this private kind holds."""
    return f"zq{kind}zq"


def private_facts(home, *, about="Laura"):
    """One of every private kind, each with its own word; whoever is kept out is Ray."""
    special = {
        "checkin": {"instrument": "PHQ-2", "version": "1", "answers": (1, 0)},
        "signal": {"sign": "followed_or_watched", "severity": "urgent", "by": "Ray"},
        "safety": {"step": 4},
        "minute": {"minutes": 5, "adult": "no"},
    }
    return [
        KINDS[word](
            fact_id=home._dice.new_entry_id(),
            occurred=Edtf("2026-11-19"),
            about="Ray" if word == "unsafe" else about,
            **{"device" if word == "calendar" else "words": canary(word)},
            **special.get(word, {}),
        )
        for word in PRIVATE_KINDS
    ]


class Clock:
    """A clock that is moved by hand, so that both files have the same times."""

    def __init__(self, moment=BEGAN):
        self.moment = moment

    def now(self):
        return self.moment


def build(file, *, hers=False, private=False):
    """Write the household: what is open to see, and where told what is hers and what is private."""
    clock = Clock()
    with open_household(file, create=True, clock=clock) as home:
        for line in OPENLY:
            home.add(line)
        clock.moment = BEGAN + timedelta(hours=1)
        home.write(
            [
                AskMade(
                    fact_id=ASK,
                    occurred=Edtf("2026-11-20"),
                    about="John",
                    day=Edtf("2099-01-03"),
                    at=ClockWindow(960, 1200),
                    for_child=("Colin",),
                ),
                RotaShared(
                    fact_id="2b3a9c41-0000-4000-8000-00000000000b",
                    occurred=Edtf("2026-11-20"),
                    turns=(
                        "John@2099-01-03T16:00/2099-01-03T20:00",
                        "Dee@2099-01-04T16:00/2099-01-04T20:00/John",
                    ),
                ),
                CalendarGiven(
                    fact_id=CALENDAR, occurred=Edtf("2026-11-20"), about="John", device="phone"
                ),
            ]
        )
        clock.moment = BEGAN + timedelta(hours=2)
        for line in HERS if hers else ():
            home.add(line)
        if private:
            home.write(private_facts(home))
    return file


@contextmanager
def web(file, monkeypatch):
    """The web app over the file; gives a maker of clients and the keeper's own."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kinhold.web.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client, override_settings

    from kinhold.web.accounts.models import Device
    from kinhold.web.pages.household import close_household

    def signed_in():
        from kinhold.web.accounts.sign_in import one_time_link

        client = Client(headers={"host": "127.0.0.1"})
        one_time_link.set("one-token")
        client.post("/open/one-token/")
        return client

    call_command("migrate", verbosity=0)
    Device.objects.all().delete()
    with override_settings(HOUSEHOLD_FILE=str(file)):
        yield lambda: Client(headers={"host": "127.0.0.1"}), signed_in
        close_household()


def tokens(file):
    """The tokens of John's ask link and of his calendar."""
    with open_household(file, clock=Clock(LATER)) as home:
        return home.asks.token(ask_id=ASK), home.calendars.token(link_id=CALENDAR)
