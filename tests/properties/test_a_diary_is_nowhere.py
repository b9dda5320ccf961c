"""With and without a diary, everything else of a household is the same: in bytes and in work done."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.dice import CountedDice

from kinhold import bootstrap
from kinhold.adapters.sqlite_store import open_store
from kinhold.api.household_file import HouseholdFile
from kinhold.application.chronology_report import ReportOptions
from kinhold.application.give_record import ToGive
from kinhold.application.keep_file import ToKeep
from kinhold.application.open_record import OpenRecord
from kinhold.batch.synthetic_household import draw_household, notation_of
from kinhold.bootstrap import OpenedFile
from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WORDS = "grey heron under the bridge"
PRIVATE = """
2026-11-20 diary self "a private line of the record itself"
2026-11-21 signal self sign=followed "someone sat in a car outside"
""".strip().splitlines()


class Clock:
    def now(self):
        return NOW


def _given(home, **options):
    made = home.safekeeping.give(ToGive(options=ReportOptions(**options)))
    return made.bundle, made.document, [f.message for f in made.findings]


FACES = {
    "heads": lambda home: home._opened.heads(),
    "logs": lambda home: [home._opened.store.space_of(i) for i in home._opened.store.log_ids()],
    "record": lambda home: sorted(map(repr, home.record().facts())),
    "spaces": lambda home: {n: s.size for n, s in home.record().spaces.items()},
    "written last": lambda home: repr(home.last_is_taken_back()),
    "seen by another": lambda home: home.seen_by("Nobody").chronology(),
    "chronology": lambda home: home.chronology(),
    "promises": lambda home: home.promises(),
    "money": lambda home: home.money(),
    "map": lambda home: home.map(),
    "questions": lambda home: home.questions(),
    "log": lambda home: home.log.page(),
    "day": lambda home: home.log.day(),
    "week": lambda home: home.log.week(),
    "charts": lambda home: home.log.charts(),
    "wellbeing": lambda home: home.wellbeing.page(),
    "doctor": lambda home: home.wellbeing.doctors_page(),
    "plan": lambda home: home.wellbeing.plan(),
    "notation": lambda home: home.export_notation(with_ids=True),
    "notation again": lambda home: home.import_notation(home.export_notation()),
    "check": lambda home: home.safekeeping.check(),
    "last check": lambda home: home.safekeeping.last_check(),
    "safekeeping": lambda home: home.safekeeping.page(),
    "checkpoints": lambda home: home.safekeeping.checkpoints(),
    "bundle": _given,
    "court": lambda home: _given(home, preset="court"),
    "a file": lambda home: home.safekeeping.keep_file(ToKeep(content=b"a letter", name="letter")),
    "undo": lambda home: home.undo(),
    "a new line": lambda home: home.add('2026-11-21 note self "he did not come"'),
    "a bad line": lambda home: home.add("2026-11-21 wedding self"),
    "no such fact": lambda home: home.correct(fact_id="f" * 36, line="2026-11-21 note self"),
    "another's id": lambda home: home.retract(fact_id=""),
    "no such space": lambda home: home.safekeeping.erase_space(space="private:diary"),
    "wrong words": lambda home: home.diary.open("some other words"),
    "no words": lambda home: home.diary.open(""),
    "private space": lambda home: home.safekeeping.erase_space(),
    "after it": lambda home: home.safekeeping.check(),
}


def _told(work, home):
    """What a face gives, or the sentence in which it refuses, as text or bytes."""
    try:
        found = work(home)
    except (KinholdError, JournalError) as refused:
        return type(refused).__name__, str(refused)
    if is_dataclass(found):
        return json.dumps(asdict(found), default=str)
    return found


def _everything(path, seed):
    """Every face in turn, with the statements that each one put to the file."""
    asked = []
    dice = CountedDice(f"{seed} face")
    with pytest.MonkeyPatch.context() as patch, open_store(path, dice=CountedDice("keys")) as store:
        patch.setattr(bootstrap, "dice", lambda: dice)
        store._connection.set_trace_callback(asked.append)
        opened = OpenRecord(store, CountedDice(f"{seed} record"))
        home = HouseholdFile(opened, Clock(), OpenedFile(path=path, key=None, store=store))
        answers = {}
        for name, work in FACES.items():
            asked.clear()
            told = _told(work, home)
            answers[name] = told, len(asked), [s.partition(" ")[0] for s in asked]
    return answers


def _household(path, number, *, first):
    """A household that is nobody's, up to some line; the rest is written later."""
    lines = [*notation_of(draw_household(seed=11, number=number)).splitlines(), *PRIVATE]
    at = max(1, int(len(lines) * first))
    _write(path, lines[:at], create=True, seed="before")
    return lines[at:]


def _write(path, lines, *, seed, create=False):
    ids = CountedDice(f"{seed} ids")
    with open_store(path, create=create, dice=CountedDice(f"{seed} keys")) as store:
        opened = OpenRecord(store, CountedDice(f"{seed} drafts"))
        home = HouseholdFile(opened, Clock(), OpenedFile(path=path, key=None, store=store))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bootstrap, "dice", lambda: ids)
            patch.setattr(home, "_dice", ids)
            assert home.import_notation("\n".join(lines)).findings == ()


def _keep_a_diary(path, entries):
    with open_store(path, dice=CountedDice("diary")) as store:
        opened = OpenRecord(store, CountedDice("diary drafts"))
        home = HouseholdFile(opened, Clock(), OpenedFile(path=path, key=None, store=store))
        with home.diary.begin(WORDS) as diary:
            for words in entries:
                diary.write(words)
            diary.undo()
            assert diary.check() == len(entries) + 1


def _tables(path):
    """Every row of every table but those of what is sealed, and the schema."""
    with open_store(path) as store:
        fetch = store._fetch
        names = [row[0] for row in fetch("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        kept = {
            name: fetch(f"SELECT * FROM {name}")  # noqa: S608 - a table of our own
            for name in names
            if not name.startswith("sealed")
        }
        return kept, fetch("SELECT type, name, sql FROM sqlite_schema")


@given(
    number=st.integers(0, 500),
    first=st.floats(0, 1),
    entries=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Z")), min_size=1),
        min_size=1,
        max_size=4,
    ),
)
@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes seconds to shrink
    suppress_health_check=[HealthCheck.too_slow],
)
def test_every_face_of_a_household_is_the_same_with_and_without_a_diary(
    tmp_path_factory, number, first, entries
):
    """
    A household is copied to the byte; in the copy somebody keeps a diary, then both go on with the
    same lines. Pages, exports, bundle, checks, notation, heads, refusals, and the number and kind of
    the statements that each of them put to the file are the same, and so is every other table.
    """
    folder = tmp_path_factory.mktemp("households")
    without, beside = folder / "without" / "home.kinhold", folder / "with" / "home.kinhold"
    for each in (without, beside):
        each.parent.mkdir()
    rest = _household(without, number, first=first)
    shutil.copy(without, beside)
    _keep_a_diary(beside, entries)
    for each in (without, beside):
        _write(each, rest, seed="after")

    plain, told = _everything(without, "x"), _everything(beside, "x")

    assert [name for name in FACES if plain[name] != told[name]] == []
    assert _tables(without) == _tables(beside)
    shutil.rmtree(folder)


def test_the_comparison_sees_a_line_in_the_record(tmp_path):
    """The same comparison finds a private line of the record itself, so it looks closely enough."""
    without, beside = tmp_path / "a.kinhold", tmp_path / "b.kinhold"
    _household(without, 7, first=1)
    shutil.copy(without, beside)
    _write(beside, ['2026-11-19 diary self "one more"'], seed="more")

    plain, told = _everything(without, "x"), _everything(beside, "x")
    assert {n for n in FACES if plain[n] != told[n]} >= {"heads", "spaces", "check", "record"}


@pytest.mark.parametrize("secret", ["some other words", "x", WORDS + "!"])
def test_wrong_words_take_the_same_steps_with_and_without_a_diary(tmp_path, secret, monkeypatch):
    """One Argon2id, one look at what is sealed, and the same sentence: whatever there is."""
    from kinhold.adapters import envelope
    from kinhold.application.diary import NothingOpensError

    stretched, counted = envelope.stretched, []
    monkeypatch.setattr(
        envelope, "stretched", lambda *a, **k: counted.append(1) or stretched(*a, **k)
    )
    steps = []
    for count in (0, 1, 3):
        path = tmp_path / f"{count}.kinhold"
        with bootstrap_open(path) as home:
            for number in range(count):
                home.diary.begin(f"{WORDS} {number}").write("x")
            home.language.locale()  # known before the first word, as on every face
            asked = []
            home._file.store._connection.set_trace_callback(asked.append)
            counted.clear()
            with pytest.raises(NothingOpensError, match=r"^Nothing opens with these words\.$"):
                home.diary.open(secret)
            steps.append((len(counted), asked))

    assert steps == [steps[0]] * 3
    assert steps[0][0] == 1


def bootstrap_open(path):
    from kinhold.api import open_household

    return open_household(path, create=True, clock=Clock())
