"""A database that is older than what it has sent: what may have left already waits for a person.

Nothing is sent until a person starts it again; until then everything that would leave is put among
the doubts, also what a sweep decides anew.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.sending.agenda import Agenda, waiting
from dondoc.sending.claiming import Claiming
from dondoc.sending.follow import settle_all
from dondoc.sending.letters import Letters
from dondoc.sending.putback import DOUBT, behind
from dondoc.sending.switch import sending_off_since, stop_sending
from dondoc.sending.worker import Done, Moment, Worker
from dondoc.setup.hour import last_sweep
from models import Event, Message, MessageState, Notice, Turn, installation_of
from models.trail import SETTINGS, append
from notifications.outcome import Kind, Outcome

_WORKER = Worker("phuc-hoi", timedelta(0))
_AT_ONCE = 256


def recognise(session: Session, missed: str, now: datetime) -> None:
    """Stop all sending, and put every message that is pending or being sent among the doubts.

    Args:
        missed: in words, what it is behind.
        now: the instant (aware) at which it was seen.
    """
    known = installation_of(session, now)
    if behind(session) is None:
        known.behind_at, known.trusted_from = now, None
    reason = f"cơ sở dữ liệu là bản cũ hơn những gì đã gửi ({missed})"
    append(session, now, [Event("installation.behind", "installation:1", {"missed": missed})])
    if sending_off_since(session) is None:
        stop_sending(session, reason, SETTINGS, now)
    doubt_messages(session, now)


def doubt_messages(session: Session, now: datetime) -> int:
    """Let every message that is pending or being sent be unknown; return how many."""
    events = []
    for message in session.scalars(select(Message).where(Message.unsettled())):
        message.move(MessageState.UNKNOWN)
        message.retry_at = message.lease_owner = message.lease_until = None
        events.append(Event("message.unknown", f"message:{message.id}", {"reason": DOUBT}))
    # Nor does a worker go on that holds some of them.
    session.execute(delete(Turn))
    session.flush()
    return append(session, now, events)


def doubt_waiting(session: Session, letters: Letters, moment: Moment) -> int:
    """Compose what waits as it would leave now, and let it be unknown; return how many messages."""
    claiming = Claiming(session, letters, _WORKER, moment, (), Agenda(), None)
    count = 0
    while claimed := claiming.take(_AT_ONCE):
        outcome = Outcome(Kind.UNKNOWN, "RESTORED", DOUBT)
        done = [Done(one, outcome, moment.now, begun=False) for one in claimed]
        count += len(settle_all(session, done, _WORKER, moment.now, letters=letters))
    return count


def trust_again(session: Session, now: datetime) -> None:
    """Let a database that was put back send from `now` on, if all it could repeat is in doubt.

    Raises:
        Refused: no sweep has caught up yet, or something it decided is not among the doubts.
    """
    known = behind(session)
    if known is None or known.behind_at is None:
        return
    last = last_sweep(session)
    if last is None or last < known.behind_at:
        raise Refused(
            "cơ sở dữ liệu được phục hồi từ bản cũ và chưa quét lượt nào từ đó: chạy dondoc sweep, "
            "rồi dondoc dispatch (chưa gửi gì), xem dondoc notices --unknown, sau đó mới gửi lại"
        )
    query = select(func.count()).select_from(Notice).where(waiting(now, ()))
    if left := session.scalar(query):
        raise Refused(
            f"còn {left} thông báo có thể đã đi trước khi phục hồi: chạy dondoc dispatch (chưa gửi "
            "gì), xem dondoc notices --unknown, sau đó mới gửi lại"
        )
    known.trusted_from = now
    append(session, now, [Event("installation.trusted", "installation:1", {})])
