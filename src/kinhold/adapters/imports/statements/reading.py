"""Reads bank statements of any format, found out by what stands in them and never by a file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements import camt, csv, mt940, ofx, qif
from kinhold.adapters.imports.statements.csv_mapping import format_mapping
from kinhold.adapters.imports.statements.decoding import decoded
from kinhold.adapters.imports.statements.opening import opened, refuse_other_kinds
from kinhold.adapters.imports.statements.under_way import UnderWay
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.application.import_rows import Oddities, SourceFile
from kinhold.application.statement_checks import (
    check_account,
    join_statements,
    with_running_ends,
    without_reused_numbers,
)
from kinhold.application.statement_rows import ReadStatement
from kinhold.domain.findings import Finding
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.adapters.imports.statements.csv_mapping import StatementMapping
    from kinhold.adapters.imports.tables import GivenFile
    from kinhold.application.statement_rows import RejectedLine, StatementAccount

AUTO: Final = "auto"
FORMATS: Final = {
    ofx.NAME: N_("OFX or QFX"),
    camt.NAME: N_("CAMT (XML of ISO 20022)"),
    mt940.NAME: "MT940",
    qif.NAME: "QIF",
    csv.NAME: "CSV",
}
"""Formats to what people call them, in the order in which a file is tried."""
_IS: Final[dict[str, Callable[[str], bool]]] = {
    ofx.NAME: ofx.is_one,
    camt.NAME: camt.is_one,
    mt940.NAME: mt940.is_one,
    qif.NAME: qif.is_one,
}
_READ: Final[dict[str, Callable[[str, UnderWay], list[StatementAccount]]]] = {
    ofx.NAME: ofx.read,
    camt.NAME: camt.read,
    mt940.NAME: mt940.read,
    qif.NAME: qif.read,
}
_JSON = re.compile(r"[\[{]\s{0,20}[\"\[{]")
_RANK: Final = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class StatementToRead:
    """What is to be read, and what the person says of it.

    Attributes:
        files: with their bytes; ZIP archives are opened.
        source: `auto`, or a key of `FORMATS`.
        mapping: for CSV, the JSON text of a `StatementMapping`; empty to find out.
        day_first: whether days come before months in dates such as 3/9/26; None to find out.
        currency: ISO 4217 code for files that name none; empty leaves it open.
    """

    files: tuple[GivenFile, ...]
    source: str = AUTO
    mapping: str = ""
    day_first: bool | None = None
    currency: str = ""


def format_of(text: str) -> str:
    """Return the format of a text by what stands in it; `csv` where it is none of the others."""
    return next((name for name, is_one in _IS.items() if is_one(text)), csv.NAME)


def read_statement(wanted: StatementToRead) -> ReadStatement:
    """Read statements.

    Returns:
        Every account once, checked; lines that several files share are counted once.

    Raises:
        ImportNotUsableError: where nothing of it can be used, with what to do. Lines that cannot be
            used are no reason, nor is a file of several: they are in the result as findings.
    """
    _check(wanted)
    files = opened(wanted.files)
    if not files:
        raise ImportNotUsableError(
            _("There is nothing in this. Choose the file that your bank gave you.")
        )
    reading = _Reading(wanted)
    seen: set[str] = set()
    for given in files:
        digest = sha256(given.content).hexdigest()
        if digest in seen:
            reading.note(
                "info", "same-file", _("This file is there twice; it was read once."), given.name
            )
            continue
        seen.add(digest)
        try:
            reading.take(given, digest)
        except ImportNotUsableError as problem:
            if len(files) == 1:
                raise
            reading.note("error", "file-not-read", str(problem), given.name)
    if not reading.files:
        first = next(f.message for f in reading.findings if f.severity == "error")
        raise ImportNotUsableError(
            _("None of these files could be read. The first: {first}").format(first=first)
        )
    return reading.result()


def _check(wanted: StatementToRead) -> None:
    if wanted.source != AUTO and wanted.source not in FORMATS:
        raise ImportNotUsableError(
            _("“{source}” is not a format that is known here. It is one of: {formats}.").format(
                source=wanted.source[:20], formats=", ".join(FORMATS)
            )
        )
    code = wanted.currency
    if code and not (len(code) == 3 and code.isascii() and code.isupper() and code.isalpha()):  # noqa: PLR2004
        raise ImportNotUsableError(
            _("“{code}” is not a currency. Write its three letters, such as GBP.").format(
                code=code[:10]
            )
        )


class _Reading:
    """Several files on their way to one result."""

    def __init__(self, wanted: StatementToRead) -> None:
        self.wanted = wanted
        self.odd = Oddities()
        self.findings: list[Finding] = []
        self.files: list[SourceFile] = []
        self.statements: list[StatementAccount] = []
        self.rejected: list[RejectedLine] = []
        self.numbers: dict[str, list[str]] = {}
        self.mapping: StatementMapping | None = None

    def note(self, severity: str, code: str, message: str, where: str) -> None:
        """Note what is odd about a whole file."""
        kind = "error" if severity == "error" else "info"
        self.findings.append(Finding(kind, f"statement.{code}", message, where))  # type: ignore[arg-type]  # one of the two

    def take(self, given: GivenFile, digest: str) -> None:
        """Read a file.

        Raises:
            ImportNotUsableError: where it cannot be read.
        """
        refuse_other_kinds(given)
        if not given.content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
            raise ImportNotUsableError(
                _("{name} is empty. Get it from your bank once more.").format(name=given.name)
            )
        text, doubt = decoded(given)
        _refuse_other_texts(given.name, text)
        kind = format_of(text) if self.wanted.source == AUTO else self.wanted.source
        way = UnderWay(
            name=given.name,
            file=len(self.files),
            day_first=self.wanted.day_first,
            currency=self.wanted.currency,
            odd=self.odd,
            rejected=self.rejected,
            numbers=self.numbers,
        )
        if doubt:
            way.note("info", "character-set", doubt)
        if kind == csv.NAME:
            statements, self.mapping = csv.read(text, way, self.wanted.mapping)
        else:
            statements = _READ[kind](text, way)
        rows = sum(len(each.lines) for each in statements) + way.left
        name = mt940.INTERIM if kind == mt940.NAME and mt940.is_interim(text) else kind
        self.files.append(SourceFile(given.name, digest, name, (), rows))
        self.statements += statements

    def result(self) -> ReadStatement:
        """Check every statement, join those of one account, and put findings in order."""
        ready = [with_running_ends(without_reused_numbers(each)) for each in self.statements]
        checked = [
            finding
            for each in self.statements
            for finding in check_account(with_running_ends(each))
        ]
        accounts, joined = join_statements(ready)
        findings = dict.fromkeys([*self.findings, *self.odd.findings(), *checked, *joined])
        return ReadStatement(
            format="+".join(dict.fromkeys(file.format for file in self.files)),
            accounts=accounts,
            findings=tuple(sorted(findings, key=lambda f: _RANK[f.severity])),
            files=tuple(self.files),
            rejected=tuple(self.rejected),
            mapping=format_mapping(self.mapping) if self.mapping else "",
        )


def _refuse_other_texts(name: str, text: str) -> None:
    head = text[:2000].lstrip().lower()
    if head.startswith(("<!doctype html", "<html")):
        raise ImportNotUsableError(
            _(
                "{name} is a web page, perhaps your bank's sign-on page. Download the statement "
                "itself."
            ).format(name=name)
        )
    if _JSON.match(head):
        raise ImportNotUsableError(
            _("{name} is JSON, which no bank's statement here is. Export CSV, OFX or QIF.").format(
                name=name
            )
        )
    if head.startswith("<") and not ofx.is_one(text) and not camt.is_one(text):
        raise ImportNotUsableError(
            _(
                "{name} is neither OFX nor CAMT, though it looks like either. Ask your bank for "
                "“CAMT.053”, OFX or CSV."
            ).format(name=name)
        )
