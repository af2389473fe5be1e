"""The book of logins: opened, given a code, closed; each change is an entry of the trail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.logins import codes, passwords
from models import Contact, Event, Login, Seat, WebSession
from models.trail import append

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
# Who sets their own password, or second factor.
_OWN = "login"


@dataclass(frozen=True)
class Post:
    """A post to act as: by a row of the address book (its number), or where that lists nobody."""

    body: str
    post: str
    contact: int | None = None


def name_of(text: str) -> str:
    """Return a name as it is stored, whatever was typed; raise Refused where it is none."""
    name = text.strip().casefold()
    if not _NAME.fullmatch(name):
        raise Refused(
            f"tên đăng nhập {text!r} chưa đúng: 3 đến 40 chữ thường không dấu, chữ số, dấu chấm, "
            "gạch; ví dụ daiphu.vhxh"
        )
    return name


def named(session: Session, text: str) -> Login | None:
    """Return the login that somebody who types `text` means, None for nobody's or a closed one."""
    query = select(Login).where(Login.name == text.strip().casefold(), Login.closed_at.is_(None))
    return session.scalars(query).one_or_none()


def the_one(session: Session, number: int) -> Login:
    """Return the login with this number; raise Refused where there is none or it is closed."""
    found = session.get(Login, number)
    if found is None or found.closed_at is not None:
        raise Refused(f"không có tài khoản số {number}, hoặc đã đóng: xem lại danh sách tài khoản")
    return found


def any_there(session: Session) -> bool:
    """Say whether anybody ever set a password: before, the first way in is still to be printed."""
    return bool(session.scalar(select(func.count()).where(Login.password.is_not(None))))


def open_login(
    session: Session, name: str, person: str, posts: Sequence[Post], by: str, now: datetime
) -> Login:
    """Open a login that acts as `posts`; it has no password yet.

    Raises:
        Refused: somebody has the name, or it is none; nobody is named, or no post.
    """
    name, person = name_of(name), person.strip()
    if session.scalars(select(Login.id).where(Login.name == name)).first() is not None:
        raise Refused(f"tên đăng nhập {name} đã có người dùng, hoặc đã dùng rồi đóng; đặt tên khác")
    if not person or not posts:
        raise Refused("tài khoản cần họ tên, và ít nhất một chức danh để làm việc")
    login = Login(name=name, person=person, opened_at=now, opened_by=by)
    session.add(login)
    session.flush()
    append(session, now, [_event("opened", login, by)])
    return login


def give_seats(
    session: Session, login: Login, posts: Sequence[Post], by: str, now: datetime, today: date
) -> None:
    """Let `login` act as `posts` and no others from `today` (the local date of `now`) on."""
    query = select(Seat).where(Seat.login_id == login.id, Seat.taken_on.is_(None))
    standing = {Post(one.body_uid, one.post, one.contact_id): one for one in session.scalars(query)}
    events = []
    for post, seat in standing.items():
        if post not in posts:
            seat.taken_on = today
            events.append(_seat_event("taken", seat, by))
    for post in dict.fromkeys(posts):
        if post not in standing:
            seat = _seat(session, login, post, today)
            events.append(_seat_event("given", seat, by))
    append(session, now, events)


def _seat(session: Session, login: Login, post: Post, today: date) -> Seat:
    if post.contact is not None:
        contact = session.get(Contact, post.contact)
        if contact is None or (contact.body_uid, contact.post) != (post.body, post.post):
            raise Refused(
                f"danh bạ không có dòng số {post.contact} của chức danh này; mở lại trang"
            )
    seat = Seat(
        login_id=login.id,
        body_uid=post.body,
        post=post.post,
        contact_id=post.contact,
        given_on=today,
    )
    session.add(seat)
    session.flush()
    return seat


def give_code(
    session: Session, login: Login, by: str, now: datetime, forget_second: bool = False
) -> str:
    """Return a code by which whoever has it sets a new password; whoever was signed in is out.

    Args:
        forget_second: the second factor was lost, too.
    """
    code = codes.new_code()
    login.code, login.code_ends_at = codes.digest(code), now + codes.LASTS
    if forget_second:
        login.second = None
    sign_out(session, login.id)
    append(session, now, [_event("code_given", login, by, second_forgotten=forget_second)])
    return code


def set_password(
    session: Session, login: Login, code: str, password: str, again: str, now: datetime
) -> None:
    """Set a new password by a code, which is then used up.

    Raises:
        Refused: the code is not the one, or its time is over; the password is too easy.
    """
    ended = login.code_ends_at is None or login.code_ends_at <= now
    if ended or not codes.fits(login.code, code):
        raise Refused(
            "mã chưa đúng, đã dùng, hoặc đã hết hạn 24 giờ; xin mã khác của quản trị viên"
        )
    passwords.refuse_weak(password, again, login.name)
    login.password = passwords.hashed(password)
    login.code = login.code_ends_at = None
    sign_out(session, login.id)
    append(session, now, [_event("password_set", login, _OWN)])


def set_second(session: Session, login: Login, sealed: bytes, step: int, now: datetime) -> None:
    """Keep the sealed secret of a second factor, of which the code of `step` was used."""
    login.second, login.second_step = sealed, step
    append(session, now, [_event("second_set", login, _OWN)])


def close_login(session: Session, login: Login, by: str, now: datetime) -> None:
    """Close a login for good: whoever was signed in is out; its name is given to nobody else."""
    login.closed_at = now
    login.password = login.code = login.second = login.code_ends_at = None
    sign_out(session, login.id)
    append(session, now, [_event("closed", login, by)])


def sign_out(session: Session, login: int) -> None:
    """End every session of a login (its number)."""
    session.execute(delete(WebSession).where(WebSession.login_id == login))


def _event(what: str, login: Login, by: str, **more: object) -> Event:
    kinds = {
        "opened": "login.opened",
        "code_given": "login.code_given",
        "password_set": "login.password_set",
        "second_set": "login.second_set",
        "closed": "login.closed",
    }
    return Event(kinds[what], f"login:{login.id}", {"by": by, **more})


def _seat_event(what: str, seat: Seat, by: str) -> Event:
    kind = {"given": "seat.given", "taken": "seat.taken"}[what]
    return Event(kind, f"seat:{seat.id}", {"by": by, "login": seat.login_id, "post": seat.said})
