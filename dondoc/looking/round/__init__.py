"""A round as a page shows it: its grid, its stages, and the rounds there are."""
