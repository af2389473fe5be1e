"""Counts: numbers of people by list, taken over from a file, or shown what that would add."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.reports.count_file import read_counts
from dondoc.reports.count_row import CountRow
from dondoc.reports.counts import compare_counts, store_counts
from language.zone import local_date
from models import CountKind
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Request:
    """The file (CSV in UTF-8, or XLSX); without `apply` nothing is written."""

    file: Path
    apply: bool = False


@dataclass(frozen=True)
class Count:
    """One count of the file, with its row there; `bearer` by uid."""

    row: int
    directive: str | None
    bearer: str
    group: str
    kind: CountKind
    people: int
    as_of: date


@dataclass(frozen=True)
class Answer:
    """What the file adds or would add, and the digest by which it is known."""

    applied: bool
    sha256: str
    new: tuple[Count, ...]
    corrected: tuple[Count, ...]
    unchanged: int


@act("counts.import")
def take_over(desk: Desk, request: Request) -> Answer:
    """Take the file over, all of it or nothing; raise RuleError naming every bad row."""
    counts = read_counts(request.file, desk.rulebook, local_date(desk.now))
    by = desk.allow("counts.import", parties=_parties(desk, counts.rows))
    if request.apply:
        changes = store_counts(desk.session, counts.rows, counts.sha256, by, desk.now)
    else:
        changes = compare_counts(desk.session, counts.rows)
    return Answer(
        applied=request.apply,
        sha256=counts.sha256,
        new=_counts(changes.new),
        corrected=_counts(changes.corrected),
        unchanged=changes.unchanged,
    )


def _parties(desk: Desk, rows: Iterable[CountRow]) -> list[Party]:
    """Return whom the rows concern: who collects what their directives ask, and the office."""
    found: dict[Party, None] = {}
    for name in dict.fromkeys(row.directive for row in rows):
        declared = desk.rulebook.directives.get(name) if name else None
        duties = declared.duties.values() if declared else ()
        via = next((duty.via for duty in duties if duty.via), None)
        found[Party("", via=via, office=desk.work.office)] = None
    return list(found)


def _counts(rows: Iterable[CountRow]) -> tuple[Count, ...]:
    return tuple(
        Count(row.row, row.directive, row.body, row.group, row.kind, row.people, row.as_of)
        for row in rows
    )
