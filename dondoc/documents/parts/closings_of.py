"""A group's closings round by round: what its pace and its forecast are counted from."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from dondoc.consolidation.round import Consolidation
from dondoc.documents.parts.report_terms import cut_off
from dondoc.find import up_to_round
from dondoc.reports.filed import Owing, Rounds, groups_of, put_right_in, rounds_told
from models import Obligation
from rules.meaning.body import BodyRegistry
from rules.meaning.figures import Figures, GroupFigures
from rules.meaning.pace import Closing
from rules.rulebook import Rulebook


def told_so_far(session: Session, rulebook: Rulebook, found: Consolidation) -> Rounds:
    """Return every round up to this one, with what was told in it."""
    return rounds_told(session, rulebook, up_to_round(found.lines[0].row), found.as_of)


def closings_of(
    rulebook: Rulebook, found: Consolidation, so_far: Rounds
) -> dict[str, list[Closing | None]]:
    """Return, per group, the closing of every round up to this one, oldest first.

    None stands for a round that is not like this one: a body of the group has no figures in it
    (a returned report has none), or the group had other bodies. A body that has been merged since
    counts as its heir. What later rounds corrected is put right where it belongs: a correction is
    no pace.
    """
    rows, figures = so_far.rows, so_far.figures
    asked = {id_: _asked(found, id_) for id_ in found.totals()}
    series: dict[str, list[Closing | None]] = {id_: [] for id_ in asked}
    corrected: dict[str, list[int]] = {id_: [] for id_ in asked}
    for _, together in groupby(rows, key=lambda row: row.period):
        filed = [(row, figures.get(row.id)) for row in together]
        on = cut_off(found.inputs, filed[0][0], [one for _, one in filed])
        groups = {row.id: groups_of(rulebook, row) or () for row, _ in filed}
        for id_, bodies in asked.items():
            mine = [(row, one) for row, one in filed if id_ in groups[row.id]]
            like = _heirs(rulebook.bodies, (row for row, _ in mine), found.row) == bodies
            people = _sum(id_, (one for _, one in mine))
            series[id_].append(Closing(on, people) if like and people is not None else None)
            known = [one.groups[id_] for _, one in mine if one and id_ in one.groups]
            corrected[id_].append(sum(group.adjustment for group in known))
    return {id_: _put_right(closings, corrected[id_]) for id_, closings in series.items()}


def moves_of(
    session: Session, rulebook: Rulebook, found: Consolidation, so_far: Rounds
) -> dict[tuple[str, str], list[tuple[date, GroupFigures]]]:
    """Return, per (body, group), the figures of every round up to this one with their day.

    Those of a body that has been merged since are its heir's; those of a frozen round are as they
    were corrected, once the correction counts.
    """
    right = put_right_in(session, rulebook, so_far, found.as_of)
    moves: dict[tuple[str, str], list[tuple[date, GroupFigures]]] = defaultdict(list)
    for row in so_far.rows:
        one = so_far.figures.get(row.id)
        if one is None:
            continue
        heir = rulebook.bodies.current(row.bearer_uid, found.row.due_on).uid
        corrected = right[row.id].groups if row.id in right else {}
        for id_, group in one.groups.items():
            moves[heir, id_].append((one.as_of, corrected.get(id_, group)))
    return moves


def _put_right(closings: list[Closing | None], corrected: list[int]) -> list[Closing | None]:
    """Return each closing with what the rounds after it corrected."""
    later = 0
    found: list[Closing | None] = []
    for closing, of_this_round in zip(reversed(closings), reversed(corrected), strict=True):
        found.append(closing and Closing(closing.on, closing.people + later))
        later += of_this_round
    return found[::-1]


def _asked(found: Consolidation, group: str) -> frozenset[str]:
    return frozenset(line.body.uid for line in found.lines if group in line.groups)


def _heirs(bodies: BodyRegistry, rows: Iterator[Owing], to: Obligation) -> frozenset[str]:
    return frozenset(bodies.current(row.bearer_uid, to.due_on).uid for row in rows)


def _sum(group: str, figures: Iterator[Figures | None]) -> int | None:
    total = 0
    for one in figures:
        if one is None or group not in one.groups:
            return None
        total += one.groups[group].closing
    return total
