"""Why a body reads of another's duty: it became that one, or is about to."""

from datetime import date

from dondoc.sending.names import name_of
from language.dates import full_day
from notifications.letter import Joining
from notifications.wording import committees, listed
from rules.meaning.body import Body, BodyRegistry


def stands_for(bodies: BodyRegistry, told: Body, bearer: Body) -> str:
    """Return why `told` hears of what `bearer` owes, a clause; "" where it is its own duty."""
    if told.uid == bearer.uid or told.kind != bearer.kind:
        return ""
    if bearer.uid in told.succeeded_by and bearer.valid_from:
        before = [name_of(body) for body in bodies.predecessors(bearer.uid)]
        of = f"nhập {listed(before)}" if len(before) > 1 else told.in_text
        also = f"; {committees(before)} cùng nhận thư này" if len(before) > 1 else ""
        when = full_day(bearer.valid_from)
        return f"{bearer.in_text} thành lập từ ngày {when} trên cơ sở {of}{also}"
    return f"{bearer.in_text} đã nhập vào {told.in_text}, nay {told.in_text} tiếp tục thực hiện"


def joining(bodies: BodyRegistry, told: Body, bearer: Body, today: date) -> Joining | None:
    """Return what `told` becomes part of, where it is told as one that does; None otherwise."""
    begins = bearer.valid_from
    if begins is None or bearer.uid not in told.succeeded_by:
        return None
    return Joining(name_of(told), begun=begins <= today, how=stands_for(bodies, told, bearer))
