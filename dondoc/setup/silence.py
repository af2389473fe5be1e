"""Silence: which of the ways by which an office was ticked has not come for too long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.setup.places import PREFECT, TIMER
from dondoc.setup.wiring import Office
from language.dates import hour_of_day
from language.zone import local
from models import Worker

# What is called by the clock, as a person knows it.
NAMES: Mapping[str, str] = {PREFECT: "Prefect", TIMER: "dondoc tick"}
# A way that nobody has come by for so long was given up by somebody.
GIVEN_UP = timedelta(days=30)
# Who comes every few minutes may be late, and is not called silent for that.
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class Way:
    """One of the ways of `NAMES`: when somebody last came by it, and whether that is too long ago.

    `told`: the administrator knows.
    """

    source: str
    seen_at: datetime
    silent: bool
    told: bool

    @property
    def said(self) -> str:
        """Return in words since when it is silent, or that it is not."""
        name, at = NAMES[self.source], hour_of_day(local(self.seen_at))
        return f"{name} không chạy từ {at}" if self.silent else f"{name} chạy lúc {at}"


def ways_of(session: Session, office: Office, now: datetime) -> list[Way]:
    """Return the ways by which this office is ticked, as they stand at `now` (aware)."""
    rhythm = timedelta(minutes=office.settings.settings.dispatch.every_minutes)
    query = (
        select(Worker.source, func.max(Worker.seen_at), func.max(Worker.told_at))
        .where(Worker.source.in_(NAMES))
        .group_by(Worker.source)
        .order_by(Worker.source)
    )
    found = session.execute(query).all()
    return [
        Way(source, seen_at, now - seen_at > max(PATIENCE, 3 * rhythm), _after(told_at, seen_at))
        for source, seen_at, told_at in found
        if now - seen_at <= GIVEN_UP
    ]


def _after(told_at: datetime | None, seen_at: datetime) -> bool:
    return told_at is not None and told_at > seen_at
