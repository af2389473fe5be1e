"""Activities and inspections: what was recorded of duties whose text names no day.

None of it is ever late; what nobody told of is told of nobody.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from dondoc.reports.committee import decision_of
from language.numbers import count
from models import (
    Activity,
    ActivityKind,
    Inspection,
    InspectionEntry,
    InspectionStep,
)
from rules.meaning.duty import Duty

_PAGE = "/hoat-dong"
_STEPS = {
    InspectionStep.PLAN: "lần kiểm tra đã có kế hoạch",
    InspectionStep.FINDING: "lần kiểm tra đã có kết quả",
    InspectionStep.PUT_RIGHT: "lần kiểm tra đã khắc phục xong",
}


def activity(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return the activities of each duty, of how many bodies, and who said nothing had changed."""
    query = (
        select(
            Activity.duty,
            func.count(),
            func.min(Activity.done_on),
            func.max(func.coalesce(Activity.until_on, Activity.done_on)),
            func.count(Activity.body_uid.distinct()),
            func.count(Activity.sha256),
        )
        .where(*_stand(asked), Activity.kind == ActivityKind.DONE.value)
        .group_by(Activity.duty)
    )
    found: dict[str, Found] = {}
    for duty, number, first, last, bodies, files in asked.session.execute(query):
        proof = f", {count(files)} có minh chứng" if files else ""
        what = f"hoạt động của {count(bodies)} đơn vị{proof}"
        page = f"{_PAGE}/{asked.declared.id}"
        found[str(duty)] = Found(evidence=(Recorded(what, number, first, last, page),))
    same = _unchanged(asked)
    return {
        duty.id: found.get(duty.id, Found()) + same
        for duty in duties
        if duty.id in found or same != Found()
    }


def _unchanged(asked: Asked) -> Found:
    query = select(func.count(), func.min(Activity.done_on), func.max(Activity.done_on)).where(
        *_stand(asked), Activity.kind == ActivityKind.UNCHANGED.value
    )
    number, first, last = asked.session.execute(query).one()
    if not number:
        return Found()
    return Found(evidence=(Recorded("lượt trả lời “không thay đổi”", number, first, last),))


def _stand(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    return (
        Activity.directive_id == asked.declared.id,
        Activity.stands(asked.as_of),
        *asked.visible.where(Activity.body_uid),
    )


def inspection(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how far the inspections of each duty are; open is what is not put right yet."""
    seen = [Inspection.directive_id == asked.declared.id]
    if not asked.visible.everything:
        sides = (Inspection.body_uid, Inspection.inspected_uid)
        seen.append(or_(*(and_(*asked.visible.where(side)) for side in sides)))
    query = (
        select(Inspection.duty, Inspection.id, InspectionEntry.step, InspectionEntry.done_on)
        .join(InspectionEntry, InspectionEntry.inspection_id == Inspection.id)
        .where(*seen, InspectionEntry.recorded_at <= asked.as_of)
    )
    steps: dict[str, dict[int, dict[str, date]]] = defaultdict(lambda: defaultdict(dict))
    for duty, number, step, day in asked.session.execute(query):
        steps[duty][number][step] = day
    return {duty.id: _inspected(asked, steps[duty.id]) for duty in duties if duty.id in steps}


def _inspected(asked: Asked, each: Mapping[int, Mapping[str, date]]) -> Found:
    evidence, page = [], f"{_PAGE}/{asked.declared.id}"
    for step, what in _STEPS.items():
        days = sorted(one[step] for one in each.values() if step in one)
        if days:
            evidence.append(Recorded(what, len(days), days[0], days[-1], page))
    left = [
        one
        for one in each.values()
        if InspectionStep.REMEDY in one and InspectionStep.PUT_RIGHT not in one
    ]
    open_ = Recorded("lần kiểm tra còn việc chưa khắc phục", len(left), page=page)
    return Found(tuple(evidence), (open_,) if left else ())


def bearers(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return of which duties nobody knows who bears them: a committee without known members."""
    bodies, found = asked.rulebook.bodies, {}
    for duty in duties:
        unknown = [
            f"chưa ghi quyết định nêu thành viên {body.short_name or body.name}"
            for body in (bodies.get(uid) for uid in duty.bearers.uids)
            if body.gap and decision_of(asked.session, body.uid, asked.on) is None
        ]
        if unknown:
            found[duty.id] = Found(lacking=tuple(unknown))
    return found
