"""No bundle that somebody changed passes, and both checkers say the same of every one."""

from __future__ import annotations

from collections import Counter
from itertools import count, islice

import pytest
from tests.bundles.conftest import AT_ONCE, difference, outcome_of
from tests.bundles.mutations import bases, kinds, mutations
from tests.durability.scale import USUAL, asked

from kinhold.journal import verify

SCALE = asked() / USUAL
IN_PYTHON = int(20_000 * SCALE)
IN_BOTH = int(4_000 * SCALE) if SCALE <= 1 else IN_PYTHON

pytestmark = pytest.mark.timeout(600 * max(1, SCALE))


@pytest.mark.parametrize("base", bases(), ids=lambda base: base.name)
def test_a_bundle_that_nobody_touched_is_sound(base):
    check = verify.check_bundle(base.raw)

    assert (check.verdict, check.faults, check.warnings) == (verify.SOUND, (), ())


@pytest.mark.torture
def test_no_changed_bundle_is_accepted():
    seen = Counter()
    accepted = []
    for mutation in mutations(IN_PYTHON):
        seen[mutation.kind] += 1
        if verify.check_bundle(mutation.raw).sound:
            accepted.append((mutation.kind, mutation.base.name))

    assert accepted == []
    assert len(seen) == len(kinds())


def _always(*_, **__):
    return True


PLACES = count()
GUARDS = {
    "the manifest": (verify._Bundle, "_check_manifest", lambda *_: None),
    "the form of the ZIP": (verify, "_is_packed", _always),
    "signatures": (verify, "ed25519_holds", _always),
    "the root": (verify._BundledLog, "_check_root", lambda *_: None),
    "the proofs": (verify._BundledLog, "_check_proofs", lambda *_: None),
    "that the log only grew": (verify, "consistency_holds", _always),
    "what content was sealed": (verify, "_open_parts", lambda *_: ""),
    "the order of files": (verify, "member_order", lambda _: next(PLACES)),
}


@pytest.mark.torture
@pytest.mark.parametrize("guard", GUARDS)
def test_a_checker_without_one_of_its_checks_lets_something_through(guard, monkeypatch):
    monkeypatch.setattr(*GUARDS[guard])

    through = (each for each in mutations(3_000) if verify.check_bundle(each.raw).sound)

    assert next(through, None) is not None


@pytest.mark.torture
@pytest.mark.browser
def test_the_page_says_the_same_as_the_command_of_every_changed_bundle(checker):
    for base in bases():
        checker.keep(base.name, base.raw)
    whole = [(base.name, 0, 0, "") for base in bases()]
    assert [each[0] for each in checker.check_changed(whole)] == [verify.SOUND] * len(whole)

    differing, left = [], mutations(IN_BOTH, seed=7)
    while some := list(islice(left, AT_ONCE)):
        changes = [(each.base.name, *difference(each.base.raw, each.raw)) for each in some]
        for mutation, said in zip(some, checker.check_changed(changes), strict=True):
            if said != outcome_of(mutation.raw) or said[0] == verify.SOUND:
                differing.append((mutation.kind, mutation.base.name, said[1][:4]))

    assert differing == []
    assert checker.errors == []
