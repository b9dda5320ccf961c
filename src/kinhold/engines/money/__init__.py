"""Money: what falls due, how long it lasts, and what to pay first."""
