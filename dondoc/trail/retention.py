"""Retention: what is personal and whose time is over, and what must stay all the same.

Nothing goes that is open, in doubt, or may still have to be corrected: as long as something is
asked about its obligation, or waits to be said about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from dondoc.reports.attach import kept_at
from dondoc.setup.settings import RetentionSettings
from dondoc.setup.wiring import Office
from dondoc.trail.erasing import persons_over
from language.dates import months_before
from language.zone import local_date, local_midnight
from models import (
    Activity,
    Attachment,
    Contact,
    InspectionEntry,
    Message,
    MessageState,
    Notice,
    Obligation,
    Person,
    PersonList,
    Print,
    Report,
)
from models.base import Base
from notifications.mail_file import name_of_id
from steps.states import ObligationState

# What goes by the day that each list says, not by a setting.
PERSONS = "persons"
_ASKED = [one.value for one in {*ObligationState.unfinished(), *ObligationState.asked()}]
_SETTLED = [MessageState.SENT.value, MessageState.FAILED.value]


@dataclass(frozen=True)
class Due:
    """Rows of one kind whose time is over: their ids, and how many more must stay for now.

    `months`: how long they are kept by the settings, None for ever: then nothing is due, but
    persons: each list of them says until when.
    """

    kind: str
    model: type[Base]
    months: int | None
    ids: tuple[int, ...] = ()
    kept: int = 0


def due(session: Session, settings: RetentionSettings, now: datetime) -> list[Due]:
    """Return what is due at the instant `now` (aware), by kind."""
    today = local_date(now)
    kinds = (
        ("letters", Message, settings.letters, _letters),
        ("attachments", Attachment, settings.attachments, _attachments),
        ("contacts", Contact, settings.contacts, _contacts),
    )
    found = []
    for kind, model, months, old in kinds:
        if months is None:
            found.append(Due(kind, model, None))
            continue
        over, busy = old(months_before(today, months))
        rows = session.execute(select(model.id, busy).where(over).order_by(model.id)).all()
        ids = tuple(number for number, held in rows if not held)
        found.append(Due(kind, model, months, ids, len(rows) - len(ids)))
    if dated(session):
        persons, kept = persons_over(session, today)
        found.append(Due(PERSONS, Person, None, persons, kept))
    return found


def dated(session: Session) -> bool:
    """Say whether a list of people says until when they are kept."""
    said = select(PersonList.id).where(PersonList.dated()).limit(1)
    return session.scalar(said) is not None


def _letters(before: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    over = and_(Message.frozen_at < local_midnight(before), func.length(Message.content) > 0)
    told = select(Notice.obligation_id).where(Notice.message_id == Message.id).correlate(Message)
    return over, or_(Message.state.not_in(_SETTLED), _busy(told))


def _attachments(before: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    over = and_(Attachment.stored_at < local_midnight(before), Attachment.name != "")
    of = select(Report.obligation_id).where(Report.id == Attachment.report_id)
    return over, _busy(of.correlate(Attachment))


def _contacts(before: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Who is listed no more; whoever may have to be told that a word was wrong stays."""
    columns = (Contact.person, Contact.email, Contact.phone, Contact.written)
    known = or_(Contact.channels != "", *(one.is_not(None) for one in columns))
    over = and_(Contact.position.is_(None), Contact.valid_to < before, known)
    told = select(Notice.obligation_id).where(Notice.contact_id == Contact.id).correlate(Contact)
    letter = exists().where(Message.contact_id == Contact.id, Message.state.not_in(_SETTLED))
    return over, or_(letter, _busy(told))


def _busy(obligations: Select[int]) -> ColumnElement[bool]:
    """Say whether one of `obligations` is still asked for, or has a word that waits."""
    waiting = aliased(Notice)
    waits = exists().where(waiting.obligation_id == Obligation.id, waiting.unsent())
    asked = Obligation.state.in_(_ASKED)
    return exists().where(Obligation.id.in_(obligations), or_(asked, waits))


def remains(session: Session, state: Path, outbox: Path) -> Iterator[Path]:
    """Yield the files that hold what was purged and are still there.

    After the purge is committed they go; where it was killed in between, with the next one.
    """
    named = Attachment.name != ""
    others = [
        select(one.sha256).where(one.sha256.is_not(None))
        for one in (Print, Activity, InspectionEntry)
    ]
    live = select(Attachment.sha256).where(named).union(*others)
    gone = select(Attachment.sha256).where(~named, Attachment.sha256.not_in(live)).distinct()
    for digest in session.scalars(gone):
        if (file := kept_at(state, digest)).exists():
            yield file
    yield from _letters_left(session, outbox)


def _letters_left(session: Session, outbox: Path) -> Iterator[Path]:
    files = {file.stem.partition("-")[2]: file for file in outbox.glob("*.eml")}
    query = select(Message.message_id_header).where(func.length(Message.content) == 0)
    for header in session.scalars(query) if files else ():
        if file := files.get(name_of_id(header)):
            yield file


def remove_remains(office: Office) -> int:
    """Remove the files of what was purged, by a killed purge too; return how many."""
    with office.reading() as session:
        files = list(remains(session, office.settings.state_folder, office.outbox))
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


KIND_NAMES = {
    PERSONS: "người trong các danh sách",
    "letters": "thư (nội dung, nơi nhận)",
    "attachments": "tệp kèm báo cáo",
    "contacts": "người không còn trong danh bạ",
}
