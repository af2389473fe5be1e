"""Links: what opens a letter's matters is taken back before its time, as when the mail leaked."""

from dataclasses import dataclass

from sqlalchemy import delete

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from models import EndedLink, Event, Notice, WebSession
from models.trail import append


@dataclass(frozen=True)
class Request:
    """The number of a notice; the link of the letter that carries it is taken back."""

    notice: int


@dataclass(frozen=True)
class Answer:
    """The letter, by its number, and how many who had come by its link are out."""

    message: int
    out: int


@act("link.end")
def end(desk: Desk, request: Request) -> Answer:
    """Take it back: whoever came by it is out at once.

    Raises:
        Refused: no letter carries the notice yet, or its link was taken back before.
    """
    by = desk.allow("link.end", desk.about([request.notice]))
    session, notice = desk.session, desk.session.get(Notice, request.notice)
    message = notice.message_id if notice else None
    if message is None:
        raise Refused(
            f"thông báo số {request.notice} chưa có thư nào mang đi, nên không có đường dẫn"
        )
    if session.get(EndedLink, message) is not None:
        raise Refused("đường dẫn trong thư này đã thu hồi trước đó")
    session.add(EndedLink(message_id=message, ended_at=desk.now, ended_by=by))
    gone = session.execute(
        delete(WebSession).where(WebSession.message_id == message).returning(WebSession.id)
    )
    session.flush()
    append(session, desk.now, [Event("message.link_ended", f"ended_link:{message}", {"by": by})])
    return Answer(message, len(gone.all()))
