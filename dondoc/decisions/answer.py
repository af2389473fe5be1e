"""Answer: the body that consolidates says which reports it has, and which it has not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc import find
from dondoc.named import refuse_others
from dondoc.reports.evidence import Evidence
from dondoc.reports.record import Recorded, record
from models import Event, Obligation
from models.standing import is_overdue
from models.trail import append
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Answered:
    """What an answer did: reports recorded, and how many were confirmed as not received."""

    recorded: tuple[Recorded, ...]
    confirmed_missing: int


def answer(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date,
    received: Mapping[str, Evidence],
    by: str,
    now: datetime,
    duty: str | None = None,
) -> Answered:
    """Enter the via body's answer about the overdue reports of one round.

    Args:
        due: the round's date, the inputs' or the consolidator's; `duty`: see `find.inputs_of`.
        received: by bearer uid, how each report came that was received by another road.
        by: who answers, as `uid/post`.
    Raises:
        Refused: no such round, or a bearer that owes nothing in it.
    """
    inputs = find.inputs_of(session, rulebook, directive, due, duty)
    rows = {row.bearer_uid: row for row in inputs}
    find.lock(session, rows.values())
    refuse_others(rulebook.bodies, received, inputs, due)
    recorded = tuple(
        _record(session, rulebook, rows[uid], evidence, by, now)
        for uid, evidence in received.items()
    )
    missing = [row for row in rows.values() if is_overdue(row, now)]
    for row in missing:
        row.via_checked_at = now
    data = {"by": by}
    append(
        session,
        now,
        [Event("obligation.via_checked", f"obligation:{row.id}", data) for row in missing],
    )
    return Answered(recorded, len(missing))


def _record(
    session: Session,
    rulebook: Rulebook,
    row: Obligation,
    evidence: Evidence,
    by: str,
    now: datetime,
) -> Recorded:
    above = find.consolidations_of(session, rulebook, row)
    return record(session, row.id, evidence, by, now, above)
