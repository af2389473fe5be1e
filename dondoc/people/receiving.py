"""Who has received their part of a list, and who has not yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from language.dates import full_day
from language.zone import local_date
from models import Event, ListReceipt, PersonList
from models.trail import append


def list_of(session: Session, number: int) -> PersonList:
    """Return the list with this number; raise Refused where there is none."""
    found = session.get(PersonList, number)
    if found is None:
        raise Refused(f"không có danh sách số {number}; xem: dondoc list show")
    return found


def receive(
    session: Session, one: PersonList, body: str, at: datetime, by: str, now: datetime
) -> ListReceipt:
    """Enter that the commune `body` (uid) has had its part of a list since `at` (aware).

    Args:
        by: who enters it, as `uid/post`; now: the instant (aware) of entering it.
    Raises:
        Refused: none of it is that commune's, it has it already, or before it came.
    """
    row = session.scalars(
        select(ListReceipt).where(ListReceipt.list_id == one.id, ListReceipt.body_uid == body)
    ).one_or_none()
    if row is None:
        raise Refused(f"danh sách số {one.id} không có phần của đơn vị này")
    if row.received_at is not None:
        when = full_day(local_date(row.received_at))
        raise Refused(f"đơn vị này đã nhận danh sách số {one.id} ngày {when}")
    if at < one.recorded_at or at > now:
        raise Refused("ngày giờ nhận phải từ khi danh sách được đưa vào đến bây giờ")
    row.received_at, row.recorded_at, row.recorded_by = at, now, by
    session.flush()
    said = {"list": one.id, "body": body, "people": row.people, "by": by}
    append(session, now, [Event("list.received", f"list_receipt:{row.id}", said)])
    return row


def receipts_of(session: Session, list_id: int) -> Sequence[ListReceipt]:
    """Return who has, or is to have, a part of a list, by commune."""
    query = select(ListReceipt).where(ListReceipt.list_id == list_id)
    return session.scalars(query.order_by(ListReceipt.body_uid)).all()
