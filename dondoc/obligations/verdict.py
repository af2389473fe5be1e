"""Verdict: what one look at an obligation comes to. Rows that stand alike share one.

On the morning on which a round opens, thousands of bearers stand at the same place of the same
ladder: their facts are the same, so the policies are asked once for all of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from dondoc.obligations.decided import Said, say
from dondoc.obligations.fired import Repeats, pairs, repeats, with_fired
from dondoc.obligations.rounds import RoundCounts, RoundKey
from dondoc.obligations.watched import Watched
from dondoc.obligations.work import Work
from language.zone import day_after, local_date, morning
from models import Kind, Obligation
from models.standing import has_term
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.facts import Morning, RoundFigures, Standing, TargetFigures, Term, WatchedFigures
from rules.meaning.ladder import Decision, decide, next_wake
from rules.meaning.target import TargetStanding
from steps.posts import Post
from steps.states import ObligationState
from steps.table import step_of

# By (directive, duty, period): each bearer's punctual rounds.
Streaks = Mapping[tuple[str, str, str], Mapping[str, int]]

# What a row has for itself, and what a verdict rests on.
OWN = (
    Obligation.id,
    Obligation.bearer_uid,
    Obligation.fired,
    Obligation.briefed,
    Obligation.opened_at,
)
SHARED = (
    Obligation.directive_id,
    Obligation.duty,
    Obligation.period,
    Obligation.kind,
    Obligation.state,
    Obligation.cycle,
    Obligation.rung,
    Obligation.due_on,
    Obligation.aim_on,
    Obligation.late_from,
    Obligation.opens_on,
)
_SHARED = slice(len(OWN), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done about the rows `ids`.

    `opens`: they open now; `fired`, `briefed`, `rung` and `wake` are what they hold afterwards.
    `still`: they hold it already, all but `wake`.
    """

    duty: Duty
    said: tuple[Said, ...]
    opens: bool
    rung: int
    fired: Repeats
    briefed: tuple[int, ...] | None
    wake: datetime | None
    still: bool
    ids: list[int] = field(default_factory=list)


class Judge:
    """Looks at the rows of one batch at the instant `now` (aware)."""

    def __init__(
        self,
        work: Work,
        now: datetime,
        rounds: Mapping[RoundKey, RoundCounts],
        streaks: Streaks,
        replies: Mapping[int, date],
        told: Mapping[int, date],
        targets: Mapping[int, TargetStanding],
        watched: Mapping[int, Watched],
        drafted: Collection[int] = (),
    ) -> None:
        """Look at `now`.

        Args:
            replies: of the returned ones, the reply date by obligation id.
            told: of the late ones, when the bearer was first told so, by obligation id.
            targets: how the targets stand, by obligation id.
            watched: how that stands which is followed without a day, by obligation id.
            drafted: those of which a draft waits to be filed, by obligation id.
        """
        self._work = work
        self._now = now
        self._today = local_date(now)
        self._rounds = rounds
        self._streaks = streaks
        self._replies = replies
        self._told = told
        self._targets = targets
        self._watched = watched
        self._drafted = frozenset(drafted)
        _, self._calendar = work.known_on(self._today)
        self._morning = Morning(now, self._calendar)
        self._kinds = work.rulebook.bodies
        self._verdicts: dict[tuple[object, ...], Verdict] = {}

    def verdict(self, row: Row[Any]) -> Verdict:
        """Return what `row` (of the columns OWN and SHARED) comes to, `row.id` among its ids."""
        bearer_kind = self._kinds.get(row.bearer_uid).kind
        streak = self._streaks.get((row.directive_id, row.duty, row.period))
        punctual = streak.get(row.bearer_uid, 0) if streak else 0
        reply_by, told_on = self._replies.get(row.id), self._told.get(row.id)
        target, drafted = self._targets.get(row.id), row.id in self._drafted
        watched = self._watched.get(row.id)
        reached = target.figures if target else watched.figures if watched else None
        fired, briefed = repeats(row.fired), tuple(row.briefed or ())
        keeps = watched.keeps if watched else ()
        alike = (
            row[_SHARED],
            bearer_kind,
            punctual,
            reply_by,
            told_on,
            reached,
            drafted,
            fired,
            briefed,
            keeps,
            row.opened_at is None,
        )
        verdict = self._verdicts.get(alike)
        if verdict is None:
            standing = Standing(
                row.state, row.cycle, row.rung, punctual, reply_by, told_on, drafted
            )
            verdict = self._verdicts[alike] = self._look(row, bearer_kind, standing, reached, keeps)
        verdict.ids.append(row.id)
        return verdict

    def verdicts(self) -> list[Verdict]:
        """Return every verdict so far, with the ids of its rows."""
        return list(self._verdicts.values())

    def _look(
        self,
        row: Row[Any],
        bearer_kind: str,
        standing: Standing,
        reached: TargetFigures | WatchedFigures | None,
        keeps: tuple[int, ...],
    ) -> Verdict:
        directive = self._work.rulebook.directives[row.directive_id]
        duty = directive.duties[row.duty]
        counts = self._counts(row, duty)
        fact = self._fact(row, _term(row, duty, bearer_kind), standing, counts or reached)
        decision = self._decide(row, directive, fact)
        told = counts and any(step_of(firing.policy.step).briefs for firing in decision.fire)
        briefed = tuple(counts.as_told() if counts and told else row.briefed or ()) or None
        if any(step_of(firing.policy.step).remembers for firing in decision.fire):
            briefed = keeps or None
        after = decision.rung, with_fired(row.fired, decision), briefed
        opens = row.opened_at is None and self._today >= row.opens_on
        return Verdict(
            duty,
            say(decision, directive, fact, self._now),
            opens,
            *after,
            wake=self._next_wake(row, directive, decision, fact, self._after(row, counts, briefed)),
            still=not opens and after == _held(row),
        )

    def _counts(self, row: Row[Any], duty: Duty) -> RoundCounts | None:
        if row.kind != Kind.CONSOLIDATION or not duty.consolidates:
            return None
        return self._rounds.get(RoundKey(row.directive_id, duty.consolidates, row.period))

    def _fact(
        self,
        row: Row[Any],
        term: Term,
        standing: Standing,
        known: RoundCounts | TargetFigures | WatchedFigures | None,
    ) -> dict[str, Any]:
        if isinstance(known, TargetFigures):
            return self._morning.target(term, standing, known)
        if isinstance(known, WatchedFigures):
            posts = self._kinds.get(row.bearer_uid).posts
            return self._morning.watched(term, standing, known, has_officer=Post.OFFICER in posts)
        if row.kind == Kind.CONSOLIDATION:
            counts = known or RoundCounts()
            figures = counts.figures(row.briefed) if term.dated else counts.arrivals(row.briefed)
            return self._morning.consolidation(term, standing, figures)
        return self._morning.obligation(term, standing)

    def _decide(self, row: Row[Any], directive: Directive, fact: dict[str, Any]) -> Decision:
        matches = self._work.policies.decide(row.kind, fact)
        decision = decide(matches, fact, pairs(row.fired), self._today)
        until = directive.in_force.until
        if until is None or self._today <= until or row.state == ObligationState.RETURNED:
            # A person has just handled a returned report: its filer hears of it at any time.
            return decision
        # The directive is over: nothing is said any more, and what was not said is entered.
        unsaid = (*decision.missed, *(f.policy for f in decision.fire if f.policy.rung))
        return Decision((), unsaid, decision.rung)

    @staticmethod
    def _after(
        row: Row[Any], counts: RoundCounts | None, briefed: tuple[int, ...] | None
    ) -> RoundFigures | None:
        """Return how a round with a term stands once what `briefed` says was told."""
        if row.kind != Kind.CONSOLIDATION or not has_term(row.late_from):
            return None
        return (counts or RoundCounts()).figures(list(briefed) if briefed else None)

    def _next_wake(
        self,
        row: Row[Any],
        directive: Directive,
        decision: Decision,
        fact: dict[str, Any],
        round_: RoundFigures | None,
    ) -> datetime | None:
        day = next_wake(
            row.kind,
            fact | {"changed": round_.changed} if round_ else fact,
            decision,
            pairs(row.fired),
            policies=self._work.rulebook.policies,
            opens_on=row.opens_on,
            today=self._today,
            calendar=self._calendar,
            until=directive.in_force.until,
            late_on=day_after(row.late_from),
            round_=round_,
        )
        return None if day is None else morning(day, self._work.at)


def _term(row: Row[Any], duty: Duty, bearer_kind: str) -> Term:
    return Term(
        directive=row.directive_id,
        duty=row.duty,
        bearer_kind=bearer_kind,
        recurring=is_recurring(duty),
        has_via=duty.via is not None,
        opens_on=row.opens_on,
        due_on=row.due_on,
        aim_on=row.aim_on,
        late_from=row.late_from,
        dated=has_term(row.late_from),
    )


def is_recurring(duty: Duty) -> bool:
    """Say whether `duty` comes again and again."""
    return duty.due is not None and duty.due.recurring


def _held(row: Row[Any]) -> tuple[int, Repeats, tuple[int, ...] | None]:
    return row.rung, repeats(row.fired), tuple(row.briefed or ()) or None
