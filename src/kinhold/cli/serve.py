"""`kinhold serve FILE`: the web app on this computer."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Event
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "serve",
        _(
            "Start the web app on this computer and print a link that signs in once. Ctrl-C "
            "stops it."
        ),
        example="kinhold serve home.kinhold",
    )
    made.add_argument(
        "--port", type=int, default=8420, help=_("which port (default: 8420; 0 picks a free one)")
    )
    made.add_argument(
        "--host", default="127.0.0.1", help=_("which address (default: this computer only)")
    )
    made.add_argument(
        "--backup",
        default="",
        metavar="DIR",
        help=_(
            "back up into this folder once a day (default: where the last backup went, if anywhere)"
        ),
    )
    return made


def run(options: argparse.Namespace) -> int:
    return serve(options.file, host=options.host, port=options.port, backup=options.backup)


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Print nothing: addresses would say what a person looked at."""


def serve(file: str, *, host: str, port: int, backup: str = "") -> int:
    """Serve one household until stopped; check it and back it up once a day."""
    with tempfile.TemporaryDirectory(prefix="kinhold-") as state:
        os.environ["DJANGO_SETTINGS_MODULE"] = "kinhold.web.project.settings"
        os.environ["KINHOLD_FILE"] = str(Path(file).resolve())
        os.environ["KINHOLD_STATE"] = str(Path(state) / "sessions.sqlite3")
        os.environ["KINHOLD_SECRET_KEY"] = secrets.token_urlsafe(48)
        if host not in ("127.0.0.1", "localhost", "::1"):
            os.environ.setdefault("KINHOLD_HOSTS", f"{host},127.0.0.1,localhost")
        from django.core.management import call_command

        from kinhold.web.project.wsgi import application

        call_command("migrate", verbosity=0)
        from kinhold.web.accounts.sign_in import one_time_link
        from kinhold.web.pages.household import close_household, keep_house, warm_up

        _begin(backup)
        try:
            server = make_server(
                host, port, application, server_class=_Threaded, handler_class=_Quiet
            )
        except OSError as refused:
            print(
                _("Port {port} cannot be used ({strerror}). Choose another with --port.").format(
                    port=port, strerror=refused.strerror
                ),
                file=sys.stderr,
            )
            close_household()
            return 2
        token = secrets.token_urlsafe(24)
        one_time_link.set(token)
        print(
            _(
                "\nOpen this link (it works once):\n\n  http://{host}:{server_port}/open/{token}/\n"
            ).format(host=host, server_port=server.server_port, token=token),
            flush=True,
        )
        print(_("Stop with Ctrl-C."), flush=True)
        warm_up()
        stopped = Event()
        keep_house(backup, stopped=stopped)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print(_("\nStopped. Everything is saved."))
        finally:
            stopped.set()
            server.server_close()
            close_household()
    return 0


def _begin(backup: str) -> None:
    """Open the file before anybody comes, and make a first backup while its code can be shown."""
    from kinhold.web.pages.household import HouseholdLocked, unlock, with_household

    try:
        words = os.environ.pop(terminal.UNLOCKS_WITH, "")
        if words:
            unlock(words)
        with_household(lambda home: home.record())
        if backup and not with_household(lambda home: home.safekeeping.last_backup()):
            made = with_household(lambda home: home.safekeeping.back_up(backup))
            print(_("Backed up: {path}").format(path=made.path))
            if made.code:
                terminal.recovery_code(made.code, opens=_("this and later backups"))
    except HouseholdLocked:
        print(_("The file is locked: the first page asks for its passphrase."))
