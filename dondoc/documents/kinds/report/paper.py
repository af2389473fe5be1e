"""The commune's own monthly report."""

from collections.abc import Iterator

from dondoc.documents.kinds.report.content import CommuneReport, GroupReport
from dondoc.documents.parts import words
from dondoc.documents.parts.adjustments import adjustments_table
from dondoc.documents.parts.coverage import TargetLine
from dondoc.documents.writers.paper import (
    Block,
    Column,
    Paper,
    Run,
    Table,
    Text,
    closing,
    heading,
    note,
    say,
)
from dondoc.wording import FIGURE_NAMES
from language.dates import full_day
from language.numbers import count
from language.text import upper_first
from rules.meaning.figures import FIGURES

_BOLD = frozenset({"opening", "closing"})


def commune_report(report: CommuneReport) -> Paper:
    """Return the report as a "Báo cáo" to the district through the via body."""
    return Paper(
        kind="Báo cáo",
        about=f"Kết quả {report.matter} {report.period}",
        author=report.body,
        blocks=tuple(_blocks(report)),
        frame=report.frame,
    )


def as_of(report: CommuneReport) -> str:
    """The day that the figures count up to, and who set it."""
    remark = f" ({report.as_of_note})" if report.as_of_note else ""
    return f"số liệu tính đến hết ngày {full_day(report.as_of)}{remark}"


def _blocks(report: CommuneReport) -> Iterator[Block]:
    yield from say(
        f"Thực hiện {words.cited(report.clause)}, {report.body} báo cáo kết quả {report.matter} "
        f"{report.period}, {as_of(report)}, như sau:"
    )
    yield heading("1. Kết quả thực hiện")
    if report.nil:
        yield from say("Không phát sinh trong kỳ báo cáo.")
    if report.groups:
        yield _movement(report.groups)
        if len(report.groups) > 1:
            yield note(words.OVERLAP)
    for group in report.groups:
        yield from _standing(group)
    if report.adjustments:
        yield Text((Run("Điều chỉnh số liệu kỳ trước:"),), keep=True)
        yield adjustments_table(report.adjustments)
    yield heading("2. Công việc đã thực hiện")
    yield from say(report.done or "Không phát sinh.")
    yield heading("3. Khó khăn, vướng mắc")
    yield from say(report.obstacles or words.NONE)
    yield heading("4. Đề xuất, kiến nghị")
    yield from say(report.proposals or words.NONE)
    yield closing(
        f"Trên đây là báo cáo kết quả {report.matter} {report.period} của {report.body}./."
    )


def _movement(groups: tuple[GroupReport, ...]) -> Table:
    width = min(30.0, 90 / len(groups))
    titles = ("TT", "Chỉ tiêu (người)", *(upper_first(group.name) for group in groups))
    rows = []
    for place, figure in enumerate(FIGURES, 1):
        bold = figure in _BOLD
        values = (words.number(getattr(group.figures, figure)) for group in groups)
        rows.append(words.cells((str(place), FIGURE_NAMES[figure], *values), bold=bold))
    columns = (Column(10, "center"), Column(155 - width * len(groups)))
    values_columns = tuple(Column(width, "right") for _ in groups)
    return Table((*columns, *values_columns), (words.head(titles),), tuple(rows))


def _standing(group: GroupReport) -> Iterator[Block]:
    if group.target:
        yield from say(_target(group.name, group.target, group.figures.closing))
    for text in group.explanations:
        yield from say(f"Giải trình ({group.name}): {text}")


def _target(name: str, target: TargetLine, closing: int) -> str:
    left = (
        f"còn {count(closing)} người chưa tham gia"
        if closing
        else "không còn người nào trong danh sách chưa tham gia"
    )
    return (
        f"Mục tiêu đến ngày {full_day(target.due_on)} ({target.clause.place}): {target.percent}% "
        f"{target.population} {target.measure}. Đến kỳ báo cáo, {left} ({name})."
    )
