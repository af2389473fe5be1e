"""Counts of lists for tests: recorded as if a file had been taken over."""

from collections.abc import Iterable
from datetime import date

from dondoc.reports.count_row import CountRow
from dondoc.reports.counts import CountChanges, store_counts
from models import CountKind
from tests.offices import DAI_PHU, Scene, at
from tests.reporting import NEAR_POOR


def counted(
    kind: CountKind,
    people: int,
    as_of: str,
    body: str = DAI_PHU,
    group: str = NEAR_POOR,
    directive: str | None = None,
) -> CountRow:
    """Return one count as a file would say it."""
    source = "BHXH huyện, công văn số 45"
    day = date.fromisoformat(as_of)
    return CountRow(2, directive, body, group, kind, people, day, source)


def take_over(scene: Scene, when: str, rows: Iterable[CountRow]) -> CountChanges:
    """Record `rows` at the local instant `when`."""
    with scene.office.writing() as session:
        return store_counts(session, rows, "0" * 64, "bhxh-huyen/officer", at(when))
