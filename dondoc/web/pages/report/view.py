"""What the page of a report says around its form: whose it is, by when, who else writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dondoc.decisions import asking
from dondoc.desk.context import Desk
from dondoc.desk.filing import Page
from dondoc.reports.beginning import CAPACITY, DATED, NUMBER, SIGNER
from dondoc.reports.checks import Remark
from dondoc.reports.draft_text import Clash
from dondoc.reports.filling import Cell, Row
from dondoc.reports.prefill import From
from dondoc.reports.return_report import WHOLE
from language.dates import full_day, hour, hour_of_day, short_day, week_day
from language.text import lower_first, upper_first
from language.zone import local_date
from models import Asking, Obligation, ObligationState
from models.asking import ASKING_END_NAMES
from models.standing import has_term, is_overdue
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.duty import Duty
from rules.meaning.form import Form, Role
from rules.meaning.rounds import Round, stored_round

PAPER_NAMES = {
    NUMBER: "Số, ký hiệu",
    DATED: "Ngày văn bản",
    SIGNER: "Người ký",
    CAPACITY: "Thẩm quyền ký (ví dụ KT. CHỦ TỊCH)",
}


@dataclass(frozen=True)
class Shown:
    """The page: see the template. `nil`: what a report of nothing says; "" where there is none."""

    id: int
    title: str
    lead: str
    body: str
    period: str
    due: str
    rows: tuple[Row, ...]
    texts: tuple[Cell, ...]
    as_of: Cell | None
    paper: list[tuple[str, str, str]]
    paper_required: bool
    nil: str
    amiss: list[tuple[str, str]]
    clashes: dict[str, str]
    reason: str
    written: list[str]
    moments: list[tuple[str, str, str, str]]
    place: str
    quote: str
    unit: str
    overlap: str
    file_names: list[tuple[str, str, str, str]]
    asks_form: bool
    filed: bool
    closings: frozenset[str]
    last: str
    more_time: "MoreTime"


@dataclass(frozen=True)
class MoreTime:
    """What the body may do where the time is short, and what it has asked for.

    `asked`: in words, "" for nothing; `waits`: the office has not answered.
    """

    asks: bool
    promises: bool
    asked: str
    waits: bool


def shown(desk: Desk, page: Page, clashes: tuple[Clash, ...] = ()) -> Shown:
    """Return what is shown of `page`; `clashes`: the cells that somebody else has changed."""
    row = page.row
    declared = desk.rulebook.directives[row.directive_id]
    duty = declared.duties[row.duty]
    about = stored_round(duty, row.period, row.original_due_on)
    body = desk.rulebook.bodies.get(row.bearer_uid)
    form, sheet = page.begun.form, page.sheet
    _, calendar = desk.work.known_on(desk.today)
    period = about.period.short if about.period else ""
    called = declared.called(duty)
    closing = form.only(Role.CLOSING) if form else None
    return Shown(
        id=row.id,
        title=upper_first(f"{called}, kỳ {period}" if period else called),
        lead=_lead(desk, duty, about, body.name),
        body=body.name,
        period=period,
        due=_due(row, duty, desk),
        rows=sheet.rows if sheet else (),
        texts=sheet.texts if sheet else (),
        as_of=sheet.as_of if sheet else None,
        paper=[(at, name, page.cells.get(at, "")) for at, name in PAPER_NAMES.items()],
        paper_required=duty.bearer_post is not None,
        nil=_nil(page, about, body.name),
        amiss=[(one.at, _briefly(form, one)) for one in (sheet.amiss if sheet else ())],
        clashes={one.at: _clash(one) for one in clashes},
        reason=page.reasons.get(WHOLE, ""),
        written=[
            f"{upper_first(who)}, lần cuối {_at(desk, at)}"
            for who, at in page.draft.text.writers.items()
        ],
        moments=list(_moments(desk, row, duty, calendar)),
        place=duty.place,
        quote=duty.quote,
        unit=form.unit if form else "",
        overlap=form.words.overlap if form and sheet and len(sheet.rows) > 1 else "",
        file_names=[
            (one.number, one.name, size(one.size), one.told) for one in page.draft.text.files
        ],
        asks_form=form is not None,
        filed=row.state in (ObligationState.SUBMITTED, ObligationState.ACCEPTED),
        closings=frozenset(f"{one.id}.{closing}" for one in sheet.rows) if sheet else frozenset(),
        last=From.LAST.value,
        more_time=_more_time(desk, row),
    )


def _more_time(desk: Desk, row: Obligation) -> MoreTime:
    asked = asking.last(desk.session, row)
    waits = asked is not None and asked.end is None
    owed = row.state in ObligationState.asked()
    open_ = owed and has_term(row.late_from) and not row.extended and not waits
    return MoreTime(
        asks=open_ and bool(desk.may("extension.ask", [row])),
        promises=owed and bool(desk.may("promise", [row])),
        asked=_asked(asked) if asked else "",
        waits=waits,
    )


def _asked(one: Asking) -> str:
    what = f"Đã xin gia hạn đến {full_day(one.until)} lúc {hour_of_day(one.asked_at)}"
    if one.end is None or one.ended_at is None:
        return f"{what}. Văn phòng chưa trả lời; hạn chưa đổi."
    why = f": {one.answer}" if one.answer else ""
    return f"{what}; {ASKING_END_NAMES[one.end]} lúc {hour_of_day(one.ended_at)}{why}."


def size(number: int) -> str:
    """Return how large a file is, as people say it."""
    if number >= 1_000_000:
        return f"{number / 1_000_000:.1f} MB".replace(".", ",")
    return f"{max(1, round(number / 1000))} KB"


def saved(desk: Desk, page: Page, reader: str) -> str:
    """Return when the draft was saved last, and who else writes on it; "" where there is none.

    `reader`: by what name the others know who reads.
    """
    row = page.draft.row
    if row is None or not page.draft.live:
        return ""
    writers = page.draft.text.writers.items()
    others = [f"{who} ({_at(desk, at)})" for who, at in writers if who != reader]
    beside = f" Cùng viết: {', '.join(others)}." if others else ""
    return f"Bản nháp lưu {_at(desk, row.saved_at)}, chỉ đơn vị thấy.{beside}"


def _at(desk: Desk, at: datetime) -> str:
    return f"lúc {hour(at)}" if local_date(at) == desk.today else f"lúc {hour_of_day(at)}"


def _lead(desk: Desk, duty: Duty, about: Round, body: str) -> str:
    bodies = desk.rulebook.bodies
    to = bodies.get(duty.to).name if duty.to and duty.to in bodies else ""
    via = bodies.get(duty.via).name if duty.via and duty.via in bodies else ""
    sent = f"{body} gửi {to}" + (f", qua {via} tổng hợp" if via else "") if to else body
    if about.figures is None:
        return f"{sent}."
    house = "" if duty.figures_stated else " (quy ước của Văn phòng)"
    return f"{sent}. Số liệu {about.figures}{house}."


def _due(row: Obligation, duty: Duty, desk: Desk) -> str:
    wording = f" “{duty.due.wording}”" if duty.due and duty.due.wording else ""
    if not has_term(row.late_from):
        return "Văn bản không nêu thời hạn."
    if is_overdue(row, desk.now):
        return f"Quá hạn{wording} từ {short_day(local_date(row.late_from))}."
    if row.aim_on == desk.today:
        return f"Hôm nay là ngày làm việc cuối cùng trước hạn{wording}."
    if row.aim_on < desk.today:
        return f"Đã đến hạn{wording}: gửi ngay hôm nay."
    return f"Ngày làm việc cuối cùng trước hạn{wording}: {week_day(row.aim_on)}."


def _nil(page: Page, about: Round, body: str) -> str:
    """Return what a report of nothing says: its period named, and what stays."""
    form, sheet = page.begun.form, page.sheet
    if form is None or sheet is None or not form.figures:
        return ""
    days = f" ({about.figures})" if about.figures else ""
    period = (
        f"kỳ {about.period.short}{days}" if about.period else f"kỳ hạn {full_day(about.due_on)}"
    )
    said = f"{body} báo cáo không phát sinh {period}"
    opening = form.only(Role.OPENING)
    if opening is None:
        return f"{said}."
    left = [
        f"{cell.text} {form.unit} ({lower_first(row.name)})"
        for row in sheet.rows
        for cell in row.cells
        if cell.at == f"{row.id}.{opening}" and cell.origin and cell.text
    ]
    remains = f"; vẫn còn {', '.join(left)} {form.words.remaining}" if left else ""
    return f"{said}: không tăng, không giảm{remains.rstrip()}."


def _briefly(form: Form | None, one: Remark) -> str:
    """Return in two words where something is left: "Cuối kỳ", with its row where there are many."""
    figure = one.at.rpartition(".")[2]
    if form is None or figure not in form.ids:
        return one.name
    row = one.name.partition(":")[0]
    return f"{form.figure(figure).short} ({row[:28].rstrip()}{'…' if len(row) > 28 else ''})"


def _clash(one: Clash) -> str:
    return (
        f"{one.theirs.writer} ghi “{one.theirs.text or 'để trống'}” lúc {hour(one.theirs.at)}; ô "
        f"này đang là “{one.mine or 'để trống'}” của đồng chí. Giữ số nào thì để số ấy trong ô rồi "
        "lưu."
    )


def _moments(
    desk: Desk, row: Obligation, duty: Duty, calendar: WorkingCalendar
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the days of the round in their order, as the timeline of the page shows them."""
    if not has_term(row.late_from):
        return
    today = desk.today
    days: list[tuple[date, str]] = [(row.opens_on, "Văn phòng thông báo đầu kỳ")]
    days.append((row.aim_on, "Ngày làm việc cuối cùng trước hạn"))
    wording = f"Hạn: “{duty.due.wording}”" if duty.due and duty.due.wording else "Hạn"
    days.append((row.due_on, wording))
    for above in desk.above(row)[:1]:
        who = desk.rulebook.bodies.get(above.bearer_uid).name
        days.append((above.due_on, f"{who} tổng hợp, báo cáo"))
    passed = [one for one in days if one[0] < today]
    now = [what for day, what in days if day == today]
    yield from (("ok", _day(day, calendar), what, "") for day, what in passed)
    yield "nowp", f"Hôm nay, {week_day(today)}", "; ".join(now) or "Đang làm", ""
    yield from (("", _day(day, calendar), what, "") for day, what in days if day > today)


def _day(day: date, calendar: WorkingCalendar) -> str:
    return upper_first(week_day(day, makeup=day.weekday() >= 5 and calendar.is_working(day)))
