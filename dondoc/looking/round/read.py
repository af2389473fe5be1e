"""Read the grid of a round: the number of statements does not grow with bodies or periods."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.find import before_round, in_force
from dondoc.forms import figures_of
from dondoc.looking.round.grid import Cell, Grid, GridLine
from dondoc.looking.round.mark import Mark, mark_of
from dondoc.looking.round.said import NOTHING, said_about
from dondoc.obligations.rounds import RoundCounts
from dondoc.obligations.standing import Standing, standings
from dondoc.reports.filed import counting, groups_of
from dondoc.reports.paperwork import NO_PAPERS, decides, papers_of
from language.collation import vietnamese
from language.dates import full_day
from models import Obligation, Report
from rules.meaning.directive import Directive
from rules.meaning.rounds import Round, stored_round
from rules.rulebook import Rulebook

# How many periods stand side by side.
PERIODS = 4


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
    own = [one.owed.id for one in here]
    said, papers = said_about(session, own, as_of), papers_of(session, own, as_of)
    declared = rulebook.directives[directive]
    marks: dict[tuple[str, str], Mark] = {}
    for one in stood:
        word = said.get(one.owed.id, NOTHING).promised_on
        mark = mark_of(one, reports.get(one.owed.id), as_of, word)
        marks[one.owed.bearer_uid, one.owed.period] = mark
    lines = [_line(rulebook, one, rounds, marks, reports.get(one.owed.id)) for one in here]
    lines = [
        replace(
            line,
            said=said.get(line.obligation, NOTHING),
            papers=papers.get(line.obligation, NO_PAPERS),
        )
        for line in lines
    ]
    return Grid(
        declared,
        declared.duties[duty],
        rounds[-1],
        rounds,
        tuple(sorted(lines, key=lambda line: vietnamese(line.body.name))),
        _row_names(rulebook, declared, lines),
        as_of,
        decides(row),
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
) -> GridLine:
    uid, figures = one.owed.bearer_uid, figures_of(rulebook, report)
    found = ((period, marks.get((uid, period.label))) for period in rounds)
    cells = tuple(Cell(period, mark) if mark else None for period, mark in found)
    asked = groups_of(rulebook, one.owed)
    closings = figures.closings if figures else {}
    return GridLine(
        body=rulebook.bodies.get(uid),
        standing=one,
        cells=cells,
        mark=marks[uid, one.owed.period],
        report=report,
        figures=figures,
        closings={id_: closings.get(id_) for id_ in asked or ()},
        lacks_figures=report is not None and figures is None and asked is not None,
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
    asked = {id_ for line in lines for id_ in line.closings}
    return {id_: name for id_, name in form.row_names(declared).items() if id_ in asked}


def _asks(rulebook: Rulebook, declared: Directive, lines: Sequence[GridLine]) -> str | None:
    return declared.duties[lines[0].standing.owed.duty].asks if lines else None
