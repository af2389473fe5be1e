"""Asking one body for its report in a chat: short, neutral, without names of people or blame."""

from datetime import datetime

from dondoc.sending.names import name_in, name_of
from language.dates import full_day, moment
from models import Obligation
from rules.rulebook import Rulebook


def asking(rulebook: Rulebook, row: Obligation, now: datetime) -> str:
    """Return what can be pasted to ask for what `row` owes, at the instant `now` (aware)."""
    declared = rulebook.directives.get(row.directive_id)
    duty = declared.duties.get(row.duty) if declared else None
    if declared is None or duty is None:
        return ""
    bearer = name_of(rulebook.bodies.get(row.bearer_uid))
    receiver = name_in(rulebook.bodies, duty.via or duty.to) or "Văn phòng"
    term = f" “{duty.due.wording}”, kỳ hạn ngày {full_day(row.due_on)}" if duty.due else ""
    return (
        f"Kính gửi {bearer}. Đến {moment(now)}, {receiver} chưa ghi nhận {declared.called(duty)}"
        f"{term}. Đề nghị đơn vị gửi sớm; nếu đã gửi, xin cho biết số, ký hiệu, ngày gửi để đối "
        "chiếu; nếu vướng mắc, xin cho biết ngày dự kiến gửi. Trân trọng."
    )
