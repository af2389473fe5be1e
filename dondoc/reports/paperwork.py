"""Paperwork: the document of a report is presented, signed, issued; where that decides, it counts.

Figures sent and a document issued are two facts. Which of them makes a report be in time is a
reading of its duty (`timeliness`), recorded with the obligation.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.reports.filed import counting
from language.zone import morning
from models import Event, Obligation, PaperStep, Paperwork, Report
from models.salt import digests_of
from models.standing import by_document
from models.trail import append
from rules.meaning.duty import Timeliness

ISSUED: Timeliness = "issued"
_MIDNIGHT = time(0)
_ENTERED = {
    PaperStep.PRESENTED: "report.presented",
    PaperStep.SIGNED: "report.signed",
    PaperStep.ISSUED: "report.issued",
}


@dataclass(frozen=True)
class Papers:
    """What is known of the document of one obligation's report; None: not that we know."""

    presented: Paperwork | None = None
    signed: Paperwork | None = None
    issued: Paperwork | None = None


NO_PAPERS = Papers()


def decides(row: Obligation) -> Timeliness:
    """Return what decides whether the report of `row` is in time, as it was registered."""
    return ISSUED if by_document(row) else "received"


def awaited(row: Obligation) -> str | None:
    """Return what a report of `row` waits for before it counts, None where it counts as it came."""
    return ISSUED if by_document(row) else None


def papers_of(
    session: Session, obligations: Collection[int], as_of: datetime | None = None
) -> dict[int, Papers]:
    """Return, per obligation id, the last step of each kind that stood at `as_of`; None: now."""
    query = select(Paperwork).where(
        Paperwork.obligation_id.in_(obligations), Paperwork.stands(as_of)
    )
    found: dict[int, dict[str, Paperwork]] = {}
    for one in session.scalars(query.order_by(Paperwork.id)):
        found.setdefault(one.obligation_id, {})[one.step] = one
    return {id_: Papers(**steps) for id_, steps in found.items()}


def issued_with(
    session: Session, row: Obligation, report: Report, by: str, now: datetime
) -> datetime | None:
    """Return the instant at which the document of `row` counts as issued; None: not yet.

    A report that came as a document with its number and date was issued with them.
    """
    known = papers_of(session, [row.id]).get(row.id, NO_PAPERS).issued
    if known is None and report.number and report.dated:
        known = enter(
            session,
            row,
            PaperStep.ISSUED,
            report.dated,
            by,
            now,
            number=report.number,
            signer=report.signer,
            capacity=report.capacity,
        )
    return known.counts_at if known else None


def enter(
    session: Session,
    row: Obligation,
    step: PaperStep,
    on: date,
    by: str,
    now: datetime,
    *,
    number: str | None = None,
    signer: str | None = None,
    capacity: str | None = None,
) -> Paperwork:
    """Enter one step of the document of `row`, done on the local date `on`.

    An issued document that decides counts from the first moment of its day: nothing tells the hour.
    """
    counts = step is PaperStep.ISSUED and by_document(row)
    one = Paperwork(
        obligation_id=row.id,
        step=step.value,
        done_on=on,
        number=number,
        signer=signer,
        capacity=capacity,
        counts_at=morning(on, _MIDNIGHT) if counts else None,
        recorded_at=now,
        recorded_by=by,
    )
    session.add(one)
    session.flush()
    data = {"paperwork": one.id, "on": on.isoformat(), "by": by}
    append(session, now, [Event(_ENTERED[step], f"obligation:{row.id}", data)])
    return one


def take_back_papers(
    session: Session, row: Obligation, reason: str, by: str, now: datetime
) -> list[Event]:
    """Take back every step of the document of `row`; return what is to be entered."""
    query = select(Paperwork).where(Paperwork.obligation_id == row.id, Paperwork.stands())
    return [take_back(session, one, reason, by, now) for one in session.scalars(query)]


def take_back(session: Session, one: Paperwork, reason: str, by: str, now: datetime) -> Event:
    """Take one step back: it was entered by mistake; return what is to be entered."""
    one.undone_at, one.undone_reason = now, reason
    data = {"paperwork": one.id, "by": by, **digests_of(session, reason=reason)}
    return Event("report.paper_undone", f"obligation:{one.obligation_id}", data)


def report_of(session: Session, row: Obligation) -> Report | None:
    """Return the report of `row` that counts, None where none came."""
    return counting(session, [row.id]).get(row.id)
