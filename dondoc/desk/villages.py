"""Which villages somebody is assigned to: of their own commune they see the persons of those."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.logins import book
from dondoc.named import body_uid
from language import naming
from models import Event, Village, VillageSeat
from models.trail import append
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Request:
    """The login of that name has these `villages` (their names) of a commune (uid or name).

    None of them: they see the whole commune again.
    """

    login: str
    body: str
    villages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Which villages of which commune (uid) the login has now; what was given and taken."""

    login: str
    body: str
    villages: tuple[str, ...]
    given: int
    taken: int


@act("villages.assign")
def assign(desk: Desk, request: Request) -> Answer:
    """Assign a login to villages of a commune; what it had of it besides is taken from today on.

    Raises:
        Refused: no such login, commune or village.
    """
    uid = body_uid(desk.bodies, request.body, desk.today)
    by = desk.allow("villages.assign", parties=[Party(uid, office=desk.work.office)])
    login = book.named(desk.session, request.login)
    if login is None:
        raise Refused(f"không có tài khoản {request.login!r} đang dùng")
    known = {one.name: one for one in _villages(desk, uid)}
    wanted = {_meant(known, name).id for name in request.villages}
    held = {one.village_id: one for one in _held(desk, login.id, [v.id for v in known.values()])}
    events = []
    for village in sorted(held.keys() - wanted):
        row = held[village]
        row.taken_on, row.taken_by = desk.today, by
        events.append(_event("seat.village_taken", row, by))
    for village in sorted(wanted - held.keys()):
        row = VillageSeat(login_id=login.id, village_id=village, given_on=desk.today, given_by=by)
        desk.session.add(row)
        desk.session.flush()
        events.append(_event("seat.village_given", row, by))
    append(desk.session, desk.now, events)
    names = tuple(name for name, one in known.items() if one.id in wanted)
    given = len(wanted - held.keys())
    return Answer(login.name, uid, names, given, len(events) - given)


def _villages(desk: Desk, uid: str) -> list[Village]:
    query = select(Village).where(Village.body_uid == uid).order_by(Village.name)
    return list(desk.session.scalars(query))


def _meant(known: dict[str, Village], name: str) -> Village:
    for said, one in known.items():
        if naming.key(said) == naming.key(name):
            return one
    listed = ", ".join(known) or "chưa có thôn nào (nhập danh sách trước)"
    raise Refused(f"xã này không có thôn {name!r}; có: {listed}")


def _held(desk: Desk, login: int, villages: list[int]) -> list[VillageSeat]:
    taken = VillageSeat.taken_on
    query = select(VillageSeat).where(
        VillageSeat.login_id == login,
        VillageSeat.village_id.in_(villages),
        or_(taken.is_(None), taken > desk.today),
    )
    return list(desk.session.scalars(query))


def _event(kind: str, row: VillageSeat, by: str) -> Event:
    data = {"by": by, "login": row.login_id, "village": row.village_id}
    return Event(kind, f"village_seat:{row.id}", data)
