"""Accounts: opened for somebody of the address book, given a code, seated, closed."""
