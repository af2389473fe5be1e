"""From a right password to a page: what is asked on the way, under a new id at every step."""

from collections.abc import Sequence

from sqlalchemy import select
from starlette.responses import RedirectResponse, Response

from dondoc.desk.context import Desk
from dondoc.errors import Refused
from dondoc.logins import tries
from dondoc.logins.seats import needs_second, seats_of
from dondoc.visible import Sight
from dondoc.web import sessions
from dondoc.web.visit import Visit
from language.zone import local_date
from models import Login, Person, Seat

# What is asked before anything is shown, each the last part of its address.
SECOND, ENROL, POST = "ma-thu-hai", "dat-ma-thu-hai", "chuc-danh"


def enter(visit: Visit, login: Login) -> Response:
    """Let the person of `login`, whose password was right, go on to what is asked next.

    Raises:
        Refused: the address book gives them no post today.
    """
    with visit.desk() as opened:
        seats = seats_of(opened.session, login.id, local_date(visit.now))
        asked = _asked(opened, login, seats)
    if not seats:
        raise Refused(
            "tài khoản này hôm nay không giữ chức danh nào theo danh bạ; hỏi quản trị viên"
        )
    return begin(visit, login.id, seats, asked)


def _asked(desk: Desk, login: Login, seats: Sequence[Seat]) -> str:
    if login.second is not None:
        return SECOND
    bodies = desk.bodies
    posts = [(bodies.get(one.body_uid), one.post) for one in seats if one.body_uid in bodies]
    rights = desk.rulebook.rights
    followed = desk.session.scalar(select(Person.id).limit(1)) is not None
    persons = rights.sights.get(Sight.PERSONS) if followed else None
    return ENROL if needs_second(rights, posts, persons) else ""


def begin(visit: Visit, login: int, seats: Sequence[Seat], asked: str = "") -> Response:
    """Open a session that waits for `asked`, or else for the choice among `seats`, or nothing."""
    if not asked and len(seats) > 1:
        asked = POST
    said = "" if asked else seats[0].said
    return renewed(visit, said, login, asked)


def renewed(visit: Visit, said: str, login: int | None, asked: str = "") -> Response:
    """Return the way in under a new id, whatever the browser held."""
    office = visit.office
    with office.writing(lasting=False) as session:
        if visit.signed:
            sessions.end(session, visit.signed.id)
        settings = visit.house.settings
        token = sessions.open_session(session, said, office.wall.now(), settings, login, asked)
        known = session.get(Login, login) if login is not None else None
        language = known.language if known else None
    to = f"/dang-nhap/{asked}" if asked else "/"
    answer = visit.give_token(RedirectResponse(to, status_code=303), token)
    return visit.give_language(answer, language) if language else answer


def count_try(visit: Visit, what: str) -> None:
    """Count a try at `what` and at everything from this place, before it is judged.

    Raises:
        NotPossible: there were too many.
    """
    now = visit.office.wall.now()
    with visit.office.writing(lasting=False) as session:
        tries.count(session, what, now)
        tries.count(session, _place(visit), now, tries.MOST_OF_A_PLACE)


def _place(visit: Visit) -> str:
    client = visit.request.client
    return tries.of_place(client.host if client else "")


def was_right(visit: Visit, what: str) -> None:
    """Forget the tries in vain at `what`, and count this one at none: an office has one address."""
    with visit.office.writing(lasting=False) as session:
        tries.forget(session, what)
        tries.take_back(session, _place(visit))


def tries_left(visit: Visit, what: str) -> str:
    """Say how many tries are left."""
    with visit.office.reading() as session:
        number = tries.remaining(session, what)
    minutes = int(tries.CLOSED.total_seconds()) // 60
    if number <= 0:
        return f"Tài khoản tạm khóa {minutes} phút; hoặc xin mã của quản trị viên."
    return f"Còn {number} lần thử; sau đó tài khoản tạm khóa {minutes} phút."
