"""Check-ins and questionnaires: plain sums for her eyes, never an input to any plan."""
