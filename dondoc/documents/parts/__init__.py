"""What documents of several kinds share: the clause they rest on, figures, how words are set."""
