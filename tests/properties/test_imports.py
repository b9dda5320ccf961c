"""What must hold for any export of a care log, and for any file that is none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.exports import COLUMNS, HUCKLEBERRY, ISLA, LONDON, babybuddy, csv_file, home, page, read

from kinhold.adapters.exports.log_csv import log_csv
from kinhold.adapters.imports.reading import APPS, ToRead, read_log
from kinhold.adapters.imports.tables import GivenFile, ImportNotUsableError
from kinhold.api.importing import carry_out, log_as_csv, preview
from kinhold.application.export_log import plain_cell, safe_cell
from kinhold.application.import_log import plan_import
from kinhold.application.import_rows import ImportAnswers
from kinhold.domain.dates import bounds, instant
from kinhold.domain.fact import Typed
from kinhold.record.codec import encode

ZONE = ZoneInfo("Europe/London")
ANY = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

# Instants around both clock changes of 2026 in London, and any other.
near_changes = st.sampled_from(
    [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
).flatmap(lambda at: st.integers(-7200, 7200).map(lambda s: at + timedelta(seconds=s)))
anywhere = st.integers(0, 10**9).map(
    lambda s: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)
instants = st.one_of(near_changes, anywhere)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@st.composite
def sleeps(draw):
    """Sleeps as the app knows them: number, instants, nap, words."""
    start = draw(instants)
    return {
        "id": draw(st.integers(1, 60)),
        "start": start,
        "end": start + timedelta(minutes=draw(st.integers(0, 300))),
        "nap": draw(st.booleans()),
        "notes": draw(words),
    }


nights = st.lists(sleeps(), max_size=12, unique_by=lambda s: s["id"])


def local(moment):
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def exported(rows, **how):
    told = [
        {**r, "start": local(r["start"]), "end": local(r["end"]), "nap": int(r["nap"])}
        for r in rows
    ]
    return babybuddy("sleep", *told, **how)


def from_api(rows):
    told = [
        {**r, "child": 1, "start": r["start"].isoformat(), "end": r["end"].isoformat(), "tags": []}
        for r in rows
    ]
    who = {"id": 1, "first_name": "Isla", "last_name": "Reed", "birth_date": "2026-01-02"}
    return page("children.json", who), page("sleep.json", *told)


def planned(*files, answers=LONDON, **how):
    return plan_import(
        read=read(*files, **how), record=home().record(), answers=answers, id_for=str
    )


def content(facts):
    return {replace(f, source=Typed()) for f in facts}


@ANY
@given(rows=nights)
def test_times_of_the_api_are_exact_to_the_second_in_every_night(rows):
    made = {f.fact_id: f for f in planned(*from_api(rows)).new}

    for row in rows:
        fact = made[f"babybuddy||sleep {row['id']}"]
        assert instant(fact.occurred, ZONE) == row["start"]
        ended = row["end"].replace(second=0) - row["start"].replace(second=0)
        assert fact.minutes == ended.total_seconds() // 60


@ANY
@given(rows=nights)
def test_naive_times_are_exact_or_marked_as_not_sure(rows):
    made = {f.fact_id: f for f in planned(exported(rows)).new}

    assert set(made) == {f"babybuddy||sleep {row['id']}" for row in rows}
    for row in rows:
        fact = made[f"babybuddy||sleep {row['id']}"]
        off = instant(fact.occurred, ZONE) - row["start"]
        assert off == timedelta(0) or (
            bounds(fact.occurred).uncertain and off == -timedelta(hours=1)
        )


@ANY
@given(rows=nights, zone=st.sampled_from(["America/New_York", "Asia/Kolkata", "Europe/London"]))
def test_the_zone_that_was_answered_is_the_zone_of_the_clock_times(rows, zone):
    far = ZoneInfo(zone)
    told = [
        {
            **r,
            "start": r["start"].astimezone(far).strftime("%Y-%m-%d %H:%M:%S"),
            "end": "",
            "nap": 0,
        }
        for r in rows
    ]
    made = planned(
        babybuddy("sleep", *told), answers=ImportAnswers(zone=zone, add_children=True)
    ).new

    for row in rows:
        fact = next(f for f in made if f.fact_id == f"babybuddy||sleep {row['id']}")
        off = instant(fact.occurred, ZONE) - row["start"]
        assert off == timedelta(0) or bounds(fact.occurred).uncertain


@ANY
@given(rows=nights, data=st.data())
def test_any_order_of_rows_gives_the_same_entries(rows, data):
    other = data.draw(st.permutations(rows))

    assert content(planned(exported(rows)).new) == content(planned(exported(other)).new)


@ANY
@given(rows=nights, data=st.data())
def test_overlapping_exports_in_any_order_give_what_one_export_of_all_gives(rows, data):
    cut = data.draw(st.integers(0, len(rows)))
    back = data.draw(st.integers(0, cut))
    first, second = exported(rows[:cut], name="a.csv"), exported(rows[back:], name="b.csv")
    step = home()
    for file in data.draw(st.permutations([first, second])):
        carry_out(step, read(file), LONDON)
    whole = home()
    carry_out(whole, read(exported(rows)), LONDON)

    def told(place):
        return {replace(f, fact_id="", source=Typed()) for f in place.record().facts()}

    assert told(step) == told(whole)
    assert len(list(step.record().facts())) == len(list(whole.record().facts()))


@ANY
@given(rows=nights, child_id=st.booleans())
def test_importing_again_changes_nothing(rows, child_id):
    kept = home()
    carry_out(kept, read(exported(rows, child_id=child_id)), LONDON)
    before = kept.export_notation(with_ids=True)

    again = carry_out(kept, read(exported(rows[::-1], child_id=not child_id)), LONDON)

    assert (again.new, again.updates, again.changed) == ((), (), 0)
    assert kept.export_notation(with_ids=True) == before


odd_cells = (
    *("", "1", "0", "-5", "9" * 400, "1e1000000", "\ud800", "\x00", "=1+1", "[1,", "37.6°C"),
    *("2026-10-25 01:30:00", "2026-03-29 01:30", "6/1/26, 13:00", "14:00:00 06-01-2026"),
    *("1 day, 4:00:00", "P9999999D", "00:03R", "Both, pee:medium poo:medium"),
    *("breast milk", "bottle", "Breast"),
)
cells = st.one_of(words, st.text(max_size=12), st.sampled_from(odd_cells))
own = ("id", "kind", "occurred", "zone", "about", "what", "minutes", "ml", "tags", "nap", "words")
headers = st.one_of(
    st.sampled_from([*COLUMNS.values(), tuple(HUCKLEBERRY), own]),
    st.just(("Baby", "Time", "Left duration (min)", "Right duration (min)", "Note")),
    st.just(("Baby", "Time", "Amount (oz.)", "Note")),
    st.just(("id", "Start Time", "End Time", "Feed Type", "Quantity (ml or g)")),
    st.lists(words, max_size=5).map(tuple),
)


@st.composite
def any_csv(draw):
    header = draw(headers)
    rows = draw(st.lists(st.lists(cells, max_size=len(header) + 2), max_size=6))
    made = csv_file("x.csv", ["?"], [])
    text = [csv_file("x", [c.replace("\ud800", "?") for c in r] or [""], []).content for r in rows]
    return replace(made, content=csv_file("x", header, []).content + b"".join(text))


keys = st.sampled_from([*sorted({c for names in COLUMNS.values() for c in names}), "child", "user"])
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), cells)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=4)
objects = st.dictionaries(keys, values, max_size=14)
pages = st.one_of(
    st.lists(objects, max_size=4),
    st.builds(lambda r: {"count": 1, "results": r}, st.lists(objects, max_size=4)),
    values,
)
any_json = pages.map(lambda told: GivenFile("x.json", json.dumps(told).encode()))


def outcome(wanted):
    """What was read, or the sentence that says why not; anything else is a fault."""
    try:
        return read_log(wanted)
    except ImportNotUsableError as refused:
        return str(refused)


any_bytes = st.binary(max_size=200).map(lambda b: GivenFile("x.bin", b))
any_zip = st.binary(max_size=200).map(lambda b: GivenFile("x.zip", b"PK\x03\x04" + b))


@settings(ANY, max_examples=300)
@given(
    file=st.one_of(any_csv(), any_json, any_bytes, any_zip),
    source=st.sampled_from(["auto", *APPS]),
    day_first=st.booleans(),
)
@example(file=GivenFile("x.json", b"[" * 100_000), source="auto", day_first=False)
@example(
    file=GivenFile("x.json", b'{"a":' * 900 + b"1" + b"}" * 900), source="auto", day_first=False
)
def test_whatever_the_file_there_is_a_plan_or_one_sentence(file, source, day_first):
    found = outcome(ToRead((file,), source, "", day_first))
    if isinstance(found, str):
        assert found.endswith(".")
        return
    kept = home()
    plan = preview(kept, found, LONDON)
    assert all(row.reason for row in plan.rejected)
    for fact in plan.new:
        assert encode(fact)
    carry_out(kept, found, LONDON)
    assert carry_out(kept, found, LONDON).new == ()


@settings(ANY, max_examples=150)
@given(
    told=st.one_of(
        values, st.dictionaries(st.sampled_from(["mapping", "name", "time", "rows", "id"]), values)
    )
)
def test_whatever_the_mapping_there_is_a_sentence(told):
    file = csv_file("x.csv", ("a", "start"), [("1", "2026-06-01 10:00")])
    text = json.dumps(told)

    assert outcome(ToRead((file,), "csv", text))


@given(text=st.text(max_size=30))
@example(text="'=1+1")
@example(text="''@")
def test_a_cell_made_safe_is_no_formula_and_comes_back(text):
    safe = safe_cell(text)

    assert not safe.startswith(("=", "+", "-", "@", "\t", "\x00", "\r", "\n"))
    assert plain_cell(safe) == text


fields = {
    "feed": st.sampled_from(["method=breast side=left", "method=bottle milk=formula ml=120", "minutes=7"]),
    "sleep": st.sampled_from(["minutes=90", "nap=yes minutes=20", ""]),
    "nappy": st.sampled_from(["wet", "both colour=green", "dry"]),
    "medicine": st.just('name="Vitamin D" dose=1 not_before=240'),
    "measure": st.sampled_from(["temperature value=37.6C", "value=7.2kg"]),
    "activity": st.sampled_from(["bath", "minutes=3", '"moon bathing"']),
    "milestone": st.just(""),
    "handnote": st.just("to=Ruth by=Ruth"),
}  # fmt: skip
dates = st.one_of(
    instants.map(lambda at: at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")),
    st.sampled_from(
        ["2026-10-25T01:10+01:00", "2026-10-25T01:10+00:00", "2026-06", "2026-06-01?", "../.."]
    ),
)


@st.composite
def entries(draw):
    from kinhold.record.notation_values import escape

    kind = draw(st.sampled_from(sorted(fields)))
    tags = draw(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6),
            max_size=2,
        )
    )
    told = f"tags={','.join(escape(t, always=True) for t in tags)}" if tags else ""
    said = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
    note = escape(said, always=True) if said else ""
    return f"{draw(dates)} {kind} Isla {draw(fields[kind])} {told} {note}"


@ANY
@given(lines=st.lists(entries(), max_size=8))
def test_the_log_as_csv_reads_back_exactly_in_another_household(lines):
    one = home("household zone=Europe/London of=Ruth", "2026-01-02 child Isla", *lines)
    other = home()

    carry_out(other, read(GivenFile("log.csv", log_as_csv(one))), ImportAnswers())

    def log(place):
        told = (f for f in place.record().facts() if f.KIND in fields)
        return sorted(repr(replace(f, fact_id="", source=Typed())) for f in told)

    assert log(other) == log(one)
    assert carry_out(other, read(GivenFile("log.csv", log_as_csv(one))), ImportAnswers()).new == ()


def test_csv_has_a_header_even_where_nothing_was_logged():
    from kinhold.application.export_log import LOG_COLUMNS, LogTable

    assert log_csv(LogTable(LOG_COLUMNS, (), ())).startswith(b"\xef\xbb\xbfid,kind,occurred")
    assert ISLA["child_first_name"] == "Isla"
