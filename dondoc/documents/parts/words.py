"""Vietnamese names of figures and states, and how numbers, dates and blanks are written."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from dondoc.documents.parts.clause import Clause
from dondoc.documents.parts.four_ways import Return
from dondoc.documents.writers.paper import Cell, Column, Table
from language import numbers
from language.dates import full_day
from language.numbers import count
from language.text import nfc
from rules.meaning.figures import GroupFigures
from rules.meaning.form import Form, Percentage

UNKNOWN = "chưa có số liệu"
NONE = "Không."
# What stands before the matter of a report.
REPORT = "báo cáo "
# Millimetres.
_SHARE = 17.0


def number(value: int | None, missing: str = "–") -> str:
    """1.240 in a table: thousands by a full stop, no leading zero; an unknown one is a dash."""
    return missing if value is None else numbers.grouped(value)


def decimal(value: float | None, digits: int = 1, missing: str = UNKNOWN) -> str:
    """98,7: a decimal comma, as in Vietnam."""
    return missing if value is None else numbers.decimal(value, digits)


def percent(value: float | None) -> str:
    """98,7%; a share just short of the whole is never rounded up to it."""
    return UNKNOWN if value is None else numbers.percent(value)


def share(figures: GroupFigures, asked: Percentage) -> str:
    """98,7%, counted from these very figures; a dash where it cannot be."""
    exact = figures.percent(asked)
    return "–" if exact is None else percent(float(exact))


def rounded(exact: Fraction | None) -> float | None:
    """Return a percentage as a value with one decimal."""
    return None if exact is None else round(float(exact), 1)


def figure_titles(form: Form) -> tuple[str, ...]:
    """The short names of the figures, then of the percentages counted from them."""
    shares = (one.short for one in form.percentages)
    return (*(figure.short for figure in form.figures), *shares)


def figure_columns(form: Form, room: float) -> tuple[Column, ...]:
    """The columns below `figure_titles`, in `room` millimetres; "100,0%" has to fit."""
    shares = len(form.percentages)
    width = min(30.0, (room - _SHARE * shares) / len(form.figures))
    narrow = (Column(width, "right"),) * len(form.figures)
    return (*narrow, *(Column(_SHARE, "right"),) * shares)


def figure_values(figures: GroupFigures) -> tuple[str, ...]:
    """What stands below `figure_titles`."""
    shares = (share(figures, one) for one in figures.form.percentages)
    return (*(number(value) for _, value in figures.items()), *shares)


def change(before: int | None, after: int | None, unit: str) -> str:
    """giảm 12 người, tăng 03 người, không thay đổi."""
    if before is None or after is None:
        return "chưa có số liệu để so sánh"
    if before == after:
        return "không thay đổi"
    return f"{'giảm' if after < before else 'tăng'} {count(abs(after - before))} {unit}"


def day(value: date | None, missing: str = "–") -> str:
    return missing if value is None else full_day(value)


def cited(clause: Clause) -> str:
    """The dispatch and the place in it: "Văn bản … (mục 1, gạch đầu dòng thứ tư)"."""
    return f"{nfc(clause.cited_as)} ({nfc(clause.place)})"


def four_ways(counts: Return) -> str:
    """The official four-way return as one clause; it ends with the overdue, so names may follow."""
    unknown = f"chưa rõ {count(counts.unknown)}; " if counts.unknown else ""
    return (
        f"hoàn thành đúng hạn {count(counts.done_on_time)}, quá hạn {count(counts.done_late)}; "
        f"{unknown}chưa hoàn thành trong hạn {count(counts.open_in_time)}, "
        f"quá hạn {count(counts.open_overdue)}"
    )


def cells(texts: Iterable[str], *, bold: bool = False, italic: bool = False) -> tuple[Cell, ...]:
    return tuple(Cell(text, bold=bold, italic=italic) for text in texts)


def head(texts: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(Cell(text, bold=True, align="center") for text in texts)


def table(
    widths: Sequence[float], titles: Sequence[str], rows: Iterable[Iterable[str]], numeric: str = ""
) -> Table:
    """A plain table. `numeric`: one letter a column, "l", "c" or "r"."""
    aligns = {"l": "left", "c": "center", "r": "right"}
    kinds = numeric or "l" * len(widths)
    columns = tuple(
        Column(width, aligns[kind])  # type: ignore[arg-type]
        for width, kind in zip(widths, kinds, strict=True)
    )
    return Table(columns, (head(titles),), tuple(cells(row) for row in rows))


def reporting(matter: str) -> str:
    """Return "báo cáo kết quả …": what is reported, by its matter or by the report's own name."""
    return matter if matter.startswith(REPORT) else f"{REPORT}{matter}"


def of_period(matter: str, period: str) -> str:
    """Return "kết quả … tháng 4 năm 2024"; what goes by a report's own name is set off from it."""
    return f"{matter}{',' if matter.startswith(REPORT) else ''} {period}"
