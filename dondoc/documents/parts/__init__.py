"""What documents of several kinds share: frame, clause, terms, groups, and how words are set."""
