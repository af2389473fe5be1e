"""How far the bearers of a target are, in one sentence: by the reader that everybody asks."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.find import in_force
from dondoc.obligations.targets import target_standings
from language.collation import vietnamese
from language.dates import full_day
from language.numbers import count
from language.zone import local_date
from models import Obligation
from rules.meaning.duty import Duty
from rules.meaning.target import TargetStanding, TargetState
from rules.rulebook import Rulebook

_Named = tuple[str, TargetStanding]


def told_of_target(session: Session, rulebook: Rulebook, duty: Duty, at: datetime) -> str:
    """Return who reached the target `duty` since when, who missed it, of whom it is not known.

    By what was recorded at the instant `at` (aware); "" before the first notice of it was due.
    """
    today = local_date(at)
    query = select(Obligation).where(
        Obligation.directive_id == duty.directive,
        Obligation.duty == duty.id,
        Obligation.opens_on <= today,
        in_force(at),
    )
    rows = list(session.scalars(query))
    if not rows:
        return ""
    standings = target_standings(session, rulebook, rows, at)
    bodies = (rulebook.bodies.get(row.bearer_uid) for row in rows)
    names = (body.short_name or body.name for body in bodies)
    named = zip(names, (standings[row.id] for row in rows), strict=True)
    told = sorted(named, key=lambda one: vietnamese(one[0]))
    passed = [one for one in told if one[1].day < today]
    unit = rulebook.measuring(duty).unit
    said = "; ".join(filter(None, (_reached(told), _missed(told, unit), _unknown(passed))))
    return f"Theo số liệu đã ghi nhận đến ngày {full_day(today)}: {said}."


def _in(told: Sequence[_Named], state: TargetState) -> list[_Named]:
    return [one for one in told if one[1].state is state]


def _reached(told: Sequence[_Named]) -> str:
    mine = _in(told, TargetState.REACHED)
    since = [f"{name} từ ngày {full_day(one.since)}" for name, one in mine if one.since]
    return f"{count(len(mine))}/{count(len(told))} đơn vị đã đạt{_brackets(since)}"


def _missed(told: Sequence[_Named], unit: str) -> str:
    mine = _in(told, TargetState.MISSED)
    return f"{count(len(mine))} đơn vị chưa đạt{_brackets(_still(mine, unit))}" if mine else ""


def _still(mine: Sequence[_Named], unit: str) -> Iterator[str]:
    for name, one in mine:
        if one.by:
            day = full_day(one.by.as_of)
            yield f"{name} còn {count(one.by.lacking)} {unit}, số liệu tính đến ngày {day}"


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
