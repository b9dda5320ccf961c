"""What is known of engines and drives before a file is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinhold.adapters.sqlite_file import network_filesystem, wal_is_safe

MOUNTS = """\
/dev/vda / ext4 rw 0 0
proc /proc proc rw 0 0
nas:/home /home nfs4 rw 0 0
/dev/vdb /home/emily ext4 rw 0 0
//nas/share /media/our\\040share cifs rw 0 0
nonsense
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/home.kinhold", ""),
        ("/home/mum/home.kinhold", "nfs4"),
        ("/home/emily/home.kinhold", ""),
        ("/homes/home.kinhold", ""),
        ("/media/our share/home.kinhold", "cifs"),
    ],
)
def test_a_network_drive_is_known_by_its_mount(path, kind):
    assert network_filesystem(Path(path), mounts=MOUNTS) == kind


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_the_wal_bug_is_known_by_version(version, safe):
    assert wal_is_safe(version) is safe
