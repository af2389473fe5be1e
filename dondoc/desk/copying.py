"""Copying: a backup of everything is made, or put back; who did it stands in the trail."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dondoc.day.backup import begun, place_for
from dondoc.desk.actor import Actor
from dondoc.desk.context import Desk
from dondoc.desk.permission import Matter
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.setup.settings import LocatedSettings
from language.zone import local_date
from models import Event
from models.trail import append, instant_text
from rules.meaning.recipient import Party, post_at
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Request:
    """The folder in which the backups lie."""

    folder: Path


@dataclass(frozen=True)
class PutBack:
    """When the backup that lies in the place now was made (aware)."""

    made_at: datetime


@dataclass(frozen=True)
class Answer:
    """Who does it, as `uid/post`."""

    by: str


@act("backup")
def begin(desk: Desk, request: Request) -> Answer:
    """Enter that a copy of everything is being made; it is made once this is committed.

    Raises:
        Refused, NotPossible: it may not lie there.
    """
    by = desk.allow("backup")
    place_for(desk.located, request.folder, desk.now)
    begun(desk.session, by, desk.now)
    return Answer(by)


@act("restore")
def put_back(desk: Desk, request: PutBack) -> Answer:
    """Enter that a backup was put back; what it may repeat is put among the doubts with it."""
    by = desk.allow("restore")
    data = {"by": by, "made_at": instant_text(request.made_at)}
    append(desk.session, desk.now, [Event("backup.restored", "installation:1", data)])
    return Answer(by)


def refuse_restore(
    located: LocatedSettings, rulebook: Rulebook, said: str | None, now: datetime
) -> None:
    """Raise Refused where `said` may not put a backup back, before anything lies there.

    Who holds a post only the backup's own address book knows: `put_back` looks at that.

    Args:
        said: who acts, as `uid/post`; None: whoever usually does. `now`: the instant (aware).
    """
    today = local_date(now)
    bodies, right = rulebook.bodies.known_on(today), rulebook.rights.of("restore")
    office = located.settings.office.among(rulebook.bodies).body
    if right is None:
        raise Refused("bảng quyền (rules/rights) chưa nêu ai được làm việc 'restore'")
    text = said or located.settings.as_
    if text is None:
        if office not in bodies:
            raise Refused("nêu ai phục hồi: --as ĐƠN_VỊ/CHỨC_DANH")
        text = f"{office}/{post_at(bodies.get(office), right.usual)}"
    uid, _, post = text.rpartition("/")
    if uid not in bodies or post not in bodies.get(uid).posts:
        raise Refused(f"không có đơn vị hoặc chức danh {text!r}")
    who = Actor(bodies.get(uid), post)
    Matter([Party("", office=office or None)], bodies, today).refuse(right, who)
