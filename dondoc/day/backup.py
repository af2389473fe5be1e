"""A backup: database, kept files and checkpoints as they stand together, while everything runs.

SQLite by its own backup; PostgreSQL table by table (COPY) in one snapshot, so that it needs neither
pg_dump nor its version. The signing key is not part of it: it is kept apart.
"""

import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dondoc.errors import NotPossible, Refused, in_one_line
from dondoc.reports.attach import FOLDER as ATTACHMENTS
from dondoc.setup.database import reading
from dondoc.setup.wiring import Office
from dondoc.trail.signing import sync_folder
from dondoc.trail.standalone.verify_trail import CHECKPOINTS
from migrations.schema import expected
from models import Base

MANIFEST, DATABASE, TABLES = "manifest.json", "dondoc.sqlite", "tables"
FORMAT = "dondoc-backup-1"
_NAMED = "dondoc-*Z"
_log = logging.getLogger(__name__)


def back_up(office: Office, folder: Path, at: datetime) -> Path:
    """Write a backup as of the instant `at` (aware) into a new folder below `folder`; return it.

    It has its name only when it is whole and on the disk.

    Raises:
        NotPossible: there is one of that second already.
        Refused: `folder` is none of its own.
        OSError: it cannot be written.
    """
    name = f"dondoc-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    state = office.settings.state_folder
    if folder.resolve() in (Path(folder.anchor or "/").resolve(), *state.resolve().parents):
        raise Refused(f"{folder} không phải thư mục riêng cho các bản sao lưu: chọn thư mục khác")
    made, part = folder / name, folder / f".{name}.part"
    if made.exists():
        raise NotPossible(f"đã có bản sao lưu {made}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    # Before the database: no line may speak of entries that the copy lacks.
    _copy(state / CHECKPOINTS, part / CHECKPOINTS)
    _copy_database(office.database, part)
    # After it: no file may be missing of which the copy speaks.
    if (state / ATTACHMENTS).is_dir():
        shutil.copytree(state / ATTACHMENTS, part / ATTACHMENTS)
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
    part.rename(made)
    sync_folder(folder)
    return made


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
    return max(folder.glob(_NAMED), default=None)


def made_at(backup: Path) -> datetime:
    """Return the instant (aware) of a backup, as its name says it."""
    return datetime.strptime(backup.name, "dondoc-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def back_up_as_set(office: Office, at: datetime) -> Path | None:
    """Make the backup that config.yaml asks for and remove those beyond `keep`; None for none.

    What goes wrong is logged, not raised: the morning's sweep is done and stays done.
    """
    folder = office.settings.backup_folder
    if folder is None or office.demo:
        return None
    try:
        made = back_up(office, folder, at)
        for old in sorted(folder.glob(_NAMED))[: -office.settings.settings.backup.keep]:
            shutil.rmtree(old)
    except (NotPossible, Refused, OSError, SQLAlchemyError) as error:
        _log.error("không sao lưu được: %s", in_one_line(error))
        return None
    return made


def _copy(file: Path, to: Path) -> None:
    if file.exists():
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
        for table in Base.metadata.sorted_tables:
            order = ", ".join(f'"{one.name}"' for one in table.primary_key)
            columns = ", ".join(f'"{one.name}"' for one in table.columns)
            # Names of our own tables and columns, no input.
            query = f'COPY (SELECT {columns} FROM "{table.name}" ORDER BY {order}) TO STDOUT'  # noqa: S608
            with (part / TABLES / table.name).open("wb") as out, cursor.copy(query) as rows:
                for some in rows:
                    out.write(some)
