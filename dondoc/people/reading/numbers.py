"""The numbers of one person in the cells of a row; what is odd of them, what was lost of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dondoc.incoming.table import Cell
from dondoc.people import identity
from dondoc.people.row import Finding, Number, NumberKind

LOST = "zero-lost"


class Numbered(NamedTuple):
    """A number, what is odd of it, and what it would be with the zeros that it lost."""

    number: Number | None
    finding: Finding | None = None
    with_zero: Number | None = None


NO_NUMBER = Numbered(None)


def number_of(kind: NumberKind, cell: Cell) -> Numbered:
    """Return the number of a person in a cell; one that lost zeros is only proposed."""
    said = cell.strip() if isinstance(cell, str) else repr(cell)
    if not said or said == "0":
        return NO_NUMBER
    found = identity.read(kind, said)
    if found.number is None and kind == "card":
        # What was printed after the fifteen: where its holder is first treated.
        found = identity.read(kind, _first_fifteen(said))
    if found.number is not None:
        return Numbered(found.number)
    code = LOST if found.with_zero else f"{kind}-unread"
    return Numbered(None, Finding(code, kind, found.wrong), found.with_zero)


def _first_fifteen(said: str) -> str:
    bare = "".join(filter(str.isalnum, said)).upper()
    return bare[:15] if 15 < len(bare) <= 20 and bare[:2].isalpha() else said


@dataclass
class Numbers:
    """The numbers of a row; `asked`: the codes of findings that a person's word would settle."""

    numbers: tuple[Number, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def numbers_of(written: Sequence[tuple[NumberKind, Cell]], zeros: bool) -> Numbers:
    """Return the numbers in the cells `written`, each read as its column's kind.

    A number that lost the zeros in front is taken with them where the card of the row shows them,
    or where a person said so for this layout (`zeros`).
    """
    told, found, lost = Numbers(), dict[Number, None](), list[Numbered]()
    for kind, cell in written:
        read = number_of(kind, cell)
        if read.number is not None:
            found[read.number] = None
        elif read.with_zero is not None:
            lost.append(read)
        elif read.finding is not None:
            told.findings.append(read.finding)
    codes = {code for one in found if (code := identity.insurance_code(one))}
    for one in lost:
        if one.with_zero is not None and (zeros or one.with_zero.value in codes):
            found[one.with_zero] = None
            if one.with_zero.value not in codes:
                what = "mất số 0 ở đầu, đã thêm lại theo xác nhận của người nhập"
                told.findings.append(Finding("zero-added", one.with_zero.kind, what))
        elif one.finding is not None:
            told.findings.append(one.finding)
            told.asked.append(one.finding.code)
    told.numbers = tuple(found)
    return told
