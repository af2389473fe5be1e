"""A body's deadlines as a table of values."""

from dondoc.documents.kinds.agenda.content import Agenda
from dondoc.documents.writers.sheet import Column, Sheet


def sheets(calendar: Agenda) -> tuple[Sheet, ...]:
    columns = (
        Column("Việc phải làm", 36),
        Column("Căn cứ", 36),
        Column("Câu chữ", 30),
        Column("Gửi", 24),
        Column("Qua", 24),
        Column("Hạn theo văn bản"),
        Column("Ngày làm việc cuối cùng"),
        Column("Kết quả", 26),
    )
    rows = tuple(
        (
            i.summary,
            i.clause.place,
            i.clause.wording,
            i.addressee,
            i.via,
            i.due_on,
            i.aim_on,
            "đã hủy" if i.cancelled else i.state,
        )
        for i in calendar.items
    )
    return (Sheet("lich", "Lịch hạn", columns, rows),)
