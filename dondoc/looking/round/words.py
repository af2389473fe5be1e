"""What stands beside a body in the grid, in words: who called, what was promised, what came."""

from dataclasses import dataclass

from dondoc.forms import name_at, told_in_words
from dondoc.looking.round.grid import Grid, GridLine
from dondoc.looking.round.mark import OVERDUE, PROMISED, RETURNED
from dondoc.reports.return_report import WHOLE
from language.dates import short_day, short_day_and_hour
from language.numbers import count
from language.text import upper_first
from language.zone import local_date
from models import NoticeState, Report
from models.report import ROAD_NAMES
from notifications.wording import listed
from rules.meaning.body import BodyRegistry
from steps.table import named


@dataclass(frozen=True, slots=True)
class Words:
    """`strong` first, then the rest of the sentence; both may be empty."""

    strong: str = ""
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.strong}{self.rest}"


def said_of(found: Grid, line: GridLine, bodies: BodyRegistry) -> Words:
    """Return the one thing to know of a body in this round."""
    if line.mark is RETURNED and line.report is not None:
        return _returned(found, line, line.report)
    if line.mark is PROMISED and line.said.promised_on:
        call = next(one for one in reversed(line.said.calls) if one.promised_on)
        on, day = short_day(line.said.promised_on), short_day(local_date(call.at))
        who = f"{call.met} hẹn khi gọi" if call.met else "đơn vị tự hẹn"
        return Words(f"Hẹn gửi {on}", f", {who} {day}")
    if line.mark is OVERDUE:
        return _silent(line, bodies)
    if line.report is None:
        return Words("", _reminded(line, bodies))
    asked = count(len(line.report.explanations or {}))
    warned = f"{asked} cảnh báo đã giải trình; " if line.report.explanations else ""
    return Words("", upper_first(f"{warned}{_told(found, line)}"))


def _told(found: Grid, line: GridLine) -> str:
    """Return what came in a few words: what is left of each row stands in its own column."""
    figures = line.figures
    if figures is None or figures.nil or not figures.form.balanced:
        return told_in_words(figures, found.directive)
    moved = [one for one in figures.groups.values() if one.plus or one.minus]
    if len(figures.groups) == 1 and moved:
        return f"tăng {count(moved[0].plus)}, giảm {count(moved[0].minus)}"
    return f"có biến động ở {count(len(moved))} nhóm" if moved else "không biến động"


def _returned(found: Grid, line: GridLine, report: Report) -> Words:
    on = short_day(local_date(report.decided_at)) if report.decided_at else ""
    form = line.figures.form if line.figures else None
    reasons = [
        reason if at == WHOLE else f"{name_at(form, found.directive, at)}: {reason}"
        for at, reason in (report.reasons or {}).items()
    ]
    by = f"; hẹn gửi lại {short_day(report.reply_by)}" if report.reply_by else ""
    return Words(f"Trả lại {on}", f": {'; '.join(map(str, reasons))}{by}")


def _silent(line: GridLine, bodies: BodyRegistry) -> Words:
    calls = [one for one in line.said.calls if one.met]
    if lost := line.said.unreached(line.body.uid):
        return Words("Chưa báo được", f": {lost.reason or 'không có địa chỉ'}")
    reminded = _reminded(line, bodies)
    if not calls:
        return Words("Chưa gọi", f" · {reminded}")
    last = calls[-1]
    note = f": {last.note}" if last.note else f", {last.met}"
    if len(calls) == 1:
        return Words("Đã gọi", f" {short_day_and_hour(last.at)}{note}")
    days = listed([short_day(local_date(one.at)) for one in calls])
    return Words(f"Gọi {len(calls)} lần", f", {days}{note}")


def _reminded(line: GridLine, bodies: BodyRegistry) -> str:
    """Return what was last sent to the body, and to which of its posts."""
    sent = line.said.last_sent(line.body.uid)
    if not sent:
        return "chưa nhắc"
    posts = dict.fromkeys(bodies.title(line.body, one.post) for one in sent)
    step = named(sent[-1].step)
    return f"{step} {short_day(local_date(sent[-1].at))} gửi {listed(list(posts))}"


def received_of(line: GridLine) -> str:
    """Return when the report came and by which road, "" where none did."""
    if line.report is None:
        return ""
    road = ROAD_NAMES.get(line.report.road, line.report.road)
    return f"{short_day(local_date(line.report.received_at))}, {road}"


def papers_of_line(line: GridLine) -> str:
    """Return how far the document of the report is, in words; "" where only figures came."""
    papers, report = line.papers, line.report
    if papers.issued is not None:
        return f"số {papers.issued.number}, {short_day(papers.issued.done_on)}"
    if report is not None and report.number:
        dated = f", {short_day(report.dated)}" if report.dated else ""
        return f"số {report.number}{dated}"
    if papers.signed is not None:
        who = f", {papers.signed.capacity}" if papers.signed.capacity else ""
        return f"đã ký {short_day(papers.signed.done_on)}{who}"
    if papers.presented is not None:
        return f"đã trình {short_day(papers.presented.done_on)}"
    return ""


def held_of(line: GridLine) -> str:
    """Return how many words about it wait for a release, "" where none does."""
    held = sum(one.state == NoticeState.HELD for one in line.said.told)
    return f"{count(held)} thư chờ duyệt" if held else ""
