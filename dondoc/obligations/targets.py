"""How targets stand: the one reader of what was reported and counted, as known at any instant.

Of each round the last revision on file counts, a correction of a frozen round too; what is returned
or undone does not. Where a body has been merged, its heir's figures go on; before an heir has its
own, those of all it follows are added up. A part is never taken for the whole.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from dondoc.find import IN_TIME, in_force, on_file
from dondoc.forms import Asked
from dondoc.obligations.target_words import Filed, Round, Words, heirs_of
from models import ListCount, Obligation, Report, ReportState
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.duty import Duty, Target
from rules.meaning.forms import UnknownForm
from rules.meaning.target import Proof, TargetStanding, Told, judge
from rules.rulebook import Rulebook


class Aimed(Asked, Protocol):
    """What is looked at: the obligation of one bearer to reach a target."""

    @property
    def id(self) -> int: ...


def target_standings(
    session: Session, rulebook: Rulebook, rows: Iterable[Any], known_at: datetime | None = None
) -> dict[int, TargetStanding]:
    """Return, per obligation id, how the targets among `rows` (`Aimed`) stand.

    The number of statements does not grow with the number of rows.

    Args:
        known_at: by what was recorded at that instant (aware); None: by now.
    """
    return {
        row.id: judge(told, row.due_on, aim.percent)
        for row, aim, told in told_of_targets(session, rulebook, rows, known_at)
    }


def told_of_targets(
    session: Session, rulebook: Rulebook, rows: Iterable[Any], known_at: datetime | None = None
) -> list[tuple[Aimed, Target, list[Told]]]:
    """Return each of the targets among `rows` with every word about it, whoever's; see above."""
    asked = [(row, duty) for row in rows if (duty := _declared(rulebook, row)) and duty.target]
    if not asked:
        return []
    uids = {uid for row, _ in asked for uid in related(rulebook.bodies, row.bearer_uid)}
    filed = _read(session, rulebook, {row.directive_id for row, _ in asked}, uids, known_at)
    words = {
        id(duty): Words(rulebook, rulebook.directives[duty.directive], duty, duty.target, filed)
        for _, duty in asked
        if duty.target
    }
    found = ((row, words[id(duty)]) for row, duty in asked)
    return [(row, mine.aim, mine.about(row.bearer_uid)) for row, mine in found]


def _declared(rulebook: Rulebook, row: Aimed) -> Duty | None:
    directive = rulebook.directives.get(row.directive_id)
    return directive.duties.get(row.duty) if directive else None


def related(bodies: BodyRegistry, uid: str) -> Iterator[str]:
    """Yield whose words count about `uid`: itself, its heirs, and whomever these follow."""
    for body in (bodies.get(uid), *heirs_of(bodies, uid)):
        yield from _with_followed(bodies, body)


def _with_followed(bodies: BodyRegistry, body: Body) -> Iterator[str]:
    yield body.uid
    for before in bodies.predecessors(body.uid):
        yield from _with_followed(bodies, before)


def _read(
    session: Session,
    rulebook: Rulebook,
    directives: Collection[str],
    bodies: Collection[str],
    known_at: datetime | None,
) -> Filed:
    rounds: dict[tuple[str, str], list[Round]] = defaultdict(list)
    for row in _reports(session, directives, bodies, known_at):
        if (one := _round(rulebook, row, known_at)) is not None:
            rounds[row.directive_id, row.bearer_uid].append(one)
    counts: dict[tuple[str, str], list[ListCount]] = defaultdict(list)
    for count in _counts(session, directives, bodies, known_at):
        counts[count.body_uid, count.group_id].append(count)
    return Filed(rounds, counts)


def _reports(
    session: Session,
    directives: Collection[str],
    bodies: Collection[str],
    known_at: datetime | None,
) -> Iterable[Row[Any]]:
    """Return the last revision on file of every round, in the order of time."""
    query = (
        select(
            Obligation.directive_id,
            Obligation.bearer_uid,
            Obligation.period,
            Report.obligation_id,
            Report.id,
            Report.state,
            Report.decided_at,
            Report.recorded_at,
            Report.form,
            Report.figures,
        )
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(
            Obligation.directive_id.in_(directives),
            Obligation.bearer_uid.in_(bodies),
            in_force(known_at),
            on_file(known_at),
        )
        .order_by(*IN_TIME, Report.revision)
    )
    return {row.obligation_id: row for row in session.connection().execute(query)}.values()


def _round(rulebook: Rulebook, row: Row[Any], known_at: datetime | None) -> Round | None:
    decided = row.decided_at is not None and (known_at is None or row.decided_at <= known_at)
    if row.figures is None or (decided and row.state == ReportState.RETURNED):
        return None
    try:
        figures = rulebook.forms.read(row.form, row.figures)
    except UnknownForm:
        # The morning goes on for everybody else; of this one nothing can be told.
        return None
    accepted = decided and row.state == ReportState.ACCEPTED
    proof = Proof.ACCEPTED if accepted else Proof.STATED
    return Round(row.period, row.id, proof, row.recorded_at, figures)


def _counts(
    session: Session,
    directives: Collection[str],
    bodies: Collection[str],
    known_at: datetime | None,
) -> Iterable[ListCount]:
    """Return the counts of lists, in the order in which the later beats the earlier."""
    query = select(ListCount).where(
        or_(ListCount.directive_id.is_(None), ListCount.directive_id.in_(directives)),
        ListCount.body_uid.in_(bodies),
    )
    if known_at is not None:
        query = query.where(ListCount.recorded_at <= known_at)
    return session.scalars(
        query.order_by(ListCount.as_of, ListCount.recorded_at, ListCount.id)
    ).all()
