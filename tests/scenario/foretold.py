"""The ledger as a behaviour file: what a simulation is told beforehand, and what it cannot know."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from tests.offices import MONTHLY
from tests.scenario.expected import BOOK, EXTENDED, Heard
from tests.scenario.ledger import ADJUSTED, ROUNDS, Filing, Round, communes, instant, put_right

# What follows from acts that no behaviour file tells: three days more, a paper known later, a
# report put right after it was signed or judged.
BEYOND = """
03/5 | Trường Sinh                       | first
04/5 | Kháng Nhật                        | returned
04/5 | Trường Sinh                       | reminder
07/5 | Trường Sinh                       | due_today
07/5 | Hồng Lạc                          | overdue correction
07/5 | bhxh                              | correction
06/6 | Đông Thọ, chair Đông Thọ          | overdue
12/6 | leader                            | proposal
14/6 | Đông Thọ, chair Đông Thọ          | correction
14/6 | leader, specialist, bhxh          | correction
04/7 | Sơn Nam, chair Sơn Nam            | target_missed
08/7 | Sơn Nam, chair Sơn Nam            | correction
"""
Told = tuple[str, str, str]


def beyond() -> set[Told]:
    """Return what a simulation cannot foretell: day, whom, kind of word."""
    lines = [[cell.strip() for cell in line.split("|")] for line in BEYOND.strip().splitlines()]
    return {
        (f"{instant(f'{day} 00:00'):%Y-%m-%d}", who, kind)
        for day, whom, kinds in lines
        for who in whom.split(", ")
        for kind in kinds.split()
    }


def by_day(heard: Iterable[Heard]) -> set[Told]:
    return {(f"{when:%Y-%m-%d}", who, kind) for when, who, kind in heard}


def behaviour(file: Path, uids: Mapping[str, str], signed: Mapping[Round, datetime]) -> Path:
    """Write what everybody does into `file`; `signed`: when each round was first signed."""
    said = [_report(round_, one, uids) for round_ in ROUNDS for one in communes(round_)]
    said += [
        _said("tong-hop-thang", "bhxh-huyen", round_.sums.isoformat(), when)
        for round_, when in signed.items()
    ]
    file.write_bytes(orjson.dumps({"default": {"file": "never"}, "except": said}))
    return file


def _report(round_: Round, commune: str, uids: Mapping[str, str]) -> dict[str, Any]:
    lines = [one for one in BOOK[round_.due] if one.commune == commune]
    when, last = lines[0].received, lines[-1]
    if (commune, round_) == (EXTENDED, ROUNDS[0]):
        when = instant("03/5 10:00")
    if (commune, round_) == (put_right().commune, ROUNDS[0]):
        last = put_right()
    said = _said(MONTHLY, uids[commune], round_.due.isoformat(), when)
    return said | {"figures": _figures(round_, last)}


def _said(duty: str, bearer: str, due: str, when: datetime) -> dict[str, Any]:
    return {"duty": duty, "bearer": bearer, "due_on": due, "file": f"{when:%Y-%m-%dT%H:%M}"}


def _figures(round_: Round, one: Filing) -> dict[str, Any]:
    if one.nil:
        return {"nil": True, "as_of": one.as_of.isoformat()}
    groups = {id_: dict(figures) for id_, figures in one.groups.items()}
    for id_, figures in groups.items():
        # What was put right is right from the beginning.
        moved = ADJUSTED.get((one.commune, id_, round_.due), 0)
        figures["opening"], figures["adjusted"] = figures["opening"] + moved, 0
    return {"as_of": one.as_of.isoformat(), "groups": groups, "texts": {"done": "Đã đến từng hộ"}}
