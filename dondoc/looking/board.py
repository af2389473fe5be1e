"""The live board: who owes what by when, how it stands, what was last said, what comes next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from dondoc.looking.summary import summary
from dondoc.obligations.replies import reply_dates
from dondoc.obligations.targets import target_standings
from dondoc.sending.names import name_of
from dondoc.setup.wiring import Office
from dondoc.visible import EVERYTHING, Visible
from language.collation import vietnamese
from language.dates import short_day, short_day_and_hour
from language.numbers import count
from language.zone import local, local_date
from models import Kind, Notice, NoticeState, Obligation, ObligationState
from models.standing import has_passed, has_term, has_term_in_sql, is_overdue, on_time
from rules.meaning.target import TargetStanding, TargetState
from steps.table import named

# Due within this many days is on the board; what is late stays on it until it comes.
AHEAD = timedelta(days=21)
_RECENT = timedelta(days=7)
_SHOWN = (
    ObligationState.OPEN.value,
    ObligationState.SUBMITTED.value,
    ObligationState.RETURNED.value,
    ObligationState.SUSPENDED.value,
)


@dataclass(frozen=True)
class Line:
    """One row of the board, all of it in words; `urgency` orders, 0 the most pressing."""

    who: str
    what: str
    due: str
    status: str
    last: str
    next: str
    urgency: int
    due_on: date


class Board:
    """Draws the office as it stands."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def render(
        self, now: datetime, rows: int | None = None, visible: Visible = EVERYTHING
    ) -> RenderableType:
        """Return the board at the instant `now` (aware), at most `rows` lines of obligations.

        Of bodies that are not `visible` it shows and counts nothing.

        Bodies that are on time and quiet fold into one line, so that those who need somebody
        are seen.
        """
        with self._office.reading() as session:
            lines = self.lines(session, now, visible)
            head = summary(session, now, self._office, visible)
        shown, folded = _fold(lines, rows)
        table = Table(box=None, pad_edge=False, expand=True)
        for title, width, share in _COLUMNS:
            table.add_column(
                title,
                no_wrap=True,
                overflow="ellipsis",
                header_style="bold",
                width=width,
                ratio=share,
            )
        for line in shown:
            style = _STYLES[min(line.urgency, 3)]
            table.add_row(
                line.who, line.what, line.due, Text(line.status, style), line.last, line.next
            )
        parts: list[RenderableType] = [Text(head, "bold"), table]
        return Group(*parts, *(Text(text, "dim") for text in folded))

    def lines(self, session: Session, now: datetime, visible: Visible = EVERYTHING) -> list[Line]:
        """Return what is open, late, or due soon, the most pressing first."""
        today = local_date(now)
        obligations = list(
            session.scalars(_shown(today).where(*visible.where(Obligation.bearer_uid)))
        )
        notices = _last_notices(session, [row.id for row in obligations])
        returned = [row.id for row in obligations if row.state == ObligationState.RETURNED]
        replies = reply_dates(session, returned)
        aims = [row for row in obligations if row.kind == Kind.TARGET]
        targets = target_standings(session, self._office.rulebook, aims)
        lines = [
            self._line(row, notices.get(row.id), replies.get(row.id), targets.get(row.id), now)
            for row in obligations
            if not _settled(row, targets.get(row.id), today)
        ]
        return sorted(lines, key=lambda line: (line.urgency, line.due_on, vietnamese(line.who)))

    def _line(
        self,
        row: Obligation,
        notice: Notice | None,
        reply_by: date | None,
        target: TargetStanding | None,
        now: datetime,
    ) -> Line:
        body = self._office.rulebook.bodies.get(row.bearer_uid)
        if target is not None:
            status, urgency = _target(row, target, now)
        else:
            status, urgency = _returned(reply_by, now) if reply_by else _status(row, now)
        return Line(
            who=name_of(body).removeprefix("UBND "),
            what=self._office.rulebook.duty_name(row.directive_id, row.duty),
            due=short_day(row.due_on) if has_term(row.late_from) else "–",
            status=status,
            last=_last(notice),
            next="–" if target and target.since else _next(row),
            urgency=urgency,
            due_on=row.due_on,
        )


# (title, fixed width, share of what is left of the terminal)
_COLUMNS = (
    ("Ai", None, 2),
    ("Việc", None, 2),
    ("Hạn", 5, None),
    ("Tình trạng", 15, None),
    ("Lần nhắc cuối", None, 3),
    ("Bước tiếp theo", 14, None),
)
_STYLES = ("bold red", "yellow", "", "green")


def _shown(today: date) -> Select[Obligation]:
    return (
        select(Obligation)
        .where(
            Obligation.state.in_(_SHOWN),
            Obligation.opened_at.is_not(None),
            Obligation.due_on <= today + AHEAD,
            # Where no term asks for a report, who is silent owes none that anybody knows of.
            or_(
                has_term_in_sql(),
                Obligation.received_at.is_not(None),
                Obligation.kind == Kind.CONSOLIDATION.value,
            ),
        )
        .where(
            Obligation.received_at.is_(None)
            | (Obligation.due_on >= today - _RECENT)
            | (Obligation.state == ObligationState.RETURNED.value)
        )
    )


def _last_notices(session: Session, obligations: list[int]) -> dict[int, Notice]:
    """Return the newest notice of each obligation that was not called off."""
    newest = (
        select(func.max(Notice.id))
        .where(
            Notice.obligation_id.in_(obligations),
            Notice.state != NoticeState.CANCELLED.value,
        )
        .group_by(Notice.obligation_id)
    )
    found = session.scalars(select(Notice).where(Notice.id.in_(newest)))
    return {notice.obligation_id: notice for notice in found}


def _returned(reply_by: date, now: datetime) -> tuple[str, int]:
    """Say by when a returned report is answered; past that day somebody has to ask."""
    if local_date(now) > reply_by:
        return f"quá hẹn: {short_day(reply_by)}", 0
    return f"trả lại: {short_day(reply_by)}", 1


def _status(row: Obligation, now: datetime) -> tuple[str, int]:
    if not has_term(row.late_from):
        return ("đã gửi" if row.received_at is not None else "không nêu hạn"), 2
    if row.received_at is not None:
        in_time = on_time(row.received_at, row.late_from)
        return ("đã gửi đúng hạn" if in_time else "đã gửi, quá hạn"), 3
    if row.state == ObligationState.SUSPENDED and row.suspended_until:
        return f"tạm dừng: {short_day(row.suspended_until)}", 2
    if is_overdue(row, now):
        return "QUÁ HẠN", 0
    today = local_date(now)
    if today >= row.due_on:
        return "đã đến hạn", 1
    if today >= row.aim_on:
        return "ngày cuối", 1
    return "trong hạn", 2


def _target(row: Obligation, target: TargetStanding, now: datetime) -> tuple[str, int]:
    """Say how a target stands, in fifteen characters."""
    if target.since is not None:
        return f"đạt từ {short_day(target.since)}", 3
    if target.state is TargetState.MISSED and target.by:
        return f"CHƯA ĐẠT: {count(target.by.lacking)}", 0
    if has_passed(row.late_from, now):
        return "chưa có số liệu", 2
    return (f"còn {count(target.by.lacking)}" if target.by else "đang thực hiện"), 2


def _settled(row: Obligation, target: TargetStanding | None, today: date) -> bool:
    """Say whether nobody looks for it any more: a target reached, a week past its day."""
    return target is not None and target.since is not None and row.due_on < today - _RECENT


def _last(notice: Notice | None) -> str:
    if notice is None:
        return "–"
    at = local(notice.settled_at or notice.created_at)
    said = named(notice.step)
    if notice.state == NoticeState.FAILED:
        return f"{said}: {notice.reason}"
    words = {NoticeState.PENDING: "chờ gửi", NoticeState.HELD: "chờ duyệt"}
    state = words.get(NoticeState(notice.state), short_day_and_hour(at))
    return f"{said}, {state}"


def _next(row: Obligation) -> str:
    if row.received_at is not None and row.state != ObligationState.RETURNED:
        return "–"
    return f"xem lại {short_day(local(row.wake_at))}" if row.wake_at else "người xử lý"


def _fold(lines: list[Line], rows: int | None) -> tuple[list[Line], list[str]]:
    """Show the pressing ones; say in one line each how many quiet ones there are."""
    if rows is None or len(lines) <= rows:
        return lines, []
    shown, rest = lines[:rows], lines[rows:]
    counts: dict[str, int] = {}
    for line in rest:
        counts[line.status] = counts.get(line.status, 0) + 1
    folded = ", ".join(f"{count} {status}" for status, count in counts.items())
    return shown, [f"… và {len(rest)} dòng nữa: {folded}"]
