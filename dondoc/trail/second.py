"""The second folder: the checkpoints once more, out of reach of whoever has the state folder.

What lies there is never taken back: a line that the office's own file has no more was withdrawn.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dondoc.errors import why
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
