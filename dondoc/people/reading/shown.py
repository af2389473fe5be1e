"""How a file of people was read, for whoever looks at it before it is taken."""

from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.people.reading.file import ListRead
from rules.meaning.list_titles import ListTitles


@dataclass(frozen=True)
class ReadColumn:
    """A column of the file: read as which field, None where it is not read; `sure` from 0 to 1.

    `key`: what names it in `Request.said`. `note`: why it is not read, or what to look at.
    """

    column: str
    key: str
    title: str
    field: str | None
    called: str
    sure: float
    note: str


@dataclass(frozen=True)
class ReadSheet:
    """How one sheet was read: the rows of its header, its columns, what is asked of a person.

    `asks`: code, question and of how many rows. `left`: how many rows name nobody.
    """

    sheet: str
    header: tuple[int, int]
    columns: tuple[ReadColumn, ...]
    asks: tuple[tuple[str, str, int], ...]
    left: int


def shown(read: ListRead, titles: ListTitles) -> Iterator[ReadSheet]:
    """Yield how each sheet of a file was read, its columns in their order."""
    for one in read.sheets:
        look_at = {ask.key: ask.says for ask in one.asks if ask.key}
        columns = [
            *(
                ReadColumn(
                    column.column,
                    column.key,
                    column.title,
                    column.field.value,
                    titles.called(column.field),
                    round(column.confidence, 2),
                    look_at.get(column.key, ""),
                )
                for column in one.match.columns
            ),
            *(
                ReadColumn(column.column, column.key, column.title, None, "", 0.0, column.why)
                for column in one.match.unread
            ),
        ]
        yield ReadSheet(
            one.match.sheet,
            (one.match.first_row, one.match.last_row),
            tuple(sorted(columns, key=lambda column: (len(column.column), column.column))),
            tuple((ask.code, ask.says, ask.rows) for ask in one.asks if not ask.key),
            one.left,
        )
