"""Every table as CSV that Excel opens in Vietnamese: UTF-8 with its mark (RFC 4180)."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO

from dondoc.documents.writers.letters import clean
from dondoc.documents.writers.sheet import Sheet, Value
from language.zone import ZONE

_MARK = "\ufeff"
# Rows in one part.
_ROWS = 1_000
# What a spreadsheet would take for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@")


def csv_files(sheets: Iterable[Sheet]) -> dict[str, bytes]:
    """Return the tables by file name; dates are ISO 8601, instants local with their offset."""
    return {f"{sheet.id}.csv": _file(sheet) for sheet in sheets}


def csv_parts(titles: Iterable[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield one file part by part, so that a table of any length passes through."""
    buffer = StringIO()
    buffer.write(_MARK)
    writer = csv.writer(buffer)
    writer.writerow(titles)
    for place, row in enumerate(rows, 1):
        writer.writerow(map(_text, row))
        if place % _ROWS == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: StringIO) -> bytes:
    part = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return part


def _file(sheet: Sheet) -> bytes:
    # Sums are left out: who reads the file adds up, and must not add them twice.
    return b"".join(csv_parts((column.title for column in sheet.columns), sheet.rows))


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
    return str(value)
