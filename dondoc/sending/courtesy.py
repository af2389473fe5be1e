"""Courtesy: at which hours word may go out, and how much of it one person gets in a day."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from dondoc.setup.settings import CourtesySettings
from language.zone import local, local_date, local_midnight, morning
from models import Event, Message, MessageState, Notice
from models.among import among
from models.trail import append
from rules.meaning.calendar import WorkingCalendar
from steps.table import step_of

# Asked for every window: made once.
_OF_TODAY = (
    select(Message.contact_id, func.count())
    .where(
        among(Message.contact_id, "contacts"),
        Message.frozen_at >= bindparam("since"),
        Message.state != MessageState.FAILED.value,
    )
    .group_by(Message.contact_id)
)


@dataclass(frozen=True)
class Courtesy:
    """The office's manners: `settings`, on the working days of `calendar`."""

    settings: CourtesySettings
    calendar: WorkingCalendar

    def sends_on(self, day: date) -> bool:
        """Say whether word goes out on the local date `day`, as the calendar was known then."""
        return self.settings.off_days or self.calendar.known_on(day).is_working(day)

    def open_at(self, now: datetime) -> bool:
        """Say whether word may go out at the instant `now` (aware)."""
        at = local(now)
        hours = self.settings
        return hours.opens <= at.time() < hours.closes and self.sends_on(at.date())

    def closed_until(self, now: datetime) -> datetime | None:
        """Return from which instant word goes out again (UTC), None where it does at `now`."""
        if self.open_at(now):
            return None
        today = morning(local_date(now), self.settings.opens)
        return today if now < today and self.sends_on(local_date(now)) else self.next_morning(now)

    def next_morning(self, now: datetime) -> datetime:
        """Return the first instant of the next day on which word goes out (UTC)."""
        day = local_date(now) + timedelta(days=1)
        while not self.sends_on(day):
            day += timedelta(days=1)
        return morning(day, self.settings.opens)

    def within_cap(
        self, session: Session, today: int, notices: Sequence[Notice], now: datetime
    ) -> list[Notice]:
        """Return which of a contact's pending `notices` may leave today.

        Once the contact had as many messages `today` as the office allows, only what is urgent
        does; the others wait for the next morning, and say so. What is then no longer true is
        called off like everything else.
        """
        if today < self.settings.cap:
            return list(notices)
        until = self.next_morning(now)
        reason = f"để sang ngày sau: đã đủ {self.settings.cap} thư trong ngày"
        events = []
        for notice in notices:
            if not step_of(notice.step).urgent:
                notice.postpone(until, reason)
                data = {
                    "obligation": notice.obligation_id,
                    "until": until.isoformat(),
                    "reason": reason,
                }
                events.append(Event("notice.postponed", f"notice:{notice.id}", data))
        append(session, now, events)
        session.flush()
        return [notice for notice in notices if step_of(notice.step).urgent]

    @staticmethod
    def messages_today(session: Session, contacts: Collection[int], now: datetime) -> Counter[int]:
        """Return how many messages of today left or may still leave, by contact (its id)."""
        asked = {"contacts": list(contacts), "since": local_midnight(local_date(now))}
        return Counter(dict(session.connection().execute(_OF_TODAY, asked).all()))
