"""What taking over a list of people answers: counts, rows by number, persons by case number."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from dondoc.desk.context import Desk
from dondoc.people.comparing import Compared, Meant
from dondoc.people.knowing import Line
from dondoc.people.reading.file import ListRead
from dondoc.people.reading.shown import ReadSheet, shown
from dondoc.people.storing import Stored
from models import PeopleListKind

# So many rows that fail are named; a file with more is another kind of file.
_NAMED = 200


@dataclass(frozen=True)
class Failing:
    """A row that cannot be taken: its sheet and number in the file, and why; nothing of it."""

    sheet: int
    line: int
    column: str
    what: str


@dataclass(frozen=True)
class Odd:
    """What is odd in so many `rows`, which are taken all the same: for programs, and in words."""

    code: str
    what: str
    rows: int


@dataclass(frozen=True)
class Part:
    """A commune's part (uid): how many rows, and how many of them are nobody known."""

    body: str
    name: str
    people: int
    new: int


@dataclass(frozen=True)
class Answer:
    """What the list brings or would bring, in counts; persons by their case numbers alone.

    `came`, `stayed`, `gone`: against the version before. `again`: taken off the list before, for a
    reason that was confirmed, and in this one once more. `findings`: how many rows are odd in
    which way. `list`: its number, None where nothing was kept. `doubles`: how many who seem new are
    likely somebody known; None where that is looked for after the list is kept. `said_as_of`: the
    day up to which the file's own title says it counts.
    """

    applied: bool
    list: int | None
    directive: str
    group: str
    kind: PeopleListKind
    as_of: date
    version: int
    sha256: str
    people: int
    new: int
    known: int
    failing: tuple[Failing, ...]
    fail: int
    findings: tuple[Odd, ...]
    came: int
    stayed: int
    gone: tuple[int, ...]
    again: tuple[int, ...]
    parts: tuple[Part, ...]
    sheets: tuple[ReadSheet, ...]
    aside: dict[str, str]
    doubles: int | None
    said_as_of: date | None = None


def answered(
    desk: Desk,
    meant: Meant,
    compared: Compared,
    read: ListRead,
    made: Stored | None,
    doubles: int | None,
    parts: Mapping[str, tuple[int, int]],
) -> Answer:
    """Return what a list brings or would bring; `made` None: nothing was kept.

    Args:
        parts: by commune (uid) its rows, and how many of them were nobody known before.
    """
    known = len(compared.difference.came) + len(compared.difference.stayed)
    return Answer(
        applied=made is not None,
        list=made.list.id if made else None,
        directive=meant.directive,
        group=meant.group,
        kind=meant.kind,
        as_of=meant.as_of,
        version=made.list.version
        if made
        else 1 + (compared.before.version if compared.before else 0),
        sha256=read.sha256,
        people=len(compared.lines),
        new=len(compared.lines) - known,
        known=known,
        failing=tuple(islice(failing(compared.failing), _NAMED)),
        fail=len(compared.failing),
        findings=tuple(_odd(compared.lines)),
        came=len(compared.lines) - len(compared.difference.stayed),
        stayed=len(compared.difference.stayed),
        gone=compared.difference.gone,
        again=tuple(sorted(made.coming.again)) if made else (),
        parts=tuple(
            Part(uid, desk.bodies.get(uid).name, people, new)
            for uid, (people, new) in parts.items()
        ),
        sheets=tuple(shown(read, desk.rulebook.lists)),
        aside=dict(read.aside),
        doubles=doubles,
        said_as_of=next((one.match.as_of for one in read.sheets if one.match.as_of), None),
    )


def _odd(lines: Iterable[Line]) -> Iterator[Odd]:
    found = [one for line in lines for one in line.findings if not one.grave]
    words = {one.code: one.what for one in reversed(found)}
    rows = Counter(one.code for one in found)
    return (Odd(code, words[code], rows[code]) for code in sorted(rows))


def failing(lines: Iterable[Line]) -> Iterator[Failing]:
    """Yield the rows that cannot be taken, each with why."""
    for line in lines:
        for one in line.findings:
            if one.grave:
                yield Failing(line.sheet, line.row.line, one.column, one.what)
