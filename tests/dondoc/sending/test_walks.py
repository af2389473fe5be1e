"""What a dispatch asks of the database, by the plan it follows."""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from dondoc.day.letters import letters_by
from dondoc.looking.supposed import Noted
from dondoc.sending.dispatch import Moment, Worker, claim_window
from tests.offices import Scene, at


def test_a_dispatch_never_walks_through_all_messages_or_notices(office: Scene) -> None:
    office.day("2024-04-26")
    office.sweep("2024-05-02 07:00")
    asked: dict[str, Any] = {}

    def remember(_c: Any, _k: Any, statement: str, values: Any, _x: Any, many: bool) -> None:
        asked[statement] = values[0] if many else values

    event.listen(office.office.database, "before_cursor_execute", remember)
    office.dispatch("2024-05-02 07:05")
    event.remove(office.office.database, "before_cursor_execute", remember)
    walks = []
    with office.office.database.connect() as connection:
        for statement, values in asked.items():
            if statement.startswith(("SELECT", "UPDATE")):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                walks += [(row[3], statement) for row in plan if row[3] in _WALKS]
    assert asked
    assert walks == []


_WALKS = {"SCAN message", "SCAN notice", "SCAN attempt"}


def test_letters_of_a_window_ask_nothing_body_by_body(office: Scene) -> None:
    """What six late bodies and their heads are told is read for all of them at once."""
    office.sweep("2024-04-26 07:00")
    office.sweep("2024-05-07 07:00")
    worker, moment = Worker("w", timedelta(hours=1)), Moment(*[at("2024-05-07 07:05")] * 2)
    asked = Counter[str]()

    def count(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        asked[statement] += 1

    event.listen(office.office.database, "before_cursor_execute", count)
    with office.office.writing() as session:
        sealed = letters_by(
            office.office.rulebook, office.office.settings.settings, sealing=Noted()
        )
        claimed = claim_window(session, sealed, worker, moment, size=500)
    event.remove(office.office.database, "before_cursor_execute", count)
    assert len(claimed) > 12
    assert [statement for statement, times in asked.items() if times >= 6] == []
