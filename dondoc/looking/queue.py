"""The queue of whoever takes the cases: report by report, what can be done with each case."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dondoc.cases.cases import proposing_duty, reporting_duty
from dondoc.cases.road import State
from dondoc.desk.look import Look
from dondoc.looking.case import Shown, shown_of
from dondoc.looking.cases import told_with_cases
from models import CaseReport, Report
from rules.meaning.case import Proposing
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty


@dataclass(frozen=True)
class Reported:
    """One report of cases that reached whoever looks: whose (uid), its paper, its cases."""

    report: CaseReport
    filed: Report
    cases: tuple[Shown, ...]

    def of(self, *states: State) -> list[Shown]:
        """Return its cases that stand in one of `states`."""
        return [one for one in self.cases if one.case.standing.state in states]

    @property
    def returnable(self) -> list[Shown]:
        """Return the cases that may be given back."""
        return self.of(State.REPORTED, State.RECEIVED)


@dataclass(frozen=True)
class Queue:
    """What reached whoever looks under a directive; `proposals`: what may be proposed."""

    directive: Directive
    duty: Duty
    then: Duty | None
    reports: tuple[Reported, ...]
    proposals: Mapping[str, Proposing]
    term: int | None
    assumed: str

    def cases(self, *states: State) -> list[Shown]:
        """Return the cases of all reports that stand in one of `states`."""
        return [case for one in self.reports for case in one.of(*states)]

    @property
    def waiting(self) -> list[Shown]:
        """Return the cases that wait to be brought together."""
        return self.cases(State.REPORTED, State.RECEIVED)

    @property
    def proposable(self) -> list[Shown]:
        """Return the cases for which something may be proposed."""
        return [
            one
            for one in self.cases(State.CONSOLIDATED, State.PROPOSED)
            if not (one.case.placed and one.case.placed.proposal)
            or one.case.placed.proposal.report_id is None
        ]

    @property
    def to_forward(self) -> list[Shown]:
        """Return the cases whose proposal was not passed on yet."""
        return [one for one in self.proposable if one.case.standing.state is State.PROPOSED]


def queue(look: Look, declared: Directive) -> Queue | None:
    """Return what reached whoever looks, each case logged as shown; None where nothing does.

    Whoever keeps the lists of people sees every case, and takes none.

    Args:
        look: at `Sight.PERSONS`.
    """
    duty = reporting_duty(declared)
    if duty is None or duty.via not in look.visible.reached:
        return None
    by_report: dict[int, list[Shown]] = defaultdict(list)
    reports: dict[int, tuple[CaseReport, Report]] = {}
    for one in told_with_cases(look, declared).cases:
        at = one.placed
        if at is not None and at.filed is not None:
            by_report[at.report.id].append(shown_of(look, one))
            reports[at.report.id] = at.report, at.filed
    road = look.desk.rulebook.road
    return Queue(
        declared,
        duty,
        proposing_duty(declared),
        tuple(Reported(*reports[id_], tuple(by_report[id_])) for id_ in sorted(by_report)),
        road.proposals,
        road.propose.days,
        road.propose.assumed,
    )
