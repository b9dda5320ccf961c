"""What the commands share: options, reading input, tables, JSON, progress."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import shutil
import sys
import textwrap
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinhold.domain.findings import KinholdError
from kinhold.domain.text_input import MAX_BYTES, InputNotUsableError, decode_text
from kinhold.voice.speaking import _, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kinhold.api import HouseholdFile
    from kinhold.domain.findings import OpenQuestion

UNLOCKS_WITH = "KINHOLD_PASSPHRASE"
"""The variable of the environment that opens a locked file without asking."""


def parser(
    name: str, about: str, *, example: str, file: bool = True, page: bool = False
) -> argparse.ArgumentParser:
    """Return a parser with the options that every command of its sort has."""
    made = argparse.ArgumentParser(
        prog=f"kinhold {name}",
        description=about,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if file:
        made.add_argument("file", metavar="FILE.kinhold", help=_("the household file"))
    if page:
        made.add_argument(
            "--on", type=day, metavar="DATE", help=_("as of this day (default: today)")
        )
        made.add_argument(
            "--json",
            action="store_true",
            help=_("the page as JSON, documented in docs/reference/pages.md"),
        )
    return made


FIRST_YEAR, LAST_YEAR = 1900, 2200
DATABASE = b"SQLite format 3\x00"


class WouldOverwriteError(KinholdError):
    """What is to be written would take the place of a household."""

    def __init__(self, path: Path) -> None:
        """Say which, and what to do."""
        super().__init__(
            _("{path} is a household file and stays as it is. Name another file.").format(path=path)
        )


def is_household(path: Path) -> bool:
    """Whether there is a file that is, by its name or its beginning, a household."""
    if not path.is_file():
        return False
    if path.suffix == ".kinhold":
        return True
    with path.open("rb") as file:
        return file.read(len(DATABASE)) == DATABASE


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in the place of an earlier one.

    Raises:
        WouldOverwriteError: where the earlier one is a household.
    """
    if is_household(path):
        raise WouldOverwriteError(path)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def household(path: str, *, create: bool = False) -> HouseholdFile:
    """Open a household file; ask for the passphrase of a locked one.

    The passphrase, or the recovery code, is taken from the environment (`KINHOLD_PASSPHRASE`) or
    asked for at the terminal, three times at most.

    Raises:
        HouseholdFileError, CannotUnlock: with a sentence that says what is wrong and what to do.
    """
    from kinhold.adapters.envelope import CannotUnlock
    from kinhold.adapters.sqlite_file import LockedOrForeign
    from kinhold.api import open_household

    given = os.environ.get(UNLOCKS_WITH)
    try:
        return _spoken_to(open_household(path, create=create, passphrase=given))
    except LockedOrForeign:
        if given or not sys.stdin.isatty():
            raise
    for last in (False, False, True):
        try:
            return _spoken_to(
                open_household(path, passphrase=secret(_("Passphrase or recovery code: ")))
            )
        except CannotUnlock as refused:
            if last:
                raise
            print(str(refused), file=sys.stderr)
    raise AssertionError  # the loop returns or raises


def _spoken_to(home: HouseholdFile) -> HouseholdFile:
    """Go on in the household's language."""
    speak(home.language.locale())
    return home


def secret(question: str) -> str:
    """Ask for something that is not to be seen on the screen; one line of input where piped."""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\n")


def recovery_code(code: str, *, opens: str) -> None:
    """Show a recovery code, once."""
    print(
        _("\nWrite this down on paper and keep it away from the computer. It is shown only now.\n")
    )
    words = code.split()
    for start in range(0, len(words), 3):
        print("    " + "  ".join(words[start : start + 3]))
    print()
    say(
        _(
            "This recovery code opens {opens}. Without it and without a passphrase nobody can."
        ).format(opens=opens)
    )


def svg_option(made: argparse.ArgumentParser, what: str) -> None:
    """Add `--svg FILE`, which also draws the page."""
    made.add_argument(
        "--svg", metavar="FILE", help=_("also draw {what} into this file").format(what=what)
    )


def draw(options: argparse.Namespace, picture: Callable[[], str]) -> None:
    """Write the picture where it was asked for."""
    if options.svg:
        write(Path(options.svg), picture().encode())


def day(text: str) -> date:
    """Read an ISO day given as an option."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a day. Write it like 2026-11-21.").format(text=text)
        ) from None
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise argparse.ArgumentTypeError(
            _("“{text}” is too far away. Name a day between {first_year} and {last_year}.").format(
                text=text, first_year=FIRST_YEAR, last_year=LAST_YEAR
            )
        )
    return found


def read_text(path: str) -> str:
    """Return a text file's content.

    Raises:
        InputNotUsableError: where it is empty, too long, not text, or not readable.
    """
    file = Path(path)
    if not file.exists():
        raise InputNotUsableError(_("There is no file {path}. Check the name.").format(path=path))
    if file.is_dir():
        raise InputNotUsableError(
            _("{path} is a folder. Name a text file in it.").format(path=path)
        )
    if file.stat().st_size > MAX_BYTES:
        raise InputNotUsableError(
            _(
                "{path} is longer than {max_bytes} MB. Cut it into parts and read them one by one."
            ).format(path=path, max_bytes=MAX_BYTES // 10**6)
        )
    return decode_text(file.read_bytes(), path)


def to_json(page: object) -> str:
    """Return a page as JSON text, keys in the order of the page's fields."""
    return json.dumps(
        asdict(page) if is_dataclass(page) and not isinstance(page, type) else page,
        ensure_ascii=False,
        indent=2,
        default=str,
    )


def width() -> int:
    """Return how wide to print: the terminal, at most 100 columns."""
    return min(100, shutil.get_terminal_size((88, 24)).columns)


def say(text: str, *, indent: str = "") -> None:
    """Print a paragraph, wrapped."""
    print(textwrap.fill(text, width(), initial_indent=indent, subsequent_indent=indent))


def table(rows: Sequence[Sequence[str]], *, head: Sequence[str] = ()) -> None:
    """Print rows in columns; the last column wraps."""
    if not rows:
        return
    every = [list(head), *rows] if head else list(rows)
    widest = max(12, 2 * width() // 5)
    columns = [min(widest, max(len(str(r[i])) for r in every)) for i in range(len(every[0]) - 1)]
    room = max(20, width() - sum(columns) - 2 * len(columns))
    for number, row in enumerate(every):
        lines = textwrap.wrap(str(row[-1]), room) or [""]
        start = "  ".join(
            f"{_cut(str(cell), w):<{w}}" for cell, w in zip(row, columns, strict=False)
        )
        print(f"{start}  {lines[0]}".rstrip())
        for more in lines[1:]:
            print(" " * (sum(columns) + 2 * len(columns)) + more)
        if head and number == 0:
            print("─" * min(width(), sum(columns) + 2 * len(columns) + room))


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"


def questions(asked: Sequence[OpenQuestion]) -> None:
    """Print what is missing, as questions."""
    if not asked:
        return
    print(_("\nStill open:"))
    for question in asked:
        say(f"? {question.text} {question.why}", indent="  ")
        if question.example:
            print(f"      {question.example}")


@contextmanager
def progress(what: str) -> Iterator[Any]:
    """Show on standard error that something longer is under way."""
    show = sys.stderr.isatty()
    if show:
        print(f"{what} …", end="", file=sys.stderr, flush=True)

    def step(said: str) -> None:
        if show:
            print(f"\r{what} … {said:<40}", end="", file=sys.stderr, flush=True)

    try:
        yield step
    finally:
        if show:
            print(f"\r{' ' * (len(what) + 44)}\r", end="", file=sys.stderr, flush=True)
