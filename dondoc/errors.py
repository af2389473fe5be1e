"""What a person can be told went wrong: what, where, and what to do."""

from sqlalchemy.exc import DatabaseError


class DonDocError(Exception):
    """The base of every error whose text is meant for the person at the terminal."""


class Refused(DonDocError):
    """The input asks for something that must not be done; nothing was changed."""


class NotPossible(DonDocError):
    """What was asked could not be carried out now; nothing was changed."""


def in_one_line(wrong: Exception) -> str:
    """Return what went wrong as one line; of the database's errors the driver's own words only.

    The statement, which SQLAlchemy adds to them, may hold people's data.
    """
    said = (
        f"cơ sở dữ liệu báo lỗi: {wrong.orig}" if isinstance(wrong, DatabaseError) else str(wrong)
    )
    return " ".join(said.split())
