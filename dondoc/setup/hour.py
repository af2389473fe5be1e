"""The hour of an act: a person's word for it and the machine's clock are looked at twice."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.setup.settings import Settings
from dondoc.setup.wiring import Office
from language.dates import hour_of_day
from models import Sweep

# A hand-typed minute may run ahead of the clock by less than itself.
AHEAD = timedelta(minutes=1)
# Of those that stand.
LAST_SWEEP = select(func.max(Sweep.at)).where(Sweep.taken_back_at.is_(None))


def last_sweep(session: Session) -> datetime | None:
    """Return the instant of the last finished sweep that stands; None before the first."""
    return session.scalar(LAST_SWEEP)


def hour_of_act(office: Office, said: datetime | None, accept_future: bool = False) -> datetime:
    """Return the instant at which something is done: `said`, or the present.

    Args:
        said: the instant a person named (aware), None: now.
        accept_future: a person has confirmed that it lies beyond the machine's clock.
    Raises:
        Refused: it lies beyond the machine's clock, unconfirmed; a demonstration has its own time.
    """
    present = office.clock.now()
    if said is None:
        return present
    if not (accept_future or office.demo):
        refuse_future(said, present)
    return said


def refuse_future(said: datetime, present: datetime) -> None:
    """Raise Refused where `said` lies beyond the machine's clock, `present`; both aware."""
    if said > present + AHEAD:
        raise Refused(
            f"thời điểm {hour_of_day(said)} ở sau đồng hồ của máy ({hour_of_day(present)}): việc "
            "ghi theo giờ chưa đến sẽ chặn các lượt quét đến giờ ấy; sửa --now, hoặc nếu đúng ý, "
            "thêm --accept-future"
        )


def mind_clock(
    session: Session, settings: Settings, now: datetime, accept_gap: bool = False
) -> None:
    """Refuse an instant `now` (aware) that cannot be right beside the last sweep.

    Args:
        accept_gap: a person has confirmed a `now` far after it.
    Raises:
        Refused: `now` lies before the last sweep, or further after it than the settings allow.
    """
    last = last_sweep(session)
    if last is None:
        return
    said = hour_of_day(last)
    if now < last:
        raise Refused(
            f"thời điểm {hour_of_day(now)} ở trước lượt quét gần nhất ({said}): "
            "kiểm tra đồng hồ của máy; nếu chính lượt quét ấy chạy sai giờ: "
            "dondoc sweep reset --to GIỜ_CUỐI_CÙNG_CÒN_ĐÚNG --reason …"
        )
    limit = timedelta(days=settings.sweep.max_gap_days)
    if now - last > limit and not accept_gap:
        raise Refused(
            f"lượt quét gần nhất là {said}, cách nay hơn {limit.days} ngày: nếu đồng hồ đúng, "
            "chạy dondoc sweep --accept-gap"
        )
