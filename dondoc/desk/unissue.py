"""Unissue: a công văn that was entered as issued by mistake is taken back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.consolidation.consolidate import consolidator
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.find import after_round
from dondoc.notices.blame import issued_about, issued_as, signed_as
from dondoc.notices.correct import corrections_naming, take_back_document
from language.dates import full_day
from models import Event, Issued, Named, Obligation, Report, Signature
from models.salt import digests_of
from models.trail import append


@dataclass(frozen=True)
class Request:
    """Which one, as it was entered about the round due on `due`, and why it is taken back.

    `duty`: whose round, where several are due that day.
    """

    directive: str
    due: date
    number: str
    dated: date
    reason: str
    duty: str | None = None


@dataclass(frozen=True)
class Answer:
    """The công văn's id, whom it had named by uid, and how many people hear that it is not out.

    These had been told so by a correction or a proposal; one that still waits is written without
    it. `cited`:
    signed consolidations of later rounds that name it as issued, for who signed them to replace.
    """

    issued: int
    names: tuple[str, ...]
    corrected: int
    cited: tuple[str, ...] = ()


@act("issue.undo")
def undo(desk: Desk, request: Request) -> Answer:
    """Take it back: it names nobody any more, and nothing is left to amend.

    Raises:
        Refused: no reason, none entered with that number and date, or a later one amends or
            replaces it.
    """
    row = consolidator(desk.session, desk.rulebook, request.directive, request.due, request.duty)
    by = desk.allow("issue.undo", [row])
    if not request.reason.strip():
        raise Refused("cần nêu lý do")
    one = _entered(desk, row, request)
    _refuse_rested_on(desk, row, one)
    one.undone_at, one.undone_reason = desk.now, request.reason
    desk.session.flush()
    told = take_back_document(desk.session, one, desk.now)
    data = {"issued": one.id, "by": by, **digests_of(desk.session, reason=request.reason)}
    taken_back = Event("document.unissued", f"obligation:{row.id}", data)
    append(desk.session, desk.now, [taken_back, *told])
    # Of several bodies one person hears in one letter.
    heard = {event.data["contact"] for event in told if event.kind == "notice.created"}
    return Answer(one.id, _names(desk, one), len(heard), _cited(desk, row, one))


def _entered(desk: Desk, row: Obligation, request: Request) -> Issued:
    known = issued_about(desk.session, row)
    for one in known:
        if (one.number, one.dated) == (request.number.strip(), request.dated):
            return one
    there = "; ".join(map(issued_as, known)) or "chưa ghi công văn nào"
    raise Refused(
        f"đợt này không có công văn số {request.number} ngày {full_day(request.dated)} để hủy ghi "
        f"nhận; có: {there}"
    )


def _refuse_rested_on(desk: Desk, row: Obligation, one: Issued) -> None:
    for later in issued_about(desk.session, row):
        if later.amends_id == one.id:
            raise Refused(
                f"{issued_as(later)} sửa đổi, thay thế công văn này: hủy ghi nhận công văn ấy trước"
            )


def _cited(desk: Desk, row: Obligation, one: Issued) -> tuple[str, ...]:
    """Return the signed consolidations whose "đính chính" says that `one` was issued.

    Each correction is told in the first later round that was closed once it was known.
    """
    later = (
        select(Signature, Report, Obligation.period)
        .join(Report, Report.id == Signature.report_id)
        .join(Obligation, Obligation.id == Signature.obligation_id)
        .where(after_round(row), Signature.undone_at.is_(None))
        .order_by(Obligation.original_due_on, Signature.revision)
    )
    signed = desk.session.execute(later).all()
    found = dict[int, str]()
    for finding in corrections_naming(desk.session, one):
        told = [each for each in signed if each[0].closed_at >= finding.decided_at]
        found |= {each[0].id: signed_as(each[0], each[1]) for each in told if each[2] == told[0][2]}
    return tuple(found.values())


def _names(desk: Desk, one: Issued) -> tuple[str, ...]:
    query = select(Obligation.bearer_uid).join(Named, Named.obligation_id == Obligation.id)
    return tuple(desk.session.scalars(query.where(Named.issued_id == one.id)))
