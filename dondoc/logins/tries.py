"""Tries in vain, counted in the database before they are judged: many at once count as many."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible
from language.dates import hour
from models import Tries

# So many in vain in a quarter of an hour, and nothing is taken for a quarter of an hour.
MOST, MOST_OF_A_PLACE = 5, 40
CLOSED = timedelta(minutes=15)


def of_name(name: str) -> str:
    """Return what is counted for a name."""
    return f"name:{name}"


def of_place(address: str) -> str:
    """Return what is counted for the address a request comes from."""
    return f"place:{address}"


def count(session: Session, what: str, now: datetime, most: int = MOST) -> None:
    """Count a try; raise NotPossible where there were too many, whether this one is right or not.

    Args:
        now: the machine's instant, aware.
    """
    key = _digest(what)
    row = session.get(Tries, key, with_for_update=True)
    if row is None:
        row = Tries(what=key, number=0, since=now, until=None)
        session.add(row)
    if row.until is not None and row.until > now:
        raise NotPossible(
            "đã thử sai quá nhiều lần; thử lại sau "
            f"{hour(row.until)}, hoặc xin mã của quản trị viên"
        )
    if now - row.since > CLOSED or row.until is not None:
        row.number, row.since, row.until = 0, now, None
    row.number += 1
    if row.number >= most:
        row.until = now + CLOSED


def remaining(session: Session, what: str, most: int = MOST) -> int:
    """Return how many tries there are left."""
    row = session.get(Tries, _digest(what))
    return most - row.number if row else most


def forget(session: Session, what: str) -> None:
    """Forget what was tried in vain: this time it was right."""
    session.execute(delete(Tries).where(Tries.what == _digest(what)))


def take_back(session: Session, what: str) -> None:
    """Count one try less at `what`: it was none in vain."""
    row = session.get(Tries, _digest(what), with_for_update=True)
    if row is not None and row.number:
        row.number, row.until = row.number - 1, None


def _digest(what: str) -> str:
    return sha256(what.encode("utf-8", "surrogateescape")).hexdigest()
