"""A body's own report as tables of values."""

from dondoc.documents.kinds.report.content import CommuneReport
from dondoc.documents.parts.adjustments import adjustments_sheet
from dondoc.documents.parts.words import rounded
from dondoc.documents.writers.sheet import Column, Sheet
from language.text import upper_first


def sheets(report: CommuneReport) -> tuple[Sheet, ...]:
    texts = tuple((text.heading, text.text) for text in report.texts)
    columns = (Column("Mục", 30), Column("Nội dung", 80))
    if not report.form.figures:
        return (Sheet("noi-dung", "Nội dung", columns, texts),)
    nil = ("Không phát sinh", "x" if report.nil else "")
    said = Sheet("noi-dung", "Nội dung", columns, (nil, *texts))
    return (_figures(report), said, *adjustments_sheet(report.adjustments))


def _figures(report: CommuneReport) -> Sheet:
    """Return the figures of each of the body's rows, a figure a line; percentages below them."""
    columns = (Column("Chỉ tiêu", 60), *(Column(upper_first(g.name), 20) for g in report.groups))
    figures = tuple(
        (figure.name, *(group.figures.get(figure.id) for group in report.groups))
        for figure in report.form.figures
    )
    shares = tuple(
        (f"{share.name} (%)", *(rounded(group.figures.percent(share)) for group in report.groups))
        for share in report.form.percentages
    )
    return Sheet("so-lieu", "Số liệu", columns, figures + shares)
