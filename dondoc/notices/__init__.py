"""A notice called off, corrected, or sent to another holder of the post."""
