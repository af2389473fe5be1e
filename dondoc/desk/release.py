"""Release: notices to a chair or above that wait for a person are let go."""

from dataclasses import dataclass

from sqlalchemy import select

from dondoc.decisions import release as decisions
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from models import Notice, NoticeState

_HELD = (
    select(Notice.id)
    .where(Notice.unsent(), Notice.state == NoticeState.HELD.value)
    .order_by(Notice.id)
)


@dataclass(frozen=True)
class Request:
    """The numbers of held notices; none named: all that wait."""

    ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """How many were let go."""

    released: int


@act("release")
def release(desk: Desk, request: Request) -> Answer:
    """Let them go; raise Refused where one is unknown or does not wait.

    They go in the office's name: its head lets them go, or the post that the settings name.
    """
    wanted = request.ids or tuple(desk.session.connection().scalars(_HELD))
    by = desk.allow("release", desk.about(wanted), assigned=desk.settings.escalations.released_by)
    return Answer(decisions.release(desk.session, wanted, by, desk.now))
