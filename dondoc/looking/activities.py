"""What was recorded of duties without a date, as whoever looks sees it; its evidence."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.errors import Refused
from dondoc.reports.attach import kept_bytes
from models import Activity
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Did:
    """One activity of a body (uid); `duty` None: that nothing had changed in any of its duties.

    `file_name`: of its evidence, None where there is none.
    """

    activity: int
    directive: str
    duty: str | None
    body: str
    done_on: date
    until_on: date | None
    what: str | None
    who: str | None
    file_name: str | None
    recorded_at: datetime
    recorded_by: str


def activities(look: Look, directive: str | None = None, duty: str = "") -> list[Did]:
    """Return what stands of the bodies that are visible, the last first.

    Args:
        directive: of this one, None of all; duty: of this one, with what concerns all; "" of all.
    """
    query = select(Activity).where(
        Activity.stands(look.desk.now), *look.visible.where(Activity.body_uid)
    )
    if directive is not None:
        query = query.where(Activity.directive_id == directive)
    if duty:
        query = query.where(Activity.duty == duty)
    rows = look.session.scalars(query.order_by(Activity.done_on.desc(), Activity.id.desc()))
    return [_did(row) for row in rows]


def evidence_of(look: Look, number: int) -> tuple[str, bytes]:
    """Return the evidence of one activity: its file's name, and the bytes.

    Raises:
        Refused: there is no such activity, it is hidden, or none came with it.
    """
    row = look.session.get(Activity, number)
    if row is None or row.struck_at is not None:
        raise Refused(f"không có hoạt động số {number} đang còn giá trị")
    look.refuse([Party(row.body_uid, office=look.desk.work.office)])
    if row.sha256 is None or row.file_name is None:
        raise Refused(f"hoạt động số {number} không có minh chứng kèm theo")
    return row.file_name, kept_bytes(look.desk.state, row.sha256, row.file_name)


def _did(row: Activity) -> Did:
    return Did(
        activity=row.id,
        directive=row.directive_id,
        duty=row.duty,
        body=row.body_uid,
        done_on=row.done_on,
        until_on=row.until_on,
        what=row.words,
        who=row.who,
        file_name=row.file_name,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )
