"""How long a list of people is kept, and that it is held while a complaint is open."""

from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from language.dates import full_day
from models import Event, PersonList
from models.salt import digests_of
from models.trail import append


@dataclass(frozen=True)
class Request:
    """What is to hold of the list numbered `list`, and why.

    `until`: the last local date on which it is kept, None: as it stands. `held`: nothing of it goes
    while a complaint is open; None: as it stands.
    """

    list: int
    reason: str
    until: date | None = None
    held: bool | None = None


@dataclass(frozen=True)
class Answer:
    """What holds of the list now, and who said so."""

    list: int
    until: date | None
    held: bool
    by: str


@act("list.keep")
def keep(desk: Desk, request: Request) -> Answer:
    """Say until when a list is kept, or that it is held; nothing is erased by this.

    Raises:
        Refused: no such list, no reason, nothing that would change, or a day before its own.
    """
    by = desk.allow("list.keep")
    found = desk.session.get(PersonList, request.list)
    if found is None:
        raise Refused(f"không có danh sách số {request.list}: xem dondoc list show")
    if not request.reason.strip():
        raise Refused("cần nêu lý do")
    if request.until is None and request.held is None:
        raise Refused("nêu điều cần đổi: ngày lưu, giữ lại hoặc thôi giữ")
    if request.until and request.until < found.as_of:
        raise Refused(f"ngày lưu phải từ ngày của danh sách trở đi ({full_day(found.as_of)})")
    found.retain_until = request.until or found.retain_until
    found.held = found.held if request.held is None else request.held
    said: dict[str, object] = {"by": by, **digests_of(desk.session, reason=request.reason)}
    said["until"] = found.retain_until.isoformat() if found.retain_until else None
    said["held"] = found.held
    append(desk.session, desk.now, [Event("list.kept", f"person_list:{found.id}", said)])
    return Answer(found.id, found.retain_until, found.held, by)
