"""Who is cleared, as a table of values."""

from dondoc.documents.kinds.amend.content import Amending
from dondoc.documents.writers.sheet import Column, Sheet


def sheets(draft: Amending) -> tuple[Sheet, ...]:
    rows = tuple((body, draft.due_on, received) for body, received in draft.cleared)
    columns = (Column("Đơn vị", 28), Column("Hạn theo văn bản"), Column("Đã nhận ngày"))
    return (Sheet("sua-doi-don-doc", "Đơn vị được đính chính", columns, rows),)
