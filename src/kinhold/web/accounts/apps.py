"""The accounts app: devices that are signed in, and what was opened from them."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "kinhold.web.accounts"
    label = "accounts"
