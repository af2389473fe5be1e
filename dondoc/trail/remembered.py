"""What the database remembers of its checkpoints, held against the file they lie in.

It is read before that file: whatever is signed meanwhile only makes the file longer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.setup.database import writing
from dondoc.trail.standalone.verify_trail import CHECKPOINTS, Checkpoint, line_hash
from language.dates import hour_of_day
from language.zone import local
from models import Anchored, Event, Sweep

REMEDY = (
    f"chép lại {CHECKPOINTS} (và khóa ký) từ bản sao lưu; nếu không còn bản nào khớp, bắt đầu lại "
    "bằng một việc có lý do: dondoc audit renew --reason …"
)
# The entries by which a person begins the checkpoints anew: because they fit no more, or with
# another key.
RENEWED, REKEYED = "trail.renewed", "trail.rekeyed"
# The first sweep ends with the first checkpoint: after two there is at least one.
_SIGNED_BY_THEN = 2


@dataclass(frozen=True)
class Memory:
    """The last checkpoint the database remembers, None for none, and how many sweeps there were."""

    last: Anchored | None
    sweeps: int

    def missed(self, lines: Sequence[bytes], public: str | None) -> str | None:
        """Return in words why `lines` are not the checkpoints that were signed, None if they are.

        Args:
            lines: those of the checkpoints' file, none where it is missing.
            public: the key in use, None where there is none.
        """
        if self.last is None:
            if lines or self.sweeps < _SIGNED_BY_THEN:
                return None
            return f"{CHECKPOINTS} mất hoặc trống dù đã quét nhiều lượt; {REMEDY}"
        wrong = _wrong(self.last, lines, public)
        return wrong and f"{wrong} ({_said(self.last)}); {REMEDY}"

    def fits(self, line: bytes, lines: int) -> bool:
        """Say whether `line` is remembered as the last of `lines`."""
        last = self.last
        return last is not None and (last.lines, last.line) == (lines, line_hash(line))


def recall(session: Session) -> Memory:
    """Return what the database remembers."""
    last = session.get(Anchored, 1, populate_existing=True)
    sweeps = session.scalar(select(func.count()).select_from(select(Sweep.id).limit(2).subquery()))
    if last is not None:
        session.expunge(last)
    return Memory(last, sweeps or 0)


def remember(session: Session, checkpoint: Checkpoint, line: bytes, lines: int) -> None:
    """Let the database remember the last checkpoint, in a transaction of its own.

    Args:
        session: what it has read is given up.
        lines: how many there are, `line` being the last.
    """
    session.rollback()
    row = Anchored(
        id=1,
        at=datetime.fromisoformat(checkpoint.at),
        lines=lines,
        line=line_hash(line),
        entries=checkpoint.entries,
        key=checkpoint.key,
    )
    with writing(session.get_bind().engine) as own:
        own.merge(row)


def forget(
    session: Session, at: datetime, reason: str, by: Mapping[str, object], kind: str = RENEWED
) -> Event:
    """Let the next checkpoint be the first; return the entry that says so, and what was the last.

    In the caller's transaction, who enters it in the trail.

    Args:
        at: the instant (aware) of the act; `by`: what else the entry says of it.
    """
    last = session.get(Anchored, 1, populate_existing=True)
    columns = ("lines", "entries", "line", "key")
    said = {name: getattr(last, name) for name in columns} if last else {}
    session.merge(Anchored(id=1, at=at, lines=0, line="", entries=0, key="", reason=reason))
    return Event(kind, "trail", {**by, "anchored": said})


def _wrong(last: Anchored, lines: Sequence[bytes], public: str | None) -> str | None:
    if not last.lines:
        # A person has begun anew.
        return None
    if not lines:
        return f"{CHECKPOINTS} mất hoặc trống"
    if public is not None and public != last.key:
        return "khóa ký không phải khóa đã ký các điểm kiểm"
    if len(lines) < last.lines:
        return f"{CHECKPOINTS} chỉ còn {len(lines)} dòng"
    if line_hash(lines[last.lines - 1]) != last.line:
        return f"{CHECKPOINTS} không còn dòng đã ký"
    return None


def _said(last: Anchored) -> str:
    at = hour_of_day(local(last.at))
    return f"cơ sở dữ liệu nhớ {last.lines} điểm kiểm, điểm cuối đến mục {last.entries} lúc {at}"
