"""What waits for a decision of a person, each kind with the acts of the desk that settle it."""
