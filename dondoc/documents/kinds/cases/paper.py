"""The written report of cases on paper: by number alone, names stand in its annex."""

from collections.abc import Iterator

from dondoc.documents.kinds.cases.content import CaseRow, CasesReport
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, Paper, closing, heading, note, say
from language.dates import full_day
from language.numbers import count
from language.text import upper_first

_COLUMNS = (10, 20, 27, 27, 71)
_TITLES = ("TT", "Hồ sơ số", "Được tuyên truyền", "Được vận động", "Giúp đỡ")


def cases_report(report: CasesReport) -> Paper:
    """Return the report as a "Báo cáo" through whoever brings the cases together."""
    return Paper(
        kind="Báo cáo",
        about=upper_first(report.subject),
        author=report.body,
        blocks=tuple(_blocks(report)),
        frame=report.frame,
    )


def _blocks(report: CasesReport) -> Iterator[Block]:
    yield from say(
        f"Thực hiện {words.cited(report.clause)}, {report.body} báo cáo {report.subject}, tính đến "
        f"ngày {full_day(report.as_of)}, như sau:"
    )
    yield heading("1. Số trường hợp")
    yield from say(f"Tổng số: {count(len(report.cases))} {report.unit}.")
    yield heading("2. Từng trường hợp, theo số hồ sơ")
    rows = (_row(place, one) for place, one in enumerate(report.cases, 1))
    yield words.table(_COLUMNS, _TITLES, rows, "ccccl")
    yield note("Mỗi cột ghi ngày lần đầu. Số hồ sơ do phần mềm cấp, không phải số định danh.")
    yield heading("3. Phụ lục danh sách")
    number = f" số {report.annex}" if report.annex else " số …………"
    road = f" ({report.annex_road})" if report.annex_road else ""
    yield from say(
        f"Họ tên, ngày sinh, nơi ở của từng trường hợp ghi ở Phụ lục{number}{road}, chỉ gửi "
        f"{report.receivers}; không gửi kèm các bản khác."
    )
    yield closing(f"Trên đây là báo cáo {report.subject} của {report.body}./.")


def _row(place: int, one: CaseRow) -> tuple[str, ...]:
    return (
        str(place),
        str(one.number),
        words.day(one.informed_on),
        words.day(one.mobilised_on),
        _help(one),
    )


def _help(one: CaseRow) -> str:
    if one.helped_on is not None:
        return f"đã giúp đỡ, {full_day(one.helped_on)}"
    if one.sought_on is not None:
        return f"đã vận động hỗ trợ, chưa có nguồn, {full_day(one.sought_on)}"
    return "–"
