"""Bring the catalogues in step with what the code and the templates say: `make locales`.

Messages are extracted with Babel, from templates by way of Django's own `templatize`. A locale keeps
the words it has; what nothing says any more is dropped. Each catalogue is compiled twice, under the
name that `kinhold.voice` looks for and under the one that Django looks for.

The files hold no dates and no line numbers, so that they change only where words do.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "src" / "kinhold"
FOLDER: Final = SOURCE / "voice" / "locales"
LOCALES: Final = ("en_GB", "en_US")
DOMAINS: Final = ("kinhold", "django")
KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "count": None,
}
SPEAKS: Final = re.compile(r"from kinhold\.(?:voice\.|application\.wording )")
"""A module that imports neither says nothing through a catalogue."""
HEADER: Final = """\
# The words of Kinhold in {locale}. The messages are British English; one without words of its own is
# said as it stands. `make locales` brings this file in step with the code and compiles it."""


class Words(Catalog):
    """A catalogue whose header says only what is needed to read it."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The language, the forms of plurals and the encoding."""
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", get_plural(self.locale).plural_forms),
        ]


def said() -> list[tuple[str, str | tuple[str, str], str | None]]:
    """Return (file, message or (one, many), context) of everything that is said, in a fixed order."""
    found = [
        (path.relative_to(ROOT).as_posix(), message, context)
        for path in (*sorted(SOURCE.rglob("*.py")), *sorted((SOURCE / "web").rglob("*.html")))
        for message, context in _in(path)
    ]
    return list(dict.fromkeys(found))


def _in(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # In brackets, so that the indentation of what is no program does not matter.
        text = f"({templatize(text)}\n)"
    elif not SPEAKS.search(text):
        return
    for _line, name, arguments, _comments in extract_python(
        BytesIO(text.encode()), list(KEYWORDS), [], {"encoding": "utf-8"}
    ):
        message = _message(str(name), arguments)
        if message is not None:
            yield message


def _message(name: str, arguments: Any) -> tuple[str | tuple[str, str], str | None] | None:
    given = list(arguments) if isinstance(arguments, tuple) else [arguments]
    if name == "count":
        # The words of `count(number, "night")` go with a number, as `wording.count` makes the plural.
        words = [g for g in given[1:] if g]
        many = words[1] if len(words) > 1 else f"{words[0]}s" if words else ""
        return ((words[0], many), None) if words else None
    if name == "pgettext":
        return (given[1], given[0]) if all(given[:2]) else None
    if name == "ngettext":
        return ((given[0], given[1]), None) if all(given[:2]) else None
    if name == "npgettext":
        return ((given[1], given[2]), given[0]) if all(given[:3]) else None
    return (given[0], None) if given and given[0] else None


def brought_up(locale: str) -> Words:
    """Return the catalogue of a locale with exactly what is said, and the words that it has."""
    path = FOLDER / locale / "LC_MESSAGES" / "kinhold.po"
    before = Catalog(locale=locale)
    if path.exists():
        with path.open("rb") as file:
            before = read_po(file, locale=locale)
    header = HEADER.format(locale=locale)
    made = Words(locale=locale, charset="utf-8", fuzzy=False, header_comment=header)
    for place, message, context in said():
        made.add(message, locations=[(place, 0)], context=context)
    for each in made:
        known = before.get(each.id, context=each.context) if each.id else None
        if known is not None and _own(known):
            each.string = known.string
        each.flags.discard("python-format")
    return made


def _own(message: Message) -> bool:
    """Whether a message has words of its own in a catalogue."""
    return bool(message.string) and any(message.string)


def as_text(words: Words) -> bytes:
    """Return a catalogue as a `.po` file."""
    made = BytesIO()
    write_po(made, words, width=100, sort_output=True, include_lineno=False)
    return made.getvalue()


def compiled(text: bytes, locale: str) -> bytes:
    """Return what a `.po` file compiles to: `.mo`, with the messages that have words of their own."""
    read = read_po(BytesIO(text), locale=locale)
    words = Words(locale=locale, charset="utf-8", fuzzy=False)
    for each in read:
        if each.id and _own(each):
            words.add(each.id, each.string, context=each.context)
    made = BytesIO()
    write_mo(made, words)
    return made.getvalue()


def main() -> int:
    """Write every catalogue anew, and say how many messages each has words of its own for."""
    for locale in LOCALES:
        folder = FOLDER / locale / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        words = brought_up(locale)
        text = as_text(words)
        (folder / "kinhold.po").write_bytes(text)
        for domain in DOMAINS:
            (folder / f"{domain}.mo").write_bytes(compiled(text, locale))
        own = sum(1 for each in words if each.id and _own(each))
        print(f"{locale}: {len(words)} messages, {own} with words of their own")
    return 0


if __name__ == "__main__":
    sys.exit(main())
