"""What must come of the ledger: how each round stands at an instant, and who hears what when."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from tests.offices import at
from tests.scenario.ledger import (
    HEIR,
    MERGED_ON,
    MINORITY,
    NEAR_POOR,
    PREDECESSORS,
    ROUNDS,
    Filing,
    Round,
    book,
    communes,
    instant,
)

BOOK = book()
# Given three days more on 02/5: from then on its days are others.
EXTENDED, EXTENDED_TO_LATE = "Trường Sinh", date(2024, 5, 9)
# A commune, or a post of a body; what it heard, at which hour.
Heard = tuple[datetime, str, str]

# Whatever does not follow from a round's days alone: who | what. "chair X" is the chair of X.
BESIDES = """
26/4 07:05 | bhxh                               | first
03/5 07:05 | Trường Sinh                        | first
04/5 07:05 | Trường Sinh                        | reminder
04/5 10:05 | Kháng Nhật                         | returned
07/5 07:05 | Trường Sinh                        | due_today
07/5 07:05 | bhxh                               | ask_via blocked reminder
07/5 10:05 | leader                             | brief
07/5 10:05 | Hồng Lạc, bhxh                     | correction
08/5 07:05 | specialist                         | urge
09/5 07:05 | bhxh                               | due_today
09/5 10:05 | leader                             | brief
31/5 07:05 | bhxh                               | first
31/5 07:05 | 12 xã                              | target
05/6 07:05 | bhxh                               | blocked reminder
06/6 07:05 | bhxh                               | ask_via
06/6 07:05 | specialist                         | urge
06/6 10:05 | leader                             | brief
07/6 07:05 | bhxh                               | due_today
12/6 10:05 | leader                             | proposal
14/6 10:05 | Đông Thọ, chair Đông Thọ, leader   | correction
14/6 10:05 | specialist, bhxh                   | correction
17/6 07:05 | 12 xã                              | target
24/6 07:05 | 12 xã                              | target
28/6 07:05 | bhxh                               | first
01/7 07:05 | Đại Phú, Đông Thọ, Hào Phú         | ask_figures
01/7 07:05 | Hồng Lạc, Kháng Nhật, Ninh Lai     | ask_figures
01/7 07:05 | Sơn Nam, Tam Đa, Trường Sinh       | ask_figures
04/7 07:05 | Đại Phú, Hồng Lạc, Ninh Lai        | target_missed
04/7 07:05 | Sơn Nam, Tam Đa                    | target_missed
04/7 10:05 | chair Đại Phú, chair Hồng Lạc      | target_missed
04/7 10:05 | chair Ninh Lai, chair Sơn Nam      | target_missed
04/7 10:05 | chair Tam Đa                       | target_missed
05/7 07:05 | bhxh                               | blocked reminder
08/7 07:05 | Sơn Nam, chair Sơn Nam             | correction
08/7 07:05 | bhxh                               | ask_via
08/7 07:05 | specialist                         | urge
08/7 10:05 | leader                             | brief
09/7 07:05 | bhxh                               | due_today
10/7 07:05 | Hào Phú                            | target_missed
10/7 10:05 | chair Hào Phú                      | target_missed
31/7 07:05 | bhxh                               | first
01/8 07:05 | Đại Phú, Hào Phú, Hồng Lạc         | target_missed
01/8 07:05 | Ninh Lai, Tam Đa                   | target_missed
01/8 07:05 | Trường Sinh                        | ask_figures
01/8 10:05 | chair Đại Phú, chair Hồng Lạc      | target_missed
06/8 07:05 | bhxh                               | ask_via
06/8 10:05 | leader                             | brief
07/8 07:05 | bhxh                               | blocked
07/8 07:05 | specialist                         | urge
09/8 07:05 | bhxh                               | due_today
12/8 10:05 | leader                             | proposal
30/8 07:05 | bhxh                               | first
04/9 07:05 | Đại Phú, Hồng Sơn                  | target_missed
04/9 10:05 | chair Đại Phú, chair Hồng Sơn      | target_missed
04/9 07:05 | 8 xã                               | target
05/9 07:05 | bhxh                               | ready
16/9 07:05 | 7 xã                               | target
23/9 07:05 | 7 xã                               | target
30/9 07:05 | bhxh, mọi xã                       | first
"""
EVERYBODY = {
    "12 xã": NEAR_POOR,
    "8 xã": MINORITY,
    # Thiện Kế has nobody left at the end of August.
    "7 xã": MINORITY[:-1],
    "mọi xã": communes(ROUNDS[-1]),
}


def filed(round_: Round, commune: str) -> Filing | None:
    """Return the first line of a commune in a round: it decides whether it was in time."""
    return next((one for one in BOOK[round_.due] if one.commune == commune), None)


def late_from(round_: Round, commune: str) -> date:
    """Return the day on which a commune's report of a round is late."""
    extended = (commune, round_) == (EXTENDED, ROUNDS[0])
    return EXTENDED_TO_LATE if extended else round_.late


def in_time(round_: Round, commune: str) -> bool:
    one = filed(round_, commune)
    return one is not None and one.received.date() < late_from(round_, commune)


def standing(round_: Round, turn: datetime) -> dict[str, list[str]]:
    """Return who stands how in a round, by what was known at an instant."""
    found: dict[str, list[str]] = {
        way: [] for way in ("done_on_time", "done_late", "open_in_time", "open_overdue")
    }
    for commune in communes(round_):
        one = filed(round_, commune)
        if one is not None and one.recorded <= turn:
            way = "done_on_time" if in_time(round_, commune) else "done_late"
        else:
            passed = turn.date() >= late_from(round_, commune)
            way = "open_overdue" if passed else "open_in_time"
        found[way].append(commune)
    return found


def counted(round_: Round, closed: datetime) -> dict[str, Filing]:
    """Return whose report is in a consolidation closed at an instant, and the line that counts."""
    return {one.commune: one for one in BOOK[round_.due] if one.recorded <= closed}


def heard() -> Counter[Heard]:
    """Return everything that anybody hears, and how often."""
    return Counter(_rounds()) + Counter(_besides())


def _besides() -> Iterator[Heard]:
    for line in BESIDES.strip().splitlines():
        when, whom, kinds = (cell.strip() for cell in line.split("|"))
        for who in whom.split(", "):
            for one in EVERYBODY.get(who, [who]):
                yield from ((instant(when), one, kind) for kind in kinds.split())


def _rounds() -> Iterator[Heard]:
    for place, round_ in enumerate(ROUNDS):
        for commune in communes(round_):
            punctual = place >= 3 and all(in_time(one, commune) for one in ROUNDS[:place][-3:])
            for when, to, kind in _of_one(round_, commune, punctual):
                early = commune == HEIR and when.date() < MERGED_ON
                for body in PREDECESSORS if early else [commune]:
                    yield when, f"{to}{body}", kind


def _of_one(round_: Round, commune: str, punctual: bool) -> Iterator[Heard]:
    """Yield what one commune hears of one round while nothing of it has come."""
    swallowed = round_.reminder == round_.first and not punctual
    yield at(f"{round_.first} 07:05"), "", "reminder" if swallowed else "first"
    if not swallowed and not punctual and _waits(round_, commune, round_.reminder):
        yield at(f"{round_.reminder} 07:05"), "", "reminder"
    if late_from(round_, commune) != round_.late:
        return
    if _waits(round_, commune, round_.aim):
        yield at(f"{round_.aim} 07:05"), "", "due_today"
    if _waits(round_, commune, round_.late):
        yield at(f"{round_.late} 07:05"), "", "overdue"
    # The head of the office releases at ten; who was in by then is not told.
    if _waits(round_, commune, round_.late, "10:00"):
        yield at(f"{round_.late} 10:05"), "chair ", "overdue"


def _waits(round_: Round, commune: str, day: date, hour: str = "07:00") -> bool:
    one = filed(round_, commune)
    known = one.recorded if (commune, round_) != ANSWERED else ANSWERED_AT
    return one is None or known > at(f"{day} {hour}")


# How the target of 30/6 stood, at each turn: who had reached it, who had missed it; of the others
# nothing was known. Later figures reach it after all: from which day.
ON_ITS_DAY = ["Chi Thiết", "Phú Lương", "Thiện Kế"]
SOON_KNOWN = [*ON_ITS_DAY, "Đông Thọ", "Kháng Nhật"]
# Sơn Nam was told on 4/7 that it had missed it, and put its figures right on the 5th.
CORRECTED = [*SOON_KNOWN, "Sơn Nam"]
SINCE_JULY = ["Hào Phú", "Ninh Lai", "Tam Đa", "Trường Sinh"]
SINCE_AUGUST = ["Hồng Lạc", "Đại Phú"]
TARGET_TURNS = (
    ("2024-06-28 12:00", [], []),
    ("2024-07-01 12:00", ON_ITS_DAY, []),
    ("2024-07-04 12:00", SOON_KNOWN, ["Đại Phú", "Hồng Lạc", "Ninh Lai", "Sơn Nam", "Tam Đa"]),
    ("2024-07-05 12:00", CORRECTED, ["Đại Phú", "Hồng Lạc", "Ninh Lai", "Tam Đa"]),
    ("2024-07-09 16:00", CORRECTED, ["Đại Phú", "Hào Phú", "Hồng Lạc", "Ninh Lai", "Tam Đa"]),
    ("2024-08-09 16:00", [*CORRECTED, *SINCE_JULY], ["Đại Phú", "Hồng Lạc"]),
    ("2024-09-30 17:00", [*CORRECTED, *SINCE_JULY, *SINCE_AUGUST], []),
)
REACHED_ON = {
    **dict.fromkeys(CORRECTED, "2024-06-30"),
    **dict.fromkeys(SINCE_JULY, "2024-07-31"),
    **dict.fromkeys(SINCE_AUGUST, "2024-08-31"),
}
# Of this one the receiver said first that its paper had come, and typed it in afterwards.
ANSWERED, ANSWERED_AT = ("Hồng Lạc", ROUNDS[0]), at("2024-05-07 09:00")
