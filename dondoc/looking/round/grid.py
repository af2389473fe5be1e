"""The grid of a round as values: each body with its last periods, what came, what was said.

How each stands is decided in `models.standing` and named in `dondoc.looking.round.mark`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dondoc.errors import Refused
from dondoc.looking.round.mark import MARKS, Mark
from dondoc.looking.round.said import NOTHING, SaidAbout
from dondoc.obligations.rounds import RoundCounts
from dondoc.obligations.standing import Standing
from dondoc.reports.paperwork import NO_PAPERS, Papers
from language.collation import vietnamese
from models import Report
from rules.meaning.body import Body
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty, Timeliness
from rules.meaning.figures import Figures
from rules.meaning.rounds import Round


@dataclass(frozen=True, slots=True)
class Cell:
    """How one body stood in one period."""

    period: Round
    mark: Mark


@dataclass(frozen=True)
class GridLine:
    """One body of the round.

    `cells`: one a period, oldest first, None where it owed nothing then; the last is this round's.
    `closings`: the closing of each row of the form that it is asked, None where it told none.
    `lacks_figures`: its report came, and the figures it is asked have not.
    """

    body: Body
    standing: Standing
    cells: tuple[Cell | None, ...]
    mark: Mark
    report: Report | None
    figures: Figures | None
    closings: Mapping[str, int | None]
    lacks_figures: bool = False
    said: SaidAbout = NOTHING
    papers: Papers = NO_PAPERS

    @property
    def obligation(self) -> int:
        """Return the id of what it owes in this round."""
        return self.standing.owed.id

    @property
    def due_on(self) -> date:
        """Return the date that held for it."""
        return self.standing.due_on


# The filters there are: each a name, and whether a body belongs to it.
Filter = Callable[[GridLine], bool]
FILTERS: Mapping[str, tuple[str, Filter]] = {
    "tat-ca": ("Tất cả", lambda line: True),
    "can-lam": ("Cần làm", lambda line: line.mark.pressing),
    "cho-tiep-nhan": ("Chờ tiếp nhận", lambda line: line.mark.id.startswith("waiting")),
    "chua-ghi-nhan": ("Chưa ghi nhận", lambda line: line.standing.urged),
    "con-han": ("Còn hạn", lambda line: line.mark.id in ("in-time", "paused")),
    "tra-lai": ("Trả lại", lambda line: line.mark.id == "returned"),
    "da-tiep-nhan": ("Đã tiếp nhận", lambda line: line.mark.id in ("on-time", "late", "came")),
}


@dataclass(frozen=True)
class Group:
    """Lines under one heading, in the order of their names."""

    id: str
    title: str
    lines: tuple[GridLine, ...]


@dataclass(frozen=True)
class Grid:
    """One round at one instant (aware), with the periods before it.

    `timeliness`: by what it is in time, as it was registered.
    """

    directive: Directive
    duty: Duty
    round: Round
    periods: tuple[Round, ...]
    lines: tuple[GridLine, ...]
    row_names: Mapping[str, str]
    as_of: datetime
    timeliness: Timeliness = "received"
    counts: RoundCounts = field(default_factory=RoundCounts)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the marks that occur, in the order of the legend."""
        found = {cell.mark for line in self.lines for cell in line.cells if cell}
        return tuple(mark for mark in MARKS if mark in found)

    def filtered(self, name: str) -> tuple[GridLine, ...]:
        """Return the lines of the filter `name`.

        Raises:
            Refused: there is no such filter.
        """
        if name not in FILTERS:
            raise Refused(f"không có bộ lọc {name!r}; có: {', '.join(FILTERS)}")
        belongs = FILTERS[name][1]
        return tuple(line for line in self.lines if belongs(line))

    def counted(self) -> tuple[tuple[str, str, int], ...]:
        """Return each filter (id, name) with how many it shows; the empty ones are left out."""
        found = ((id_, name, len(self.filtered(id_))) for id_, (name, _) in FILTERS.items())
        return tuple(one for one in found if one[2] or one[0] == "tat-ca")

    def totals(self) -> dict[str, int]:
        """Return, per row of the form, the sum over those whose figures are in; rows overlap."""
        found: dict[str, int] = {}
        for line in self.lines:
            if line.mark.id != "returned":
                for id_, number in line.closings.items():
                    found[id_] = found.get(id_, 0) + (number or 0)
        return found


def groups(lines: Sequence[GridLine]) -> tuple[Group, ...]:
    """Return `lines` in their groups: what needs somebody first, what is quiet last."""
    parts: tuple[tuple[str, str, Filter], ...] = (
        ("can-lam", "Cần làm", FILTERS["can-lam"][1]),
        (
            "con-han",
            "Còn hạn",
            lambda one: not one.mark.pressing and one.standing.received_at is None,
        ),
        ("xong", "Đã tiếp nhận", lambda one: not one.mark.pressing),
    )
    left, found = list(lines), []
    for id_, title, belongs in parts:
        mine = [line for line in left if belongs(line)]
        left = [line for line in left if not belongs(line)]
        if mine:
            ordered = sorted(mine, key=lambda one: (_weight(one), vietnamese(one.body.name)))
            found.append(Group(id_, title, tuple(ordered)))
    return tuple(found)


def _weight(line: GridLine) -> int:
    return -MARKS.index(line.mark) if line.mark.pressing else 0
