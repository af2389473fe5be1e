"""The book of tokens: given to a program for one post, taken back; each change is an entry."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from language.dates import full_day
from language.zone import local_date
from models import ApiToken, Event
from models.trail import append

# A token is known for what it is wherever it turns up: in a log, in a file of settings.
_BEGINS = "dondoc_"
# Nobody remembers for longer what a token was given for.
LONGEST = timedelta(days=366)
_NAME = 80


def digest(token: str) -> str:
    """Return what is stored of a token: 256 bits nobody guesses need no salt."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def give(
    session: Session,
    body: str,
    post: str,
    name: str,
    ends_on: date,
    by: str,
    now: datetime,
    today: date,
) -> tuple[ApiToken, str]:
    """Give a token that acts as `post` of the body with the uid `body`; return it as it is shown.

    Args:
        name: what it is for.
        ends_on: the last local day on which it opens anything.
        today: the local date of `now`.
    Raises:
        Refused: it is for nothing that is named, or for too long, or for no time.
    """
    name = name.strip()
    if not 0 < len(name) <= _NAME or not name.isprintable():
        raise Refused(f"nêu mã dùng cho phần mềm nào, việc gì: một dòng, nhiều nhất {_NAME} chữ")
    if not today <= ends_on <= today + LONGEST:
        raise Refused(
            f"ngày cuối dùng mã: từ {full_day(today)} đến {full_day(today + LONGEST)}; hết hạn thì "
            "cấp mã khác"
        )
    token = _BEGINS + secrets.token_urlsafe(32)
    row = ApiToken(
        token=digest(token),
        name=name,
        body_uid=body,
        post=post,
        given_at=now,
        given_by=by,
        ends_on=ends_on,
    )
    session.add(row)
    session.flush()
    data = {"by": by, "for": row.said, "until": ends_on.isoformat()}
    append(session, now, [Event("token.given", f"api_token:{row.id}", data)])
    return row, token


def end(session: Session, row: ApiToken, by: str, now: datetime) -> None:
    """Take a token back at once; raise Refused where it was."""
    if row.ended_at is not None:
        raise Refused(f"mã số {row.id} đã thu hồi ngày {full_day(local_date(row.ended_at))}")
    row.ended_at, row.ended_by = now, by
    append(session, now, [Event("token.ended", f"api_token:{row.id}", {"by": by})])


def found(session: Session, token: str, today: date) -> ApiToken | None:
    """Return the row of a token that opens something on the local date `today`, else None."""
    row = session.scalars(select(ApiToken).where(ApiToken.token == digest(token))).one_or_none()
    return row if row is not None and row.opens(today) else None


def used(session: Session, row: ApiToken, act: str, now: datetime) -> None:
    """Enter that an act was done with a token, in the transaction of the act."""
    data = {"by": row.said, "act": act}
    append(session, now, [Event("token.used", f"api_token:{row.id}", data)])


def read(session: Session, row: ApiToken, now: datetime, today: date) -> None:
    """Write down that somebody looked with a token; it is entered once each local day."""
    row.used_at = now
    if row.read_on != today:
        row.read_on = today
        append(session, now, [Event("token.read", f"api_token:{row.id}", {"by": row.said})])


def listed(session: Session, said: str | None = None) -> Sequence[ApiToken]:
    """Return the tokens that were given, the last first; of the post `said` (`uid/post`) alone."""
    query = select(ApiToken).order_by(ApiToken.id.desc())
    if said is not None:
        body, _, post = said.rpartition("/")
        query = query.where(ApiToken.body_uid == body, ApiToken.post == post)
    return session.scalars(query).all()
