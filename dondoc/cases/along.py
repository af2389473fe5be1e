"""What waits along the road of whoever does not join, as the sweep and its letters tell it.

The body that reports hears of cases with all their evidence and of what was decided on its own; who
brings the reports together, of cases without a proposal and of whoever left since. Counts alone:
the days are the office's own terms, if it has any, as the text names none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.cases.cases import Case, cases, proposing_duty
from dondoc.cases.decided import Decided, by_body, of_cases
from dondoc.cases.reached import reach_of
from dondoc.cases.road import State
from dondoc.obligations.watched import Told
from language.zone import local_date
from models import Notice, NoticeState, Person, Signature
from notifications.rounds import CasesView
from rules.meaning.body import BodyRegistry
from rules.meaning.case import Term
from rules.meaning.directive import Directive
from rules.meaning.facts import CasesFigures
from rules.rulebook import Rulebook
from steps.posts import Post
from steps.table import CASES_LEFT, step_of

REPORTED = "không còn trường hợp nào đủ bằng chứng chờ báo cáo"
PROPOSED = "không còn trường hợp nào đã tổng hợp chờ đề xuất"
DONE = "các việc được quyết định đều đã ghi nhận xong"
NOBODY_LEFT = "không còn trường hợp nào đã rời"
_WAITING = frozenset({State.READY, State.DRAFTED})


@dataclass(frozen=True)
class Along:
    """How it stands for one body. Case numbers stay in here; only counts of them are told.

    `report`, `propose`: who waits for that, `since`: the local date from which the first does.
    `decided`: what was decided on its people; `of_village`: which of these persons each contact of
    its own has the village of. `left`: lines of reports brought together whose person left, `of`
    how many; `up`: the body (uid) that was told of the proposals. `briefed`: what was told already.
    """

    term: Term
    today: date
    worked: int = 0
    report: int = 0
    propose: int = 0
    decided: tuple[Decided, ...] = ()
    of_village: Mapping[int, frozenset[int]] = field(default_factory=dict)
    left: tuple[int, ...] = ()
    of: int = 0
    up: str | None = None
    briefed: tuple[int, ...] = ()
    told_before: bool = False

    @property
    def figures(self) -> CasesFigures:
        """Return what the policies see."""
        waits = self.report or self.propose
        past = self.worked - self.term.days if waits and self.term.days is not None else None
        known = {*self.briefed}
        return CasesFigures(
            to_report=self.report,
            to_propose=self.propose,
            days_past=-1 if past is None else max(-1, past),
            decided_open=sum(one.open for one in self.decided),
            decided_news=sum(one.proposal not in known for one in self.decided),
            decided_on=max((one.decided_on for one in self.decided), default=None),
            left_news=len({*self.left} ^ known) if self.of else 0,
        )

    @property
    def keeps(self) -> tuple[int, ...]:
        """Return what is known once it is told: proposals decided, or lines that left."""
        return self.left if self.of else tuple(sorted(one.proposal for one in self.decided))

    def told(self, step: str) -> Told:
        """Return who is told beside the bearer."""
        match step_of(step).rests_on:
            case "decided":
                going = {one.person for one in self.decided if one.open and one.becomes == "visit"}
                mine = (who for who, persons in self.of_village.items() if persons & going)
                return Told(contacts=(None, *mine))
            case "left":
                return Told(bodies=(self.up,) if self.up else ())
            case _:
                return Told()

    def untrue(self, _bodies: BodyRegistry, notice: Notice, _today: date) -> str | None:
        """Return why a notice has become untrue: nothing is left of it."""
        match step_of(notice.step).rests_on:
            case "reportable":
                return None if self.report else REPORTED
            case "proposable":
                return None if self.propose else PROPOSED
            case "decided":
                return None if self._mine(notice) else DONE
            case "left":
                return None if self.left or self.told_before else NOBODY_LEFT
            case _:
                return None

    def shown(
        self, _directive: Directive, _bodies: BodyRegistry, notice: Notice, _today: date
    ) -> CasesView:
        """Return what a notice tells, in counts."""
        mine = self._mine(notice)
        papers = dict.fromkeys((one.number, one.dated) for one in mine if one.dated)
        return CasesView(
            report=self.report,
            propose=self.propose,
            waiting_days=self.worked,
            term_days=self.term.days,
            visit=sum(one.open and one.becomes == "visit" for one in mine),
            help=sum(one.open and one.becomes == "help" for one in mine),
            closed=sum(one.accepted and one.becomes == "nothing" for one in mine),
            refused=sum(not one.accepted for one in mine),
            papers=tuple((number, dated) for number, dated in papers if dated),
            left=len(self.left),
            of=self.of,
        )

    def _mine(self, notice: Notice) -> list[Decided]:
        """Return what of the decisions a reader is told: all, or of the own villages the visits."""
        own = self.of_village.get(notice.contact_id or 0)
        if own is not None and notice.recipient_post != Post.OFFICER:
            return [
                one
                for one in self.decided
                if one.person in own and one.open and one.becomes == "visit"
            ]
        return [one for one in self.decided if one.open or one.becomes == "nothing"]


def along(
    session: Session, rulebook: Rulebook, rows: Sequence[Any], now: datetime
) -> Mapping[int, Along]:
    """Return, by obligation id, how the road stands for the bearers of `rows` at `now` (aware)."""
    of: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of[row.directive_id].append(row)
    found: dict[int, Along] = {}
    for directive, some in of.items():
        asked = _Asked(session, rulebook, rulebook.directives[directive], now)
        found |= {row.id: asked.of(row) for row in some}
    return found


class _Asked:
    """The cases of one directive, read for all its bodies at once."""

    def __init__(
        self, session: Session, rulebook: Rulebook, declared: Directive, now: datetime
    ) -> None:
        self._session, self._rulebook, self._declared = session, rulebook, declared
        self._today = local_date(now)
        self._bodies = rulebook.bodies.known_on(self._today)
        self._calendar = rulebook.calendar.known_on(self._today)
        self._cases = cases(session, rulebook, declared, now)
        self._decided = by_body(of_cases(session, rulebook, self._cases, now))

    def of(self, row: Any) -> Along:
        duty, briefed = self._declared.duties[row.duty], tuple(row.briefed or ())
        if duty.cases:
            uid = self._bodies.current(row.bearer_uid, self._today).uid
            return replace(self._reporting(uid), briefed=briefed)
        return replace(self._proposing(row.id), briefed=briefed)

    def _reporting(self, uid: str) -> Along:
        mine = [one for one in self._cases if one.body == uid]
        waits = [_whole_on(one) for one in mine if one.standing.state in _WAITING]
        decided = tuple(self._decided.get(uid, ()))
        return Along(
            self._rulebook.road.report,
            self._today,
            worked=self._worked(waits),
            report=len(waits),
            decided=decided,
            of_village=self._of_village([one.person for one in decided]),
        )

    def _proposing(self, row: int) -> Along:
        up = [one for one in self._cases if one.placed and one.placed.filed]
        together = [one for one in up if _frozen_by(one)]
        signed = self._signed_on(together)
        waits = [
            signed.get(_frozen_by(one))
            for one in together
            if one.standing.state is State.CONSOLIDATED
        ]
        left = [one.placed.line.id for one in together if one.placed and one.placed.line.left_at]
        duty = proposing_duty(self._declared)
        told = any(
            one.placed.proposal and one.placed.proposal.report_id for one in together if one.placed
        )
        return Along(
            self._rulebook.road.propose,
            self._today,
            worked=self._worked(waits),
            propose=len(waits),
            left=tuple(sorted(left)),
            of=len(together),
            up=duty.to if duty and told else None,
            told_before=self._told_before(row),
        )

    def _signed_on(self, together: Iterable[Case]) -> dict[int, date]:
        """Return the local dates on which consolidations were signed, by number."""
        numbers = {_frozen_by(one) for one in together}
        query = select(Signature.id, Signature.closed_at).where(Signature.id.in_(sorted(numbers)))
        return {number: local_date(at) for number, at in self._session.execute(query)}

    def _worked(self, days: Iterable[date | None]) -> int:
        known = [day for day in days if day is not None]
        return self._calendar.count(min(known), self._today) if known else 0

    def _of_village(self, persons: Collection[int]) -> dict[int, frozenset[int]]:
        if not persons:
            return {}
        query = select(Person.id, Person.village_id).where(
            Person.id.in_(sorted(persons)), Person.village_id.is_not(None)
        )
        lives = {person: village for person, village in self._session.execute(query) if village}
        reach = reach_of(self._session, lives.values(), self._today)
        found: dict[int, set[int]] = defaultdict(set)
        for person, village in lives.items():
            for contact in reach.contacts.get(village, ()):
                found[contact].add(person)
        return {contact: frozenset(of) for contact, of in found.items()}

    def _told_before(self, row: int) -> bool:
        query = select(Notice.id).where(
            Notice.obligation_id == row,
            Notice.step == CASES_LEFT.id,
            Notice.state == NoticeState.SENT.value,
        )
        return self._session.scalar(query.limit(1)) is not None


def _whole_on(case: Case) -> date | None:
    """Return the local date on which a case had all its evidence."""
    evidence = case.evidence
    helped = [day for day in (evidence.helped_on, evidence.sought_on) if day]
    days = [evidence.informed_on, evidence.mobilised_on, min(helped, default=None)]
    return max((day for day in days if day), default=None)


def _frozen_by(case: Case) -> int:
    """Return the number of the signed consolidation that a case went into, 0 where none has it."""
    filed = case.placed.filed if case.placed else None
    return filed.frozen_by or 0 if filed else 0
