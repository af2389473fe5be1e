"""The grid of a round: each body with its last periods, what came by which road, what was said.

How each stands is decided in `models.standing`, named in `dondoc.looking.mark`. The number of
statements does not grow with the number of bodies or periods.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.find import before_round, in_force
from dondoc.forms import figures_of
from dondoc.looking.mark import MARKS, Mark, mark_of
from dondoc.looking.said_about import NOTHING, SaidAbout, said_about
from dondoc.obligations.rounds import RoundCounts
from dondoc.obligations.standing import Standing, standings
from dondoc.reports.filed import counting, groups_of
from language.collation import vietnamese
from language.dates import full_day
from models import Obligation, Report
from rules.meaning.body import Body
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.figures import Figures
from rules.meaning.rounds import Round, stored_round
from rules.rulebook import Rulebook

# How many periods stand side by side.
PERIODS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """How one body stood in one period."""

    period: Round
    mark: Mark


@dataclass(frozen=True)
class GridLine:
    """One body of the round.

    `cells`: one a period, oldest first, None where it owed nothing then; the last is this round's.
    `left`: the closing of each row of the form that it is asked, None where it told none.
    """

    body: Body
    standing: Standing
    cells: tuple[Cell | None, ...]
    mark: Mark
    report: Report | None
    figures: Figures | None
    left: Mapping[str, int | None]
    said: SaidAbout = NOTHING

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
    """One round at one instant (aware), with the periods before it."""

    directive: Directive
    duty: Duty
    round: Round
    periods: tuple[Round, ...]
    lines: tuple[GridLine, ...]
    row_names: Mapping[str, str]
    as_of: datetime
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
                for id_, number in line.left.items():
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
        left = [line for line in left if line not in mine]
        if mine:
            ordered = sorted(mine, key=lambda one: (_weight(one), vietnamese(one.body.name)))
            found.append(Group(id_, title, tuple(ordered)))
    return tuple(found)


def _weight(line: GridLine) -> int:
    return -MARKS.index(line.mark) if line.mark.pressing else 0


def grid(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    duty: str,
    due: date,
    as_of: datetime,
    periods: int = PERIODS,
) -> Grid:
    """Read the round of `duty` (whose reports are collected) due on `due`, at `as_of` (aware).

    Args:
        due: the date the text names, or the one that holds; without a term when it began.
        periods: so many rounds stand side by side, this one among them.
    Raises:
        Refused: there is no such round; those there are get named.
    """
    row = round_row(session, rulebook, directive, duty, due)
    rounds = _rounds(session, rulebook, row, periods)
    labels = [one.label for one in rounds]
    mine = Obligation.directive_id == directive, Obligation.duty == duty
    stood = standings(session, as_of, *mine, Obligation.period.in_(labels))
    ids = [one.owed.id for one in stood]
    reports = counting(session, ids, as_of)
    here = [one for one in stood if one.owed.period == row.period]
    said = said_about(session, [one.owed.id for one in here], as_of)
    declared = rulebook.directives[directive]
    marks: dict[tuple[str, str], Mark] = {}
    for one in stood:
        word = said.get(one.owed.id, NOTHING).promised_on
        mark = mark_of(one, reports.get(one.owed.id), as_of, word)
        marks[one.owed.bearer_uid, one.owed.period] = mark
    lines = [
        _line(
            rulebook, one, rounds, marks, reports.get(one.owed.id), said.get(one.owed.id, NOTHING)
        )
        for one in here
    ]
    return Grid(
        declared,
        declared.duties[duty],
        rounds[-1],
        rounds,
        tuple(sorted(lines, key=lambda line: vietnamese(line.body.name))),
        _row_names(rulebook, declared, lines),
        as_of,
        RoundCounts.of(one.way for one in here),
    )


def round_row(
    session: Session, rulebook: Rulebook, directive: str, duty: str, due: date
) -> Obligation:
    """Return an obligation of the round of `duty` that is due on `due`.

    Raises:
        Refused: there is none; the dates there are get named.
    """
    declared = rulebook.directives.get(directive)
    if declared is None or duty not in declared.duties:
        raise Refused(f"không có đợt báo cáo {directive}/{duty}")
    mine = Obligation.directive_id == directive, Obligation.duty == duty, in_force()
    for on in (Obligation.original_due_on, Obligation.due_on):
        row = session.scalars(select(Obligation).where(*mine, on == due).limit(1)).first()
        if row is not None:
            return row
    dates = session.scalars(select(Obligation.original_due_on).where(*mine).distinct())
    known = ", ".join(map(full_day, sorted(dates))) or "chưa có đợt nào"
    raise Refused(f"{declared.duties[duty].name} không có đợt hạn {full_day(due)}; có: {known}")


def _rounds(
    session: Session, rulebook: Rulebook, row: Obligation, periods: int
) -> tuple[Round, ...]:
    """Return the round of `row` and those before it, oldest first."""
    due_on = func.min(Obligation.original_due_on)
    query = (
        select(Obligation.period, due_on)
        .where(before_round(row), in_force())
        .group_by(Obligation.period)
        .order_by(due_on.desc(), Obligation.period.desc())
        .limit(periods - 1)
    )
    before = session.execute(query).all()
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    return tuple(
        stored_round(duty, label, on)
        for label, on in (*reversed(before), (row.period, row.original_due_on))
    )


def _line(
    rulebook: Rulebook,
    one: Standing,
    rounds: Sequence[Round],
    marks: Mapping[tuple[str, str], Mark],
    report: Report | None,
    said: SaidAbout,
) -> GridLine:
    uid, figures = one.owed.bearer_uid, figures_of(rulebook, report)
    found = ((period, marks.get((uid, period.label))) for period in rounds)
    cells = tuple(Cell(period, mark) if mark else None for period, mark in found)
    asked = groups_of(rulebook, one.owed) or ()
    closings = figures.closings if figures else {}
    return GridLine(
        body=rulebook.bodies.get(uid),
        standing=one,
        cells=cells,
        mark=marks[uid, one.owed.period],
        report=report,
        figures=figures,
        left={id_: closings.get(id_) for id_ in asked},
        said=said,
    )


def _row_names(
    rulebook: Rulebook, declared: Directive, lines: Sequence[GridLine]
) -> dict[str, str]:
    """Return the rows of the form that somebody is asked and that close with a number."""
    forms = [line.figures.form for line in lines if line.figures]
    form = max(forms, key=lambda one: one.version, default=None)
    form = form or rulebook.forms.get(_asks(rulebook, declared, lines))
    if form is None or not form.balanced:
        return {}
    asked = {id_ for line in lines for id_ in line.left}
    return {id_: name for id_, name in form.row_names(declared).items() if id_ in asked}


def _asks(rulebook: Rulebook, declared: Directive, lines: Sequence[GridLine]) -> str | None:
    return declared.duties[lines[0].standing.owed.duty].asks if lines else None
