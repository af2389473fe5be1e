"""Numbers by which a person is known: their kinds, what they say, where they contradict a row.

The insurance code has ten digits and stands in a card of fifteen as its last ten; a card of the
form of today shows them alone. The personal id has twelve digits, whose fourth tells the century
and the sex and whose next two the year of birth (Decree 137/2015/NĐ-CP, article 13); before it
stood one of nine, which tells nothing. A spreadsheet takes them for amounts: it drops the zeros in
front and writes large ones as a power of ten.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dondoc.people.row import Finding, Number, NumberKind, Personal, Sex

# How long a number of each kind is.
LENGTHS: Mapping[NumberKind, tuple[int, ...]] = {
    "bhxh": (10,),
    "card": (10, 15),
    "cccd": (12,),
    "cmnd": (9,),
}
NAMES: Mapping[NumberKind, str] = {
    "bhxh": "mã số BHXH",
    "card": "số thẻ BHYT",
    "cccd": "số định danh cá nhân",
    "cmnd": "số CMND",
}
# How many zeros may stand in front, which a spreadsheet drops: provinces count from 001, or 01.
_ZEROS: Mapping[NumberKind, int] = {"bhxh": 1, "card": 1, "cccd": 2, "cmnd": 1}
_CARD = re.compile(r"[A-Z]{2}[1-5][0-9]{12}")
_DIGITS = re.compile(r"[0-9]+")
_POWER = re.compile(r"[0-9]([.,][0-9]+)?[Ee][+]?[0-9]+")
_BETWEEN = str.maketrans("", "", " \u00a0.-'")
# The number of a newborn who has no code yet: province, district, 000, place in the register.
_NEWBORN = re.compile(r"TE1[0-9]{4}000[0-9]{5}")


@dataclass(frozen=True)
class Read:
    """A number as it was read: the number, or what is wrong and what it would be with its zeros."""

    number: Number | None = None
    wrong: str = ""
    with_zero: Number | None = None


@dataclass(frozen=True)
class Told:
    """What a personal id tells of its holder."""

    year: int
    sex: Sex


def read(kind: NumberKind, written: str) -> Read:
    """Return the number that was `written` in a column of `kind`.

    A personal id of the old form in a column of the new one is taken as what it is, and the other
    way round. A number that lost the zero in front is not mended: only a person may say so.
    """
    if _POWER.fullmatch(written.strip()):
        return Read(wrong=f"{NAMES[kind]} bị bảng tính đổi thành lũy thừa, mất các chữ số cuối")
    said = written.translate(_BETWEEN).upper()
    if kind == "card" and _CARD.fullmatch(said):
        return Read(Number(kind, said))
    if not _DIGITS.fullmatch(said):
        return Read(wrong=f"{NAMES[kind]} có ký tự lạ")
    for one in _alike(kind):
        if len(said) in LENGTHS[one] and (one != "card" or len(said) == 10):
            return Read(Number(one, said))
    return _of_wrong_length(kind, said)


def _alike(kind: NumberKind) -> tuple[NumberKind, ...]:
    """Return the kinds that are written in a column of `kind`, its own first."""
    if kind == "cccd":
        return ("cccd", "cmnd")
    return ("cmnd", "cccd") if kind == "cmnd" else (kind,)


def _of_wrong_length(kind: NumberKind, said: str) -> Read:
    lengths = {one: length for one in _alike(kind) for length in LENGTHS[one] if length != 15}
    for one, length in lengths.items():
        if length - _ZEROS[one] <= len(said) < length:
            wrong = f"{NAMES[kind]} có {len(said)} chữ số, có thể mất số 0 ở đầu"
            return Read(wrong=wrong, with_zero=Number(one, said.zfill(length)))
    allowed = " hoặc ".join(str(length) for length in (*lengths.values(), *_longer(kind)))
    return Read(wrong=f"{NAMES[kind]} có {len(said)} chữ số, phải có {allowed}")


def _longer(kind: NumberKind) -> tuple[int, ...]:
    return (15,) if kind == "card" else ()


def insurance_code(number: Number) -> str | None:
    """Return the ten digits of the insurance code that `number` is or holds, None of others."""
    if number.kind == "bhxh":
        return number.value
    if number.kind != "card" or _NEWBORN.fullmatch(number.value):
        return None
    return number.value[-10:]


def letters(card: Number) -> str | None:
    """Return the two letters that tell the category of a card, None where it shows none."""
    return card.value[:2] if card.kind == "card" and len(card.value) == 15 else None


def told(number: Number) -> Told | None:
    """Return the year of birth and the sex that a personal id of twelve digits tells."""
    if number.kind != "cccd" or len(number.value) != 12:
        return None
    century, sex = divmod(int(number.value[3]), 2)
    return Told(1900 + 100 * century + int(number.value[4:6]), "nữ" if sex else "nam")


def walk(numbers: Sequence[Number]) -> frozenset[Number]:
    """Return what can be matched of `numbers`: one insurance code, whatever number held it."""
    found = set()
    for number in numbers:
        code = insurance_code(number)
        found.add(Number("bhxh", code) if code else number)
    return frozenset(found)


def contradictions(personal: Personal, expected: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return where the numbers of a person contradict their row or each other.

    Args:
        expected: the letters a card of the list's group may show; none given, any.
    """
    return (
        *_of_ids(personal),
        *_of_codes(personal.numbers),
        *_of_cards(personal.numbers, expected),
    )


def _of_ids(personal: Personal) -> Iterator[Finding]:
    for number in personal.numbers:
        says = told(number)
        if says is None:
            continue
        if personal.birth is not None and says.year != personal.birth.year:
            what = f"{NAMES['cccd']} cho năm sinh khác năm sinh ghi ở dòng này"
            yield Finding("id-year", "birth", what)
        if personal.sex is not None and says.sex != personal.sex:
            what = f"{NAMES['cccd']} cho giới tính khác giới tính ghi ở dòng này"
            yield Finding("id-sex", "sex", what)


def _of_codes(numbers: Sequence[Number]) -> Iterator[Finding]:
    codes = {code for code in map(insurance_code, numbers) if code}
    if len(codes) > 1:
        yield Finding("codes-differ", "bhxh", "mã số BHXH khác mười số cuối của số thẻ BHYT")


def _of_cards(numbers: Sequence[Number], expected: Collection[str]) -> Iterator[Finding]:
    for number in numbers:
        shown = letters(number)
        if expected and shown and shown not in expected:
            allowed = ", ".join(sorted(expected))
            what = f"thẻ có mã {shown}, không phải mã của nhóm này ({allowed})"
            yield Finding("card-letters", "card", what)
