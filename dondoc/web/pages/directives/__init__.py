"""The dispatches: their text with its clauses, duties, bearers with reasons, gaps, readings."""
