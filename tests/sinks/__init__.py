"""Real servers on loopback for tests: what they do is chosen by the recipient or the path."""
