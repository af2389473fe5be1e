"""Lists of people that went down, by the receipts of the communes that stand in them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from language.zone import local_date
from models import ListReceipt, PeopleListKind, PersonList
from rules.meaning.duty import Duty

_PAGE = "/danh-sach"


def lists(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how far each duty that hands lists down is, by the last list of each of its groups."""
    groups = dict.fromkeys(group for duty in duties for group in duty.hands_down)
    told = {group: _group(asked, group) for group in groups}
    found = {}
    for duty in duties:
        parts = [told[group] for group in duty.hands_down]
        if any(parts):
            whole = sum((part for part in parts if part), Found())
            everywhere = all(part and not part.open for part in parts)
            found[duty.id] = Found(whole.evidence, whole.open, done=everywhere)
    return found


def _group(asked: Asked, group: str) -> Found | None:
    """Return how far the last list of a group has come, None where none came."""
    last = asked.session.scalars(
        select(PersonList)
        .where(
            PersonList.directive_id == asked.declared.id,
            PersonList.group_id == group,
            PersonList.kind == PeopleListKind.UNCOVERED.value,
            PersonList.recorded_at <= asked.as_of,
        )
        .order_by(PersonList.as_of.desc(), PersonList.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return None
    has = (ListReceipt.received_at <= asked.as_of) & ListReceipt.received_at.is_not(None)
    counted = select(
        func.count(ListReceipt.id),
        func.count(ListReceipt.id).filter(has),
        func.min(ListReceipt.received_at).filter(has),
        func.max(ListReceipt.received_at).filter(has),
    ).where(ListReceipt.list_id == last.id, *asked.visible.where(ListReceipt.body_uid))
    parts, received, first, until = asked.session.execute(counted).one()
    name = asked.declared.groups[group].name
    days = [local_date(at) if at else None for at in (first, until)]
    evidence = Recorded(f"đơn vị đã nhận danh sách {name}", received, days[0], days[1], _PAGE)
    open_ = Recorded(f"đơn vị chưa ghi đã nhận danh sách {name}", parts - received, page=_PAGE)
    return Found(
        evidence=(evidence,) if received else (),
        open=(open_,) if parts > received else (),
    )
