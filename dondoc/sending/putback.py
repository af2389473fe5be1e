"""That a database was put back: noted beside it while it lasts, and in it until it may send again.

Who only looks asks here; what becomes of the messages is `dondoc.sending.restored`.
"""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from language.dates import hour_of_day
from language.zone import local
from models import Installation

# Lies in the state folder from before a backup is put back until it is among the doubts.
_UNFINISHED = "restoring"
WHAT_TO_DO = (
    "chạy dondoc sweep, dondoc dispatch (chưa gửi gì), đối chiếu dondoc notices --unknown với hộp "
    "thư đi, rồi dondoc sending start --reason …"
)
DOUBT = "cơ sở dữ liệu được phục hồi từ bản cũ, không rõ thư đã đi chưa"


def begin(state: Path, made_at: datetime) -> None:
    """Note in the state folder, to last, that a backup made at `made_at` is being put back."""
    with (state / _UNFINISHED).open("w", encoding="utf-8") as note:
        note.write(f"phục hồi từ bản sao lưu lúc {hour_of_day(local(made_at))}")
        note.flush()
        os.fsync(note.fileno())


def unfinished(state: Path) -> str:
    """Return in words what is being put back and is not among the doubts yet; "" for nothing."""
    note = state / _UNFINISHED
    return note.read_text("utf-8") or "phục hồi từ bản sao lưu" if note.exists() else ""


def finish(state: Path) -> None:
    """What was put back is among the doubts, and committed."""
    (state / _UNFINISHED).unlink(missing_ok=True)


def behind(session: Session) -> Installation | None:
    """Return the installation whose database was put back and may not send again yet, else None."""
    known = session.get(Installation, 1)
    return known if known and known.behind_at and known.trusted_from is None else None
