"""People made up from a seed, with names, numbers and dates as in life; none of them lives."""
