"""Blame: everything by which a body was named as late in a round, to be taken back where wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from dondoc.notices.course import Course, course_of, courses_of
from language.dates import full_day
from language.zone import local_date, local_midnight
from models import (
    Issued,
    Kind,
    Message,
    Named,
    Notice,
    NoticeState,
    Obligation,
    Report,
    Signature,
    Signed,
)
from models.standing import had_passed_in_sql
from steps.table import ASK_VIA, PROPOSAL, URGE, those

# Said of the bearer itself, and said of the whole round it belongs to.
_OF_THE_BEARER = those(lambda step: step.blames)
_OF_THE_ROUND = those(lambda step: step.names_the_late)
# When a letter was written: what it says was so then.
_FROZEN = func.coalesce(Message.frozen_at, Notice.created_at)


@dataclass(frozen=True)
class Blame:
    """What named one body as late: letters that left, công văn that were issued, and signed
    consolidations; `heard`: by which letters those were asked who have to do with it besides.

    `states`: of a target, how it was said to stand (`TargetState` values).
    """

    notices: tuple[Notice, ...] = ()
    issued: tuple[Issued, ...] = ()
    signed: tuple[Signature, ...] = ()
    heard: tuple[Notice, ...] = ()
    states: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notices or self.issued or self.signed)

    def facts(self) -> dict[str, Any]:
        """Return the ids, as a correction's finding holds them."""
        told = {notice.id for notice in (*self.notices, *self.heard)}
        return {
            "told": sorted(told),
            "issued": sorted(one.id for one in self.issued),
            "signed": sorted(one.id for one in self.signed),
            **({"states": list(self.states)} if self.states else {}),
        }


def blame_of(
    session: Session,
    row: Obligation,
    consolidations: Sequence[Obligation],
    *,
    owed: bool = True,
) -> Blame:
    """Return everything that named the bearer of `row` wrongly as late, and who is to hear of it.

    Wrong is what was not so on the day it was said: who was late then, and was given more time
    afterwards, was late. Letters count that have left, are on their way, or are in doubt; never
    one that only waits.

    Args:
        consolidations: of its round, those owed no more among them.
        owed: False: nothing was ever owed, so that whatever named it was wrong.
    """
    rounds, course = [each.id for each in consolidations], course_of(session, row)

    def wrong(at: datetime) -> bool:
        return not (owed and course.was_late(at))

    notices = tuple(one for one, at in _told(session, course, rounds) if wrong(at))
    issued = tuple(one for one in issued_naming(session, row) if wrong(out_by(one)))
    unnamed = _signed_without(session, course, rounds)
    signed = tuple(one for one in unnamed if wrong(one.closed_at))
    if not (notices or issued or signed):
        return Blame()
    asked = _sent(session, Notice.obligation_id == row.id, Notice.step == ASK_VIA.id)
    heard = [one for one, at in asked if wrong(at)] or last_told(session, consolidations)
    if issued or signed:
        heard += _drafts(session, rounds)
    return Blame(notices, issued, signed, tuple(heard))


def out_by(one: Issued) -> datetime:
    """Return the instant by which a công văn had gone out: the end of the day it bears.

    What was decided on that very day it should have known.
    """
    return local_midnight(one.dated + timedelta(days=1))


def blame_held(session: Session, facts: Mapping[str, Sequence[int]]) -> Blame:
    """Return the documents that a correction's finding holds, but those entered by mistake.

    Its letters are told by its notices.

    Args:
        facts: as `Blame.facts` gave them, or an earlier version, which knew of letters alone.
    """
    issued = select(Issued).where(Issued.id.in_(facts.get("issued", ())), Issued.stands())
    signed = select(Signature).where(
        Signature.id.in_(facts.get("signed", ())), Signature.undone_at.is_(None)
    )
    return Blame(
        issued=tuple(session.scalars(issued.order_by(Issued.dated, Issued.id))),
        signed=tuple(session.scalars(signed.order_by(Signature.id))),
    )


def standing_out(session: Session, row: Obligation, blame: Blame) -> Blame:
    """Return those documents of `blame` that no later one has put right.

    A công văn that was amended has; a signed consolidation, once a later one of the round holds
    the report of `row`, or stands for it.
    """
    ids = [one.id for one in blame.issued]
    later = select(Issued.amends_id).where(Issued.amends_id.in_(ids), Issued.stands())
    amended = set(session.scalars(later))
    if row.kind == Kind.TARGET:
        return Blame(issued=(), signed=tuple(_still_said(session, blame.signed)))
    query = (
        select(func.max(Signature.revision))
        .join(Signed, Signed.signature_id == Signature.id)
        .join(Report, Report.id == Signed.report_id)
    )
    last = session.scalar(
        query.where(Report.obligation_id == row.id, Signature.undone_at.is_(None))
    )
    return Blame(
        issued=tuple(one for one in blame.issued if one.id not in amended),
        signed=tuple(one for one in blame.signed if one.revision > (last or 0)),
    )


def _still_said(session: Session, signed: Sequence[Signature]) -> Iterator[Signature]:
    """Yield those of a target that no later one of their round has put right."""
    for one in signed:
        later = select(Signature.id).where(
            Signature.obligation_id == one.obligation_id,
            Signature.revision > one.revision,
            Signature.undone_at.is_(None),
            Signature.id.not_in([each.id for each in signed]),
        )
        if session.scalar(later.limit(1)) is None:
            yield one


def issued_about(session: Session, row: Obligation) -> tuple[Issued, ...]:
    """Return the issued công văn about the round that is consolidated by `row`, as entered."""
    query = select(Issued).where(Issued.obligation_id == row.id, Issued.stands())
    return tuple(session.scalars(query.order_by(Issued.id)))


def told_of(session: Session, one: Issued) -> list[Notice]:
    """Return the letters that said that the công văn `one` had urged the body they are about."""
    named = select(Named.obligation_id).where(Named.issued_id == one.id)
    about = Notice.obligation_id.in_(named), Notice.step == PROPOSAL.id
    return [notice for notice, at in _sent(session, *about) if at >= one.recorded_at]


# Asked for every body that is proposed: made once.
_NAMING = (
    select(Issued)
    .join(Named, Named.issued_id == Issued.id)
    .where(Named.obligation_id == bindparam("named"), Issued.stands())
    .order_by(Issued.dated, Issued.id)
)


def issued_naming(session: Session, row: Obligation) -> tuple[Issued, ...]:
    """Return the issued công văn that name the bearer of `row`, in the order of their dates."""
    return tuple(session.scalars(_NAMING, {"named": row.id}))


def named_wrongly(session: Session, one: Issued, rows: Iterable[Obligation]) -> frozenset[int]:
    """Return the ids of those of `rows` that were in time by the day a công văn bears."""
    courses = courses_of(session, rows)
    return frozenset(
        id_
        for id_, course in courses.items()
        if course.row.received_at is not None and not course.was_late(out_by(one))
    )


def _told(
    session: Session, course: Course, rounds: Sequence[int]
) -> Iterator[tuple[Notice, datetime]]:
    """Yield the letters that named the bearer as late, each with when it was written."""
    own = (Notice.obligation_id == course.row.id) & Notice.step.in_(_OF_THE_BEARER)
    # A brief or a drafted urging names whoever was late when it was frozen.
    late = had_passed_in_sql(_FROZEN, course.first_late)
    named = Notice.obligation_id.in_(rounds) & Notice.step.in_(_OF_THE_ROUND) & late
    for notice, at in _sent(session, or_(own, named)):
        if _names(course, notice, at):
            yield notice, at


def _names(course: Course, notice: Notice, at: datetime) -> bool:
    """Say whether a letter frozen at the instant `at` named the bearer as late."""
    if notice.obligation_id == course.row.id:
        return True
    # The draft spares of whom nothing is asked.
    return course.was_absent(at) and not (notice.step == URGE.id and course.was_paused(at))


def has_left() -> ColumnElement[bool]:
    """Select the notices that have left, are on their way, or are in doubt."""
    return or_(
        Notice.state == NoticeState.SENT.value,
        (Notice.state == NoticeState.PENDING.value) & Notice.message_id.is_not(None),
    )


def _signed_without(
    session: Session, course: Course, rounds: Sequence[int]
) -> tuple[Signature, ...]:
    """Return the signed consolidations that name the bearer as absent after its day.

    One that had its report, returned or without figures, says so, and not that it is absent.
    """
    has = select(Signed.signature_id).join(Report, Report.id == Signed.report_id)
    query = select(Signature).where(
        Signature.obligation_id.in_(rounds),
        Signature.undone_at.is_(None),
        Signature.id.not_in(has.where(Report.obligation_id == course.row.id)),
    )
    found = session.scalars(query.order_by(Signature.id))
    return tuple(one for one in found if course.was_absent(one.closed_at))


def last_told(session: Session, consolidations: Sequence[Obligation]) -> list[Notice]:
    """Return the last letter about the round to the body that consolidates it.

    It hears of what is taken back, though it was not asked for the very report.
    """
    rounds = [each.id for each in consolidations]
    own = Notice.recipient_uid.in_([each.bearer_uid for each in consolidations])
    return [one for one, _ in _sent(session, Notice.obligation_id.in_(rounds), own)][-1:]


def _drafts(session: Session, rounds: Sequence[int]) -> list[Notice]:
    """Return the letters with drafts: who prepares what is sent hears of documents that are out."""
    drafted = Notice.obligation_id.in_(rounds), Notice.step == URGE.id
    return [one for one, _ in _sent(session, *drafted)]


def _sent(session: Session, *where: ColumnElement[bool]) -> list[tuple[Notice, datetime]]:
    """Return the notices that have left, each with when it was written."""
    query = select(Notice, _FROZEN).outerjoin(Message, Message.id == Notice.message_id)
    found = session.execute(query.where(*where, Notice.holds(), has_left()).order_by(Notice.id))
    return [(notice, at) for notice, at in found]


def issued_as(one: Issued) -> str:
    """Return how an issued công văn is cited: "Công văn số 12/UBND-VX ngày 08/5/2024"."""
    return f"Công văn số {one.number} ngày {full_day(one.dated)}"


def signed_as(one: Signature, report: Report) -> str:
    """Return how a signed consolidation is cited, by its number where that is known."""
    number = f" số {report.number}" if report.number else ""
    on = report.dated or local_date(one.signed_at)
    partial = " từng phần" if one.partial else ""
    return f"Báo cáo tổng hợp{partial}{number} ngày {full_day(on)}"
