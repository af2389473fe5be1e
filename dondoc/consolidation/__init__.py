"""A round consolidated: who is in, the totals, the report."""
