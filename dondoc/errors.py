"""What a person can be told went wrong: what, where, and what to do."""

import errno


class DonDocError(Exception):
    """The base of every error whose text is meant for the person at the terminal."""


class Refused(DonDocError):
    """The input asks for something that must not be done; nothing was changed."""


class NotAllowed(Refused):
    """Who asks may not do or see it, whatever they put right; who may is said."""


class NotPossible(DonDocError):
    """What was asked could not be carried out now; nothing was changed."""


class Unproven(NotPossible):
    """What is stored is not what the trail has bound, or the trail itself does not hold."""


def in_one_line(wrong: Exception) -> str:
    """Return what went wrong as one line; of the database's errors the driver's own words only.

    The statement, which SQLAlchemy adds to them, may hold people's data.
    """
    # Who never opens a database need not wait for it.
    from sqlalchemy.exc import DatabaseError

    said = (
        f"cơ sở dữ liệu báo lỗi: {wrong.orig}" if isinstance(wrong, DatabaseError) else str(wrong)
    )
    return " ".join(said.split())


_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EISDIR: "đây là thư mục, cần một tệp",
    errno.ENOTDIR: "đường dẫn đi qua một tệp",
    errno.EEXIST: "đã có tệp trùng tên",
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.EROFS: "đĩa chỉ cho đọc",
    errno.EFBIG: "vượt giới hạn cỡ tệp",
    errno.ENAMETOOLONG: "tên quá dài",
}


def why(failure: OSError) -> str:
    """Return in Vietnamese why a file could not be read or written."""
    return _REASONS.get(failure.errno or 0) or failure.strerror or type(failure).__name__
