"""What is copied into an export and runs there alone."""
