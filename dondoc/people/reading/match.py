"""Which column of a sheet is read as what, how sure that is, and what a person said of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any

from dondoc.incoming.headings import SURE, Header, Headings, Parts
from dondoc.incoming.sheet_xml import address
from dondoc.people.row import Sex
from language.old_letters import Old
from language.text import folded
from rules.meaning.list_titles import ListField, ListTitles

NOT_READ = ""


@dataclass(frozen=True)
class Matched:
    """One column that is read: its place (from 0), its title, as what, and how sure that is (0–1).

    `key` names it in a correction. `letters`: the old letters that its cells were typed in;
    `mixed`: some of them in Unicode all the same.
    """

    place: int
    key: str
    title: str
    field: ListField
    confidence: float
    letters: Old | None = None
    mixed: bool = False

    @property
    def column(self) -> str:
        """Return its letter in the spreadsheet."""
        return address(0, self.place)[:-1]

    @property
    def doubtful(self) -> bool:
        """Return whether a person should look at it."""
        return self.confidence < SURE


@dataclass(frozen=True)
class Unread:
    """One column that is not read, and why."""

    place: int
    key: str
    title: str
    why: str

    @property
    def column(self) -> str:
        """Return its letter in the spreadsheet."""
        return address(0, self.place)[:-1]


@dataclass(frozen=True)
class Correction:
    """What a person said of one layout, to be remembered for it.

    `columns`: by a column's key, the field it is, "" for one that is not read. `sexes`: which sex a
    number stands for. `zeros`: whether numbers that lost the zeros in front get them back.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sexes: Mapping[str, Sex] = field(default_factory=dict)
    zeros: bool = False

    def stored(self) -> dict[str, Any]:
        """Return it as plain values; it holds titles and numbers' meanings, nothing personal."""
        return {"columns": dict(self.columns), "sexes": dict(self.sexes), "zeros": self.zeros}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Correction":
        """Return what `stored` gave; what is no field of today is left out."""
        known = {one.value for one in ListField} | {NOT_READ}
        columns = {key: name for key, name in stored.get("columns", {}).items() if name in known}
        sexes = {key: sex for key, sex in stored.get("sexes", {}).items() if sex in ("nam", "nữ")}
        return cls(columns, sexes, bool(stored.get("zeros", False)))

    def with_later(self, later: "Correction") -> "Correction":
        """Return both, what was said `later` over what was said before."""
        columns = {**self.columns, **later.columns}
        return Correction(columns, {**self.sexes, **later.sexes}, self.zeros or later.zeros)


NO_CORRECTION = Correction()


@dataclass(frozen=True)
class SheetMatch:
    """How one sheet is read. `fingerprint` is that of its layout: its titles in their order.

    `commune`, `village`: what the lines above the table name. `sexes`: what the sheet itself says
    that numbers stand for, or a person did. `as_of`: up to which local date it counts, as a line
    above the table says.
    """

    sheet: str
    first_row: int
    last_row: int
    fingerprint: str
    columns: tuple[Matched, ...]
    unread: tuple[Unread, ...] = ()
    commune: str | None = None
    village: str | None = None
    sexes: Mapping[str, Sex] = field(default_factory=dict)
    zeros: bool = False
    as_of: date | None = None

    def of(self, wanted: ListField) -> list[Matched]:
        """Return the columns that are read as `wanted`."""
        return [one for one in self.columns if one.field == wanted]


def matched(sheet: str, header: Header, headings: Headings, titles: ListTitles) -> SheetMatch:
    """Return what the columns under `header` mean; of two alike the surer one is read."""
    many = {one.field for one in titles.columns if one.many}
    guesses = [headings.likely(parts) for parts in header.headings]
    keys = keys_of(header.headings)
    best: dict[str, int] = {}
    for place, guess in sorted(enumerate(guesses), key=lambda one: -one[1].confidence):
        if guess.name and ListField(guess.name) not in many:
            best.setdefault(guess.name, place)
    read, unread = list[Matched](), list[Unread]()
    for place, (parts, guess) in enumerate(zip(header.headings, guesses, strict=True)):
        title = " / ".join(parts)
        if guess.name and best.get(guess.name, place) == place:
            field_ = ListField(guess.name)
            read.append(Matched(place, keys[place], title, field_, guess.confidence))
        elif parts:
            unread.append(Unread(place, keys[place], title, _why(guess.name, best, header)))
    print_ = fingerprint(header.headings)
    return SheetMatch(sheet, header.first, header.last, print_, tuple(read), tuple(unread))


def _why(name: str | None, best: Mapping[str, int], header: Header) -> str:
    if name is None:
        return "không hiểu tiêu đề"
    if not name:
        return "không thuộc nội dung cần đọc"
    return f"trùng với cột {address(0, best[name])[:-1]}"


def keys_of(headings: Sequence[Parts]) -> list[str]:
    """Return what names each column within its layout, whatever its place: its title, counted."""
    seen = Counter[str]()
    keys = []
    for parts in headings:
        title = folded(" ".join(parts))
        seen[title] += 1
        keys.append(title if seen[title] == 1 else f"{title}#{seen[title]}")
    return keys


def fingerprint(headings: Sequence[Parts]) -> str:
    """Return what is equal for sheets of one layout: the same titles in the same order.

    Accents, capitals, blanks, the rows above the table and the sheet's name do not matter.
    """
    return sha256("\0".join(keys_of(headings)).encode()).hexdigest()[:32]


def keys_in(match: SheetMatch) -> frozenset[str]:
    """Return by what keys the columns of a sheet are named, read or not."""
    return frozenset([*(one.key for one in match.columns), *(one.key for one in match.unread)])


def corrected(match: SheetMatch, correction: Correction) -> SheetMatch:
    """Return `match` as a person said it is to be read; what the person did not name stays."""
    every: list[Matched | Unread] = [*match.columns, *match.unread]
    places = {one.key: (one.place, one.title) for one in every}
    said = {key: name for key, name in correction.columns.items() if key in places}
    taken = {name for name in said.values() if name}
    read = [one for one in match.columns if one.key not in said and one.field.value not in taken]
    read += [Matched(*_at(places, key), ListField(name), 1.0) for key, name in said.items() if name]
    left = {one.key for one in read}
    unread = [
        next(
            (one for one in match.unread if one.key == key and key not in said),
            Unread(*_at(places, key), "người nhập danh sách chọn không đọc"),
        )
        for key in places
        if key not in left
    ]
    return replace(
        match,
        columns=tuple(sorted(read, key=lambda one: one.place)),
        unread=tuple(sorted(unread, key=lambda one: one.place)),
        sexes={**match.sexes, **correction.sexes},
        zeros=match.zeros or correction.zeros,
    )


def _at(places: Mapping[str, tuple[int, str]], key: str) -> tuple[int, str, str]:
    place, title = places[key]
    return place, key, title
