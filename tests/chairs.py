"""Reports of communes' chairs, of which the dispatch of 2021 states no term."""

from datetime import date

from dondoc.desk import record
from dondoc.desk.context import Which, desk
from dondoc.desk.receipt import Receipt
from tests.offices import D2021, Scene, at

REPORT = "bao-cao-chua-tham-gia"
CONSOLIDATION = "tong-hop-chua-tham-gia"
PROPOSAL = "de-xuat-giai-phap"
LABOUR = "phong-ldtbxh/officer"


def report(
    made: Scene, when: str, commune: str, count: int | None, number: str, by: str = LABOUR
) -> record.Answer:
    """Record a chair's report at the local instant `when`; `count` None: there is no case."""
    receipt = Receipt(number=number, dated=date.fromisoformat(when[:10]), signer="Người ký")
    request = record.Request(Which(D2021, REPORT, commune), receipt, count=count, nil=count is None)
    with desk(made.office, at(when), by) as opened:
        return record.record(opened, request)
