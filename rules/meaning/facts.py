"""The facts of one morning, about which the policies decide.

What each kind of fact holds stands in `rules.meaning.fact_kinds`; those of a filled-in report, of
its cells and of the rows of its form, `rules.meaning.report_facts` builds. The sweep and the golden
cases build their facts here and nowhere else. Dates are local dates of Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from language.zone import day_after, local_date
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.condition import Value
from steps.states import ObligationState


class Term(NamedTuple):
    """What is known of an obligation from its registration on; many bearers share one."""

    directive: str
    duty: str
    bearer_kind: str
    recurring: bool
    has_via: bool
    opens_on: date
    due_on: date
    aim_on: date
    # Aware.
    late_from: datetime
    # Whether it has a term; without one these dates are those on which it arose.
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one obligation stands on its ladder."""

    state: str = ObligationState.OPEN
    cycle: int = 0
    rung: int = 0
    punctual_rounds: int = 0
    # Of a returned report: the local date by which its bearer answers.
    reply_by: date | None = None
    # The local date on which its bearer was last told, in this cycle, that it is late.
    told_on: date | None = None
    # Whether a draft of its report waits to be filed.
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """How far the reports of one round have come in, for the body that consolidates them."""

    total: int
    received: int
    # Of the missing: who is late and may be urged.
    missing_late: int = 0
    # The local date from which the missing inputs are late, None if none is.
    inputs_late_on: date | None = None
    # The local date on which the next of the others becomes late, None if none will.
    turns_on: date | None = None
    changed: bool = False
    news: bool = False

    @property
    def missing(self) -> int:
        """Return how many have not come."""
        return self.total - self.received


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """Whether figures as of the due date are known, and whether they reach the target.

    `days`: calendar days from the target's day to that of its latest figures; 0 without any.
    """

    known: bool = False
    reached: bool = False
    days: int = 0


@dataclass(frozen=True, slots=True)
class HandingFigures:
    """How far lists of people have gone down.

    `lists`: groups of which none has come; `receipts`: bodies that lack their part of one;
    `listed_on`: the local date on which the first of those came, None while nobody lacks any.
    """

    lists: int
    receipts: int
    listed_on: date | None

    def facts(self, worked_since: Callable[[date | None], int]) -> dict[str, Value]:
        """Return them as a policy sees them; `worked_since` counts working days, 0 of None."""
        return {
            "lists_owed": self.lists,
            "receipts_owed": self.receipts,
            "working_days_listed": worked_since(self.listed_on),
        }


@dataclass(frozen=True, slots=True)
class VisitingFigures:
    """How it stands with the people whom a body goes to, in counts of people still to be covered.

    `unvisited`: to whom nobody went, and nothing was told, for too long; `promises`: who said they
    would join, and nobody came back to; `behind`: how many would be left on the target's day at the
    pace so far; `rising`: all of them, where the contribution soon rises, 0 where it does not.
    """

    unvisited: int = 0
    promises: int = 0
    behind: int = 0
    rising: int = 0

    def facts(self, _worked_since: Callable[[date | None], int]) -> dict[str, Value]:
        """Return them as a policy sees them."""
        return {
            "unvisited": self.unvisited,
            "promises": self.promises,
            "behind": self.behind,
            "rising": self.rising,
        }


@dataclass(frozen=True, slots=True)
class AskingFigures:
    """What nothing was told of this quarter: `bodies` that have yet to say anything of it.

    `days_left`: calendar days after today up to the quarter's last.
    """

    bodies: int = 0
    days_left: int = 0

    def facts(self, _worked_since: Callable[[date | None], int]) -> dict[str, Value]:
        """Return them as a policy sees them."""
        return {"bodies_silent": self.bodies, "days_left_in_quarter": self.days_left}


@dataclass(frozen=True, slots=True)
class CasesFigures:
    """What waits along the road of who does not join, in counts of cases.

    `days_past`: working days that the first of those has waited beyond the office's own term, -1
    before it and where there is no term. `decided_on`: the local date of the last decision.
    """

    to_report: int = 0
    to_propose: int = 0
    days_past: int = -1
    decided_open: int = 0
    decided_news: int = 0
    decided_on: date | None = None
    left_news: int = 0

    def facts(self, worked_since: Callable[[date | None], int]) -> dict[str, Value]:
        """Return them as a policy sees them; `worked_since` counts working days, 0 of None."""
        return {
            "cases_to_report": self.to_report,
            "cases_to_propose": self.to_propose,
            "working_days_past_term": self.days_past,
            "decided_open": self.decided_open,
            "decided_news": self.decided_news,
            "working_days_decided": worked_since(self.decided_on),
            "left_news": self.left_news,
        }


# What is followed without a day in the text.
WatchedFigures = HandingFigures | VisitingFigures | AskingFigures | CasesFigures


class Morning:
    """One reading of the clock, from which all facts of a sweep are built.

    Working days are counted once per term: on one morning thousands of bearers share a few.
    """

    def __init__(self, now: datetime, calendar: WorkingCalendar) -> None:
        """Read `now` (aware) against `calendar`; raises ValueError when `now` is naive."""
        self.now = now
        self.today = local_date(now)
        self._calendar = calendar
        self._counted: dict[Term, dict[str, Value]] = {}

    def obligation(self, term: Term, standing: Standing) -> dict[str, Value]:
        """Return the fact of kind `obligation`."""
        return self._reported(term, standing) | {"drafted": standing.drafted}

    def _reported(self, term: Term, standing: Standing) -> dict[str, Value]:
        reply_by = standing.reply_by
        left = self._calendar.count(self.today, reply_by) if reply_by else 0
        # On a day off after it nothing has been worked yet, but the day is over all the same.
        late = reply_by is not None and left == 0 and self.today > reply_by
        told_on = standing.told_on
        return self._common(term, standing) | {
            "punctual_rounds": standing.punctual_rounds,
            "working_days_to_reply": -1 if late else left,
            "working_days_since_told": self._calendar.count(told_on, self.today) if told_on else 0,
        }

    def _common(self, term: Term, standing: Standing) -> dict[str, Value]:
        counted = self._counted.get(term)
        if counted is None:
            counted = self._counted[term] = self._count(term)
        return counted | {
            "state": standing.state,
            "cycle": standing.cycle,
            "rung": standing.rung,
        }

    def consolidation(
        self, term: Term, standing: Standing, figures: RoundFigures
    ) -> dict[str, Value]:
        """Return the fact of kind `consolidation`: the via body's own report of one round."""
        late_on = figures.inputs_late_on
        return self._reported(term, standing) | {
            "total": figures.total,
            "received": figures.received,
            "missing": figures.missing,
            "missing_late": figures.missing_late,
            "ready": figures.missing == 0,
            "inputs_working_days_late": self._working_days_since(late_on) if late_on else 0,
            "changed": figures.changed,
            "news": figures.news,
        }

    def target(self, term: Term, standing: Standing, figures: TargetFigures) -> dict[str, Value]:
        """Return the fact of kind `target`."""
        return self._common(term, standing) | {
            "figures_known": figures.known,
            "reached": figures.reached,
            "figures_days_after_due": figures.days,
        }

    def watched(
        self, term: Term, standing: Standing, figures: WatchedFigures, *, has_officer: bool
    ) -> dict[str, Value]:
        """Return the fact of what is followed without a day; `has_officer`: its bearer has one."""
        common: dict[str, Value] = {
            "directive": term.directive,
            "duty": term.duty,
            "bearer_kind": term.bearer_kind,
            "state": standing.state,
            "dated": term.dated,
            "cycle": standing.cycle,
            "rung": standing.rung,
            "has_officer": has_officer,
            "working_days_followed": self._calendar.count(term.opens_on, self.today),
        }
        return common | figures.facts(self._worked_since)

    def _worked_since(self, day: date | None) -> int:
        return self._calendar.count(day, self.today) if day else 0

    def _count(self, term: Term) -> dict[str, Value]:
        late = self.now >= term.late_from
        late_on = day_after(term.late_from)
        return {
            "directive": term.directive,
            "duty": term.duty,
            "bearer_kind": term.bearer_kind,
            "recurring": term.recurring,
            "has_via": term.has_via,
            "dated": term.dated,
            "opened": term.dated and self.today >= term.opens_on,
            "lead_days": (term.due_on - term.opens_on).days,
            "working_days_to_aim": self._calendar.count(self.today, term.aim_on),
            "days_to_due": (term.due_on - self.today).days,
            "late": late,
            "working_days_late": self._working_days_since(late_on) if late else 0,
            "months_past_due": whole_months(late_on, self.today),
        }

    def _working_days_since(self, first: date) -> int:
        """Return the working days from `first` to today, both counted; 0 before `first`."""
        return max(0, self._calendar.count(first - timedelta(days=1), self.today))


def months_after(since: date, months: int) -> date:
    """Return the first day on which `whole_months` since the date are `months` (1 or more)."""
    years, month = divmod(since.month - 1 + months, 12)
    first = date(since.year + years, month + 1, 1)
    day = first + timedelta(days=since.day - 1)
    return day if day.month == first.month else date(day.year, day.month, 1)


def whole_months(since: date, today: date) -> int:
    """Return the whole months gone by between two dates, 0 before the first has passed.

    A month is over on the same day of the next month; from the 31st, on the 1st after a
    shorter month.
    """
    months = (today.year - since.year) * 12 + today.month - since.month
    return max(0, months - (today.day < since.day))
