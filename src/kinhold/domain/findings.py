"""Problems in people's data are answers, not crashes.

A `Finding` is returned beside a result. Exceptions are for broken programs and the outer edge;
all of them derive from `KinholdError`, and each is defined beside the function that raises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "error"]


class KinholdError(Exception):
    """The root of every exception the product raises on purpose; its text is fit for the person."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is odd, missing or contradictory in what a person told or imported.

    Attributes:
        severity: `error` where the line or item could not be used, `warning` where it was used
            with doubt, `info` where the person may simply want to know.
        code: a stable machine name, for example `notation.unknown-kind`.
        message: one sentence that says what is wrong and what to do.
        where: the line, file, fact id or field it is about; empty where it is about the whole.
    """

    severity: Severity
    code: str
    message: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something that an engine needs and nobody has said; it is asked, never guessed.

    Attributes:
        code: a stable machine name, for example `money.balance`.
        text: the question, as the person reads it.
        why: what the answer is for, in one sentence.
        about: the handle or label it is about, or empty.
        example: a line of the notation that answers it, where one line can.
    """

    code: str
    text: str
    why: str
    about: str = ""
    example: str = ""
