"""What an office does first is done once: the same step from the same state leaves the same.

The real program takes the step the first time in each process of the tests. Afterwards, wherever
everything it starts from is the same – the database and the folder to the byte, settings, rules,
clocks, the gateway – what it left is laid down again: the database, the anchors, what was sent.
"""

import os
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dondoc.setup.wiring import Office
from tests.witness import seen_in

Seen = list[tuple[str, str]]
# A file's name → its mode and what is in it.
Files = dict[str, tuple[int, bytes]]


@dataclass(frozen=True)
class Left:
    """What a step left behind; `of` keeps alive what the step's key names by identity."""

    answer: Any
    files: Files
    sent: list[Any]
    seen: Seen
    contacts_taken: tuple[int, ...] | None
    of: tuple[Any, ...]


_left: dict[Hashable, Left] = {}


def first_step(office: Office, sent: list[Any], step: Hashable, take: Callable[[], Any]) -> Any:
    """Take the step, or lay down what it left when it was taken from this very state.

    Args:
        sent: what the office's gateway has sent so far; it is added to.
        step: names what `take` does.
    """
    folder = office.settings.state_folder
    start = None if sent else _start(office, folder)
    if start is None:
        return take()
    key = (start, step)
    if key not in _left:
        answer = take()
        if (files := _files(office.database, folder)) is None:
            return answer
        taken = office.contacts_taken
        seen = list(seen_in(office.database))
        _left[key] = Left(answer, files, list(sent), seen, taken, _parts(office))
        return answer
    found = _left[key]
    for name, (mode, content) in found.files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(mode)
    sent.extend(found.sent)
    seen_in(office.database).extend(found.seen)
    office.contacts_taken = found.contacts_taken
    return found.answer


def _parts(office: Office) -> tuple[Any, ...]:
    return office.rulebook, office.policies


def _start(office: Office, folder: Path) -> Hashable | None:
    files = _files(office.database, folder)
    if files is None or seen_in(office.database):
        return None
    return (
        tuple((name, mode, sha256(content).digest()) for name, (mode, content) in files.items()),
        repr(office.settings.settings),
        tuple(sorted(said for said in os.environ.items() if said[0].startswith("DONDOC_"))),
        (office.clock.now(), office.wall.now(), office.contacts_taken),
        repr(office.gateway),
        tuple(id(part) for part in _parts(office)),
    )


def _files(database: Engine, folder: Path) -> Files | None:
    """Return the folder's files; None where the database is elsewhere or somebody is at it."""
    file = database.url.database
    if database.dialect.name != "sqlite" or not file or Path(file).parent != folder:
        return None
    # The last one to leave carries the journal over into the file.
    database.dispose()
    found = sorted(folder.iterdir())
    if not all(path.is_file() for path in found) or Path(f"{file}-wal").exists():
        return None
    return {path.name: (path.stat().st_mode, path.read_bytes()) for path in found}
