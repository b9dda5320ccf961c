"""`kinhold diary FILE`: a diary that only its own words open."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import MAX_BYTES, InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.api.diary import Diary, OpenedDiary
    from kinhold.application.diary import DiaryPage

FROM_INPUT = "-"
EVERYTHING = 10**9


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "diary",
        _(
            "A diary that only its own words open. They are asked for at the terminal, or are "
            "the first line of what is piped in. Nothing else says whether there is one. Lost "
            "words cannot be recovered, and what was written is lost with them. Without an "
            "option it is read."
        ),
        example="kinhold diary home.kinhold --write",
    )
    what = made.add_mutually_exclusive_group()
    what.add_argument(
        "--read", action="store_true", help=_("show what was written, the latest first")
    )
    what.add_argument(
        "--begin", action="store_true", help=_("begin one; its words are asked for twice")
    )
    what.add_argument(
        "--undo", action="store_true", help=_("take the last entry back, or bring it")
    )
    what.add_argument("--check", action="store_true", help=_("read it against its own hashes"))
    what.add_argument(
        "--change",
        action="store_true",
        help=_("other words; what opened it so far does not any more"),
    )
    what.add_argument("--erase", action="store_true", help=_("destroy its key, for good"))
    made.add_argument(
        "--write",
        nargs="?",
        const=FROM_INPUT,
        metavar="WORDS",
        help=_(
            "write an entry; without WORDS it is typed, so that it stays out of the shell's history"
        ),
    )
    made.add_argument("--on", type=terminal.day, metavar="DATE", help=_("the day it is about"))
    made.add_argument(
        "--replaces", default="", metavar="ID", help=_("the entry that this corrects")
    )
    made.add_argument("--json", action="store_true", help="with --read: as JSON, with ids")
    made.add_argument(
        "--yes", action="store_true", help=_("with --erase: do not ask if it is meant")
    )
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        if options.begin:
            diary = _begun(home.diary)
        else:
            diary = home.diary.open(terminal.secret("Its words: "))
        with diary:
            _do(diary, options)
    return 0


def _begun(diaries: Diary) -> OpenedDiary:
    from kinhold.application.diary import NO_WAY_BACK

    terminal.say(_(NO_WAY_BACK))
    begun = diaries.begin(_new_words())
    print(_("It is open. Write with: kinhold diary FILE --write"))
    return begun


def _new_words() -> str:
    first = terminal.secret(_("New words: "))
    if first != terminal.secret("Once more: "):
        raise InputNotUsableError(_("The two are not the same. Nothing was changed; try again."))
    return first


def _do(diary: OpenedDiary, options: argparse.Namespace) -> None:
    if options.write is not None:
        words = _typed() if options.write == FROM_INPUT else options.write
        diary.write(words, on=options.on, replaces=options.replaces)
        print(_("Kept."))
    elif options.undo:
        diary.undo()
        print(_("Taken back.") if diary.page().undo == "bring-back" else _("Brought back."))
    elif options.check:
        count = diary.check()
        print(_("All {count} entries are as they were written.").format(count=count))
    elif options.change:
        diary.change_secret(_new_words())
        print(_("The words were changed. Backups made before still open with the old ones."))
    elif options.erase:
        _erase(diary, sure=options.yes)
    elif not options.begin:
        page = diary.page(most=EVERYTHING)
        print(terminal.to_json(page)) if options.json else _show(page)


def _typed() -> str:
    """What is typed or piped in, up to its end."""
    if sys.stdin.isatty():
        print(_("Write. Ctrl-D on an empty line ends it."), file=sys.stderr)
    words = sys.stdin.read(MAX_BYTES + 1)
    if len(words) > MAX_BYTES:
        raise InputNotUsableError(
            _("This is longer than 5 MB. Nothing was kept; cut it into parts.")
        )
    return words


def _erase(diary: OpenedDiary, *, sure: bool) -> None:
    if sys.stdin.isatty() and not sure:
        print(_("Erase it for good? This cannot be undone. Type yes: "), end="", flush=True)
        if sys.stdin.readline().strip().lower() != "yes":
            print(_("Nothing was erased."))
            return
    diary.erase()
    print(_("Erased. Nobody can read again what was in it."))
    terminal.say(_("Backups made before still hold it, sealed, for 35 days at most."))


def _show(page: DiaryPage) -> None:
    if not page.lines:
        print(_("Nothing is written here yet."))
    for line in page.lines:
        print(_("{said} (written {written})").format(said=line.said, written=line.written))
        for paragraph in line.words.split("\n"):
            terminal.say(paragraph, indent="  ")
        if line.earlier:
            terminal.say(
                _("Before it was corrected: {earlier}").format(earlier=line.earlier[0]), indent="  "
            )
        print()
