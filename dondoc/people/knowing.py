"""Who is known already: whom a row's numbers lead to, or its very name, birth and village."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dondoc.people.placing import village_key
from dondoc.people.row import Finding, ListRow, Personal
from dondoc.people.safe import Safe
from dondoc.people.wanted import became, met
from language import naming

# The mark of who has no number: the name, the birth and the village, all as they were written.
SAME = "same"
# The one whose word counts most stands first.
_BY_WEIGHT = ("cccd", "bhxh", "card", "cmnd")
Mark = tuple[str, bytes]


@dataclass(slots=True)
class Line:
    """A row of a list in its commune `body` (uid), with what it is found by.

    `person`: the case number it was found to be, None for somebody new. `findings`: those of the
    row, and what was found when it was held against others. `unknown`: the marks of its numbers by
    which whoever it was found to be is not found yet.
    """

    row: ListRow
    sheet: int
    body: str
    marks: tuple[Mark, ...]
    person: int | None = None
    findings: tuple[Finding, ...] = ()
    unknown: tuple[Mark, ...] = ()

    @property
    def fails(self) -> bool:
        """Return whether it cannot be taken as it stands."""
        return any(one.grave for one in self.findings)

    def add(self, finding: Finding) -> None:
        """Add what was found."""
        self.findings = (*self.findings, finding)


def marks_of(safe: Safe, personal: Personal, body: str, village: str | None) -> tuple[Mark, ...]:
    """Return the marks by which a person of the commune `body` (uid) is found again."""
    birth = personal.birth
    born = f"{birth.year}-{birth.month}-{birth.day}" if birth else ""
    name = naming.key.__wrapped__(personal.name.casefold())
    place = village_key(village) if village else ""
    return (*safe.marks(personal), (SAME, safe.digest(SAME, f"{name}|{born}|{body}|{place}")))


def find_known(session: Session, lines: Sequence[Line]) -> None:
    """Say of each of `lines` which person it is, where one is known by the same marks.

    Several of a file that differ in nothing are given to the persons that are like them in order,
    so that the same file again finds the same persons. Two rows with the same number, or that are
    the same to the day of birth, are a grave finding.
    """
    found = _persons_of(session, {digest for line in lines for _, digest in line.marks})
    taken: set[int] = set()
    numbered: dict[bytes, Line] = {}
    for line in lines:
        if _repeats(line, numbered):
            continue
        line.person = _by_number(line, found)
        if line.person is not None:
            taken.add(line.person)
    for line in lines:
        if line.person is None and not line.fails:
            line.person = _alike(line, found, taken)
        if line.person is not None:
            line.unknown = tuple(_unknown(line, line.person, found))


def _unknown(line: Line, person: int, found: Mapping[bytes, Sequence[int]]) -> Iterator[Mark]:
    for kind, digest in line.marks:
        if kind != SAME and person not in found.get(digest, ()):
            yield kind, digest


def _repeats(line: Line, before: dict[bytes, Line]) -> bool:
    """Add a grave finding where an earlier row is the same person; else remember this one."""
    whole = line.row.personal.birth is not None and line.row.personal.birth.on is not None
    for kind, digest in line.marks:
        if kind == SAME and not (whole and len(line.marks) == 1):
            continue
        if (earlier := before.setdefault(digest, line)) is not line:
            what = "cùng họ tên, ngày sinh, thôn" if kind == SAME else "trùng số"
            where = f"dòng {earlier.row.line}"
            if earlier.sheet != line.sheet:
                where += f", trang {earlier.sheet}"
            line.add(Finding("repeated", kind, f"{what} với {where}", grave=True))
            return True
    return False


def _by_number(line: Line, found: Mapping[bytes, Sequence[int]]) -> int | None:
    leads = dict[str, int]()
    for kind, digest in line.marks:
        if kind != SAME and (persons := found.get(digest)):
            leads.setdefault(kind, persons[0])
    if len(set(leads.values())) > 1:
        what = "các số của dòng thuộc những hồ sơ khác nhau"
        line.add(Finding("numbers_differ", "số", what))
    return next((leads[kind] for kind in _BY_WEIGHT if kind in leads), None)


def _alike(line: Line, found: Mapping[bytes, Sequence[int]], taken: set[int]) -> int | None:
    """Return who is the same in name, birth and village, and not a person taken already."""
    for kind, digest in line.marks:
        for person in found.get(digest, ()) if kind == SAME else ():
            if person not in taken:
                taken.add(person)
                return person
    return None


def _persons_of(session: Session, digests: Iterable[bytes]) -> Mapping[bytes, Sequence[int]]:
    """Return for each digest that is known whose it is: case numbers in order."""
    connection, wanted = session.connection(), sorted(digests)
    persons: dict[int, set[int]] = defaultdict(set)
    for place, person in met(connection, enumerate(wanted)):
        persons[place].add(person)
    now = became(connection, {one for some in persons.values() for one in some})
    return {
        wanted[place]: sorted({one for two in some if (one := now.get(two, two)) is not None})
        for place, some in persons.items()
    }
