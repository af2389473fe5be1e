"""What one cell of a table from outside says: words, a day, people, an address, a telephone."""

import re
from datetime import date, datetime
from fractions import Fraction

from dondoc.incoming.table import Cell
from language.dates import read_day
from language.text import nfc

# Whole people, or the fraction that was written; None of an empty cell.
Given = int | Fraction | None

# Of a cell merged over several rows a CSV file keeps the first only.
EVERY_ROW = "ghi đủ ở từng dòng (ô gộp lưu thành CSV chỉ còn dòng đầu), hoặc nhập tệp XLSX"

_LARGEST = 10_000_000
# How much of a cell a refusal repeats.
_SHOWN = 30
_GROUPED = re.compile(r"[-−]?[0-9]{1,3}(\.[0-9]{3})+")
_NUMBER = re.compile(r"[-−]?[0-9]+([.,][0-9]+)?")
_SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?[eE][+]?[0-9]+")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[\d .()-]+")
_BETWEEN = re.compile(r"[;,/]|\s+(?:hoặc|và)\s+")


class Bad(Exception):
    """What is wrong with one cell, what is allowed instead, and what of it may be repeated."""

    def __init__(self, what: str, allowed: str = "", seen: str = "") -> None:
        super().__init__(what)
        self.what, self.allowed, self.seen = what, allowed, seen

    @property
    def says(self) -> str:
        """Return it in one line, where the file's own words may be repeated."""
        said = f"“{self.seen}” {self.what}" if self.seen else self.what
        return f"{said}; {self.allowed}" if self.allowed else said


def text(cell: Cell) -> str:
    """Return the words of a cell, single blanks between them."""
    return " ".join(str(cell).split())


def day(cell: Cell) -> date | None:
    """Return the local date a cell names, None where it is empty."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = text(cell)
    found = read_day(said)
    if said and found is None:
        raise Bad("không phải ngày", "dạng 01/7/2024 hoặc 2024-07-01", said[:_SHOWN])
    return found


def number(cell: Cell, unit: str) -> Given:
    """Return the whole number or the fraction that was written, None of an empty cell.

    Args:
        unit: of what, as a refusal calls it: "người".
    """
    if isinstance(cell, bool | date):
        raise Bad(f"phải là số {unit}")
    if isinstance(cell, float):
        # What a formula came to, to the digits that a spreadsheet program shows.
        return whole_or_fraction(Fraction(f"{cell:.15g}"), unit)
    if isinstance(cell, int):
        return whole_or_fraction(cell, unit)
    written = "".join(cell.split())
    if not written:
        return None
    if _GROUPED.fullmatch(written):
        written = written.replace(".", "")
    elif not _NUMBER.fullmatch(written):
        raise Bad(f"không phải số {unit}", seen=text(cell)[:_SHOWN])
    return whole_or_fraction(Fraction(written.replace(",", ".").replace("−", "-")), unit)


def whole_or_fraction(value: float | Fraction, unit: str) -> int | Fraction:
    """Return a number exactly as it was written; raises Bad where no body has so many."""
    if not -_LARGEST <= value <= _LARGEST:
        raise Bad(f"số quá lớn, không thể là số {unit} của một đơn vị")
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact


def people(cell: Cell) -> Given:
    """Return a number of people."""
    return number(cell, "người")


def words(cell: Cell, longest: int) -> str:
    """Return what was written, line breaks kept; raises Bad beyond `longest` characters."""
    if not isinstance(cell, str):
        # A text cell in which only a number was typed is still a text.
        return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    said = nfc(cell).strip()
    if len(said) > longest:
        raise Bad(f"dài quá {longest} ký tự")
    return said


def person(cell: Cell) -> str | None:
    """Return a name, None where there is none."""
    said = text(cell)
    # A spreadsheet would take such a cell for a formula.
    if said[:1] in ("=", "+", "-", "@"):
        raise Bad(f'họ tên không thể bắt đầu bằng "{said[0]}"')
    if odd := next((mark for mark in said if mark in "<>"), None):
        raise Bad(f'họ tên không thể có dấu "{odd}"', "chỉ họ và tên")
    return said or None


def mail(cell: Cell) -> str | None:
    """Return one mail address, None where there is none."""
    said = text(cell)
    several = [part for part in re.split(r"[;,/\s]+", said) if "@" in part]
    if len(several) > 1:
        raise Bad(
            f"có {len(several)} địa chỉ thư trong một ô", "một địa chỉ; người khác ghi dòng khác"
        )
    if odd := next((mark for mark in said if not mark.isascii()), None):
        raise Bad(f'địa chỉ thư có chữ "{odd}"', "chữ không dấu, dạng ten@coquan.gov.vn")
    if said and not _EMAIL.fullmatch(said):
        raise Bad("địa chỉ thư không hợp lệ", "dạng ten@coquan.gov.vn")
    return said or None


def phone(cell: Cell) -> str | None:
    """Return one telephone number as written, None where there is none.

    The mark by which a spreadsheet keeps digits as text is no part of it.
    """
    said = text(cell).removeprefix("'")
    if not said:
        return None
    if _SCIENTIFIC.fullmatch(said):
        what = "số điện thoại bị ghi dạng rút gọn của Excel, đã mất chữ số"
        raise Bad(what, "đặt cột là Văn bản (Text), ghi lại đủ số", said)
    several = [part for part in _BETWEEN.split(said) if sum(map(str.isdigit, part)) >= 8]
    if len(several) > 1:
        what = f"có {len(several)} số điện thoại trong một ô"
        raise Bad(what, "một số; số khác ghi ở cột ghi chú")
    if not _PHONE.fullmatch(said) or not 8 <= sum(map(str.isdigit, said)) <= 15:
        raise Bad(f'số điện thoại "{said}" không hợp lệ', "8 đến 15 chữ số")
    return said


def lost_zero(number: str) -> bool:
    """Return whether a telephone number has lost the 0 it began with, in a cell of numbers.

    1800 and 1900 numbers begin so; every other one begins with 0 or with a country.
    """
    return number[0] not in "+0(1" and sum(map(str.isdigit, number)) in (9, 10)
