"""The office set up for good: containers, units, HTTPS, the bundle."""
