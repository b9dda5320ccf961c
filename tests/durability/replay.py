"""What a disk may hold after the power went: crash images from a trace of `recorder.c`.

A `Disk` takes the operations of a trace one after another and keeps apart what is safe (synced)
and what was only handed over. At any point it gives an image: everything that is safe, and of the
rest an arbitrary choice:

    nothing   none of it reached the disk
    order     it reached the disk in the order it was handed over, up to some point; the write at
              that point is torn at a byte
    subset    each write, truncation, creation, removal and renaming for itself, or not
    sectors   as subset, but each sector of 512 bytes of a write for itself
    noise     as sectors, and a sector that was to make a file longer and was not written holds
              noise instead of zeros

A sync makes safe what was handed over for that file; the names in a folder are safe once the
folder was synced. So a file that was made and synced may still be without a name.

Not modelled: a disk that says "synced" and did not sync (a cache without power, some USB sticks);
bytes that change beside the ones that are written, or after a sync; two writers at once; a file
system that itself is damaged by the cut. Names are lost one for one, never the whole folder. What
was synced stays as it was: nothing later moves before a sync.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

SECTOR = 512
WAYS = ("nothing", "order", "subset", "sectors", "noise")
_HEAD = struct.Struct("<cQqHI")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the program did."""

    what: str
    number: int
    offset: int
    name: str
    data: bytes


def read_trace(path: Path) -> list[Operation]:
    """Read the operations of a trace in their order."""
    raw, at, found = path.read_bytes(), 0, []
    while at < len(raw):
        what, number, offset, name_size, size = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        name = raw[at : at + name_size].decode()
        at += name_size
        found.append(Operation(what.decode(), number, offset, name, raw[at : at + size]))
        at += size
    return found


@dataclass(slots=True)
class _File:
    safe: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, Operation]] = field(default_factory=list)


class Disk:
    """A folder on a disk, as far as it is safe and as far as it is not."""

    def __init__(self) -> None:
        self._time = 0
        self._files: list[_File] = []
        self._by_number: dict[int, int] = {}
        self._names: dict[str, int] = {}
        self._waiting_names: list[tuple[int, str, str, int]] = []
        self._seen: dict[str, int] = {}

    def take(self, operation: Operation) -> None:
        """Let the program do one thing more."""
        self._time += 1
        match operation.what:
            case "C":
                self._files.append(_File())
                self._by_number[operation.number] = len(self._files) - 1
                self._name("C", operation.name, len(self._files) - 1)
            case "W" | "T":
                file = self._files[self._by_number[operation.number]]
                file.waiting.append((self._time, operation))
            case "S":
                file = self._files[self._by_number[operation.number]]
                for _, waiting in file.waiting:
                    _write(file.safe, waiting)
                file.waiting.clear()
            case "D":
                for _, what, name, number in self._waiting_names:
                    _rename(self._names, what, name, number)
                self._waiting_names.clear()
            case "U":
                self._name("U", operation.name, self._seen[operation.name])
            case "R" | "L":
                number = self._seen[operation.name]
                self._name("C", operation.data.decode(), number)
                if operation.what == "R":
                    self._name("U", operation.name, number)

    def all(self) -> dict[str, bytes]:
        """What the folder holds while the power is on."""
        found = {}
        for name, number in self._seen.items():
            content = bytearray(self._files[number].safe)
            for _, waiting in self._files[number].waiting:
                _write(content, waiting)
            found[name] = bytes(content)
        return found

    def image(self, way: str, random: Random) -> dict[str, bytes | bytearray]:
        """What the folder may hold after the power went now, in one of the `WAYS`."""
        times = [time for file in self._files for time, _ in file.waiting]
        times += [time for time, *_ in self._waiting_names]
        until = random.choice(sorted(times)) if way == "order" and times else 0
        share = random.choice((0.1, 0.5, 0.9))

        def kept(time: int) -> bool:
            return time < until if way == "order" else way != "nothing" and random.random() < share

        names = dict(self._names)
        for time, what, name, number in self._waiting_names:
            if kept(time):
                _rename(names, what, name, number)
        found: dict[str, bytes | bytearray] = {}
        for name, number in names.items():
            content = bytearray(self._files[number].safe)
            for time, waiting in self._files[number].waiting:
                if way in ("sectors", "noise") and waiting.what == "W":
                    _scatter(content, waiting, share, random, noise=way == "noise")
                elif kept(time):
                    _write(content, waiting)
                elif time == until and waiting.what == "W":
                    torn = waiting.data[: random.randrange(len(waiting.data))]
                    _write(content, Operation("W", 0, waiting.offset, "", torn))
            found[name] = content
        return found

    def _name(self, what: str, name: str, number: int) -> None:
        self._waiting_names.append((self._time, what, name, number))
        _rename(self._seen, what, name, number)


def _rename(names: dict[str, int], what: str, name: str, number: int) -> None:
    if what == "C":
        names[name] = number
    elif names.get(name) == number:
        del names[name]


def _write(content: bytearray, operation: Operation) -> None:
    end = operation.offset + len(operation.data)
    if operation.what == "T":
        del content[operation.offset :]
        end = operation.offset
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[operation.offset : operation.offset + len(operation.data)] = operation.data


def _scatter(
    content: bytearray, operation: Operation, share: float, random: Random, *, noise: bool
) -> None:
    """Write some sectors of a write."""
    at, end = operation.offset, operation.offset + len(operation.data)
    while at < end:
        stop = min(end, at // SECTOR * SECTOR + SECTOR)
        part = operation.data[at - operation.offset : stop - operation.offset]
        if random.random() < share:
            _write(content, Operation("W", 0, at, "", part))
        elif noise and at >= len(content):
            _write(content, Operation("W", 0, at, "", random.randbytes(len(part))))
        at = stop
