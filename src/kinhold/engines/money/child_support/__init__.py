"""Guideline child support: Great Britain, Texas, California and Wisconsin, from dated rules."""
