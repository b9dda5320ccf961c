"""Emily's household for tests of wellbeing: a newborn, her mum, a friend, a clock that is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kinhold.api import open_household
from kinhold.api.wellbeing import Wellbeing

LINES = """
household zone=Europe/London country=uk region=ENG currency=GBP of=Emily
2026-08-22 person Emily role=self
2026-08-22 person Mum role=mother phone=07700900123
2026-08-22 person Dee role=friend
2026-08-22 person Oliver role=ex_partner
2026-08-22 child Noah born=2026-08-20 parents=Emily,Oliver
""".strip().splitlines()
THREE_AT_NIGHT = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at=THREE_AT_NIGHT):
        self.at = at

    def now(self):
        return self.at

    def move(self, **by):
        self.at += timedelta(**by)


class Emily:
    """Emily's household with its wellbeing, opened."""

    def __init__(self, *lines, country="uk"):
        self.clock = MovedClock()
        self.home = open_household(None, clock=self.clock)
        here = "country=uk region=ENG" if country == "uk" else f"country={country}"
        for line in (*LINES, *lines):
            self.home.add(line.replace("country=uk region=ENG", here))

    @property
    def wellbeing(self):
        return Wellbeing(self.home, self.home._opened)

    def seen_by(self, who):
        """Her wellbeing as somebody else would get at it."""
        home = self.home.seen_by(who)
        return Wellbeing(home, home._opened)

    def kinds(self, space="private:Emily"):
        """The kinds that stand in a space."""
        found = self.home.record().spaces.get(space)
        return [fact.KIND for fact in found.standing.all()] if found else []
