"""Ten questions, each of which can be skipped, that give a household able to run every engine.

The equal door beside the story: the same facts, in the same record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kinhold.application.interview_answers import (
    Answer,
    AnswerNotUsableError,
    answer_bills,
    answer_children,
    answer_debts,
    answer_helpers,
    answer_home,
    answer_incomes,
    answer_left,
    answer_promises,
    answer_work,
    answer_you,
)
from kinhold.domain.recurrence import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household

__all__ = ["QUESTIONS", "AnswerNotUsableError", "Field", "Question", "answer", "find"]

FieldKind = Literal["text", "date", "amount", "choice", "days", "clock"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for in a row.

    Attributes:
        name: key of the answer.
        label: as the person reads it.
        kind: how it is entered; `days` takes several days of the week.
        options: (value, words) for a choice.
        hint: a few words under the label.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One of the ten.

    Attributes:
        name: in addresses and commands.
        text: the question.
        why: what it is for.
        fields: asked for in each row.
        rows: how many rows one page offers; more can be added by answering again.
    """

    name: str
    text: str
    why: str
    fields: tuple[Field, ...]
    rows: int = 1


ROLES: Final = (
    ("mother", "my mother"),
    ("father", "my father"),
    ("sibling", "my brother or sister"),
    ("grandparent", "my grandparent"),
    ("friend", "a friend"),
    ("neighbour", "a neighbour"),
    ("mother_in_law", "my partner’s mother"),
    ("father_in_law", "my partner’s father"),
    ("partners_sibling", "my partner’s brother or sister"),
    ("ex_partner", "the other parent"),
    ("childcare_worker", "childminder, nanny"),
    ("other", "somebody else"),
)
HELPER_ROLES: Final = (
    *ROLES[:-1],
    ("childcare_worker-off", "childminder, nanny, not on public holidays"),
    ("nursery", "nursery, closed on public holidays"),
    ("nursery-open", "nursery, open on public holidays too"),
    ("school", "school, closed on public holidays"),
    ("school-open", "school, open on public holidays too"),
    *ROLES[-1:],
)
PARTNER_ROLES: Final = (
    ("husband", "my husband"),
    ("wife", "my wife"),
    ("partner", "my partner"),
    ("ex_partner", "my former partner"),
)
OFTEN: Final = (
    ("month", "every month"),
    ("week", "every week"),
    ("2weeks", "every 2 weeks"),
    ("4weeks", "every 4 weeks"),
    ("once", "once"),
)
COUNTRIES: Final = (("uk", "United Kingdom"), ("us", "United States"), ("", "somewhere else"))
ZONES: Final = (
    ("", "the usual one"),
    ("Europe/London", "UK"),
    ("America/New_York", "US Eastern"),
    ("America/Chicago", "US Central"),
    ("America/Denver", "US Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "US Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
)
DAYS: Final = tuple((d, d.capitalize()) for d in WEEKDAYS)

_NAME: Final = Field("name", "Name")
_DAYS: Final = Field("days", "Days", "days", DAYS)
_FROM: Final = Field("from", "From", "clock", hint="like 22:00")
_TO: Final = Field("to", "To", "clock", hint="like 03:00; past midnight is fine")
_EACH: Final = Field("each", "How often", "choice", OFTEN)
_NEXT: Final = Field("day", "Next on", "date", hint="2026-12-01")

QUESTIONS: Final = (
    Question(
        "you",
        "What shall we call you, and where do you live?",
        "The plan is made around you; rules and dates depend on the country.",
        (
            Field("name", "What to call you"),
            Field("country", "Country", "choice", COUNTRIES),
            Field("zone", "Time zone", "choice", ZONES),
        ),
    ),
    Question(
        "children",
        "Who are the children?",
        "What they need follows from their age.",
        (_NAME, Field("born", "Born", "date", hint="2026-08-20, or just 2026-08")),
        rows=3,
    ),
    Question(
        "home",
        "Who else lives with you and the children now?",
        "Somebody who lives in is there at night unless they are away.",
        (_NAME, Field("role", "Who they are", "choice", ROLES)),
        rows=3,
    ),
    Question(
        "left",
        "Has somebody left? Who, and when?",
        "The family map shows the household before and after.",
        (
            _NAME,
            Field("role", "Who they are", "choice", PARTNER_ROLES),
            Field("day", "When", "date", hint="2026-11-01, 2026-11 or 2026"),
        ),
    ),
    Question(
        "helpers",
        "Who can take over, and when?",
        "Only hours somebody agreed to are planned in.",
        (_NAME, Field("role", "Who they are", "choice", HELPER_ROLES), _DAYS, _FROM, _TO),
        rows=4,
    ),
    Question(
        "work",
        "When are you away: work, a class?",
        "Somebody has to be there then.",
        (
            Field(
                "why",
                "What",
                "choice",
                (
                    ("work", "work"),
                    ("work-off", "work, but not on public holidays"),
                    ("class", "a class"),
                    ("other", "something else"),
                ),
            ),
            _DAYS,
            _FROM,
            _TO,
        ),
        rows=2,
    ),
    Question(
        "promises",
        "Who promised something?",
        "What came of it can be noted later; a plan leans on it only so far.",
        (
            Field("name", "Who"),
            Field("words", "What they said"),
            Field(
                "about",
                "About",
                "choice",
                (
                    ("care", "care"),
                    ("money", "money"),
                    ("contact", "contact"),
                    ("other", "something else"),
                ),
            ),
            _DAYS,
        ),
        rows=3,
    ),
    Question(
        "incomes",
        "How much is in your account, and what comes in?",
        "Everything about money is counted from here.",
        (
            Field("label", "What", hint="account, wage, benefit"),
            Field("amount", "How much", "amount"),
            Field("each", "How often", "choice", (("balance", "is there now"), *OFTEN)),
            _NEXT,
        ),
        rows=4,
    ),
    Question(
        "bills",
        "What has to be paid?",
        "The runway is the time until the first of these cannot be paid.",
        (
            Field("label", "What", hint="rent, energy, food, nursery"),
            Field("amount", "How much", "amount"),
            _EACH,
            _NEXT,
        ),
        rows=6,
    ),
    Question(
        "debts",
        "What is owed, and who else signed?",
        "For a joint debt the lender may ask either of you for all of it.",
        (
            Field("label", "What", hint="car loan, card"),
            Field("balance", "Still owed", "amount"),
            Field("amount", "Paid each month", "amount"),
            _NEXT,
            Field("with", "Who else signed", hint="a name, or leave it empty"),
        ),
        rows=3,
    ),
)

_ANSWERS: Final[dict[str, Callable[[Answer], list[Fact]]]] = {
    "you": answer_you,
    "children": answer_children,
    "home": answer_home,
    "left": answer_left,
    "helpers": answer_helpers,
    "work": answer_work,
    "promises": answer_promises,
    "incomes": answer_incomes,
    "bills": answer_bills,
    "debts": answer_debts,
}


def find(name: str) -> Question | None:
    """Return the question of this name, or None."""
    return next((q for q in QUESTIONS if q.name == name), None)


def answer(
    *,
    name: str,
    rows: Sequence[Mapping[str, str]],
    household: Household,
    on: date,
    new_id: Callable[[], str],
) -> tuple[Fact, ...]:
    """Return the facts of one answered question; rows without any entry are passed over.

    Args:
        name: which question.
        rows: field name to what was entered; several days are separated by commas.
        household: as it stands, for who is known already.
        on: the day of the answer.
        new_id: called for each fact.

    Raises:
        AnswerNotUsableError: names the row and says what to write instead.
    """
    question = find(name)
    if question is None:
        raise AnswerNotUsableError(0, "There is no such question.")
    ignored = {f.name for f in question.fields if f.kind == "choice"}
    facts: list[Fact] = []
    for number, row in enumerate(rows, start=1):
        filled = {key: value.strip() for key, value in row.items() if value.strip()}
        if set(filled) - ignored:
            facts += _ANSWERS[name](Answer(number, filled, household, on, new_id))
    return tuple(facts)
