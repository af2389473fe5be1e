"""How far a dispatch has been carried out, as a table of values."""

from dondoc.documents.kinds.fulfilment.content import Fulfilment
from dondoc.documents.writers.sheet import Column, Sheet


def sheets(found: Fulfilment) -> tuple[Sheet, ...]:
    """Return one table, a row a clause."""
    columns = (
        Column("Mã câu", 10),
        Column("Câu", 30),
        Column("Văn bản giao", 60),
        Column("Loại", 14),
        Column("Tình trạng", 28),
        Column("Đã ghi nhận", 50),
        Column("Còn", 40),
        Column("Văn bản không nêu", 50),
    )
    rows = tuple(
        (
            one.duty.clause,
            one.duty.place,
            one.duty.quote,
            one.kind,
            one.said,
            "; ".join(map(str, one.evidence)),
            "; ".join(map(str, one.open)),
            "; ".join(one.gaps.values()),
        )
        for one in found.clauses
    )
    return (Sheet("tung-cau", "Từng câu", columns, rows),)
