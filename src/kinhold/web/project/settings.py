"""Settings of the web face. Everything a deployment may change comes from the environment.

Django's own database holds sessions and nothing of the household; it runs on the standard
library's SQLite with a rollback journal and full synchronisation (ADR 0004).
"""

from __future__ import annotations

import os
from pathlib import Path

from kinhold.voice.speaking import FOLDER, wished

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("KINHOLD_SECRET_KEY", "only-for-checks-and-tests-serve-makes-its-own")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("KINHOLD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
HOUSEHOLD_FILE = os.environ.get("KINHOLD_FILE", "")
STATE_FILE = os.environ.get("KINHOLD_STATE", ":memory:")
LANG = wished(os.environ)  # KINHOLD_LANG, whatever the country of the household
BEHIND_TLS = os.environ.get("KINHOLD_TLS", "") == "1"

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "kinhold.web.accounts",
    "kinhold.web.pages",
]
MIDDLEWARE = [
    "kinhold.web.project.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kinhold.web.pages.language.InItsLanguage",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kinhold.web.accounts.sign_in.SignedInOnly",
    "kinhold.web.accounts.idle.IdleLock",
    "kinhold.web.project.problems.ProblemsInWords",
    "kinhold.web.pages.devices.WhatWasOpened",
    "kinhold.web.pages.address.OutOfTheAddress",
]
ROOT_URLCONF = "kinhold.web.project.urls"
WSGI_APPLICATION = "kinhold.web.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kinhold.web.pages.context.page_frame",
                "kinhold.web.accounts.frame.safety_frame",
            ],
        },
    },
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": STATE_FILE,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;",
            "transaction_mode": "IMMEDIATE",
        },
    },
}

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "s"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_NAME = "c"
CSRF_FAILURE_VIEW = "kinhold.web.project.problems.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
# `no-referrer` would make browsers send forms with the origin “null”, which no form check can trust.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
# Files are never put down on the disk beside the household: what is too large is not taken in.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 26_500_000
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "British English"), ("en-us", "American English")]
LOCALE_PATHS = [FOLDER]
STATIC_URL = "/static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # Addresses of pages are not logged: they would say what a person looked at.
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR"}},
}
