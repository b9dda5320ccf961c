"""Nouns: the facts of a household and the values they are made of. Standard library only."""
