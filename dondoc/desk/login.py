"""Logins: whom the office lets in, as which posts, and the code by which they set a password."""

from dataclasses import dataclass

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.logins import book
from dondoc.logins.book import Post
from dondoc.named import refuse_no_post


@dataclass(frozen=True)
class Opening:
    """A new login: its name, whose it is, and as which posts they act."""

    name: str
    person: str
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Seating:
    """As which posts a login (its number) acts from today on, and no others."""

    login: int
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Coding:
    """Whose password is set anew; `forget_second`: the second factor, too."""

    login: int
    forget_second: bool = False


@dataclass(frozen=True)
class Closing:
    """Which login is closed for good."""

    login: int


@dataclass(frozen=True)
class Answer:
    """The login: its number and name."""

    login: int
    name: str


@dataclass(frozen=True)
class Code(Answer):
    """The code, said this once: it is kept nowhere."""

    code: str


@act("login.open")
def open_(desk: Desk, request: Opening) -> Code:
    """Open a login and give its first code; raise Refused as `book.open_login` does."""
    by = desk.allow("login.open")
    _refuse_unknown(desk, request.posts)
    login = book.open_login(desk.session, request.name, request.person, request.posts, by, desk.now)
    book.give_seats(desk.session, login, request.posts, by, desk.now, desk.today)
    code = book.give_code(desk.session, login, by, desk.now)
    return Code(login.id, login.name, code)


@act("login.seat")
def seat(desk: Desk, request: Seating) -> Answer:
    """Let a login act as other posts; raise Refused where there is no such post."""
    by = desk.allow("login.seat")
    _refuse_unknown(desk, request.posts)
    login = book.the_one(desk.session, request.login)
    book.give_seats(desk.session, login, request.posts, by, desk.now, desk.today)
    return Answer(login.id, login.name)


@act("login.code")
def code(desk: Desk, request: Coding) -> Code:
    """Give a code for a new password; whoever was signed in by the old one is out."""
    by = desk.allow("login.code")
    login = book.the_one(desk.session, request.login)
    given = book.give_code(desk.session, login, by, desk.now, request.forget_second)
    return Code(login.id, login.name, given)


@act("login.close")
def close(desk: Desk, request: Closing) -> Answer:
    """Close a login for good."""
    by = desk.allow("login.close")
    login = book.the_one(desk.session, request.login)
    book.close_login(desk.session, login, by, desk.now)
    return Answer(login.id, login.name)


def _refuse_unknown(desk: Desk, posts: tuple[Post, ...]) -> None:
    for one in posts:
        refuse_no_post(desk.bodies, desk.work.office, one.body, one.post, desk.today)
