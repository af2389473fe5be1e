"""Runs golden cases: what a directive's rules say of a situation against what is expected.

The cases stand in `cases.yaml` beside the directive and pass through the same dates, facts,
engine and ladder as a sweep. A directive without cases fails.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from language import naming
from language.zone import NEVER, ZONE, day_after, local_midnight
from rules.errors import Problem, RuleError
from rules.files.source import read
from rules.meaning.condition import Fact
from rules.meaning.deadline import Readings
from rules.meaning.directive import Directive
from rules.meaning.engine import PolicyEngine
from rules.meaning.facts import (
    AskingFigures,
    CasesFigures,
    HandingFigures,
    Morning,
    RoundFigures,
    Standing,
    TargetFigures,
    Term,
    VisitingFigures,
)
from rules.meaning.ladder import Decision, decide, next_wake
from rules.meaning.occurrence import (
    Occurrence,
    arisen_occurrences,
    occurrences,
    watched_as,
    watched_occurrences,
)
from rules.reading.case_file import CaseShape, SituationShape, read_cases
from rules.rulebook import Rulebook
from steps.posts import Post

FILE = "cases.yaml"
_AT = time(7, tzinfo=ZONE)

# (path below the case, what is wrong, what is allowed)
_Mistake = tuple[tuple[str | int, ...], str, str]


def run_cases(rulebook: Rulebook, directive: Directive) -> list[Problem]:
    """Return where the rules say something else than the golden cases of `directive`.

    An empty list: every case holds. A missing, empty or refused file is a problem too.
    """
    folder = Path(directive.source.file).parent if directive.source else Path()
    try:
        source = read(folder / FILE)
        cases = read_cases(source)
    except RuleError as refused:
        return list(refused.problems)

    # Cases share few readings: everything that is owed is worked out once for each.
    @cache
    def owed(readings: Readings) -> Sequence[Occurrence]:
        return occurrences(directive, rulebook.bodies, rulebook.calendar, readings)

    with PolicyEngine(rulebook.policies) as engine:
        return [
            source.problem(("cases", number, *path), what, allowed)
            for number, case in enumerate(cases)
            for path, what, allowed in _Run(rulebook, directive, engine, owed, case).mistakes()
        ]


def term_of(found: Occurrence) -> Term:
    """Return what the facts need to know of an occurrence."""
    due = found.duty.due
    return Term(
        directive=found.directive,
        duty=found.duty.id,
        bearer_kind=found.bearer.kind,
        recurring=due is not None and due.recurring,
        has_via=found.duty.via is not None,
        opens_on=found.opens_on,
        due_on=found.due_on,
        aim_on=found.aim_on,
        late_from=found.late_from,
        dated=found.late_from < NEVER,
    )


class _Run:
    """One case against the rules."""

    def __init__(
        self,
        rulebook: Rulebook,
        directive: Directive,
        engine: PolicyEngine,
        owed: Callable[[Readings], Sequence[Occurrence]],
        case: CaseShape,
    ) -> None:
        """Hold `case` against the rules; `owed`: what `directive` asks, by a reading."""
        self._rules, self._directive, self._engine = rulebook, directive, engine
        self._owed, self._case = owed, case

    def mistakes(self) -> Iterator[_Mistake]:
        case = self._case
        if case.duty not in self._directive.duties:
            yield ("duty",), f'unknown duty "{case.duty}"', ", ".join(self._directive.duties)
        elif not (uids := self._bearers()):
            yield ("bearer",), f'unknown body "{case.bearer}"', "a uid, or a name as in its file"
        else:
            yield from self._unknown_policies()
            round_ = self._round()
            mine = [found for found in round_ if found.bearer.uid in uids]
            yield from self._numbers(round_, mine)
            for found in mine[:1]:
                yield from self._dates(found)
                if case.on is not None:
                    yield from self._decision(found, case.on)

    def _bearers(self) -> set[str]:
        """Return the uids that the case's bearer may mean: a name outlives a merger."""
        wanted = naming.key(self._case.bearer)
        return {
            body.uid
            for body in self._rules.bodies.all()
            if body.uid == self._case.bearer
            or wanted in (naming.key(body.name), naming.key(body.short_name or body.name))
        }

    def _unknown_policies(self) -> Iterator[_Mistake]:
        expect, known = self._case.expect, {policy.id for policy in self._rules.policies}
        for name in ("findings", "missed", "basis"):
            for id_ in getattr(expect, name) or ():
                if id_ not in known:
                    allowed = ", ".join(sorted(known))
                    yield ("expect", name), f'unknown policy "{id_}"', allowed

    def _round(self) -> list[Occurrence]:
        """Return what all bearers of the duty owe on the case's due date.

        Without a term that is the day on which the round began; of lists that go down, the day from
        which they are followed.
        """
        rules, readings = self._rules, Readings(**self._case.readings.model_dump())
        duty, begun_on = self._directive.duties[self._case.duty], self._case.due_on
        watched = watched_as(duty)
        if kind := self._case.follows or (watched[0] if watched and not duty.arises else None):
            found = watched_occurrences(self._directive, kind, begun_on, rules.bodies)
            return [one for one in found if one.duty.id == duty.id]
        if duty.arises:
            return arisen_occurrences(self._directive, duty, 1, begun_on, rules.bodies)
        return [
            found
            for found in self._owed(readings)
            if (found.duty.id, found.due_on) == (self._case.duty, self._case.due_on)
        ]

    def _numbers(self, round_: list[Occurrence], mine: list[Occurrence]) -> Iterator[_Mistake]:
        expect = self._case.expect
        yield from _differ("obligation", expect.obligation, bool(mine))
        if expect.bearers is not None:
            yield from _differ("bearers", expect.bearers, len(round_))

    def _dates(self, found: Occurrence) -> Iterator[_Mistake]:
        expect = self._case.expect
        if expect.opens_on is not None:
            yield from _differ("opens_on", expect.opens_on, found.opens_on)
        if expect.aim_on is not None:
            yield from _differ("aim_on", expect.aim_on, found.aim_on)
        if expect.late_from is not None:
            wanted = local_midnight(expect.late_from).astimezone(ZONE)
            yield from _differ("late_from", wanted, found.late_from.astimezone(ZONE))

    def _decision(self, found: Occurrence, on: date) -> Iterator[_Mistake]:
        expect, situation = self._case.expect, self._case.situation
        morning = Morning(datetime.combine(on, _AT), self._rules.calendar)
        has_officer = Post.OFFICER in self._rules.bodies.get(found.bearer.uid).posts
        fact = _fact(morning, found, situation, has_officer=has_officer)
        fired = {(str(step), 0) for step in situation.fired}
        decision = decide(self._engine.decide(found.fact_kind, fact), fact, fired, on)
        if expect.findings is not None:
            got = [firing.policy.id for firing in decision.fire]
            yield from _differ("findings", sorted(expect.findings), sorted(got))
        if expect.missed is not None:
            got = [policy.id for policy in decision.missed]
            yield from _differ("missed", sorted(expect.missed), sorted(got))
        for policy in self._rules.policies:
            if wanted := expect.basis.get(policy.id):
                basis = self._directive.basis_for(str(policy.step), found.bearer.kind)
                yield from _differ("basis", wanted, basis)
        if expect.wakes_on is not None:
            wake = self._wake(found, fact, decision, fired)
            yield from _differ("wakes_on", expect.wakes_on, wake or "never")

    def _wake(
        self, found: Occurrence, fact: Fact, decision: Decision, fired: set[tuple[str, int]]
    ) -> date | None:
        assert self._case.on is not None  # noqa: S101 - a decision was taken on that day
        return next_wake(
            found.fact_kind,
            fact,
            decision,
            fired,
            policies=self._rules.policies,
            opens_on=found.opens_on,
            today=self._case.on,
            calendar=self._rules.calendar,
            until=self._directive.in_force.until,
            late_on=day_after(found.late_from),
        )


def _fact(morning: Morning, found: Occurrence, case: SituationShape, *, has_officer: bool) -> Fact:
    term = term_of(found)
    standing = Standing(
        case.state,
        case.cycle,
        case.rung,
        case.punctual_rounds,
        case.reply_by,
        case.told_on,
        case.drafted,
    )
    if found.fact_kind == "consolidation":
        figures = RoundFigures(
            total=case.total,
            received=case.total - case.missing,
            missing_late=case.missing_late,
            inputs_late_on=case.inputs_late_on,
            changed=case.changed,
            news=case.news,
        )
        return morning.consolidation(term, standing, figures)
    if found.fact_kind == "target":
        return morning.target(term, standing, TargetFigures(case.figures_known, case.reached))
    if found.fact_kind == "visiting":
        counted = VisitingFigures(case.unvisited, case.promises, case.behind, case.rising)
        return morning.watched(term, standing, counted, has_officer=has_officer)
    if found.fact_kind == "asking":
        silent = AskingFigures(case.bodies_silent, case.days_left_in_quarter)
        return morning.watched(term, standing, silent, has_officer=has_officer)
    if found.fact_kind == "cases":
        road = CasesFigures(
            case.cases_to_report,
            case.cases_to_propose,
            case.working_days_past_term,
            case.decided_open,
            case.decided_news,
            case.decided_on,
            case.left_news,
        )
        return morning.watched(term, standing, road, has_officer=has_officer)
    if found.fact_kind == "handing":
        lists = HandingFigures(case.lists_owed, case.receipts_owed, case.listed_on)
        return morning.watched(term, standing, lists, has_officer=has_officer)
    return morning.obligation(term, standing)


def _differ(name: str, wanted: object, got: object) -> Iterator[_Mistake]:
    if wanted != got:
        yield (
            ("expect", name),
            f"the case expects {_shown(wanted)}, the rules say {_shown(got)}",
            _shown(got),
        )


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
