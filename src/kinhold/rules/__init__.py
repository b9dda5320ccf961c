"""Rules as data: dated figures with their unit, their source and the day they were verified."""
