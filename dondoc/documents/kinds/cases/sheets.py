"""A report of cases as a table of values, by number alone."""

from dondoc.documents.kinds.cases.content import CasesReport
from dondoc.documents.writers.sheet import Column, Sheet

_COLUMNS = (
    Column("Hồ sơ số", 10),
    Column("Nhóm", 36),
    Column("Được tuyên truyền", 18),
    Column("Được vận động", 18),
    Column("Được giúp đỡ", 18),
    Column("Đã vận động hỗ trợ, chưa có nguồn", 30),
    Column("Đã rời sau khi báo cáo", 30),
)


def sheets(report: CasesReport) -> tuple[Sheet, ...]:
    """Return one line a case."""
    rows = tuple(
        (
            one.number,
            one.groups,
            one.informed_on,
            one.mobilised_on,
            one.helped_on,
            one.sought_on,
            one.left,
        )
        for one in report.cases
    )
    return (Sheet("truong-hop", "Trường hợp", _COLUMNS, rows),)
