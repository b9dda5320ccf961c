"""How the documentation is built: `make docs`."""

from __future__ import annotations

project = "Kinhold"
author = "The Kinhold maintainers"
copyright = "2026, the Kinhold maintainers"
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Kinhold"
suppress_warnings = ["myst.header"]
