"""Everything that named a body as late though it was in time, each with what followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.consolidation.signatures import signatures_of
from dondoc.notices.blame import Blame, blame_of, issued_as, signed_as, standing_out
from dondoc.notices.correct import POLICY
from dondoc.obligations.target_corrections import target_blames
from dondoc.obligations.targets import target_standings
from dondoc.sending.names import recipient_of
from language.dates import day_and_hour
from language.zone import local_date
from models import Issued, Kind, Notice, NoticeState, Obligation, Report, Signature
from models.standing import on_time
from rules.rulebook import Rulebook
from steps.table import named


@dataclass(frozen=True, slots=True)
class Blamed:
    """A word that named the body as late though it was in time: when (local), what it was, whom it
    told, and what takes it back."""

    on: date
    what: str
    whom: str
    follows: str


def blamed(session: Session, rulebook: Rulebook, row: Obligation) -> Iterator[Blamed]:
    """Yield what named the bearer of `row` wrongly: letters, công văn, signed consolidations.

    What was true when it was said, before more time was granted, is none of it.
    """
    if row.kind == Kind.TARGET:
        standings = target_standings(session, rulebook, [row])
        told = target_blames(session, rulebook, standings).get(row.id, Blame())
        yield from each_of(session, rulebook, row, told)
        return
    if not on_time(row.received_at, row.late_from):
        return
    blame = blame_of(session, row, find.consolidations_of(session, rulebook, row))
    yield from each_of(session, rulebook, row, blame)


def each_of(
    session: Session, rulebook: Rulebook, row: Obligation, blame: Blame
) -> Iterator[Blamed]:
    """Yield everything of `blame`, which named the bearer of `row`, with what follows of it."""
    out = standing_out(session, row, blame)
    corrected = _corrected(session, row)
    for notice in blame.notices:
        follows = corrected.get(notice.contact_id or 0, "chưa có thư đính chính")
        at = local_date(notice.settled_at or notice.created_at)
        yield Blamed(at, f"thư: {named(notice.step)}", recipient_of(rulebook, notice), follows)
    for one in blame.issued:
        yield Blamed(
            one.dated, issued_as(one), "các nơi nhận công văn", _amended(session, one, out)
        )
    for signed in blame.signed:
        report = session.get_one(Report, signed.report_id)
        on = report.dated or local_date(signed.signed_at)
        follows = _replaced(session, signed, row, out)
        yield Blamed(on, signed_as(signed, report), "nơi nhận báo cáo tổng hợp", follows)


def _corrected(session: Session, row: Obligation) -> dict[int, str]:
    """Return, per contact, what became of the letter that took it back."""
    query = select(Notice).where(Notice.obligation_id == row.id, Notice.policy == POLICY)
    told = {}
    for notice in session.scalars(query.order_by(Notice.id)):
        sent = notice.state == NoticeState.SENT and notice.settled_at is not None
        when = f", đã gửi {day_and_hour(notice.settled_at)}" if sent and notice.settled_at else ""
        told[notice.contact_id or 0] = f"thư đính chính{when or ', chưa gửi'}"
    return told


def _amended(session: Session, one: Issued, out: Blame) -> str:
    if one in out.issued:
        return "chờ công văn cùng hình thức sửa đổi, thay thế"
    later = session.scalars(
        select(Issued).where(Issued.amends_id == one.id, Issued.stands())
    ).first()
    return f"{issued_as(later)} sửa đổi, thay thế" if later else "đã sửa đổi"


def _replaced(session: Session, one: Signature, row: Obligation, out: Blame) -> str:
    if one in out.signed:
        return "chờ báo cáo cùng hình thức thay thế; báo cáo kỳ sau có mục đính chính"
    held = signatures_of(session, one.obligation_id)
    later = [each for each in held if each.signature.revision > one.revision]
    by = f"{signed_as(later[-1].signature, later[-1].report)}" if later else "báo cáo sau"
    return f"thay thế bằng {by}; báo cáo kỳ sau có mục đính chính"
