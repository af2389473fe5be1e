"""Files turned into typed rules; what does not fit is refused where it stands."""
