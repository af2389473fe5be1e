"""A file of counts of lists (CSV or XLSX): read whole, or refused with every bad row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from dondoc.incoming.reading import read_table
from dondoc.incoming.rows import Read, Reader
from dondoc.incoming.table import Table
from dondoc.incoming.values import EVERY_ROW, Bad
from dondoc.incoming.workbook import Limits
from dondoc.reports.attach import read_limited
from dondoc.reports.count_row import COUNTS, CountRow
from language import naming
from language.text import upper_first
from models import CountKind
from rules.errors import Problem, RuleError
from rules.meaning.body import BodyRegistry, UnknownBody
from rules.rulebook import Rulebook

_LIMITS = Limits(5_000_000, 50_000_000, 500_000)
# From the narrowest list to the widest: what cards are counted on.
_WHOLES = (CountKind.CONFIRMED, CountKind.LISTED, CountKind.POPULATION)


@dataclass(frozen=True)
class Counts:
    """A file of counts that holds nothing wrong, with its digest."""

    rows: tuple[CountRow, ...]
    sha256: str


def read_counts(path: Path, rulebook: Rulebook, today: date) -> Counts:
    """Read the file of counts at `path`; what it holds decides, not what it is called.

    Args:
        today: the local date; a count of a later day is refused.
    Raises:
        RuleError: naming every bad row with its number in the file; or it is a bomb.
        Refused: the file cannot be read, or is too large.
    """
    content = read_limited(path, _LIMITS.most_bytes)
    table = read_table(path, content, columns=COUNTS, limits=_LIMITS)
    reader, cells = Reader(table, COUNTS), _Cells(rulebook, today)
    rows = [row for read in reader if (row := cells.count(read))]
    problems = [*reader.problems, *_doubles(table, rows), *_more_cards(table, rows)]
    if problems:
        raise RuleError(problems)
    return Counts(tuple(rows), sha256(content).hexdigest())


def _doubles(table: Table, rows: Iterable[CountRow]) -> Iterator[Problem]:
    """Yield the rows that count the same a second time."""
    first: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = (row.directive, row.body, row.group, row.kind, row.as_of)
        if key in first:
            yield table.problem(row.row, "", f"trùng với dòng {first[key]}")
        first.setdefault(key, row.row)


def _more_cards(table: Table, rows: Iterable[CountRow]) -> Iterator[Problem]:
    """Yield the rows that count more cards than people on the very list of that day."""
    rows = list(rows)
    people_of = {(r.directive, r.body, r.group, r.as_of, r.kind): r.people for r in rows}
    for row in rows:
        if row.kind != CountKind.CARDS:
            continue
        same = [(row.directive, row.body, row.group, row.as_of, kind) for kind in _WHOLES]
        whole = next((people_of[key] for key in same if key in people_of), None)
        if whole is not None and row.people > whole:
            what = f"có thẻ {row.people} người, nhiều hơn {whole} người trong danh sách cùng ngày"
            yield table.problem(row.row, "", what)


class _Cells:
    """Finds the directives, bodies and groups that rows name, as of the local date `today`."""

    def __init__(self, rulebook: Rulebook, today: date) -> None:
        self._rulebook, self._today = rulebook, today

    def count(self, read: Read) -> CountRow | None:
        """Return the count that a row says; None where something is wrong, which is noted."""
        directive = read.take("directive", self._directive)
        as_of = read.take("as_of", self._past)
        body = read.take("body", self._body, as_of)
        group = read.take("group", self._group, directive)
        if read.wrong:
            return None
        others = read.others("directive", "as_of", "body", "group")
        return CountRow(
            row=read.number, directive=directive, body=body, group=group, as_of=as_of, **others
        )

    def _directive(self, text: str) -> str | None:
        if text and text not in self._rulebook.directives:
            raise Bad(f'không có văn bản "{text}"', ", ".join(self._rulebook.directives))
        return text or None

    def _body(self, text: str, on: date | None) -> str:
        return _body(self._rulebook.bodies, text, on or self._today)

    def _group(self, text: str, directive: str | None) -> str:
        known = {
            id_: group.name
            for declared in self._rulebook.directives.values()
            if directive in (None, declared.id)
            for id_, group in declared.groups.items()
        }
        wanted = naming.key(text.casefold())
        for id_, name in known.items():
            if wanted in (naming.key(id_.casefold()), naming.key(name.casefold())):
                return id_
        raise Bad(f'không có nhóm "{text}"' if text else "chưa ghi nhóm", ", ".join(known))

    def _past(self, found: date | None) -> date:
        if found is None:
            raise Bad("không phải ngày", "dạng 01/7/2024 hoặc 2024-07-01")
        if found > self._today:
            raise Bad("ngày này chưa tới")
        return found


def _body(bodies: BodyRegistry, text: str, on: date) -> str:
    if text in bodies:
        return text
    if not text:
        raise Bad("chưa ghi đơn vị", EVERY_ROW)
    try:
        return bodies.named(upper_first(text), on).uid
    except UnknownBody as error:
        meant = f"; có phải: {', '.join(error.suggestions)}?" if error.suggestions else ""
        raise Bad(f'không có đơn vị "{text}" tại ngày của số liệu{meant}') from None
