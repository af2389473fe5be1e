"""Inspections as whoever looks sees them: how far each is, and what is not put right yet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from dondoc.desk.look import Look
from dondoc.errors import Refused
from dondoc.reports.attach import kept_bytes
from models import Inspection, InspectionEntry, InspectionStep


@dataclass(frozen=True)
class Step:
    """One step of an inspection; `by_on`: by when it is to be put right, the office's own term."""

    step: InspectionStep
    done_on: date
    words: str
    who: str | None
    number: str | None
    by_on: date | None
    file_name: str | None
    entry: int


@dataclass(frozen=True)
class Inspected:
    """One inspection: who (uid) inspects whom (uid) under which duty, with its steps in order."""

    inspection: int
    directive: str
    duty: str
    body: str
    inspected: str
    steps: tuple[Step, ...]

    @property
    def last(self) -> InspectionStep:
        """Return how far it is."""
        return self.steps[-1].step

    @property
    def open(self) -> bool:
        """Say whether something is still to be put right."""
        return self.last is InspectionStep.REMEDY

    @property
    def next(self) -> tuple[InspectionStep, ...]:
        """Return which step may come next; none where it is over."""
        order = list(InspectionStep)
        return tuple(order[order.index(self.last) + 1 :][:1])


def inspections(look: Look, directive: str | None = None) -> list[Inspected]:
    """Return the inspections of which either side is visible, what is open first, then the last."""
    query = select(Inspection)
    if not look.visible.everything:
        sides = (Inspection.body_uid, Inspection.inspected_uid)
        query = query.where(or_(*(look.visible.where(side)[0] for side in sides)))
    if directive is not None:
        query = query.where(Inspection.directive_id == directive)
    rows = list(look.session.scalars(query.order_by(Inspection.id.desc())))
    entries = _entries(look, [row.id for row in rows])
    found = [
        Inspected(
            row.id,
            row.directive_id,
            row.duty,
            row.body_uid,
            row.inspected_uid,
            tuple(entries[row.id]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.open)


def paper_of_inspection(look: Look, entry: int) -> tuple[str, bytes]:
    """Return the file that came with one step: its name, and the bytes.

    Raises:
        Refused: no such step is visible, or no file came with it.
    """
    for one in inspections(look):
        for step in one.steps:
            if step.entry == entry and step.file_name:
                row = look.session.get_one(InspectionEntry, entry)
                return step.file_name, kept_bytes(look.desk.state, row.sha256 or "", step.file_name)
    raise Refused("không có tệp này trong phần được xem")


def _entries(look: Look, ids: list[int]) -> dict[int, list[Step]]:
    query = select(InspectionEntry).where(InspectionEntry.inspection_id.in_(ids))
    found: dict[int, list[Step]] = defaultdict(list)
    for row in look.session.scalars(query):
        found[row.inspection_id].append(
            Step(
                InspectionStep(row.step),
                row.done_on,
                row.words,
                row.who,
                row.number,
                row.by_on,
                row.file_name,
                row.id,
            )
        )
    order = list(InspectionStep)
    for steps in found.values():
        steps.sort(key=lambda one: order.index(one.step))
    return found
