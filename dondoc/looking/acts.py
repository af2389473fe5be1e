"""What the bodies of a simulation do: reports are filed, returned and sent again."""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.looking.behaviour import Behaviour, Exceptional
from dondoc.obligations.verdict import Work
from dondoc.reports.evidence import Content, Evidence
from dondoc.reports.record import record
from dondoc.reports.return_report import WHOLE, return_report
from language.zone import local
from models import Kind, Obligation, ObligationState

# A simulation has no figures; who returns a report says so of the whole.
_REASON = "mô phỏng"


class Acts:
    """Carries out `behaviour` on a simulated office, each act at its own instant.

    `begun`: the instant of the registration, before which nothing can be known.
    """

    def __init__(self, work: Work, behaviour: Behaviour, begun: datetime) -> None:
        self._work = work
        self._behaviour = behaviour
        self._begun = begun
        self._done: set[tuple[int, str]] = set()

    def until(self, session: Session, now: datetime) -> None:
        """Do what was to be done up to the instant `now` (aware) and was not yet."""
        coming = []
        for row in session.scalars(self._waiting(now)):
            at = self._behaviour.filing(row)
            if at is not None and at <= now:
                coming.append((at, row))
        for at, row in sorted(coming, key=lambda pair: pair[0]):
            self._file(session, row, at, now)
        for one in self._behaviour.exceptions:
            if one.returned is not None and one.returned <= now:
                self._after_filing(session, one, now)

    def instants(self, session: Session, since: datetime, until: datetime) -> set[datetime]:
        """Return when after `since`, up to `until` (both aware), something is to be done."""
        coming = {self._behaviour.filing(row) for row in session.scalars(self._waiting(until))}
        later = (one for one in self._behaviour.exceptions if not isinstance(one.file, str))
        coming |= {at for one in later for at in (one.returned, one.answered)}
        return {at for at in coming if at is not None and since < at <= until}

    def _waiting(self, now: datetime) -> Select[Obligation]:
        """Select what may be filed by `now`: the usual ones, and those of excepted bearers."""
        excepted = {
            one.bearer
            for one in self._behaviour.exceptions
            if not isinstance(one.file, str) and one.file <= now
        }
        by_now = or_(self._behaviour.usual(now), Obligation.bearer_uid.in_(excepted))
        return _fileable().where(by_now).order_by(Obligation.id)

    def _file(
        self, session: Session, row: Obligation, at: datetime, now: datetime, again: bool = False
    ) -> None:
        above = find.consolidations_of(session, self._work.rulebook, row)
        bearer = f"{row.bearer_uid}/officer"
        content = Content(revises=again)
        record(session, row.id, Evidence(at), bearer, self._known(at, now), above, content)

    def _known(self, at: datetime, now: datetime) -> datetime:
        # While the system is down nobody records: the receiver does so afterwards.
        down = self._behaviour.is_down(self._behaviour.system_down, local(at).date())
        return now if down else max(at, self._begun)

    def _after_filing(self, session: Session, one: Exceptional, now: datetime) -> None:
        """Return the report of `one` and send it again, where it is to be and the hour has come."""
        row = session.scalar(
            select(Obligation).where(
                Obligation.duty == one.duty,
                Obligation.bearer_uid == one.bearer,
                Obligation.due_on == one.due_on,
            )
        )
        if row is None:
            return
        if self._is_time(row, "returned", one.returned, now, ObligationState.SUBMITTED):
            assert one.returned is not None  # noqa: S101 - its time has come
            duty = self._work.rulebook.directives[row.directive_id].duties[row.duty]
            by = f"{duty.via or duty.to}/officer"
            at = self._known(one.returned, now)
            return_report(session, self._work, row.id, {WHOLE: _REASON}, by, at)
        if self._is_time(row, "answered", one.answered, now, ObligationState.RETURNED):
            assert one.answered is not None  # noqa: S101 - its time has come
            self._file(session, row, one.answered, now, again=True)

    def _is_time(
        self,
        row: Obligation,
        act: str,
        at: datetime | None,
        now: datetime,
        state: ObligationState,
    ) -> bool:
        if at is None or at > now or row.state != state or (row.id, act) in self._done:
            return False
        self._done.add((row.id, act))
        return True


def _fileable() -> Select[Obligation]:
    return select(Obligation).where(
        Obligation.kind != Kind.TARGET.value,
        Obligation.received_at.is_(None),
        Obligation.state.in_([ObligationState.OPEN.value, ObligationState.HISTORIC.value]),
    )
