"""Who calls: a program that holds a token of one post; what it does is done as that post."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

from fastapi import Depends
from starlette.requests import Request

from dondoc.desk.context import Desk
from dondoc.desk.context import desk as open_desk
from dondoc.desk.look import Look
from dondoc.desk.look import look as look_at
from dondoc.logins import tokens, tries
from dondoc.visible import Sight
from dondoc.web.api.errors import Unknown
from dondoc.web.visit import House
from language.zone import local_date
from models import ApiToken

R = TypeVar("R")
A = TypeVar("A")
# How often it is written down that a token is in use: not at every question.
_TOUCH = timedelta(minutes=1)


@dataclass(frozen=True)
class Caller:
    """A program. `token`: the number of what it holds; `said`: as which post, `uid/post`."""

    house: House
    token: int
    said: str
    now: datetime

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Open the desk to look, as the post; nothing is kept."""
        with open_desk(self.house.office, self.now, self.said, looks=True) as opened:
            yield opened

    @contextmanager
    def look(self, sight: Sight) -> Iterator[Look]:
        """Look at `sight` as the post; raise Refused where it may not."""
        with self.desk() as opened:
            yield look_at(opened, sight)

    def do(self, name: str, act: Callable[[Desk, R], A], request: R) -> A:
        """Do the act `name` of the desk as the post; that a token did it is entered with it.

        Raises:
            Unknown: it was taken back since it was looked at.
        """
        office = self.house.office
        with self.house.acting, open_desk(office, self.now, self.said) as opened:
            row = opened.session.get(ApiToken, self.token, with_for_update=True)
            if row is None or not row.opens(opened.today):
                raise Unknown
            row.used_at = self.now
            answer = act(opened, request)
            tokens.used(opened.session, row, name, self.now)
        return answer


def calling(house: House) -> Callable[[Request], None]:
    """Return what finds who calls: by a token alone, never by what a browser holds."""

    def call(request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        now = house.office.clock.now()
        if scheme.casefold() != "bearer" or not token.strip():
            raise Unknown
        with house.office.reading() as session:
            row = tokens.found(session, token.strip(), local_date(now))
        if row is None:
            _count(house, request)
            raise Unknown
        request.state.caller = Caller(house, row.id, row.said, now)
        if request.method == "GET":
            _touch(house, row, now)

    return call


def _count(house: House, request: Request) -> None:
    """Count a try in vain for the address it comes from, as those at the door are."""
    place = tries.of_place(request.client.host if request.client else "")
    with house.office.writing(lasting=False) as session:
        tries.count(session, place, house.office.wall.now(), tries.MOST_OF_A_PLACE)


def _touch(house: House, row: ApiToken, now: datetime) -> None:
    today = local_date(now)
    if row.read_on == today and row.used_at is not None and now - row.used_at < _TOUCH:
        return
    with house.office.writing() as session:
        tokens.read(session, session.get_one(ApiToken, row.id), now, today)


def _caller_of(request: Request) -> Caller:
    found: Caller = request.state.caller
    return found


Calling = Annotated[Caller, Depends(_caller_of)]
