"""Writes the reference pages from the code."""

from __future__ import annotations

import inspect
import os
import re
from dataclasses import fields
from importlib import import_module

from kinhold.application import (
    account_lines,
    budget_sheet,
    care_log,
    care_log_charts,
    care_log_day,
    chronology,
    diary,
    doctors_page,
    entitlements,
    family_map,
    lines,
    money,
    money_chances,
    own_rest,
    plan_debts,
    positive_item,
    promises,
    questionnaires,
    readiness,
    readiness_sides,
    rota,
    safety_plan,
    stress_figures,
    stress_loss,
    stress_page,
    stress_sources,
    suggest_recurring,
    support,
    support_calculation,
    today,
    wellbeing,
    what_if_money,
)
from kinhold.cli.main import COMMANDS
from kinhold.domain.facts import KINDS
from kinhold.record.notation_values import key_of

NOTATION = """# The plain-text notation

```
LINE = DATE[TTIME] KIND SUBJECT [bareword] key=value … ["words"]
```

One line is one fact. It reads back exactly, every kind of it. `#` starts a comment; `-` is an empty
subject; a value with blanks or marks stands in double quotes with `\\\\`, `\\"`, `\\n` inside; lists are
separated by commas. One `household` line without a date gives zone, country and currency.

```
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-21 child Isla born=2025-09-12
2026-10-31 promise Danny to=Ruth about=care each=week:sun at=09:00-16:00 "have Isla on Sundays"
2026-11-15 outcome Danny promise="have Isla on Sundays" for=2026-11-15 missed
2026-11-22T01:10 feed Isla side=left by=Ruth minutes=15
2026-12-01 bill Rent amount=780.00 each=month:1 class=priority liable=Ruth,Danny
```

| value | written |
|---|---|
| a date | `2026`, `2026-11`, `2026-11-21`, `2026-11-21T01:10`, `2024~` (about), `2024?` (not sure), `2024-03/2024-06`, `../2026-11-21` (by), `2026-11-21/..` (from), `../..` (not told) |
| how often (`each`) | `day`, `2days`, `week`, `2weeks`, `week:mon,thu`, `month`, `month:27`, `month:last`, `month:1fri`, `year`; never below a day |
| a window (`at`) | `22:00-07:00`; the whole day is `00:00-24:00` |
| an amount | `850`, `850.00`, `-12.50`, `850.00USD`; without a code it is the household's currency |
| a rate | `19.9%` |
| hours | `10`, `2:30`, `2.5` |
| yes or no | `yes`, `no` |

A person is known by a handle: the name by which the household calls them. `name=` keeps the full name.

Every line may also carry: `id=` (a UUID; a reader gives one where it is missing), `typed=` (who typed
it), `story=` with `quote=` and `quoted_at=` (quoted from a story), `import=` with `row=` (from a file),
`known=saw|told|document|recalled`, and `replaces=` (the id of the fact it corrects).

## Kinds
"""


def notation() -> str:
    """The notation, every kind with its keys, space and sensitive fields."""
    parts = [NOTATION]
    for word, kind in KINDS.items():
        about = " ".join((inspect.getdoc(kind) or "").split("\n\n")[0].split())
        common = {
            "fact_id",
            "occurred",
            "about",
            "source",
            "how_known",
            "replaces",
            "words",
            kind.BARE,
        }
        keys = [f"`{key_of(f)}=`" for f in fields(kind) if f.name not in common]
        bare = f" Bare word: `{kind.BARE}`." if kind.BARE else ""
        secret = ", ".join(n for names in kind.SENSITIVE.values() for n in names)
        hidden = f" Sensitive: {secret}." if secret else ""
        parts.append(
            f"`{word}`\n: {about}{bare} Keys: {', '.join(keys) or 'none'}. Space: {kind.SPACE}.{hidden}\n"
        )
    return "\n".join(parts)


def commands() -> str:
    """Every command with its help."""
    os.environ["COLUMNS"] = "88"
    parts = ["# The commands\n", "`kinhold COMMAND --help` prints the same.\n"]
    for name, about in COMMANDS.items():
        module = import_module(f"kinhold.cli.{name.replace('import', 'import_')}")
        text = re.sub(r" +\n", "\n", module.parser().format_help())
        parts.append(
            f"## kinhold {name}\n\n{about[0].upper()}{about[1:]}.\n\n```text\n{text.rstrip()}\n```\n"
        )
    parts.append(EXITS)
    return "\n".join(parts)


EXITS = """## Exit status

0: done. 1: done, with lines that were not understood; for `verify`, not sound. 2: not done; one sentence says why and what to
do. 130: stopped with Ctrl-C; what was saved stays saved.
"""


ABOUT_PAGES = """`--json` on the command line, `/api/NAME/` on the web and the library give the same object,
one schema each. Amounts in words carry their currency; figures are integers (minutes, days, minor
units). Days are ISO 8601; instants are UTC.
"""


def pages() -> str:
    """The JSON of every page: the object's fields."""
    parts = [
        "# The pages as JSON\n",
        ABOUT_PAGES,
    ]
    for name, module in MODULES.items():
        for title, kind in inspect.getmembers(module, inspect.isclass):
            if (
                kind.__module__ == module.__name__
                and hasattr(kind, "__dataclass_fields__")
                and title not in INTERNAL
            ):
                about = inspect.getdoc(kind) or ""
                head = f"## `{name}`: {title}" if title.endswith("Page") else f"### {title}"
                rows = [
                    f"| `{f.name}` | `{str(f.type).replace('|', 'or')}` |" for f in fields(kind)
                ]
                parts.append(
                    "\n".join(
                        [head, "", _plain(about), "", "| field | type |", "|---|---|", *rows, ""]
                    )
                )
    return "\n".join(parts)


def _plain(docstring: str) -> str:
    """A docstring as Markdown: its attributes become a list."""
    text, _, attributes = docstring.partition("Attributes:")
    items = re.findall(r"^    (\S[^:\n]*): (.*(?:\n        .*)*)", attributes, re.MULTILINE)
    listed = "\n".join(f"- `{name}`: {' '.join(what.split())}" for name, what in items)
    return text.strip() + (f"\n\n{listed}" if listed else "")


INTERNAL = {"Stressed"}
MODULES = {
    "today": today,
    "chronology": chronology,
    "promises": promises,
    "rota": rota,
    "money": money,
    "money chances": money_chances,
    "what-if": what_if_money,
    "account lines": account_lines,
    "support": support,
    "support calculation": support_calculation,
    "debts plan": plan_debts,
    "entitlements": entitlements,
    "budget sheet": budget_sheet,
    "recurring": suggest_recurring,
    "stress": stress_page,
    "stress figures": stress_figures,
    "stress sources": stress_sources,
    "stress loss": stress_loss,
    "readiness": readiness,
    "readiness checks": readiness_sides,
    "map": family_map,
    "wellbeing": wellbeing,
    "questionnaires": questionnaires,
    "positive item": positive_item,
    "safety plan": safety_plan,
    "lines": lines,
    "own rest": own_rest,
    "doctor": doctors_page,
    "diary": diary,
    "log": care_log,
    "log-day": care_log_day,
    "log-charts": care_log_charts,
}


def web() -> str:
    """Addresses and settings of the web app."""
    from kinhold.web.project.urls import urlpatterns

    rows = [f"| `/{p.pattern}` | {p.name} |" for p in urlpatterns]
    return "\n".join([WEB, "| address | page |", "|---|---|", *rows, "", SETTINGS])


WEB = """# The web app

`kinhold serve FILE` serves one household on this computer and prints a link that signs in once; the
sign-in lasts twelve hours. Every flow works as plain forms without JavaScript. No page asks any other
server for anything.
"""
SETTINGS = """## Settings

For `kinhold serve` none is needed; it sets them itself. For another WSGI server
(`kinhold.web.project.wsgi:application`):

| variable | what |
|---|---|
| `KINHOLD_FILE` | the household file |
| `KINHOLD_STATE` | the file for sessions; nothing of the household is in it |
| `KINHOLD_SECRET_KEY` | signs cookies; keep it secret |
| `KINHOLD_HOSTS` | host names it answers to, separated by commas |
| `KINHOLD_LANG` | `en_GB` or `en_US`, where it is not to be the language of the household's country |
| `KINHOLD_TLS` | `1` where it stands behind TLS: cookies are then sent over TLS only |
"""

PAGES = {"notation": notation, "commands": commands, "pages": pages, "web": web}
