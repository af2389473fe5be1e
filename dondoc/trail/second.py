"""The second folder: the checkpoints once more, out of reach of whoever has the state folder.

What lies there is never taken back: a line that the office's own file has no more was withdrawn.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from dondoc.errors import why
from dondoc.trail.mark_file import MARKS
from dondoc.trail.signing import sync_folder
from dondoc.trail.standalone.verify_trail import CHECKPOINTS


def withdrawn_from(second: Path | None, lines: Sequence[bytes]) -> str | None:
    """Return in words what the second folder has and `lines` do not, None where nothing.

    A folder that cannot be read says nothing here: see `unreachable`.
    """
    for number, line in enumerate(_lines(second), 1):
        if number > len(lines) or lines[number - 1] != line:
            return (
                f"{second}/{CHECKPOINTS} có dòng {number} đã ký mà tệp của văn phòng không có: "
                f"chép lại tệp ấy từ thư mục thứ hai"
            )
    return None


def marks_taken(state: Path, second: Path | None) -> str | None:
    """Return in words that the marks were taken out of the second folder, None where not.

    Where they never lay nothing is missed: with the first checkpoints the marks come too.
    """
    if second is None or not _says(state / MARKS):
        return None
    file = second / MARKS
    began = file.exists() or _says(second / CHECKPOINTS)
    if not began or _says(file):
        return None
    return (
        f"{file} mất hoặc trống dù {state / MARKS} còn: có người đã xoá ở thư mục thứ hai, hoặc "
        f"chưa từng chép được sang; xem ai vào được nơi ấy, rồi chép {state / MARKS} sang"
    )


def bring_marks(state: Path, second: Path | None) -> None:
    """Let the marks lie in a second folder that is new, before the first checkpoints do.

    Raises:
        OSError: it cannot be written.
    """
    if second is None or _says(second / CHECKPOINTS) or (second / MARKS).exists():
        return
    if not _says(state / MARKS):
        return
    second.mkdir(parents=True, exist_ok=True)
    made = second / f".{MARKS}.{uuid4().hex}"
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write((state / MARKS).read_bytes())
        out.flush()
        os.fsync(descriptor)
    made.replace(second / MARKS)
    sync_folder(second)


def _says(file: Path) -> bool:
    """Say whether anything stands in `file`; one that cannot be looked at is taken for whole."""
    try:
        return bool(file.read_bytes().strip())
    except FileNotFoundError:
        return False
    except OSError:
        return True


def unreachable(second: Path | None) -> str | None:
    """Return in words why nothing can be written to the second folder, None where it can be."""
    if second is None:
        return None
    try:
        second.mkdir(parents=True, exist_ok=True)
        with (second / CHECKPOINTS).open("ab"):
            return None
    except OSError as error:
        return f"thư mục thứ hai của điểm kiểm {second}: {why(error)}"


def lacking(state: Path, second: Path | None) -> bool:
    """Say whether the second folder can be written to and lacks of the office's checkpoints."""
    if second is None or unreachable(second):
        return False
    return len(_lines(second)) < len(_lines(state))


def copy_to(second: Path | None, lines: Sequence[bytes]) -> None:
    """Append to the second folder's file what it lacks of `lines`, synced to disk.

    Raises:
        OSError: it cannot be written; what was signed stays signed.
    """
    if second is None:
        return
    second.mkdir(parents=True, exist_ok=True)
    known = len(_lines(second))
    with (second / CHECKPOINTS).open("ab") as out:
        out.writelines(lines[known:])
        out.flush()
        sync_folder(second)


def put_away(folder: Path, at: datetime) -> Path | None:
    """Put the checkpoints of `folder` away; return where they lie now, None for none."""
    file = folder / CHECKPOINTS
    if not file.exists():
        return None
    away = file.with_name(f"{file.stem}.truoc-{at:%Y%m%dT%H%M%SZ}{file.suffix}")
    file.rename(away)
    sync_folder(folder)
    return away


def _lines(second: Path | None) -> list[bytes]:
    if second is None:
        return []
    try:
        lines = (second / CHECKPOINTS).read_bytes().splitlines(keepends=True)
    except OSError:
        return []
    # One that a power cut left unfinished says nothing.
    return [line for line in lines if line.endswith(b"\n")]
