"""Who has seen which person: an append-only log of its own, bound to the trail in batches."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class Access(StrEnum):
    """How somebody came to see persons."""

    VIEW = "view"
    SEARCH = "search"
    EXPORT = "export"
    PRINT = "print"


class Purpose(StrEnum):
    """Why: from a closed list. A text of one's own would sooner or later name whom it is about."""

    DUTY = "duty"
    DOUBLES = "doubles"
    CHANGE = "change"
    RECTIFICATION = "rectification"
    COMPLAINT = "complaint"
    INSPECTION = "inspection"


ACCESS_NAMES = {
    Access.VIEW: "xem",
    Access.SEARCH: "tìm",
    Access.EXPORT: "xuất",
    Access.PRINT: "in",
}
PURPOSE_NAMES = {
    Purpose.DUTY: "làm việc được giao theo danh sách",
    Purpose.DOUBLES: "rà hồ sơ trùng",
    Purpose.CHANGE: "đề nghị, xác nhận biến động",
    Purpose.RECTIFICATION: "người dân đề nghị đính chính hoặc muốn biết dữ liệu về mình",
    Purpose.COMPLAINT: "giải quyết khiếu nại",
    Purpose.INSPECTION: "thanh tra, kiểm tra",
}


class PersonAccess(Base):
    """Somebody was shown persons, or looked for some and found none.

    `who`: as `uid/post`; `login_id`: by whose sign-in, NULL for a command (no foreign key: the log
    outlives what it names). `what`: an `Access`; `why`: a `Purpose`. `persons`: how many were
    shown. Triggers refuse to change or remove a row; the trail holds digests of whole batches.
    """

    __tablename__ = "person_access"
    __proof__: ClassVar = Proof(nothing="is bound in batches: access.anchored (docs/trail.md)")

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcInstant)
    who: Mapped[str]
    login_id: Mapped[int | None]
    what: Mapped[str]
    why: Mapped[str]
    persons: Mapped[int]


class PersonSeen(Base):
    """One person (a case number) that was shown by one access."""

    __tablename__ = "person_seen"
    __proof__: ClassVar = Proof(nothing="is bound with its access")
    # "Who saw case N" reads this one; it never depends on how long the log is.
    __table_args__ = (Index(None, "person_id", "access_id"), {"sqlite_with_rowid": False})

    access_id: Mapped[int] = mapped_column(ForeignKey("person_access.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
