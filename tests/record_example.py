"""The example of the documented formats: two entries with dice that a reader can repeat."""

from __future__ import annotations

from datetime import UTC, datetime

from kinhold.journal.entry import draft
from kinhold.journal.log import LogEnd, seal_all

LOG = "00112233445566778899aabbccddeeff"


def two_entries():
    """The entries, and the end of their log; salts are bytes that count up."""
    first = draft(
        entry_id="11111111-1111-4111-8111-111111111111",
        parts=[("content", b'{"kind":"feed","about":"Noah","minutes":15}')],
        salts=[bytes(range(16))],
        decoys=[bytes([n]) * 32 for n in (1, 2, 3)],
        order=[2, 0, 3, 1],
    )
    second = draft(
        entry_id="22222222-2222-4222-8222-222222222222",
        parts=[
            ("content", b'{"kind":"handover","child":"Noah"}'),
            ("places", '{"home":"12 Möbius Road"}'.encode()),
        ],
        salts=[bytes(range(16, 32)), bytes(range(32, 48))],
        decoys=[bytes([n]) * 32 for n in (4, 5)],
        order=[3, 1, 0, 2],
    )
    one, end = seal_all(LogEnd(LOG), [first], recorded_at=datetime(2026, 11, 22, 1, 10, tzinfo=UTC))
    two, end = seal_all(
        end, [second], recorded_at=datetime(2026, 11, 22, 1, 25, 0, 250000, tzinfo=UTC)
    )
    return [*one, *two], end
