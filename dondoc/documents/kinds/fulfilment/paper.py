"""How far a dispatch has been carried out, on paper: a line a clause."""

from collections import Counter
from collections.abc import Iterable, Iterator

from dondoc.documents.kinds.fulfilment.content import Fulfilment
from dondoc.documents.parts import words
from dondoc.documents.parts.carried import STATE_NAMES, Carried
from dondoc.documents.writers.paper import Block, Paper, note, say
from language.dates import moment
from language.numbers import count
from language.text import upper_first

_COLUMNS = {
    "Câu": 30,
    "Văn bản giao": 72,
    "Tình trạng": 27,
    "Đã ghi nhận": 56,
    "Còn": 34,
    "Văn bản không nêu, còn thiếu": 45,
}


def fulfilment(found: Fulfilment) -> Paper:
    """Return the table: of each clause what is recorded, what is left, what is left open."""
    return Paper(
        kind="Tình hình thực hiện văn bản",
        about=f"{found.directive.cited_as}, đến {moment(found.at)}",
        author=found.office,
        blocks=tuple(_blocks(found)),
        landscape=True,
    )


def _blocks(found: Fulfilment) -> Iterator[Block]:
    yield from say(_summary(found))
    yield words.table(tuple(_COLUMNS.values()), tuple(_COLUMNS), map(_row, found.clauses))
    yield note(
        "“Chưa có ghi nhận” là hệ thống chưa được ghi gì về câu đó, không phải là chưa thực hiện."
    )


def _summary(found: Fulfilment) -> str:
    states = Counter(one.state for one in found.clauses)
    told = [f"{count(states[state])} câu {name}" for state, name in STATE_NAMES.items()]
    present = [said for said, state in zip(told, STATE_NAMES, strict=True) if states[state]]
    return f"Văn bản có {count(len(found.clauses))} câu giao việc: {'; '.join(present)}."


def _row(one: Carried) -> tuple[str, ...]:
    return (
        upper_first(one.duty.place),
        f"“{one.duty.quote}”",
        upper_first(one.said),
        _together(map(str, one.evidence)),
        _together(map(str, one.open)),
        _together(one.gaps.values()),
    )


def _together(said: Iterable[str]) -> str:
    return "; ".join(said) or "–"
