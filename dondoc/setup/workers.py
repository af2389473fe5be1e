"""Workers: who ticks at this database, by one program and one set of rules, or does not sweep.

Whoever was started differs from the others where an upgrade or a change of the rules has reached
only some of them. Two sets of rules in turn would move obligations to and fro: so what was swept by
last holds until nobody else works here, or a person says that the others have followed.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible
from dondoc.setup.places import place_of, version, worker_name
from dondoc.setup.wiring import Office
from language.dates import short_day_and_hour
from language.zone import local
from models import Shared, Worker
from models.worker import ONLY, put_if_absent, shared_of

# Who has not been seen for so long works here no more: longer than from one sweep to the next.
GONE = timedelta(hours=26)


class OutOfStep(NotPossible):
    """This program or its rules are not those that the others sweep by."""


def me(session: Session, office: Office) -> Worker:
    """Return the row of this worker, seen now; in the caller's writing transaction."""
    place = place_of_office(office)
    name = worker_name(office.source, place)
    by, rules, now = version(), office.rulebook.digest, office.wall.now()
    first = {"place": place, "source": office.source, "version": by, "rules": rules, "seen_at": now}
    put_if_absent(session, Worker, {"name": name, **first})
    row = session.get_one(Worker, name)
    if (row.version, row.rules) != (by, rules):
        row.told_at = None
    row.version, row.rules, row.seen_at = by, rules, now
    return row


def keep_step(office: Office, anew: bool = False) -> None:
    """Note that this worker sweeps now, and by what; whoever is no worker (a test) is free.

    Args:
        anew: a person says that the others have stopped or followed.
    Raises:
        OutOfStep: the others sweep by another program or other rules.
    """
    if not office.source:
        return
    with office.writing(lasting=False) as session:
        row = me(session, office)
        shared = shared_of(session)
        wrong = None if anew else _differs(session, row, shared)
        if wrong is None:
            row.told_at = None
        if wrong is None and (shared.version, shared.rules) != (row.version, row.rules):
            shared.version, shared.rules = row.version, row.rules
            shared.since, shared.place = row.seen_at, row.place
    if wrong is not None:
        raise OutOfStep(wrong)


def out_of_step(session: Session, office: Office) -> str | None:
    """Return in words how this program or its rules differ from the others', None where not."""
    row = Worker(
        place=place_of_office(office),
        version=version(),
        rules=office.rulebook.digest,
        seen_at=office.wall.now(),
    )
    return _differs(session, row, session.get(Shared, ONLY))


def _differs(session: Session, row: Worker, shared: Shared | None) -> str | None:
    if shared is None or shared.version is None or shared.rules is None or shared.since is None:
        return None
    if (shared.version, shared.rules) == (row.version, row.rules):
        return None
    query = select(Worker.place).where(
        Worker.place != row.place, Worker.seen_at > row.seen_at - GONE
    )
    others = sorted(set(session.scalars(query)))
    if not others:
        return None
    return (
        f"máy này chạy dondoc {row.version}, bộ quy tắc {row.rules[:12]}, mà các lượt quét từ "
        f"{short_day_and_hour(local(shared.since))} theo dondoc {shared.version}, bộ quy tắc "
        f"{shared.rules[:12]} (cùng làm: {', '.join(others)}): nâng cấp mọi máy và bộ quy tắc như "
        "nhau, rồi chạy dondoc deploy, hoặc dondoc sweep --accept-change"
    )


def place_of_office(office: Office) -> str:
    """Return whose program and rules this office's are: its machine's, by its settings file."""
    return place_of(office.settings.file) if office.settings.file else office.source
