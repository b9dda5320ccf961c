"""The tags of an OFX file, SGML or XML, as nested dictionaries; forgiving, and in one pass.

OFX 1.x is SGML without end tags of values, OFX 2.x is XML, and files are often both. Nothing is expanded
but the five entities of XML and numbered characters; a declaration of a document type is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.voice.speaking import _

Node = dict[str, Any]
"""Values by tag as text; aggregates by tag as a list of nodes."""

STATEMENTS: Final = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS", "LOANSTMTRS"})
LINES: Final = frozenset({"STMTTRN", "STMTTRNP"})
_WORD = re.compile("[A-Z0-9]+")
_AGGREGATES: Final = (
    frozenset(
        _WORD.findall(
            """
            OFX SIGNONMSGSRSV1 SONRS STATUS FI SIGNUPMSGSRSV1 ACCTINFOTRNRS ACCTINFORS ACCTINFO
            BANKACCTINFO CCACCTINFO INVACCTINFO LOANACCTINFO BANKACCTFROM CCACCTFROM INVACCTFROM
            LOANACCTFROM BANKACCTTO CCACCTTO LOANACCTTO BANKMSGSRSV1 STMTTRNRS BANKTRANLIST
            BANKTRANLISTP LEDGERBAL AVAILBAL BALLIST BAL CREDITCARDMSGSRSV1 CCSTMTTRNRS REWARDINFO
            INVSTMTMSGSRSV1 INVSTMTTRNRS INVTRANLIST INVBANKTRAN INVPOSLIST INVBAL INVOOLIST INV401K
            INV401KBAL CURRENCY ORIGCURRENCY PAYEE EXTDPAYEE IMAGEDATA SECLISTMSGSRSV1 SECLIST
            INVTRAN INVBUY INVSELL INVPOS SECID SECINFO LOANMSGSRSV1 LOANSTMTTRNRS LOANTRANLIST
            MFINFO STOCKINFO DEBTINFO OPTINFO OTHERINFO PORTION FIPORTION
            """
        )
    )
    | STATEMENTS
    | LINES
)
DEALS: Final = frozenset(
    _WORD.findall(
        """
        BUYDEBT BUYMF BUYOPT BUYOTHER BUYSTOCK SELLDEBT SELLMF SELLOPT SELLOTHER SELLSTOCK INCOME
        INVEXPENSE JRNLFUND JRNLSEC MARGININTEREST REINVEST RETOFCAP SPLIT TRANSFER CLOSUREOPT
        """
    )
)
"""Aggregates of a list of investment transactions that move no money of a bank account alone."""
POSITIONS: Final = frozenset({"POSDEBT", "POSMF", "POSOPT", "POSOTHER", "POSSTOCK"})
OPENS: Final = _AGGREGATES | DEALS | POSITIONS
"""Tags that hold other tags."""
_DEEPEST: Final = 40
_LINE: Final = "\x00"
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));")
_PLAIN: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}


@dataclass(slots=True)
class OfxTree:
    """What a file holds.

    Attributes:
        root: everything.
        statements: tag and node of each statement, in order; its lines are under `#lines`, as nodes
            or as the text between their tags; pending ones under `#pending`; deals and positions are
            counted under `#deals` and `#positions`.
        statuses: the aggregate in which each stands, and the node.
        accounts: nodes of accounts that are only listed.
    """

    root: Node = field(default_factory=dict)
    statements: list[tuple[str, Node]] = field(default_factory=list)
    statuses: list[tuple[str, Node]] = field(default_factory=list)
    accounts: list[Node] = field(default_factory=list)


def tree_of(text: str, *, lines_apart: bool = True) -> OfxTree:
    """Return the tags of a file.

    Args:
        text: of the file.
        lines_apart: leave transactions as text, for `LineShapes`.

    Raises:
        ImportNotUsableError: where it declares a document type, which could hide anything.
    """
    head = text[:20_000].upper()
    if "<!DOCTYPE" in head or "<!ENTITY" in head:
        raise ImportNotUsableError(
            _(
                "This file declares a document type of its own, which no bank's statement does. It "
                "was not read."
            )
        )
    found = OfxTree()
    stack: list[tuple[str, Node]] = [("", found.root)]
    top, last = found.root, ""
    plain = _without_sections(text.replace(_LINE, ""))
    outline, lines = _set_lines_aside(plain) if lines_apart else (plain, [])
    aside = iter(lines)
    for piece in outline.split("<")[1:]:
        tag, closed, value = piece.partition(">")
        if not closed:
            if last:  # a bare “<” inside words
                top[last] += "<" + piece
            continue
        tag = tag.upper()
        if tag[:1] == "/":
            if tag[1:] in OPENS:
                top = _close(stack, tag[1:])
                last = ""
        elif tag in OPENS and _opens(tag, value, len(stack)):
            top = _open(found, stack, tag)
            last = ""
        elif tag == _LINE:
            _count(found, "STMTTRN", *next(aside))
        else:
            last = _leaf(top, tag, value)
    return found


def value_of(node: Node, *tags: str) -> str:
    """Return the first of some values that is there, without blanks around it; or an empty text."""
    for tag in tags:
        value = node.get(tag)
        if isinstance(value, str):
            plain = unescaped(value.strip())
            if plain:
                return plain
    return ""


def child_of(node: Node, *tags: str) -> Node:
    """Return the first aggregate of one of these tags, or an empty one."""
    for tag in tags:
        held = node.get(tag)
        if isinstance(held, list):
            return held[0]  # type: ignore[no-any-return]  # lists hold nodes
    return {}


def unescaped(text: str) -> str:
    """Return text with the entities of XML and numbered characters as characters; once."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return _PLAIN[match[1]]
    number = int(match[2]) if match[2] else int(match[3], 16)
    good = 32 <= number < 0xD800 or 0xDFFF < number < 0x110000  # noqa: PLR2004 - Unicode
    return chr(number) if good else "\ufffd"


def _opens(tag: str, value: str, depth: int) -> bool:
    """Whether a tag that can hold others does: some files have text in the place of an aggregate."""
    if depth >= _DEEPEST:
        return tag in LINES
    return not value.strip() or tag in LINES or tag in STATEMENTS


def _leaf(node: Node, tag: str, value: str) -> str:
    """Keep a value, the first of its tag; its tag, or nothing where it is not kept."""
    name = tag if tag[:1].isalpha() else _bare(tag)
    if not name or name in node:
        return ""
    node[name] = value
    return name


def _bare(tag: str) -> str:
    """The name in a tag with attributes or a slash at its end; empty for what is no tag."""
    name = tag.split(None, 1)[0].rstrip("/") if tag.strip() else ""
    return name if name[:1].isalpha() else ""


def _open(found: OfxTree, stack: list[tuple[str, Node]], tag: str) -> Node:
    if tag in LINES:
        while len(stack) > 1 and any(
            name in LINES for name, _unused in stack
        ):  # one was never closed
            stack.pop()
    node: Node = {}
    above, parent = stack[-1]
    held = parent.get(tag)
    if isinstance(held, list):
        held.append(node)
    else:
        parent[tag] = [node]
    if tag in STATEMENTS:
        found.statements.append((tag, node))
    elif tag == "STATUS":
        found.statuses.append((above, node))
    elif tag == "ACCTINFO":
        found.accounts.append(node)
    elif tag in LINES or tag in DEALS or tag in POSITIONS:
        _count(found, tag, node)
    stack.append((tag, node))
    return node


def _set_lines_aside(text: str) -> tuple[str, list[list[str]]]:
    """What stands between the tags of transactions, for `LineShapes`, and a mark in the place of a run."""
    first, *rest = text.split("<STMTTRN>")
    outline = [first]
    runs: list[list[str]] = [[]] if rest else []
    for part in rest:
        body, closed, after = part.partition("</STMTTRN>")
        if not closed:  # its end is missing, so that it has to be found among the other tags
            outline.append(f"{_mark(runs)}<STMTTRN>{part}")
            continue
        runs[-1].append(body)
        if after and not after.isspace():
            outline.append(f"{_mark(runs)}{after}")
    if runs:
        outline.append(_mark(runs))
    return "".join(outline), runs


def _mark(runs: list[list[str]]) -> str:
    """A mark for the run of lines that ends here, after which a new one begins; nothing for none."""
    if not runs[-1]:
        return ""
    runs.append([])
    return f"<{_LINE}>"


def _count(found: OfxTree, tag: str, *nodes: Node | str) -> None:
    if not found.statements:
        found.statements.append(("STMTRS", {}))  # lines that stand in no statement
    statement = found.statements[-1][1]
    if tag in LINES:
        statement.setdefault("#lines" if tag == "STMTTRN" else "#pending", []).extend(nodes)
    else:
        key = "#deals" if tag in DEALS else "#positions"
        statement[key] = statement.get(key, 0) + 1


def _close(stack: list[tuple[str, Node]], tag: str) -> Node:
    """The node above the one that a closing tag ends; a tag that was never opened ends none."""
    for place in range(len(stack) - 1, 0, -1):
        if stack[place][0] == tag:
            del stack[place:]
            break
    return stack[-1][1]


def _without_sections(text: str) -> str:
    """Text without comments, and with CDATA sections as plain escaped text."""
    for begin, end in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if begin not in text:
            continue
        parts, place = [], 0
        while True:
            start = text.find(begin, place)
            stop = text.find(end, start + len(begin)) if start >= 0 else -1
            if stop < 0:
                break
            parts.append(text[place:start])
            if begin != "<!--":
                inner = text[start + len(begin) : stop]
                parts.append(inner.replace("&", "&amp;").replace("<", "&lt;"))
            place = stop + len(end)
        text = "".join([*parts, text[place:]])
    return text
