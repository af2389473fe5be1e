"""What briefs and signed consolidations said of a target, where figures put right say otherwise.

An issued công văn urges those who are late and says nothing of targets.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.notices.blame import has_left
from dondoc.obligations.targets import target_standings
from language.zone import local_date
from models import ListCount, Message, Notice, Obligation, Report, ReportState, Signature
from rules.meaning.target import TargetStanding, TargetState, judge
from rules.rulebook import Rulebook
from steps.table import those

_BRIEFS = those(lambda step: step.briefs)


@dataclass
class Told:
    """What said of one target what is not so: letters and signed consolidations, and which states
    they named (`TargetState` values)."""

    notices: list[Notice] = field(default_factory=list)
    signed: list[Signature] = field(default_factory=list)
    states: set[str] = field(default_factory=set)


def told_wrongly(
    session: Session, rulebook: Rulebook, standings: Mapping[int, TargetStanding]
) -> dict[int, Told]:
    """Return, per obligation id, what said of the targets `standings` what was not so.

    Wrong is that it is missed or reached where the figures of that day say otherwise now, and that
    nothing is known where a report had come by then. Only what was said before figures were put
    right is looked at.
    """
    query = select(Obligation).where(Obligation.id.in_(standings))
    rows = {row.id: row for row in session.scalars(query)} if standings else {}
    changed = _put_right(session, rows.values())
    found: dict[int, Told] = defaultdict(Told)
    for id_, last in changed.items():
        row, said = rows[id_], dict[datetime, TargetStanding]()
        for place, at in _places(session, rulebook, row, last):
            if at not in said:
                said[at] = target_standings(session, rulebook, [row], at)[id_]
            if not _is_wrong(session, said[at], standings[id_], at):
                continue
            found[id_].states.add(said[at].state.value)
            if isinstance(place, Notice):
                found[id_].notices.append(place)
            else:
                found[id_].signed.append(place)
    return found


def _put_right(session: Session, rows: Iterable[Obligation]) -> dict[int, datetime]:
    """Return when the figures of the bearers of `rows` were last put right, by obligation id."""
    mine: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        mine[row.directive_id, row.bearer_uid].append(row.id)
    bodies = {uid for _, uid in mine}
    query = (
        select(Obligation.directive_id, Obligation.bearer_uid, Report)
        .join(Report, Report.obligation_id == Obligation.id)
        .where(Obligation.bearer_uid.in_(bodies), Report.figures.is_not(None))
    )
    last: dict[int, datetime] = {}
    for directive, uid, report in session.execute(query):
        for at in _instants(report):
            for id_ in mine.get((directive, uid), ()):
                last[id_] = max(last.get(id_, at), at)
    counts = select(ListCount.body_uid, func.max(ListCount.recorded_at))
    for uid, at in session.execute(
        counts.where(ListCount.body_uid.in_(bodies)).group_by(ListCount.body_uid)
    ):
        for (_, bearer), ids in mine.items():
            for id_ in ids if bearer == uid else ():
                last[id_] = max(last.get(id_, at), at)
    return last


def _instants(report: Report) -> Iterator[datetime]:
    """Yield when a report changed what had been known before."""
    again = report.revision > 1 or report.state == ReportState.ADJUSTMENT
    if again or local_date(report.received_at) < local_date(report.recorded_at):
        yield report.recorded_at
    if report.undone_at is not None:
        yield report.undone_at
    if report.state == ReportState.RETURNED and report.decided_at is not None:
        yield report.decided_at


def _places(
    session: Session, rulebook: Rulebook, row: Obligation, last: datetime
) -> Iterator[tuple[Notice | Signature, datetime]]:
    """Yield what told of the target `row` before the instant `last`, with the instant it told of.

    A consolidation tells of the targets that its form measures, a brief of all that have begun.
    """
    declared = rulebook.directives[row.directive_id]
    form = rulebook.measuring(declared.duties[row.duty])
    telling = [
        one.id
        for one in declared.duties.values()
        if one.consolidates
        and (asked := rulebook.forms.get(declared.duties[one.consolidates].asks))
        and asked.id == form.id
    ]
    of_it = Obligation.directive_id == row.directive_id, Obligation.duty.in_(telling)
    frozen = func.coalesce(Message.frozen_at, Notice.created_at)
    briefs = (
        select(Notice, frozen)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .outerjoin(Message, Message.id == Notice.message_id)
        .where(*of_it, Notice.step.in_(_BRIEFS), has_left(), frozen < last)
    )
    signed = (
        select(Signature, Signature.closed_at)
        .join(Obligation, Obligation.id == Signature.obligation_id)
        .where(*of_it, Signature.undone_at.is_(None), Signature.closed_at < last)
    )
    for place, at in (
        *session.execute(briefs.order_by(Notice.id)),
        *session.execute(signed.order_by(Signature.id)),
    ):
        if local_date(at) >= row.opens_on:
            yield place, at


def _is_wrong(session: Session, said: TargetStanding, now: TargetStanding, at: datetime) -> bool:
    if said.state is TargetState.UNKNOWN:
        return local_date(at) > said.day and _had_come(session, now, at)
    upto = said.by.as_of if said.by else said.day
    held = judge((one for one in now.told if one.as_of <= upto), said.day, said.wanted)
    return held.state is not said.state


def _had_come(session: Session, now: TargetStanding, at: datetime) -> bool:
    """Say whether figures of the target's day had come by `at` that were recorded afterwards."""
    later = [one.report for one in now.told if one.as_of >= now.day and one.recorded_at > at]
    query = select(Report.id).where(Report.id.in_(later), Report.received_at <= at).limit(1)
    return session.scalar(query) is not None
