"""The book of devices taken along: given to their holder, revoked; each change is an entry."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.logins.seats import seats_of
from dondoc.logins.tokens import digest
from language.dates import full_day
from language.zone import local_date
from models import Device, Event, Login
from models.trail import append

_BEGINS = "dondoc_may_"
_NAME = 60
# More devices than these nobody carries: the oldest are forgotten ones, to be revoked first.
MOST = 5


@dataclass(frozen=True)
class Secrets:
    """What a device is to hold, said this once. `mark` opens nothing: see `Device`."""

    token: str
    mark: str


def give(
    session: Session, login: int | None, body: str, post: str, name: str, by: str, now: datetime
) -> tuple[Device, Secrets]:
    """Enter a device of a `login` (its number) that acts as `post` of the body with uid `body`.

    Args:
        login: None for a role of a demonstration.
        name: what its holder calls it.
    Raises:
        Refused: it is called nothing, or there are too many.
    """
    name = name.strip()
    if not 0 < len(name) <= _NAME or not name.isprintable():
        raise Refused(f"đặt tên cho máy để sau này nhận ra: một dòng, nhiều nhất {_NAME} chữ")
    held = [one for one in listed(session, login, f"{body}/{post}") if one.revoked_at is None]
    if len(held) >= MOST:
        raise Refused(f"đã có {MOST} máy đang dùng; thu hồi máy không dùng nữa trước")
    made = Secrets(_BEGINS + secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    row = Device(
        token=digest(made.token),
        mark=digest(made.mark),
        login_id=login,
        body_uid=body,
        post=post,
        name=name,
        given_at=now,
        given_by=by,
        seen_at=now,
    )
    session.add(row)
    session.flush()
    append(session, now, [_event("device.given", row, by)])
    return row, made


def revoke(session: Session, row: Device, by: str, now: datetime) -> None:
    """Revoke a device: it is given nothing more; raise Refused where it was."""
    if row.revoked_at is not None:
        on = full_day(local_date(row.revoked_at))
        raise Refused(f"máy số {row.id} đã thu hồi ngày {on}")
    row.revoked_at, row.revoked_by = now, by
    append(session, now, [_event("device.revoked", row, by)])


def holding(session: Session, token: str) -> Device | None:
    """Return the device that holds `token`, revoked or not; None for none."""
    return session.scalars(select(Device).where(Device.token == digest(token))).one_or_none()


def marked(session: Session, mark: str) -> Device | None:
    """Return the device that says `mark`, revoked or not; None for none."""
    return session.scalars(select(Device).where(Device.mark == digest(mark))).one_or_none()


def stands(session: Session, row: Device, today: date) -> bool:
    """Say whether a device is still its holder's: not revoked, its login open and on the post."""
    if row.revoked_at is not None:
        return False
    if row.login_id is None:
        return True
    login = session.get(Login, row.login_id)
    if login is None or login.closed_at is not None:
        return False
    return row.said in {seat.said for seat in seats_of(session, row.login_id, today)}


def listed(session: Session, login: int | None = None, said: str | None = None) -> Sequence[Device]:
    """Return the devices that were given, the last first; of one `login` (its number) alone.

    Args:
        said: where `login` is None, of the post of a demonstration's role alone; None: all.
    """
    query = select(Device).order_by(Device.id.desc())
    if login is not None:
        query = query.where(Device.login_id == login)
    elif said is not None:
        body, _, post = said.rpartition("/")
        query = query.where(Device.login_id.is_(None), Device.body_uid == body, Device.post == post)
    return session.scalars(query).all()


def _event(kind: str, row: Device, by: str) -> Event:
    return Event(kind, f"device:{row.id}", {"by": by, "login": row.login_id})
