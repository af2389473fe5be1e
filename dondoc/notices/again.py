"""Again: what was called off by something that proved mistaken is said after all."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, Finding, Notice, NoticeState, Obligation

# Whether such a notice waits for a person's release in this office.
Holding = Callable[[Notice], bool]


def say_again(
    session: Session, row: Obligation, reason: str, at: datetime, holding: Holding, now: datetime
) -> list[Event]:
    """Begin a new cycle and say again to each what was called off for `reason` at `at`.

    Whoever had been told already is not told twice; whether a word is still true is looked at
    when it leaves, as always.

    Args:
        at: the instant (aware) of the act that called it off; of the cycle that runs.
    Returns:
        the events to enter in the trail.
    """
    called_off = session.scalars(
        select(Notice)
        .where(
            Notice.obligation_id == row.id,
            Notice.cycle == row.cycle,
            Notice.state == NoticeState.CANCELLED.value,
            Notice.reason == reason,
            Notice.settled_at == at,
        )
        .order_by(Notice.id)
    ).all()
    if not called_off:
        return []
    before = row.cycle
    row.cycle += 1
    events = [
        _repeat_finding(session, row, before, policy, repeat, now)
        for policy, repeat in dict.fromkeys((n.policy, n.repeat) for n in called_off)
    ]
    return events + [_again(session, row, notice, holding(notice), now) for notice in called_off]


def _repeat_finding(
    session: Session, row: Obligation, cycle: int, policy: str, repeat: int, now: datetime
) -> Event:
    found = session.scalars(
        select(Finding).where(
            Finding.obligation_id == row.id,
            Finding.cycle == cycle,
            Finding.policy == policy,
            Finding.repeat == repeat,
        )
    ).one()
    again = Finding(
        obligation_id=row.id,
        cycle=row.cycle,
        policy=policy,
        repeat=repeat,
        step=found.step,
        rung=found.rung,
        outcome=found.outcome,
        basis=found.basis,
        because=found.because,
        facts=found.facts,
        decided_at=now,
    )
    session.add(again)
    return again.entered()


def _again(session: Session, row: Obligation, notice: Notice, held: bool, now: datetime) -> Event:
    key = f"{row.id}:{row.cycle}:{notice.dedupe_key.split(':', 2)[2]}"
    state = NoticeState.HELD if held else NoticeState.PENDING
    again = notice.again(key, state, now)
    again.cycle, again.held_until = row.cycle, notice.held_until if held else None
    session.add(again)
    return again.created()
