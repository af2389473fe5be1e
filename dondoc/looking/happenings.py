"""What happened about one obligation, in the order of time, as a page tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc.documents.kinds.dossier.content import Decision, Dossier, Notice
from dondoc.documents.kinds.dossier.rows import Rows, asked, notice_of
from language.dates import full_day, moment
from language.text import upper_first
from language.zone import local_midnight
from models import Obligation
from models.standing import has_passed, has_term
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Happening:
    """Something at the instant `at` (aware): `what`, and in small what more there is to say.

    `sort`: "told" (a letter left), "waits" (one that has not), "said" (people spoke or decided),
    "filed", "late" (from here on it counts as late), "day" (the date of the text).
    """

    at: datetime
    what: str
    more: str = ""
    sort: str = "said"


def happenings(file: Dossier, row: Obligation, now: datetime) -> list[Happening]:
    """Return everything up to the instant `now` (aware) in the order of time."""
    found = [
        *(_told(one) for one in file.notices),
        *(_decided(one) for one in file.decisions),
        *(_call(one.at, one.met, one.said, one.promised_on) for one in file.calls),
        *_filed(file),
        *_days(row, now),
    ]
    return sorted(found, key=lambda one: one.at)


def lately(session: Session, rulebook: Rulebook, row: Obligation, now: datetime) -> list[Happening]:
    """Return what was said and which of its days have come, without what proves it."""
    rows = Rows.of(session, row)
    found = [
        *(_told(notice_of(rows, rulebook, one, ())) for one in rows.notices),
        *(_call(one.called_at, one.met, one.note or "", one.promised_on) for one in rows.calls),
        *(_decided(decided) for one in rows.askings for decided in asked(one, ())),
        *_days(row, now),
    ]
    return sorted(found, key=lambda one: one.at)


def _decided(one: Decision) -> Happening:
    return Happening(one.at, upper_first(one.what), _said(one.reason, one.approver))


def _told(one: Notice) -> Happening:
    left = one.sent_at is not None
    more = _said(one.channel if left else "", one.outcome)
    sort = "told" if left else "waits"
    return Happening(
        one.sent_at or one.decided_at, f"{upper_first(one.step)}: {one.recipient}", more, sort
    )


def _call(at: datetime, met: str, said: str, promised_on: date | None) -> Happening:
    promised = f"hẹn gửi ngày {full_day(promised_on)}" if promised_on else ""
    return Happening(at, f"Điện thoại: {met}" if met else "Đơn vị tự hẹn", _said(said, promised))


def _filed(file: Dossier) -> Iterator[Happening]:
    for one in file.versions:
        known = f"ghi nhận {moment(one.recorded_at)}" if one.recorded_at > one.received_at else ""
        more = _said(one.road, one.reference, one.state, one.reason, known)
        yield Happening(one.received_at, f"Nhận báo cáo, bản {one.number}", more, "filed")


def _days(row: Obligation, now: datetime) -> Iterator[Happening]:
    """Yield the days of the term that have come."""
    if not has_term(row.late_from):
        return
    due = local_midnight(row.due_on)
    if due <= now:
        yield Happening(due, f"Ngày ghi trong văn bản: {full_day(row.due_on)}", "", "day")
    silent = row.received_at is None or has_passed(row.late_from, row.received_at)
    if has_passed(row.late_from, now) and silent:
        yield Happening(row.late_from, "Bắt đầu tính quá hạn", "", "late")


def _said(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
