"""People of a district from a seed: households in villages, with what an office knows of each.

Names collide as they do in life: siblings share surname and often the middle name, twins the day
of birth, sons the name of an uncle. What an office has written down is less than what is true:
numbers are missing, of the old only the year is known. Nobody of them lives.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from benchmarks.people.names import GROUPS, Group, Weighted, villages
from dondoc.people.row import Birth, Number, Personal, Sex

# The year in which they are counted.
YEAR = 2024
COMMUNES = 31
_IN_A_COMMUNE = 12
_PROVINCE = "08"
_CARD_LETTERS = ("CN", "HN", "DT", "GD", "DK", "HS", "HT")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives: commune and village, as they are written."""

    commune: str
    village: str


@dataclass(frozen=True, slots=True)
class Resident:
    """One person: a number of our own, where they live, with whom, what is known of them.

    `all_numbers` are those they truly have; `personal` shows those an office wrote down.
    """

    id: int
    place: Place
    household: int
    personal: Personal
    all_numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class _Member:
    """Somebody of a household before an office has written them down."""

    surname: str
    sex: Sex
    born: Birth
    relation: str
    middle: str = ""


def places(draw: random.Random, communes: int = COMMUNES) -> list[Place]:
    """Return the villages of a district, as many in each commune."""
    names = list(villages())
    return [
        Place(f"Xã số {number:02}", village)
        for number in range(1, communes + 1)
        for village in draw.sample(names, _IN_A_COMMUNE)
    ]


def people(count: int, seed: int = 20241128, communes: int = COMMUNES) -> list[Resident]:
    """Return `count` people of `communes` communes; the same for the same seed."""
    return list(islice(_residents(random.Random(seed), communes), count))


def _residents(draw: random.Random, communes: int) -> Iterator[Resident]:
    where = places(draw, communes)
    # Each commune has its own mixture of peoples.
    mixture = {place.commune: [g.share * draw.random() ** 2 for g in GROUPS] for place in where}
    number, household = 0, 0
    while True:
        household += 1
        place = draw.choice(where)
        (group,) = draw.choices(GROUPS, mixture[place.commune])
        phone = f"09{draw.randrange(10**8):08}" if draw.random() < 0.5 else None
        for member in _household(draw, group):
            number += 1
            personal, numbers = _written(draw, member, group, phone)
            yield Resident(number, place, household, personal, numbers)


def _pick(draw: random.Random, names: Weighted) -> str:
    return draw.choices(names[0], cum_weights=names[1])[0]


def _household(draw: random.Random, group: Group) -> Iterator[_Member]:
    """Yield the head, and who lives with them: wife or husband, a parent, children, twins."""
    head = draw.randint(YEAR - 75, YEAR - 24)
    surname, wife = _pick(draw, group.surnames), _pick(draw, group.surnames)
    if draw.random() < 0.12:
        yield _Member(surname, draw.choice(("nam", "nữ")), _day(draw, head), "Chủ hộ")
        return
    yield _Member(surname, "nam", _day(draw, head), "Chủ hộ")
    mother = head + draw.randint(-3, 6)
    yield _Member(wife, "nữ", _day(draw, mother), "Vợ")
    if draw.random() < 0.2:
        old = _day(draw, head - draw.randint(20, 30))
        yield _Member(_pick(draw, group.surnames), "nữ", old, "Mẹ")
    yield from _children(draw, group, surname, mother)


def _children(draw: random.Random, group: Group, surname: str, mother: int) -> Iterator[_Member]:
    middle = {sex: _middle(draw, group, sex, mother + 25) for sex in ("nam", "nữ")}
    born = mother + draw.randint(19, 24)
    for _ in range(draw.choices((0, 1, 2, 3, 4), (8, 22, 42, 20, 8))[0]):
        if not mother < born <= YEAR:
            return
        day = _day(draw, born)
        for _ in range(2 if draw.random() < 0.012 else 1):
            sex: Sex = draw.choice(("nam", "nữ"))
            kept = middle[sex] if draw.random() < 0.6 else ""
            yield _Member(surname, sex, day, "Con", kept)
        born += draw.choice((1, 2, 2, 3, 3, 4, 5))


def _day(draw: random.Random, year: int) -> Birth:
    return Birth(year, draw.randint(1, 12), draw.randint(1, 28))


def _generation(sex: Sex | str, year: int) -> str:
    return f"{sex}-{1 if year < 1985 else 2}"


def _middle(draw: random.Random, group: Group, sex: Sex | str, year: int) -> str:
    """Return the middle of a name: mostly one part, seldom none or two."""
    one = _pick(draw, group.middle[_generation(sex, year)])
    chance = draw.random()
    if chance < 0.04:
        return ""
    if chance < 0.16 and one in ("Thị", "Văn"):
        more = _pick(draw, group.middle[_generation(sex, max(year, 1985))])
        return one if more == one else f"{one} {more}"
    return one


def _written(
    draw: random.Random, member: _Member, group: Group, phone: str | None
) -> tuple[Personal, tuple[Number, ...]]:
    """Return what an office has written down of a member, and the numbers they truly have."""
    year = member.born.year
    middle = member.middle or _middle(draw, group, member.sex, year)
    given = _pick(draw, group.given[_generation(member.sex, year)])
    numbers = _numbers(draw, member)
    shown = tuple(number for number in numbers if draw.random() < 0.7)
    personal = Personal(
        " ".join(filter(None, (member.surname, middle, given))),
        _known(draw, member.born),
        member.sex,
        shown,
        (phone,) if phone and draw.random() < 0.6 else (),
        None,
        group.name,
        member.relation,
    )
    return personal, numbers


def _known(draw: random.Random, born: Birth) -> Birth:
    """Return a birth as precisely as it is written down: of the old often the year alone."""
    coarse = next(share for until, share in _COARSE if born.year < until)
    chance = draw.random()
    if chance < coarse / 2:
        return Birth(born.year)
    return Birth(born.year, 1, 1) if chance < coarse else born


_COARSE = ((1950, 0.4), (1965, 0.2), (1985, 0.07), (YEAR + 1, 0.015))


def _numbers(draw: random.Random, member: _Member) -> tuple[Number, ...]:
    """Return the numbers somebody has: an insurance code, perhaps a card; an id, perhaps of old."""
    year, found = member.born.year, list[Number]()
    if draw.random() < 0.8:
        code = f"{_PROVINCE}{draw.randrange(10**8):08}"
        found.append(Number("bhxh", code))
        if draw.random() < 0.6:
            letters = f"{draw.choice(_CARD_LETTERS)}{draw.randint(1, 4)}"
            found.append(Number("card", f"{letters}{_PROVINCE}{code}"))
    if draw.random() < (0.9 if year < YEAR - 13 else 0.6):
        century = 2 * ((year - 1900) // 100) + (member.sex == "nữ")
        found.append(
            Number("cccd", f"0{_PROVINCE}{century}{year % 100:02}{draw.randrange(10**6):06}")
        )
    if year < YEAR - 25 and draw.random() < 0.25:
        found.append(Number("cmnd", f"07{draw.randrange(10**7):07}"))
    return tuple(found)
