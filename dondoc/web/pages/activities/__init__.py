"""Duties whose text names no day: what was done, with its evidence; inspections step by step."""
