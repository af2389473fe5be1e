"""A body's own report as tables of values."""

from dondoc.documents.kinds.report.content import CommuneReport
from dondoc.documents.parts.adjustments import adjustments_sheet
from dondoc.documents.writers.sheet import Column, Sheet
from dondoc.wording import FIGURE_NAMES
from language.text import upper_first
from rules.meaning.figures import FIGURES


def sheets(report: CommuneReport) -> tuple[Sheet, ...]:
    columns = (Column("Chỉ tiêu", 60), *(Column(upper_first(g.name), 20) for g in report.groups))
    rows = tuple(
        (FIGURE_NAMES[name], *(getattr(g.figures, name) for g in report.groups)) for name in FIGURES
    )
    texts = (
        ("Không phát sinh", "x" if report.nil else ""),
        ("Công việc đã thực hiện", report.done),
        ("Khó khăn, vướng mắc", report.obstacles),
        ("Đề xuất, kiến nghị", report.proposals),
    )
    said = Sheet("noi-dung", "Nội dung", (Column("Mục", 30), Column("Nội dung", 80)), texts)
    return (
        Sheet("so-lieu", "Số liệu", columns, rows),
        said,
        *adjustments_sheet(report.adjustments),
    )
