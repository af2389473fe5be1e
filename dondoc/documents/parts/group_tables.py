"""The tables of a round, a group each: the rows by body, and what is told of the group."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc.consolidation.round import Consolidation, Line
from dondoc.documents.parts.closings_of import closings_of, moves_of, told_so_far
from dondoc.documents.parts.coverage import Baseline
from dondoc.documents.parts.coverage_of import (
    Document,
    Moves,
    coverage_document,
    with_counts,
    with_pace,
)
from dondoc.documents.parts.groups import CommuneRow, GroupTable
from dondoc.documents.parts.report_terms import cut_off, target_duty, target_line
from dondoc.documents.parts.targets_of import told_of_target
from dondoc.reports.counts import Heirs, counts_of
from language.collation import vietnamese
from rules.meaning.figures import GroupFigures
from rules.meaning.form import Form, Role
from rules.meaning.list_counts import NO_COUNTS, GroupCounts
from rules.meaning.pace import Closing
from rules.rulebook import Rulebook


def coverage_view(
    session: Session, rulebook: Rulebook, found: Consolidation, now: datetime
) -> dict[str, Document]:
    """Return, per group id, shares, cards, pace and forecast as machines get them."""
    tables = group_tables(session, rulebook, found, now)
    return {table.id: coverage_document(table) for table in tables}


def group_tables(
    session: Session, rulebook: Rulebook, found: Consolidation, now: datetime
) -> tuple[GroupTable, ...]:
    """Return every group's table, in the order of the directive: see `tables_with_closings`."""
    return tuple(table for table, _ in tables_with_closings(session, rulebook, found, now))


def tables_with_closings(
    session: Session, rulebook: Rulebook, found: Consolidation, now: datetime
) -> list[tuple[GroupTable, Sequence[Closing | None]]]:
    """Return every group's table with its closings round by round, in the order of the directive.

    Of the counts of lists, those count that were known at the instant the round is read for
    (`found.as_of`, or `now`) and speak of a day up to its cut-off.
    """
    directive, form = found.directive, found.form
    if form is None or not form.figures:
        return []
    as_of = as_of_day(found)
    bodies = [line.body.uid for line in found.lines]
    heirs, at = Heirs(rulebook.bodies, directive), found.as_of or now
    counts = counts_of(session, directive.id, bodies, at, as_of, heirs)
    so_far = told_so_far(session, rulebook, found)
    moves = moves_of(session, rulebook, found, so_far)
    series = closings_of(rulebook, found, so_far)
    tables = (_table(rulebook, found, form, id_, counts, moves) for id_ in found.totals())
    return [
        (
            with_pace(_with_target(session, rulebook, found, table, at), series[table.id], as_of),
            series[table.id],
        )
        for table in tables
    ]


def _with_target(
    session: Session, rulebook: Rulebook, found: Consolidation, table: GroupTable, at: datetime
) -> GroupTable:
    """Return `table` with who reached its target by what was recorded at the instant `at`."""
    duty = target_duty(found.directive, table.id)
    if table.target is None or duty is None:
        return table
    told = told_of_target(session, rulebook, duty, at)
    return replace(table, target=replace(table.target, told=told))


def ordered(found: Consolidation) -> list[Line]:
    """Return the bodies in the order of the Vietnamese alphabet."""
    return sorted(found.lines, key=lambda line: vietnamese(line.body.name))


def as_of_day(found: Consolidation) -> date:
    """Return the round's cut-off, a local date."""
    inputs = found.inputs
    return cut_off(inputs, found.lines[0].row, [line.figures for line in found.lines])


def _table(
    rulebook: Rulebook,
    found: Consolidation,
    form: Form,
    id_: str,
    counts: Mapping[tuple[str, str], GroupCounts],
    moves: Mapping[tuple[str, str], Moves],
) -> GroupTable:
    asked = [line for line in ordered(found) if id_ in line.groups]
    total = found.totals()[id_]
    table = GroupTable(
        id=id_,
        name=found.row_names[id_],
        form=form,
        rows=tuple(_row(form, line, id_) for line in asked),
        baseline=(
            Baseline(total.baseline, total.baseline_on)
            if total.baseline is not None and total.baseline_on
            else None
        ),
        target=target_line(rulebook, found.directive, id_) if form.rows is None else None,
    )
    keys = [(line.body.uid, id_) for line in asked]
    told = [moves.get(key, ()) for key in keys]
    return with_counts(table, [counts.get(key, NO_COUNTS) for key in keys], told)


def _row(form: Form, line: Line, id_: str) -> CommuneRow:
    name, previous = line.body.short_name or line.body.name, line.previous.get(id_)
    if line.figures is not None:
        group = line.figures.groups.get(id_)
        return CommuneRow(name, group, line.figures.as_of, previous=previous)
    known = line.last_known
    if known is None or id_ not in known.closings:
        return CommuneRow(name, None, previous=previous)
    # Who is not covered is last known; what moved in this round is not, and is no movement of it.
    people = known.closings[id_]
    stands = form.of_role(Role.OPENING, Role.CLOSING)
    figures = GroupFigures(form, dict.fromkeys(stands, people))
    return CommuneRow(name, figures, known.as_of, last_known=True, previous=previous)
