"""Tokens: by which a program acts and looks as one post, and as nobody else."""

from dataclasses import dataclass
from datetime import date, datetime

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import NotAllowed, Refused
from dondoc.logins import tokens
from dondoc.logins.book import Post
from dondoc.named import refuse_no_post
from language.dates import full_day
from language.zone import local_date
from models import ApiToken
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Giving:
    """For which post, what for, and the last local day on which it opens anything."""

    post: Post
    name: str
    ends_on: date


@dataclass(frozen=True)
class Ending:
    """Which token, by its number, is taken back."""

    token: int


@dataclass(frozen=True)
class Answer:
    """The token: its number, the post it acts as, what it is for, its last day."""

    token: int
    for_: str
    name: str
    ends_on: date


@dataclass(frozen=True)
class Given(Answer):
    """What the program is to hold, said this once: it is kept nowhere."""

    secret: str


@dataclass(frozen=True)
class Listed(Answer):
    """A token in a list. `ended_at`: when it was taken back; `used_at`: when it was last used."""

    given_at: datetime
    given_by: str
    ended_at: datetime | None
    used_at: datetime | None

    def opens(self, today: date) -> bool:
        """Say whether it opens anything on the local date `today`."""
        return self.ended_at is None and today <= self.ends_on

    def stands(self, today: date) -> str:
        """Return in words whether it opens anything on the local date `today`."""
        if self.ended_at is not None:
            return f"đã thu hồi {full_day(local_date(self.ended_at))}"
        return "hết hạn" if today > self.ends_on else f"đến hết {full_day(self.ends_on)}"


@act("token.give", "token.own")
def give(desk: Desk, request: Giving) -> Given:
    """Give a token for one's own post, or for another's whose right that is.

    Raises:
        Refused: there is no such post, or what `tokens.give` refuses.
    """
    post = request.post
    by = _allow(desk, "token.give", post)
    refuse_no_post(desk.bodies, desk.work.office, post.body, post.post, desk.today)
    row, secret = tokens.give(
        desk.session,
        post.body,
        post.post,
        request.name,
        request.ends_on,
        by,
        desk.now,
        desk.today,
    )
    return Given(row.id, row.said, row.name, row.ends_on, secret)


@act("token.end", "token.own")
def end(desk: Desk, request: Ending) -> Answer:
    """Take a token back; from this moment it opens nothing.

    Raises:
        Refused: there is none, or it was taken back before.
    """
    row = desk.session.get(ApiToken, request.token)
    by = _allow(desk, "token.end", Post(row.body_uid, row.post) if row else None)
    if row is None:
        raise Refused(f"không có mã số {request.token}: xem lại danh sách mã")
    tokens.end(desk.session, row, by, desk.now)
    return Answer(row.id, row.said, row.name, row.ends_on)


def _allow(desk: Desk, act: str, post: Post | None) -> str:
    """Return who does the `act`; about one's own post the right to one's own is enough."""
    who = desk.acting(act)
    if post is None or str(who) != f"{post.body}/{post.post}":
        return desk.allow(act)
    try:
        return desk.allow("token.own", parties=[Party(post.body, office=desk.work.office)])
    except NotAllowed:
        return desk.allow(act)


def shown(desk: Desk) -> list[Listed]:
    """Return every token where who looks may give them, else those of the own post."""
    try:
        desk.allow("token.give")
        said = None
    except NotAllowed:
        said = str(desk.acting("token.give"))
    return [_listed(row) for row in tokens.listed(desk.session, said)]


def _listed(row: ApiToken) -> Listed:
    return Listed(
        row.id,
        row.said,
        row.name,
        row.ends_on,
        row.given_at,
        row.given_by,
        row.ended_at,
        row.used_at,
    )
