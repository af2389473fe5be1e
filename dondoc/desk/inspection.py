"""Inspections: planned, what was found, what is to be put right, and that it was put right."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.dateless import allowed, duty_of, party_of, refuse_day, words
from dondoc.desk.own_people import declared_of
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.reports.attach import Examined, keep
from language.dates import full_day
from language.text import nfc
from models import INSPECTION_STEP_NAMES, Event, Inspection, InspectionEntry, InspectionStep
from models.salt import digests_of
from models.trail import append

# What each step comes after; what was found without a plan is an inspection too.
_AFTER: dict[InspectionStep, tuple[InspectionStep, ...]] = {
    InspectionStep.FINDING: (InspectionStep.PLAN,),
    InspectionStep.REMEDY: (InspectionStep.FINDING,),
    InspectionStep.PUT_RIGHT: (InspectionStep.REMEDY,),
}


@dataclass(frozen=True)
class Told:
    """One step in words: on which local date (of a plan: for which), by whom, by which paper.

    `by_on`: by when it is to be put right, a term of the office's own; None: none.
    """

    words: str
    done_on: date
    who: str = ""
    number: str = ""
    by_on: date | None = None
    file: Examined | None = None


@dataclass(frozen=True)
class Request:
    """An inspection of a body (uid or name) under a duty is planned; `by`: which body inspects."""

    directive: str
    duty: str
    inspected: str
    told: Told
    by: str = ""


@dataclass(frozen=True)
class Going:
    """The next step of the inspection numbered so."""

    inspection: int
    step: InspectionStep
    told: Told


@dataclass(frozen=True)
class Answer:
    """The inspection by its number, who inspects whom (uids), and how far it is now."""

    inspection: int
    body: str
    inspected: str
    step: InspectionStep


@act("inspection.plan")
def plan(desk: Desk, request: Request) -> Answer:
    """Enter that an inspection is planned.

    Raises:
        Refused: no such duty or body, it is not theirs to inspect, or the plan says nothing.
    """
    declared, duty = duty_of(desk, request.directive, request.duty, "inspection")
    body, by = allowed(desk, "inspection.plan", declared, [duty], request.by)
    inspected = body_uid(desk.bodies, request.inspected, desk.today)
    on = max(desk.today, declared.in_force.from_)
    reach = duty.concerns
    if reach is not None and not reach.means(desk.rulebook.bodies, inspected, on):
        raise Refused(f"câu này không giao kiểm tra {desk.bodies.get(inspected).name}")
    if request.told.done_on < declared.in_force.from_:
        raise Refused("ngày kiểm tra theo kế hoạch ở trước khi có văn bản")
    row = Inspection(
        directive_id=declared.id,
        duty=duty.id,
        body_uid=body,
        inspected_uid=inspected,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    return _entered(desk, row, InspectionStep.PLAN, request.told, by)


@act("inspection.enter")
def enter(desk: Desk, request: Going) -> Answer:
    """Enter its next step: what was found, what is to be put right, that it was.

    Raises:
        Refused: there is no such inspection, it is not theirs, or the step is not its next.
    """
    who = desk.acting("inspection.enter")
    desk.allow("inspection.enter", parties=[party_of(desk, None, who.body.uid)])
    row = desk.session.get(Inspection, request.inspection)
    if row is None:
        raise Refused(f"không có lần kiểm tra số {request.inspection}")
    declared = declared_of(desk, row.directive_id)
    duty = declared.duties.get(row.duty)
    by = desk.allow("inspection.enter", parties=[party_of(desk, duty, row.body_uid)])
    entered = steps_of(desk, row.id)
    if request.step in entered:
        raise Refused(f"đã ghi {INSPECTION_STEP_NAMES[request.step]} của lần kiểm tra này")
    for before in _AFTER.get(request.step, ()):
        if before not in entered:
            raise Refused(f"chưa ghi {INSPECTION_STEP_NAMES[before]} của lần kiểm tra này")
        if before is not InspectionStep.PLAN and request.told.done_on < entered[before]:
            raise Refused(f"ngày ghi trước ngày {full_day(entered[before])} của bước liền trước")
    refuse_day(declared, request.told.done_on, desk.today)
    return _entered(desk, row, request.step, request.told, by)


def steps_of(desk: Desk, inspection: int) -> dict[InspectionStep, date]:
    """Return the steps that an inspection has taken, each with its local date."""
    query = select(InspectionEntry.step, InspectionEntry.done_on).where(
        InspectionEntry.inspection_id == inspection
    )
    return {InspectionStep(step): day for step, day in desk.session.execute(query)}


def _entered(desk: Desk, row: Inspection, step: InspectionStep, told: Told, by: str) -> Answer:
    if told.by_on is not None and step is not InspectionStep.REMEDY:
        raise Refused("hạn khắc phục chỉ ghi cùng việc phải khắc phục")
    if told.by_on is not None and told.by_on < told.done_on:
        raise Refused("hạn khắc phục ở trước ngày yêu cầu khắc phục")
    said = words(told.words, f"chưa nêu {INSPECTION_STEP_NAMES[step]}")
    who = words(told.who, "") if told.who.strip() else None
    entry = InspectionEntry(
        inspection_id=row.id,
        step=step.value,
        done_on=told.done_on,
        by_on=told.by_on,
        words=said,
        who=who,
        number=nfc(told.number.strip()) or None,
        recorded_at=desk.now,
        recorded_by=by,
    )
    if told.file:
        entry.file_name, entry.content_type = told.file.name, told.file.content_type
        entry.size, entry.sha256 = len(told.file.content), told.file.sha256
        keep(desk.state, told.file)
    desk.session.add(entry)
    desk.session.flush()
    data = {
        "step": step.value,
        "directive": row.directive_id,
        "duty": row.duty,
        "body": row.body_uid,
        "inspected": row.inspected_uid,
        "by": by,
        **digests_of(desk.session, words=said),
    }
    append(desk.session, desk.now, [Event("inspection.entered", f"inspection:{row.id}", data)])
    return Answer(row.id, row.body_uid, row.inspected_uid, step)
