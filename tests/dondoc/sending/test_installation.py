"""An installation's name and the ids of its messages: given once, whatever is put back."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from dondoc.day.dispatching import run_dispatch
from models import Entry, Installation, Message
from models.installation import uuid7
from tests.offices import Scene, at


def headers(scene: Scene) -> dict[int, str]:
    with scene.office.reading() as session:
        rows = session.execute(select(Message.id, Message.message_id_header))
        return {row.id: row.message_id_header for row in rows}


def test_a_uuid_says_its_version_and_its_millisecond() -> None:
    moment = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
    made = {uuid7(moment) for _ in range(1000)}
    assert len(made) == 1000
    # The instant of the example in RFC 9562, A.6.
    assert {one.hex[:13] for one in made} == {"017f22e279b07"}
    assert {one.variant for one in made} == {"specified in RFC 4122"}


def test_an_installation_is_named_once_and_the_trail_tells_it(any_office: Scene) -> None:
    any_office.day("2024-04-26")
    any_office.day("2024-05-03")
    with any_office.office.reading() as session:
        [named] = session.scalars(select(Installation))
        [told] = session.scalars(select(Entry).where(Entry.kind == "installation.named"))
    assert named.uid in told.data
    assert all(header.startswith(f"<{named.uid}.") for header in headers(any_office).values())


def test_a_row_of_a_database_that_was_put_back_gets_another_id(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    office.office.database.dispose()
    database = Path(office.office.database.url.database or "")
    shutil.copy(database, database.with_suffix(".copy"))
    office.dispatch("2024-04-26 07:05")
    before = headers(office)
    office.office.database.dispose()
    shutil.copy(database.with_suffix(".copy"), database)
    # Not what was remembered of the same step, but the step.
    run_dispatch(office.office, at("2024-04-26 07:05"))
    assert not set(before.values()) & set(headers(office).values())
