"""Visits that devices delivered and that wait for a person, as that person reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from dondoc.cases.delivery import Sent, about
from dondoc.desk.look import Look
from dondoc.desk.persons import Opened, open_persons
from language.dates import full_day
from models import Access, Device, Held, HeldVisit, Person


@dataclass(frozen=True)
class Waiting:
    """A visit that waits. `case`, `name`: of whom it tells, None and "" where of nobody they see.

    `late`: by the device's clock it was written after the device had been revoked. `said`: what it
    says, named, in the office's words.
    """

    number: int
    device: str
    holder: str
    why: Held
    received_at: datetime
    late: bool
    case: int | None = None
    name: str = ""
    said: tuple[tuple[str, str], ...] = ()


def waiting(look: Look, most: int = 50) -> list[Waiting]:
    """Return the visits that wait for who looks, the first first; whoever is shown is logged.

    Args:
        look: at `Sight.PERSONS`, of a desk that only looks.
    Raises:
        NotAllowed, NotLogged, NotPossible: as `open_persons`.
    """
    query = (
        select(HeldVisit, Device)
        .join(Device, Device.id == HeldVisit.device_id)
        .where(HeldVisit.settled_at.is_(None), HeldVisit.body_uid.in_(sorted(look.visible.own)))
        .order_by(HeldVisit.id)
        .limit(most)
    )
    found = look.session.execute(query).all()
    told_of = {row.person_id for row, _ in found if row.person_id is not None}
    seen = select(Person.id).where(Person.id.in_(sorted(told_of)), *look.visible.persons())
    opened = open_persons(look, set(look.session.scalars(seen)), Access.VIEW) if told_of else None
    return [_waiting(look, row, device, opened) for row, device in found]


def _waiting(look: Look, row: HeldVisit, device: Device, opened: Opened | None) -> Waiting:
    revoked, written = device.revoked_at, row.device_at
    late = revoked is not None and written is not None and written > revoked
    bare = (row.id, device.name, device.said, Held(row.why), row.received_at, late)
    case = row.person_id or 0
    if opened is None or case not in opened.personal or row.sealed is None:
        return Waiting(*bare)
    content = opened.about(case, row.sealed, row.seal_key or 0, about(row.id))
    said = tuple(_said(look, Sent.model_validate_json(content)))
    return Waiting(*bare, case, opened.personal[case].name, said)


def _said(look: Look, sent: Sent) -> Iterator[tuple[str, str]]:
    """Yield what a visit says; a code that no list names stands as it was sent."""
    lists = look.desk.rulebook.visiting
    title = {
        one.id: one.title
        for known in (
            *(lists.ways, lists.met, lists.went, lists.answers, lists.reasons),
            lists.situations,
        )
        for one in known.values()
    }
    done = [
        name
        for name, so in (("đã tuyên truyền", sent.informed), ("đã vận động", sent.mobilised))
        if so
    ]
    yield "Ngày thăm", full_day(sent.on)
    yield "Bằng cách nào", title.get(sent.way, sent.way)
    yield "Ai đã đi", ", ".join(title.get(one, one) for one in sent.went)
    yield "Gặp ai", title.get(sent.met, sent.met)
    yield "Đã làm", ", ".join(done)
    yield "Trả lời", title.get(sent.answer, sent.answer)
    yield "Lý do", title.get(sent.reason, sent.reason) if sent.reason else ""
    yield "Người đó đang", title.get(sent.situation, sent.situation)
    yield "Hẹn ngày", full_day(sent.promised_on) if sent.promised_on else ""
    yield "Ghi chú", sent.words
