"""Devices taken along where there is no signal: prepared by their holder, revoked."""

from dataclasses import dataclass
from datetime import datetime

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.logins import devices
from language.dates import day_and_hour
from models import Device, Login
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Giving:
    """What the holder calls the device from which this is asked."""

    name: str


@dataclass(frozen=True)
class Revoking:
    """Which device, by its number."""

    device: int


@dataclass(frozen=True)
class Answer:
    """The device: its number, what it is called, the post it acts as."""

    device: int
    name: str
    said: str


@dataclass(frozen=True)
class Given(Answer):
    """What the device is to hold, said this once: it is kept nowhere."""

    secrets: devices.Secrets


@dataclass(frozen=True)
class Listed(Answer):
    """A device in a list. `login`: the name by which its holder signs in, "" for a role.

    `revoked_at`: when it was taken back; `seen_at`: when it was last in contact.
    """

    login: str
    given_at: datetime
    revoked_at: datetime | None
    seen_at: datetime | None

    @property
    def stands(self) -> str:
        """Return in words whether it is given anything."""
        if self.revoked_at is not None:
            return f"đã thu hồi {day_and_hour(self.revoked_at)}"
        return "đang dùng"


@act("device.own")
def give(desk: Desk, request: Giving) -> Given:
    """Enter a device of whoever is signed in; raise Refused as `devices.give` does."""
    by = _own(desk)
    body, _, post = by.rpartition("/")
    row, made = devices.give(desk.session, desk.login, body, post, request.name, by, desk.now)
    return Given(row.id, row.name, row.said, made)


@act("device.revoke", "device.own")
def revoke(desk: Desk, request: Revoking) -> Answer:
    """Revoke a device: from this moment it is given no name; what it has not sent waits.

    Raises:
        Refused: there is none, or it was revoked before.
    """
    row = desk.session.get(Device, request.device)
    by = _own(desk) if row is not None and _mine(desk, row) else desk.allow("device.revoke")
    if row is None:
        raise Refused(f"không có máy số {request.device}: xem lại danh sách máy")
    devices.revoke(desk.session, row, by, desk.now)
    return Answer(row.id, row.name, row.said)


def listed(desk: Desk, login: int | None = None) -> list[Listed]:
    """Return every device, of one `login` (its number) alone; who sees them is the caller's."""
    return [_listed(desk, row) for row in devices.listed(desk.session, login)]


def own(desk: Desk) -> list[Listed]:
    """Return the devices of whoever is signed in; raise NotAllowed where they may have none."""
    by = _own(desk)
    return [_listed(desk, row) for row in devices.listed(desk.session, desk.login, by)]


def _own(desk: Desk) -> str:
    """Return who acts, where the table lets them take a device along for their own body."""
    who = desk.acting("device.own")
    return desk.allow("device.own", parties=[Party(who.body.uid, office=desk.work.office)])


def _mine(desk: Desk, row: Device) -> bool:
    if desk.login is not None or row.login_id is not None:
        return desk.login == row.login_id
    return desk.said == row.said


def _listed(desk: Desk, row: Device) -> Listed:
    login = desk.session.get(Login, row.login_id) if row.login_id is not None else None
    name = login.name if login else ""
    times = (row.given_at, row.revoked_at, row.seen_at)
    return Listed(row.id, row.name, row.said, name, *times)
