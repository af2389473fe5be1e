"""The first line of the board: the hour, what left, what waits, what somebody must look at."""

from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dondoc.obligations.followed import alarms
from dondoc.sending.pauses import paused
from dondoc.sending.putback import behind
from dondoc.sending.switch import sending_off_since
from dondoc.setup.silence import ways_of
from dondoc.setup.wiring import Office
from dondoc.setup.workers import out_of_step
from dondoc.trail.anchors import behind_marks, trouble
from dondoc.trail.second import unreachable
from dondoc.visible import Visible
from language.dates import hour_of_day, short_day_and_hour
from models import Message, Notice, NoticeState, Obligation

C = TypeVarTuple("C")


def summary(session: Session, now: datetime, office: Office, visible: Visible) -> str:
    """Return the line at the instant `now` (aware); it counts only what is `visible`."""
    states = dict(_counts(session, visible))
    waiting = states.get(NoticeState.PENDING.value, 0)
    held = states.get(NoticeState.HELD.value, 0)
    failed = Notice.state == NoticeState.FAILED.value
    lost = select(func.count(Notice.id)).where(failed, Notice.contact_id.is_(None))
    nobody = session.scalar(_about(lost, visible)) or 0
    kind = f"{office.mark} " if office.mark else ""
    off = sending_off_since(session)
    stopped = f" · ĐÃ NGỪNG GỬI từ {short_day_and_hour(off)}" if off else ""
    resting = ", ".join(account.name for account in paused(session, now))
    missing = alarms(session, office.settings.settings.directives)
    names = ", ".join(one.directive for one in missing)
    stopped += f" · VĂN BẢN NGOÀI CẤU HÌNH, đang giữ thư: {names}" if names else ""
    if _unsigned(office):
        stopped += " · DẤU VẾT KHÔNG CÒN ĐƯỢC KÝ: xem dondoc doctor"
    if _put_back(session, office):
        stopped += " · CÓ THỂ LÀ BẢN CŨ, chưa gửi gì: xem dondoc doctor"
    stopped += _not_working(session, office)
    stopped += f" · KÊNH TẠM DỪNG: {resting}" if resting else ""
    return (
        f"{kind}{hour_of_day(now)} · thư: {_sent(session, visible)} · chờ gửi: {waiting} · "
        f"chờ duyệt: {held} · không có người nhận: {nobody}{stopped}"
    )


def _not_working(session: Session, office: Office) -> str:
    """Return in words that nobody sweeps: by other rules than the others, or none comes at all."""
    wrong = out_of_step(session, office)
    said = " · KHÁC CÁC MÁY KIA, không quét: xem dondoc doctor" if wrong else ""
    ways = ways_of(session, office, office.wall.now())
    if ways and all(way.silent for way in ways):
        said += f" · KHÔNG CÒN GÌ CHẠY: {'; '.join(way.said for way in ways)}"
    return said


def _put_back(session: Session, office: Office) -> bool:
    settings = office.settings
    missed = behind_marks(office.database, settings.state_folder, settings.second_folder)
    return bool(missed or behind(session))


def _unsigned(office: Office) -> bool:
    settings = office.settings
    wrong = trouble(office.database, settings.state_folder, settings.second_folder)
    return bool(wrong or unreachable(settings.second_folder))


def _sent(session: Session, visible: Visible) -> int:
    """Count the messages that carry something visible."""
    if visible.everything:
        return session.scalar(select(func.count()).select_from(Message)) or 0
    query = select(func.count(func.distinct(Notice.message_id)))
    return session.scalar(_about(query, visible)) or 0


def _counts(session: Session, visible: Visible) -> list[tuple[str, int]]:
    query = select(Notice.state, func.count(Notice.id)).group_by(Notice.state)
    return [(state, count) for state, count in session.execute(_about(query, visible))]


def _about(query: Select[*C], visible: Visible) -> Select[*C]:
    """Return a query over notices that leaves out those about bodies that are not visible."""
    mine = visible.where(Obligation.bearer_uid)
    if not mine:
        return query
    return query.join(Obligation, Obligation.id == Notice.obligation_id).where(*mine)
