"""Record: a report comes in, with its evidence, figures and files; all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from dondoc.desk.context import Desk, Which
from dondoc.forms import form_asked
from dondoc.reports import record as reports
from dondoc.reports.attach import Examined, keep
from dondoc.reports.checks import Remark
from dondoc.reports.figures_file import read_figures
from dondoc.reports.prefill import NOTHING, prefill
from dondoc.reports.record import Content, Evidence, Recorded
from dondoc.reports.submit import Submitted, submit
from dondoc.reports.template import FormOf
from language.zone import local_date
from models import Obligation
from rules.meaning.figures import Filled
from rules.meaning.form import AS_OF


@dataclass(frozen=True)
class Request:
    """A report of one obligation.

    `figures`: the form, filled in as a file; `nil`: there is nothing to report, as of `nil_as_of`
    (None: the last day of the period). With neither only its paper is known. `explanations` are the
    filer's words by address; `revises`: it replaces a report that is there.
    """

    of: Which
    evidence: Evidence
    figures: Path | None = None
    nil: bool = False
    nil_as_of: date | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Examined, ...] = ()
    revises: bool = False


@dataclass(frozen=True)
class Explained:
    """A warning that the filer explained: at which figure, by which check, and what it says."""

    at: str
    name: str
    policy: str
    says: str


@dataclass(frozen=True)
class Answer:
    """What was recorded.

    `cancelled_notices` had not left; `told_wrongly` had, though the report was in time; `corrected`
    people get a correction. `adjustment`: it corrects a frozen report and counts in `adjusts`.
    """

    obligation: int
    report: int
    revision: int
    received_at: datetime
    on_time: bool
    cancelled_notices: int
    told_wrongly: int
    corrected: int
    adjustment: bool
    adjusts: int | None
    explained: tuple[Explained, ...]


def record(desk: Desk, request: Request) -> Answer:
    """Record it.

    Raises:
        FiguresRefused: a check blocks it, or a warning lacks the filer's word.
        Refused: as `dondoc.reports.record` does.
    """
    row = desk.one(request.of)
    by = desk.allow("report.record", [row])
    filled = _filled(desk, request, row)
    done = _submit(desk, request, row, filled, by) if filled else _record(desk, request, row, by)
    for file in request.files:
        keep(desk.state, file)
    return _answer(done, request.evidence)


def _filled(desk: Desk, request: Request, row: Obligation) -> Filled | None:
    """Return the form as it was filled in, with the filer's words; None for paper alone."""
    if request.nil:
        filled = _nil(desk, request, row)
    elif request.figures is not None:
        filled = read_figures(request.figures, FormOf.of(row), form_asked(desk.rulebook, row))
    else:
        return None
    return replace(filled, explanations={**filled.explanations, **request.explanations})


def _nil(desk: Desk, request: Request, row: Obligation) -> Filled:
    """Return a nil report as of the day that is named, or the last day of the period."""
    offered = prefill(desk.session, desk.rulebook, row).values.get(AS_OF, NOTHING).value
    received = local_date(request.evidence.received_at)
    # A report that comes before the period is over speaks of the day it came.
    usual = min(offered, received) if isinstance(offered, date) else received
    return Filled(as_of=request.nil_as_of or usual, nil=True)


def _submit(desk: Desk, request: Request, row: Obligation, filled: Filled, by: str) -> Submitted:
    return submit(
        desk.session,
        desk.rulebook,
        desk.work.policies,
        row.id,
        filled,
        request.evidence,
        by,
        desk.now,
        desk.above(row),
        request.files,
        request.revises,
    )


def _record(desk: Desk, request: Request, row: Obligation, by: str) -> Submitted:
    content = Content(files=request.files, revises=request.revises)
    done = reports.record(
        desk.session, row.id, request.evidence, by, desk.now, desk.above(row), content
    )
    return Submitted(done, ())


def _answer(submitted: Submitted, evidence: Evidence) -> Answer:
    done: Recorded = submitted.recorded
    return Answer(
        obligation=done.obligation,
        report=done.report,
        revision=done.revision,
        received_at=evidence.received_at,
        on_time=done.on_time,
        cancelled_notices=done.cancelled,
        told_wrongly=done.told_wrongly,
        corrected=done.corrected,
        adjustment=done.adjustment,
        adjusts=done.adjusts_id,
        explained=tuple(_explained(remark) for remark in submitted.explained),
    )


def _explained(remark: Remark) -> Explained:
    return Explained(remark.at, remark.name, remark.policy, remark.says)
