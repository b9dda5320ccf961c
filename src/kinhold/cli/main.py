"""`kinhold`: picks the command and turns every problem into a sentence.

Nothing but the chosen command's module is imported, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Final

from kinhold.voice.speaking import speaking, usual, wished

COMMANDS: Final = {
    "read": "read a story and say what it shows; writes nothing",
    "new": "begin a household file, from a story where you have one",
    "confirm": "accept, change or set aside what a story suggests",
    "interview": "ten questions, each can be skipped",
    "add": "write one line of the notation into the record",
    "undo": "take the last entry back, or a named one",
    "log": "note a feed, a sleep, a nappy, a medicine; timers; the day so far",
    "today": "who has the child now, who is next, what is due",
    "chronology": "what happened, in order, with both dates",
    "promises": "who said they would do what, and what came of it",
    "ask": "ask somebody, note what they say, see what waits",
    "calendar": "give somebody their own hours on a device, or take that back",
    "rota": "who has the child when, over the next fortnight",
    "money": "the lowest point before pay day, and what first",
    "entitlements": "what the household may be able to get from the state, and where to claim it",
    "debts": "what each way of paying the debts off comes to, side by side",
    "sheet": "the household's month on one sheet, for an adviser or a creditor",
    "ledger": "the money as a plain-text ledger, for beancount, hledger or ledger",
    "statement": "what a bank statement holds; writes nothing",
    "support": "what a child support guideline gives, and what was due and what came",
    "stress": "what breaks if one more person does not turn up",
    "checkin": "how you are doing, and questionnaires your doctor knows",
    "safety": "your plan for when it gets very hard; with --now, numbers at once",
    "lines": "phone, text and chat lines that are open now",
    "doctor": "one page to show a doctor, your words first",
    "diary": "a diary that only its own words open",
    "map": "the family map",
    "export": "give the record to someone: as plain text, or as a bundle that anyone can check",
    "verify": "check a bundle, or a household file, against its own hashes and signatures",
    "checkpoint": "a few words on paper that pin the record down as it is now",
    "attach": "keep a photograph, a letter or a statement with the record",
    "erase": "erase what an entry says, for good",
    "backup": "a sealed copy that another machine can bring back",
    "restore": "bring a household back from a backup",
    "lock": "encipher the file under a passphrase, or change it",
    "unlock": "take the passphrase off",
    "import": "read plain text into a household file",
    "batch": "the stress test over many household files",
    "synthesize": "household files that are nobody's, for tests and benchmarks",
    "serve": "start the web app on this computer",
    "demo": "from a story to a plan, then the web app",
}

HELP: Final = """kinhold: a household that holds when someone walks out

usage: kinhold COMMAND [options]

{commands}

Every command has --help with an example.
Start with:  kinhold new home.kinhold --story my-story.txt
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or 2 for a problem said in a sentence."""
    with speaking(wished(os.environ) or usual(os.environ)):
        return _main(sys.argv[1:] if argv is None else argv)


def _main(args: list[str]) -> int:
    if not args or args[0] in ("-h", "--help", "help"):
        width = max(map(len, COMMANDS))
        print(
            HELP.format(commands="\n".join(f"  {n:<{width}}  {t}" for n, t in COMMANDS.items())),
            end="",
        )
        return 0
    if args[0] == "--version":
        from importlib.metadata import version

        print(f"kinhold {version('kinhold')}")
        return 0
    if args[0] not in COMMANDS:
        print(
            f"“{args[0]}” is not a command. The commands are: {', '.join(COMMANDS)}.",
            file=sys.stderr,
        )
        return 2
    return _run(args[0], args[1:])


def _run(name: str, args: list[str]) -> int:
    from kinhold.domain.findings import KinholdError
    from kinhold.journal.verify import JournalError

    module = import_module(f"kinhold.cli.{name.replace('import', 'import_')}")
    try:
        options = module.parser().parse_args(args)
        return int(module.run(options) or 0)
    except (KinholdError, JournalError) as problem:
        print(str(problem), file=sys.stderr)
    except ModuleNotFoundError as missing:
        print(_extra(missing.name or ""), file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("\nStopped. What was saved stays saved.", file=sys.stderr)
        return 130
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        print(
            f"The computer refused{where}: {problem.strerror or problem}. Nothing already saved is lost.",
            file=sys.stderr,
        )
    return 2


def _extra(module: str) -> str:
    extras = {
        "django": "web",
        "ortools": "solver",
        "spacy": "read",
        **dict.fromkeys(("holidays", "icalendar"), "calendar"),
        **dict.fromkeys(("bech32", "pyrage", "zstandard"), "backup"),
        **dict.fromkeys(("PIL", "pypdf", "segno", "typst"), "report"),
    }
    extra = extras.get(module.split(".", maxsplit=1)[0])
    if extra is None:
        return f"The Python package “{module}” is missing. Install Kinhold again."
    return f"This needs the extra “{extra}”. Install it with: pip install 'kinhold[{extra}]'"


if __name__ == "__main__":
    sys.exit(main())
