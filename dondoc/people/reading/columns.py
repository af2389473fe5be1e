"""The columns of lists of people, as `rules/lists/` declare them, for the one reader of tables."""

from functools import lru_cache

from dondoc.incoming.columns import Column, Columns
from dondoc.incoming.headings import Headings
from rules.meaning.list_titles import ListField, ListTitles

# What a title over two columns stands for once it is known which of them is which.
MEANS = {ListField.TERM_FROM: ListField.CARD_FROM, ListField.TERM_UNTIL: ListField.CARD_UNTIL}


def columns_of(titles: ListTitles) -> Columns:
    """Return the columns that `titles` declare; only the name must be there."""
    return Columns(
        tuple(
            Column(
                one.field.value,
                required=one.field is ListField.NAME,
                titles=one.titles,
                within=one.within,
                many=one.many,
                doubtful=one.doubtful,
            )
            for one in titles.columns
        ),
        above=titles.above,
        quotes=False,
    )


@lru_cache(maxsize=4)
def headings_of(titles: ListTitles) -> Headings:
    """Return who knows the titles of lists of people."""
    found = Headings(columns_of(titles))
    found.aside(titles.aside)
    return found
