"""Measurements, in CPU time of this process: `python -m bench`, or one of its modules."""
