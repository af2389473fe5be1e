"""People written down once more, as lists do it: from another office, in another spelling.

Each mistake is made by itself with its own chance, so that one entry may carry several, and does in
the lists that are kept badly: numbers
left out or mistyped, tones put elsewhere or lost, capitals without accents, "T." for "Thị", a
missing middle name, s for x, day and month changed round, the year alone, another village.
"""

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.people.maker import Place, Resident, places
from dondoc.people.row import Birth, Number, Personal

MOVED = 0.35
# A part of the lists is kept much worse than the others: each mistake is as many times likelier.
BAD, WORSE = 0.25, 3.0


@dataclass(frozen=True, slots=True)
class Again:
    """One entry made again: whose it is in truth, where it says they live, what it says of them."""

    of: int
    place: Place
    personal: Personal


def entered_again(
    residents: Sequence[Resident], count: int, seed: int = 5, moved: float = MOVED
) -> list[Again]:
    """Return `count` of the residents written down again; a share of `moved` live elsewhere now."""
    draw = random.Random(seed)
    where = places(draw)
    return [
        Again(one.id, _place(draw, one.place, where, moved), _personal(draw, one))
        for one in draw.sample(residents, count)
    ]


def _place(draw: random.Random, old: Place, where: Sequence[Place], moved: float) -> Place:
    if draw.random() < moved:
        return draw.choice([each for each in where if each.commune != old.commune])
    chance = draw.random()
    if chance < 0.1:
        return replace(old, village="")
    if chance < 0.2:
        return replace(old, village=old.village.replace("Thôn ", draw.choice(("", "T.", "Xóm "))))
    return old


def _personal(draw: random.Random, one: Resident) -> Personal:
    said = one.personal
    sex = said.sex
    if draw.random() < 0.15:
        sex = None
    elif draw.random() < 0.01:
        sex = "nam" if sex == "nữ" else "nữ"
    worse = WORSE if draw.random() < BAD else 1.0
    return Personal(
        unicodedata.normalize("NFC", _name(draw, said.name, worse)),
        said.birth and _birth(draw, said.birth, worse),
        sex,
        _numbers(draw, one.all_numbers),
        said.phones if draw.random() < 0.3 else (),
        None,
        said.ethnicity if draw.random() < 0.5 else None,
    )


def _numbers(draw: random.Random, numbers: Sequence[Number]) -> tuple[Number, ...]:
    """Return the numbers that are given: none in half of the lists, sometimes a digit is wrong."""
    if draw.random() < 0.5:
        return ()
    given = [number for number in numbers if draw.random() < 0.5]
    return tuple(_mistyped(draw, number) if draw.random() < 0.05 else number for number in given)


def _mistyped(draw: random.Random, number: Number) -> Number:
    place = draw.randrange(len(number.value) - 6, len(number.value))
    digit = draw.choice([each for each in "0123456789" if each != number.value[place]])
    return Number(number.kind, number.value[:place] + digit + number.value[place + 1 :])


def _birth(draw: random.Random, said: Birth, worse: float) -> Birth | None:
    for chance, changed in _BIRTHS:
        if draw.random() < chance * worse:
            said = changed(draw, said)
    return None if draw.random() < 0.01 * worse else said


def _swapped(draw: random.Random, said: Birth) -> Birth:
    """Day and month changed round, where both can be either."""
    possible = said.day is not None and said.day <= 12
    return Birth(said.year, said.day, said.month) if possible else said


def _other_day(draw: random.Random, said: Birth) -> Birth:
    return said if said.day is None else replace(said, day=draw.randint(1, 28))


_BIRTHS: tuple[tuple[float, Callable[[random.Random, Birth], Birth]], ...] = (
    (0.04, _swapped),
    (0.03, _other_day),
    (0.04, lambda draw, said: replace(said, year=said.year + draw.choice((-1, 1)))),
    (0.012, lambda draw, said: replace(said, year=said.year + draw.choice((-20, -10, 10, -9)))),
    (0.05, lambda draw, said: Birth(said.year, 1, 1)),
    (0.12, lambda draw, said: Birth(said.year)),
)


def bare(text: str) -> str:
    """Return letters without their marks, as who has no Vietnamese keyboard types them."""
    marks = unicodedata.normalize("NFD", text)
    plain = "".join(mark for mark in marks if not unicodedata.combining(mark))
    return plain.replace("đ", "d").replace("Đ", "D")


_TONES = "\u0300\u0301\u0303\u0309\u0323"
# The older way of putting a tone, and the newer one: hòa, hoà.
_PLACED = tuple(
    (unicodedata.normalize("NFC", f"{a}{tone}{b}"), unicodedata.normalize("NFC", f"{a}{b}{tone}"))
    for a, b in ("oa", "oe", "uy")
    for tone in _TONES
)
_SOUNDS = (
    *(("S", "X"), ("X", "S"), ("Ch", "Tr"), ("Tr", "Ch"), ("L", "N"), ("N", "L")),
    *(("Gi", "D"), ("D", "Gi"), ("y", "i"), ("i", "y"), ("Qu", "Q"), ("ươ", "ưo"), ("Ph", "F")),
)


def _name(draw: random.Random, name: str, worse: float) -> str:
    for chance, changed in _NAMES:
        if draw.random() < chance * worse:
            name = changed(draw, name)
    return name


def _tone_elsewhere(draw: random.Random, name: str) -> str:
    for old, new in _PLACED:
        name = name.replace(old, new)
    return name


def _tone_lost(draw: random.Random, name: str) -> str:
    words = name.split()
    at = draw.randrange(len(words))
    marks = unicodedata.normalize("NFD", words[at])
    other = draw.choice(("", *_TONES))
    words[at] = "".join(other if mark in _TONES else mark for mark in marks)
    return " ".join(words)


def _without_middle(draw: random.Random, name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[-1]}"


def _short(draw: random.Random, name: str) -> str:
    """One part of the middle by its letter: "Nguyễn T. Hoa"; seldom the surname: "Ng. Thị Hoa"."""
    words = name.split()
    if draw.random() < 0.15 and words[0] == "Nguyễn":
        return " ".join(("Ng.", *words[1:]))
    return " ".join((words[0], *(f"{word[0]}." for word in words[1:-1]), words[-1]))


def _sound(draw: random.Random, name: str) -> str:
    heard = [(old, new) for old, new in _SOUNDS if old in name]
    return name.replace(*draw.choice(heard), 1) if heard else name


def _mistake(draw: random.Random, name: str) -> str:
    """One letter typed wrong, twice or not at all."""
    at = draw.choice([at for at, letter in enumerate(name) if at and letter.isalpha()])
    return name[:at] + draw.choice(("", name[at] * 2, draw.choice("aeiouhntg"))) + name[at + 1 :]


_NAMES: tuple[tuple[float, Callable[[random.Random, str], str]], ...] = (
    (0.06, _without_middle),
    (0.06, _short),
    (0.04, _sound),
    (0.02, _mistake),
    (0.08, _tone_lost),
    (0.2, _tone_elsewhere),
    (0.12, lambda draw, name: bare(name).upper()),
    (0.08, lambda draw, name: name.upper()),
    (0.03, lambda draw, name: name.replace(" ", "  ", 1)),
)
