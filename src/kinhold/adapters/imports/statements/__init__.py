"""Readers of bank statements: OFX, QIF, CAMT, MT940 and CSV to neutral lines."""
