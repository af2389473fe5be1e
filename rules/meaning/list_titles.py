"""How the columns of a list of people may be called: what `rules/lists/*.yaml` declare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ListField(StrEnum):
    """What a column of a list of people can hold. The program knows how each is read."""

    NAME = "name"
    NAME_FIRST = "name_first"
    BIRTH = "birth"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    BIRTH_YEAR = "birth_year"
    BIRTH_MALE = "birth_male"
    BIRTH_FEMALE = "birth_female"
    AGE = "age"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    BHXH = "bhxh"
    CARD = "card"
    CCCD = "cccd"
    PHONES = "phones"
    ADDRESS = "address"
    VILLAGE = "village"
    COMMUNE = "unit"
    ETHNICITY = "ethnicity"
    RELATION = "relation"
    HOUSEHOLD = "household"
    CATEGORY = "category"
    CARD_FROM = "card_from"
    CARD_UNTIL = "card_until"
    TERM_FROM = "term_from"
    TERM_UNTIL = "term_until"


@dataclass(frozen=True)
class ListColumn:
    """One column: what it is called on screen, and what its title says in a file.

    `within`: the column, or the title over several, below which alone a title means it. `many`: a
    file may have more than one. `doubtful`: titles that may mean it, of which a person is asked.
    """

    field: ListField
    called: str
    titles: tuple[str, ...]
    within: str = ""
    many: bool = False
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListTitles:
    """The columns of lists of people.

    `above`: titles that stand over several columns and are none, by the name `within` calls them.
    `aside`: titles of columns that are not read. The words after them begin a row that parts a
    list: into villages, into communes, into whatever else.
    """

    columns: tuple[ListColumn, ...] = ()
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    aside: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    def called(self, field_: ListField) -> str:
        """Return what the column is called on screen, the field itself where none declares it."""
        return next((one.called for one in self.columns if one.field == field_), field_.value)


NO_LISTS = ListTitles()
