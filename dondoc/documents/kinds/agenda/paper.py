"""The deadlines of one body on paper."""

from dondoc.documents.kinds.agenda.content import Agenda, AgendaItem
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Paper, note, say
from language.dates import full_day, moment, week_day


def agenda(calendar: Agenda) -> Paper:
    """Return the list, earliest first; the office's own date of lateness is not on it."""
    items = sorted(calendar.items, key=lambda item: (item.aim_on, item.uid))
    rows = ((str(place), *_row(item)) for place, item in enumerate(items, 1))
    titles = (
        "TT",
        "Việc phải làm",
        "Căn cứ",
        "Hạn theo văn bản",
        "Ngày làm việc cuối cùng",
        "Kết quả",
    )
    listing = words.table((10, 52, 40, 24, 27, 24), titles, rows, "cllccl")
    empty = say("Không có hạn nào.")
    return Paper(
        kind="Lịch hạn báo cáo",
        about=f"{calendar.body}, lập lúc {moment(calendar.at)}",
        author=calendar.office or calendar.body,
        blocks=(listing, note("Ngày làm việc cuối cùng tính theo cách đọc chặt của câu chữ."))
        if items
        else empty,
    )


def _row(item: AgendaItem) -> tuple[str, ...]:
    to = f"{item.addressee} (qua {item.via})" if item.via else item.addressee
    words_of_text = f"“{item.clause.wording}”" if item.clause.wording else ""
    return (
        f"{item.summary}; gửi {to}" if to else item.summary,
        f"{item.clause.place} {words_of_text}".strip(),
        full_day(item.due_on) + (f" (dời đến {full_day(item.moved_to)})" if item.moved_to else ""),
        week_day(item.aim_on, item.aim_makeup),
        "đã hủy" if item.cancelled else item.state or ("đã xong" if item.done else ""),
    )
