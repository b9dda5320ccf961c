"""A parse with its children, clauses and sentences at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.story.linguist import Token

_CLAUSAL = frozenset(
    [
        "ROOT",
        "ccomp",
        "advcl",
        "relcl",
        "acl",
        "conj",
        "parataxis",
        "xcomp",
        "pcomp",
        "csubj",
        "csubjpass",
    ]
)


class Syntax:
    """Tokens of a text and what hangs below each of them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Index the children of every token and the tokens of every sentence."""
        self.tokens = tokens
        self._children: list[list[int]] = [[] for _ in tokens]
        self.sentences: list[tuple[int, int]] = []
        for token in tokens:
            if token.head != token.i:
                self._children[token.head].append(token.i)
            if token.sent >= len(self.sentences):
                self.sentences.append((token.i, token.i + 1))
            else:
                self.sentences[token.sent] = (self.sentences[token.sent][0], token.i + 1)

    def children(self, i: int, *deps: str) -> list[Token]:
        """Direct dependents of token `i`, all of them or those with one of the labels."""
        found = (self.tokens[j] for j in self._children[i])
        return [t for t in found if not deps or t.dep in deps]

    def child(self, i: int, *deps: str) -> Token | None:
        """The first dependent with one of the labels."""
        return next(iter(self.children(i, *deps)), None)

    def subtree(self, i: int, *, within_clause: bool = False) -> list[int]:
        """Numbers of all tokens below `i`, itself included; optionally not into other clauses."""
        out, todo = [], [i]
        while todo:
            j = todo.pop()
            out.append(j)
            for k in self._children[j]:
                other = within_clause and self.tokens[k].dep in _CLAUSAL
                if other and self.tokens[k].pos in {"VERB", "AUX"}:
                    continue
                todo.append(k)
        return sorted(out)

    def governor(self, i: int) -> Token | None:
        """The verb or copula that governs token `i`, if there is one."""
        seen = 0
        while self.tokens[i].head != i and seen < 12:  # noqa: PLR2004 - deep enough for prose
            i = self.tokens[i].head
            seen += 1
            if self.tokens[i].pos in {"VERB", "AUX"}:
                return self.tokens[i]
        return None

    def conjuncts(self, i: int) -> list[Token]:
        """Token `i` and everything joined to it by and, or, commas."""
        out = [self.tokens[i]]
        for token in self.children(i, "conj"):
            out.extend(self.conjuncts(token.i))
        return out
