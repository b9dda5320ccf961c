"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test data written by others; the test is skipped where it is absent."""
    folder = Path(os.environ.get("KINHOLD_SHARED", ROOT.parent / "shared"))
    if not (folder / "vectors").is_dir():
        pytest.skip(f"outside test data not found at {folder} (set KINHOLD_SHARED)")
    return folder
