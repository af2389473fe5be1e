"""A clerk declares another period: the obligations stay the same ones, and nobody is told anew."""

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.day.sweeping import register_named
from dondoc.trail.verify import verify
from models import Notice, Obligation
from rules.rulebook import Rulebook
from tests.offices import Scene, at
from tests.periods.offices import CROSSING, edited


def everything(scene: Scene) -> dict[int, tuple[object, ...]]:
    columns = (Obligation.id, Obligation.state, Obligation.due_on, Obligation.wake_at)
    columns += (Obligation.rung, Obligation.cycle, Obligation.registered_at)
    with scene.office.reading() as session:
        return {row[0]: tuple(row) for row in session.execute(select(*columns))}


def labels(scene: Scene, duty: str) -> list[str]:
    with scene.office.reading() as session:
        query = select(Obligation.period).where(Obligation.duty == duty).distinct()
        return sorted(session.scalars(query))


def notices(scene: Scene) -> list[tuple[int, str]]:
    with scene.office.reading() as session:
        return [(n.id, n.state) for n in session.scalars(select(Notice).order_by(Notice.id))]


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        pytest.param("in it", "in the next one", ["2024-04", "2024-09"], id="a month earlier"),
        pytest.param("in the next one", "in it", ["2024-05", "2024-10"], id="a month later"),
    ],
)
def test_another_period_relabels_and_withdraws_nothing(
    crossing: Scene, home: Path, first: str, then: str, expected: list[str]
) -> None:
    plain = ("consolidates: xa", "note: tổng hợp")
    was = "period: {due: in it, assumed"
    crossing.office.rulebook = edited(
        home, CROSSING, plain, (was, f"period: {{due: {first}, assumed")
    )
    crossing.day("2024-05-02")
    crossing.days("2024-05-21", "2024-05-22")
    crossing.days("2024-05-27", "2024-05-28")
    before, told = everything(crossing), notices(crossing)
    assert told
    crossing.office.rulebook = edited(
        home, CROSSING, (f"due: {first}, assumed", f"due: {then}, assumed")
    )
    [done] = register_named(crossing.office, at("2024-05-28 08:00"))
    assert (done.opened, done.moved, done.withdrawn) == (0, 0, 0)
    assert everything(crossing) == before
    assert notices(crossing) == told
    found = labels(crossing, "xa")
    assert [found[0], found[-1]] == expected
    entries = crossing.entries("obligation.relabelled")
    # Six rounds of the consolidation keep their labels.
    assert len(entries) == len(before) - 6
    with crossing.office.reading() as session:
        assert verify(session).ok
    # The next morning goes on where the last one stopped.
    crossing.sweep("2024-05-28 09:00")
    assert notices(crossing) == told


def test_another_period_and_another_day_at_once_are_still_the_same_obligations(
    crossing: Scene, home: Path
) -> None:
    crossing.office.rulebook = edited(home, CROSSING, ("consolidates: xa", "note: tổng hợp"))
    crossing.day("2024-05-02")
    crossing.days("2024-05-20", "2024-05-22")
    before = {id_: due for id_, _, due, *_ in everything(crossing).values()}
    assert notices(crossing)
    crossing.office.rulebook = retold(home, ("ngày 28", "ngày 24"), ("day: 28", "day: 24"))
    [done] = register_named(crossing.office, at("2024-05-22 08:00"))
    assert (done.opened, done.withdrawn) == (0, 0)
    after = everything(crossing)
    dues = {due: after[id_][2] for id_, due in before.items() if due.day == 28}
    assert dues == {due: due.replace(day=24) for due in dues}
    # Whoever had been told of the 28th hears of the 24th, each word once, and of no third date.
    crossing.days("2024-05-23", "2024-05-24")
    with crossing.office.reading() as session:
        query = select(Notice.obligation_id, Notice.step).where(Notice.cycle == 1)
        told = Counter((id_, step) for id_, step in session.execute(query))
        assert verify(session).ok
    assert set(told.values()) == {1}
    assert {after[id_][2].isoformat() for id_, _ in told} == {"2024-05-24"}


def retold(home: Path, words: tuple[str, str], day: tuple[str, str]) -> Rulebook:
    """Return the rules once the text says another day, and its reports are of the month before."""
    file = home / "directives" / CROSSING / "dispatch.txt"
    was = sha256(file.read_bytes()).hexdigest()
    file.write_text(file.read_text("utf-8").replace(*words), "utf-8")
    text = was, sha256(file.read_bytes()).hexdigest()
    first, last = (("2024-05-28", "2024-05-24"), ("2024-10-28", "2024-10-24"))
    return edited(
        home, CROSSING, text, words, day, first, last, ("due: in it", "due: in the next one")
    )
