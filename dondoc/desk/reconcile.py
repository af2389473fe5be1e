"""Reconciliations: begun by whose duty it is, a list brought by each of three, explained.

Then they are agreed and signed (`reconcile_signing`). What is signed stands; a correction is a new
one that says which it corrects.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.reconciled import differences_of, sides_of, stored_list
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, answers_for, declared_of
from dondoc.desk.registry import act
from dondoc.desk.sheet_of_money import Sheet, read_sheet
from dondoc.desk.sponsor import words
from dondoc.errors import Refused
from dondoc.named import body_uid
from language.dates import full_day
from models import (
    RECONCILIATION_STATE_NAMES,
    Event,
    Reconciliation,
    ReconciliationLine,
    ReconciliationReason,
    ReconciliationSide,
    ReconciliationState,
    Side,
)
from models.bulk import insert_rows
from models.trail import append
from rules.meaning.contribution import months_from

# How a duty of a directive says that it is one to reconcile.
SHOWN_BY = "reconciliation"
_MOST_MONTHS = 24
_SOURCE = "cần nêu nguồn của danh sách: số, ngày của văn bản gửi kèm"


@dataclass(frozen=True)
class Request:
    """A new reconciliation of the months from that of `first` on, of a group of the directive.

    `corrects`: the number of the signed one that it replaces.
    """

    directive: str
    group: str
    first: date
    months: int = 1
    corrects: int | None = None


@dataclass(frozen=True)
class Bringing:
    """One side's list as of a local date: `sheet`, or None: from what is stored of cards.

    `body`: whose list it is (uid or name), None for whoever that side is by the directive.
    """

    reconciliation: int
    side: Side
    as_of: date
    sheet: Sheet | None = None
    body: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Explaining:
    """Why the lists differ on a person (case number): a reason of the closed list."""

    reconciliation: int
    person: int
    reason: str


@dataclass(frozen=True)
class Which:
    """A reconciliation by its number; `back`: what was agreed is not after all."""

    reconciliation: int
    back: bool = False


@dataclass(frozen=True)
class Answer:
    """A reconciliation as it stands: how many people and đồng each side has, how many differ.

    `unmatched`: how many rows of a side name nobody known here; `unexplained`: of those who differ,
    how many have no reason but what the program found.
    """

    reconciliation: int
    state: ReconciliationState
    people: Mapping[str, int]
    amount: Mapping[str, int]
    unmatched: Mapping[str, int]
    differing: int
    unexplained: int


@act("reconcile.open")
def open_(desk: Desk, request: Request) -> Answer:
    """Begin a reconciliation.

    Raises:
        Refused: the directive lays no such duty on who acts, no such group, no months, or what is
            to be corrected is not signed or corrected already.
    """
    declared = declared_of(desk, request.directive)
    by = allowed(desk, "reconcile.open")
    duty = next((one for one in declared.duties.values() if SHOWN_BY in one.shown_by), None)
    if duty is None:
        raise Refused(f"văn bản {declared.id} không giao ai đối chiếu kinh phí")
    named = [one.uid for one in duty.bearers.resolve(desk.bodies, desk.today)]
    bearers = [uid for uid in (*duty.bearers.uids, *named) if answers_for(desk, uid, by)]
    if not bearers:
        raise Refused(
            f"văn bản {declared.id} giao đối chiếu kinh phí cho đơn vị khác ({duty.clause})"
        )
    if request.group not in declared.groups:
        raise Refused(f"văn bản {declared.id} không có nhóm {request.group!r}")
    if not 1 <= request.months <= _MOST_MONTHS:
        raise Refused(f"số tháng phải từ 1 đến {_MOST_MONTHS}")
    if request.corrects is not None:
        _refuse_uncorrectable(desk, request.corrects, bearers[0])
    row = Reconciliation(
        directive_id=declared.id,
        duty=duty.id,
        body_uid=bearers[0],
        group_id=request.group,
        from_month=request.first.replace(day=1),
        until_month=list(months_from(request.first, request.months))[-1],
        state=ReconciliationState.DRAFT.value,
        corrects=request.corrects,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    said = {"by": by, "duty": row.duty, "corrects": row.corrects}
    enter(desk, Event("reconciliation.opened", f"reconciliation:{row.id}", said))
    return answer(desk, row)


@act("reconcile.bring")
def bring(desk: Desk, request: Bringing) -> Answer:
    """Bring in one side's list; an earlier one of that side gives way.

    Raises:
        Refused: there is no such draft of theirs, a person stands twice on the list, it is not said
            whose it is, or only a sheet tells of that side.
        RuleError: the file is none, or has no column of money.
        NotPossible: the keys are lost or others.
    """
    by = allowed(desk, "reconcile.bring")
    row = own(desk, by, request.reconciliation, ReconciliationState.DRAFT)
    if request.as_of > desk.today:
        raise Refused(f"ngày {full_day(request.as_of)} chưa tới")
    if request.sheet is not None:
        found = read_sheet(desk, request.sheet, row, request.as_of)
        lines, sha256, unmatched = found.lines, found.sha256, found.unmatched
    elif request.side is Side.INSURER:
        lines, sha256, unmatched = stored_list(desk.session, desk.rulebook, row, desk.today), "", 0
    else:
        raise Refused("bên này chỉ có trong tệp: nêu tệp danh sách")
    for side in sides_of(desk.session, row.id):
        if side.side == request.side:
            side.struck_at, side.struck_by = desk.now, by
            event = Event("reconciliation.struck", f"reconciliation_side:{side.id}", {"by": by})
            enter(desk, event)
    made = ReconciliationSide(
        reconciliation_id=row.id,
        side=request.side.value,
        body_uid=_whose(desk, request, row),
        as_of=request.as_of,
        source=words(request.source or ("" if request.sheet else "dữ liệu thẻ"), _SOURCE),
        sha256=sha256,
        people=len(lines),
        amount=sum(one.amount for one in lines.values()),
        unmatched=unmatched,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(made)
    desk.session.flush()
    rows = [(made.id, person, one.months, one.amount) for person, one in sorted(lines.items())]
    columns = ("side_id", "person_id", "months", "amount")
    insert_rows(desk.session.connection(), ReconciliationLine, columns, rows)
    said = {"by": by, "side": made.side, "people": made.people, "amount": made.amount}
    enter(desk, Event("reconciliation.brought", f"reconciliation_side:{made.id}", said))
    return answer(desk, row)


@act("reconcile.explain")
def explain(desk: Desk, request: Explaining) -> Answer:
    """Enter why the lists differ on a person; said again, the last word counts.

    Raises:
        Refused: no such draft of theirs, no such reason, or the lists do not differ on them.
    """
    by = allowed(desk, "reconcile.explain")
    row = own(desk, by, request.reconciliation, ReconciliationState.DRAFT)
    reasons = desk.rulebook.helping.reasons
    if request.reason not in reasons:
        raise Refused(f"không có lý do {request.reason!r}; có: {', '.join(reasons)}")
    if request.person not in {one.person for one in differences_of(desk.session, row.id)}:
        raise Refused(f"ba danh sách không lệch nhau ở hồ sơ số {request.person}")
    said = ReconciliationReason(
        reconciliation_id=row.id,
        person_id=request.person,
        reason=request.reason,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(said)
    desk.session.flush()
    data = {"by": by, "person": request.person, "reason": request.reason}
    enter(desk, Event("reconciliation.explained", f"reconciliation_reason:{said.id}", data))
    return answer(desk, row)


def _whose(desk: Desk, request: Bringing, row: Reconciliation) -> str:
    if request.body:
        return body_uid(desk.bodies, request.body, desk.today)
    if request.side is Side.PRESIDING:
        return row.body_uid
    declared = declared_of(desk, row.directive_id)
    collecting = desk.rulebook.collecting(declared)
    if request.side is Side.INSURER and collecting:
        return collecting
    raise Refused("cần nêu danh sách của đơn vị nào: --body")


def own(desk: Desk, by: str, number: int, state: ReconciliationState) -> Reconciliation:
    """Return one of theirs in that state, locked; raise Refused where there is none."""
    row = desk.session.get(Reconciliation, number, with_for_update=True)
    if row is None or not answers_for(desk, row.body_uid, by):
        raise Refused(f"không có đối chiếu số {number} của đơn vị này")
    if row.state != state:
        now = RECONCILIATION_STATE_NAMES[ReconciliationState(row.state)]
        more = "; muốn sửa thì lập đối chiếu mới (--corrects)" if row.signed_at else ""
        raise Refused(f"đối chiếu số {number} đang ở trạng thái: {now}{more}")
    return row


def _refuse_uncorrectable(desk: Desk, number: int, body: str) -> None:
    row = desk.session.get(Reconciliation, number, with_for_update=True)
    if row is None or row.body_uid != body or row.state != ReconciliationState.SIGNED:
        raise Refused(f"đối chiếu số {number} chưa ký hoặc không có: chỉ lập lại bản đã ký")
    again = select(Reconciliation.id).where(Reconciliation.corrects == number)
    if (newer := desk.session.scalar(again)) is not None:
        raise Refused(f"đối chiếu số {number} đã được thay bằng số {newer}: sửa từ bản ấy")


def enter(desk: Desk, event: Event) -> None:
    """Enter one line in the trail."""
    append(desk.session, desk.now, [event])


def answer(desk: Desk, row: Reconciliation) -> Answer:
    """Return how a reconciliation stands now."""
    desk.session.flush()
    sides = sides_of(desk.session, row.id)
    differing = differences_of(desk.session, row.id)
    return Answer(
        row.id,
        ReconciliationState(row.state),
        {one.side: one.people for one in sides},
        {one.side: one.amount for one in sides},
        {one.side: one.unmatched for one in sides},
        len(differing),
        sum(not one.explained for one in differing),
    )
