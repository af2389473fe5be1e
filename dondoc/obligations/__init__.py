"""Obligations opened, moved and looked at by the daily sweep."""
