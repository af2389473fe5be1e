"""Unsign: a signature that was recorded by mistake is taken back; its figures move again."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import locked_round, named
from dondoc.consolidation.signatures import SignedRound, signatures_of
from dondoc.contacts.recipients import Recipient
from dondoc.errors import Refused
from dondoc.find import IN_TIME, after_round
from dondoc.notices.correct import take_back_document, tell_unsigned
from dondoc.reports.filed import counting, is_returned
from dondoc.reports.undo import undo
from language.dates import full_day
from models import Event, Notice, Obligation, Report, ReportState, Signature
from models.salt import digests_of
from models.trail import append
from rules.rulebook import Rulebook


def unsign(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date | None,
    reason: str,
    by: str,
    now: datetime,
    consolidators: Iterable[Obligation] = (),
    holding: Callable[[Notice], bool] = lambda _: False,
    duty: str | None = None,
    followers: Iterable[Recipient] = (),
) -> tuple[Signature, int]:
    """Undo the last signature of a round: it was recorded by mistake. Its figures move again.

    Its report is undone with it, unless the receiver has returned it already. Whoever was told by
    a correction that it is signed is told that it is not, and so is whoever follows the round.

    Args:
        followers: who is told how the round stands.
    Returns:
        the signature, and to how many contacts word of it goes.
    Raises:
        Refused: no reason, no signature that holds, a correction already counts in a later round,
            or its receiver has accepted it.
    """
    if not reason.strip():
        raise Refused("cần nêu lý do")
    row = locked_round(session, rulebook, directive, due, duty)
    held = signatures_of(session, row.id)
    if not held:
        raise Refused(f"{named(row)} chưa có báo cáo tổng hợp nào được ký")
    _refuse_built_on(session, row)
    last = held[-1]
    released = _release(session, rulebook, last)
    last.signature.undone_at, last.signature.undone_reason = now, reason
    session.flush()
    data = {
        "signature": last.signature.id,
        "revision": last.signature.revision,
        "by": by,
        **digests_of(session, reason=reason),
        "reports": [report.id for report in released],
    }
    taken_back = Event("consolidation.unsigned", f"obligation:{row.id}", data)
    words = take_back_document(session, last.signature, now)
    heard = _contacts(words)
    fresh = [one for one in followers if one.contact not in heard]
    words += tell_unsigned(session, row, last.signature, fresh, now)
    append(session, now, [taken_back, *words])
    filed = counting(session, [row.id]).get(row.id)
    if filed is not None and filed.id == last.report.id and not is_returned(filed):
        undo(session, row.id, reason, by, now, consolidators, holding)
    return last.signature, len(_contacts(words))


def _contacts(words: Iterable[Event]) -> set[int]:
    """Return the contacts (ids) to whom `words` go; one that failed goes to nobody."""
    told = (event.data["contact"] for event in words if event.kind == "notice.created")
    return {contact for contact in told if isinstance(contact, int)}


def _refuse_built_on(session: Session, row: Obligation) -> None:
    """Refuse while a later round is signed: its openings are the closings of this one."""
    later = session.scalars(
        select(Obligation.original_due_on)
        .join(Signature, Signature.obligation_id == Obligation.id)
        .where(after_round(row), Signature.undone_at.is_(None))
        .order_by(*IN_TIME)
    ).first()
    if later is not None:
        raise Refused(
            f"đợt sau (hạn {full_day(later)}) đã ký dựa trên số liệu này: hủy đợt sau trước, hoặc "
            "điều chỉnh ở kỳ sau"
        )


def _release(session: Session, rulebook: Rulebook, last: SignedRound) -> list[Report]:
    """Let the figures move again that this signature made to stand still."""
    query = select(Report).where(Report.frozen_by == last.signature.id).order_by(Report.id)
    reports = list(session.scalars(query.with_for_update()))
    corrected = session.scalars(
        select(Obligation)
        .join(Report, Report.obligation_id == Obligation.id)
        .where(
            Report.obligation_id.in_([report.obligation_id for report in reports]),
            Report.state == ReportState.ADJUSTMENT.value,
            Report.undone_at.is_(None),
        )
    ).all()
    if corrected:
        names = ", ".join(sorted({rulebook.bodies.get(row.bearer_uid).name for row in corrected}))
        raise Refused(
            f"{names} đã có điều chỉnh kỳ trước dựa trên báo cáo này: không hủy được, chỉ điều "
            "chỉnh tiếp ở kỳ sau"
        )
    for report in reports:
        report.frozen_by = None
    return reports
