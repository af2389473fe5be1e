"""Record: a bearer's report came, by whatever road; the first one makes its obligation done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.find import locked
from dondoc.notices.blame import Blame, blame_of
from dondoc.notices.cancel import cancel_unsent
from dondoc.notices.correct import correct
from dondoc.obligations.target_corrections import wake_targets
from dondoc.reports.attach import attach
from dondoc.reports.evidence import (
    NOTHING_SAID,
    Content,
    Evidence,
    contradicts,
    refuse_again,
    refuse_denied,
    refuse_nonsense,
)
from dondoc.reports.filed import counting
from dondoc.reports.paperwork import awaited, issued_with
from models import (
    Directive,
    Event,
    Obligation,
    ObligationState,
    Report,
    ReportState,
)
from models.salt import digests_of
from models.standing import on_time
from models.trail import append

RECORDED_REASON = "đã ghi nhận báo cáo"


@dataclass(frozen=True)
class Recorded:
    """What recording did, in counts of notices.

    `told_wrongly`: notices that had called it late though it was in time; `corrected`: contacts
    who now get a correction. `adjustment`: it corrects a frozen report and counts in the round of
    the obligation `adjusts_id`.
    """

    obligation: int
    report: int
    on_time: bool
    cancelled: int
    told_wrongly: int
    corrected: int = 0
    revision: int = 1
    adjustment: bool = False
    adjusts_id: int | None = None
    awaits_issue: bool = False


@dataclass(frozen=True)
class Done:
    """What follows once an obligation is done: what is entered, and who is told otherwise."""

    on_time: bool
    cancelled: list[Event]
    wrong: Blame
    corrections: list[Event]

    @property
    def corrected(self) -> int:
        """Return how many people get a correction."""
        return sum(event.kind == "notice.created" for event in self.corrections)


def record(
    session: Session,
    obligation_id: int,
    evidence: Evidence,
    by: str,
    now: datetime,
    consolidators: Iterable[Obligation] = (),
    content: Content = NOTHING_SAID,
) -> Recorded:
    """Record that the report of an obligation was received, or a further revision of it.

    The first one makes it done, whatever comes after. Once a signed consolidation froze the
    report, a revision is an adjustment: it moves nothing and counts in a later round. Where its
    document decides timeliness, an obligation goes on until that is issued: `awaits_issue`.

    Args:
        evidence: `received_at` decides timeliness; `now` is when it became known.
        by: who records, as `uid/post`.
        consolidators: the obligations that build on this one; a sweep will look at them.
        content: what it says; `dondoc.reports.submit` checks it before.
    Raises:
        Refused: a target, an instant in the future or before the first report's, a report that
            is already recorded and not meant to be revised, or one by whose instant the receiver
            answered that nothing had come, without a reason and evidence.
    """
    row = locked(session, obligation_id)
    latest = counting(session, [row.id]).get(row.id)
    refuse_denied(row, evidence, content)
    refuse_nonsense(row, session.get_one(Directive, row.directive_id), evidence, now)
    if latest is not None:
        refuse_again(row, latest, evidence, content)
        if latest.frozen_by is not None:
            return _adjust(session, row, evidence, content, by, now)
    denied = row.via_checked_at if contradicts(row, evidence) else None
    report = _store(session, row, evidence, content, by, now)
    issued = issued_with(session, row, report, by, now) if report.awaits else None
    at = row.received_at or (issued if report.awaits else evidence.received_at)
    if at is None:
        wake(consolidators, now)
        entry = _entry(report, content, in_time=False) | {"awaits": report.awaits}
        append(session, now, [Event("report.recorded", f"obligation:{row.id}", entry)])
        return Recorded(row.id, report.id, False, 0, 0, revision=report.revision, awaits_issue=True)
    done = finish(session, row, at, report.id, consolidators, now)
    data = _entry(report, content, done.on_time)
    if denied is not None:
        data["contradicts"] = denied.isoformat()
        data |= digests_of(session, grounds=report.grounds or "")
    recorded = Event("report.recorded", f"obligation:{row.id}", data)
    append(session, now, [recorded, *done.cancelled, *done.corrections])
    return Recorded(
        row.id,
        report.id,
        done.on_time,
        len(done.cancelled),
        len(done.wrong.notices),
        done.corrected,
        report.revision,
    )


def finish(
    session: Session,
    row: Obligation,
    at: datetime,
    report: int,
    consolidators: Iterable[Obligation],
    now: datetime,
) -> Done:
    """Make an obligation done at the instant `at` that decides, known at `now`; call words off.

    Args:
        report: the id of the report by which it is.
    """
    if row.state != ObligationState.SUBMITTED:
        row.move(ObligationState.SUBMITTED)
    first = row.received_at is None
    if first:
        row.received_at, row.recorded_at = at, now
    row.wake_at = None
    cancelled = cancel_unsent(session, [row.id], RECORDED_REASON, now)
    in_time = on_time(row.received_at, row.late_from)
    above = list(consolidators)
    wake(above, now)
    # Whoever was told wrongly is told once, by what made it done.
    wrong = blame_of(session, row, above) if in_time and first else Blame()
    because: list[list[object]] = [["received_at", "lt", row.late_from.isoformat(), at.isoformat()]]
    corrections = correct(session, row, wrong, because, report, now)
    return Done(in_time, cancelled, wrong, corrections)


def _adjust(
    session: Session,
    row: Obligation,
    evidence: Evidence,
    content: Content,
    by: str,
    now: datetime,
) -> Recorded:
    """Store what corrects a frozen report; neither the obligation nor the frozen figures move."""
    report = _store(session, row, evidence, content, by, now)
    report.state, report.adjusts_id = ReportState.ADJUSTMENT.value, content.adjusts_id
    in_time = on_time(row.received_at, row.late_from)
    data = _entry(report, content, in_time) | {"adjusts": content.adjusts_id}
    append(session, now, [Event("report.adjusted", f"obligation:{row.id}", data)])
    return Recorded(
        row.id,
        report.id,
        in_time,
        cancelled=0,
        told_wrongly=0,
        revision=report.revision,
        adjustment=True,
        adjusts_id=content.adjusts_id,
    )


def _entry(report: Report, content: Content, in_time: bool) -> dict[str, object]:
    """Return what the trail holds of a report: never a figure or a sentence, only digests."""
    data: dict[str, object] = {
        "report": report.id,
        "revision": report.revision,
        "received_at": report.received_at.isoformat(),
        "road": report.road,
        "by": report.recorded_by,
        "on_time": in_time,
    }
    if report.figures is not None:
        data["form"] = report.form
        said = [report.figures, report.explanations]
        data["figures_sha256"] = sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
    if content.files:
        data["attachments"] = [file.sha256 for file in content.files]
    return data


def _store(
    session: Session,
    row: Obligation,
    evidence: Evidence,
    content: Content,
    by: str,
    now: datetime,
) -> Report:
    last = session.scalar(select(func.max(Report.revision)).where(Report.obligation_id == row.id))
    report = Report(
        obligation_id=row.id,
        revision=(last or 0) + 1,
        received_at=evidence.received_at,
        recorded_at=now,
        recorded_by=by,
        road=evidence.road,
        number=evidence.number,
        dated=evidence.dated,
        signer=evidence.signer,
        capacity=evidence.capacity,
        sent_on=evidence.sent_on,
        grounds=(evidence.grounds or "").strip() or None,
        awaits=awaited(row),
    )
    # Left unset otherwise: None would be stored as JSON's null, not as the database's.
    if content.figures is not None:
        report.form = content.figures.form.key
        report.figures = content.figures.to_json()
    if evidence.copies:
        report.copies = list(evidence.copies)
    if content.explanations:
        report.explanations = dict(content.explanations)
    session.add(report)
    session.flush()
    wake_targets(session, [row.directive_id], now)
    attach(session, report, content.files, now)
    return report


def wake(rows: Iterable[Obligation], now: datetime) -> None:
    """Let the next sweep look at the consolidations `rows`."""
    for row in rows:
        if row.state in (ObligationState.OPEN, ObligationState.SUBMITTED):
            row.wake_at = now if row.wake_at is None else min(row.wake_at, now)
