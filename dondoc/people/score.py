"""What agrees between two entries, and what that weighs in bits."""

from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.people.entry import Entry
from dondoc.people.name import Name, near
from dondoc.people.row import Birth, Number


@dataclass(frozen=True, slots=True)
class Weighed:
    """How two entries compare: the sum in bits, and by which findings, as a person reads them."""

    bits: float
    findings: tuple[str, ...]


# What is found, and what it weighs: log2 of how much likelier it is between two entries of one
# person than between two people. Rounded; measured on people made up from seeds of their own.
WEIGHTS = {
    "cùng mã số BHXH": 20.0,
    "cùng số định danh": 20.0,
    "số gần giống, khác một chữ số": 7.0,
    "số khác nhau": -6.0,
    "cùng họ": 4.0,
    "họ đọc giống nhau": 3.0,
    "họ gần giống hoặc viết tắt": 1.0,
    "khác họ": -8.0,
    "cùng tên": 5.5,
    "tên đọc giống nhau": 3.5,
    "tên gần giống": 1.5,
    "khác tên": -18.0,
    "cùng chữ đệm": 2.5,
    "chữ đệm viết tắt": 1.5,
    "thiếu chữ đệm": -1.0,
    "chữ đệm giống một phần": 0.0,
    "khác chữ đệm": -5.0,
    "cùng dấu": 1.0,
    "khác dấu": -2.0,
    "cùng ngày sinh": 14.0,
    "ngày và tháng sinh đảo nhau": 9.0,
    "cùng ngày và tháng sinh, năm lệch một": 9.0,
    "cùng ngày và tháng sinh, năm khác một chữ số": 1.0,
    "cùng năm sinh, khác một phần ngày": 4.0,
    "cùng năm sinh, khác ngày": -2.0,
    "cùng năm sinh": 5.5,
    "năm sinh lệch một": 0.5,
    "khác năm sinh": -8.0,
    "cùng giới tính": 1.0,
    "khác giới tính": -5.0,
    "cùng thôn": 7.0,
    "cùng xã": 3.0,
    "khác xã": -1.5,
    "cùng số điện thoại": 5.0,
}


def weigh(one: Entry, other: Entry) -> Weighed:
    """Return how two entries compare; the order of the two says nothing."""
    findings = tuple(_findings(one, other))
    return Weighed(sum(map(WEIGHTS.__getitem__, findings)), findings)


def _findings(one: Entry, other: Entry) -> Iterator[str]:
    yield from _numbers(one.numbers, other.numbers)
    if one.name.parts and other.name.parts:
        yield from _names(one.name, other.name)
    if one.birth is not None and other.birth is not None:
        yield _births(one.birth, other.birth, one.exact and other.exact)
    if one.sex is not None and other.sex is not None:
        yield "cùng giới tính" if one.sex == other.sex else "khác giới tính"
    if one.commune is not None and other.commune is not None:
        yield _places(one, other)
    if one.phones and not set(one.phones).isdisjoint(other.phones):
        yield "cùng số điện thoại"


def _numbers(one: frozenset[Number], other: frozenset[Number]) -> Iterator[str]:
    """Yield whether numbers of a kind that both have agree; one that does decides."""
    shared = one & other
    if shared:
        bhxh = any(number.kind == "bhxh" for number in shared)
        yield "cùng mã số BHXH" if bhxh else "cùng số định danh"
        return
    pairs = [(a.value, b.value) for a in one for b in other if a.kind == b.kind]
    if pairs:
        alike = any(_one_digit(a, b) for a, b in pairs)
        yield "số gần giống, khác một chữ số" if alike else "số khác nhau"


def _one_digit(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _names(one: Name, other: Name) -> Iterator[str]:
    surname, given = one.parts[0], one.parts[-1]
    if surname == other.parts[0]:
        yield "cùng họ"
    elif one.surname == other.surname:
        yield "họ đọc giống nhau"
    elif near(surname, other.parts[0]) or _short(surname, other.parts[0]):
        yield "họ gần giống hoặc viết tắt"
    else:
        yield "khác họ"
    if given == other.parts[-1]:
        yield "cùng tên"
    elif one.given == other.given:
        yield "tên đọc giống nhau"
    else:
        yield "tên gần giống" if near(given, other.parts[-1]) else "khác tên"
    yield _middles(one.middle, other.middle)
    if one.marked and other.marked:
        yield "cùng dấu" if one.marked == other.marked else "khác dấu"


def _short(one: str, other: str) -> bool:
    """Return whether one part abbreviates the other: T., Ng."""
    return one[:2] == other or other[:2] == one or one[:1] == other or other[:1] == one


def _middles(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    if one == other:
        return "cùng chữ đệm"
    if not one or not other:
        return "thiếu chữ đệm"
    if len(one) == len(other) and all(
        a == b or _short(a, b) for a, b in zip(one, other, strict=True)
    ):
        return "chữ đệm viết tắt"
    near_all = len(one) == len(other) and all(near(a, b) for a, b in zip(one, other, strict=True))
    alike = near_all or not set(one).isdisjoint(other)
    return "chữ đệm giống một phần" if alike else "khác chữ đệm"


def _births(one: Birth, other: Birth, exact: bool) -> str:
    years = abs(one.year - other.year)
    if not exact:
        return _years(years)
    mine, theirs = (one.day, one.month), (other.day, other.month)
    if years == 0:
        if mine == theirs:
            return "cùng ngày sinh"
        if mine == theirs[::-1]:
            return "ngày và tháng sinh đảo nhau"
        part = one.day == other.day or one.month == other.month
        return "cùng năm sinh, khác một phần ngày" if part else "cùng năm sinh, khác ngày"
    if mine == theirs and years == 1:
        return "cùng ngày và tháng sinh, năm lệch một"
    if mine == theirs and _one_digit(str(one.year), str(other.year)):
        return "cùng ngày và tháng sinh, năm khác một chữ số"
    return "khác năm sinh"


def _years(years: int) -> str:
    return ("cùng năm sinh", "năm sinh lệch một")[years] if years < 2 else "khác năm sinh"


def _places(one: Entry, other: Entry) -> str:
    if one.commune != other.commune:
        return "khác xã"
    return "cùng thôn" if one.village and one.village == other.village else "cùng xã"
