"""What a list would bring: who is new, who is known, what fails, and how the one before differs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.people.knowing import Line, find_known, marks_of
from dondoc.people.placing import Places
from dondoc.people.row import ListRow
from dondoc.people.safe import Safe
from models import ListLine, PeopleListKind, Person, PersonList


@dataclass(frozen=True)
class Meant:
    """Which list it is: of a directive's group, as of a local date, brought by a body (uid).

    `whole`: the one commune that all of it is of, None where each row says its own.
    """

    directive: str
    group: str
    kind: PeopleListKind
    as_of: date
    body: str
    whole: str | None = None


@dataclass(frozen=True)
class Difference:
    """Case numbers by how they stand in one list and in another, in order."""

    came: tuple[int, ...]
    stayed: tuple[int, ...]
    gone: tuple[int, ...]


@dataclass(frozen=True)
class Compared:
    """A list held against what is known; `before`: the version before it, None for the first."""

    lines: tuple[Line, ...]
    failing: tuple[Line, ...]
    before: PersonList | None
    difference: Difference

    @property
    def new(self) -> int:
        """Return how many are nobody known."""
        return sum(line.person is None for line in self.lines)

    def by_body(self) -> dict[str, tuple[int, int]]:
        """Return for each commune (uid) how many rows are of it, and how many of those are new."""
        rows = Counter(line.body for line in self.lines)
        new = Counter(line.body for line in self.lines if line.person is None)
        return {body: (rows[body], new[body]) for body in sorted(rows)}


def compare(
    session: Session, safe: Safe, rows: Sequence[ListRow], meant: Meant, places: Places
) -> Compared:
    """Hold `rows` against what is stored; nothing is written."""
    lines = placed(safe, rows, places)
    find_known(session, [line for line in lines if not line.fails])
    good = tuple(line for line in lines if not line.fails)
    before = version_before(session, meant)
    known = {line.person for line in good if line.person is not None}
    was = set(persons_in(session, before.id)) if before else set()
    difference = Difference(
        came=tuple(sorted(known - was)),
        stayed=tuple(sorted(known & was)),
        gone=tuple(sorted(was - known)),
    )
    return Compared(good, tuple(line for line in lines if line.fails), before, difference)


def placed(safe: Safe, rows: Iterable[ListRow], places: Places) -> list[Line]:
    """Return `rows` in their communes, each with what it is found by."""
    sheets: dict[str, int] = {}
    lines = []
    for row in rows:
        place = places.of(row.commune)
        body = place.body or ""
        findings = (*row.findings, *((place.finding,) if place.finding else ()))
        marks = marks_of(safe, row.personal, body, row.village)
        sheet = sheets.setdefault(row.sheet, len(sheets) + 1)
        lines.append(Line(row, sheet, body, marks, findings=findings))
    return lines


def version_before(session: Session, meant: Meant) -> PersonList | None:
    """Return the last list of the same directive, group, kind and bringer."""
    query = select(PersonList).where(
        PersonList.directive_id == meant.directive,
        PersonList.group_id == meant.group,
        PersonList.kind == meant.kind.value,
        PersonList.body_uid == meant.body,
    )
    return session.scalars(query.order_by(PersonList.version.desc()).limit(1)).first()


def persons_in(session: Session, list_id: int) -> Sequence[int]:
    """Return the case numbers in a list, who was made one with another under that one's number."""
    person = func.coalesce(Person.merged_into, Person.id)
    query = select(person).join(ListLine, ListLine.person_id == Person.id)
    return session.scalars(query.where(ListLine.list_id == list_id).distinct()).all()
