"""The ledger: what every commune did from May to September 2024, kept by hand beside the program.

A line is one report that came: who | by which road | when its receiver had it | when it was
recorded, where that was later | what it says of each group. Roads: `own`, the commune's officer
files the JSON; `form`, the prefilled XLSX comes back by mail; `paper`, the receiver types it in
from a numbered document. "cn" are the near-poor, "dt" the minority people; e6 is six enrolled,
c carded, a arrived, r recognised, x expired, o covered elsewhere, l left, n not joining; a bare
number in May's lines is the opening of the list handed down, everybody's later opening is the last
closing. "nil", or nothing where nothing is asked: "không phát sinh".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tests.offices import at

GROUPS = {"cn": "can-ngheo", "dt": "dtts"}
_FIGURES = {
    "r": "recognised",
    "a": "arrived",
    "x": "expired",
    "e": "enrolled",
    "o": "covered_elsewhere",
    "l": "left",
    "c": "carded",
    "n": "not_joining",
}
PLUS, MINUS = ("recognised", "arrived", "expired"), ("enrolled", "covered_elsewhere", "left")
NEAR_POOR = [
    *("Chi Thiết", "Đại Phú", "Đông Thọ", "Hào Phú", "Hồng Lạc", "Kháng Nhật", "Ninh Lai"),
    *("Phú Lương", "Sơn Nam", "Tam Đa", "Thiện Kế", "Trường Sinh"),
]
MINORITY = [
    *("Đại Phú", "Hào Phú", "Kháng Nhật", "Ninh Lai", "Phú Lương", "Sơn Nam", "Tam Đa"),
    "Thiện Kế",
]
NIL = [
    *("Bình Yên", "Cấp Tiến", "Đông Lợi", "Đồng Quý", "Hợp Hòa", "Hợp Thành", "Lương Thiện"),
    *("Minh Thanh", "Phúc Ứng", "Quyết Thắng", "Sơn Dương", "Tân Thanh", "Tân Trào", "Thượng Ấm"),
    *("Trung Yên", "Tú Thịnh", "Vân Sơn", "Văn Phú", "Vĩnh Lợi"),
]

MAY = """
Đại Phú     | own   | 03/5 10:00 |            | cn 41 a1 e9 o2 c8 n4; dt 731 r4 e88 o6 c88 n30
Đông Thọ    | own   | 03/5 10:00 |            | cn 12 e2 c2
Hào Phú     | own   | 03/5 10:00 |            | cn 27 r2 e6 c6 n2; dt 406 e33 c33 n6
Kháng Nhật  | own   | 03/5 10:00 |            | cn 22 e4 c4 n3; dt 402 e38 c38 n11
Ninh Lai    | own   | 03/5 10:00 |            | cn 35 e11 o1 c10 n2; dt 479 e52 o5 c50 n13
Phú Lương   | own   | 03/5 10:00 |            | cn 19 x1 e4 c4; dt 295 e27 c27 n8
Tam Đa      | own   | 03/5 10:00 |            | cn 21 e3 c3 n1; dt 356 e41 l1 c41 n9
Thiện Kế    | own   | 03/5 10:00 |            | cn 14 e6 c6; dt 214 x2 e19 c19 n4
*           | own   | 03/5 10:00 |            |
Kháng Nhật  | own   | 06/5 09:00 |            | cn 22 e5 c5 n3; dt 402 e38 c38 n11
Hồng Lạc    | paper | 04/5 16:30 | 07/5 09:30 | cn 15 e4 l1 c4 n1
Trường Sinh | own   | 08/5 10:00 |            | cn 12 e1 o1 c1 n2
Vân Sơn     | own   | 08/5 10:05 |            |
Sơn Nam     | own   | 09/5 17:00 |            | cn 46 e12 l2 c12 n5; dt 688 a3 e71 l2 c70 n25
Chi Thiết   | own   | 10/5 08:30 |            | cn 18 e3 c3 n1
"""
JUNE = """
*           | form  | 03/6 08:00 |            |
Chi Thiết   | form  | 03/6 08:00 |            | cn e8 c8
Đại Phú     | form  | 03/6 08:00 |            | cn e12 c12; dt e100 c100
Hồng Lạc    | form  | 03/6 08:00 |            | cn e3 c3
Kháng Nhật  | form  | 03/6 08:00 |            | cn e9 c9; dt e70 c70
Ninh Lai    | form  | 03/6 08:00 |            | cn e10 c11; dt e90 c90
Phú Lương   | form  | 03/6 08:00 |            | cn e9 c9; dt e50 c50
Sơn Nam     | form  | 03/6 08:00 |            | cn a1 e15 c15; dt e120 c120
Tam Đa      | form  | 03/6 08:00 |            | cn e9 c9; dt e60 c60
Thiện Kế    | form  | 03/6 08:00 |            | cn e5 c5; dt e60 c60
Trường Sinh | form  | 03/6 08:00 |            | cn e5 c5
Đông Thọ    | paper | 04/6 15:00 | 14/6 08:30 | cn e6 c6
Hào Phú     | own   | 07/6 09:00 |            | cn e10 c10; dt e60 c60
"""
JULY = """
Chi Thiết   | own   | 30/6 18:00 |            | cn e7 c7
Phú Lương   | own   | 30/6 18:00 |            | cn e7 c7; dt e60 c60
Thiện Kế    | own   | 30/6 18:00 |            | cn e3 c3; dt e50 c50
*           | own   | 02/7 09:00 |            |
Đại Phú     | form  | 03/7 08:00 |            | cn e9 c9; dt e99 c99
Đông Thọ    | paper | 03/7 08:00 |            | cn e4 c4
Hồng Lạc    | own   | 03/7 08:00 |            | cn e5 c5
Kháng Nhật  | form  | 03/7 08:00 |            | cn e8 c8; dt e71 c71
Ninh Lai    | form  | 03/7 08:00 |            | cn e11 c8; dt e80 c80
Sơn Nam     | form  | 03/7 08:00 |            | cn e16 c16; dt e110 c110
Tam Đa      | form  | 03/7 08:00 |            | cn e5 c5; dt e50 c50
Trường Sinh | own   | 03/7 08:00 |            | 28/6 cn e3 c3
Sơn Nam     | own   | 05/7 08:00 |            | cn e18 c18; dt e110 c110
Hào Phú     | own   | 09/7 09:00 |            | cn e9 c9; dt e50 c50
"""
AUGUST = """
*           | own   | 01/8 09:00 |            |
Chi Thiết   | own   | 01/8 09:00 |            | cn e0
Đại Phú     | own   | 01/8 09:00 |            | cn e4 c5; dt e81 c81
Đông Thọ    | own   | 01/8 09:00 |            | nil
Hào Phú     | own   | 01/8 09:00 |            | cn e4 c4; dt e51 c51
Hồng Lạc    | own   | 01/8 09:00 |            | nil
Kháng Nhật  | own   | 01/8 09:00 |            | cn e0; dt e59 c59
Ninh Lai    | own   | 01/8 09:00 |            | cn c3; dt e70 c70
Phú Lương   | own   | 01/8 09:00 |            | cn e0; dt e50 c50
Sơn Nam     | own   | 01/8 09:00 |            | cn e0; dt e100 c100
Tam Đa      | own   | 01/8 09:00 |            | cn e4 c4; dt e60 c60
Thiện Kế    | own   | 01/8 09:00 |            | cn e0; dt e40 c40
Trường Sinh | own   | 01/8 09:00 |            | cn e2 c2
Cấp Tiến    | own   | 14/8 09:00 |            |
"""
SEPTEMBER = """
*           | own   | 04/9 14:00 |            |
Chi Thiết   | own   | 04/9 14:00 |            | cn e0
Đại Phú     | form  | 04/9 14:00 |            | cn e6 c6; dt e100 c100
Đông Thọ    | own   | 04/9 14:00 |            | cn e0
Hào Phú     | own   | 04/9 14:00 |            | cn e0; dt e79 c79
Hồng Sơn    | form  | 04/9 14:00 |            | cn e2 c2
Kháng Nhật  | own   | 04/9 14:00 |            | cn e0; dt e64 c64
Ninh Lai    | own   | 04/9 14:00 |            | cn e0; dt e82 c82
Phú Lương   | own   | 04/9 14:00 |            | cn e0; dt e58 c58
Sơn Nam     | own   | 04/9 14:00 |            | cn e0; dt e88 c88
Tam Đa      | own   | 04/9 14:00 |            | cn e0; dt e44 c44
Thiện Kế    | own   | 04/9 14:00 |            | cn e0; dt e47 c47
Trường Sinh | own   | 04/9 14:00 |            | cn e0
"""


@dataclass(frozen=True)
class Round:
    """A month's round by its days, read off the dispatch and the calendar by hand.

    `late`: the first morning of the office on which a report of it is late; `sums`: the
    consolidator's own date.
    """

    due: date
    as_of: date
    first: date
    reminder: date
    aim: date
    late: date
    sums: date
    table: str


def _round(days: str, table: str) -> Round:
    return Round(*(date.fromisoformat(f"2024-{one}") for one in days.split()), table=table)


ROUNDS = (
    _round("05-05 04-30 04-26 05-02 05-04 05-07 05-10", MAY),
    _round("06-05 05-31 05-31 05-31 06-04 06-06 06-10", JUNE),
    _round("07-05 06-30 06-28 07-02 07-04 07-08 07-10", JULY),
    _round("08-05 07-31 07-31 07-31 08-02 08-06 08-10", AUGUST),
    _round("09-05 08-31 08-30 08-30 09-04 09-06 09-10", SEPTEMBER),
)


# What was put right of May on 20/5, after it was signed: two more had left.
PUT_RIGHT = "Ninh Lai | own | 20/5 10:00 | | cn 35 e11 o1 l2 c10 n2; dt 479 e52 o5 c50 n13"
ADJUSTED = {("Ninh Lai", "can-ngheo", date(2024, 6, 5)): -2}
# Its paper of 04/6 lay in a drawer: BHXH denied it on 06/6 and found it on 14/6.
WRONGLY_BLAMED = ("Đông Thọ", date(2024, 6, 5))
DENIED = "sổ công văn đến của BHXH huyện có ghi ngày 04/6, bản giấy bị để lẫn"
HEIR, PREDECESSORS, MERGED_ON = "Hồng Sơn", ("Hồng Lạc", "Vân Sơn"), date(2024, 9, 1)


@dataclass(frozen=True)
class Filing:
    """One line of the ledger; `groups`: what it says of each group, opening and closing added."""

    commune: str
    road: str
    received: datetime
    recorded: datetime
    as_of: date
    groups: Mapping[str, Mapping[str, int]]
    nil: bool = False


def communes(round_: Round) -> list[str]:
    """Return who reports in a round."""
    before = sorted({*NEAR_POOR, *NIL})
    if round_.due < MERGED_ON:
        return before
    return sorted({HEIR, *before} - set(PREDECESSORS))


def book() -> dict[date, list[Filing]]:
    """Return the whole ledger added up, round by round, in the order of recording."""
    closing: dict[tuple[str, str], int] = {}
    found = {}
    for round_ in ROUNDS:
        lines = list(_lines(round_, round_.table, closing))
        found[round_.due] = sorted(lines, key=lambda one: one.recorded)
        for one in found[round_.due]:
            closing |= {(one.commune, id_): group["closing"] for id_, group in one.groups.items()}
        for id_ in GROUPS.values():
            closing[HEIR, id_] = sum(closing.get((one, id_), 0) for one in PREDECESSORS)
    return found


def put_right() -> Filing:
    """Return the line that corrects May."""
    [one] = _lines(ROUNDS[0], PUT_RIGHT, {})
    return one


Opening = Mapping[tuple[str, str], int]


def _lines(round_: Round, table: str, opening: Opening) -> Iterator[Filing]:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    named = {cells[0] for cells in lines}
    for who, road, received, recorded, said in lines:
        when = instant(received)
        day, said = (said[:4], said[4:]) if said[2:3] == "/" else ("", said)
        as_of = instant(f"{day} 00:00").date() if day else round_.as_of
        known = instant(recorded) if recorded else when
        others = [one for one in communes(round_) if one not in {*named, *NEAR_POOR, HEIR}]
        for commune in others if who == "*" else [who]:
            words = (
                _unmoved(commune) if said == "nil" else [part for part in said.split(";") if part]
            )
            groups = dict(_group(commune, round_, one.split(), opening) for one in words)
            yield Filing(commune, road, when, known, as_of, groups, said in ("", "nil"))


def _unmoved(commune: str) -> list[str]:
    """Return what a group's own nil comes to: whoever was left is left."""
    return ["cn", "dt"] if commune in MINORITY else ["cn"]


def _group(
    commune: str, round_: Round, words: list[str], opening: Opening
) -> tuple[str, dict[str, int]]:
    id_ = GROUPS[words[0]]
    whole = dict.fromkeys(_FIGURES.values(), 0) | {
        "opening": opening.get((commune, id_), 0),
        "adjusted": ADJUSTED.get((commune, id_, round_.due), 0),
    }
    for word in words[1:]:
        name = "opening" if word.isdigit() else _FIGURES[word[0]]
        whole[name] = int(word.lstrip("".join(_FIGURES)))
    come, gone = (sum(whole[name] for name in names) for names in (PLUS, MINUS))
    return id_, whole | {"closing": whole["opening"] + whole["adjusted"] + come - gone}


def instant(text: str) -> datetime:
    day, hour = text.split()
    number, month = day.split("/")
    return at(f"2024-{int(month):02}-{int(number):02} {hour}")
