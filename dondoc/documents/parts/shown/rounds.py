"""Rounds of reports and targets, as they stood: what was done when, what is left."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement

from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from dondoc.obligations.standing import standings, with_targets
from dondoc.obligations.tally import tally
from models import Kind, Obligation
from models.standing import Way
from rules.meaning.duty import Duty

_DONE: Mapping[Way, str] = {
    "done_on_time": "lượt hoàn thành đúng hạn",
    "done_late": "lượt hoàn thành quá hạn",
}
_LEFT: Mapping[Way, str] = {
    "open_overdue": "lượt chưa hoàn thành, quá hạn",
    "open_in_time": "lượt chưa hoàn thành, trong hạn",
    "unknown": "lượt chưa rõ, hạn đã qua trước khi theo dõi",
}
# What the text gives no term is in no term, and never late.
_UNTIMED: Mapping[Way, str] = dict.fromkeys(_LEFT, "lượt chưa hoàn thành")
# Of targets and of lists that go down other readers tell.
_NO_ROUNDS = (Kind.TARGET.value, Kind.HANDING.value)
_TARGET_DONE: Mapping[Way, str] = {
    "done_on_time": "đơn vị đạt chỉ tiêu đúng hạn",
    "done_late": "đơn vị đạt chỉ tiêu sau hạn",
}
_TARGET_LEFT: Mapping[Way, str] = {
    "open_overdue": "đơn vị không đạt chỉ tiêu",
    "open_in_time": "đơn vị chưa đến hạn của chỉ tiêu",
    "unknown": "đơn vị chưa có số liệu đến ngày của chỉ tiêu",
}


def reports(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how the obligations of each duty stood, of all its rounds together."""
    where = Obligation.duty.in_([duty.id for duty in duties]), *_where(asked)
    ways: dict[str, Counter[Way]] = defaultdict(Counter)
    for one in tally(asked.session, asked.as_of, *where, Obligation.kind.not_in(_NO_ROUNDS)):
        ways[one.duty][one.way] += one.number
    untimed = {duty.id for duty in duties if duty.due is None}
    return {
        duty: _found(counted, _DONE, _UNTIMED if duty in untimed else _LEFT, "/dot")
        for duty, counted in ways.items()
    }


def targets(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how the targets of each duty stood by what was told."""
    where = Obligation.duty.in_([duty.id for duty in duties]), *_where(asked)
    aims = standings(asked.session, asked.as_of, *where, Obligation.kind == Kind.TARGET.value)
    ways: dict[str, Counter[Way]] = defaultdict(Counter)
    for each in with_targets(asked.session, asked.rulebook, aims, asked.as_of):
        ways[each.owed.duty][each.way] += 1
    return {
        duty: _found(counted, _TARGET_DONE, _TARGET_LEFT, "/bao-phu")
        for duty, counted in ways.items()
    }


def _where(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    mine = Obligation.directive_id == asked.declared.id
    return mine, *asked.visible.where(Obligation.bearer_uid)


def _found(
    ways: Mapping[Way, int], done: Mapping[Way, str], left: Mapping[Way, str], page: str
) -> Found:
    return Found(
        evidence=tuple(_counted(done, ways, page)),
        open=tuple(_counted(left, ways, page)),
        overdue=bool(ways.get("open_overdue")),
        unknown=bool(ways.get("unknown")) and not ways.get("open_in_time"),
        done=True,
    )


def _counted(names: Mapping[Way, str], ways: Mapping[Way, int], page: str) -> Iterator[Recorded]:
    return (Recorded(name, ways[way], page=page) for way, name in names.items() if ways.get(way))
