"""What a dispatch asks of the database, by the plan it follows."""

from typing import Any

from sqlalchemy import event

from tests.offices import Scene


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
