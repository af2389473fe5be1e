"""What is personal of one person, and one row of a list of people: plain values, no database."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import orjson

from language.dates import full_day, month_and_year

Sex = Literal["nam", "nữ"]
# Social insurance code, health insurance card, personal id of twelve digits, that of nine before.
NumberKind = Literal["bhxh", "card", "cccd", "cmnd"]
NUMBER_KINDS: tuple[NumberKind, ...] = get_args(NumberKind)
# The first thing in what is sealed: how the rest is laid out.
_LAYOUT = 1


@dataclass(frozen=True, slots=True)
class Birth:
    """A day of birth as precisely as it is known: year, year and month, or all three."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def doubtful(self) -> bool:
        """Return whether it is a first of January: mostly written where only the year is known."""
        return (self.month, self.day) == (1, 1)

    @property
    def written(self) -> str:
        """Return it as an office writes it, as precisely as it is known: "05/6/1984", "1984"."""
        if self.on is not None:
            return full_day(self.on)
        return str(self.year) if self.month is None else month_and_year(self.month, self.year)

    @property
    def on(self) -> date | None:
        """Return the day, None where it is not known or was written though there is none."""
        if self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Number:
    """A number by which offices know a person: digits, for a card its letters before them."""

    kind: NumberKind
    value: str


@dataclass(frozen=True, slots=True)
class Personal:
    """Everything personal of one person: sealed as one, never stored or shown apart from it.

    `name`: NFC, as written. `relation`: to the head of the household, as written.
    """

    name: str
    birth: Birth | None = None
    sex: Sex | None = None
    numbers: tuple[Number, ...] = ()
    phones: tuple[str, ...] = ()
    address: str | None = None
    ethnicity: str | None = None
    relation: str | None = None

    def number(self, kind: NumberKind) -> str | None:
        """Return the first number of a kind, None where there is none."""
        return next((one.value for one in self.numbers if one.kind == kind), None)

    def to_bytes(self) -> bytes:
        """Return it as it is sealed."""
        birth = self.birth and (self.birth.year, self.birth.month, self.birth.day)
        numbers = [(one.kind, one.value) for one in self.numbers]
        said = (self.name, birth, self.sex, numbers, self.phones)
        return orjson.dumps((_LAYOUT, *said, self.address, self.ethnicity, self.relation))

    @classmethod
    def from_bytes(cls, content: bytes) -> "Personal":
        """Return what `to_bytes` wrote."""
        return cls.from_parts(orjson.loads(content))

    @classmethod
    def from_parts(cls, parts: list[Any]) -> "Personal":
        """Return what the list says of which the bytes are made."""
        _, name, birth, sex, numbers, phones, address, ethnicity, relation = parts
        return cls(
            name,
            Birth(*birth) if birth else None,
            sex,
            tuple(Number(*one) for one in numbers),
            tuple(phones),
            address,
            ethnicity,
            relation,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """What is odd or wrong with one row: of which column, in words that repeat nothing of it.

    `code`: what it is, for programs. `grave`: the row cannot be taken as it stands.
    """

    code: str
    column: str
    what: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """One person as one row of a file gives them.

    `line`: its number in its sheet, from 1. `commune`, `village`, `section`, `household`: as
    written, in the row or above it. `category`: the letters of the card, or the words that stand
    there. Dates are local.
    """

    line: int
    sheet: str
    personal: Personal
    village: str | None = None
    commune: str | None = None
    section: str | None = None
    household: str | None = None
    card_from: date | None = None
    card_until: date | None = None
    category: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def fails(self) -> bool:
        """Return whether it cannot be taken as it stands."""
        return any(one.grave for one in self.findings)
