"""The one state folder: the database knows which it is, so that no machine works beside it.

Attachments, prints, checkpoints, marks and the key lie there. A machine on which the folder is not
mounted would find an empty one, and go on with a trail, a key and files of its own. Where the
database is a file in that very folder the two cannot part, and nothing is looked at.
"""

import secrets
from pathlib import Path

from sqlalchemy import Engine, select

from dondoc.errors import Refused, why
from dondoc.setup import database
from dondoc.setup.schema import bring_up_to_date
from models import Shared
from models.worker import shared_of

# Holds the same words as the database.
FILE = "common-folder"


def mind_common_folder(engine: Engine, state: Path) -> None:
    """Take `state` for the one folder of this database where none is known yet.

    Raises:
        Refused: it is another one.
    """
    if _within(engine, state):
        return
    with database.reading(engine) as session:
        known = session.scalar(select(Shared.folder))
    known = known or _first(engine, state)
    lying = _lying(state)
    if lying != known:
        raise Refused(
            f"thư mục {state} không phải là thư mục chung của các máy dùng cơ sở dữ liệu này "
            f"(tệp {FILE} {'khác mã' if lying else 'không có'}): gắn đúng thư mục chung, hoặc sửa "
            f"state; chỉ khi thư mục cũ đã mất hẳn thì ghi {known} vào tệp ấy"
        )


def lay_down(url: str, state: Path) -> None:
    """Let `state` be the one folder of the database at `url`, which was just put back."""
    engine = database.open_engine(url)
    try:
        if _within(engine, state):
            return
        bring_up_to_date(engine)
        with database.reading(engine) as session:
            known = session.scalar(select(Shared.folder))
        if known:
            (state / FILE).write_text(f"{known}\n", "utf-8")
    finally:
        engine.dispose()


def _first(engine: Engine, state: Path) -> str:
    with database.writing(engine) as session:
        shared = shared_of(session)
        if shared.folder is None:
            # What lies there may be known to a database that was put back.
            shared.folder = _lying(state) or secrets.token_hex(8)
            (state / FILE).write_text(f"{shared.folder}\n", "utf-8")
        return shared.folder


def _lying(state: Path) -> str:
    try:
        return (state / FILE).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "không phải chữ"
        raise Refused(f"không đọc được {state / FILE}: {reason}") from None


def _within(engine: Engine, state: Path) -> bool:
    if engine.dialect.name != "sqlite":
        return False
    file = engine.url.database
    return not file or Path(file).resolve().is_relative_to(state.resolve())
