"""A sheet of people with what was paid for each, read as a list of people, matched to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dondoc.cases.reconciling import Paid
from dondoc.desk.context import Desk
from dondoc.errors import Refused
from dondoc.people import layouts
from dondoc.people.comparing import placed
from dondoc.people.knowing import find_known
from dondoc.people.placing import Places
from dondoc.people.reading.amounts import amounts
from dondoc.people.reading.file import read_list
from dondoc.people.safe import safe_to_compare
from models import Person, PersonState, Reconciliation


@dataclass(frozen=True)
class Sheet:
    """A file; `content`: what it holds, where it was sent and lies nowhere in plain."""

    file: Path
    content: bytes | None = None


@dataclass(frozen=True)
class Matched:
    """What a sheet says of each person known here; `unmatched`: rows that name nobody known."""

    lines: Mapping[int, Paid]
    sha256: str
    unmatched: int


def read_sheet(desk: Desk, sheet: Sheet, row: Reconciliation, as_of: date) -> Matched:
    """Return what `sheet` says, as of a local date; nothing personal of it is kept.

    Raises:
        Refused: somebody stands on it twice.
        RuleError: the file is none, or a sheet has no column of money.
        NotPossible: the keys are lost or others.
    """
    rulebook = desk.rulebook
    read = read_list(
        sheet.file,
        rulebook.lists,
        corrections=layouts.remembered(desk.session),
        as_of=as_of,
        content=sheet.content,
    )
    helping = rulebook.helping
    money = amounts(sheet.file, sheet.content, read, helping.months_titles, helping.money_titles)
    safe = safe_to_compare(desk.session, desk.state)
    lines = placed(safe, read.rows, Places(desk.bodies, as_of, None))
    find_known(desk.session, [line for line in lines if not line.fails])
    months = _months(row)
    found: dict[int, Paid] = {}
    unmatched = 0
    for line in lines:
        told = money.get((line.row.sheet, line.row.line))
        if line.person is None or told is None:
            unmatched += 1
            continue
        person = _stays(desk, line.person)
        if person in found:
            raise Refused(
                f"hồ sơ số {person} đứng hai lần trong tệp, lần sau ở dòng {line.row.line}"
            )
        found[person] = Paid(months if told.months is None else told.months, told.money)
    return Matched(found, read.sha256, unmatched)


def _months(row: Reconciliation) -> int:
    first, last = row.from_month, row.until_month
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _stays(desk: Desk, person: int) -> int:
    """Return who somebody is now: the one they were made one with."""
    row = desk.session.get_one(Person, person)
    while row.state == PersonState.MERGED and row.merged_into is not None:
        row = desk.session.get_one(Person, row.merged_into)
    return row.id
