"""Official documents: each kind from what is stored to its files (`registry`)."""
