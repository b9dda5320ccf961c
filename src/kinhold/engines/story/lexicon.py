"""The reader's word lists, kept as data beside the code."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:  # noqa: ANN401 - plain YAML values
    """The lexicon `lexicons/NAME.yaml` as plain values; read once."""
    folder = resources.files("kinhold.engines.story") / "lexicons"
    text = (folder / f"{name}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader, the faster one where built


@cache
def lemmas(name: str, group: str) -> frozenset[str]:
    """One group of lemmas of a lexicon, blank-separated words or a list."""
    value = load(name)[group]
    words = value.split() if isinstance(value, str) else value
    return frozenset(str(word) for word in words)
