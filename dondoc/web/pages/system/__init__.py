"""The machine's page: what must be in order, and the one switch over all sending."""
