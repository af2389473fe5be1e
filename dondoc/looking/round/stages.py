"""The stages of a round in the order of time: reminded, due, late, consolidated, and today."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.find import consolidations_of
from dondoc.looking.round.grid import Grid
from dondoc.sending.names import name_in
from language.text import upper_first
from language.zone import local, local_date
from models import Obligation
from models.standing import has_term
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook

When = Literal["passed", "late", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage on the local date `on`: in words, and how it stands today.

    `at`: the hour it begins at, where the date does not say it all ("0 giờ").
    """

    on: date
    words: str
    more: str = ""
    when: When = "ahead"
    at: str = ""


def stages(session: Session, rulebook: Rulebook, found: Grid) -> tuple[Stage, ...]:
    """Return the stages of the round, today among them; nothing where no term is set."""
    ids = [line.obligation for line in found.lines]
    query = select(Obligation).where(Obligation.id.in_(ids)).order_by(Obligation.id)
    row = session.scalars(query.where(Obligation.due_on == Obligation.original_due_on)).first()
    row = row or session.scalars(query).first()
    if row is None or not has_term(row.late_from):
        return ()
    above = consolidations_of(session, rulebook, row)
    made = [*_own(row, found.duty), *(_above(rulebook, found, above[0]) if above else ())]
    today = local_date(found.as_of)
    held = sum(line.said.held for line in found.lines)
    now = Stage(today, "Hôm nay", f"{held:02} thư chờ Văn phòng duyệt" if held else "", "now")
    ordered = sorted([*made, now], key=lambda one: (one.on, one.when == "now"))
    return tuple(_passed(one, today) for one in ordered)


def _own(row: Obligation, duty: Duty) -> list[Stage]:
    wording = f"“{duty.due.wording}”" if duty.due else ""
    late_on = local(row.late_from)
    hour = "0 giờ" if not (late_on.hour or late_on.minute) else f"{late_on:%H:%M}"
    return [
        Stage(row.opens_on, "Nhắc lần đầu"),
        Stage(row.aim_on, "Ngày làm việc cuối cùng", "còn kịp theo câu chữ"),
        Stage(row.original_due_on, "Hạn trong văn bản", wording),
        Stage(late_on.date(), "Bắt đầu tính quá hạn", "quy ước của Văn phòng", "late", hour),
    ]


def _above(rulebook: Rulebook, found: Grid, row: Obligation) -> list[Stage]:
    duty = found.directive.duties[row.duty]
    who = upper_first(name_in(rulebook.bodies, row.bearer_uid))
    wording = f"“{duty.due.wording}”" if duty.due else ""
    if not has_term(row.late_from):
        return []
    return [
        Stage(row.aim_on, f"{who} tổng hợp", "ngày làm việc cuối cùng"),
        Stage(row.original_due_on, f"Hạn của {who}", wording),
    ]


def _passed(one: Stage, today: date) -> Stage:
    if one.when != "ahead" or one.on > today:
        return one
    return Stage(one.on, one.words, one.more, "passed", one.at)
