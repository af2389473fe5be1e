"""The first way in: while nobody has a password, each start prints a link for the administrator."""

from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from dondoc.logins import book
from dondoc.logins.book import Post
from language.zone import local_date
from models.trail import SETTINGS
from rules.meaning.body import Body
from rules.meaning.right import Rights, Role

NAME = "quan-tri"
_ACT = "login.open"


def first_way_in(
    session: Session, rights: Rights, office: Body | None, now: datetime
) -> str | None:
    """Return path and query of the page where the administrator sets a password.

    None where somebody has one already, or no post of the office may open accounts. What an
    earlier start printed opens nothing any more.
    """
    post = _administrator(rights, office)
    if office is None or post is None or book.any_there(session):
        return None
    login = book.named(session, NAME)
    if login is None:
        posts = [Post(office.uid, post)]
        login = book.open_login(session, NAME, "Quản trị viên", posts, SETTINGS, now)
        book.give_seats(session, login, posts, SETTINGS, now, local_date(now))
    code = book.give_code(session, login, SETTINGS, now)
    return "/dang-nhap/ma?" + urlencode({"ten": NAME, "ma": code})


def _administrator(rights: Rights, office: Body | None) -> str | None:
    """Return the post of the office that keeps accounts and decides least: the last named."""
    right = rights.of(_ACT)
    if right is None or office is None:
        return None
    return next(iter(reversed(right.may.get(Role.OFFICE, {}).get(office.kind, ()))), None)
