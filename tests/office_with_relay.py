"""An office that has something to lose: a database, an address book and a relay that counts."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from dondoc.day.sweeping import run_sweep
from dondoc.setup.loading import load
from dondoc.setup.wiring import open_office
from tests.offices import at

CONTACTS = "body,post,person,email\n02617@base,officer,Người Thật,that@example.org\n"
CONFIG = """directives: [son-duong-bhyt-2024]
state: state
database: {database}
contacts: contacts.csv
channels:
  email: {{schema: smtp, host: 127.0.0.1, port: {port}, security: none}}
"""


@dataclass
class Relay:
    """A relay that counts who comes."""

    listening: socket.socket
    visits: int = 0

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def count(self) -> None:
        while True:
            try:
                visitor, _ = self.listening.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


@pytest.fixture
def relay() -> Iterator[Relay]:
    made = Relay(socket.create_server(("127.0.0.1", 0)))
    counting = threading.Thread(target=made.count, daemon=True)
    counting.start()
    yield made
    made.listening.shutdown(socket.SHUT_RDWR)
    made.listening.close()
    counting.join()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path, relay: Relay) -> Path:
    """The config of an office with a database, an address book and a relay of its own."""
    folder = tmp_path / "office"
    (folder / "state").mkdir(parents=True)
    url = (
        f"sqlite:///{folder / 'office.sqlite'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    (folder / "contacts.csv").write_text(CONTACTS, "utf-8")
    file = folder / "config.yaml"
    file.write_text(CONFIG.format(database=json.dumps(url), port=relay.port), "utf-8")
    opened = open_office(load(file))
    run_sweep(opened, at("2024-04-26 07:00"))
    opened.close()
    return file


def kept(config: Path) -> dict[str, object]:
    """Return everything the office has: its files, and each row of its database."""
    folder = config.parent
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and "demo" not in path.relative_to(folder).parts
        and ".sqlite" not in path.name
    }
    opened = open_office(load(config))
    try:
        with opened.reading() as session:
            names = inspect(session.connection()).get_table_names()
            rows = {
                name: sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"'))))  # noqa: S608
                for name in names
            }
    finally:
        opened.close()
    return {**files, **rows}
