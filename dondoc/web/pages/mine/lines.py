"""Each thing that is owed as one line: what it is, how it stands in words, the one thing to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.looking.owed import Owed, Owing, Part, Question
from dondoc.looking.round.mark import PROMISED, RETURNED
from language.dates import full_day, hour, short_day
from language.numbers import count
from language.text import upper_first
from language.zone import local_date
from models import Kind
from models.standing import has_term
from rules.meaning.calendar import WorkingCalendar

TITLES: Mapping[Part, tuple[str, str]] = {
    Part.ANSWER: ("Cần trả lời", "một lần trả lời là xong"),
    Part.LATE: ("Đã qua hạn", "gửi ngay; vướng mắc thì báo nơi tổng hợp"),
    Part.TODAY: ("Hôm nay", ""),
    Part.SOON: ("Bảy ngày tới", ""),
    Part.LATER: ("Sau đó", "chưa phải làm gì"),
    Part.DONE: ("Đã xong trong tuần", "có biên nhận"),
}


@dataclass(frozen=True)
class Line:
    """One line of the page; `from_` and `due` are days from today, None where no day is known."""

    title: str
    href: str
    words: str
    letter: str
    stands: str
    more: str = ""
    from_: int | None = None
    due: int | None = None
    late: bool = False
    why: str = ""
    action: str = ""
    primary: bool = False


def line(one: Owing, today: date, calendar: WorkingCalendar) -> Line:
    """Return the line of `one`, read on the local date `today`."""
    row, dated = one.row, has_term(one.row.late_from)
    stands, more = _stands(one, today, calendar)
    return Line(
        title=upper_first(one.name),
        href=_href(one),
        words=_words(one),
        letter="B" if one.draft else one.mark.letter,
        stands=stands,
        more=more,
        from_=(row.opens_on - today).days if dated else None,
        due=(row.due_on - today).days if dated else None,
        late=one.since is not None,
        why=f"“{one.reason}”" if one.reason else "",
        action=_action(one),
        primary=one.part in (Part.ANSWER, Part.LATE) or bool(one.draft),
    )


def asked(one: Question, today: date) -> Line:
    """Return the line of a question about a round."""
    title = f"{upper_first(one.directive.called(one.duty))}, kỳ {_short(one)}"
    return Line(
        title=title,
        href="/dot",
        words=f"{count(one.bearers)} báo cáo chưa ghi nhận: đã nhận bằng đường khác chưa?",
        letter="?",
        stands="Có câu hỏi",
        more=f"hạn {short_day(one.due_on)}",
        due=(one.due_on - today).days,
        late=True,
        action="Trả lời",
        primary=True,
    )


def _short(one: Question) -> str:
    return one.round.period.short if one.round.period else full_day(one.due_on)


def _stands(one: Owing, today: date, calendar: WorkingCalendar) -> tuple[str, str]:
    draft = f"bản nháp {_saved(one, today)}" if one.draft else ""
    if one.part is Part.DONE:
        at = one.standing.received_at
        came = f"nhận {short_day(local_date(at))}, {hour(at)}" if at else ""
        return ("CHƯA NỘP bản sửa", draft) if one.draft else (upper_first(one.mark.name), came)
    if one.mark is RETURNED:
        by = f"trả lời đến hết {short_day(one.reply_by)}" if one.reply_by else ""
        return ("CHƯA NỘP bản sửa", draft) if one.draft else ("Bị trả lại", by)
    if one.since is not None and one.row.kind == Kind.TARGET:
        # What is missed is no report: it is reached later, or it stays so.
        return "Chưa đạt chỉ tiêu", f"đến {short_day(one.row.due_on)}"
    if one.since is not None:
        late = f"quá hạn từ {short_day(one.since)}"
        if one.draft:
            return "CHƯA NỘP", f"{late}; {draft}"
        promised = one.promised_on
        more = f"hẹn gửi {short_day(promised)}" if one.mark is PROMISED and promised else ""
        return upper_first(late), more
    if one.draft:
        return "CHƯA NỘP", draft
    return _waits(one, today, calendar)


def _waits(one: Owing, today: date, calendar: WorkingCalendar) -> tuple[str, str]:
    row = one.row
    if row.suspended_until and row.suspended_until >= today:
        return "Tạm dừng", f"đến hết {short_day(row.suspended_until)}"
    if row.kind == Kind.HANDING:
        return "Chưa giao đủ", "văn bản không nêu thời hạn"
    if row.kind == Kind.TARGET:
        return (f"Đến {short_day(row.due_on)}" if today <= row.due_on else "Chưa có số liệu"), ""
    if one.part is Part.LATER:
        return ("Chưa mở" if row.opened_at is None else "Còn hạn"), f"đến {short_day(row.aim_on)}"
    if row.aim_on == today:
        return "Chưa nộp", "hết hôm nay"
    if row.aim_on < today:
        return "Đã đến hạn", "gửi ngay hôm nay"
    left = calendar.count(today, row.aim_on)
    return f"Còn {count(left)} ngày", f"làm việc, đến {short_day(row.aim_on)}"


def _saved(one: Owing, today: date) -> str:
    at = one.draft.saved_at if one.draft else None
    if at is None:
        return ""
    day = local_date(at)
    return f"lúc {hour(at)}" if day == today else f"ngày {short_day(day)}"


def _words(one: Owing) -> str:
    due = one.duty.due
    wording = f"“{due.wording}” · " if due and due.wording else ""
    body = "" if one.row.kind != Kind.CONSOLIDATION else "báo cáo tổng hợp · "
    return f"{wording}{body}{one.directive.title}"


def _href(one: Owing) -> str:
    if one.row.kind == Kind.OBLIGATION and one.part is not Part.DONE:
        return f"/bao-cao/{one.row.id}"
    if one.row.kind == Kind.OBLIGATION:
        return f"/bao-cao/{one.row.id}" + ("?sua=1" if one.draft else "/bien-nhan")
    return "/danh-sach" if one.row.kind == Kind.HANDING else f"/vi-sao/viec/{one.row.id}"


def _action(one: Owing) -> str:
    if not one.files:
        return ""
    if one.draft:
        return "Viết tiếp"
    if one.part is Part.DONE:
        return "Biên nhận"
    if one.mark is RETURNED:
        return "Sửa số"
    return "" if one.part is Part.LATER else "Làm"


def headline(found: Owed) -> str:
    """Return in one sentence what is to be done: the page's heading."""
    returned, late = len(found.of(Part.ANSWER)), len(found.of(Part.LATE))
    today, asked = len(found.of(Part.TODAY)), len(found.questions)
    before = [
        f"{count(number)} {what}"
        for number, what in (
            (returned, "báo cáo bị trả lại"),
            (asked, "câu hỏi chờ trả lời"),
            (late, "việc đã qua hạn"),
        )
        if number
    ]
    now = f"Hôm nay {count(today)} việc." if today else "Hôm nay không có việc nào đến hạn."
    return f"{now} Trước đó còn {_joined(before)}." if before else now


def _joined(parts: Sequence[str]) -> str:
    return " và ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def axis(today: date) -> list[tuple[int, str]]:
    """Return which days the axis above the lines shows: 220 units, ten a day, today at 80."""
    days = [(0, -8), (150, 7), (220, 14)]
    named = [(x, short_day(today + timedelta(days=ahead))) for x, ahead in days]
    return [named[0], (80, "hôm nay"), *named[1:]]
