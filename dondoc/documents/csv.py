"""Every table as CSV that Excel opens in Vietnamese: UTF-8 with its mark (RFC 4180)."""

import csv
from datetime import date, datetime
from io import StringIO

from dondoc.documents.letters import clean
from dondoc.documents.papers import Document
from dondoc.documents.sheet import Sheet, Value
from dondoc.documents.sheets import sheets_of
from notifications.wording import ZONE

_MARK = "\ufeff"
# What a spreadsheet would take for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@")


def csv_files(document: Document) -> dict[str, bytes]:
    """Return the tables by file name; dates are ISO 8601, instants local with their offset."""
    return {f"{sheet.id}.csv": _file(sheet) for sheet in sheets_of(document)}


def _file(sheet: Sheet) -> bytes:
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(column.title for column in sheet.columns)
    # Sums are left out: who reads the file adds up, and must not add them twice.
    writer.writerows([_text(value) for value in row] for row in sheet.rows)
    return (_MARK + buffer.getvalue()).encode()


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
