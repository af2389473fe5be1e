"""Xuất: exactly the rows that are shown, as a workbook that opens right in Excel."""

from dondoc.documents.marking import marked_sheet
from dondoc.documents.writers.sheet import Column, Sheet, Value
from dondoc.documents.writers.xlsx import xlsx
from dondoc.looking.round.grid import FILTERS, Grid, GridLine, groups
from dondoc.looking.round.words import papers_of_line, received_of, said_of
from dondoc.web.pages.round.place import Place, Seen
from language.dates import full_day, hour_of_day, short_day
from models.report import ROAD_NAMES
from rules.meaning.duty import TIMELINESS_NAMES
from rules.meaning.rounds import Round


def workbook(found: Seen, place: Place, loc: str, mark: str) -> tuple[str, bytes]:
    """Return the file's name and bytes of the filter `loc`, in the order of the page.

    Args:
        mark: stands on every row of what is no real office's.
    """
    sheet = marked_sheet(_sheet(found, loc), mark)
    name = f"{place.duty}-{place.due.isoformat()}-{loc}.xlsx"
    return name, xlsx(sheet.title, (sheet,), found.grid.as_of)


def _sheet(found: Seen, loc: str) -> Sheet:
    grid, bodies = found.grid, found.look.desk.rulebook.bodies
    columns = (
        Column("Mã", 16),
        Column("Đơn vị", 24),
        *(Column(_period(one), 20) for one in grid.periods),
        Column("Đã gọi, đã hẹn, cần xem", 48),
        Column("Nhận lúc", 24),
        Column("Đường gửi", 18),
        Column("Văn bản", 22),
        *(Column(f"{name}: còn lại", 16) for name in grid.row_names.values()),
    )
    ordered = [line for part in groups(grid.filtered(loc)) for line in part.lines]
    rows = tuple(
        (
            line.body.uid,
            line.body.name,
            *(cell.mark.name if cell else "" for cell in line.cells),
            str(said_of(grid, line, bodies)),
            line.report.received_at if line.report else None,
            _road(line),
            papers_of_line(line),
            *(line.closings.get(id_) for id_ in grid.row_names),
        )
        for line in ordered
    )
    title = f"{found.name}, {FILTERS[loc][0].lower()}: {len(rows)} đơn vị"
    return Sheet("dot", title, columns, rows, (), _notes(grid))


def _period(one: Round) -> str:
    name = one.period.short if one.period else f"hạn {full_day(one.due_on)}"
    return f"{name} (hạn {short_day(one.due_on)})" if one.period else name


def _road(line: GridLine) -> Value:
    if line.report is None:
        return None
    return ROAD_NAMES.get(line.report.road, received_of(line))


def _notes(grid: Grid) -> tuple[str, ...]:
    return (
        f"Lập lúc {hour_of_day(grid.as_of)}; {TIMELINESS_NAMES[grid.timeliness]}.",
        "Không cộng các nhóm với nhau: một người có thể ở nhiều nhóm.",
    )
