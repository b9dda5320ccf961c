"""Use cases: one public, keyword-only function a file, and the pages they give back."""
