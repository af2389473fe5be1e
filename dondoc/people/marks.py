"""Marks: texts that two entries of one person share however badly one was written down."""

from collections.abc import Iterator

from dondoc.people.entry import Entry


def marks(entry: Entry) -> list[str]:
    """Return the marks by which somebody is found; of who is stored only their digests are kept."""
    return [*_fixed(entry), *_named(entry, 0)]


def sought(entry: Entry) -> list[str]:
    """Return the marks by which somebody is looked for: the years beside the year of birth, too."""
    return [*_fixed(entry), *_named(entry, 0), *_named(entry, -1), *_named(entry, 1)]


def _fixed(entry: Entry) -> Iterator[str]:
    name, birth = entry.name, entry.birth
    for number in entry.numbers:
        yield f"{number.kind} {number.value}"
    if not name.parts:
        return
    if entry.commune:
        # For who has no date of birth, here or there.
        yield f"place {name.surname} {name.given} {entry.commune}"
    if birth is None or not entry.exact or birth.day is None or birth.month is None:
        return
    low, high = sorted((birth.day, birth.month))
    yield f"given {name.given} {birth.year} {low} {high}"
    yield f"surname {name.surname} {birth.year} {low} {high}"
    yield f"day {name.surname} {name.given} {low} {high}"


def _named(entry: Entry, years: int) -> Iterator[str]:
    if entry.birth is not None and entry.name.parts:
        yield f"year {entry.name.surname} {entry.name.given} {entry.birth.year + years}"
