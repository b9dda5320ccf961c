"""Logs read as typed facts: the codec, corrections, the plain-text notation, and the record."""
