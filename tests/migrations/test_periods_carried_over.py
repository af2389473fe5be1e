"""Labels of periods after the upgrade: the same obligations, by the month each report is about."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import consolidation
from dondoc.obligations.punctuality import streaks
from dondoc.obligations.register import register
from dondoc.reports.prefill import prefill
from dondoc.setup.database import reading, writing
from dondoc.setup.schema import bring_up_to_date
from dondoc.trail.verify import verify
from models import Entry, Obligation
from rules.meaning.deadline import USUAL_READINGS
from rules.rulebook import Rulebook
from tests.migrations.restoring import restore
from tests.offices import D2024, MONTHLY, at

PREVIOUS = "f65c5c8"
# Its report of 05/5/2024 is in.
REPORTED = "02626@base"
FIGURES = dict.fromkeys(
    (
        *("opening", "adjusted", "recognised", "arrived", "expired", "enrolled"),
        *("covered_elsewhere", "left", "closing", "carded", "not_joining"),
    ),
    0,
)


@pytest.fixture
def before(empty_url: str) -> Iterator[Engine]:
    """A database of the previous program; one commune's report has its figures."""
    engine = restore(PREVIOUS, empty_url)
    figures = {
        "as_of": "2024-04-30",
        "nil": False,
        "groups": {"can-ngheo": {**FIGURES, "opening": 20, "enrolled": 5, "closing": 15}},
        "done": "Đã tuyên truyền",
        "obstacles": "",
        "proposals": "",
    }
    with engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE report SET figures = :figures WHERE obligation_id IN (SELECT id FROM"
                " obligation WHERE bearer_uid = :uid AND duty = :duty AND due_on = '2024-05-05')"
            ),
            {"figures": json.dumps(figures), "uid": REPORTED, "duty": MONTHLY},
        )
    yield engine
    engine.dispose()


def rows(engine: Engine) -> dict[int, dict[str, Any]]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM obligation")).mappings()
        return {row["id"]: dict(row) for row in found}


def test_the_upgrade_moves_nothing_but_the_labels_of_monthly_reports(before: Engine) -> None:
    then = rows(before)
    bring_up_to_date(before)
    now = rows(before)
    labels = {id_: (then[id_].pop("period"), now[id_].pop("period")) for id_ in then}
    assert now == then
    changed = {pair for id_, pair in labels.items() if then[id_]["kind"] != "target"}
    assert ("2024-05", "2024-04") in changed
    assert ("2024-12", "2024-11") in changed
    assert len(changed) == 8
    assert {labels[id_] for id_ in then if then[id_]["kind"] == "target"} == {("once", "once")}


def test_the_next_registration_finds_every_obligation_again(
    before: Engine, rulebook: Rulebook
) -> None:
    bring_up_to_date(before)
    now = rows(before)
    with writing(before) as session:
        last = session.scalars(select(Entry.seq).order_by(Entry.seq.desc())).first() or 0
        done = register(session, rulebook, D2024, USUAL_READINGS, at("2024-05-08 06:00"))
        entered = list(session.scalars(select(Entry.kind).where(Entry.seq > last)))
    with reading(before) as session:
        assert verify(session).ok
    assert (done.unchanged, done.opened, done.moved, done.withdrawn) == (False, 0, 0, 0)
    assert entered == ["directive.changed"]
    assert rows(before) == now


def test_rounds_figures_and_punctuality_still_join(before: Engine, rulebook: Rulebook) -> None:
    bring_up_to_date(before)
    duty = rulebook.directives[D2024].duties[MONTHLY]
    with Session(before) as session:
        query = select(Obligation).where(Obligation.duty == MONTHLY)
        found = {(r.bearer_uid, r.original_due_on.month): r for r in session.scalars(query)}
        april, may = found[REPORTED, 5], found[REPORTED, 6]
        assert (april.period, may.period) == ("2024-04", "2024-05")
        assert prefill(session, rulebook, may).values["can-ngheo.opening"].value == 15
        tenth = consolidation(session, rulebook, D2024, may.original_due_on.replace(day=10))
        assert {line.row.period for line in tenth.lines} == {"2024-05"}
        assert {line.body.uid for line in tenth.lines if line.previous} >= {REPORTED}
        on_time = {
            uid
            for (uid, month), row in found.items()
            if month == 5 and row.received_at and row.received_at < row.late_from
        }
        assert on_time
        assert streaks(session, duty, may.period, list(on_time)) == dict.fromkeys(on_time, 1)
