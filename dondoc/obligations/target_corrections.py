"""Who was told that a target is missed, by figures that have since been put right, is told so."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from dondoc.notices.blame import Blame, has_left
from dondoc.notices.correct import correct
from language.zone import local_date
from models import Event, Finding, Kind, Notice, Obligation, ObligationState
from models.standing import has_passed_in_sql
from rules.meaning.target import TargetStanding, TargetState, judge
from steps.table import CORRECTION, those

_MISSED = those(lambda step: step.blames and "target" in step.needs)


def target_corrections(
    session: Session, standings: Mapping[int, TargetStanding], now: datetime
) -> list[Event]:
    """Write a correction to everybody told wrongly of the targets `standings` (by obligation id).

    Wrong is what the figures of the day it named do not say any more. Figures of a later day, by
    which the target was reached after all, make nothing wrong that was said before.

    Returns:
        the events to enter in the trail.
    """
    wrong: dict[int, list[Notice]] = defaultdict(list)
    told = _told(session, standings)
    corrected = _corrected(session, {notice.obligation_id for notice, _, _ in told})
    for notice, facts, at in told:
        held = _as_told(standings[notice.obligation_id], facts, at)
        if held.state is not TargetState.MISSED and notice.id not in corrected:
            wrong[notice.obligation_id].append(notice)
    events = list[Event]()
    for id_, notices in sorted(wrong.items()):
        reached = standings[id_].state is TargetState.REACHED
        because: list[list[object]] = [["reached", "eq", reached, reached]]
        row, last = session.get_one(Obligation, id_), max(notice.id for notice in notices)
        events += correct(session, row, Blame(tuple(notices)), because, last, now)
    return events


def wake_targets(session: Session, directives: Collection[str | None], now: datetime) -> None:
    """Let the next sweep look at the targets whose day has passed: their figures have changed.

    What was said for a month sleeps until the next; what is over sleeps for good.

    Args:
        directives: ids; None among them is every directive.
    """
    asleep = update(Obligation).where(
        Obligation.kind == Kind.TARGET.value,
        Obligation.state == ObligationState.OPEN.value,
        Obligation.wake_at.is_(None) | (Obligation.wake_at > now),
        has_passed_in_sql(now),
    )
    if None not in directives:
        asleep = asleep.where(Obligation.directive_id.in_(directives))
    session.execute(asleep.values(wake_at=now))


def _told(
    session: Session, standings: Collection[int]
) -> list[tuple[Notice, dict[str, Any], datetime]]:
    """Return what has left, or may have, with the facts it rests on and when they were so."""
    if not standings:
        return []
    query = (
        select(Notice, Finding.facts, Finding.decided_at)
        .join(
            Finding,
            and_(
                Finding.obligation_id == Notice.obligation_id,
                Finding.cycle == Notice.cycle,
                Finding.policy == Notice.policy,
                Finding.repeat == Notice.repeat,
            ),
        )
        .where(Notice.obligation_id.in_(standings), Notice.step.in_(_MISSED), has_left())
        .order_by(Notice.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _corrected(session: Session, obligations: Iterable[int]) -> set[int]:
    """Return the ids of the notices that were corrected already."""
    query = select(Finding.facts).where(
        Finding.obligation_id.in_(list(obligations)), Finding.step == CORRECTION.id
    )
    return {id_ for facts in session.scalars(query) for id_ in facts["told"]}


def _as_told(standing: TargetStanding, facts: Mapping[str, Any], at: datetime) -> TargetStanding:
    """Return how the target stands now by figures of the day on which what was told rested."""
    due_on = local_date(at) + timedelta(days=facts["days_to_due"])
    upto = due_on + timedelta(days=facts["figures_days_after_due"])
    words = (one for one in standing.told if one.as_of <= upto)
    return judge(words, due_on, standing.wanted)
