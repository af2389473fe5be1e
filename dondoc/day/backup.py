"""A backup: database, kept files and checkpoints as they stand together, while everything runs.

SQLite by its own backup; PostgreSQL table by table (COPY) in one snapshot, so that it needs neither
pg_dump nor its version. The signing key is not part of it: it is kept apart.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, Refused
from dondoc.reports.attach import FOLDER as ATTACHMENTS
from dondoc.reports.drafts import FOLDER as DRAFTS
from dondoc.setup.database import reading
from dondoc.setup.lease import held, owner_of_this_process
from dondoc.setup.settings import LocatedSettings
from dondoc.setup.wiring import Office
from dondoc.trail.signing import sync_folder
from dondoc.trail.standalone.verify_trail import CHECKPOINTS
from migrations.schema import expected
from models import Event, whole
from models.trail import append

MANIFEST, DATABASE, TABLES = "manifest.json", "dondoc.sqlite", "tables"
FORMAT = "dondoc-backup-1"
NAMED = "dondoc-*Z"
# A country's year takes minutes; from one that was killed another takes over after so long.
_LASTING = timedelta(hours=2)


def back_up(office: Office, folder: Path, at: datetime) -> Path:
    """Write a backup as of the instant `at` (aware) into a new folder below `folder`; return it.

    It has its name only when it is whole and on the disk.

    Raises:
        NotPossible: there is one of that second already.
        Refused: `folder` is none of its own.
        OSError: it cannot be written.
    """
    made = place_for(office.settings, folder, at)
    part = folder / f".{made.name}.part"
    # What a killed one left would lie there for ever.
    for left in folder.glob(".dondoc-*Z.part"):
        shutil.rmtree(left, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        _write(office, part, at)
        part.rename(made)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    sync_folder(folder)
    return made


def name_of(at: datetime) -> str:
    """Return what a backup made at the instant `at` (aware) is called."""
    return f"dondoc-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def place_for(located: LocatedSettings, folder: Path, at: datetime) -> Path:
    """Return where the backup of the instant `at` (aware) will lie, below `folder`.

    Raises:
        NotPossible: there is one of that second already.
        Refused: `folder` is none of the backups' own.
    """
    above = located.state_folder.resolve().parents
    if folder.resolve() in (Path(folder.anchor or "/").resolve(), *above):
        raise Refused(f"{folder} không phải thư mục riêng cho các bản sao lưu: chọn thư mục khác")
    made = folder / name_of(at)
    if made.exists():
        raise NotPossible(f"đã có bản sao lưu {made}: đợi sang giây sau rồi chạy lại")
    return made


@contextmanager
def alone(office: Office) -> Iterator[None]:
    """Let nobody else make a backup meanwhile; raise `Busy` where somebody is at it."""
    with held(office.database, "sao lưu", owner_of_this_process(), office.wall, _LASTING):
        yield


def begun(session: Session, by: str, now: datetime) -> None:
    """Enter that a copy of everything is being made, and by whom: it says so itself.

    In the caller's transaction, before the copy.

    Args:
        by: who, as `uid/post`, or the settings; `now`: the instant (aware) that names it.
    """
    append(session, now, [Event("backup.begun", f"backup:{name_of(now)}", {"by": by})])


def _write(office: Office, part: Path, at: datetime) -> None:
    state = office.settings.state_folder
    # Before the database: no line may speak of entries that the copy lacks.
    _copy(state / CHECKPOINTS, part / CHECKPOINTS)
    _copy_database(office.database, part)
    # After it: no file may be missing of which the copy speaks.
    if (state / ATTACHMENTS).is_dir():
        shutil.copytree(state / ATTACHMENTS, part / ATTACHMENTS)
    _copy_waiting(state, part)
    kind = office.database.dialect.name
    said = {
        "format": FORMAT,
        "at": at.astimezone(UTC).isoformat(),
        "database": kind,
        "revision": expected(kind).revision,
        "files": dict(digests(part)),
    }
    (part / MANIFEST).write_text(json.dumps(said, indent=1, ensure_ascii=False), "utf-8")
    os.sync()


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each file below `folder` but the manifest, by its path in it, with its SHA-256."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name != MANIFEST:
            with file.open("rb") as opened:
                digest = sha256()
                while some := opened.read(1 << 20):
                    digest.update(some)
            yield str(file.relative_to(folder)), digest.hexdigest()


def newest(folder: Path) -> Path | None:
    """Return the newest backup below `folder`, None where there is none."""
    return max(folder.glob(NAMED), default=None)


def made_at(backup: Path) -> datetime:
    """Return the instant (aware) of a backup, as its name says it."""
    return datetime.strptime(backup.name, "dondoc-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _copy(file: Path, to: Path) -> None:
    if file.exists():
        shutil.copyfile(file, to)


def _copy_waiting(state: Path, part: Path) -> None:
    """Copy what waits with drafts, sealed as it is; what is filed meanwhile waits no more."""
    for file in (state / DRAFTS).glob("*/*"):
        to = part / file.relative_to(state)
        to.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(file, to)


def _copy_database(engine: Engine, part: Path) -> None:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            with sqlite3.connect(part / DATABASE) as copy:
                driver.backup(copy)
            copy.close()
        return
    (part / TABLES).mkdir()
    with reading(engine) as session:
        cursor: Any = session.connection().connection.cursor()
        for table in whole().metadata.sorted_tables:
            order = ", ".join(f'"{one.name}"' for one in table.primary_key)
            columns = ", ".join(f'"{one.name}"' for one in table.columns)
            # Names of our own tables and columns, no input.
            query = f'COPY (SELECT {columns} FROM "{table.name}" ORDER BY {order}) TO STDOUT'  # noqa: S608
            with (part / TABLES / table.name).open("wb") as out, cursor.copy(query) as rows:
                for some in rows:
                    out.write(some)
