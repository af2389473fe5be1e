"""The tables of the consolidated report."""

from collections.abc import Iterator, Mapping

from dondoc.documents.kinds.consolidation.content import ConsolidatedReport
from dondoc.documents.kinds.consolidation.group_table import (
    by_list_title,
    change_since_last,
    figure_of,
    since_last,
    sum_title,
    sums,
)
from dondoc.documents.parts import words
from dondoc.documents.parts.adjustments import adjustments_sheet
from dondoc.documents.parts.groups import CommuneRow, GroupTable
from dondoc.documents.writers.sheet import Column, Sheet, Value
from language.text import lower_first, upper_first
from models.standing import WAY_NAMES
from rules.meaning.figures import GroupFigures
from rules.meaning.form import MOVING, Figure, Lists, Role


def sheets(report: ConsolidatedReport) -> tuple[Sheet, ...]:
    groups = (group_sheet(place, group) for place, group in enumerate(report.groups, 1))
    return (
        *groups,
        _summary(report),
        _punctuality(report),
        _absent(report),
        *adjustments_sheet(report.adjustments),
        _remarks(report),
    )


def group_sheet(place: int, group: GroupTable) -> Sheet:
    """Return a group's rows with their sums; the sums are values, not formulas."""
    form = group.form
    columns = (
        Column("Đơn vị", 22),
        *(Column(_title(one), 11, one.role == Role.CLOSING) for one in form.figures),
        *(_compared_columns(group) if form.balanced else ()),
        *(Column(f"{share.short} (%)", 11, True) for share in form.percentages),
        Column("Số liệu đến ngày", 11),
        Column("Ghi chú", 24),
    )
    rows = tuple(_row(group, row) for row in group.rows)
    notes = (form.words.overlap,) if form.words.overlap else ()
    name = upper_first(group.name)
    return Sheet(f"nhom-{place}", name, columns, rows, _sums(group), notes)


def _compared_columns(group: GroupTable) -> Iterator[Column]:
    form = group.form
    yield Column("Cuối kỳ của kỳ trước", 11)
    yield Column("Tăng, giảm so với kỳ trước", 11)
    at_baseline = form.words.remaining or "số còn lại"
    yield Column(f"{upper_first(at_baseline)} tại ngày mốc của văn bản", 11)
    yield Column("Tăng, giảm so với ngày mốc", 11)
    if form.lists:
        yield Column(by_list_title(form), 11)
    yield Column("Tỷ lệ giảm trong kỳ (%)", 11, True)


def _title(figure: Figure) -> str:
    sides = {Role.PLUS: "Tăng: ", Role.MINUS: "Giảm: "}
    side = sides.get(figure.role)
    return f"{side}{lower_first(figure.short)}" if side else figure.short


def _row(group: GroupTable, row: CommuneRow) -> tuple[Value, ...]:
    figures, form = row.figures, group.form
    fresh = None if row.last_known else figures
    told = "Chưa có báo cáo kỳ này; số liệu gần nhất" if row.last_known else ""
    return (
        row.body,
        *(figure_of(row, id_) for id_ in form.ids),
        *(_compared(group, row) if form.balanced else ()),
        *_shares(group, fresh),
        row.as_of,
        told if figures else "Chưa có số liệu",
    )


def _compared(group: GroupTable, row: CommuneRow) -> Iterator[Value]:
    """Yield what stands below `_compared_columns`."""
    figures = row.figures
    yield row.previous
    yield since_last(row)
    yield row.baseline
    yield _since(row.baseline, figures.closing if figures else None)
    if group.form.lists:
        yield row.by_cards
    known = figures is not None and not row.last_known
    yield _share(figures.opening, figures.closing) if figures and known else None


def _shares(group: GroupTable, figures: GroupFigures | None) -> Iterator[Value]:
    for share in group.form.percentages:
        yield words.rounded(figures.percent(share)) if figures else None


def _sums(group: GroupTable) -> tuple[tuple[Value, ...], ...]:
    """Return the sum of all rows and, where some are last known only, of those that reported."""
    total = group.total
    closing = total.closing if group.complete else None
    compared: tuple[Value, ...] = (
        group.previous,
        change_since_last(group),
        group.baseline_people,
        _since(group.baseline_people, closing),
        *((group.by_cards,) if group.form.lists else ()),
    )
    whole = _sum(sum_title(group), group, sums(group), compared, total)
    if not any(row.last_known for row in group.rows):
        return (whole,)
    mine, unknown = group.total_received, (None,) * len(compared)
    return (whole, _sum("Riêng đơn vị đã báo cáo", group, dict(mine.items()), unknown, mine))


def _sum(
    title: str,
    group: GroupTable,
    total: Mapping[str, int | None],
    compared: tuple[Value, ...],
    figures: GroupFigures,
) -> tuple[Value, ...]:
    form = group.form
    beside = (*compared, _became_fewer(group, total)) if form.balanced else ()
    shares = _shares(group, figures)
    return (title, *(total[id_] for id_ in form.ids), *beside, *shares, None, "")


def _became_fewer(group: GroupTable, total: Mapping[str, int | None]) -> float | None:
    """Return the share of a sum; where somebody's movement is not known, neither is the share."""
    form = group.form
    opening, closing = total[form.only(Role.OPENING) or ""], total[form.only(Role.CLOSING) or ""]
    known = all(total[id_] is not None for id_ in form.of_role(*MOVING))
    return _share(opening, closing) if known else None


def _since(before: int | None, now: int | None) -> int | None:
    return None if before is None or now is None else now - before


def _summary(report: ConsolidatedReport) -> Sheet:
    """Return what is told of each group as a whole, a figure a row."""
    rows = tuple((upper_first(g.name), *line) for g in report.groups for line in _told(g))
    columns = (Column("Nhóm", 60), Column("Chỉ tiêu", 64), Column("Giá trị", 14))
    overlap = report.form.words.overlap if report.form else ""
    return Sheet("tom-tat", "Tóm tắt từng nhóm", columns, rows, notes=(overlap,) if overlap else ())


def _told(group: GroupTable) -> Iterator[tuple[str, Value]]:
    if group.form.lists:
        yield from _beside_lists(group, group.form.lists)
    unit, remaining = group.form.unit, group.form.words.remaining
    if group.target:
        yield "Mục tiêu: ngày", group.target.due_on
        yield "Mục tiêu (%)", group.target.percent
        if group.target.told:
            yield "Mục tiêu: các đơn vị", group.target.told
    if group.pace:
        yield "Số tuần còn lại", round(group.pace.weeks, 1)
        yield f"Nhịp cần có ({unit} mỗi tuần)", group.pace.needed
        yield f"Nhịp kỳ này ({unit} mỗi tuần)", group.pace.recent
    if group.forecast:
        yield "Ước tính: ngày", group.forecast.on
        yield f"Ước tính: còn {remaining}", group.forecast.likely
        yield "Ước tính: thấp nhất", group.forecast.low
        yield "Ước tính: cao nhất", group.forecast.high


def _beside_lists(group: GroupTable, lists: Lists) -> Iterator[tuple[str, Value]]:
    shares = (
        ("Toàn bộ thuộc diện", group.population),
        ("Danh sách đã giao", group.listed),
        ("Danh sách sau khi trừ trường hợp đã xác nhận", group.confirmed),
    )
    for name, share in shares:
        if share:
            yield f"{name}: số {group.form.unit}", share.whole
            yield f"{name}: {lists.covered}", share.covered
            yield f"{name}: tỷ lệ (%)", None if share.percent is None else round(share.percent, 1)
    covered, source = upper_first(lists.covered), upper_first(lists.source)
    yield f"{covered} theo các đơn vị báo cáo", group.stated
    yield f"{covered} theo {lists.source}", group.by_list
    if group.cards_as_of:
        yield f"{source}: đến ngày (sớm nhất)", group.cards_as_of
        yield f"{source}: đến ngày (muộn nhất)", group.cards_until


def _share(opening: int | None, closing: int | None) -> float | None:
    """By how many percent the uncovered became fewer; never below zero."""
    if not opening or closing is None:
        return None
    return round(max(0.0, 100 * (opening - closing) / opening), 1)


def _punctuality(report: ConsolidatedReport) -> Sheet:
    columns = (
        Column("Đơn vị", 22),
        Column("Kết quả", 28),
        Column("Thời điểm nhận", 18),
        Column("Không phát sinh", 14),
        Column("Hình thức", 32),
        Column("Gia hạn đến", 14),
        Column("Số kỳ đúng hạn", 12, True),
        Column("Số kỳ", 10),
    )
    rows = tuple(
        (
            e.body,
            WAY_NAMES[e.state],
            e.received_at,
            "x" if e.nil else "",
            e.road,
            e.extended_to,
            e.on_time_rounds,
            e.rounds,
        )
        for e in report.punctuality
    )
    return Sheet("gui-bao-cao", "Tình hình gửi báo cáo", columns, rows)


def _absent(report: ConsolidatedReport) -> Sheet:
    columns = (
        Column("Đơn vị", 22),
        Column("Hạn theo văn bản"),
        Column("Lần nhắc gần nhất", 30),
        Column("Hẹn gửi"),
        Column("Số liệu gần nhất"),
    )
    rows = tuple(
        (e.body, e.since, e.last_notice, e.promised_on, e.last_known_as_of) for e in report.absent
    )
    return Sheet("chua-co-bao-cao", "Đơn vị chưa có báo cáo", columns, rows)


def _remarks(report: ConsolidatedReport) -> Sheet:
    rows = tuple((text.heading, one.body, one.text) for text in report.texts for one in text.said)
    return Sheet(
        "y-kien",
        "Ý kiến của đơn vị",
        (Column("Mục", 26), Column("Đơn vị", 22), Column("Nội dung", 80)),
        rows,
    )
