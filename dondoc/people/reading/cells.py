"""What single cells say: name, sex, telephones, days of a card; what is odd of each."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dondoc.incoming.table import Cell
from dondoc.people.row import Finding, Sex
from language.dates import read_day

NO_NAME = Finding("name-missing", "name", "không có họ và tên", grave=True)
ODD_NAME = Finding("name-odd", "name", "họ và tên có chữ số hoặc dấu lạ")
SEX_UNREAD = Finding("sex-unread", "sex", "không hiểu giới tính")
SEX_ASKED = Finding("sex-asked", "sex", "giới tính ghi bằng số mà tệp không chú giải: cần hỏi")
BOTH_SEXES = Finding("sex-both", "sex", "đánh dấu cả nam và nữ")
PHONE_UNREAD = Finding("phone-unread", "phones", "số điện thoại không đủ chữ số")
PHONE_ZERO = Finding("phone-zero", "phones", "số điện thoại mất số 0 ở đầu, đã thêm lại")
DAY_UNREAD = "không đọc được ngày của thẻ"
OLD_LETTERS = "chữ gõ theo bảng mã cũ, không đọc được chắc chắn"
EITHER_WAY = "đọc được theo cả bảng mã cũ và Unicode: xem lại"

_SEXES: Mapping[str, Sex] = {
    "nam": "nam",
    "m": "nam",
    "male": "nam",
    "trai": "nam",
    "nam giới": "nam",
    "nữ": "nữ",
    "nu": "nữ",
    "f": "nữ",
    "female": "nữ",
    "gái": "nữ",
    "nữ giới": "nữ",
}
_UNMARKED = {"", "0", "-", "không"}
# What is written for "as above".
_DITTO = re.compile(r"[\"”“″〃']{1,2}|-?\s*(?:nt|n\.t|như trên)\.?\s*-?|[-.]{2,}", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d{1,4}\s*[.)/\-]\s*")
_NAME_BIRTH = re.compile(
    r"\s*[,(\-–]?\s*(?:sinh(?: năm| ngày)?|sn|s\.n|ns|năm)?\s*[:.]?\s*"
    r"((?:\d{1,2}[/.\-]\d{1,2}[/.\-])?(?:19|20)\d{2})\s*\)?$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]+(?:[\s.'’\-]+[^\W\d_]+)*\.?")
_BETWEEN = re.compile(r"[;,/&+\n]|\s+(?:hoặc|và|-)\s+|\s{2,}|(?<=\d{4})\s(?=0\d{8})")
_LEGEND = re.compile(
    r"\b(nam|nữ)\s*(?:giới)?\s*(?:[:=\-–]|là|ghi)?\s*[\"“]?([0-9])\b"
    r"|\b([0-9])\s*[\"”]?\s*(?:[:=\-–]|là)\s*(nam|nữ)\b"
)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4})?")


class Named(NamedTuple):
    """A name as written, and a day or year of birth that stood in its cell."""

    name: str
    birth: str


def is_ditto(said: str) -> bool:
    """Return whether a cell says that it is as the one above."""
    return _DITTO.fullmatch(said) is not None


def name_of(said: str) -> Named:
    """Return the name in a cell, without the number before it and the year of birth after it.

    In small letters throughout, as a font of capitals leaves it, each word gets its capital.
    """
    name, birth = _NUMBERED.sub("", said), ""
    if name[-1:].isdigit() or name.endswith(")"):
        found = _NAME_BIRTH.search(name)
        if found and found.start():
            name, birth = name[: found.start()].rstrip(" ,-–("), found[1]
    if name.islower():
        name = " ".join(word.capitalize() for word in name.split())
    return Named(name, birth)


def is_name(name: str) -> bool:
    """Return whether only letters and what may stand between them make up `name`."""
    return _NAME.fullmatch(name) is not None


def sex_of(cell: Cell, legend: Mapping[str, Sex]) -> Sex | Finding | None:
    """Return the sex that a cell says, None of an empty one; a number only by the `legend`."""
    said = str(cell).strip().casefold()
    if not said:
        return None
    if said in _SEXES:
        return _SEXES[said]
    if said.isdecimal():
        return legend.get(said, SEX_ASKED)
    return SEX_UNREAD


def is_marked(cell: Cell) -> bool:
    """Return whether a column that is marked, with an X or anything, is marked in this cell."""
    return str(cell).strip().casefold() not in _UNMARKED


def legend_in(texts: Iterable[str]) -> dict[str, Sex]:
    """Return which sex a number stands for where `texts` say it of both, else nothing."""
    found: dict[str, Sex] = {}
    for text in texts:
        for word, after, before, named in _LEGEND.findall(text.casefold()):
            found.setdefault(after or before, _SEXES[word or named])
    return found if len(found) == 2 and len(set(found.values())) == 2 else {}


def phones_of(cell: Cell) -> tuple[tuple[str, ...], Finding | None]:
    """Return the telephone numbers of a cell, in digits and from 0 on, and what is odd of them."""
    said = cell if isinstance(cell, str) else repr(cell)
    found, odd = list[str](), None
    for part in _BETWEEN.split(said):
        digits = "".join(filter(str.isdigit, part))
        if not digits:
            continue
        if digits.startswith("84") and len(digits) in (11, 12):
            digits = "0" + digits[2:].removeprefix("0")
        elif len(digits) == 9 and digits[0] in "35789":
            digits, odd = "0" + digits, odd or PHONE_ZERO
        if 10 <= len(digits) <= 11 and digits[0] == "0":
            found.append(digits)
        else:
            odd = PHONE_UNREAD
    return tuple(dict.fromkeys(found)), odd


def card_day(cell: Cell, column: str) -> date | Finding | None:
    """Return the day of a card's validity, None where none is said."""
    if isinstance(cell, date):
        return cell
    said = str(cell).strip()
    if not said or said == "0":
        return None
    return _day(said) or Finding(f"{column}-unread", column, DAY_UNREAD)


# Cards of one list begin and end on few days.
@lru_cache(maxsize=2_000)
def _day(said: str) -> date | None:
    packed = _PACKED.fullmatch(said)
    return read_day("-".join(packed.groups()) if packed else said)
