"""What a family may be able to get from the state, by the published rules; never a decision."""
