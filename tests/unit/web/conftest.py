"""A household on the web, and the one who keeps it."""

from __future__ import annotations

import pytest

from kinhold.api import open_household


@pytest.fixture
def she(request, tmp_path, monkeypatch):
    """The keeper of the module's household (`NOTES`), signed in."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kinhold.web.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client, override_settings

    from kinhold.web.accounts.sign_in import one_time_link
    from kinhold.web.pages.household import close_household

    file = tmp_path / "home.kinhold"
    with open_household(file, create=True) as home:
        home.import_notation(request.module.NOTES)
    call_command("migrate", verbosity=0)
    with override_settings(HOUSEHOLD_FILE=str(file)):
        client = Client(headers={"host": "127.0.0.1"})
        one_time_link.set("a-token")
        client.post("/open/a-token/")
        client.file = file
        yield client
        close_household()
