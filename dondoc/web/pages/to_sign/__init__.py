"""What waits for a chair's signature: cases that have their evidence, and those held back."""
