"""Readers for the exports of other apps: each knows one format and nothing of a household."""
