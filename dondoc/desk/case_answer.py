"""What the acts of whoever takes the cases share: which cases, how they stand, the answer."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dondoc.cases.cases import reporting_duty
from dondoc.cases.leaving import settle
from dondoc.cases.lines import Placed, placed
from dondoc.cases.road import STATE_NAMES, State
from dondoc.cases.visits import lock_persons
from dondoc.desk.context import Desk
from dondoc.desk.own_people import declared_of
from dondoc.errors import Refused
from models import Event
from models.trail import append
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty


@dataclass(frozen=True)
class Answer:
    """How many cases it was about, by body (uid); `report`: the stored report, where there is one.

    `left`: how many more had left the road meanwhile.
    """

    cases: int
    bodies: tuple[tuple[str, int], ...]
    report: int | None = None
    left: int = 0


def asked_by(desk: Desk, directive: str) -> tuple[Directive, Duty]:
    """Return a directive and its duty to report cases; raise Refused where it lays none."""
    declared = declared_of(desk, directive)
    duty = reporting_duty(declared)
    if duty is None:
        raise Refused(
            f"{declared.id} không giao ai báo cáo từng trường hợp: chỉ đếm, không gửi gì lên"
        )
    return declared, duty


def still_open(
    desk: Desk, declared: Directive, numbers: Collection[int], states: Sequence[State]
) -> dict[int, Placed]:
    """Return the cases with these numbers, locked, where each stands in one of `states`."""
    wanted = set(numbers)
    if not wanted:
        raise Refused("chưa có trường hợp nào để làm việc này")
    lock_persons(desk.session, wanted)
    settle(desk.session, desk.rulebook, declared, desk.now, wanted)
    there = placed(desk.session, declared.id, persons=wanted)
    if strange := wanted - there.keys():
        raise Refused(nowhere(strange, "trong các báo cáo đã nhận"))
    for number, one in sorted(there.items()):
        if one.line.left_at is not None:
            raise Refused(f"hồ sơ số {number} đã rời: không còn là trường hợp chưa tham gia")
        if one.state not in states:
            needed = ", ".join(STATE_NAMES[state] for state in states)
            raise Refused(f"hồ sơ số {number} {STATE_NAMES[one.state]}; việc này cần: {needed}")
    return there


def entered(
    desk: Desk,
    declared: Directive,
    kind: str,
    found: Collection[Placed],
    by: str,
    said: Mapping[str, object],
    report: int | None = None,
) -> Answer:
    """Enter in the trail what became of these cases, a line a report; return the answer."""
    events, bodies = list[Event](), Counter[str]()
    for number in sorted({one.report.id for one in found}):
        lines = [one for one in found if one.report.id == number]
        data = {"lines": sorted(one.line.id for one in lines), "by": by, **said}
        events.append(Event(kind, f"case_report:{number}", data))
        bodies[lines[0].report.body_uid] += len(lines)
    append(desk.session, desk.now, events)
    return Answer(len(found), tuple(sorted(bodies.items())), report)


def case_numbers(numbers: Collection[int], *, whole: bool = False) -> str:
    """Return numbers of cases in a row; the first ten unless `whole`."""
    listed = sorted(numbers)
    return ", ".join(map(str, listed if whole else listed[:10]))


def nowhere(numbers: Collection[int], where: str) -> str:
    """Say that there are no such cases `where`."""
    named = f"số {case_numbers(numbers)} " if numbers else "nào "
    return f"không có hồ sơ {named}{where}"


def reason_said(text: str) -> str:
    """Return the reason, trimmed; raise Refused where there is none."""
    if not text.strip():
        raise Refused("cần nêu lý do: --reason")
    return text.strip()
