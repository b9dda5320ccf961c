"""The plain-text notation of the record, for tests, documentation, diff and hand editing.

    LINE = DATE[TTIME] KIND SUBJECT [bareword] key=value … ["words"]

Dates are EDTF (`kinhold.domain.dates`), `#` starts a comment, and one `household` line without a
date gives zone, country and currency. A value with blanks or marks stands in double quotes, with
backslash escapes. `-` is an empty subject; lists are separated by commas. Every kind can be written
and reads back exactly (`docs/reference/notation.md` lists the keys of each).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from kinhold.domain.dates import UNKNOWN, DateNotUnderstoodError, Edtf, parse_edtf
from kinhold.domain.fact import Fact, Imported, QuotedFromStory, Source, Typed
from kinhold.domain.facts import KINDS
from kinhold.domain.findings import Finding, KinholdError
from kinhold.domain.people import HouseholdOpened
from kinhold.domain.stories import Quote
from kinhold.record.notation_values import (
    NotationError,
    Token,
    escape,
    field_types,
    key_of,
    read_value,
    split_line,
    write_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DEFAULT_CURRENCY = "XXX"
_COMMON = {"fact_id", "occurred", "about", "source", "how_known", "replaces", "words"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text in the notation holds.

    Attributes:
        facts: one for each line that could be read, in order.
        findings: one `error` for each line that could not, and warnings; `where` is `line N`.
        lines: the line number of each fact, aligned with `facts`.
    """

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    lines: tuple[int, ...]


def parse(text: str, *, new_id: Callable[[], str], currency: str = DEFAULT_CURRENCY) -> Parsed:
    """Read a text in the notation.

    Args:
        text: lines; a byte order mark and CRLF are accepted.
        new_id: called for each line that names no id.
        currency: for amounts without a code, until a `household` line gives one.
    """
    facts: list[Fact] = []
    lines: list[int] = []
    findings: list[Finding] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        try:
            fact = parse_line(line.rstrip("\r"), new_id=new_id, currency=currency)
        except KinholdError as problem:
            findings.append(Finding("error", "notation.line", str(problem), f"line {number}"))
            continue
        if fact is None:
            continue
        if isinstance(fact, HouseholdOpened) and fact.currency != DEFAULT_CURRENCY:
            currency = fact.currency
        facts.append(fact)
        lines.append(number)
    return Parsed(tuple(facts), tuple(findings), tuple(lines))


def parse_line(line: str, *, new_id: Callable[[], str], currency: str) -> Fact | None:
    """Read one line; None for an empty line or a comment.

    Raises:
        NotationError: with a sentence that says what to do.
    """
    tokens = split_line(line)
    if not tokens:
        return None
    occurred, kind, rest = _head(tokens)
    values: dict[str, Any] = {"occurred": occurred}
    if rest and not rest[0].key and kind is not HouseholdOpened:
        values["about"] = "" if rest[0].raw == "-" else rest[0].value
        rest = rest[1:]
    for token in rest:
        name, value = _slot(kind, token, currency)
        if name in values:
            raise NotationError(f"“{token.key or token.value}” is given twice. Keep one of them.")
        values[name] = value
    values["source"] = _source(values)
    values.setdefault("fact_id", "")
    if not values["fact_id"]:
        values["fact_id"] = new_id()
    return kind(**values)


def _head(tokens: list[Token]) -> tuple[Edtf, type[Fact], list[Token]]:
    if tokens[0].raw == HouseholdOpened.KIND:
        return UNKNOWN, HouseholdOpened, tokens[1:]
    try:
        occurred = parse_edtf(tokens[0].value)
    except DateNotUnderstoodError as problem:
        raise NotationError(f"A line starts with its date. {problem}") from None
    if len(tokens) == 1:
        raise NotationError("After the date comes the kind, such as bill, promise or feed.")
    kind = KINDS.get(tokens[1].value)
    if kind is None or tokens[1].key:
        raise NotationError(
            f"“{tokens[1].value[:40]}” is not a kind that Kinhold knows. The kinds are: {', '.join(sorted(KINDS))}."
        )
    return occurred, kind, tokens[2:]


def _slot(kind: type[Fact], token: Token, currency: str) -> tuple[str, Any]:
    types = field_types(kind.KIND)
    if token.key:
        name = _names(kind).get(token.key)
        if name is None:
            known = ", ".join(sorted(k for k in _names(kind) if not k.startswith("_")))
            raise NotationError(f"“{token.key}” does not belong to {kind.KIND}. It takes: {known}.")
        if name.startswith("_"):
            return name, token.value
        return name, read_value(types[name], token, currency)
    if token.quoted and "words" in types:
        return "words", token.value
    if kind.BARE:
        return kind.BARE, read_value(types[kind.BARE], token, currency)
    raise NotationError(
        f"“{token.value[:40]}” stands alone. Write key=value, or put words in double quotes at the end."
    )


def _names(kind: type[Fact]) -> dict[str, str]:
    """Key to field name for a kind; the parts of a source get names with an underscore."""
    own = {key_of(f): f.name for f in fields(kind) if f.name not in _COMMON}
    shared = {"id": "fact_id", "known": "how_known", "replaces": "replaces", "typed": "_typed"}
    shared |= {
        "story": "_story",
        "quote": "_quote",
        "quoted_at": "_at",
        "import": "_import",
        "row": "_row",
    }
    if kind is HouseholdOpened:
        shared["about"] = "about"
    return shared | own


def _source(values: dict[str, Any]) -> Source:
    part = {name: values.pop(name) for name in list(values) if name.startswith("_")}
    by = part.get("_typed", "")
    try:
        if "_story" in part:
            start = int(part["_at"])
            quote = Quote(start, start + len(part["_quote"]), part["_quote"])
            return QuotedFromStory(part["_story"], quote, by)
        if "_import" in part:
            return Imported(part["_import"], int(part["_row"]), by)
    except (KeyError, ValueError):
        raise NotationError(
            "A source needs story=, quote= and quoted_at= together, or import= and row= together."
        ) from None
    return Typed(by)


def format_fact(fact: Fact, *, currency: str = DEFAULT_CURRENCY, with_id: bool = False) -> str:
    """Return the line that reads back as this fact.

    Args:
        fact: any kind.
        currency: amounts in this currency are written without a code.
        with_id: also write `id=`; without it a reader gives the line a new id.
    """
    kind = type(fact)
    parts = [fact.occurred, kind.KIND, escape(fact.about) if fact.about else "-"]
    if kind is HouseholdOpened:
        parts = [kind.KIND] if fact.occurred == UNKNOWN else [fact.occurred, kind.KIND]
        parts += [f"about={escape(fact.about)}"] if fact.about else []
    types = field_types(kind.KIND)
    for f in fields(kind):
        value = getattr(fact, f.name)
        if f.name in _COMMON or value == f.default:
            continue
        text = write_value(types[f.name], value, currency)
        bare = f.name == kind.BARE and not text.startswith('"')
        parts.append(text if bare else f"{key_of(f)}={text}")
    parts += _write_common(fact, with_id=with_id)
    words = getattr(fact, "words", "")
    if words:
        parts.append(escape(words, always=True))
    return " ".join(parts)


def _write_common(fact: Fact, *, with_id: bool) -> list[str]:
    parts = []
    source = fact.source
    if isinstance(source, QuotedFromStory):
        parts += [
            f"story={escape(source.story_id)}",
            f"quote={escape(source.quote.text, always=True)}",
            f"quoted_at={source.quote.start}",
        ]
    elif isinstance(source, Imported):
        parts += [f"import={escape(source.digest)}", f"row={source.row}"]
    by = getattr(source, "by", "")
    if by:
        parts.append(f"typed={escape(by)}")
    if fact.how_known:
        parts.append(f"known={fact.how_known}")
    if fact.replaces:
        parts.append(f"replaces={escape(fact.replaces)}")
    if with_id:
        parts.append(f"id={escape(fact.fact_id)}")
    return parts


def format_facts(facts: Iterable[Fact], *, with_ids: bool = False) -> str:
    """Return a text in the notation, one line a fact, the household line first.

    Amounts carry a currency code only where it differs from the household's.
    """
    every = list(facts)
    header = [fact for fact in every if isinstance(fact, HouseholdOpened)]
    currency = header[-1].currency if header else DEFAULT_CURRENCY
    ordered = [*header, *(fact for fact in every if not isinstance(fact, HouseholdOpened))]
    lines = [format_fact(fact, currency=currency, with_id=with_ids) for fact in ordered]
    return "".join(f"{line}\n" for line in lines)
