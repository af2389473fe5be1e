"""Incidents: that data of persons leaked or were lost, reported in time, over."""
