"""Settings, accounts, the database, and the one place where they are wired together."""
