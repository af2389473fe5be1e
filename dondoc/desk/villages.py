"""Who has which village: an officer and a head in one step; handed over whole, for good or a while.

It is the one source of who sees whom, too: a login that has villages of its commune sees their
people alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases import assigning
from dondoc.cases.assigning import Holder
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.logins import book
from dondoc.named import body_uid
from language import naming
from language.dates import full_day
from models import Assignment, Duty, Login, Village
from rules.meaning.recipient import Party

_GIVE, _HAND, _END = "assignment.give", "assignment.hand_over", "assignment.end"


@dataclass(frozen=True)
class Given:
    """One village by name: who is its officer (and by which account), who is its head.

    "" of both of a role: that stays as it is. An account without a name: its holder's.
    """

    village: str
    officer: str = ""
    login: str = ""
    head: str = ""


@dataclass(frozen=True)
class Request:
    """Villages of a commune (uid or name) are given from the local date `since` on.

    `since` None: from today on. `number`, `dated`: of the decision.
    """

    body: str
    villages: tuple[Given, ...]
    since: date | None = None
    number: str | None = None
    dated: date | None = None


@dataclass(frozen=True)
class One:
    """Somebody has a village: in which role, from when; until the day before `until`."""

    village: str
    role: Duty
    holder: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Answer:
    """What holds now of the villages of a commune (uid) that were named."""

    body: str
    assignments: tuple[One, ...]
    by: str


@act(_GIVE)
def assign(desk: Desk, request: Request) -> Answer:
    """Assign villages; one village that there is not, and none is.

    Raises:
        Refused: no such commune, village or login; nobody is named for a village.
    """
    uid, by = _commune(desk, _GIVE, request.body)
    since = request.since or desk.today
    known = {one.name: one for one in _villages(desk, uid)}
    rows = []
    for one in request.villages:
        village = _meant(known, one.village)
        named = list(_named(desk, one, request))
        if not named:
            raise Refused(f"thôn {village.name}: nêu cán bộ phụ trách hoặc trưởng thôn")
        for role, holder in named:
            rows.append(assigning.give(desk.session, village, role, holder, since, by, desk.now))
    return Answer(uid, tuple(_one(desk, row) for row in rows), by)


def _named(desk: Desk, one: Given, of: Request) -> Iterable[tuple[Duty, Holder]]:
    if one.officer.strip() or one.login.strip():
        login = _login(desk, one.login)
        name = one.officer.strip() or (login.person if login else "")
        number = login.id if login else None
        yield Duty.OFFICER, Holder(name, number, of.number, of.dated)
    if one.head.strip():
        yield Duty.HEAD, Holder(one.head.strip(), None, of.number, of.dated)


@dataclass(frozen=True)
class Handing:
    """Everything `holder` (name, or name of their account) has goes to `to` from `since` on.

    `until`: the first local date on which `to` stands in no more; None: for good.
    """

    body: str
    holder: str
    to: str
    login: str = ""
    since: date | None = None
    until: date | None = None
    number: str | None = None
    dated: date | None = None


@act(_HAND)
def hand_over(desk: Desk, request: Handing) -> Answer:
    """Hand all villages of somebody over in one step: transfer, leave, a deputy.

    What is open in a village goes with it: visits due, promises, questions.

    Raises:
        Refused: no such commune or login, somebody who has nothing, days that cannot be.
    """
    uid, by = _commune(desk, _HAND, request.body)
    since = request.since or desk.today
    if request.until is not None and request.until <= since:
        raise Refused(f"ngày hết thay phải sau {full_day(since)}")
    login = _login(desk, request.login)
    name = request.to.strip() or (login.person if login else "")
    if not name:
        raise Refused("nêu người nhận bàn giao")
    rows = _of(desk, uid, request.holder, since)
    to = Holder(name, login.id if login else None, request.number, request.dated)
    done = assigning.hand_over(desk.session, rows, to, since, request.until, by, desk.now)
    return Answer(uid, tuple(_one(desk, row) for row in done), by)


@dataclass(frozen=True)
class Ending:
    """`holder` has nothing any more from the local date `since` on; nobody follows."""

    body: str
    holder: str
    since: date | None = None


@act(_END)
def end(desk: Desk, request: Ending) -> Answer:
    """End all that somebody has; the villages have nobody then, which the board says.

    Raises:
        Refused: no such commune, or somebody who has nothing.
    """
    uid, by = _commune(desk, _END, request.body)
    since = request.since or desk.today
    rows = _of(desk, uid, request.holder, since)
    for row in rows:
        assigning.end(desk.session, row, since, by, desk.now)
    return Answer(uid, tuple(_one(desk, row) for row in rows), by)


def _commune(desk: Desk, name: str, body: str) -> tuple[str, str]:
    uid = body_uid(desk.bodies, body, desk.today)
    return uid, desk.allow(name, parties=[Party(uid, office=desk.work.office)])


def _of(desk: Desk, uid: str, holder: str, since: date) -> list[Assignment]:
    """Return what somebody has of a commune from `since` on; raise Refused where it is nothing."""
    login = book.named(desk.session, holder)
    query = select(Assignment).where(Assignment.body_uid == uid, assigning.open_from(since))
    said = naming.key(holder)
    rows = [
        one
        for one in desk.session.scalars(query.order_by(Assignment.id))
        if naming.key(one.holder) == said or (login is not None and one.login_id == login.id)
    ]
    if not rows:
        raise Refused(f"{holder!r} chưa có thôn nào ở đơn vị này")
    return rows


def _login(desk: Desk, name: str) -> Login | None:
    if not name.strip():
        return None
    found = book.named(desk.session, name)
    if found is None:
        raise Refused(f"không có tài khoản {name!r} đang dùng")
    return found


def _villages(desk: Desk, uid: str) -> list[Village]:
    query = select(Village).where(Village.body_uid == uid).order_by(Village.name)
    return list(desk.session.scalars(query))


def _meant(known: dict[str, Village], name: str) -> Village:
    for said, one in known.items():
        if naming.key(said) == naming.key(name):
            return one
    listed = ", ".join(known) or "chưa có thôn nào (nhập danh sách trước)"
    raise Refused(f"xã này không có thôn {name!r}; có: {listed}")


def _one(desk: Desk, row: Assignment) -> One:
    village = desk.session.get_one(Village, row.village_id)
    return One(village.name, Duty(row.role), row.holder, row.from_on, row.until_on)
