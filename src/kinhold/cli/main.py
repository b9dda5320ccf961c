"""`kinhold`: picks the command and turns every problem into a sentence.

Nothing but the chosen command's module is imported, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Final

from kinhold.voice.speaking import N_, _, speaking, usual, wished

COMMANDS: Final = {
    "read": N_("read a story and say what it shows; writes nothing"),
    "new": N_("begin a household file, from a story where you have one"),
    "confirm": N_("accept, change or set aside what a story suggests"),
    "interview": N_("ten questions, each can be skipped"),
    "add": N_("write one line of the notation into the record"),
    "undo": N_("take the last entry back, or a named one"),
    "log": N_("note a feed, a sleep, a nappy, a medicine; timers; the day so far"),
    "today": N_("who has the child now, who is next, what is due"),
    "chronology": N_("what happened, in order, with both dates"),
    "promises": N_("who said they would do what, and what came of it"),
    "ask": N_("ask somebody, note what they say, see what waits"),
    "calendar": N_("give somebody their own hours on a device, or take that back"),
    "rota": N_("who has the child when, over the next fortnight"),
    "money": N_("the lowest point before pay day, and what first"),
    "entitlements": N_(
        "what the household may be able to get from the state, and where to claim it"
    ),
    "debts": N_("what each way of paying the debts off comes to, side by side"),
    "sheet": N_("the household's month on one sheet, for an adviser or a creditor"),
    "ledger": N_("the money as a plain-text ledger, for beancount, hledger or ledger"),
    "statement": N_("what a bank statement holds; writes nothing"),
    "support": N_("what a child support guideline gives, and what was due and what came"),
    "stress": N_("what breaks if one more person does not turn up"),
    "checkin": N_("how you are doing, and questionnaires your doctor knows"),
    "safety": N_("your plan for when it gets very hard; with --now, numbers at once"),
    "lines": N_("phone, text and chat lines that are open now"),
    "doctor": N_("one page to show a doctor, your words first"),
    "diary": N_("a diary that only its own words open"),
    "map": N_("the family map"),
    "export": N_("give the record to someone: as plain text, or as a bundle that anyone can check"),
    "verify": N_("check a bundle, or a household file, against its own hashes and signatures"),
    "checkpoint": N_("a few words on paper that pin the record down as it is now"),
    "attach": N_("keep a photograph, a letter or a statement with the record"),
    "erase": N_("erase what an entry says, for good"),
    "backup": N_("a sealed copy that another machine can bring back"),
    "restore": N_("bring a household back from a backup"),
    "lock": N_("encipher the file under a passphrase, or change it"),
    "unlock": N_("take the passphrase off"),
    "import": N_("read plain text into a household file"),
    "batch": N_("the stress test over many household files"),
    "synthesize": N_("household files that are nobody's, for tests and benchmarks"),
    "serve": N_("start the web app on this computer"),
    "demo": N_("from a story to a plan, then the web app"),
}

HELP: Final = N_(
    "kinhold: a household that holds when someone walks out\n\nusage: kinhold COMMAND "
    "[options]\n\n{commands}\n\nEvery command has --help with an example.\nStart with:  "
    "kinhold new home.kinhold --story my-story.txt\n"
)


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or 2 for a problem said in a sentence."""
    with speaking(wished(os.environ) or usual(os.environ)):
        return _main(sys.argv[1:] if argv is None else argv)


def _main(args: list[str]) -> int:
    if not args or args[0] in ("-h", "--help", "help"):
        width = max(map(len, COMMANDS))
        print(
            _(HELP).format(
                commands="\n".join(f"  {n:<{width}}  {_(t)}" for n, t in COMMANDS.items())
            ),
            end="",
        )
        return 0
    if args[0] == "--version":
        from importlib.metadata import version

        print(_("kinhold {version}").format(version=version("kinhold")))
        return 0
    if args[0] not in COMMANDS:
        print(
            _("“{args}” is not a command. The commands are: {commands}.").format(
                args=args[0], commands=", ".join(COMMANDS)
            ),
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
        print(_("\nStopped. What was saved stays saved."), file=sys.stderr)
        return 130
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        print(
            _("The computer refused{where}: {strerror}. Nothing already saved is lost.").format(
                where=where, strerror=problem.strerror or problem
            ),
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
        return _("The Python package “{module}” is missing. Install Kinhold again.").format(
            module=module
        )
    return _(
        "This needs the extra “{extra}”. Install it with: pip install 'kinhold[{extra}]'"
    ).format(extra=extra)


if __name__ == "__main__":
    sys.exit(main())
