"""How far a dispatch has been carried out, on paper: a line a clause."""

from collections import Counter
from collections.abc import Iterator

from dondoc.documents.kinds.fulfilment.content import Fulfilment
from dondoc.documents.parts import words
from dondoc.documents.parts.carried import STATE_NAMES, Carried
from dondoc.documents.writers.paper import Block, Paper, note, say
from language.dates import moment
from language.numbers import count
from language.text import upper_first

_TITLES = ("Câu", "Văn bản giao", "Tình trạng", "Đã ghi nhận", "Còn")


def fulfilment(found: Fulfilment) -> Paper:
    """Return the table, and what the text leaves open beneath it."""
    return Paper(
        kind="Tình hình thực hiện văn bản",
        about=f"{found.directive.cited_as}, đến {moment(found.at)}",
        author=found.office,
        blocks=tuple(_blocks(found)),
        landscape=True,
    )


def _blocks(found: Fulfilment) -> Iterator[Block]:
    yield from say(_summary(found))
    yield words.table((34, 78, 32, 68, 52), _TITLES, map(_row, found.clauses))
    gaps = [
        f"{upper_first(one.duty.place)}: {'; '.join(one.gaps.values())}."
        for one in found.clauses
        if one.gaps
    ]
    if gaps:
        yield from say("Văn bản không nêu:")
        for gap in gaps:
            yield from say(gap)
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
        "; ".join(map(str, one.evidence)),
        "; ".join(map(str, one.open)),
    )
