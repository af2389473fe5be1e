"""Another key for what is stored of people: some rows at a time, then the old one is retired."""

from dataclasses import dataclass

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.people.resealing import reseal_some, retire_keys
from dondoc.people.safe import safe_to_write
from models import Event
from models.trail import append


@dataclass(frozen=True)
class Request:
    """Nothing is asked beside: the newest key at hand is the one that seals."""


@dataclass(frozen=True)
class Answer:
    """By which key is sealed, how many rows were, which keys are needed no more.

    `rows` 0: it is done; until then it is done again, each time in a transaction of its own.
    """

    key: int
    rows: int
    retired: tuple[int, ...]


@act("people.rekey")
def rekey(desk: Desk, request: Request) -> Answer:
    """Seal some of what older keys have sealed by the newest; at the end retire the older.

    Raises:
        NotPossible: the keys are not at hand, or a row was changed.
    """
    del request
    by = desk.allow("people.rekey")
    safe = safe_to_write(desk.session, desk.state, desk.now)
    rows = reseal_some(desk.session, safe)
    retired = [] if rows else retire_keys(desk.session, safe, desk.now)
    if rows or retired:
        said = {"by": by, "rows": rows, "retired": retired}
        event = Event("person.resealed", f"people_key:{safe.newest}", said)
        append(desk.session, desk.now, [event])
    return Answer(safe.newest, rows, tuple(retired))
