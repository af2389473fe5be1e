"""Quiet: until when nothing can come of itself, written down by whoever has done everything.

It is read at a glance before anything is loaded (`dondoc.setup.glance`). What somebody does makes
an entry of the trail; what comes of itself comes at an instant that is stored. So an office is
quiet as long as its trail ends where it ended, up to the first of those instants.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.day.scheduled import next_backup
from dondoc.sending.courtesy import Courtesy
from dondoc.sending.putback import behind, unfinished
from dondoc.sending.switch import sending_off_since
from dondoc.setup.hour import last_sweep
from dondoc.setup.places import stamp_of
from dondoc.setup.wiring import Office
from dondoc.setup.workers import me
from dondoc.trail.second import lacking, unreachable
from language.zone import last_morning, next_morning
from models import Account, Entry, Message, MessageState, Notice, NoticeState

# Once in so long everything is looked at, however quiet it is: folders, and who else is silent.
LONGEST = timedelta(hours=1)


def note_quiet(office: Office, now: datetime) -> datetime | None:
    """Write down until when nothing comes of itself after all was done at `now` (aware).

    Returns:
        that instant; None where something is left to be done, or nobody ticks here.
    """
    if not office.source or office.demo:
        return None
    file = office.settings.file
    with office.reading() as session:
        entries = session.scalar(select(func.max(Entry.seq)))
        until = min(_next(office, session, now), default=now)
    quiet = until if until > now and file else None
    with office.writing(lasting=False) as session:
        row = me(session, office)
        row.quiet_entries, row.quiet_until = entries, quiet
        row.quiet_stamp = stamp_of(file) if quiet and file else None
    return quiet


def _next(office: Office, session: Session, now: datetime) -> Iterator[datetime]:
    """Yield each instant at which something comes of itself; `now` where something is left."""
    at = office.settings.settings.sweep.at
    last = last_sweep(session)
    yield now + LONGEST
    yield next_morning(now, at) if last and last >= last_morning(now, at) else now
    settings = office.settings
    if unreachable(settings.second_folder) or lacking(
        settings.state_folder, settings.second_folder
    ):
        yield now
    yield from _stored(next_backup(office, now))
    if behind(session) or unfinished(settings.state_folder):
        yield now
    yield from sending_comes(
        session, now, Courtesy(settings.settings.courtesy, office.rulebook.calendar)
    )


def sending_comes(session: Session, now: datetime, courtesy: Courtesy) -> Iterator[datetime]:
    """Yield when a dispatch has something to do again."""
    resting = select(func.min(Account.paused_until))
    leased = select(func.min(Message.lease_until)).where(Message.unsettled())
    yield from _stored(session.scalar(resting), session.scalar(leased))
    held, pending = NoticeState.HELD.value, NoticeState.PENDING.value
    of = select(func.min(Notice.held_until)).where(Notice.unsent())
    yield from _stored(session.scalar(of.where(Notice.state == held)))
    opens = courtesy.closed_until(now)
    if opens is not None:
        yield opens
        return
    if sending_off_since(session) is not None:
        return
    retried = select(func.min(Message.retry_at)).where(
        Message.unsettled(), Message.state == MessageState.PENDING.value
    )
    yield from _stored(session.scalar(retried))
    untold = Notice.unsent(), Notice.state == pending, Notice.message_id.is_(None)
    yield from _stored(session.scalar(of.where(*untold)))
    at_once = select(func.count(Notice.id)).where(*untold, Notice.held_until.is_(None))
    if session.scalar(at_once):
        yield now


def _stored(*instants: datetime | None) -> Iterator[datetime]:
    yield from (one for one in instants if one is not None)
