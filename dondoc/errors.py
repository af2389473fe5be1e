"""What a person can be told went wrong: what, where, and what to do."""


class DonDocError(Exception):
    """The base of every error whose text is meant for the person at the terminal."""


class Refused(DonDocError):
    """The input asks for something that must not be done; nothing was changed."""


class NotPossible(DonDocError):
    """What was asked could not be carried out now; nothing was changed."""
