"""Reconciliations of money, and cases that went up: in counts, never a person."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from models import CaseLine, CaseReport, Proposal, Reconciliation, Report
from models.reconciliation import RECONCILIATION_STATE_NAMES, ReconciliationState
from rules.meaning.duty import Duty

_MONEY, _CASES = "/tai-tro", "/ho-so"


def _days(what: str, days: Sequence[date]) -> list[Recorded]:
    return [Recorded(what, len(days), days[0], days[-1], _MONEY)] if days else []


def reconciliation(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how far the reconciliations of each duty are."""
    query = select(Reconciliation.duty, Reconciliation.state, Reconciliation.dated).where(
        Reconciliation.directive_id == asked.declared.id,
        Reconciliation.recorded_at <= asked.as_of,
        Reconciliation.id.not_in(
            select(Reconciliation.corrects).where(
                Reconciliation.corrects.is_not(None),
                Reconciliation.state == ReconciliationState.SIGNED.value,
            )
        ),
        *asked.visible.where(Reconciliation.body_uid),
    )
    rows = asked.session.execute(query).all()
    found = {}
    for duty in duties:
        mine = [(ReconciliationState(state), day) for of, state, day in rows if of == duty.id]
        signed = sorted(day for state, day in mine if state is ReconciliationState.SIGNED and day)
        going = Counter(state for state, _ in mine if state is not ReconciliationState.SIGNED)
        if mine:
            found[duty.id] = Found(
                tuple(_days("biên bản đối chiếu đã ký", signed)),
                tuple(
                    Recorded(f"lần đối chiếu: {RECONCILIATION_STATE_NAMES[state]}", n, page=_MONEY)
                    for state, n in going.items()
                ),
                done=bool(signed and not going),
            )
    return found


def cases(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how many cases went up by the reports of each duty, and what was proposed on them."""
    query = (
        select(CaseReport.duty, func.count(CaseLine.id), func.min(Report.received_at))
        .join(CaseLine, CaseLine.case_report_id == CaseReport.id)
        .join(Report, Report.id == CaseReport.report_id)
        .where(
            CaseReport.directive_id == asked.declared.id,
            Report.recorded_at <= asked.as_of,
            *asked.visible.where(CaseReport.body_uid),
        )
        .group_by(CaseReport.duty)
    )
    sent = {duty: number for duty, number, _ in asked.session.execute(query)}
    proposed, decided = _proposals(asked)
    found = {}
    for duty in duties:
        told = []
        up = sent.get(duty.id) or sent.get(duty.consolidates or "")
        if up:
            told.append(Recorded("trường hợp đã báo cáo bằng văn bản", up, page=_CASES))
        if duty.follows and proposed:
            told.append(Recorded("đề xuất giải pháp", proposed, page=_CASES))
        if duty.follows and decided:
            told.append(Recorded("đề xuất đã được quyết định", decided, page=_CASES))
        if told:
            found[duty.id] = Found(tuple(told))
    return found


def _proposals(asked: Asked) -> tuple[int, int]:
    query = (
        select(func.count(), func.count(Proposal.decided_at))
        .join(CaseLine, CaseLine.id == Proposal.case_line_id)
        .join(CaseReport, CaseReport.id == CaseLine.case_report_id)
        .where(
            CaseReport.directive_id == asked.declared.id,
            Proposal.proposed_at <= asked.as_of,
            *asked.visible.where(CaseReport.body_uid),
        )
    )
    proposed, decided = asked.session.execute(query).one()
    return proposed, decided
