"""Parenting time: who has the child on which night."""
