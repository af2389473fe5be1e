"""Whether a database is one that this version can work on, and how it becomes one.

What a database says of itself (the number of its last migration) is never taken for what it is: the
tables, columns, keys, indexes and triggers that are there are compared with those expected.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible
from migrations.schema import Schema, expected, found
from models.baseline import lay
from models.clock import SystemClock

_SHOWN = 5
_WORDS = {
    "column": "cột",
    "index": "chỉ mục",
    "constraint": "ràng buộc",
    "foreign key": "khóa ngoài",
    "trigger": "trigger",
    "view": "khung nhìn",
}


class SchemaRefused(NotPossible):
    """The database is none that this version can work on; nothing was changed in it."""


def bring_up_to_date(engine: Engine) -> bool:
    """Give an empty database its schema, an older one the steps it lacks; say whether it did.

    One query where there is nothing to do. All steps are one transaction, at whose end the schema
    is compared with the expected one.

    Raises:
        SchemaRefused: the database belongs to a newer version or to another program, or is not
            what its version says; it is left as it was.
    """
    with engine.connect() as connection:
        stored = found(connection)
    wanted = expected(engine.dialect.name)
    if stored == wanted:
        return False
    _refuse_unknown(engine, stored, wanted)
    migrate(engine)
    return True


def migrate(engine: Engine) -> None:
    """Take every step the database lacks, in one transaction; what is stored is bound to the trail.

    Raises:
        SchemaRefused: it would not be the expected schema afterwards; it is left as it was.
    """
    # Alembic is a tenth of a start, and most starts find nothing to do.
    from dondoc.setup.migrating import upgrade

    upgrade(engine, _finish)


def _finish(connection: Connection) -> None:
    """Look that the schema is the expected one, and bind what was stored before it was proven."""
    refuse_other(connection)
    with Session(connection, join_transaction_mode="rollback_only") as session:
        lay(session, SystemClock().now())
        session.flush()


def _refuse_unknown(engine: Engine, stored: Schema, wanted: Schema) -> None:
    from dondoc.setup.migrating import is_known

    if stored.revision == wanted.revision:
        raise SchemaRefused(_differs(stored, wanted))
    if stored.revision is None:
        if tables := sorted(_tables(stored.lines) - {"alembic_version"}):
            raise SchemaRefused(
                f"cơ sở dữ liệu này không phải của Đôn Đốc (có bảng {', '.join(tables[:_SHOWN])}): "
                "chưa ghi gì vào đó; kiểm tra database trong config.yaml và DONDOC_DATABASE"
            )
    elif not is_known(engine, stored.revision):
        raise SchemaRefused(
            "cơ sở dữ liệu do một bản mới hơn của phần mềm ghi (lược đồ "
            f"{stored.revision}, bản này biết đến {wanted.revision}): chưa ghi gì vào đó; cài lại "
            "bản mới hơn, hoặc phục hồi bản sao đã chép trước khi nâng cấp"
        )


def refuse_other(connection: Connection) -> None:
    """Raise `SchemaRefused` where the schema behind `connection` is not the expected one."""
    stored, wanted = found(connection), expected(connection.dialect.name)
    if stored != wanted:
        raise SchemaRefused(_differs(stored, wanted))


def _differs(stored: Schema, wanted: Schema) -> str:
    lacking = _named(wanted.lines - stored.lines, _tables(stored.lines))
    extra = _named(stored.lines - wanted.lines, _tables(wanted.lines))
    said = [
        *([f"thiếu hoặc khác: {lacking}"] if lacking else ()),
        *([f"thừa hoặc khác: {extra}"] if extra else ()),
    ]
    return (
        f"cơ sở dữ liệu không đúng với phiên bản nó tự ghi ({'; '.join(said)}): chưa ghi gì vào "
        "đó; phục hồi bản sao lưu gần nhất, hoặc gửi dòng này cho người quản trị"
    )


def _named(lines: Iterable[str], known: set[str]) -> str:
    """Name what `lines` describe in few words; a table that is not `known` counts as a whole."""
    names = []
    for line in sorted(lines):
        kind = next(kind for kind in _WORDS if line.startswith(f"{kind} "))
        table, name = line.removeprefix(f"{kind} ").split(" ")[:2]
        names.append(f"bảng {table}" if table not in known else f"{_WORDS[kind]} {table}.{name}")
    distinct = list(dict.fromkeys(names))
    more = [f"và {len(distinct) - _SHOWN} thứ khác"] if len(distinct) > _SHOWN else []
    return ", ".join(distinct[:_SHOWN] + more)


def _tables(lines: Iterable[str]) -> set[str]:
    return {line.split(" ")[1] for line in lines if line.startswith("column ")}
