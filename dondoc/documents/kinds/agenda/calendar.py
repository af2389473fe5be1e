"""A body's deadlines as a calendar file with reminders (RFC 5545)."""

from datetime import UTC, timedelta

from icalendar import Alarm, Calendar, Event

from dondoc.documents.kinds.agenda.content import Agenda, AgendaItem
from dondoc.documents.writers.letters import clean
from language.dates import full_day, week_day

_PRODUCT = "-//Don Doc//Lich han bao cao//VI"


def ics(agenda: Agenda) -> bytes:
    """Return the calendar: an all-day event on each last working day.

    The same deadline keeps its UID for ever; a higher SEQUENCE replaces what was imported before.
    What is done or cancelled reminds no more.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(f"Lịch hạn báo cáo: {agenda.body}"))
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    for item in agenda.items:
        calendar.add_component(_event(item, agenda))
    data: bytes = calendar.to_ical()
    return data


def _event(item: AgendaItem, agenda: Agenda) -> Event:
    event = Event()
    event.add("uid", f"{item.uid}@dondoc")
    event.add("dtstamp", agenda.at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", item.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", item.sequence)
    event.add("dtstart", item.aim_on)
    event.add("dtend", item.aim_on + timedelta(days=1))
    moved = f"; dời đến {full_day(item.moved_to)}" if item.moved_to else ""
    due = f"hạn theo văn bản: {full_day(item.due_on)}{moved}"
    event.add("summary", clean(f"{item.summary} ({due})"))
    event.add("description", clean(_description(item)))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    if agenda.office:
        event.add("comment", clean(agenda.office))
    if not (item.done or item.cancelled):
        for at in item.remind_at:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", clean(item.summary))
            alarm.add("trigger", at.astimezone(UTC).replace(microsecond=0))
            event.add_component(alarm)
    return event


def _description(item: AgendaItem) -> str:
    to = f"Gửi: {item.addressee}" + (f" (qua {item.via})" if item.via else "") + "."
    clause = item.clause
    return "\n".join(
        filter(
            None,
            (
                f"{clause.cited_as}, {clause.place}: “{clause.quote}”",
                to if item.addressee else "",
                f"Ngày làm việc cuối cùng: {week_day(item.aim_on, item.aim_makeup)}.",
                item.state and f"Kết quả: {item.state}.",
            ),
        )
    )
