"""The address book: who holds which post, and a new one taken over after a look at what changes."""
