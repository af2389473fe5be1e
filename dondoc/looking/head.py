"""Who lets go, in a simulation, what waits for a person: as the office's table and settings say.

Once a day, some time after the sweep, on days on which word goes out.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.day.ground import Ground
from dondoc.desk.context import Desk
from dondoc.desk.release import Request, release
from dondoc.setup.settings import LocatedSettings
from models import Notice, NoticeState
from rules.meaning.right import Role

# So long after the sweep.
LOOKS_AFTER = timedelta(hours=2)
_ACT = "release"
_HELD = select(func.count()).where(
    Notice.unsent(), Notice.state == NoticeState.HELD.value, Notice.held_until.is_(None)
)


def who_releases(ground: Ground) -> str | None:
    """Return, as `uid/post`, who may let go what waits; None where nobody may."""
    work, right = ground.work, ground.work.rulebook.rights.of(_ACT)
    bodies = work.rulebook.bodies
    if right is None or not work.office or work.office not in bodies:
        return None
    body, named = bodies.get(work.office), ground.settings.escalations.released_by
    able = [post for post in body.posts if right.allows(Role.OFFICE, body, post)]
    post = named or next(iter(able), None)
    return f"{body.uid}/{post}" if post else None


def let_go(ground: Ground, located: LocatedSettings, who: str, now: datetime) -> None:
    """Let everything go that waits at the instant `now` (aware)."""
    with ground.writing() as session:
        if held(session):
            release(Desk(session, ground.work, located, now, who), Request())


def held(session: Session) -> int:
    """Return how many notices wait for a person."""
    return session.connection().scalar(_HELD) or 0
