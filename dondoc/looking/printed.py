"""Which sheets of people were printed, in counts: who has one, and which are no more."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.visible import Visible
from language.zone import local_date
from models import PrintedSheet, Village


@dataclass(frozen=True)
class Printed:
    """One printed sheet: of which list, commune (uid) and village, of how many people, since when.

    Local dates; `given_on`, `destroyed_on` None: it is not yet.
    """

    sheet: int
    list: int
    body: str
    village: str | None
    people: int
    printed_on: date
    given_on: date | None
    destroyed_on: date | None
    by: str


def printed(session: Session, list_: int | None, visible: Visible) -> list[Printed]:
    """Return the printed sheets of a list, of all for None, as far as they are visible."""
    query = (
        select(PrintedSheet, Village.name)
        .outerjoin(Village, Village.id == PrintedSheet.village_id)
        .where(*visible.where(PrintedSheet.body_uid))
        .order_by(PrintedSheet.id)
    )
    if list_ is not None:
        query = query.where(PrintedSheet.list_id == list_)
    return [
        Printed(
            sheet=one.id,
            list=one.list_id,
            body=one.body_uid,
            village=village,
            people=one.people,
            printed_on=local_date(one.recorded_at),
            given_on=one.given_on,
            destroyed_on=one.destroyed_on,
            by=one.recorded_by,
        )
        for one, village in session.execute(query)
    ]
