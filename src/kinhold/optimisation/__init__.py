"""The one door to the solvers: a plain model in, a checked answer with its bound out."""
