"""Who is urged, as a table of values."""

from dondoc.documents.kinds.urge.content import Urging
from dondoc.documents.writers.sheet import Column, Sheet


def sheets(draft: Urging) -> tuple[Sheet, ...]:
    rows = tuple((body, draft.due_on, draft.answer_by) for body in draft.absent)
    columns = (Column("Đơn vị", 28), Column("Hạn theo văn bản"), Column("Trả lời trước ngày"))
    return (Sheet("don-doc", "Đơn vị được đôn đốc", columns, rows),)
