"""Cases: how everybody stands who is still to be covered, and whoever once was on the road."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.cases.help import NO_HELP, Help, help_of
from dondoc.cases.lines import Placed, placed
from dondoc.cases.outreach import NO_OUTREACH, Outreach, outreach_of
from dondoc.cases.population import population
from dondoc.cases.road import Evidence, Standing, standing_of
from language.zone import local_date
from rules.meaning.case import Leave, Need
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook

# What a directive that asks no report of cases is told by all the same.
_EVERY = tuple(Need)


@dataclass(frozen=True)
class Case:
    """One case: the number of the person, the uid of their body, their groups, how it stands."""

    person: int
    body: str
    groups: tuple[str, ...]
    evidence: Evidence
    standing: Standing
    placed: Placed | None = None


def reporting_duty(declared: Directive) -> Duty | None:
    """Return the duty by which cases of `declared` go up, None where its text has none."""
    return next((duty for duty in declared.duties.values() if duty.cases), None)


def proposing_duty(declared: Directive) -> Duty | None:
    """Return the duty by which proposals go further, None where the text has none."""
    duty = reporting_duty(declared)
    upon = duty.consolidated_by if duty else None
    return next((one for one in declared.duties.values() if upon and one.follows == upon), None)


def cases(
    session: Session,
    rulebook: Rulebook,
    declared: Directive,
    now: datetime,
    bodies: Collection[str] | None = None,
    persons: Collection[int] | None = None,
) -> list[Case]:
    """Return every case of `declared` as it stands at the instant `now` (aware), by number.

    Args:
        bodies: of these (uids), where the person lives or whose report names them; None: of all.
        persons: these case numbers; None: everybody.
    """
    on, duty = local_date(now), reporting_duty(declared)
    lines = placed(session, declared.id, persons=persons)
    there = population(session, rulebook, declared, on, persons=persons)
    numbers = {*there.homes, *lines}
    outreach = outreach_of(session, numbers, declared.id, now, rulebook.visiting)
    helped = help_of(session, numbers, declared.id, on)
    found = []
    for person in sorted(numbers):
        line, home = lines.get(person), there.homes.get(person)
        body = line.report.body_uid if line else home.body if home else ""
        current = rulebook.bodies.current(body, on).uid if body in rulebook.bodies else body
        left = there.left(person, current) if line else None
        if line and left is Leave.ELSEWHERE and home is not None:
            # Their new body begins the road; the old one's is over, and is told with its report.
            line, left, current = None, None, home.body
        evidence = evidence_of(outreach.get(person, NO_OUTREACH), helped.get(person, NO_HELP), left)
        found.append(
            Case(
                person,
                current,
                home.groups if home else tuple(line.line.groups) if line else (),
                evidence,
                standing_of(
                    evidence,
                    duty.cases if duty else _EVERY,
                    line.state if line else None,
                    line.decided_on if line else None,
                ),
                line,
            )
        )
    return [one for one in found if bodies is None or one.body in bodies]


def evidence_of(outreach: Outreach, helped: Help, left: Leave | None = None) -> Evidence:
    """Return what visits and help say, as evidence."""
    return Evidence(
        informed_on=outreach.informed_on,
        mobilised_on=outreach.mobilised_on,
        helped_on=helped.helped_on,
        sought_on=helped.sought_on if helped.none_found else None,
        answered_on=outreach.answered_on,
        left=left,
    )


def counts(found: Iterable[Case]) -> Mapping[str, int]:
    """Return how many cases stand in each state, in the order of the road."""
    told: dict[str, int] = {}
    for one in found:
        told[one.standing.state.value] = told.get(one.standing.state.value, 0) + 1
    return told
