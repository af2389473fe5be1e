"""Marks: what two entries of one person have in common however badly one was written down."""

from collections.abc import Iterator

from dondoc.people.entry import Entry
from dondoc.people.unsought import PLACE

# Of which kind, and the text: about a person until somebody digests it.
Mark = tuple[str, str]


def marks(entry: Entry) -> Iterator[Mark]:
    """Yield the marks by which somebody is found."""
    yield from numbers(entry)
    yield from others(entry)


def numbers(entry: Entry) -> Iterator[Mark]:
    """Yield the numbers of somebody, each under its kind."""
    return ((number.kind, number.value) for number in entry.numbers)


def others(entry: Entry) -> Iterator[Mark]:
    """Yield the marks that are no numbers."""
    yield from _fixed(entry)
    yield from _named(entry, 0)


def sought(entry: Entry) -> Iterator[Mark]:
    """Yield the marks by which somebody is looked for: with the years beside that of birth, too."""
    yield from marks(entry)
    yield from beside(entry)


def beside(entry: Entry) -> Iterator[Mark]:
    """Yield what somebody is looked for by besides the marks by which they are found."""
    yield from _named(entry, -1)
    yield from _named(entry, 1)


def _fixed(entry: Entry) -> Iterator[Mark]:
    name, birth = entry.name, entry.birth
    if not name.parts:
        return
    if entry.commune:
        # For who has no date of birth, here or there.
        yield PLACE, f"{name.surname} {name.given} {entry.commune}"
    if birth is None or not entry.exact or birth.day is None or birth.month is None:
        return
    low, high = sorted((birth.day, birth.month))
    yield "given", f"{name.given} {birth.year} {low} {high}"
    yield "surname", f"{name.surname} {birth.year} {low} {high}"
    yield "day", f"{name.surname} {name.given} {low} {high}"


def _named(entry: Entry, years: int) -> Iterator[Mark]:
    if entry.birth is not None and entry.name.parts:
        yield "year", f"{entry.name.surname} {entry.name.given} {entry.birth.year + years}"
