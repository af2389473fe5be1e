"""How many rounds in a row a bearer has been punctual."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models import Obligation

# More rounds than this are never asked about by a policy.
ROUNDS = 3


class Punctuality:
    """The last rounds of a duty's bearers, counted once per round and batch."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: dict[tuple[str, str, str], list[str]] = {}

    def streaks(
        self, directive: str, duty: str, period: str, bearers: Collection[str]
    ) -> dict[str, int]:
        """Return, per bearer uid, how many of the last three rounds in a row were on time.

        Counted backwards from the round before `period`; the first one that was not on time,
        or that the bearer did not have, ends the row.
        """
        rounds = self._rounds_before(directive, duty, period)
        if not rounds:
            return {}
        query = select(
            Obligation.bearer_uid,
            Obligation.period,
            and_(
                Obligation.received_at.is_not(None),
                Obligation.received_at < Obligation.late_from,
            ),
        ).where(
            Obligation.directive_id == directive,
            Obligation.duty == duty,
            Obligation.period.in_(rounds),
            Obligation.bearer_uid.in_(bearers),
        )
        on_time = {(uid, p) for uid, p, punctual in self._session.execute(query) if punctual}
        return {uid: _streak(uid, rounds, on_time) for uid in bearers}

    def _rounds_before(self, directive: str, duty: str, period: str) -> list[str]:
        key = (directive, duty, period)
        if key not in self._before:
            query = (
                select(Obligation.period)
                .where(
                    Obligation.directive_id == directive,
                    Obligation.duty == duty,
                    Obligation.period < period,
                )
                .distinct()
                .order_by(Obligation.period.desc())
                .limit(ROUNDS)
            )
            self._before[key] = list(self._session.scalars(query))
        return self._before[key]


def _streak(uid: str, rounds: list[str], on_time: set[tuple[str, str]]) -> int:
    count = 0
    for period in rounds:
        if (uid, period) not in on_time:
            break
        count += 1
    return count


def is_punctual(received_at: datetime | None, late_from: datetime) -> bool:
    """Say whether a report received at `received_at` (aware) was in time."""
    return received_at is not None and received_at < late_from
