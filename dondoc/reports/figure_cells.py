"""What one cell of a figures file says: people, a day, yes or no, words."""

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from dondoc.errors import Refused
from dondoc.reports.checks import Remark
from dondoc.reports.template import NO, YES, FormOf
from language.dates import full_day, read_day
from rules.meaning.figures import Given
from rules.meaning.form import Form
from rules.meaning.policy import Check

LONGEST = 5_000
_LARGEST = 10_000_000
_GROUPED = re.compile(r"[-−]?[0-9]{1,3}(\.[0-9]{3})+")
_NUMBER = re.compile(r"[-−]?[0-9]+([.,][0-9]+)?")


class BadCell(Exception):
    """What is wrong with one cell."""


def block(form: Form, at: str, place: str, says: str) -> Remark:
    """Return what is wrong with the cell at `place`, by the name `form` has for its address."""
    return Remark(at, place, form.name_at(at) or place, Check.BLOCK, says)


def refuse_other(name: str, whose: FormOf, said: tuple[str | None, ...]) -> None:
    """Refuse the form of another directive, duty, body or period."""
    wanted = (whose.directive, whose.duty, whose.bearer, whose.due_on.isoformat())
    what = ("văn bản", "nhiệm vụ", "đơn vị", "kỳ hạn")
    wrong = [
        f"mẫu của {kind} {_shown(found)}, báo cáo này của {kind} {_shown(expected)}"
        for kind, found, expected in zip(what, said, wanted, strict=True)
        if found is not None and found != expected
    ]
    if wrong:
        raise Refused(f"{name}: nhầm mẫu: {'; '.join(wrong)}")


def _shown(said: str) -> str:
    """Return an id as it is, a date as an office writes it."""
    on = read_day(said)
    return full_day(on) if on else said


def number(cell: Any, unit: str) -> Given:
    """Return the whole number or the fraction that was written, None of an empty cell."""
    if isinstance(cell, bool | date):
        raise BadCell(f"phải là số {unit}")
    if isinstance(cell, int | float):
        return whole_or_fraction(cell, unit)
    written = words(cell)
    text = "".join(written.split())
    if not text:
        return None
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    elif not _NUMBER.fullmatch(text):
        raise BadCell(f"“{written[:30]}” không phải số {unit}")
    return whole_or_fraction(Fraction(text.replace(",", ".").replace("−", "-")), unit)


def whole_or_fraction(value: float | Fraction, unit: str) -> Given:
    if not -_LARGEST <= value <= _LARGEST:
        raise BadCell(f"số quá lớn, không thể là số {unit} của một đơn vị")
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact


def day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = words(cell)
    if not text:
        return None
    found = read_day(text)
    if found is None:
        raise BadCell(f"“{text[:30]}” không phải ngày; ghi như 30/4/2024")
    return found


def yes(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    text = words(cell).casefold()
    if text in ("", NO.casefold()):
        return False
    if text == YES.casefold():
        return True
    raise BadCell(f"chọn {YES} hoặc {NO}")


def words(cell: Any) -> str:
    if not isinstance(cell, str):
        # A text cell in which only a number was typed is still a text.
        return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    text = normalize("NFC", cell).strip()
    if len(text) > LONGEST:
        raise BadCell(f"dài quá {LONGEST} ký tự")
    return text
