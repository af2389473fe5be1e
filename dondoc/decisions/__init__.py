"""What people decide, in one line each."""
