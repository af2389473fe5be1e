"""Disk: whether what has to be kept can be written, and what to do where it cannot."""

import errno
import os
import shutil
from pathlib import Path
from tempfile import TemporaryFile

from dondoc.errors import why

# In bytes: less than this is too little to go on with.
LITTLE = 200 * 1024 * 1024
_PROBE = bytes(64 * 1024)
_REMEDIES = {
    errno.ENOSPC: "dọn đĩa rồi chạy lại",
    errno.EROFS: "thường do lỗi đĩa: kiểm tra đĩa, gắn lại để ghi được",
    errno.EACCES: "chạy bằng tài khoản sở hữu thư mục ấy",
    errno.EPERM: "chạy bằng tài khoản sở hữu thư mục ấy",
}


def refusal(folder: Path) -> str | None:
    """Return why nothing can be written into `folder` and what to do, None where something can.

    Tried with a file that has no name and leaves nothing.
    """
    try:
        with TemporaryFile(dir=folder) as probe:
            probe.write(_PROBE)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as failure:
        what = _REMEDIES.get(failure.errno or 0, "xem lại thư mục ấy")
        return f"không ghi được vào {folder}: {why(failure)}; {what}"
    return None


def room(folder: Path) -> tuple[bool, str]:
    """Return whether `folder` can be written into with room to spare, and what is to be said."""
    if wrong := refusal(folder):
        return False, wrong
    free = shutil.disk_usage(folder).free
    said = f"còn {free // (1024 * 1024)} MiB"
    return free > LITTLE, said if free > LITTLE else f"{said}; dọn đĩa trước khi chạy tiếp"
