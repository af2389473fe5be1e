"""How many rounds in a row a bearer has been punctual."""

from collections.abc import Collection

from sqlalchemy import Integer, case, func, select
from sqlalchemy.orm import Session

from models import Obligation
from models.standing import on_time_in_sql

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
        # One number a bearer instead of a row a round: bit n stands for the n-th round back.
        bit = case({label: 1 << n for n, label in enumerate(rounds)}, value=Obligation.period)
        query = (
            select(Obligation.bearer_uid, func.sum(bit, type_=Integer))
            .where(
                Obligation.directive_id == directive,
                Obligation.duty == duty,
                Obligation.period.in_(rounds),
                Obligation.bearer_uid.in_(bearers),
                on_time_in_sql(),
            )
            .group_by(Obligation.bearer_uid)
        )
        found = self._session.connection().execute(query).all()
        return dict.fromkeys(bearers, 0) | {uid: _streak(bits) for uid, bits in found}

    def _rounds_before(self, directive: str, duty: str, period: str) -> list[str]:
        """Return the labels of the last rounds before `period`, newest first.

        One look at the index for each: however many bearers a round has, none of them is read.
        """
        key = (directive, duty, period)
        if key not in self._before:
            self._before[key] = found = list[str]()
            query = select(func.max(Obligation.period)).where(
                Obligation.directive_id == directive, Obligation.duty == duty
            )
            while len(found) < ROUNDS:
                before = self._session.scalar(query.where(Obligation.period < period))
                if before is None:
                    break
                found.append(before)
                period = before
        return self._before[key]


def _streak(bits: int) -> int:
    """Return how many of the lowest bits in a row are set."""
    count = 0
    while bits >> count & 1:
        count += 1
    return count
