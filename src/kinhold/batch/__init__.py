"""One use case over many households."""
