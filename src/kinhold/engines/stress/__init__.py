"""What if the next person does not turn up (N-1): losses, outages, impacts, ranking, repair."""
