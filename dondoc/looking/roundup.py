"""A neutral list of one round, to paste into a chat group: who is in, who is not yet recorded."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc import find
from dondoc.sending.names import name_of
from language.dates import full_day, moment
from language.numbers import count
from models import Obligation
from rules.rulebook import Rulebook


def roundup(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date,
    now: datetime,
    duty: str | None = None,
) -> str:
    """Return the list as plain text without names of people, without blame.

    Args:
        due: the round's date, the inputs' or the consolidator's; `duty`: see `find.inputs_of`.
    Raises:
        dondoc.errors.Refused: the directive has no such round.
    """
    rows = find.inputs_of(session, rulebook, directive, due, duty)
    declared = rulebook.directives[directive]
    asked = declared.duties[rows[0].duty]
    waiting = [row for row in rows if row.received_at is None]
    lines = [
        f"{declared.cited_as}: {declared.called(asked)}"
        f" “{asked.due.wording if asked.due else ''}”, kỳ hạn ngày {full_day(rows[0].due_on)}.",
        f"Đến {moment(now)}, Văn phòng đã ghi nhận "
        f"{count(len(rows) - len(waiting))}/{count(len(rows))} báo cáo.",
    ]
    if waiting:
        lines.append(
            f"Chưa ghi nhận báo cáo của {count(len(waiting))} đơn vị: {_names(rulebook, waiting)}."
        )
        lines.append(
            "Đơn vị đã gửi đề nghị cho biết số, ký hiệu, ngày gửi để đối chiếu. Trân trọng."
        )
    else:
        lines.append("Đã ghi nhận đủ báo cáo. Trân trọng cảm ơn các đơn vị.")
    return "\n".join(lines)


def _names(rulebook: Rulebook, rows: list[Obligation]) -> str:
    return "; ".join(name_of(rulebook.bodies.get(row.bearer_uid)) for row in rows)
