"""What briefs and signed consolidations said of a target, where figures put right say otherwise.

An issued công văn urges those who are late and says nothing of targets.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.notices.blame import has_left
from dondoc.obligations.targets import target_standings
from language.zone import local_date
from models import ListCount, Message, Notice, Obligation, Report, ReportState, Signature
from models.standing import has_passed
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

    def take(self, places: Iterable[Notice | Signature], state: TargetState) -> None:
        """Enter that each of `places` said that it stands as `state`."""
        for place in places:
            if isinstance(place, Notice):
                self.notices.append(place)
            else:
                self.signed.append(place)
        self.states.add(state.value)


def told_wrongly(
    session: Session,
    rulebook: Rulebook,
    standings: Mapping[int, TargetStanding],
    since: datetime | None = None,
) -> dict[int, Told]:
    """Return, per obligation id, what said of the targets `standings` what was not so.

    Wrong is that it is missed or reached where the figures of that day say otherwise now, and that
    nothing is known where a report had come by then. Only what was said before figures were put
    right is looked at. The number of statements grows with what was said, not with the rows.

    Args:
        since: look only at those whose figures were put right from then on (aware), or whose day
            has passed since; None: at all.
    """
    query = select(Obligation).where(Obligation.id.in_(standings))
    rows = {row.id: row for row in session.scalars(query)} if standings else {}
    changed = {
        id_: last
        for id_, last in _put_right(session, rows.values()).items()
        if since is None or last >= since or not has_passed(rows[id_].late_from, since)
    }
    found: dict[int, Told] = defaultdict(Told)
    by_duty: dict[tuple[str, str], dict[int, Obligation]] = defaultdict(dict)
    for id_ in changed:
        by_duty[rows[id_].directive_id, rows[id_].duty][id_] = rows[id_]
    for duty, mine in by_duty.items():
        places: dict[datetime, list[Notice | Signature]] = defaultdict(list)
        for place, at in _places(session, rulebook, *duty, max(changed[id_] for id_ in mine)):
            places[at].append(place)
        for at, said_there in places.items():
            heard = [
                row
                for id_, row in mine.items()
                if at < changed[id_] and local_date(at) >= row.opens_on
            ]
            for id_, said in target_standings(session, rulebook, heard, at).items():
                if _is_wrong(session, said, standings[id_], at):
                    found[id_].take(said_there, said.state)
    return found


class _Known(NamedTuple):
    revision: int
    state: str
    received_at: datetime
    recorded_at: datetime
    decided_at: datetime | None
    undone_at: datetime | None


def _put_right(session: Session, rows: Iterable[Obligation]) -> dict[int, datetime]:
    """Return when the figures of the bearers of `rows` were last put right, by obligation id."""
    mine: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        mine[row.directive_id, row.bearer_uid].append(row.id)
    bodies = {uid for _, uid in mine}
    query = (
        select(
            Obligation.directive_id,
            Obligation.bearer_uid,
            *(getattr(Report, name) for name in _Known._fields),
        )
        .join(Report, Report.obligation_id == Obligation.id)
        .where(Obligation.bearer_uid.in_(bodies), Report.figures.is_not(None))
    )
    last: dict[int, datetime] = {}
    for directive, uid, *known in session.connection().execute(query):
        for at in _instants(_Known(*known)):
            for id_ in mine.get((directive, uid), ()):
                last[id_] = max(last.get(id_, at), at)
    counts = select(ListCount.body_uid, func.max(ListCount.recorded_at))
    by_body = counts.where(ListCount.body_uid.in_(bodies)).group_by(ListCount.body_uid)
    counted = {row[0]: row[1] for row in session.execute(by_body)}
    for (_, uid), ids in mine.items():
        for id_ in ids if uid in counted else ():
            last[id_] = max(last.get(id_, counted[uid]), counted[uid])
    return last


def _instants(report: _Known) -> Iterator[datetime]:
    """Yield when a report changed what had been known before."""
    again = report.revision > 1 or report.state == ReportState.ADJUSTMENT
    if again or local_date(report.received_at) < local_date(report.recorded_at):
        yield report.recorded_at
    if report.undone_at is not None:
        yield report.undone_at
    if report.state == ReportState.RETURNED and report.decided_at is not None:
        yield report.decided_at


def _places(
    session: Session, rulebook: Rulebook, directive: str, duty: str, last: datetime
) -> Iterator[tuple[Notice | Signature, datetime]]:
    """Yield what told of the target `duty` before the instant `last`, with the instant it told of.

    A consolidation tells of the targets that its form measures, a brief of all that have begun.
    """
    declared = rulebook.directives[directive]
    form = rulebook.measuring(declared.duties[duty])
    telling = [
        one.id
        for one in declared.duties.values()
        if one.consolidates
        and (asked := rulebook.forms.get(declared.duties[one.consolidates].asks))
        and asked.id == form.id
    ]
    of_it = Obligation.directive_id == directive, Obligation.duty.in_(telling)
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
    for told in (briefs.order_by(Notice.id), signed.order_by(Signature.id)):
        yield from ((row[0], row[1]) for row in session.execute(told))


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
