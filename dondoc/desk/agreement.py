"""That a person agreed to be named to a sponsor, or takes it back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed
from dondoc.desk.registry import act
from dondoc.desk.sponsor import own_sponsor, refuse_odd, words
from dondoc.desk.sponsor_use import theirs
from dondoc.errors import Refused
from language.dates import full_day
from models import Agreement, Event
from models.trail import append


@dataclass(frozen=True)
class Request:
    """A person (case number) agreed on a local date that a sponsor is told of them, or no more.

    `evidence`: the paper with their word; not needed where `withdrawn`.
    """

    sponsor: int
    person: int
    on: date
    evidence: str = ""
    withdrawn: bool = False


@dataclass(frozen=True)
class Agreed:
    """Whether the sponsor may be told of the person now."""

    sponsor: int
    person: int
    holds: bool


@act("sponsor.agree")
def agree(desk: Desk, request: Request) -> Agreed:
    """Enter that a person agreed, or takes it back; a sponsor sees nobody without.

    Raises:
        Refused: no such sponsor or person of theirs, no paper, a day to come, it holds already, or
            none holds that could be withdrawn.
    """
    by = allowed(desk, "sponsor.agree")
    row = own_sponsor(desk, by, request.sponsor, [request.person])
    person = theirs(desk, request.person, by)
    refuse_odd(desk, 1, request.on)
    query = select(Agreement).where(
        Agreement.sponsor_id == row.id,
        Agreement.person_id == person,
        Agreement.withdrawn_on.is_(None),
    )
    standing = desk.session.scalar(query)
    said = {"sponsor": row.id, "person": person}
    if request.withdrawn:
        if standing is None:
            raise Refused(f"hồ sơ số {person} không có đồng ý nào đang có hiệu lực")
        if request.on < standing.given_on:
            raise Refused(f"ngày rút trước ngày đồng ý {full_day(standing.given_on)}")
        standing.withdrawn_on, standing.withdrawn_at, standing.withdrawn_by = (
            request.on,
            desk.now,
            by,
        )
        append(
            desk.session,
            desk.now,
            [Event("agreement.withdrawn", f"agreement:{standing.id}", {"by": by, **said})],
        )
        return Agreed(row.id, person, False)
    if standing is not None:
        raise Refused(f"hồ sơ số {person} đã đồng ý từ {full_day(standing.given_on)}")
    given = Agreement(
        person_id=person,
        sponsor_id=row.id,
        given_on=request.on,
        evidence=words(request.evidence, "cần nêu giấy đồng ý của người này: --evidence"),
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(given)
    desk.session.flush()
    append(
        desk.session,
        desk.now,
        [Event("agreement.given", f"agreement:{given.id}", {"by": by, **said})],
    )
    return Agreed(row.id, person, True)
