"""The leaders' brief as tables of values."""

from dondoc.documents.kinds.brief.content import LeadersBrief
from dondoc.documents.writers.sheet import Column, Sheet
from language.naming import slug
from language.text import upper_first
from models.standing import WAY_NAMES


def sheets(report: LeadersBrief) -> tuple[Sheet, ...]:
    rows = tuple((name, getattr(report.returns, state)) for state, name in WAY_NAMES.items())
    counts = Sheet("tinh-hinh", "Tình hình", (Column("Kết quả", 32), Column("Số đơn vị")), rows)
    columns = (
        Column("Nhóm", 50),
        Column(upper_first(report.remaining)),
        Column("Đến ngày"),
        Column("Nguồn", 24),
        Column("Số ban đầu"),
        Column("Ngày ban đầu"),
    )
    people = tuple(
        (u.name, u.people, u.as_of, u.source, u.baseline, u.baseline_on) for u in report.uncovered
    )
    name = slug(report.remaining or report.uncovered_as)
    return counts, Sheet(name, report.uncovered_as, columns, people)
