"""What was last said to the bearer of an obligation: the last notice, the last day promised."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Call, Notice, NoticeState
from steps.table import those

# What asks the bearer itself for its report: a proposal or a question to others is no word to it.
_ASKS_IT = those(lambda step: step.wants_report or step.of_return)


@dataclass(frozen=True, slots=True)
class LastWord:
    """`notice`: the last that asked the bearer; `promised_on`: the day the last promise named."""

    notice: Notice | None = None
    promised_on: date | None = None


def last_words(
    session: Session, obligations: Collection[int], as_of: datetime | None = None
) -> dict[int, LastWord]:
    """Return, per obligation id, what was last sent or promised; only those with either.

    Args:
        as_of: what was sent or said by that instant (aware); None: by now.
    """
    sent = select(Notice).where(
        Notice.obligation_id.in_(obligations),
        Notice.state == NoticeState.SENT.value,
        Notice.step.in_(_ASKS_IT),
    )
    if as_of is not None:
        sent = sent.where(Notice.settled_at <= as_of)
    ordered = session.scalars(sent.order_by(Notice.settled_at, Notice.id))
    notices = {notice.obligation_id: notice for notice in ordered}
    promises = select(Call.obligation_id, Call.promised_on).where(
        Call.obligation_id.in_(obligations), Call.promised_on.is_not(None)
    )
    if as_of is not None:
        promises = promises.where(Call.called_at <= as_of)
    ordered_calls = session.execute(promises.order_by(Call.called_at, Call.id))
    promised = {row[0]: row[1] for row in ordered_calls}
    return {id_: LastWord(notices.get(id_), promised.get(id_)) for id_ in {*notices, *promised}}
