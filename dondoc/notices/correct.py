"""Correct: whoever was told something that proved wrong is told so (đính chính)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from dondoc.notices.cancel import call_off
from models import Event, Finding, FindingOutcome, Notice, NoticeState, Obligation
from models.standing import had_passed_in_sql
from rules.meaning.policy import HOUSE
from steps.table import CORRECTION, those

POLICY = "dinh-chinh"
# A correction that proved wrong itself: the record it rested on was undone.
TAKEN_BACK = "rut-dinh-chinh"
# Said of the bearer itself, and said of the whole round it belongs to.
_OF_THE_BEARER = those(lambda step: step.blames)
_OF_THE_ROUND = those(lambda step: step.names_the_late)


def told(session: Session, row: Obligation, consolidations: Sequence[Obligation]) -> list[Notice]:
    """Return the notices by which somebody was, or may have been, told that `row` is late.

    Those that have left, are on their way, or are in doubt; never one that only waits.

    Args:
        consolidations: of its round, those owed no more among them.
    """
    own = (Notice.obligation_id == row.id) & Notice.step.in_(_OF_THE_BEARER)
    # A brief or a drafted urging names whoever was late when it was written.
    rounds = Notice.obligation_id.in_([each.id for each in consolidations])
    named = rounds & Notice.step.in_(_OF_THE_ROUND)
    late = had_passed_in_sql(Notice.created_at.expression, row.late_from)
    query = select(Notice).where(or_(own, named & late), has_left()).order_by(Notice.id)
    return list(session.scalars(query))


def has_left() -> ColumnElement[bool]:
    """Select the notices that have left, are on their way, or are in doubt."""
    return or_(
        Notice.state == NoticeState.SENT.value,
        (Notice.state == NoticeState.PENDING.value) & Notice.message_id.is_not(None),
    )


def correct(
    session: Session,
    row: Obligation,
    wrong: Iterable[Notice],
    because: list[list[object]],
    repeat: int,
    now: datetime,
    policy: str = POLICY,
) -> list[Event]:
    """Write one correction for every contact of the notices `wrong`, about the obligation `row`.

    Args:
        because: [attribute, operator, constant, value] of what proved wrong.
        repeat: the report's id, so that each report is corrected once.
        now: the instant of the use case, aware.
    Returns:
        the events to enter in the trail.
    """
    contacts = {n.contact_id: n for n in wrong if n.contact_id is not None}
    if not contacts:
        return []
    finding = Finding(
        obligation_id=row.id,
        cycle=row.cycle,
        policy=policy,
        repeat=repeat,
        step=CORRECTION.id,
        rung=None,
        outcome=FindingOutcome.FIRED.value,
        basis=HOUSE,
        because=because,
        facts={"told": sorted(n.id for n in wrong)},
        decided_at=now,
    )
    session.add(finding)
    events = [finding.entered()]
    for contact, notice in contacts.items():
        key = (
            f"{row.id}:{row.cycle}:{CORRECTION.id if policy == POLICY else policy}:{repeat}:"
            f"{notice.recipient_uid}/{notice.recipient_post}:{contact}:{notice.channel}"
        )
        correction = _correction(row, notice, policy, key, repeat, now)
        session.add(correction)
        events.append(correction.created())
    return events


def _correction(
    row: Obligation, told: Notice, policy: str, key: str, repeat: int, now: datetime
) -> Notice:
    return Notice(
        obligation_id=row.id,
        cycle=row.cycle,
        policy=policy,
        repeat=repeat,
        step=CORRECTION.id,
        rung=None,
        recipient_uid=told.recipient_uid,
        recipient_post=told.recipient_post,
        contact_id=told.contact_id,
        channel=told.channel,
        dedupe_key=key,
        basis=HOUSE,
        state=NoticeState.PENDING.value,
        created_at=now,
    )


def take_back_corrections(
    session: Session, row: Obligation, report: int, now: datetime
) -> list[Event]:
    """Take back the corrections that followed the record of `report` (its id), now undone.

    Those that only wait are called off; whoever got one is told that it no longer holds.
    """
    made = session.scalars(
        select(Notice).where(
            Notice.obligation_id == row.id, Notice.policy == POLICY, Notice.repeat == report
        )
    ).all()
    waiting = [n for n in made if n.state in NoticeState.unsent() and n.message_id is None]
    left = [n for n in made if n not in waiting and n.state != NoticeState.CANCELLED]
    events = [call_off(notice, "đã hủy ghi nhận báo cáo", now) for notice in waiting]
    because: list[list[object]] = [["undone", "eq", True, True]]
    return events + correct(session, row, left, because, report, now, TAKEN_BACK)
