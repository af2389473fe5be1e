"""What the board says: its headline, its targets in words, how the other directives stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.documents.parts.report_terms import target_duty
from dondoc.looking.cells import Cell
from dondoc.looking.glance import Curve, Glance
from dondoc.looking.status import DutyStatus
from dondoc.web.pages.board.drawing import Drawing, drawing
from language.dates import full_day, short_day
from language.numbers import count, grouped
from language.text import upper_first
from language.zone import local_date
from rules.meaning.duty import Duty
from rules.meaning.period import Period
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Group:
    """One group of people: its title, the verdict on its target, its drawing and figures.

    `short`: what its target is called where there is little room.
    """

    title: str
    short: str
    verdict: Cell | None
    told: str
    drawing: Drawing | None
    curve: Curve


@dataclass(frozen=True)
class Other:
    """Another directive's last round: how many came, how many are late."""

    id: str
    title: str
    came: int
    total: int
    late: int


def period_of(found: Glance) -> str:
    """Return what the round is about: "kỳ tháng 7 năm 2024"."""
    if found.round_ is None:
        return ""
    line = found.round_.lines[0].row
    period = Period.of_label(line.period)
    return f"kỳ {period.name}" if period else f"kỳ hạn {full_day(line.due_on)}"


def headline(found: Glance, groups: Sequence[Group]) -> str:
    """Return the answer first: who has come, which target is in danger."""
    if found.round_ is None:
        return "Chưa mở đợt báo cáo nào"
    said = [f"{count(found.came)}/{count(len(found.tiles))} đơn vị đã báo cáo {period_of(found)}"]
    late = len(found.late)
    if late:
        said[0] += f", {count(late)} đơn vị quá hạn"
    said += [
        f"{upper_first(one.short)}: {one.verdict.words}"
        for one in groups
        if one.verdict and one.verdict.letter in "×!"
    ]
    return ". ".join(said)


def groups_of(found: Glance) -> list[Group]:
    """Return the groups of the round, those with a target first."""
    if found.round_ is None:
        return []
    today, directive = local_date(found.at), found.round_.directive
    made = [_group(one, target_duty(directive, one.table.id), today) for one in found.curves]
    return sorted(made, key=lambda one: one.verdict is None)


def _group(curve: Curve, duty: Duty | None, today: date) -> Group:
    table = curve.table
    words, target = table.form.words, table.target
    title = f"{table.name} {words.remaining}".strip()
    due_on = target.due_on if target else None
    return Group(
        title,
        duty.name if duty else title,
        _verdict(curve, today),
        target.told if target else "",
        drawing(title, curve.closings, due_on, table.forecast),
        curve,
    )


def _verdict(curve: Curve, today: date) -> Cell | None:
    """Return how the target goes; nothing is said of one whose figures are not all there."""
    table = curve.table
    target, forecast = table.target, table.forecast
    if target is None:
        return None
    day = short_day(target.due_on)
    if not curve.closings:
        return Cell("?", f"chưa có số liệu, hạn {day}")
    left = curve.closings[-1].people
    if not left:
        return Cell("Đ", f"đã đạt, hạn {day}")
    if target.due_on < today:
        return Cell("×", f"không đạt hạn {day}, nay còn {grouped(left)}")
    if forecast is None or forecast.likely is None or forecast.low is None:
        return Cell("C", f"còn {grouped(left)}, hạn {day}; chưa đủ kỳ để dự báo")
    if not forecast.high:
        return Cell("Đ", f"theo nhịp hiện nay kịp hạn {day}")
    sure = "khó kịp" if forecast.low else "có thể không kịp"
    return Cell(
        "!", f"{sure} hạn {day}, dự báo còn {grouped(forecast.low)}–{grouped(forecast.high or 0)}"
    )


def others(rulebook: Rulebook, rows: Sequence[DutyStatus], shown: str) -> list[Other]:
    """Return the other directives with the last round of reports (`rows`, one each)."""
    return [_other(rulebook, row) for row in rows if row.directive != shown]


def _other(rulebook: Rulebook, row: DutyStatus) -> Other:
    came = row.done_on_time + row.done_late
    title = rulebook.directives[row.directive].title
    return Other(row.directive, title, came, came + row.missing, row.open_overdue)
