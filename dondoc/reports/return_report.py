"""Return: the receiver gives a report back, with a reason at each figure that is wrong."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.find import consolidations_of, locked
from dondoc.forms import filed_form
from dondoc.obligations.sweep import look_at
from dondoc.obligations.target_corrections import wake_targets
from dondoc.obligations.work import Work
from dondoc.reports.filed import counting, groups_of
from dondoc.reports.record import wake
from language.zone import local_date
from models import Event, ObligationState, Report, ReportState
from models.obligation import OBLIGATION_MACHINE
from models.salt import digests_of
from models.standing import has_term
from models.trail import append

# [house] Working days in which the bearer answers.
REPLY_DAYS = 2
# Where a reason about no single figure stands.
WHOLE = "report"


def return_report(
    session: Session,
    work: Work,
    obligation_id: int,
    reasons: Mapping[str, str],
    by: str,
    now: datetime,
) -> Report:
    """Return the report of an obligation; it has a reply date of its own and no escalation.

    It stays done: the first complete submission decides. Whoever the policies name of a returned
    report is told in the same transaction, and the sweep looks again on the reply date. The trail
    holds the addresses and a digest of the reasons.

    Args:
        work: the office's rules and manners.
        reasons: why, by address ("row.figure", the id of a text, or "report" for the whole).
        by: who returns it, as `uid/post`.
    Raises:
        Refused: no reason, an unknown address, no report to return, or a frozen one.
    """
    row = locked(session, obligation_id)
    report = counting(session, [row.id]).get(row.id)
    if report is None or row.state not in OBLIGATION_MACHINE.sources(ObligationState.RETURNED):
        raise Refused("không có báo cáo nào để trả lại")
    if report.frozen_by is not None:
        raise Refused(
            "số liệu đã chốt trong báo cáo tổng hợp đã ký; đề nghị đơn vị gửi bản điều chỉnh"
        )
    form = filed_form(work.rulebook, row, report)
    known = form.addresses(groups_of(work.rulebook, row) or ()) if form else ()
    _refuse_bad(reasons, (WHOLE, *known))
    row.move(ObligationState.RETURNED)
    # What is said of this return, and what is said of it later, is said once.
    row.cycle += 1
    row.fired = {}
    report.move(ReportState.RETURNED, by, now)
    report.reasons = dict(reasons)
    _, calendar = work.known_on(local_date(now))
    report.reply_by = calendar.add(local_date(now), REPLY_DAYS)
    said = orjson.dumps(report.reasons, option=orjson.OPT_SORT_KEYS).decode()
    data = {
        "report": report.id,
        "revision": report.revision,
        "by": by,
        "at": sorted(reasons),
        **digests_of(session, reasons=said),
        "reply_by": report.reply_by.isoformat(),
        "cycle": row.cycle,
    }
    append(session, now, [Event("report.returned", f"obligation:{row.id}", data)])
    if not has_term(row.late_from):
        # Without a term nothing else would tell its consolidator that the figures do not hold.
        wake(consolidations_of(session, work.rulebook, row), now)
    wake_targets(session, [row.directive_id], now)
    session.flush()
    look_at(session, work, row.id, now)
    session.refresh(row)
    return report


def _refuse_bad(reasons: Mapping[str, str], known: tuple[str, ...]) -> None:
    if not reasons or not all(reason.strip() for reason in reasons.values()):
        example = next((at for at in known if "." in at), WHOLE)
        raise Refused(f"cần nêu lý do trả lại tại từng số liệu: --reason {example}='…'")
    for at in reasons:
        if at not in known:
            raise Refused(f"báo cáo không có ô {at!r}; có: {', '.join(known)}")
