"""What was promised, what fell due, what came of it, and how far a plan may lean on it."""
