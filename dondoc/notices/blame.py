"""Blame: everything by which a body was named as late in a round, to be taken back where wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from language.dates import full_day
from language.zone import local_date
from models import (
    Covered,
    Decision,
    DecisionKind,
    Issued,
    Message,
    Named,
    Notice,
    NoticeState,
    Obligation,
    Report,
    Signature,
    Signed,
)
from models.standing import had_passed_in_sql, has_passed
from steps.table import ASK_VIA, URGE, those

# Said of the bearer itself, and said of the whole round it belongs to.
_OF_THE_BEARER = those(lambda step: step.blames)
_OF_THE_ROUND = those(lambda step: step.names_the_late)


@dataclass(frozen=True)
class Blame:
    """What named one body as late: letters that left, công văn that were issued, and signed
    consolidations; `heard`: by which letters those were asked who have to do with it besides."""

    notices: tuple[Notice, ...] = ()
    issued: tuple[Issued, ...] = ()
    signed: tuple[Signature, ...] = ()
    heard: tuple[Notice, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notices or self.issued or self.signed)

    def facts(self) -> dict[str, list[int]]:
        """Return the ids, as a correction's finding holds them."""
        told = {notice.id for notice in (*self.notices, *self.heard)}
        return {
            "told": sorted(told),
            "issued": sorted(one.id for one in self.issued),
            "signed": sorted(one.id for one in self.signed),
        }


def blame_of(session: Session, row: Obligation, consolidations: Sequence[Obligation]) -> Blame:
    """Return everything that named the bearer of `row` as late, and who else has to do with it.

    Letters count that have left, are on their way, or are in doubt; never one that only waits.

    Args:
        consolidations: of its round, those owed no more among them.
    """
    rounds = [each.id for each in consolidations]
    notices = _told(session, row, rounds)
    issued, signed = issued_naming(session, row), _signed_without(session, row, rounds)
    if not (notices or issued or signed):
        return Blame()
    documents = bool(issued or signed)
    return Blame(notices, issued, signed, _heard(session, row, consolidations, documents))


def blame_held(session: Session, facts: Mapping[str, Sequence[int]]) -> Blame:
    """Return the documents that a correction's finding holds; its letters are told by its notices.

    Args:
        facts: as `Blame.facts` gave them, or an earlier version, which knew of letters alone.
    """
    issued = select(Issued).where(Issued.id.in_(facts.get("issued", ())))
    signed = select(Signature).where(Signature.id.in_(facts.get("signed", ())))
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
    amended = set(session.scalars(select(Issued.amends_id).where(Issued.amends_id.in_(ids))))
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


def issued_naming(session: Session, row: Obligation) -> tuple[Issued, ...]:
    """Return the issued công văn that name the bearer of `row`, in the order of their dates."""
    query = select(Issued).join(Named, Named.issued_id == Issued.id)
    query = query.where(Named.obligation_id == row.id).order_by(Issued.dated, Issued.id)
    return tuple(session.scalars(query))


def _told(session: Session, row: Obligation, rounds: Sequence[int]) -> tuple[Notice, ...]:
    frozen = func.coalesce(Message.frozen_at, Notice.created_at)
    own = (Notice.obligation_id == row.id) & Notice.step.in_(_OF_THE_BEARER)
    # A brief or a drafted urging names whoever was late when it was frozen.
    late = had_passed_in_sql(frozen, row.late_from)
    named = Notice.obligation_id.in_(rounds) & Notice.step.in_(_OF_THE_ROUND) & late
    query = select(Notice, frozen).outerjoin(Message, Message.id == Notice.message_id)
    found = session.execute(query.where(or_(own, named), has_left()).order_by(Notice.id)).all()
    pauses = _pauses(session, row) if any(n.step == URGE.id for n, _ in found) else []
    return tuple(n for n, at in found if n.step != URGE.id or not _paused(pauses, at))


def has_left() -> ColumnElement[bool]:
    """Select the notices that have left, are on their way, or are in doubt."""
    return or_(
        Notice.state == NoticeState.SENT.value,
        (Notice.state == NoticeState.PENDING.value) & Notice.message_id.is_not(None),
    )


def _pauses(session: Session, row: Obligation) -> Sequence[Decision]:
    query = select(Decision).join(Covered, Covered.decision_id == Decision.id)
    paused = Decision.kind == DecisionKind.PAUSE.value
    return session.scalars(query.where(Covered.obligation_id == row.id, paused)).all()


def _paused(pauses: Iterable[Decision], at: datetime) -> bool:
    """Say whether nobody was to be urged at the instant `at`: the draft spared it."""
    return any(
        one.decided_at <= at and one.until is not None and local_date(at) <= one.until
        for one in pauses
    )


def _signed_without(
    session: Session, row: Obligation, rounds: Sequence[int]
) -> tuple[Signature, ...]:
    """Return the signed consolidations that name the bearer as absent, though it was late then."""
    has = select(Signed.signature_id).join(Report, Report.id == Signed.report_id)
    query = select(Signature).where(
        Signature.obligation_id.in_(rounds),
        Signature.undone_at.is_(None),
        Signature.id.not_in(has.where(Report.obligation_id == row.id)),
    )
    found = session.scalars(query.order_by(Signature.id))
    return tuple(one for one in found if has_passed(row.late_from, one.closed_at))


def _heard(
    session: Session, row: Obligation, consolidations: Sequence[Obligation], documents: bool
) -> tuple[Notice, ...]:
    """Return the letters by which those were asked who have to do with the taking back.

    The body that consolidates was asked for the very report, or else told of its round; where
    documents are out, whoever prepares what is sent.
    """
    rounds = [each.id for each in consolidations]
    asked = _sent(session, Notice.obligation_id == row.id, Notice.step == ASK_VIA.id)
    if not asked:
        own = Notice.recipient_uid.in_([each.bearer_uid for each in consolidations])
        asked = _sent(session, Notice.obligation_id.in_(rounds), own)[-1:]
    if not documents:
        return asked
    drafts = _sent(session, Notice.obligation_id.in_(rounds), Notice.step == URGE.id)
    return (*asked, *drafts)


def _sent(session: Session, *where: ColumnElement[bool]) -> tuple[Notice, ...]:
    return tuple(session.scalars(select(Notice).where(*where, has_left()).order_by(Notice.id)))


def issued_as(one: Issued) -> str:
    """Return how an issued công văn is cited: "Công văn số 12/UBND-VX ngày 08/5/2024"."""
    return f"Công văn số {one.number} ngày {full_day(one.dated)}"


def signed_as(one: Signature, report: Report) -> str:
    """Return how a signed consolidation is cited, by its number where that is known."""
    number = f" số {report.number}" if report.number else ""
    on = report.dated or local_date(one.signed_at)
    partial = " từng phần" if one.partial else ""
    return f"Báo cáo tổng hợp{partial}{number} ngày {full_day(on)}"
