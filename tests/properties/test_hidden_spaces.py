"""A private space leaves no trace in anything that another person is given."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dice import CountedDice

from kinhold.adapters.memory_store import MemoryStore
from kinhold.api.household_file import HouseholdFile
from kinhold.application.chronology_report import ReportOptions
from kinhold.application.give_record import ToGive, give_record
from kinhold.application.open_record import NotKeptError, OpenRecord
from kinhold.bootstrap import renderer
from kinhold.record.notation import parse_line

LAURA = """
household zone=America/Chicago country=us currency=USD of=Laura
2018 person Laura role=self
2018 person John role=husband
2020-04-01 child Mia born=2020-04-01
2026-11-20T18:00 handover John late for=Mia minutes=20 "at the library"
2026-11-20T19:00 feed Mia by=Laura
2026-11-21 expense Shoes asked amount=40.00 by=Laura of=John
2026-11-21 message John to=Laura "I can take her on Sunday"
""".strip().splitlines()
SECRETS = """
2026-11-20 diary Laura "he has been following me to Harbour Street"
2026-11-21 signal Laura sign=followed "someone sat in a car outside the diner"
""".strip().splitlines()
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Clock:
    def now(self):
        return NOW


def _lauras(secrets_after):
    """Laura's household, with her secrets written down after some of its lines, or not at all."""
    store = MemoryStore(CountedDice("keys"))
    openly = OpenRecord(store, CountedDice("openly"))
    secretly = OpenRecord(store, CountedDice("secretly"))
    ids, hidden = CountedDice("ids"), CountedDice("hidden ids")
    for number, line in enumerate(LAURA):
        openly.append([parse_line(line, new_id=ids.new_entry_id, currency="USD")], now=NOW)
        for secret in SECRETS if number in secrets_after else ():
            fact = parse_line(secret, new_id=hidden.new_entry_id, currency="USD")
            secretly.append([fact], now=NOW)
    return openly


def _what_john_gets(opened):
    """Every page, the plain text and the bundle, as bytes."""
    home = HouseholdFile(opened, Clock()).seen_by("John")
    pages = [home.chronology(), home.promises(), home.money(), home.map(), home.today()]
    texts = [json.dumps(asdict(page), default=str) for page in pages]
    texts += [home.export_notation(with_ids=True), repr(home.questions())]
    given_to_him = give_record(
        opened=opened,
        wanted=ToGive(options=ReportOptions(), seen_by="John"),
        now=NOW,
        on=NOW.date(),
        new_id=CountedDice("export").new_entry_id,
        render=renderer(),
    )
    return "\n".join(texts).encode(), given_to_him.bundle


@cache
def _without_her_diary():
    return _what_john_gets(_lauras(set()))


@given(secrets_after=st.sets(st.integers(1, len(LAURA) - 1), min_size=1))
@settings(max_examples=5, deadline=None)
def test_what_john_gets_is_the_same_to_the_byte_with_and_without_her_diary(secrets_after):
    with_diary = _lauras(secrets_after)

    assert [s for s in with_diary.record().spaces if s.startswith("private:")]
    assert _what_john_gets(with_diary) == _without_her_diary()


def test_john_sees_what_is_shared_and_nothing_of_her_words():
    pages, bundle = _what_john_gets(_lauras({4}))

    assert b"library" in pages
    assert b"Harbour" not in pages + bundle
    assert b"private" not in pages


def test_what_is_only_seen_is_not_changed():
    home = HouseholdFile(_lauras({4}), Clock()).seen_by("John")

    with pytest.raises(NotKeptError, match="not changed"):
        home.add('2026-11-22 note "she agreed"')
    with pytest.raises(NotKeptError, match="Only the person"):
        home.safekeeping.check()
