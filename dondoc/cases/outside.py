"""Help for people outside the lists, as counts by body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.visible import Visible
from models import OutsideHelp


@dataclass(frozen=True)
class Outside:
    """How often a body (uid) helped, how many people, with how many đồng as far as it was said."""

    body: str
    times: int
    people: int
    amount: int


def outside_help(session: Session, visible: Visible, directive: str, on: date) -> Sequence[Outside]:
    """Return what was told of it up to the end of a local date, by body of those visible."""
    one = OutsideHelp
    amount = func.coalesce(func.sum(one.amount), 0)
    query = select(one.body_uid, func.count(one.id), func.sum(one.people), amount).where(
        one.directive_id == directive,
        one.struck_at.is_(None),
        one.done_on <= on,
        *visible.where(one.body_uid),
    )
    rows = session.execute(query.group_by(one.body_uid).order_by(one.body_uid))
    return [
        Outside(body, times, int(people or 0), int(money or 0))
        for body, times, people, money in rows
    ]
