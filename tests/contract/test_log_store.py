"""What every store of logs promises, kept by each of them."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta

import pytest
from tests.dice import WEEK_14, CountedDice, feed, later

from kinhold.adapters.memory_store import MemoryStore
from kinhold.adapters.sqlite_store import open_store
from kinhold.journal.entry import Disclosure, Draft, Head, throw_draft
from kinhold.journal.erasure import digests_of
from kinhold.journal.notes import open_checkpoint, vkey_of_log
from kinhold.journal.store import (
    EntryIdTaken,
    Erasure,
    FileNotKept,
    HeadMoved,
    LogExists,
    Malformed,
    SpaceErased,
    UnknownLog,
)
from kinhold.journal.verify import check_log, ed25519_holds

KEY = bytes(range(32))
KEYS = {"sqlite": None, "sqlite-keyed": KEY}


@pytest.fixture(params=["memory", "sqlite", "sqlite-keyed"])
def store(request, tmp_path):
    """Each store that there is, empty."""
    if request.param == "memory":
        opened = MemoryStore()
    else:
        opened = open_store(
            tmp_path / "home.kinhold", create=True, key=KEYS[request.param], dice=CountedDice("s")
        )
    with opened:
        yield opened


@pytest.fixture(params=["sqlite", "sqlite-keyed"])
def household(request, tmp_path):
    """Path and key of a household's file with a log for the family and one for Emily alone."""
    path, key = tmp_path / "home.kinhold", KEYS[request.param]
    with open_store(path, create=True, key=key, dice=CountedDice("h")) as store:
        store.create_log("a" * 32, space="household")
        store.create_log("b" * 32, space="private:Emily")
    return path, key


@pytest.fixture
def dice():
    return CountedDice()


@pytest.fixture
def log_id(store, dice):
    log_id = dice.new_log_id()
    store.create_log(log_id, space="household")
    return log_id


def _append(store, log_id, *drafts, at=WEEK_14):
    return store.append(log_id, drafts, expected_head=store.head(log_id), recorded_at=at)


def _checked(store, log_id):
    head = store.head(log_id)
    rows = [(entry.leaf, entry.disclosures) for entry in store.read(log_id)]
    return check_log(rows, log_id=log_id, head=(head.size, head.root))


# --- Logs and spaces --------------------------------------------------------------------------


def test_a_new_household_has_no_logs(store):
    assert store.log_ids() == ()


def test_a_new_log_is_empty(store, log_id):
    assert store.head(log_id) == Head.empty(log_id)
    assert list(store.read(log_id)) == []


def test_logs_are_listed_in_the_order_in_which_they_were_begun(store, dice):
    ids = [dice.new_log_id() for _ in range(5)]
    for number, log_id in enumerate(ids):
        store.create_log(log_id, space=f"case:{number}")

    assert store.log_ids() == tuple(ids)
    assert store.space_of(ids[3]) == "case:3"


def test_beginning_the_same_log_again_changes_nothing(store, log_id, dice):
    head = _append(store, log_id, feed(dice))

    assert store.create_log(log_id, space="household") == head


def test_a_space_has_one_log(store, log_id, dice):
    with pytest.raises(LogExists, match="household"):
        store.create_log(dice.new_log_id(), space="household")


def test_a_log_has_one_space(store, log_id):
    with pytest.raises(LogExists):
        store.create_log(log_id, space="care")


@pytest.mark.parametrize("bad", ["", "A" * 32, "a" * 31, "a" * 33, "g" * 32])
def test_an_id_that_is_not_128_bits_in_hexadecimal_is_refused(store, bad):
    with pytest.raises(Malformed, match="not a log id"):
        store.create_log(bad, space="care")


@pytest.mark.parametrize("bad", ["", " ", "care ", "care\n"])
def test_a_space_without_a_plain_name_is_refused(store, bad):
    with pytest.raises(Malformed, match="name of a space"):
        store.create_log("a" * 32, space=bad)


def test_a_log_that_does_not_exist_is_unknown(store):
    missing = "f" * 32
    for ask in (store.head, store.space_of, store.read, store.checkpoints, store.public_key):
        with pytest.raises(UnknownLog, match=missing):
            ask(missing)


# --- Appending and reading --------------------------------------------------------------------


def test_what_was_appended_is_read_back(store, log_id, dice):
    first, second = feed(dice, 10), feed(dice, 20, places={"home": "12 Long Road"})
    _append(store, log_id, first, second)

    entries = list(store.read(log_id))

    assert [e.disclosures for e in entries] == [first.disclosures, second.disclosures]
    assert [e.commitments for e in entries] == [first.commitments, second.commitments]


def test_an_entry_knows_its_place_and_its_time(store, log_id, dice):
    _append(store, log_id, feed(dice))
    _append(store, log_id, feed(dice), at=later(5) + timedelta(microseconds=7))

    first, second = store.read(log_id)

    assert (second.log_id, second.sequence) == (log_id, 1)
    assert second.recorded_at == later(5) + timedelta(microseconds=7)
    assert second.previous_hash == first.leaf_hash


def test_a_log_that_was_read_back_stands_up_to_the_verifier(store, log_id, dice):
    for minute in range(7):
        _append(store, log_id, feed(dice), feed(dice), at=later(minute))

    check = _checked(store, log_id)

    assert check.holds
    assert check.size == 14


def test_reading_begins_after_what_the_reader_has(store, log_id, dice):
    _append(store, log_id, *(feed(dice, n) for n in range(10)))

    assert [entry.sequence for entry in store.read(log_id, after=7)] == [7, 8, 9]
    assert list(store.read(log_id, after=10)) == []
    assert list(store.read(log_id, after=11)) == []


def test_reading_cannot_begin_before_the_first_entry(store, log_id):
    with pytest.raises(Malformed, match="before the first"):
        store.read(log_id, after=-1)


def test_reading_stops_at_the_head_of_its_beginning(store, log_id, dice):
    _append(store, log_id, feed(dice))
    reading = store.read(log_id)
    _append(store, log_id, feed(dice))

    assert len(list(reading)) == 1


def test_a_head_that_moved_is_refused_and_told(store, log_id, dice):
    old = store.head(log_id)
    current = _append(store, log_id, feed(dice))

    with pytest.raises(HeadMoved, match="Nothing of yours was lost") as refusal:
        store.append(log_id, [feed(dice)], expected_head=old, recorded_at=WEEK_14)

    assert refusal.value.head == current == store.head(log_id)


def test_a_head_of_the_right_size_with_another_root_is_refused(store, log_id, dice):
    _append(store, log_id, feed(dice))
    other = Head(log_id=log_id, size=1, root=bytes(32))

    with pytest.raises(HeadMoved):
        store.append(log_id, [feed(dice)], expected_head=other, recorded_at=WEEK_14)


def test_an_append_that_is_sent_again_writes_nothing(store, log_id, dice):
    before, drafts = store.head(log_id), [feed(dice), feed(dice)]
    head = store.append(log_id, drafts, expected_head=before, recorded_at=WEEK_14)

    again = store.append(log_id, drafts, expected_head=before, recorded_at=later(9))

    assert again == head
    assert len(list(store.read(log_id))) == 2


def test_a_queue_of_which_part_arrived_is_completed(store, log_id, dice):
    arrived, waiting = feed(dice), feed(dice)
    _append(store, log_id, arrived)

    head = _append(store, log_id, arrived, waiting)

    assert head.size == 2
    assert _checked(store, log_id).holds


def test_an_id_cannot_stand_for_two_entries(store, log_id, dice):
    first = feed(dice)
    head = _append(store, log_id, first)
    other = throw_draft(entry_id=first.entry_id, parts=[("content", "else")], dice=dice)

    with pytest.raises(EntryIdTaken, match=first.entry_id):
        _append(store, log_id, feed(dice), other)

    assert store.head(log_id) == head


def test_an_entry_cannot_be_put_into_a_second_log(store, log_id, dice):
    draft, care = feed(dice), dice.new_log_id()
    store.create_log(care, space="care")
    _append(store, log_id, draft)

    with pytest.raises(EntryIdTaken):
        _append(store, care, draft)


def test_an_id_cannot_stand_twice_in_one_append(store, log_id, dice):
    draft = feed(dice)

    with pytest.raises(EntryIdTaken):
        _append(store, log_id, draft, draft)

    assert store.head(log_id).size == 0


def test_a_time_without_a_zone_is_refused(store, log_id, dice):
    with pytest.raises(Malformed, match="time zone"):
        _append(store, log_id, feed(dice), at=WEEK_14.replace(tzinfo=None))

    assert store.head(log_id).size == 0


def test_a_clock_that_was_set_back_does_not_stop_the_record(store, log_id, dice):
    _append(store, log_id, feed(dice), at=later(60))
    _append(store, log_id, feed(dice), at=later(0))

    check = _checked(store, log_id)

    assert check.holds
    assert [(flaw.code, flaw.severity) for flaw in check.flaws] == [("clock", "warning")]


def test_a_large_import_is_one_append(store, log_id, dice):
    head = _append(store, log_id, *(feed(dice, n) for n in range(2_500)))

    assert head.size == 2_500
    assert _checked(store, log_id).holds


def test_an_entry_without_content_can_be_appended(store, log_id, dice):
    _append(store, log_id, throw_draft(entry_id=dice.new_entry_id(), parts=[], dice=dice))

    (entry,) = store.read(log_id)

    assert entry.disclosures == ()
    assert len(entry.commitments) == 4


# --- Several logs at once ---------------------------------------------------------------------


def test_a_handover_goes_into_two_logs_at_once(store, log_id, dice):
    care = dice.new_log_id()
    store.create_log(care, space="care")
    batches = {each: ([feed(dice)], store.head(each)) for each in (log_id, care)}

    heads = store.append_all(batches, recorded_at=WEEK_14)

    assert {each: head.size for each, head in heads.items()} == {log_id: 1, care: 1}
    assert heads[care] == store.head(care)


def test_if_one_log_moved_none_is_written(store, log_id, dice):
    care = dice.new_log_id()
    old = store.create_log(care, space="care")
    moved = _append(store, care, feed(dice))
    batches = {log_id: ([feed(dice)], store.head(log_id)), care: ([feed(dice)], old)}

    with pytest.raises(HeadMoved) as refusal:
        store.append_all(batches, recorded_at=WEEK_14)

    assert refusal.value.head == moved
    assert store.head(log_id).size == 0


def test_one_draft_cannot_go_into_two_logs_at_once(store, log_id, dice):
    care, draft = dice.new_log_id(), feed(dice)
    store.create_log(care, space="care")
    batches = {each: ([draft], store.head(each)) for each in (log_id, care)}

    with pytest.raises(EntryIdTaken):
        store.append_all(batches, recorded_at=WEEK_14)

    assert store.head(log_id).size == store.head(care).size == 0


# --- Private spaces ---------------------------------------------------------------------------


@pytest.fixture
def diary(store, dice):
    log_id = dice.new_log_id()
    store.create_log(log_id, space="private:Emily")
    _append(store, log_id, feed(dice, 1), feed(dice, 2))
    return log_id


def test_a_diary_is_read_back(store, diary):
    assert all(entry.disclosures for entry in store.read(diary))
    assert _checked(store, diary).holds


def test_a_destroyed_key_takes_the_content_and_leaves_the_proof(store, diary):
    head = store.head(diary)
    store.erase([Erasure(diary, "")])

    entries = list(store.read(diary))

    assert [entry.disclosures for entry in entries] == [None, None]
    assert _checked(store, diary).holds
    assert store.head(diary) == head


def test_destroying_a_key_again_changes_nothing(store, diary):
    store.erase([Erasure(diary, "")])
    store.erase([Erasure(diary, "")])

    assert _checked(store, diary).holds


def test_nothing_can_be_put_into_an_erased_space(store, diary, dice):
    store.erase([Erasure(diary, "")])

    with pytest.raises(SpaceErased, match="start a new one"):
        _append(store, diary, feed(dice))
    with pytest.raises(SpaceErased):
        store.create_log(diary, space="private:Emily")


def test_after_erasing_a_new_diary_can_be_begun(store, diary, dice):
    store.erase([Erasure(diary, "")])
    fresh = dice.new_log_id()
    store.create_log(fresh, space="private:Emily")
    _append(store, fresh, feed(dice))

    assert [entry.disclosures is None for entry in store.read(fresh)] == [False]
    assert [entry.disclosures for entry in store.read(diary)] == [None, None]


def test_only_private_spaces_have_a_key_to_destroy(store, log_id):
    with pytest.raises(Malformed, match="not private"):
        store.erase([Erasure(log_id, "")])


# --- What only a file can show ----------------------------------------------------------------


def test_a_household_reopened_has_the_same_heads_and_entries(household, dice):
    path, key = household
    with open_store(path, key=key) as store:
        heads = [_append(store, each, feed(dice), feed(dice)) for each in store.log_ids()]
        entries = [list(store.read(each)) for each in store.log_ids()]

    with open_store(path, key=key) as store:
        assert [store.head(each) for each in store.log_ids()] == heads
        assert [list(store.read(each)) for each in store.log_ids()] == entries


def test_two_faces_on_one_file_see_each_other(household, dice):
    path, key = household
    with open_store(path, key=key) as phone, open_store(path, key=key) as desk:
        old = desk.head("a" * 32)
        head = _append(phone, "a" * 32, feed(dice))

        with pytest.raises(HeadMoved) as refusal:
            desk.append("a" * 32, [feed(dice)], expected_head=old, recorded_at=WEEK_14)

        assert refusal.value.head == head == desk.head("a" * 32)


def _write_in_a_process(path, key, name, count):
    dice, won = CountedDice(name), 0
    with open_store(path, key=key, wait=60) as store:
        while won < count:
            head, draft = store.head("a" * 32), feed(dice)
            try:
                store.append("a" * 32, [draft], expected_head=head, recorded_at=WEEK_14)
            except HeadMoved:
                continue
            won += 1


def test_two_processes_at_once_lose_nothing(household):
    path, key = household
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=_write_in_a_process, args=(path, key, name, 25))
        for name in ("Emily", "Mum")
    ]
    for each in writers:
        each.start()
    for each in writers:
        each.join(timeout=120)

    with open_store(path, key=key) as store:
        assert [each.exitcode for each in writers] == [0, 0]
        assert store.head("a" * 32).size == 50
        assert _checked(store, "a" * 32).holds


def test_a_private_word_is_nowhere_in_the_file(household, dice):
    path, key = household
    draft = throw_draft(entry_id=dice.new_entry_id(), parts=[("content", "so tired")], dice=dice)
    with open_store(path, key=key) as store:
        _append(store, "b" * 32, draft)

    assert draft.disclosures[0].encode() not in path.read_bytes()


def test_a_destroyed_key_is_nowhere_on_the_disk(household, dice):
    path, key = household
    with open_store(path, key=key) as store:
        _append(store, "b" * 32, feed(dice))
        (secret,) = store._connection.execute("SELECT key FROM space_key").fetchone()
        store.erase([Erasure("b" * 32, "")])
        beside = b"".join(each.read_bytes() for each in path.parent.iterdir())

    assert len(secret) == 32
    assert secret not in beside + path.read_bytes()


def test_an_entry_moved_to_another_place_cannot_be_deciphered(household, dice):
    path, key = household
    with open_store(path, key=key) as store:
        _append(store, "b" * 32, feed(dice), feed(dice))
        store._connection.execute(
            "UPDATE entry SET disclosures = (SELECT disclosures FROM entry WHERE sequence = 1)"
        )

        with pytest.raises(Exception, match=r"Entry 0 .* cannot be deciphered"):
            list(store.read("b" * 32))


def test_a_draft_is_a_value():
    assert feed(CountedDice()) == feed(CountedDice())
    assert isinstance(feed(CountedDice()), Draft)


# --- Checkpoints, files, erasures -------------------------------------------------------------


def test_a_checkpoint_is_signed_by_the_logs_own_key(store, log_id, dice):
    head = _append(store, log_id, feed(dice))
    issued = store.checkpoint(log_id, issued_at=later(60))

    vkey = vkey_of_log(log_id, public_key=store.public_key(log_id))
    checkpoint = open_checkpoint(issued.note, vkey=vkey)

    assert (checkpoint.size, checkpoint.root) == (head.size, head.root)


def test_nobody_ever_holds_two_checkpoints_of_one_size(store, log_id, dice):
    _append(store, log_id, feed(dice))
    first = store.checkpoint(log_id, issued_at=later(60))

    assert store.checkpoint(log_id, issued_at=later(600)) == first
    assert store.checkpoints(log_id) == (first,)


def test_checkpoints_are_kept_smallest_first_and_logs_have_keys_of_their_own(store, log_id, dice):
    other = dice.new_log_id()
    store.create_log(other, space="care")
    for _ in range(3):
        _append(store, log_id, feed(dice))
        store.checkpoint(log_id, issued_at=WEEK_14)
    store.checkpoint(other, issued_at=WEEK_14)

    assert [issued.size for issued in store.checkpoints(log_id)] == [1, 2, 3]
    assert store.public_key(log_id) != store.public_key(other)


def test_a_log_without_a_checkpoint_has_no_key_yet(store, log_id):
    assert store.public_key(log_id) is None


def test_what_is_signed_holds(store, log_id):
    signature = store.sign(log_id, b"the fortnight")

    key = store.public_key(log_id)
    assert ed25519_holds(public_key=key, message=b"the fortnight", signature=signature)


@pytest.mark.parametrize("space", ["household", "private:Emily"])
def test_a_photograph_is_given_back(store, dice, space):
    log_id = dice.new_log_id()
    store.create_log(log_id, space=space)
    digest = store.keep_file(log_id, b"\xff\xd8 the cot")

    assert store.keep_file(log_id, b"\xff\xd8 the cot") == digest
    assert store.file(log_id, digest) == b"\xff\xd8 the cot"


def test_a_file_that_never_came_is_said_not_to_be_kept(store, log_id):
    with pytest.raises(FileNotKept, match="not kept here"):
        store.file(log_id, "0" * 64)


def _erasure(entry, *, names=(), files=()):
    digests = digests_of(entry.disclosures, names=names)
    return Erasure(entry.log_id, entry.entry_id, digests, files)


@pytest.mark.parametrize("space", ["household", "private:Emily"])
def test_an_address_is_erased_and_the_rest_stands(store, dice, space):
    log_id = dice.new_log_id()
    store.create_log(log_id, space=space)
    head = _append(store, log_id, feed(dice, 10, places={"home": "12 Long Road"}), feed(dice, 20))
    first, second = store.read(log_id)
    store.erase([_erasure(first, names=("places",))])

    now_first, now_second = store.read(log_id)

    assert len(now_first.disclosures) == len(first.disclosures) - 1
    assert "places" not in [Disclosure.parse(each).name for each in now_first.disclosures]
    assert now_second == second
    assert store.head(log_id) == head
    assert _checked(store, log_id).holds


def test_an_entry_is_erased_with_its_photograph_and_every_proof_stands(store, log_id, dice):
    head = _append(store, log_id, feed(dice, 10), feed(dice, 20))
    photograph = store.keep_file(log_id, b"photograph")
    entry = next(iter(store.read(log_id)))
    store.erase([_erasure(entry, files=(photograph,))])

    assert [each.disclosures is None for each in store.read(log_id)] == [True, False]
    assert store.head(log_id) == head
    assert _checked(store, log_id).holds
    with pytest.raises(FileNotKept):
        store.file(log_id, photograph)


def test_an_erasure_is_remembered_once_even_if_there_was_nothing_to_erase(store, log_id, dice):
    unknown = Erasure("e" * 32, dice.new_entry_id(), ("A" * 43,))
    store.erase([unknown])
    store.erase([unknown])

    assert store.erasures() == (unknown,)


def test_after_an_erasure_entries_go_on_being_added(store, log_id, dice):
    _append(store, log_id, feed(dice, 10))
    store.erase([_erasure(next(iter(store.read(log_id))))])
    head = _append(store, log_id, feed(dice, 20))

    assert head.size == 2
    assert _checked(store, log_id).holds
