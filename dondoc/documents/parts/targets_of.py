"""How far the bearers of a target are, in a sentence and for machines: by the one reader."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.find import in_force
from dondoc.obligations.targets import target_standings
from dondoc.sending.target_phrases import source_of, target_view
from dondoc.visible import EVERYTHING, Visible
from language.collation import vietnamese
from language.dates import full_day
from language.numbers import count
from language.zone import local_date
from models import Obligation
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.form import Form
from rules.meaning.target import TargetStanding, TargetState
from rules.rulebook import Rulebook

_Named = tuple[str, TargetStanding]


def told_of_target(session: Session, rulebook: Rulebook, duty: Duty, at: datetime) -> str:
    """Return who reached the target `duty` since when, who missed it, of whom it is not known.

    By what was recorded at the instant `at` (aware); "" before the first notice of it was due.
    """
    today, rows = local_date(at), _begun(session, duty, at)
    if not rows:
        return ""
    standings = target_standings(session, rulebook, rows, at)
    bodies = (rulebook.bodies.get(row.bearer_uid) for row in rows)
    names = (body.short_name or body.name for body in bodies)
    named = zip(names, (standings[row.id] for row in rows), strict=True)
    told = sorted(named, key=lambda one: vietnamese(one[0]))
    passed = [one for one in told if one[1].day < today]
    form = rulebook.measuring(duty)
    said = "; ".join(filter(None, (_reached(told, form), _missed(told, form), _unknown(passed))))
    return f"Theo số liệu đã ghi nhận đến ngày {full_day(today)}: {said}."


def targets_view(
    session: Session, rulebook: Rulebook, directive: Directive, at: datetime, visible: Visible
) -> list[dict[str, object]]:
    """Return, as machines get it, how each bearer of each target that has begun stands.

    By what was recorded at the instant `at` (aware); of the bodies that are `visible`.
    """
    duties = (duty for duty in directive.duties.values() if duty.target)
    rows = [row for duty in duties for row in _begun(session, duty, at, visible)]
    standings = target_standings(session, rulebook, rows, at)
    return [
        {
            "duty": row.duty,
            "clause": directive.duties[row.duty].clause,
            "due_on": row.due_on.isoformat(),
            "bearer": row.bearer_uid,
            **target_view(standings[row.id]),
        }
        for row in rows
    ]


def _begun(
    session: Session, duty: Duty, at: datetime, visible: Visible = EVERYTHING
) -> list[Obligation]:
    """Return the obligations of the target `duty` whose first notice was due at `at`."""
    query = select(Obligation).where(
        Obligation.directive_id == duty.directive,
        Obligation.duty == duty.id,
        Obligation.opens_on <= local_date(at),
        in_force(at),
        *visible.where(Obligation.bearer_uid),
    )
    return list(session.scalars(query.order_by(Obligation.bearer_uid)))


def _in(told: Sequence[_Named], state: TargetState) -> list[_Named]:
    return [one for one in told if one[1].state is state]


def _reached(told: Sequence[_Named], form: Form) -> str:
    mine = _in(told, TargetState.REACHED)
    since = [
        f"{name} từ ngày {full_day(one.since)}, theo {source_of(form, one.by)}"
        for name, one in mine
        if one.since and one.by
    ]
    return f"{count(len(mine))}/{count(len(told))} đơn vị đã đạt{_brackets(since)}"


def _missed(told: Sequence[_Named], form: Form) -> str:
    mine = _in(told, TargetState.MISSED)
    return f"{count(len(mine))} đơn vị chưa đạt{_brackets(_still(mine, form))}" if mine else ""


def _still(mine: Sequence[_Named], form: Form) -> Iterator[str]:
    for name, one in mine:
        if one.by:
            people = f"{count(one.by.lacking)} {form.unit}"
            source, day = source_of(form, one.by), full_day(one.by.as_of)
            yield f"{name} còn {people}, theo {source}, số liệu tính đến ngày {day}"


def _unknown(told: Sequence[_Named]) -> str:
    mine = _in(told, TargetState.UNKNOWN)
    if not mine:
        return ""
    day = full_day(max(one.day for _, one in mine))
    names = (name for name, _ in mine)
    return f"{count(len(mine))} đơn vị chưa có số liệu tính đến ngày {day}{_brackets(names, ', ')}"


def _brackets(said: Iterator[str] | Sequence[str], between: str = "; ") -> str:
    inside = between.join(said)
    return f" ({inside})" if inside else ""
