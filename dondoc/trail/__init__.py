"""The trail anchored, exported and verified."""
