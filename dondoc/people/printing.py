"""Numbered sheets of people by village: printed, given to who works there, back and destroyed."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from language.dates import full_day
from language.zone import local_date
from models import Event, ListLine, Person, PersonState, PrintedSheet
from models.trail import append


def on_list(session: Session, list_id: int, body: str) -> list[Person]:
    """Return who stands in a commune's (uid) part of a list and is followed still, once each.

    Whoever was made one with another stands there as that one.
    """
    whole = func.coalesce(Person.merged_into, Person.id)
    ids = (
        select(whole)
        .join(ListLine, ListLine.person_id == Person.id)
        .where(ListLine.list_id == list_id, ListLine.body_uid == body)
    )
    query = select(Person).where(Person.id.in_(ids), Person.state == PersonState.KNOWN)
    return list(session.scalars(query.order_by(Person.id)))


def number_sheets(
    session: Session, list_id: int, body: str, by: str, now: datetime
) -> list[PrintedSheet]:
    """Give a number to a sheet for each village of a commune's (uid) part of a list.

    Args:
        by: who prints them, as `uid/post`; now: the instant (aware).
    Raises:
        Refused: nobody of that commune stands in the list.
    """
    people = Counter(one.village_id for one in on_list(session, list_id, body))
    if not people:
        raise Refused(f"danh sách số {list_id} không có ai của đơn vị này")
    made = [
        PrintedSheet(
            list_id=list_id,
            body_uid=body,
            village_id=village,
            people=count,
            recorded_at=now,
            recorded_by=by,
        )
        for village, count in sorted(people.items(), key=lambda one: one[0] or 0)
    ]
    session.add_all(made)
    session.flush()
    for one in made:
        said = {"list": list_id, "body": body, "village": one.village_id, "people": one.people}
        append(
            session, now, [Event("sheet.printed", f"printed_sheet:{one.id}", {**said, "by": by})]
        )
    return made


def sheet_of(session: Session, number: int) -> PrintedSheet:
    """Return the sheet with this number; raise Refused where there is none."""
    found = session.get(PrintedSheet, number)
    if found is None:
        raise Refused(f"không có phiếu in số {number}; xem: dondoc sheet show")
    return found


def settle(
    session: Session,
    one: PrintedSheet,
    given_on: date | None,
    destroyed_on: date | None,
    by: str,
    now: datetime,
) -> None:
    """Enter since when somebody has the sheet, or on which local date it was destroyed.

    Raises:
        Refused: it is entered already, the day has not come or lies before the printing.
    """
    if one.destroyed_on is not None:
        raise Refused(f"phiếu in số {one.id} đã hủy ngày {full_day(one.destroyed_on)}")
    if given_on and one.given_on:
        raise Refused(f"phiếu in số {one.id} đã giao ngày {full_day(one.given_on)}")
    printed, today = local_date(one.recorded_at), local_date(now)
    first = max(printed, one.given_on or given_on or printed)
    for day in filter(None, (given_on, destroyed_on)):
        if not (printed if day is given_on else first) <= day <= today:
            raise Refused(f"ngày phải từ {full_day(first)} (ngày in, ngày giao) đến hôm nay")
    one.given_on = given_on or one.given_on
    one.destroyed_on = destroyed_on
    one.settled_by = by
    session.flush()
    days = {
        "given_on": one.given_on and one.given_on.isoformat(),
        "destroyed_on": destroyed_on and destroyed_on.isoformat(),
    }
    said = {"by": by, "list": one.list_id, **days}
    append(session, now, [Event("sheet.settled", f"printed_sheet:{one.id}", said)])
