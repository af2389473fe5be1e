"""The time line of a simulation, read off the trail that its days leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from language.zone import local
from models import Entry, Kind, Obligation, ObligationState
from models.among import among
from models.standing import has_passed_in_sql, is_owed_in_sql, on_time_in_sql
from rules.rulebook import Rulebook

EVENT_NAMES = {
    "opened": "mở kỳ",
    "notice": "gửi",
    "filed": "đã nộp",
    "returned": "trả lại",
    "cancelled": "hủy thông báo",
    "late": "quá hạn",
    "missed": "bỏ qua bước",
    "closed": "kết thúc",
    "letter": "thư",
}


# So many ids are asked for in one statement.
_AT_ONCE = 1_000

# What the trail calls it → what the time line calls it.
_EVENTS = {
    "obligation.opened": "opened",
    "obligation.withdrawn": "closed",
    "notice.created": "notice",
    "notice.cancelled": "cancelled",
    "finding.missed": "missed",
    "report.recorded": "filed",
    "report.returned": "returned",
}

# What is shown of an obligation. Statements are made once, for every day of every simulation.
_ABOUT = (
    Obligation.id,
    Obligation.directive_id,
    Obligation.duty,
    Obligation.bearer_uid,
    Obligation.due_on,
    Obligation.late_from,
)
_ROWS = select(*_ABOUT).where(among(Obligation.id, "ids"))
_LATE = (
    select(*_ABOUT)
    .where(
        ~has_passed_in_sql(bindparam("since")),
        has_passed_in_sql(bindparam("now")),
        Obligation.kind != Kind.TARGET.value,
        is_owed_in_sql(),
        Obligation.state != ObligationState.HISTORIC.value,
        ~on_time_in_sql(),
    )
    .order_by(Obligation.id)
)
_ENTRIES = (
    select(Entry.seq, Entry.kind, Entry.subject, Entry.data)
    .where(Entry.seq > bindparam("seen"), Entry.kind.in_(_EVENTS))
    .order_by(Entry.seq)
)


@dataclass(frozen=True)
class TimelineEvent:
    """One line of the time line. `at` is aware; `recipient` is `uid/post`, never a person."""

    at: datetime
    event: str
    directive: str
    duty: str
    clause: str
    bearer: str
    bearer_name: str
    due_on: date
    step: str | None = None
    rung: int | None = None
    to: str | None = None
    recipient: str | None = None
    basis: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the promised JSON object: instants with +07:00."""
        return {**vars(self), "at": local(self.at).isoformat(), "due_on": self.due_on.isoformat()}


class Timeline:
    """The lines so far; each reading adds what came since the one before."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.events: list[TimelineEvent] = []
        self._rulebook = rulebook
        self._seen = 0

    def read(self, session: Session, since: datetime, now: datetime) -> None:
        """Add what became late after `since` and what the trail took in, up to `now` (aware)."""
        connection = session.connection()
        late = connection.execute(_LATE, {"since": since, "now": now})
        self.events.extend(self._line(row, row.late_from, "late") for row in late)
        told = list[tuple[str, _About]]()
        for entry in connection.execute(_ENTRIES, {"seen": self._seen}):
            self._seen = entry.seq
            told.append((_EVENTS[entry.kind], _About(entry.subject, entry.data)))
        rows = rows_of(session, {said.obligation for _, said in told})
        for event, said in told:
            self.events.append(self._line(rows[said.obligation], now, event, **said.details()))

    def _line(
        self, row: Row[*tuple[Any, ...]], at: datetime, event: str, **more: Any
    ) -> TimelineEvent:
        return TimelineEvent(at, event, **about(self._rulebook, row), **more)


def about(rulebook: Rulebook, row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """Return what every line says of the obligation it is about."""
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    return {
        "directive": row.directive_id,
        "duty": row.duty,
        "clause": duty.clause,
        "bearer": row.bearer_uid,
        "bearer_name": rulebook.bodies.get(row.bearer_uid).name,
        "due_on": row.due_on,
        "to": duty.to,
    }


class _About:
    """What an entry of the trail says of an obligation."""

    def __init__(self, subject: str, data: str) -> None:
        self._data: Mapping[str, Any] = orjson.loads(data)
        self.obligation = int(self._data.get("obligation") or subject.partition(":")[2])

    def details(self) -> dict[str, Any]:
        return {key: self._data.get(key) for key in ("step", "rung", "recipient", "basis")}


def rows_of(session: Session, wanted: set[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """Return what is shown of the obligations with the ids `wanted`, by id."""
    ids, found = sorted(wanted), dict[int, Row[*tuple[Any, ...]]]()
    for start in range(0, len(ids), _AT_ONCE):
        some = session.connection().execute(_ROWS, {"ids": ids[start : start + _AT_ONCE]})
        found |= {row.id: row for row in some}
    return found
