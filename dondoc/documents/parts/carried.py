"""How far a dispatch has been carried out: clause by clause, what is recorded, open, left out.

What nobody recorded is said to be just that; a thing without a date is never late, and what the
text leaves open stays a gap.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.obligations.standing import standings, with_targets
from dondoc.obligations.tally import tally
from dondoc.visible import EVERYTHING, Visible
from language.dates import full_day
from language.numbers import count
from language.zone import local_date
from models import Directive as Stored
from models import Issued, Kind, Notice, NoticeState, Obligation
from models.standing import Way
from rules.meaning.directive import Directive
from rules.meaning.duty import KIND_NAMES, Duty
from rules.rulebook import Rulebook
from steps.table import OVERDUE, named


class State(StrEnum):
    """How a clause stands by what is recorded."""

    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"
    RECORDED = "recorded"
    NONE = "none"


STATE_NAMES: Mapping[State, str] = {
    State.OVERDUE: "có việc quá hạn hoặc không đạt",
    State.OPEN: "đang thực hiện, trong hạn",
    State.DONE: "đã thực hiện đến nay",
    State.RECORDED: "có ghi nhận",
    State.NONE: "chưa có ghi nhận",
}


@dataclass(frozen=True)
class Recorded:
    """Something that is recorded or open: what, how often, and the local days between which."""

    what: str
    number: int
    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        """Return it in words: "12 báo cáo đúng hạn (từ 03/5/2024 đến 05/8/2024)"."""
        said = f"{count(self.number)} {self.what}"
        if self.first is None or self.last is None:
            return said
        if self.first == self.last:
            return f"{said} (ngày {full_day(self.first)})"
        return f"{said} (từ {full_day(self.first)} đến {full_day(self.last)})"

    def as_json(self) -> dict[str, object]:
        """Return it as machines get it."""
        days = {"first": self.first, "last": self.last}
        told = {key: day.isoformat() if day else None for key, day in days.items()}
        return {"what": self.what, "number": self.number, **told}


@dataclass(frozen=True)
class Carried:
    """One clause: the duty it lays, how it stands, and on what that rests."""

    duty: Duty
    state: State
    evidence: tuple[Recorded, ...]
    open: tuple[Recorded, ...]

    @property
    def kind(self) -> str:
        """Return what kind of thing the clause lays on somebody."""
        return KIND_NAMES[self.duty.kind]

    def as_json(self) -> dict[str, object]:
        """Return the promised JSON object."""
        return {
            "clause": self.duty.clause,
            "duty": self.duty.id,
            "kind": self.duty.kind,
            "state": self.state.value,
            "evidence": [one.as_json() for one in self.evidence],
            "open": [one.as_json() for one in self.open],
            "gaps": [{"gap": key, "says": said} for key, said in self.duty.gaps.items()],
        }


def clauses(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    as_of: datetime,
    visible: Visible = EVERYTHING,
) -> list[Carried]:
    """Return every clause of `directive` (its id) in the order of the text.

    Args:
        as_of: aware; what was recorded later is not told.
        visible: the bodies whose affairs are counted.
    Raises:
        Refused: it was never registered.
    """
    if session.get(Stored, directive) is None:
        raise Refused(f"văn bản {directive!r} chưa được đăng ký")
    declared = rulebook.directives[directive]
    ways = _ways(session, rulebook, directive, as_of, visible)
    told = _told(session, directive, as_of, visible)
    issued = _issued(session, directive, as_of, visible)
    return [
        _carried(
            duty,
            ways.get(duty.id, {}),
            [*told.get(duty.clause, ()), *(issued if duty.clause in _urging(declared) else ())],
        )
        for duty in sorted(declared.duties.values(), key=lambda one: one.span)
    ]


def _carried(duty: Duty, ways: Mapping[Way, int], told: Sequence[Recorded]) -> Carried:
    target = duty.kind == "target"
    done, left = (_TARGET_DONE, _TARGET_LEFT) if target else (_DONE, _LEFT)
    evidence = (*_counted(done, ways), *told)
    open_ = tuple(_counted(left, ways))
    return Carried(duty, _state(ways, open_, evidence), evidence, open_)


def _state(
    ways: Mapping[Way, int], open_: Sequence[Recorded], evidence: Sequence[Recorded]
) -> State:
    if ways.get("open_overdue"):
        return State.OVERDUE
    if open_:
        return State.OPEN
    if ways:
        return State.DONE
    return State.RECORDED if evidence else State.NONE


def _ways(
    session: Session, rulebook: Rulebook, directive: str, as_of: datetime, visible: Visible
) -> dict[str, Counter[Way]]:
    """Return by duty how many of its obligations stood which way, of all its rounds together."""
    where = Obligation.directive_id == directive, *visible.where(Obligation.bearer_uid)
    target = Obligation.kind == Kind.TARGET.value
    found: dict[str, Counter[Way]] = defaultdict(Counter)
    for one in tally(session, as_of, *where, ~target):
        found[one.duty][one.way] += one.number
    aims = standings(session, as_of, *where, target)
    for each in with_targets(session, rulebook, aims, as_of):
        found[each.owed.duty][each.way] += 1
    return found


_DONE: Mapping[Way, str] = {
    "done_on_time": "lượt hoàn thành đúng hạn",
    "done_late": "lượt hoàn thành quá hạn",
}
_LEFT: Mapping[Way, str] = {
    "open_overdue": "lượt chưa hoàn thành, quá hạn",
    "open_in_time": "lượt chưa hoàn thành, trong hạn",
    "unknown": "lượt chưa rõ",
}
_TARGET_DONE: Mapping[Way, str] = {
    "done_on_time": "đơn vị đạt chỉ tiêu đúng hạn",
    "done_late": "đơn vị đạt chỉ tiêu sau hạn",
}
_TARGET_LEFT: Mapping[Way, str] = {
    "open_overdue": "đơn vị không đạt chỉ tiêu",
    "open_in_time": "đơn vị chưa đến hạn của chỉ tiêu",
    "unknown": "đơn vị chưa có số liệu đến ngày của chỉ tiêu",
}


def _counted(names: Mapping[Way, str], ways: Mapping[Way, int]) -> Iterator[Recorded]:
    return (Recorded(name, ways[way]) for way, name in names.items() if ways.get(way))


def _told(
    session: Session, directive: str, as_of: datetime, visible: Visible
) -> dict[str, list[Recorded]]:
    """Return by clause the letters that were sent on its ground, step by step."""
    query = (
        select(
            Notice.basis,
            Notice.step,
            func.count(),
            func.min(Notice.settled_at),
            func.max(Notice.settled_at),
        )
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(
            Obligation.directive_id == directive,
            Notice.state == NoticeState.SENT.value,
            Notice.settled_at.is_not(None),
            Notice.settled_at <= as_of,
            *visible.where(Obligation.bearer_uid),
        )
        .group_by(Notice.basis, Notice.step)
        .order_by(Notice.basis, Notice.step)
    )
    found: dict[str, list[Recorded]] = {}
    for basis, step, number, *between in session.execute(query):
        said = f"lượt gửi “{named(step)}”"
        days = [local_date(at) for at in between if at is not None]
        found.setdefault(basis, []).append(Recorded(said, number, *days))
    return found


def _issued(
    session: Session, directive: str, as_of: datetime, visible: Visible
) -> tuple[Recorded, ...]:
    """Return the công văn that were put out about its rounds, as one; none: nothing."""
    query = (
        select(func.count(), func.min(Issued.dated), func.max(Issued.dated))
        .join(Obligation, Obligation.id == Issued.obligation_id)
        .where(
            Obligation.directive_id == directive,
            Issued.stands(),
            Issued.recorded_at <= as_of,
            *visible.where(Obligation.bearer_uid),
        )
    )
    number, first, last = session.execute(query).one()
    return (Recorded("công văn đôn đốc đã phát hành", number, first, last),) if number else ()


def _urging(declared: Directive) -> frozenset[str]:
    """Return the clauses on which urging a body that is late rests."""
    return frozenset(one.clause for one in declared.grounds if OVERDUE.id in one.steps)
