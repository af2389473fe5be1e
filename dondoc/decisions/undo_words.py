"""Whoever counts on a decision hears that it was taken back: its bearer, and who was told since."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.contacts.recipients import Directory, Recipient
from dondoc.notices.blame import has_left
from dondoc.obligations.work import Work
from language.zone import local_date
from models import (
    Decision,
    DecisionKind,
    Event,
    Finding,
    FindingOutcome,
    Message,
    Notice,
    NoticeState,
    Obligation,
)
from rules.meaning.policy import HOUSE
from rules.meaning.recipient import Party
from steps.posts import Post
from steps.table import DECISION_UNDONE, URGE

POLICY = "rut-quyet-dinh"
TITLE = "Báo quyết định về hạn đã được rút lại"


def tell(
    session: Session,
    work: Work,
    row: Obligation,
    taken: Decision,
    made: Decision,
    now: datetime,
) -> list[Event]:
    """Write word about `row` that `made` takes `taken` back; return the events to enter.

    It goes to the bearer's officer, as every word of its dates does, and to whoever got a letter
    since that rests on `taken`. One whose officer is nobody has failed, with the reason.
    """
    finding = Finding(
        obligation_id=row.id,
        cycle=row.cycle,
        policy=POLICY,
        repeat=made.id,
        step=DECISION_UNDONE.id,
        rung=None,
        outcome=FindingOutcome.FIRED.value,
        basis=HOUSE,
        because=[["decision_taken_back", "eq", True, True]],
        facts={"decision": made.id, "undoes": taken.id},
        decided_at=now,
    )
    session.add(finding)
    events = [finding.entered()]
    told = dict.fromkeys((*_bearer(session, work, row, now), *_told(session, work, row, taken)))
    reached = set[tuple[int | None, str]]()
    for recipient in told:
        # Somebody at two posts hears it once.
        if (recipient.contact, recipient.channel) not in reached:
            reached.add((recipient.contact, recipient.channel))
            notice = _notice(row, made, recipient, now)
            session.add(notice)
            events.append(notice.created())
    return events


def _bearer(session: Session, work: Work, row: Obligation, now: datetime) -> Iterator[Recipient]:
    today = local_date(now)
    directory = Directory(session, work.known_on(today)[0], today, work.routing)
    party = Party(row.bearer_uid, office=work.office)
    for recipient in directory.recipients(Post.OFFICER, party, DECISION_UNDONE.id):
        yield recipient
        yield from directory.copies(recipient, DECISION_UNDONE.id)


def _told(session: Session, work: Work, row: Obligation, taken: Decision) -> Iterator[Recipient]:
    """Yield who got a letter about `row` since, or a draft that says it has another date.

    A pause stands in no letter.
    """
    if taken.kind not in DecisionKind.dating():
        return
    above = [one.id for one in find.consolidations_of(session, work.rulebook, row)]
    drafted = Notice.obligation_id.in_(above) & (Notice.step == URGE.id)
    written = func.coalesce(Message.frozen_at, Notice.created_at)
    query = (
        select(Notice)
        .outerjoin(Message, Message.id == Notice.message_id)
        .where(
            or_(Notice.obligation_id == row.id, drafted),
            written >= taken.decided_at,
            has_left(),
            Notice.holds(),
            Notice.contact_id.is_not(None),
        )
        .order_by(Notice.id)
    )
    for one in session.scalars(query):
        yield Recipient(one.recipient_uid, one.recipient_post, one.contact_id, one.channel)


def _notice(row: Obligation, made: Decision, to: Recipient, now: datetime) -> Notice:
    whom = f"{to.uid}/{to.post}"
    state = NoticeState.PENDING if to.contact else NoticeState.FAILED
    return Notice(
        obligation_id=row.id,
        cycle=row.cycle,
        policy=POLICY,
        repeat=made.id,
        step=DECISION_UNDONE.id,
        rung=None,
        recipient_uid=to.uid,
        recipient_post=to.post,
        contact_id=to.contact,
        channel=to.channel,
        dedupe_key=(
            f"{row.id}:{row.cycle}:{POLICY}:{made.id}:{whom}:{to.contact or '-'}:{to.channel}"
        ),
        basis=HOUSE,
        state=state.value,
        reason=to.reason,
        created_at=now,
        settled_at=None if to.contact else now,
    )
