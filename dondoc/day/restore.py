"""Restoring a backup into an empty place; what it may have sent since waits for a person."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, exists, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from dondoc.day.backup import DATABASE, FORMAT, MANIFEST, TABLES, digests
from dondoc.day.letters import letters_of
from dondoc.errors import NotPossible, Refused, why
from dondoc.reports.attach import FOLDER as ATTACHMENTS
from dondoc.reports.drafts import FOLDER as DRAFTS
from dondoc.sending.putback import begin
from dondoc.sending.restored import doubt_waiting, recognise
from dondoc.sending.worker import Moment
from dondoc.setup import laying
from dondoc.setup.common_folder import lay_down
from dondoc.setup.database import open_engine
from dondoc.setup.privacy import keep_private
from dondoc.setup.schema import bring_up_to_date
from dondoc.setup.settings import LocatedSettings
from dondoc.setup.wiring import Office
from dondoc.trail.standalone.verify_trail import CHECKPOINTS
from language.dates import hour_of_day
from language.zone import local
from migrations.schema import expected
from models import whole


def put_back(backup: Path, settings: LocatedSettings) -> datetime:
    """Lay a backup down where `settings` say; return the instant (aware) at which it was made.

    Before anything is sent on it: `doubt_all`; broken off before that, the next dispatch does it.
    Broken off earlier, nothing works there until it is laid down again, over what lies there.

    Raises:
        Refused: there is something already, or it is no whole backup of this kind of database.
    """
    said = _read(backup)
    state, url = settings.state_folder, settings.database_url
    kind = url.partition(":")[0].partition("+")[0]
    if said["database"] != kind:
        raise Refused(f"bản sao lưu của {said['database']}, cơ sở dữ liệu đang đặt là {kind}")
    if laying.broken_off(state):
        _clear(state, url)
    _refuse_taken(state, url)
    keep_private()
    state.mkdir(parents=True, exist_ok=True)
    made_at = datetime.fromisoformat(said["at"])
    begin(state, made_at)
    laying.begin(state)
    if (backup / CHECKPOINTS).exists():
        shutil.copyfile(backup / CHECKPOINTS, state / CHECKPOINTS)
    for folder in (ATTACHMENTS, DRAFTS):
        if (backup / folder).is_dir():
            shutil.copytree(backup / folder, state / folder)
    if kind == "sqlite":
        shutil.copyfile(backup / DATABASE, _file(url))
    else:
        _load(backup / TABLES, url, said["revision"])
    lay_down(url, state)
    laying.done(state)
    return made_at


def doubt_all(office: Office, session: Session, made_at: datetime, now: datetime) -> int:
    """Stop all sending; let what was pending or being sent be unknown. Return of how many letters.

    In the caller's transaction; once it is committed: `finish`.

    Args:
        made_at: when the backup was made, aware; `now`: the instant of the restore, aware.
    """
    recognise(session, f"phục hồi từ bản sao lưu lúc {hour_of_day(local(made_at))}", now)
    return doubt_waiting(session, letters_of(office), Moment(now, office.wall.now()))


def _read(backup: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads((backup / MANIFEST).read_text("utf-8"))
        if said["format"] != FORMAT:
            raise ValueError(said["format"])
        wrong = set(said["files"].items()) ^ set(digests(backup))
    except OSError as error:
        raise Refused(f"{backup} không phải bản sao lưu của dondoc: {why(error)}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(f"{backup}/{MANIFEST} không đúng dạng") from None
    if wrong:
        names = ", ".join(sorted({name for name, _ in wrong})[:3])
        raise Refused(f"bản sao lưu {backup} không còn nguyên: {names}; dùng bản khác")
    return said


def _clear(state: Path, url: str) -> None:
    """Remove what a restore that was broken off has laid down; a database server is left alone."""
    files = [state / CHECKPOINTS]
    if url.startswith("sqlite"):
        files += [Path(f"{_file(url)}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
    for one in files:
        one.unlink(missing_ok=True)
    for folder in (ATTACHMENTS, DRAFTS):
        shutil.rmtree(state / folder, ignore_errors=True)


def _refuse_taken(state: Path, url: str) -> None:
    taken = [
        one for one in (state / CHECKPOINTS, state / ATTACHMENTS, state / DRAFTS) if one.exists()
    ]
    if url.startswith("sqlite"):
        taken += [_file(url)] if _file(url).exists() else []
    else:
        engine = open_engine(url)
        half = laying.broken_off(state)
        taken += [Path("cơ sở dữ liệu")] if _holds(engine, rows=half) else []
        engine.dispose()
    if taken:
        names = ", ".join(map(str, taken))
        if laying.broken_off(state):
            # What lay in the folder is cleared by us; a database server is the office's.
            name = make_url(url).database
            raise Refused(
                f"lần phục hồi trước bị ngắt giữa chừng, phần dở còn ở {names}: xoá và tạo lại "
                f"cơ sở dữ liệu trống (dropdb {name}; createdb --owner TÀI_KHOẢN {name}), rồi "
                "chạy lại lệnh dondoc restore"
            )
        raise Refused(
            f"chỉ phục hồi vào nơi còn trống, mà đã có {names}: chuyển đi nơi khác trước "
            "(để lại marks.jsonl và signing.key)"
        )


def _holds(engine: Engine, *, rows: bool) -> bool:
    """Say whether there is a table; with `rows`: whether one of ours holds something.

    A restore that was broken off leaves its tables empty: they are filled in one transaction.
    """
    there = set(inspect(engine).get_table_names())
    if not rows:
        return bool(there)
    ours = [table for table in whole().metadata.sorted_tables if table.name in there]
    with engine.connect() as connection:
        return any(connection.scalar(select(exists().select_from(one))) for one in ours)


def _file(url: str) -> Path:
    return Path(url.partition(":///")[2])


def _load(tables: Path, url: str, revision: str) -> None:
    if revision != expected("postgresql").revision:
        raise NotPossible(
            f"bản sao lưu ở lược đồ {revision}: phục hồi bằng bản phần mềm đã sao lưu rồi nâng cấp"
        )
    engine = open_engine(url)
    try:
        bring_up_to_date(engine)
        _fill(engine, lambda name: tables / name)
    finally:
        engine.dispose()


def _fill(engine: Engine, file_of: Callable[[str], Path]) -> None:
    with engine.begin() as connection:
        cursor: Any = connection.connection.cursor()
        # It is bound to the trail already: nothing is to be noted.
        cursor.execute("DROP TABLE IF EXISTS pg_temp.noted")
        for table in whole().metadata.sorted_tables:
            columns = ", ".join(f'"{one.name}"' for one in table.columns)
            with (
                file_of(table.name).open("rb") as opened,
                cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as rows,
            ):
                while some := opened.read(1 << 20):
                    rows.write(some)
            _count_on(cursor, table.name, [one.name for one in table.primary_key])


def _count_on(cursor: Any, table: str, keys: list[str]) -> None:
    """Let the numbers that the database gives go on after the highest there is."""
    if len(keys) != 1:
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", (f'"{table}"', keys[0]))
    (sequence,) = cursor.fetchone()
    if sequence:
        # Names of our own tables and columns, no input.
        query = f'SELECT setval(%s, max("{keys[0]}")) FROM "{table}" HAVING count(*) > 0'  # noqa: S608
        cursor.execute(query, (sequence,))
