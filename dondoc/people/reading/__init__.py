"""A list of people as an office makes it, read into typed rows with findings: no database."""
