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
from kinhold.voice.speaking import N_, _

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
    ("mother", N_("my mother")),
    ("father", N_("my father")),
    ("sibling", N_("my brother or sister")),
    ("grandparent", N_("my grandparent")),
    ("friend", N_("a friend")),
    ("neighbour", N_("a neighbour")),
    ("mother_in_law", N_("my partner’s mother")),
    ("father_in_law", N_("my partner’s father")),
    ("partners_sibling", N_("my partner’s brother or sister")),
    ("ex_partner", N_("the other parent")),
    ("childcare_worker", N_("childminder, nanny")),
    ("other", N_("somebody else")),
)
HELPER_ROLES: Final = (
    *ROLES[:-1],
    ("childcare_worker-off", N_("childminder, nanny, not on public holidays")),
    ("nursery", N_("nursery, closed on public holidays")),
    ("nursery-open", N_("nursery, open on public holidays too")),
    ("school", N_("school, closed on public holidays")),
    ("school-open", N_("school, open on public holidays too")),
    *ROLES[-1:],
)
PARTNER_ROLES: Final = (
    ("husband", N_("my husband")),
    ("wife", N_("my wife")),
    ("partner", N_("my partner")),
    ("ex_partner", N_("my former partner")),
)
OFTEN: Final = (
    ("month", N_("every month")),
    ("week", N_("every week")),
    ("2weeks", N_("every 2 weeks")),
    ("4weeks", N_("every 4 weeks")),
    ("once", N_("once")),
)
COUNTRIES: Final = (
    ("uk", N_("United Kingdom")),
    ("us", N_("United States")),
    ("", N_("somewhere else")),
)
ZONES: Final = (
    ("", N_("the usual one")),
    ("Europe/London", "UK"),
    ("America/New_York", N_("US Eastern")),
    ("America/Chicago", N_("US Central")),
    ("America/Denver", N_("US Mountain")),
    ("America/Phoenix", N_("Arizona")),
    ("America/Los_Angeles", N_("US Pacific")),
    ("America/Anchorage", N_("Alaska")),
    ("Pacific/Honolulu", N_("Hawaii")),
)
DAYS: Final = tuple((d, d.capitalize()) for d in WEEKDAYS)

_NAME: Final = Field("name", N_("Name"))
_DAYS: Final = Field("days", N_("Days"), "days", DAYS)
_FROM: Final = Field("from", N_("From"), "clock", hint=N_("like 22:00"))
_TO: Final = Field("to", N_("To"), "clock", hint=N_("like 03:00; past midnight is fine"))
_EACH: Final = Field("each", N_("How often"), "choice", OFTEN)
_NEXT: Final = Field("day", N_("Next on"), "date", hint="2026-12-01")

QUESTIONS: Final = (
    Question(
        "you",
        N_("What shall we call you, and where do you live?"),
        N_("The plan is made around you; rules and dates depend on the country."),
        (
            Field("name", N_("What to call you")),
            Field("country", N_("Country"), "choice", COUNTRIES),
            Field("zone", N_("Time zone"), "choice", ZONES),
        ),
    ),
    Question(
        "children",
        N_("Who are the children?"),
        N_("What they need follows from their age."),
        (_NAME, Field("born", N_("Born"), "date", hint=N_("2026-08-20, or just 2026-08"))),
        rows=3,
    ),
    Question(
        "home",
        N_("Who else lives with you and the children now?"),
        N_("Somebody who lives in is there at night unless they are away."),
        (_NAME, Field("role", N_("Who they are"), "choice", ROLES)),
        rows=3,
    ),
    Question(
        "left",
        N_("Has somebody left? Who, and when?"),
        N_("The family map shows the household before and after."),
        (
            _NAME,
            Field("role", N_("Who they are"), "choice", PARTNER_ROLES),
            Field("day", N_("When"), "date", hint="2026-11-01, 2026-11 or 2026"),
        ),
    ),
    Question(
        "helpers",
        N_("Who can take over, and when?"),
        N_("Only hours somebody agreed to are planned in."),
        (_NAME, Field("role", N_("Who they are"), "choice", HELPER_ROLES), _DAYS, _FROM, _TO),
        rows=4,
    ),
    Question(
        "work",
        N_("When are you away: work, a class?"),
        N_("Somebody has to be there then."),
        (
            Field(
                "why",
                N_("What"),
                "choice",
                (
                    ("work", "work"),
                    ("work-off", N_("work, but not on public holidays")),
                    ("class", N_("a class")),
                    ("other", N_("something else")),
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
        N_("Who promised something?"),
        N_("What came of it can be noted later; a plan leans on it only so far."),
        (
            Field("name", N_("Who")),
            Field("words", N_("What they said")),
            Field(
                "about",
                N_("About"),
                "choice",
                (
                    ("care", "care"),
                    ("money", "money"),
                    ("contact", "contact"),
                    ("other", N_("something else")),
                ),
            ),
            _DAYS,
        ),
        rows=3,
    ),
    Question(
        "incomes",
        N_("How much is in your account, and what comes in?"),
        N_("Everything about money is counted from here."),
        (
            Field("label", N_("What"), hint=N_("account, wage, benefit")),
            Field("amount", N_("How much"), "amount"),
            Field("each", N_("How often"), "choice", (("balance", N_("is there now")), *OFTEN)),
            _NEXT,
        ),
        rows=4,
    ),
    Question(
        "bills",
        N_("What has to be paid?"),
        N_("The runway is the time until the first of these cannot be paid."),
        (
            Field("label", N_("What"), hint=N_("rent, energy, food, nursery")),
            Field("amount", N_("How much"), "amount"),
            _EACH,
            _NEXT,
        ),
        rows=6,
    ),
    Question(
        "debts",
        N_("What is owed, and who else signed?"),
        N_("For a joint debt the lender may ask either of you for all of it."),
        (
            Field("label", N_("What"), hint=N_("car loan, card")),
            Field("balance", N_("Still owed"), "amount"),
            Field("amount", N_("Paid each month"), "amount"),
            _NEXT,
            Field("with", N_("Who else signed"), hint=N_("a name, or leave it empty")),
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
        raise AnswerNotUsableError(0, _("There is no such question."))
    ignored = {f.name for f in question.fields if f.kind == "choice"}
    facts: list[Fact] = []
    for number, row in enumerate(rows, start=1):
        filled = {key: value.strip() for key, value in row.items() if value.strip()}
        if set(filled) - ignored:
            facts += _ANSWERS[name](Answer(number, filled, household, on, new_id))
    return tuple(facts)
