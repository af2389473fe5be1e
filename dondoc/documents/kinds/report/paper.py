"""The commune's own monthly report."""

from collections.abc import Iterable, Iterator

from dondoc.documents.kinds.report.content import CommuneReport, GroupReport, Told
from dondoc.documents.parts import words
from dondoc.documents.parts.adjustments import adjustments_table
from dondoc.documents.parts.coverage import TargetLine
from dondoc.documents.parts.gathered import figures, filing
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
from language.dates import full_day
from language.numbers import count
from language.text import lower_first, upper_first
from rules.meaning.figures import GroupFigures
from rules.meaning.form import Form, Role

_BOLD = frozenset({Role.OPENING, Role.CLOSING})


def commune_report(report: CommuneReport) -> Paper:
    """Return the report as a "Báo cáo" to the district through the via body."""
    return Paper(
        kind="Báo cáo",
        about=upper_first(_what(report)),
        author=report.body,
        blocks=tuple(_blocks(report)),
        frame=report.frame,
    )


def as_of(report: CommuneReport) -> str:
    """The day that the figures count up to; "" where none are asked."""
    if not report.form.figures:
        return ""
    return f", số liệu tính đến hết ngày {full_day(report.as_of)}"


def _blocks(report: CommuneReport) -> Iterator[Block]:
    yield from say(
        f"Thực hiện {words.cited(report.clause)}, {report.body} báo cáo {_what(report)}"
        f"{as_of(report)}, như sau:"
    )
    sections: list[tuple[str, Iterable[Block]]] = []
    if report.gathered is not None:
        told = [*filing(report.gathered), *figures(report.gathered)]
        sections.append(("Kết quả tổng hợp", told))
    if report.form.figures:
        sections.append(("Kết quả thực hiện", _figures(report)))
    sections += [(text.heading, say(_told(text))) for text in report.texts]
    for place, (title, blocks) in enumerate(sections, 1):
        yield heading(f"{place}. {title}")
        yield from blocks
    yield closing(f"Trên đây là báo cáo {_what(report)} của {report.body}./.")


def _what(report: CommuneReport) -> str:
    """What is reported, as a sentence goes on with it."""
    return lower_first(report.subject) or words.of_period(
        report.matter, report.period
    ).removeprefix(words.REPORT)


def _told(text: Told) -> str:
    return text.text or ("Không phát sinh." if text.required else words.NONE)


def _figures(report: CommuneReport) -> Iterator[Block]:
    if report.nil:
        nil = report.form.words.nil
        yield from say(f"{upper_first(nil)}." if nil else "Không phát sinh trong kỳ báo cáo.")
    if report.groups:
        table = _by_figure if report.form.rows is None else _by_row
        yield table(report.form, report.groups)
        if len(report.groups) > 1 and report.form.words.overlap:
            yield note(report.form.words.overlap)
    for group in report.groups:
        yield from _standing(group)
    if report.adjustments:
        yield Text((Run("Điều chỉnh số liệu kỳ trước:"),), keep=True)
        yield adjustments_table(report.adjustments)


def _by_figure(form: Form, groups: tuple[GroupReport, ...]) -> Table:
    """Return the groups side by side, a figure a row."""
    width = min(30.0, 90 / len(groups))
    titles = ("TT", f"Chỉ tiêu ({form.unit})", *(upper_first(group.name) for group in groups))
    told = [
        (
            figure.name,
            figure.role in _BOLD,
            [words.number(g.figures.get(figure.id)) for g in groups],
        )
        for figure in form.figures
    ]
    told += [
        (share.name, False, [words.share(group.figures, share) for group in groups])
        for share in form.percentages
    ]
    rows = [
        words.cells((str(place), name, *values), bold=bold)
        for place, (name, bold, values) in enumerate(told, 1)
    ]
    columns = (Column(10, "center"), Column(155 - width * len(groups)))
    values_columns = tuple(Column(width, "right") for _ in groups)
    return Table((*columns, *values_columns), (words.head(titles),), tuple(rows))


def _by_row(form: Form, groups: tuple[GroupReport, ...]) -> Table:
    """Return the form's own rows one below the other, a figure a column."""
    columns = words.figure_columns(form, 98)
    rows = [
        words.cells((str(place), upper_first(group.name), *words.figure_values(group.figures)))
        for place, group in enumerate(groups, 1)
    ]
    head = words.head(("TT", f"Nội dung ({form.unit})", *words.figure_titles(form)))
    named = Column(155 - sum(column.width for column in columns))
    return Table((Column(10, "center"), named, *columns), (head,), tuple(rows))


def _standing(group: GroupReport) -> Iterator[Block]:
    if group.target and group.figures.form.balanced:
        yield from say(_target(group.name, group.target, group.figures))
    for text in group.explanations:
        yield from say(f"Giải trình ({group.name}): {text}")


def _target(name: str, target: TargetLine, figures: GroupFigures) -> str:
    form = figures.form
    unit, remaining = form.unit, form.words.remaining
    left = (
        f"còn {count(figures.closing)} {unit} {remaining}".rstrip()
        if figures.closing
        else f"không còn {unit} nào trong danh sách {remaining}".rstrip()
    )
    return (
        f"Mục tiêu đến ngày {full_day(target.due_on)} ({target.clause.place}): {target.percent}% "
        f"{target.population} {target.measure}. Đến kỳ báo cáo, {left} ({name})."
    )
