"""The support ledger: due, paid, owed or needed, with interest by the place's dated rules."""
