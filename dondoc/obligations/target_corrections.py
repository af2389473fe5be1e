"""Who was told how a target stands, by figures that have since been put right, is told so."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy.orm import Session

from dondoc.notices.blame import Blame, has_left, last_told
from dondoc.notices.correct import correct
from dondoc.obligations.target_blame import Told, told_wrongly
from language.zone import local_date
from models import Event, Finding, Kind, Notice, Obligation, ObligationState, Sweep
from models.standing import has_passed_in_sql
from rules.meaning.target import TargetStanding, TargetState, judge
from rules.rulebook import Rulebook
from steps.table import CORRECTION, those

_MISSED = those(lambda step: step.blames and "target" in step.needs)
_SWEPT_BEFORE = select(func.max(Sweep.at)).where(
    Sweep.at < bindparam("now"), Sweep.taken_back_at.is_(None)
)


def target_corrections(
    session: Session,
    rulebook: Rulebook,
    standings: Mapping[int, TargetStanding],
    now: datetime,
) -> list[Event]:
    """Write a correction to everybody told wrongly of the targets `standings` (by obligation id).

    Wrong is what the figures of the day it named do not say any more, in letters to its bearer, in
    briefs, in signed consolidations. Figures of a later day, by which the target was reached after
    all, make nothing wrong that was said before.

    Returns:
        the events to enter in the trail.
    """
    events = list[Event]()
    if not standings:
        return events
    since = session.scalar(_SWEPT_BEFORE, {"now": now})
    for id_, wrong in sorted(target_blames(session, rulebook, standings, since).items()):
        reached = standings[id_].state is TargetState.REACHED
        because: list[list[object]] = [["reached", "eq", reached, reached]]
        earlier = _corrections(session, id_)
        blame = _without(wrong, earlier)
        row, ids = session.get_one(Obligation, id_), [notice.id for notice in blame.notices]
        # Above every earlier one, so that each is a correction of its own.
        last = max([0, *ids, *(one.repeat + 1 for one in earlier)])
        events += correct(session, row, blame, because, last, now)
    return events


def target_blames(
    session: Session,
    rulebook: Rulebook,
    standings: Mapping[int, TargetStanding],
    since: datetime | None = None,
) -> dict[int, Blame]:
    """Return, per obligation id, everything that said of the targets `standings` what was not so.

    Corrected already or not. `since`: as for `told_wrongly`; letters to a bearer are looked at all.
    """
    told = told_wrongly(session, rulebook, standings, since)
    for notice, facts, at in _told(session, standings):
        if _as_told(standings[notice.obligation_id], facts, at).state is not TargetState.MISSED:
            mine = told.setdefault(notice.obligation_id, Told())
            mine.notices.append(notice)
            mine.states.add(TargetState.MISSED.value)
    return {id_: _blame(session, one) for id_, one in told.items()}


def _blame(session: Session, told: Told) -> Blame:
    signed = tuple(told.signed)
    rounds = {one.obligation_id for one in signed}
    heard = [
        notice
        for id_ in sorted(rounds)
        for notice in last_told(session, [session.get_one(Obligation, id_)])
    ]
    notices = sorted(told.notices, key=lambda notice: notice.id)
    return Blame(tuple(notices), (), signed, tuple(heard), tuple(sorted(told.states)))


def _corrections(session: Session, obligation: int) -> Sequence[Finding]:
    query = select(Finding).where(
        Finding.obligation_id == obligation, Finding.step == CORRECTION.id
    )
    return session.scalars(query).all()


def _without(blame: Blame, earlier: Iterable[Finding]) -> Blame:
    """Return what of `blame` no correction of `earlier` took back."""
    told = {id_ for one in earlier for id_ in one.facts["told"]}
    held = {id_ for one in earlier for id_ in one.facts.get("signed", ())}
    signed = tuple(one for one in blame.signed if one.id not in held)
    return replace(
        blame,
        notices=tuple(one for one in blame.notices if one.id not in told),
        signed=signed,
        heard=blame.heard if signed else (),
    )


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


def _as_told(standing: TargetStanding, facts: Mapping[str, Any], at: datetime) -> TargetStanding:
    """Return how the target stands now by figures of the day on which what was told rested."""
    due_on = local_date(at) + timedelta(days=facts["days_to_due"])
    upto = due_on + timedelta(days=facts["figures_days_after_due"])
    words = (one for one in standing.told if one.as_of <= upto)
    return judge(words, due_on, standing.wanted)
