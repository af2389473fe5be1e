"""Visits that devices delivered and that wait until a person has looked at each."""
