"""Incidents as they stand: which are recorded, and how long is left to report them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.looking.finding import Finding
from dondoc.setup.wiring import Office
from language.dates import hour_of_day
from models import INCIDENT_KIND_NAMES, Incident, IncidentKind

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Recorded:
    """One incident in numbers; what people wrote of it is sealed.

    `hours_left`: whole hours left to report it, less than 0 once they are over (begun ones count);
    None where it is reported or over.
    """

    incident: int
    body: str
    kind: str
    found_at: datetime
    report_by: datetime
    lists: tuple[int, ...]
    people: tuple[int, ...]
    hours_left: int | None
    reported_at: datetime | None
    number: str | None
    to: str | None
    closed_at: datetime | None
    by: str


def incidents(session: Session, now: datetime, body: str | None = None) -> list[Recorded]:
    """Return the incidents of `body` (uid), of all for None, as they stand at `now` (aware)."""
    query = select(Incident).order_by(Incident.id)
    if body is not None:
        query = query.where(Incident.body_uid == body)
    return [_recorded(one, now) for one in session.scalars(query)]


def _recorded(one: Incident, now: datetime) -> Recorded:
    runs = one.reported_at is None and one.closed_at is None
    return Recorded(
        incident=one.id,
        body=one.body_uid,
        kind=one.kind,
        found_at=one.found_at,
        report_by=one.report_by,
        lists=tuple(one.lists),
        people=tuple(one.people),
        hours_left=(one.report_by - now) // _HOUR if runs else None,
        reported_at=one.reported_at,
        number=one.number,
        to=one.addressee,
        closed_at=one.closed_at,
        by=one.recorded_by,
    )


def clock(hours: int) -> str:
    """Say how many hours are left, or by how many the term is over."""
    if hours == 0:
        return "còn chưa đầy 1 giờ"
    return f"còn {hours} giờ" if hours > 0 else f"đã quá {-hours} giờ"


def unreported(office: Office, session: Session, now: datetime) -> Iterator[Finding]:
    """Name each open incident that nobody has reported, with its clock and whose it is to act."""
    found, bodies = incidents(session, now), office.rulebook.bodies
    name, waits = "sự cố dữ liệu", [one for one in found if one.hours_left is not None]
    for one in waits:
        whose = bodies.get(one.body).name if one.body in bodies else one.body
        what = INCIDENT_KIND_NAMES[IncidentKind(one.kind)]
        said = (
            f"số {one.incident}, {what}, {whose} phát hiện lúc {hour_of_day(one.found_at)}: "
            f"chưa báo {office.rulebook.incidents.to}, {clock(one.hours_left or 0)} (chậm nhất "
            f"{hour_of_day(one.report_by)}); báo xong, ghi: dondoc incident report {one.incident}"
        )
        yield Finding(name, False, said)
    if not waits:
        still = sum(one.closed_at is None for one in found)
        said = (
            f"{len(found)} sự cố đã ghi, {still} chưa kết thúc" if found else "chưa ghi sự cố nào"
        )
        yield Finding(name, True, said)
