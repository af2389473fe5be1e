"""The rounds there are for somebody: what is open, what was due lately, each with its counts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from dondoc.obligations.rounds import RoundCounts
from dondoc.obligations.tally import Tally, tally
from dondoc.visible import Visible
from language.zone import local_date
from models import Kind, Obligation
from models.standing import has_term
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.rounds import Round, stored_round
from rules.rulebook import Rulebook

# Of rounds that were due earlier, a page of the round itself leads back to them.
_LATELY = timedelta(days=100)
# A round is listed from so long before it is due.
_AHEAD = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Listed:
    """One round: whose reports, about what, how they stand; `due_on` is the one that holds."""

    directive: Directive
    duty: Duty
    round: Round
    due_on: date
    counts: RoundCounts
    dated: bool


def rounds_listed(
    session: Session, rulebook: Rulebook, visible: Visible, as_of: datetime
) -> list[Listed]:
    """Return the rounds of `visible` bodies at the instant `as_of` (aware): what presses first."""
    today = local_date(as_of)
    found = tally(
        session,
        as_of,
        Obligation.kind == Kind.OBLIGATION.value,
        Obligation.due_on >= today - _LATELY,
        Obligation.due_on <= today + _AHEAD,
        *visible.where(Obligation.bearer_uid),
    )
    rounds: dict[tuple[str, str, str], list[Tally]] = defaultdict(list)
    for one in found:
        rounds[one.key].append(one)
    listed = [made for parts in rounds.values() if (made := _listed(rulebook, parts))]

    def pressing(one: Listed) -> tuple[bool, bool, int]:
        # Late first; then what is due next, soonest first; then what is over, latest first.
        return not one.counts.open_overdue, one.due_on < today, abs((one.due_on - today).days)

    return sorted(listed, key=pressing)


def _listed(rulebook: Rulebook, parts: Sequence[Tally]) -> Listed | None:
    first = parts[0]
    declared = rulebook.directives.get(first.directive)
    duty = declared.duties.get(first.duty) if declared else None
    if declared is None or duty is None:
        return None
    due_on = min(one.due_on for one in parts)
    counts = RoundCounts.of(one.way for one in parts for _ in range(one.number))
    return Listed(
        declared,
        duty,
        stored_round(duty, first.period, due_on),
        due_on,
        counts,
        has_term(first.late_from),
    )
