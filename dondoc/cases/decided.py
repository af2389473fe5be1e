"""What was decided on cases comes back to the body where the person lives, as work until done.

A decision to help is carried out by money that is used for the person, one to go there again by a
visit, each after it; both stay open until that is entered. Whoever leaves the road leaves this too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.cases.cases import Case, cases
from dondoc.cases.outreach import standing
from dondoc.cases.road import State
from language.zone import local_date
from models import CaseLine, CaseReport, EntryKind, Proposal, SponsorEntry, Visit
from rules.meaning.case import Becomes
from rules.meaning.directive import Directive
from rules.rulebook import Rulebook

_AT_ONCE = 500


@dataclass(frozen=True)
class Decided:
    """One decision: on whom (case number), of which body (uid), by which paper, what it asks.

    `becomes` nothing where the proposal was refused or the case is closed. `proposal`: its number.
    `done`: what it asks was entered since.
    """

    person: int
    body: str
    proposal: int
    kind: str
    becomes: Becomes
    accepted: bool
    number: str
    dated: date | None
    decided_on: date
    done: bool

    @property
    def open(self) -> bool:
        """Say whether something is still to be done."""
        return self.becomes != "nothing" and not self.done


def decided(
    session: Session,
    rulebook: Rulebook,
    declared: Directive,
    now: datetime,
    bodies: Collection[str] | None = None,
) -> list[Decided]:
    """Return what was decided on cases that are still on the road at `now` (aware), by number.

    Args:
        bodies: of these (uids); None: of all.
    """
    query = (
        select(Proposal.person_id)
        .join(CaseLine, CaseLine.id == Proposal.case_line_id)
        .join(CaseReport, CaseReport.id == CaseLine.case_report_id)
        .where(Proposal.decided_at.is_not(None), CaseReport.directive_id == declared.id)
    )
    persons = set(session.scalars(query.distinct()))
    if not persons:
        return []
    found = cases(session, rulebook, declared, now, bodies, persons)
    return of_cases(session, rulebook, found, now)


def of_cases(
    session: Session, rulebook: Rulebook, found: Iterable[Case], now: datetime
) -> list[Decided]:
    """Return what was decided on those of `found` that are still on the road."""
    there = {
        one.person: (one, one.placed.proposal)
        for one in found
        if one.standing.state is not State.LEFT and one.placed and one.placed.proposal
    }
    waits = {
        person: proposal
        for person, (_, proposal) in there.items()
        if proposal is not None and proposal.decided_at is not None
    }
    directives = {there[person][0].placed for person in waits}
    names = {one.report.directive_id for one in directives if one}
    visited, helped = set[int](), set[int]()
    for name in sorted(names):
        visited |= _visited_since(session, name, waits, now)
        helped |= _helped_since(session, name, waits)
    return [
        _one(rulebook, there[person][0], proposal, visited, helped)
        for person, proposal in sorted(waits.items())
    ]


def _one(
    rulebook: Rulebook,
    case: Case,
    proposal: Proposal,
    visited: Collection[int],
    helped: Collection[int],
) -> Decided:
    kind = rulebook.road.proposals.get(proposal.kind)
    becomes: Becomes = kind.becomes if kind and proposal.accepted else "nothing"
    done = {"visit": visited, "help": helped}.get(becomes, ())
    return Decided(
        person=case.person,
        body=case.body,
        proposal=proposal.id,
        kind=proposal.kind,
        becomes=becomes,
        accepted=bool(proposal.accepted),
        number=proposal.number or "",
        dated=proposal.dated,
        decided_on=_on(proposal),
        done=case.person in done,
    )


def _on(proposal: Proposal) -> date:
    assert proposal.decided_at is not None  # noqa: S101 - only decided ones come here
    return local_date(proposal.decided_at)


def _visited_since(
    session: Session, directive: str, waits: Mapping[int, Proposal], now: datetime
) -> set[int]:
    """Return to whom somebody went after the decision, and entered it after it."""
    found = set[int]()
    for some in _slices(waits):
        query = select(Visit.person_id, Visit.visited_on, Visit.recorded_at).where(
            Visit.person_id.in_(some), Visit.directive_id == directive, *standing(now)
        )
        for person, on, at in session.execute(query):
            found.update(_since(waits[person], person, on, at))
    return found


def _helped_since(session: Session, directive: str, waits: Mapping[int, Proposal]) -> set[int]:
    """Return for whom money was used after the decision, and entered after it."""
    undone = select(SponsorEntry.undoes).where(SponsorEntry.undoes.is_not(None))
    found = set[int]()
    for some in _slices(waits):
        query = select(
            SponsorEntry.person_id, SponsorEntry.done_on, SponsorEntry.recorded_at
        ).where(
            SponsorEntry.kind == EntryKind.USE.value,
            SponsorEntry.person_id.in_(some),
            SponsorEntry.directive_id == directive,
            SponsorEntry.id.not_in(undone),
        )
        for person, on, at in session.execute(query):
            if person is not None:
                found.update(_since(waits[person], person, on, at))
    return found


def _since(proposal: Proposal, person: int, on: date, at: datetime) -> Iterable[int]:
    after = proposal.decided_at is not None and at > proposal.decided_at
    return (person,) if after and on >= _on(proposal) else ()


def _slices(persons: Collection[int]) -> Iterable[list[int]]:
    numbers = sorted(persons)
    return [numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)]


def by_body(found: Iterable[Decided]) -> dict[str, list[Decided]]:
    """Return the decisions by the body (uid) whose work they are."""
    bodies: dict[str, list[Decided]] = defaultdict(list)
    for one in found:
        bodies[one.body].append(one)
    return bodies
