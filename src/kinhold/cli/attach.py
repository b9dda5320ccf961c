"""`kinhold attach FILE PHOTO`: keep a photograph, a letter or a statement with the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "attach",
        _(
            "Keep a photograph, a letter or a statement with the record. What the camera or the "
            "program wrote into it (place, device, author) is taken out, unless you say "
            "otherwise. The hash of the file as you gave it is kept."
        ),
        example='kinhold attach home.kinhold letter.pdf --about John --words "notice from the bank"',
    )
    made.add_argument("document", metavar="PHOTO", help=_("the file to keep"))
    made.add_argument("--about", default="", metavar="NAME", help=_("who or what it is about"))
    made.add_argument("--name", default="", help=_("what to call it (default: its own name)"))
    made.add_argument("--when", default="", metavar="DATE", help=_("when it was made, if you know"))
    made.add_argument(
        "--with", dest="goes_with", default="", metavar="ID", help=_("the entry it shows")
    )
    made.add_argument("--words", default="", help=_("what it shows"))
    made.add_argument(
        "--keep-metadata", action="store_true", help=_("keep it to the letter, place and all")
    )
    made.add_argument(
        "--out", metavar="OUT", help=_("instead: write the kept file PHOTO (an id) here")
    )
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.application.keep_file import ToKeep
    from kinhold.domain.dates import UNKNOWN, parse_edtf

    if options.out:
        with terminal.household(options.file) as home:
            fact, content = home.safekeeping.file(entry_id=options.document)
        Path(options.out).write_bytes(content)
        print(f"{options.out}: {fact.name}")
        return 0
    source = Path(options.document)
    if not source.is_file():
        raise InputNotUsableError(
            _("There is no file {source}. Check the name.").format(source=source)
        )
    wanted = ToKeep(
        content=source.read_bytes(),
        name=options.name or source.name,
        about=options.about,
        occurred=parse_edtf(options.when) if options.when else UNKNOWN,
        goes_with=options.goes_with,
        words=options.words,
        keep_metadata=options.keep_metadata,
    )
    with terminal.household(options.file) as home:
        fact, said = home.safekeeping.keep_file(wanted)
    print(
        _("Kept {fact} as {fact_id}. SHA-256 {digest}").format(
            fact=fact.name, fact_id=fact.fact_id[:8], digest=fact.digest
        )
    )
    for sentence in said:
        terminal.say(sentence)
    return 0
