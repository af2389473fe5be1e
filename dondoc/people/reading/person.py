"""One row about one person: its cells together, what is above where it is left empty, findings."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from dondoc.incoming.sheet_xml import Seen, address
from dondoc.incoming.table import Cell, Row, blank
from dondoc.incoming.workbook import lacking
from dondoc.people import identity
from dondoc.people.reading import birth, cells
from dondoc.people.reading.match import Matched, SheetMatch
from dondoc.people.reading.numbers import numbers_of
from dondoc.people.reading.parting import Parts, Words
from dondoc.people.row import Birth, Finding, ListRow, Number, NumberKind, Personal, Sex
from language.old_letters import settled
from rules.meaning.list_titles import ListField

_F = ListField
_HEAD = "chủ hộ"
# What is forgotten when something above it becomes another.
_WITHIN = {
    _F.COMMUNE: (_F.VILLAGE, _F.HOUSEHOLD, _F.ADDRESS),
    _F.VILLAGE: (_F.HOUSEHOLD, _F.ADDRESS),
}
_KINDS: tuple[tuple[ListField, NumberKind], ...] = (
    (_F.BHXH, "bhxh"),
    (_F.CARD, "card"),
    (_F.CCCD, "cccd"),
)


def _letters(one: Matched, either: bool) -> Finding:
    if either:
        return Finding("letters-either", one.field.value, cells.EITHER_WAY)
    grave = one.field in (_F.NAME, _F.NAME_FIRST)
    return Finding("letters-old", one.field.value, cells.OLD_LETTERS, grave)


class PersonReader:
    """Reads rows by one match. `asked`: findings by code that a person's answer would settle."""

    def __init__(
        self, match: SheetMatch, words: Words, seen: Seen | None, as_of: date | None
    ) -> None:
        self._match, self._words, self._as_of = match, words, as_of
        self._by_field: dict[ListField, list[Matched]] = {}
        for one in match.columns:
            self._by_field.setdefault(one.field, []).append(one)
        troubled = seen and (seen.errors or seen.unstored or seen.empty)
        self._seen = seen if troubled else None
        # Columns in which old letters and Unicode stand side by side.
        self._mixed = {one.place for one in match.columns if one.mixed}
        self._above: dict[ListField, str] = {}
        self._heads = 0
        self._last: str | None = None
        self._findings: list[Finding] = []
        self._cells: Row = ()
        self._line = 0
        self._birth = self._birth_reader()
        self._sex = self._sex_reader()
        self.asked = Counter[str]()

    def parted(self, parts: Parts) -> None:
        """Forget what stood above, where a part of the list begins."""
        self._above.pop(_F.HOUSEHOLD, None)
        for field in (_F.VILLAGE, _F.COMMUNE) if parts != "section" else ():
            self._above.pop(field, None)

    def read(self, line: int, row: Row, parted: Mapping[Parts, str | None]) -> ListRow:
        """Return the person of the row numbered `line`, in the part of the list it stands in."""
        self._line, self._cells, self._findings = line, row, []
        if self._seen is not None:
            self._note_lacking(self._seen)
        commune = self._carried(_F.COMMUNE) or parted["unit"]
        village = self._carried(_F.VILLAGE) or parted["village"]
        relation = self._text(_F.RELATION) or None
        household = self._household(relation)
        same, self._last = household is not None and household == self._last, household
        name, in_name = self._name()
        born = self._birth()
        if born.birth is None and in_name:
            born = birth.born(in_name, self._as_of)
            self._findings.append(birth.IN_NAME)
        self._findings += born.findings
        sex, marked_birth = self._sex()
        personal = Personal(
            name,
            born.birth or marked_birth,
            sex,
            self._numbers(),
            self._phones(),
            address := self._text(_F.ADDRESS) or (self._above.get(_F.ADDRESS) if same else None),
            self._text(_F.ETHNICITY) or None,
            relation,
        )
        card = next((one for one in personal.numbers if one.kind == "card"), None)
        return ListRow(
            line,
            self._match.sheet,
            personal,
            village or self._within(address, self._words.village_in),
            commune or self._within(address, self._words.commune_in),
            parted["section"],
            household,
            self._card_day(_F.CARD_FROM, _F.TERM_FROM),
            self._card_day(_F.CARD_UNTIL, _F.TERM_UNTIL),
            self._text(_F.CATEGORY) or (identity.letters(card) if card else None),
            tuple(self._findings),
        )

    @staticmethod
    def _within(address: str | None, named_in: Callable[[str], str | None]) -> str | None:
        return named_in(address) if address else None

    def _cell(self, one: Matched) -> Cell:
        return self._cells[one.place] if one.place < len(self._cells) else ""

    def _first(self, *fields: ListField) -> Cell:
        for field in fields:
            for one in self._by_field.get(field, ()):
                return self._cell(one)
        return ""

    def _note_lacking(self, seen: Seen) -> None:
        for one in self._match.columns:
            at = address(self._line - 1, one.place)
            if self._cell(one) == "" and (says := lacking(seen, at, needed=False)):
                self._findings.append(Finding("cell-error", one.field.value, says))

    def _text(self, field: ListField) -> str:
        """Return the words of a cell; of one that says "as above", those above it."""
        columns = self._by_field.get(field)
        if not columns:
            return ""
        said = self._settled(columns[0])
        if said and cells.is_ditto(said):
            return self._above.get(field, "")
        if said:
            self._above[field] = said
        return said

    def _carried(self, field: ListField) -> str:
        """Return the same, and what stands above also where the cell is empty."""
        columns = self._by_field.get(field)
        if not columns:
            return ""
        said = self._settled(columns[0])
        if not said or cells.is_ditto(said):
            return self._above.get(field, "")
        if said != self._above.get(field):
            for within in _WITHIN.get(field, ()):
                self._above.pop(within, None)
        self._above[field] = said
        return said

    def _settled(self, one: Matched) -> str:
        cell = self._cell(one)
        said = " ".join((cell if isinstance(cell, str) else str(cell)).split())
        if said.isascii():
            return said
        text, how = settled(said, one.letters)
        if how == "own" and one.letters:
            self._mixed.add(one.place)
        if how == "unread" or (how == "either" and one.place in self._mixed):
            self._findings.append(_letters(one, how == "either"))
        return text

    def _name(self) -> tuple[str, str]:
        columns = (*self._by_field.get(_F.NAME_FIRST, ()), *self._by_field.get(_F.NAME, ()))
        said = " ".join(filter(None, map(self._settled, columns)))
        name, in_name = cells.name_of(said)
        if not name:
            self._findings.append(cells.NO_NAME)
        elif not cells.is_name(name):
            self._findings.append(cells.ODD_NAME)
        return name, in_name

    def _birth_reader(self) -> Callable[[], birth.Born]:
        if _F.BIRTH in self._by_field:
            return lambda: birth.born(self._first(_F.BIRTH), self._as_of)
        if _F.BIRTH_YEAR in self._by_field:
            return self._of_parts
        if _F.BIRTH_MALE in self._by_field or _F.BIRTH_FEMALE in self._by_field:
            return lambda: birth.born(
                self._first(_F.BIRTH_MALE) or self._first(_F.BIRTH_FEMALE), self._as_of
            )
        if _F.AGE in self._by_field:
            return lambda: birth.by_age(self._first(_F.AGE), self._as_of)
        return lambda: birth.NOT_SAID

    def _of_parts(self) -> birth.Born:
        fields = _F.BIRTH_YEAR, _F.BIRTH_MONTH, _F.BIRTH_DAY
        year, month, day = (str(self._first(one)).strip() for one in fields)
        return birth.of_parts(year, month, day, self._as_of) if year else birth.NOT_SAID

    def _sex_reader(self) -> Callable[[], tuple[Sex | None, Birth | None]]:
        if _F.SEX in self._by_field:
            return self._by_word
        if {_F.MALE, _F.FEMALE} & set(self._by_field):
            return self._by_mark
        if {_F.BIRTH_MALE, _F.BIRTH_FEMALE} & set(self._by_field):
            return self._by_place
        return lambda: (None, None)

    def _by_word(self) -> tuple[Sex | None, None]:
        found = cells.sex_of(self._settled(self._by_field[_F.SEX][0]), self._match.sexes)
        if isinstance(found, Finding):
            self._findings.append(found)
            self.asked[found.code] += 1
            return None, None
        return found, None

    def _by_mark(self) -> tuple[Sex | None, Birth | None]:
        female, male = self._first(_F.FEMALE), self._first(_F.MALE)
        marked_female, marked_male = cells.is_marked(female), cells.is_marked(male)
        if marked_female and marked_male:
            self._findings.append(cells.BOTH_SEXES)
            return None, None
        sex: Sex | None = "nữ" if marked_female else "nam"
        if not marked_female and not marked_male and _F.MALE in self._by_field:
            sex = None
        # In some lists the year of birth is the mark.
        mark = female or male
        return sex, birth.born(mark, self._as_of).birth if len(str(mark)) > 3 else None

    def _by_place(self) -> tuple[Sex | None, None]:
        both = (_F.BIRTH_MALE, _F.BIRTH_FEMALE)
        marked = [field for field in both if not blank(self._first(field))]
        if len(marked) != 1:
            return None, None
        return ("nam" if marked[0] is _F.BIRTH_MALE else "nữ"), None

    def _numbers(self) -> tuple[Number, ...]:
        found = numbers_of(
            [(kind, self._cell(one)) for field, kind in _KINDS for one in self._of(field)],
            self._match.zeros,
        )
        self._findings += found.findings
        self.asked.update(found.asked)
        return found.numbers

    def _of(self, field: ListField) -> Sequence[Matched]:
        return self._by_field.get(field, ())

    def _phones(self) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        for one in self._by_field.get(_F.PHONES, ()):
            phones, odd = cells.phones_of(self._cell(one))
            found += phones
            if odd is not None:
                self._findings.append(odd)
        return tuple(dict.fromkeys(found))

    def _household(self, relation: str | None) -> str | None:
        if _F.HOUSEHOLD in self._by_field:
            return self._carried(_F.HOUSEHOLD) or None
        if relation is None:
            return None
        if relation.casefold() == _HEAD:
            self._heads += 1
        # Members follow the head of their household.
        return f"hộ thứ {self._heads}" if self._heads else None

    def _card_day(self, *fields: ListField) -> date | None:
        found = cells.card_day(self._first(*fields), fields[0].value)
        if isinstance(found, Finding):
            self._findings.append(found)
            return None
        return found
