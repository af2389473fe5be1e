"""Accounts: opened for somebody of the address book; a code is shown once, in the answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy import select
from starlette.responses import Response

from dondoc.desk import device, login
from dondoc.desk.context import Desk
from dondoc.logins import book
from dondoc.logins.book import Post
from dondoc.looking.holders import Staff, account_of, accounts, staff
from dondoc.web.visit import WRONG, Here, Visit
from models import Seat
from rules.meaning.body import Body

router = APIRouter(prefix="/tai-khoan")


@dataclass(frozen=True)
class Choice:
    """A post that can be given: `value` names it in the form."""

    value: str
    text: str


def _choices(desk: Desk) -> list[tuple[str, list[Choice]]]:
    """Return the posts there are to give, by body: rows of the address book, then unlisted ones."""
    found = {one.uid: one for one in staff(desk.session, desk.bodies, desk.today)}
    listed = []
    for body in desk.bodies.in_force(desk.today):
        held = found.get(body.uid)
        choices = [*(_of_book(held) if held else ()), *_unlisted(desk, body, held)]
        if choices:
            listed.append((body.name, choices))
    return listed


def _unlisted(desk: Desk, body: Body, held: Staff | None) -> Iterator[Choice]:
    taken = {row.post for row in held.rows} if held else set()
    for post in body.posts:
        if post not in taken:
            title = desk.bodies.title(body, post)
            yield Choice(f"{body.uid}/{post}", f"{title} (chưa có trong danh bạ)")


def _of_book(one: Staff) -> Iterator[Choice]:
    for row in one.rows:
        if row.capacity != "đang khuyết":
            who = f"{row.person or '(chưa nêu tên)'}, {row.title}"
            yield Choice(f"{one.uid}/{row.post}/{row.contact}", who)


def _post(value: str) -> Post:
    body, _, rest = value.partition("/")
    post, _, contact = rest.partition("/")
    return Post(body, post, int(contact) if contact.isdecimal() else None)


@router.get("")
def show(visit: Here) -> Response:
    """Show who may sign in."""
    return _shown(visit)


def _shown(visit: Visit, wrong: str = "") -> Response:
    with visit.desk() as desk:
        desk.allow("login.open")
        listed = accounts(desk.session, desk.bodies, desk.today)
        choices = _choices(desk)
    return visit.show(
        "accounts/accounts.html",
        status=400 if wrong else 200,
        accounts=listed,
        choices=choices,
        wrong=wrong,
        asked={name: visit.field(name) for name in ("ten", "ho_ten", "chuc_danh")},
    )


@router.post("")
def open_(visit: Here) -> Response:
    """Open an account and show its first code."""
    post = visit.field("chuc_danh")
    asked = login.Opening(visit.field("ten"), visit.field("ho_ten"), (_post(post),) if post else ())
    try:
        answer = visit.act(login.open_, asked)
    except WRONG as wrong:
        return _shown(visit, str(wrong))
    return _code(visit, answer)


def _code(visit: Visit, answer: login.Code) -> Response:
    """Show a code once: it is kept nowhere, and this page by no browser."""
    done = visit.show("accounts/code.html", status=201, name=answer.name, code=answer.code)
    done.headers["Cache-Control"] = "no-store"
    return done


@router.get("/{number}")
def one(visit: Here, number: int) -> Response:
    """Show one account."""
    return _one(visit, number)


def _one(visit: Visit, number: int, wrong: str = "") -> Response:
    with visit.desk() as desk:
        desk.allow("login.open")
        found = book.the_one(desk.session, number)
        account = account_of(desk.session, desk.bodies, found, desk.today)
        seats = desk.session.scalars(
            select(Seat).where(Seat.login_id == number, Seat.taken_on.is_(None))
        ).all()
        held = [(_value(seat), _words(desk, seat)) for seat in seats]
        choices = _choices(desk)
        devices = device.listed(desk, number)
    return visit.show(
        "accounts/account.html",
        status=400 if wrong else 200,
        account=account,
        held=held,
        choices=choices,
        devices=devices,
        wrong=wrong,
    )


def _value(seat: Seat) -> str:
    return seat.said if seat.contact_id is None else f"{seat.said}/{seat.contact_id}"


def _words(desk: Desk, seat: Seat) -> str:
    if seat.body_uid not in desk.bodies:
        return seat.said
    body = desk.bodies.get(seat.body_uid)
    return f"{desk.bodies.title(body, seat.post)}, {body.name}"


@router.post("/{number}/chuc-danh")
def seat(visit: Here, number: int) -> Response:
    """Let it act as other posts."""
    values = [str(one) for one in visit.form.getlist("giu")]
    if more := visit.field("them"):
        values.append(more)
    return visit.do(
        login.seat,
        login.Seating(number, tuple(_post(value) for value in values)),
        to=f"/tai-khoan/{number}",
        receipt="Đã đổi chức danh của tài khoản.",
        again=lambda wrong: _one(visit, number, wrong),
    )


@router.post("/{number}/ma")
def code(visit: Here, number: int) -> Response:
    """Give a code for a new password."""
    asked = login.Coding(number, forget_second=bool(visit.field("ca_ma_thu_hai")))
    try:
        answer = visit.act(login.code, asked)
    except WRONG as wrong:
        return _one(visit, number, str(wrong))
    return _code(visit, answer)


@router.post("/{number}/dong")
def close(visit: Here, number: int) -> Response:
    """Close it for good."""
    return visit.do(
        login.close,
        login.Closing(number),
        to="/tai-khoan",
        receipt=lambda answer: f"Đã đóng tài khoản {answer.name}.",
        again=lambda wrong: _one(visit, number, wrong),
    )


@router.post("/{number}/may/{taken}")
def revoke(visit: Here, number: int, taken: int) -> Response:
    """Revoke a device of its person: lost, or left with the post."""
    return visit.do(
        device.revoke,
        device.Revoking(taken),
        to=f"/tai-khoan/{number}",
        receipt=lambda answer: f"Đã thu hồi máy {answer.name}.",
        again=lambda wrong: _one(visit, number, wrong),
    )
