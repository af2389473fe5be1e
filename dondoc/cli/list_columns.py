"""How the columns of a list were understood, on screen; and what a person says of them."""

from collections.abc import Sequence
from typing import get_args

from dondoc.cli.output import say
from dondoc.errors import Refused
from dondoc.people.reading.match import Correction
from dondoc.people.reading.shown import ReadSheet
from dondoc.people.row import Sex
from language.numbers import percent, shown
from language.text import folded, nfc
from rules.meaning.list_titles import ListField


def correction(columns: Sequence[str], sexes: Sequence[str], zeros: bool) -> Correction:
    """Return what the options of an import say of its file.

    Raises:
        Refused: one is not written as KEY=VALUE, or names no field or sex.
    """
    fields = {one.value for one in ListField} | {""}
    meant = {folded(title): field for title, field in _pairs("--column", columns, fields)}
    said: dict[str, Sex] = {}
    for number, written in _pairs("--sex", sexes, set(get_args(Sex))):
        said[number] = "nam" if written == "nam" else "nữ"
    return Correction(meant, said, zeros)


def _pairs(option: str, written: Sequence[str], known: set[str]) -> list[tuple[str, str]]:
    found = []
    for one in written:
        key, equals, value = (part.strip() for part in nfc(one).rpartition("="))
        if not equals or not key or value not in known:
            allowed = ", ".join(sorted(filter(None, known)))
            raise Refused(f"{option}: viết dạng TRÁI=PHẢI, bên phải là một trong: {allowed}")
        found.append((key, value))
    return found


def say_sheet(sheet: ReadSheet) -> None:
    """Say which columns of a sheet are read as what, which are not, and what is asked."""
    first, last = sheet.header
    rows = f"dòng {first}" if first == last else f"dòng {first} đến {last}"
    say(f"Trang {sheet.sheet or '1'}: tiêu đề ở {rows}; {shown(sheet.left)} dòng không phải người")
    for one in sheet.columns:
        if one.field is None:
            continue
        sure = "" if one.sure >= 1 else f" ({percent(100 * one.sure)})"
        note = f" – {one.note}" if one.note else ""
        say(f"  {one.column}  {one.title} → {one.called}{sure}{note}")
    unread = [f"{one.column} {one.title} ({one.note})" for one in sheet.columns if not one.field]
    if unread:
        say(f"  không đọc: {'; '.join(unread)}")
    for _, says, rows_ in sheet.asks:
        say(f"  CẦN TRẢ LỜI: {says} ({shown(rows_)} dòng)")
