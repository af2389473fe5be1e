"""The tables of a round, a group each: the rows by body, and what is told of the group."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc.consolidation.closings_of import closings_of
from dondoc.consolidation.coverage_of import Document, coverage_document, with_counts, with_pace
from dondoc.consolidation.report_terms import cut_off, target_line
from dondoc.consolidation.round import Consolidation, Line
from dondoc.documents.parts.coverage import Baseline, Movement
from dondoc.documents.parts.groups import CommuneRow, GroupTable
from dondoc.reports.counts import counts_of
from language.collation import vietnamese
from rules.meaning.directive import Directive
from rules.meaning.list_counts import NO_COUNTS, GroupCounts
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
    """Return every group's table, in the order of the directive.

    Of the counts of lists, those count that were known at the instant the round is read for
    (`found.as_of`, or `now`) and speak of a day up to its cut-off.
    """
    directive, as_of = found.directive, as_of_day(found)
    bodies = [line.body.uid for line in found.lines]
    counts = counts_of(session, directive.id, bodies, found.as_of or now, as_of)
    series = closings_of(session, rulebook, found)
    lines = ordered(found)
    return tuple(
        with_pace(_table(directive, id_, lines, counts), series[id_], as_of)
        for id_ in found.totals()
    )


def ordered(found: Consolidation) -> list[Line]:
    """Return the bodies in the order of the Vietnamese alphabet."""
    return sorted(found.lines, key=lambda line: vietnamese(line.body.name))


def as_of_day(found: Consolidation) -> date:
    """Return the round's cut-off, a local date."""
    inputs = found.inputs
    return cut_off(inputs, found.lines[0].row, [line.figures for line in found.lines])


def _table(
    directive: Directive,
    id_: str,
    lines: list[Line],
    counts: Mapping[tuple[str, str], GroupCounts],
) -> GroupTable:
    group = directive.groups[id_]
    asked = [line for line in lines if id_ in line.groups]
    table = GroupTable(
        id=id_,
        name=group.name,
        rows=tuple(_row(line, id_) for line in asked),
        baseline=(
            Baseline(group.baseline, group.baseline_on)
            if group.baseline is not None and group.baseline_on
            else None
        ),
        target=target_line(directive, id_),
    )
    return with_counts(table, [counts.get((line.body.uid, id_), NO_COUNTS) for line in asked])


def _row(line: Line, id_: str) -> CommuneRow:
    name, previous = line.body.short_name or line.body.name, line.previous.get(id_)
    if line.figures is not None:
        group = line.figures.groups.get(id_)
        figures = Movement.of(group) if group else None
        return CommuneRow(name, figures, line.figures.as_of, previous=previous)
    known = line.last_known
    if known is None or id_ not in known.closings:
        return CommuneRow(name, None, previous=previous)
    # Who is not covered is last known; what moved in this round is not, and is no movement of it.
    people = known.closings[id_]
    figures = Movement(opening=people, closing=people)
    return CommuneRow(name, figures, known.as_of, last_known=True, previous=previous)
