"""Official documents: pure functions from what one says (`content`) to a file's bytes."""
