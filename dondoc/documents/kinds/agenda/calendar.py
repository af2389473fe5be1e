"""A body's deadlines as events: one on each last working day.

What is done or cancelled reminds no more.
"""

from dondoc.documents.kinds.agenda.content import Agenda, AgendaItem
from dondoc.documents.writers.ics import Event, ics
from language.dates import full_day, week_day


def calendar(agenda: Agenda) -> bytes:
    """Return the deadlines as a calendar file."""
    events = (_event(item, agenda.office) for item in agenda.items)
    return ics(f"Lịch hạn báo cáo: {agenda.body}", agenda.at, events)


def _event(item: AgendaItem, office: str) -> Event:
    moved = f"; dời đến {full_day(item.moved_to)}" if item.moved_to else ""
    due = f"hạn theo văn bản: {full_day(item.due_on)}{moved}"
    return Event(
        uid=item.uid,
        on=item.aim_on,
        changed_at=item.changed_at,
        sequence=item.sequence,
        summary=f"{item.summary} ({due})",
        description=_description(item),
        cancelled=item.cancelled,
        comment=office,
        reminds=item.summary,
        remind_at=() if item.done or item.cancelled else item.remind_at,
    )


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
