"""An entry about somebody as it is compared with others."""

from dataclasses import dataclass

from dondoc.people.identity import told, walk
from dondoc.people.name import Name, name_of, plain
from dondoc.people.row import Birth, Number, Personal, Sex


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of a person: name, birth, sex, numbers, telephones, where they live.

    `commune`: anything that is the same for the same commune; `village`: its name in plain letters.
    `exact`: the day of birth is known, and is not the one written where only the year is.
    """

    name: Name
    birth: Birth | None
    exact: bool
    sex: Sex | None
    numbers: frozenset[Number]
    phones: tuple[str, ...]
    commune: str | None
    village: str


# What stands before the name of a village, or is left out.
_VILLAGE = ("thon", "xom", "ban", "t", "to dan pho", "tdp", "khu", "to")


def entry_of(personal: Personal, commune: str | None = None, village: str | None = None) -> Entry:
    """Return how a person is compared who lives in `village` of `commune`."""
    birth = personal.birth or _told(personal)
    exact = birth is not None and birth.on is not None and not birth.doubtful
    return Entry(
        name_of(personal.name),
        birth,
        exact,
        personal.sex,
        walk(personal.numbers),
        personal.phones,
        commune,
        _village(village or ""),
    )


def _told(personal: Personal) -> Birth | None:
    """Return the year that a personal id tells, where nothing else does."""
    years = (says.year for says in map(told, personal.numbers) if says)
    return next((Birth(year) for year in years), None)


def _village(written: str) -> str:
    words = " ".join(map(plain, written.replace(".", ". ").split()))
    for kind in _VILLAGE:
        if words.startswith(f"{kind} "):
            return words.removeprefix(f"{kind} ")
    return words
