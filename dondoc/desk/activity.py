"""Activities: what a body did of a duty whose text names no day, with its evidence."""

from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk
from dondoc.desk.dateless import allowed, duty_of, party_of, refuse_day, words
from dondoc.desk.own_people import declared_of
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.reports.attach import Examined, keep
from dondoc.reports.quarterly import dateless_duties, quarter_of, told_in
from models import Activity, ActivityKind, Event
from models.salt import digests_of
from models.trail import append


@dataclass(frozen=True)
class Request:
    """What was done of a duty, on a local date or up to `until_on`, by whom in words (`who`).

    `body`: of which it is told (uid or name), "" for that of who acts.
    """

    directive: str
    duty: str
    what: str
    done_on: date
    until_on: date | None = None
    who: str = ""
    body: str = ""
    file: Examined | None = None


@dataclass(frozen=True)
class Unchanged:
    """That in this quarter nothing has changed in any duty of the body that names no day."""

    directive: str
    body: str = ""


@dataclass(frozen=True)
class Undoing:
    """That the activity numbered so was entered by mistake, and why."""

    activity: int
    reason: str


@dataclass(frozen=True)
class Answer:
    """The activity by its number, of which body (uid), in which quarter."""

    activity: int
    body: str
    quarter: str


@act("activity.record")
def record(desk: Desk, request: Request) -> Answer:
    """Enter what was done.

    Raises:
        Refused: no such duty, it is not theirs, the days cannot be right, or nothing is said.
    """
    declared, duty = duty_of(desk, request.directive, request.duty, "activity")
    body, by = allowed(desk, "activity.record", declared, [duty], request.body)
    what = words(request.what, "chưa nêu đã làm gì")
    who = words(request.who, "") if request.who.strip() else None
    refuse_day(declared, request.done_on, desk.today)
    if request.until_on is not None:
        refuse_day(declared, request.until_on, desk.today)
        if request.until_on < request.done_on:
            raise Refused("ngày cuối trước ngày đầu; xem lại hai ngày")
    row = _row(desk, request.directive, body, ActivityKind.DONE, request.done_on, by)
    row.duty, row.until_on, row.words, row.who = duty.id, request.until_on, what, who
    if request.file:
        file = request.file
        row.file_name, row.content_type = file.name, file.content_type
        row.size, row.sha256 = len(file.content), file.sha256
    answer = _entered(desk, row, what=what, **({"who": who} if who else {}))
    if request.file:
        keep(desk.state, request.file)
    return answer


@act("activity.record")
def unchanged(desk: Desk, request: Unchanged) -> Answer:
    """Enter that there is nothing new this quarter.

    Raises:
        Refused: no duty of theirs names no day, or it was said for this quarter already.
    """
    declared = declared_of(desk, request.directive)
    duties = dateless_duties(declared)
    if not duties:
        raise Refused(f"văn bản {declared.id} không có việc nào ghi theo hoạt động")
    body, by = allowed(desk, "activity.record", declared, duties, request.body)
    refuse_day(declared, desk.today, desk.today)
    quarter = quarter_of(desk.today)
    if body in told_in(desk.session, declared.id, quarter, desk.now):
        raise Refused(f"{quarter.name} đã có ghi nhận, không phải trả lời “không thay đổi”")
    return _entered(desk, _row(desk, declared.id, body, ActivityKind.UNCHANGED, desk.today, by))


@act("activity.undo")
def undo(desk: Desk, request: Undoing) -> Answer:
    """Take back what was entered by mistake; its row stays.

    Raises:
        Refused: there is no such activity that stands, it is not theirs, or no reason is given.
    """
    who = desk.acting("activity.undo")
    desk.allow("activity.undo", parties=[party_of(desk, None, who.body.uid)])
    row = desk.session.get(Activity, request.activity)
    if row is None or row.struck_at is not None:
        raise Refused(f"không có hoạt động số {request.activity} đang còn giá trị")
    declared = declared_of(desk, row.directive_id)
    duty = declared.duties.get(row.duty or "")
    by = desk.allow("activity.undo", parties=[party_of(desk, duty, row.body_uid)])
    reason = words(request.reason, "chưa nêu vì sao ghi nhầm")
    row.struck_at, row.struck_by, row.struck_reason = desk.now, by, reason
    said = {"by": by, **digests_of(desk.session, reason=reason)}
    append(desk.session, desk.now, [Event("activity.undone", f"activity:{row.id}", said)])
    return _answer(row)


def _row(desk: Desk, directive: str, body: str, kind: ActivityKind, day: date, by: str) -> Activity:
    return Activity(
        directive_id=directive,
        body_uid=body,
        kind=kind.value,
        done_on=day,
        recorded_at=desk.now,
        recorded_by=by,
    )


def _entered(desk: Desk, row: Activity, **texts: str) -> Answer:
    desk.session.add(row)
    desk.session.flush()
    said = {
        "directive": row.directive_id,
        "duty": row.duty,
        "body": row.body_uid,
        "kind": row.kind,
        "by": row.recorded_by,
        "evidence": row.sha256 is not None,
        **(digests_of(desk.session, **texts) if texts else {}),
    }
    append(desk.session, desk.now, [Event("activity.recorded", f"activity:{row.id}", said)])
    return _answer(row)


def _answer(row: Activity) -> Answer:
    return Answer(row.id, row.body_uid, str(quarter_of(row.done_on)))
