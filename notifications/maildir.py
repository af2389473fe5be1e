"""maildir://: mail as complete .eml files in a folder, the default where no relay is set up.

One file a message, named by its date and its Message-ID: writing it again changes nothing.
"""

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notifications.mail_file import file_name
from notifications.outcome import Kind, Outcome
from notifications.plugin import EnvelopePlugin

# The folder itself is wrong: no later try with the same settings can go better.
_WRONG_FOLDER = {errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EISDIR}
_REASONS: Mapping[int, str] = {
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ đọc",
    errno.ENOTDIR: "đường dẫn không phải thư mục",
}


class Maildir(EnvelopePlugin):  # type: ignore[no-untyped-call]  # apprise's hook is untyped
    """Writes the envelope's bytes into `outbox`, made if absent; readable by its owner only."""

    # apprise declares both as None and says to override them with text.
    service_name = "Maildir"  # type: ignore[assignment]
    protocol = "maildir"  # type: ignore[assignment]

    def __init__(self, outbox: str | Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outbox = Path(outbox)

    def deliver(self) -> Outcome:
        path = self.outbox / file_name(self.envelope.date, self.envelope.message_id)
        try:
            self.outbox.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _write(path, self.envelope.content)
            elif path.read_bytes() != self.envelope.content:
                return Outcome(Kind.PERMANENT, "CONFLICT", f"{path.name}: đã có nội dung khác")
        except OSError as error:
            return failure(error)
        return Outcome(Kind.SENT, "", path.name)


def failure(error: OSError) -> Outcome:
    """Nothing was written under the final name, so all but a wrong folder may be tried again."""
    code = errno.errorcode.get(error.errno or 0, "OSERROR")
    reason = _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
    kind = Kind.CONFIG if error.errno in _WRONG_FOLDER else Kind.TEMPORARY
    return Outcome(kind, code, f"{reason}: {error.filename or 'outbox'}")


def _write(path: Path, content: bytes) -> None:
    """All of it under its name, or nothing: a reader of the folder never sees half a mail."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The new name survives a power cut only once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
