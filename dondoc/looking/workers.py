"""What the doctor says of those who work: whether they agree, and whether anybody comes."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.looking.finding import Finding
from dondoc.setup.silence import ways_of
from dondoc.setup.wiring import Office
from dondoc.setup.workers import out_of_step


def workers(office: Office, session: Session, _: datetime) -> Iterator[Finding]:
    """Say whether this machine sweeps as the others, and who ticks no more."""
    wrong = out_of_step(session, office)
    yield Finding("các máy", wrong is None, wrong or "cùng phiên bản, cùng bộ quy tắc")
    ways = ways_of(session, office, office.wall.now())
    silent = [way for way in ways if way.silent]
    said = "; ".join(way.said for way in ways) or "chưa có bộ hẹn giờ nào chạy"
    todo = "chạy prefect worker start, hoặc bộ hẹn giờ gọi dondoc tick" if silent else ""
    if silent and len(silent) == len(ways):
        todo = f"KHÔNG CÒN GÌ CHẠY; {todo}"
    yield Finding("nhịp chạy", not silent, f"{said}; {todo}" if todo else said)
