"""The next moment at which something happens in a demonstration, of itself or by its calendar."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.day.quiet import sending_comes
from dondoc.sending.courtesy import Courtesy
from dondoc.setup.wiring import Office
from language.zone import local_date, morning, next_morning
from models import Obligation


def next_moment(office: Office, now: datetime) -> datetime:
    """Return the first instant after `now` (aware) at which a row is looked at or a letter may go.

    Where nothing is in sight it is the next morning's sweep.
    """
    at = office.settings.settings.sweep.at
    courtesy = Courtesy(office.settings.settings.courtesy, office.rulebook.calendar)
    with office.reading() as session:
        coming = [*_swept(office, session, now), *sending_comes(session, now, courtesy)]
    return min((one for one in coming if one > now), default=next_morning(now, at))


def _swept(office: Office, session: Session, now: datetime) -> Iterator[datetime]:
    """Yield the morning whose sweep has the next row to look at."""
    at = office.settings.settings.sweep.at
    wake = session.scalar(select(func.min(Obligation.wake_at)))
    if wake is None:
        return
    that_day = morning(local_date(wake), at)
    yield max(next_morning(now, at), that_day if wake <= that_day else next_morning(wake, at))
