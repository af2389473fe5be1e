"""What is no real document says so: on paper, in each row of a table, in a calendar."""

from dataclasses import replace

from dondoc.documents.writers.sheet import Column, LongTable, Sheet

_CALENDAR_NAME = "x-wr-calname"


def marked_sheet(sheet: Sheet, mark: str) -> Sheet:
    """Return the table with `mark` in its title and, as a column more, in each of its rows.

    A row that is copied or filtered out of its table keeps it.
    """
    if not mark:
        return sheet
    return replace(
        sheet,
        title=f"{mark} {sheet.title}",
        columns=(*sheet.columns, Column(mark)),
        rows=tuple((*row, mark) for row in sheet.rows),
        totals=tuple((*row, mark) for row in sheet.totals),
    )


def marked_table(table: LongTable, mark: str) -> LongTable:
    """Return the table with `mark` as a column more."""
    if not mark:
        return table
    rows = ((*row, mark) for row in table.rows)
    return replace(table, columns=(*table.columns, mark), rows=rows)


def marked_calendar(content: bytes, mark: str) -> bytes:
    """Return the calendar with `mark` before its name and before each of its events."""
    if not mark:
        return content
    from icalendar import Calendar

    calendar = Calendar.from_ical(content)
    named = [(calendar, _CALENDAR_NAME), *((event, "summary") for event in calendar.events)]
    for component, key in named:
        said = f"[{mark}] {component.pop(key)}"
        component.add(key, said)
    data: bytes = calendar.to_ical()
    return data
