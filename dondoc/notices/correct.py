"""Correct: whoever was told something that proved wrong is told so (đính chính)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.contacts.recipients import Recipient
from dondoc.notices.blame import Blame, has_left, told_of
from dondoc.notices.cancel import call_off
from models import (
    Event,
    Finding,
    FindingOutcome,
    Issued,
    Kind,
    Named,
    Notice,
    NoticeState,
    Obligation,
    Signature,
)
from rules.meaning.policy import HOUSE
from steps.table import CORRECTION

POLICY = "dinh-chinh"
# A correction that proved wrong itself: the record it rested on was undone.
TAKEN_BACK = "rut-dinh-chinh"
# One that named a công văn as issued that was not.
NOT_ISSUED = "chua-phat-hanh"
# The same of a consolidation that was called signed.
NOT_SIGNED = "chua-ky"
# One that was entered as signed and was not, told to whoever follows its round.
UNSIGNED = "huy-ky"
# Words that left at a wrong hour.
WRONG_HOUR = "sai-gio"
# What screens call them: no policy of the office's has these ids.
TITLES = {
    POLICY: "Đính chính điều đã nêu không đúng",
    TAKEN_BACK: "Đính chính thư đính chính không còn đúng",
    NOT_ISSUED: "Báo lại: công văn đã ghi là phát hành thì chưa phát hành",
    NOT_SIGNED: "Báo lại: báo cáo tổng hợp đã ghi là ký thì chưa ký",
    UNSIGNED: "Báo lại: báo cáo tổng hợp đã ghi là ký thì chưa ký",
    WRONG_HOUR: "Xin lỗi về thư gửi khi phần mềm chạy sai ngày, giờ",
}


def correct(
    session: Session,
    row: Obligation,
    wrong: Blame,
    because: list[list[object]],
    repeat: int,
    now: datetime,
    policy: str = POLICY,
) -> list[Event]:
    """Write one correction for each contact that has to do with `wrong`, about `row`.

    It names all that was said to that contact, and every document that is out.

    Args:
        because: [attribute, operator, constant, value] of what proved wrong.
        repeat: the report's id, so that each report is corrected once.
        now: the instant of the use case, aware.
    Returns:
        the events to enter in the trail.
    """
    if not wrong:
        return []
    contacts = {notice.contact_id: _at(notice) for notice in wrong.notices}
    for notice in wrong.heard:
        contacts.setdefault(notice.contact_id, _at(notice))
    contacts.pop(None, None)
    return _tell(session, row, contacts.values(), wrong, because, repeat, now, policy)


def _at(notice: Notice) -> Recipient:
    return Recipient(notice.recipient_uid, notice.recipient_post, notice.contact_id, notice.channel)


def _tell(
    session: Session,
    row: Obligation,
    whom: Iterable[Recipient],
    wrong: Blame,
    because: list[list[object]],
    repeat: int,
    now: datetime,
    policy: str,
) -> list[Event]:
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
        facts=wrong.facts(),
        decided_at=now,
    )
    session.add(finding)
    events = [finding.entered()]
    for to in whom:
        correction = _correction(row, to, policy, repeat, now)
        session.add(correction)
        events.append(correction.created())
    return events


def _correction(row: Obligation, to: Recipient, policy: str, repeat: int, now: datetime) -> Notice:
    key = (
        f"{row.id}:{row.cycle}:{CORRECTION.id if policy == POLICY else policy}:{repeat}:"
        f"{to.uid}/{to.post}:{to.contact or '-'}:{to.channel}"
    )
    return Notice(
        obligation_id=row.id,
        cycle=row.cycle,
        policy=policy,
        repeat=repeat,
        step=CORRECTION.id,
        rung=None,
        recipient_uid=to.uid,
        recipient_post=to.post,
        contact_id=to.contact,
        channel=to.channel,
        dedupe_key=key,
        basis=HOUSE,
        state=(NoticeState.PENDING if to.contact else NoticeState.FAILED).value,
        reason=to.reason,
        created_at=now,
        settled_at=None if to.contact else now,
    )


def finding_of(session: Session, correction: Notice) -> Finding:
    """Return the finding on which the notice `correction` rests: its facts are a `Blame`'s."""
    return session.scalars(
        select(Finding).where(
            Finding.obligation_id == correction.obligation_id,
            Finding.cycle == correction.cycle,
            Finding.policy == correction.policy,
            Finding.repeat == correction.repeat,
        )
    ).one()


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
    wrong = Blame(tuple(left))
    return events + correct(session, row, wrong, because, report, now, TAKEN_BACK)


def take_back_document(session: Session, one: Issued | Signature, now: datetime) -> list[Event]:
    """Tell whoever was told by a letter that the document `one` is out that it is not.

    A công văn that was not issued, a consolidation that was not signed. Corrections that only wait
    are written without it.
    """
    policy, said = NOT_OUT[type(one)]
    because: list[list[object]] = [[said, "eq", False, False]]
    told: dict[int, list[Notice]] = {}
    for notice in _told_out(session, one):
        told.setdefault(notice.obligation_id, []).append(notice)
    events = list[Event]()
    for id_, notices in told.items():
        row, heard = session.get_one(Obligation, id_), tuple(notices)
        wrong = Blame(heard, (one,)) if isinstance(one, Issued) else Blame(heard, (), (one,))
        events += correct(session, row, wrong, because, one.id, now, policy)
    return events


def _told_out(session: Session, one: Issued | Signature) -> Iterator[Notice]:
    """Yield the letters that said of the document `one` that it is out, corrections among them."""
    for finding in corrections_naming(session, one):
        told = select(Notice).where(
            Notice.obligation_id == finding.obligation_id,
            Notice.policy == POLICY,
            Notice.repeat == finding.repeat,
            Notice.cycle == finding.cycle,
            has_left(),
        )
        yield from session.scalars(told.order_by(Notice.id))
    if isinstance(one, Issued):
        yield from told_of(session, one)


def tell_unsigned(
    session: Session,
    row: Obligation,
    one: Signature,
    followers: Iterable[Recipient],
    now: datetime,
) -> list[Event]:
    """Tell who follows the round of `row` that its report `one`, entered as signed, was not.

    A post that nobody can be told at has failed, with the reason.
    """
    told = {(to.contact, to.channel) if to.contact else (to.uid, to.post): to for to in followers}
    because: list[list[object]] = [["signed", "eq", False, False]]
    wrong = Blame(signed=(one,))
    return _tell(session, row, told.values(), wrong, because, one.id, now, UNSIGNED)


NOT_OUT = {Issued: (NOT_ISSUED, "issued"), Signature: (NOT_SIGNED, "signed")}


def corrections_naming(session: Session, one: Issued | Signature) -> list[Finding]:
    """Return the findings of corrections that name the document `one` as out, oldest first."""
    held = select(Finding).where(Finding.policy == POLICY, Finding.step == CORRECTION.id)
    if isinstance(one, Issued):
        of_it = held.join(Named, Named.obligation_id == Finding.obligation_id)
        of_it = of_it.where(Named.issued_id == one.id)
    else:
        of_it = held.where(Finding.decided_at >= one.signed_at)
    found = session.scalars(of_it.order_by(Finding.id))
    key = NOT_OUT[type(one)][1]
    return [each for each in found if one.id in each.facts.get(key, ())]


def taken_back(session: Session, one: Signature) -> bool:
    """Say whether a correction took back what the signed consolidation `one` said of a target."""
    query = (
        select(Finding.facts)
        .join(Obligation, Obligation.id == Finding.obligation_id)
        .where(Obligation.kind == Kind.TARGET.value, Finding.policy == POLICY)
    )
    return any(one.id in facts.get("signed", ()) for facts in session.scalars(query))
