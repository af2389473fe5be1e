"""Tokens of other programs: given for one post, shown once, taken back."""
