"""Debts: what they cost, to the minor unit, and what each way of paying them off comes to."""
