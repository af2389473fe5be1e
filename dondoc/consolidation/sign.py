"""Sign: a consolidation was signed and sent; the figures it was built from stand still.

A partial one counts as filed as well; a full one that follows is its next revision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import consolidation_by, locked_round
from dondoc.consolidation.round import Consolidation, Line, Readiness
from dondoc.consolidation.signatures import SignedRound, signatures_of
from dondoc.errors import Refused
from dondoc.notices.correct import taken_back
from dondoc.reports.attach import Examined
from dondoc.reports.evidence import Content, Evidence
from dondoc.reports.filed import counting, is_returned
from dondoc.reports.record import Recorded, record
from language.dates import hour_of_day
from language.zone import local
from models import Event, Obligation, Report, Signature, Signed
from models.trail import append
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Signing:
    """What signing did: the signature, whose figures stand still by it, what recording did."""

    signature: Signature
    found: Consolidation
    frozen: tuple[Report, ...]
    recorded: Recorded


def sign(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date | None,
    evidence: Evidence,
    by: str,
    now: datetime,
    closed_at: datetime | None = None,
    partial: bool = False,
    untold: bool = False,
    consolidators: Iterable[Obligation] = (),
    files: tuple[Examined, ...] = (),
    duty: str | None = None,
) -> Signing:
    """Record a signed consolidation: it is filed, and its figures stand still from now on.

    Args:
        due: the consolidator's date.
        evidence: how it reached its receiver; `received_at` decides timeliness.
        closed_at: the instant printed on it: only reports known by then are in it. None: `now`.
        partial: it is meant to be signed although bodies are absent, all of them perhaps.
        untold: it is meant to be signed as complete although somebody told no figure of a group.
        duty: whose round, where several are due that day or it has no term.
    Raises:
        Refused: somebody is absent and `partial` is not said, figures are lacking and `untold` is
            not said, figures in it have changed since `closed_at`, it says no more than the last
            signed one, or what `record` refuses.
    """
    closed_at = closed_at or now
    if closed_at > now:
        raise Refused(
            f"thời điểm chốt {hour_of_day(closed_at)} ở sau hiện tại: kiểm tra lại --closed-at"
        )
    if evidence.received_at < closed_at:
        raise Refused(
            f"nơi nhận không thể nhận lúc {hour_of_day(evidence.received_at)}, trước thời "
            f"điểm chốt số liệu {hour_of_day(closed_at)}: kiểm tra lại --received-at, "
            "--closed-at"
        )
    row = locked_round(session, rulebook, directive, due, duty)
    found = consolidation_by(session, rulebook, row, closed_at)
    _refuse_minute(session, found, closed_at)
    held = signatures_of(session, row.id)
    retold = bool(held) and taken_back(session, held[-1].signature)
    _refuse(found, held, partial, untold, retold)
    _refuse_changed(session, found)
    reports = [line.report for line in found.present if line.report]
    filed_before = row.received_at is not None
    content = Content(files=files, revises=filed_before)
    recorded = record(session, row.id, evidence, by, now, consolidators, content)
    signature = Signature(
        obligation_id=row.id,
        revision=_next_revision(session, row.id),
        report_id=recorded.report,
        closed_at=closed_at,
        signed_at=now,
        signed_by=by,
        partial=found.readiness is not Readiness.READY,
    )
    session.add(signature)
    session.flush()
    session.add_all(Signed(signature_id=signature.id, report_id=one.id) for one in reports)
    frozen = tuple(one for one in reports if one.frozen_by is None)
    for report in frozen:
        report.frozen_by = signature.id
    append(session, now, [_signed(signature, reports, frozen, found)])
    return Signing(signature, found, frozen, recorded)


def _refuse(
    found: Consolidation,
    earlier: Sequence[SignedRound],
    partial: bool,
    untold: bool,
    retold: bool,
) -> None:
    if found.missing and not partial:
        so_far = "chưa có báo cáo nào để tổng hợp: " if not found.present else ""
        raise Refused(
            f"{so_far}còn {len(found.missing)} đơn vị chưa có số liệu ({_names(found.missing)}); "
            "nếu ký báo cáo tổng hợp từng phần, thêm --partial"
        )
    if found.readiness is Readiness.READY and found.untold and not untold:
        enough = "chưa có" if found.all_untold else "chưa đủ"
        raise Refused(
            f"đã nộp đủ, {enough} số liệu: {found.without_figures}; nếu vẫn ký, thêm "
            "--without-figures"
        )
    last = earlier[-1] if earlier else None
    if last and not found.says_more_than(last) and not retold:
        at = local(last.signature.signed_at)
        raise Refused(
            f"báo cáo tổng hợp với đúng các số liệu này đã được ghi là ký lúc {hour_of_day(at)}; "
            "nếu ghi nhầm, dùng: dondoc unsign"
        )


def _names(lines: Iterable[Line]) -> str:
    return ", ".join(line.body.short_name or line.body.name for line in lines)


def _refuse_minute(session: Session, found: Consolidation, closed_at: datetime) -> None:
    """Refuse a whole minute within which a report came: what is printed may count it or not."""
    local_at = local(closed_at)
    if local_at.second or local_at.microsecond:
        return
    ids = [line.row.id for line in found.lines]
    within = session.scalar(
        select(func.count()).where(
            Report.obligation_id.in_(ids),
            Report.recorded_at > closed_at,
            Report.recorded_at < closed_at + timedelta(minutes=1),
        )
    )
    if within:
        raise Refused(
            f"trong phút {local_at:%H:%M} có {within} báo cáo được ghi nhận, chưa rõ báo cáo đã ký "
            f"có tính hay không: ghi cả giây, ví dụ --closed-at {local_at:%Y-%m-%dT%H:%M}:59"
        )


def _refuse_changed(session: Session, found: Consolidation) -> None:
    """Refuse where a report that is in it does not count any more: the paper tells old figures."""
    now = counting(session, [line.row.id for line in found.present])
    changed = [
        line.body.name
        for line in found.present
        if (report := now.get(line.row.id)) is None
        or report is not line.report
        or is_returned(report)
    ]
    if changed:
        raise Refused(
            f"số liệu của {', '.join(changed)} đã thay đổi sau thời điểm chốt: lập lại báo cáo "
            "tổng hợp, ký rồi ghi với --closed-at mới"
        )


def _next_revision(session: Session, obligation: int) -> int:
    last = session.scalar(
        select(func.max(Signature.revision)).where(Signature.obligation_id == obligation)
    )
    return (last or 0) + 1


def _signed(
    signature: Signature, reports: Sequence[Report], frozen: Sequence[Report], found: Consolidation
) -> Event:
    """Return the entry: which reports are in it, a digest of their figures, who is absent."""
    figures = [[report.id, report.figures] for report in reports]
    data = {
        "signature": signature.id,
        "revision": signature.revision,
        "report": signature.report_id,
        "closed_at": signature.closed_at.isoformat(),
        "partial": signature.partial,
        "by": signature.signed_by,
        "reports": [report.id for report in frozen],
        "bodies_in": len(reports),
        "absent": len(found.missing),
        "figures_sha256": sha256(orjson.dumps(figures, option=orjson.OPT_SORT_KEYS)).hexdigest(),
    }
    return Event("consolidation.signed", f"obligation:{signature.obligation_id}", data)
