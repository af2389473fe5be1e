"""How many rounds in a row a bearer has been punctual."""

from collections.abc import Collection

from sqlalchemy import Integer, case, func, select
from sqlalchemy.orm import Session

from models import Obligation
from models.standing import on_time_in_sql
from rules.meaning.duty import Duty
from rules.meaning.rounds import labels_before

# More rounds than this are never asked about by a policy.
ROUNDS = 3


def streaks(session: Session, duty: Duty, period: str, bearers: Collection[str]) -> dict[str, int]:
    """Return, per bearer uid, how many of the last three rounds in a row were on time.

    Counted backwards from the round before the one labelled `period`; the first one that was not
    on time, or that the bearer did not have, ends the row. Where the length of the periods was
    changed, the row begins anew: nobody has been punctual in the new rhythm yet.
    """
    rounds = labels_before(duty, period, ROUNDS)
    if not rounds:
        return {}
    # One number a bearer instead of a row a round: bit n stands for the n-th round back.
    bit = case({label: 1 << n for n, label in enumerate(rounds)}, value=Obligation.period)
    query = (
        select(Obligation.bearer_uid, func.sum(bit, type_=Integer))
        .where(
            Obligation.directive_id == duty.directive,
            Obligation.duty == duty.id,
            Obligation.period.in_(rounds),
            Obligation.bearer_uid.in_(bearers),
            on_time_in_sql(),
        )
        .group_by(Obligation.bearer_uid)
    )
    found = session.connection().execute(query).all()
    return dict.fromkeys(bearers, 0) | {uid: _streak(bits) for uid, bits in found}


def _streak(bits: int) -> int:
    """Return how many of the lowest bits in a row are set."""
    count = 0
    while bits >> count & 1:
        count += 1
    return count
