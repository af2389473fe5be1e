"""The tables of the consolidated report."""

from collections.abc import Iterator, Mapping

from dondoc.documents.kinds.consolidation.content import ConsolidatedReport
from dondoc.documents.kinds.consolidation.group_table import (
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
from dondoc.wording import WAY_NAMES
from language.text import upper_first
from rules.meaning.figures import FIGURES, MINUS, PLUS


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
    columns = (
        Column("Đơn vị", 22),
        *(Column(_title(name), 11, name == "closing") for name in FIGURES),
        Column("Cuối kỳ của kỳ trước", 11),
        Column("Tăng, giảm so với kỳ trước", 11),
        Column("Chưa tham gia tại ngày mốc của văn bản", 11),
        Column("Tăng, giảm so với ngày mốc", 11),
        Column("Chưa tham gia theo dữ liệu thẻ", 11),
        Column("Tỷ lệ giảm trong kỳ (%)", 11, True),
        Column("Số liệu đến ngày", 11),
        Column("Ghi chú", 24),
    )
    rows = tuple(_row(row) for row in group.rows)
    name = upper_first(group.name)
    return Sheet(f"nhom-{place}", name, columns, rows, _sums(group), (words.OVERLAP,))


def _title(name: str) -> str:
    side = "Tăng: " if name in PLUS else "Giảm: " if name in MINUS else ""
    short = words.SHORT_NAMES[name]
    return f"{side}{short[:1].lower()}{short[1:]}" if side else short


def _row(row: CommuneRow) -> tuple[Value, ...]:
    if row.figures is None:
        empty = (None,) * len(FIGURES)
        before = (row.previous, None, row.baseline, None, row.by_cards, None, row.as_of)
        return (row.body, *empty, *before, "Chưa có số liệu")
    figures = row.figures
    return (
        row.body,
        *(figure_of(row, name) for name in FIGURES),
        row.previous,
        since_last(row),
        row.baseline,
        _since(row.baseline, figures.closing),
        row.by_cards,
        None if row.last_known else _share(figures.opening, figures.closing),
        row.as_of,
        "Chưa có báo cáo kỳ này; số liệu gần nhất" if row.last_known else "",
    )


def _sums(group: GroupTable) -> tuple[tuple[Value, ...], ...]:
    """Return the sum of all rows and, where some are last known only, of those that reported."""
    total = group.total
    closing = total.closing if group.complete else None
    compared = (
        group.previous,
        change_since_last(group),
        group.baseline_people,
        _since(group.baseline_people, closing),
        group.by_cards,
    )
    whole = _sum(sum_title(group), sums(group), compared)
    if not any(row.last_known for row in group.rows):
        return (whole,)
    mine = dict(group.total_received.items())
    return (whole, _sum("Riêng đơn vị đã báo cáo", mine, (None,) * len(compared)))


def _sum(
    title: str, total: Mapping[str, int | None], compared: tuple[Value, ...]
) -> tuple[Value, ...]:
    opening, closing = total["opening"], total["closing"]
    share = None
    # Where somebody's movement is not known, neither is the share.
    if total["enrolled"] is not None and opening is not None and closing is not None:
        share = _share(opening, closing)
    return (title, *(total[name] for name in FIGURES), *compared, share, None, "")


def _since(before: int | None, now: int | None) -> int | None:
    return None if before is None or now is None else now - before


def _summary(report: ConsolidatedReport) -> Sheet:
    """Return what is told of each group as a whole, a figure a row."""
    rows = tuple((upper_first(g.name), *line) for g in report.groups for line in _told(g))
    columns = (Column("Nhóm", 60), Column("Chỉ tiêu", 64), Column("Giá trị", 14))
    return Sheet("tom-tat", "Tóm tắt từng nhóm", columns, rows, notes=(words.OVERLAP,))


def _told(group: GroupTable) -> Iterator[tuple[str, Value]]:
    shares = (
        ("Toàn bộ thuộc diện", group.population),
        ("Danh sách đã giao", group.listed),
        ("Danh sách sau khi trừ trường hợp đã xác nhận", group.confirmed),
    )
    for name, share in shares:
        if share:
            yield f"{name}: số người", share.whole
            yield f"{name}: đã tham gia", share.covered
            yield f"{name}: tỷ lệ (%)", None if share.percent is None else round(share.percent, 1)
    yield "Đã tham gia theo các đơn vị báo cáo", group.stated
    yield "Đã tham gia theo dữ liệu thẻ", group.carded
    if group.cards_as_of:
        yield "Dữ liệu thẻ: đến ngày (sớm nhất)", group.cards_as_of
        yield "Dữ liệu thẻ: đến ngày (muộn nhất)", group.cards_until
    if group.target:
        yield "Mục tiêu: ngày", group.target.due_on
        yield "Mục tiêu (%)", group.target.percent
    if group.pace:
        yield "Số tuần còn lại", round(group.pace.weeks, 1)
        yield "Nhịp cần có (người mỗi tuần)", group.pace.needed
        yield "Nhịp kỳ này (người mỗi tuần)", group.pace.recent
    if group.forecast:
        yield "Ước tính: ngày", group.forecast.on
        yield "Ước tính: còn chưa tham gia", group.forecast.likely
        yield "Ước tính: thấp nhất", group.forecast.low
        yield "Ước tính: cao nhất", group.forecast.high


def _share(opening: int, closing: int) -> float | None:
    """By how many percent the uncovered became fewer; never below zero."""
    return round(max(0.0, 100 * (opening - closing) / opening), 1) if opening else None


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
    kinds = (
        ("Công việc đã thực hiện", report.done),
        ("Khó khăn, vướng mắc", report.obstacles),
        ("Đề xuất, kiến nghị", report.proposals),
    )
    rows = tuple((kind, said.body, said.text) for kind, all_said in kinds for said in all_said)
    return Sheet(
        "y-kien",
        "Ý kiến của đơn vị",
        (Column("Mục", 26), Column("Đơn vị", 22), Column("Nội dung", 80)),
        rows,
    )
