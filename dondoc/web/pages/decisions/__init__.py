"""What waits for a decision of the office: letters held, letters in doubt, papers to be issued."""
