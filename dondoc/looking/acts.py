"""When the bodies of a simulation act: what is due by an instant, and was not done yet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial

from sqlalchemy import Select, and_, or_, select

from dondoc.day.ground import Ground
from dondoc.desk.context import Which
from dondoc.looking.behaviour import FILING_HOUR, Behaviour, Exceptional
from dondoc.looking.errands import Errands
from dondoc.reports.submit import opens_on
from dondoc.setup.settings import LocatedSettings
from language.zone import local_date, morning
from models import Kind, Obligation, ObligationState
from models.standing import has_term_in_sql

# How far before the date in the text a rule may place a filing: days off roll at most a week.
_ROLL = timedelta(days=14)


@dataclass(frozen=True, order=True)
class _Deed:
    """Something to be done at the instant `at`; of what falls on one, consolidators come last."""

    at: datetime
    order: int
    number: int
    do: Callable[[datetime, datetime], None] = field(compare=False)


class Acts:
    """Carries out `behaviour` on a simulated office, each act in a transaction of its own.

    `begun`: the instant of the registration, before which nothing can be known.
    """

    def __init__(
        self, ground: Ground, located: LocatedSettings, behaviour: Behaviour, begun: datetime
    ) -> None:
        self._ground, self._behaviour, self._begun = ground, behaviour, begun
        self._errands = Errands(ground, located, behaviour)
        # What was done of the exceptions and lists: ("filed", 3).
        self._done: set[tuple[str, int]] = set()

    def instants(self, since: datetime, until: datetime) -> set[datetime]:
        """Return when after `since`, up to `until` (both aware), something is to be done."""
        return {deed.at for deed in self._deeds(until) if since < deed.at}

    def until(self, now: datetime) -> None:
        """Do what was to be done up to the instant `now` (aware) and was not yet.

        Raises:
            RuleError: the desk refuses it; with the place in the behaviour file.
        """
        for deed in sorted(self._deeds(now)):
            deed.do(deed.at, self._known(deed.at, now))

    def _known(self, at: datetime, now: datetime) -> datetime:
        # While the system is down nobody records: the receiver does so afterwards.
        down = self._behaviour.is_down(self._behaviour.system_down, local_date(at))
        return now if down else max(at, self._begun)

    def _deeds(self, now: datetime) -> list[_Deed]:
        due = [*self._filings(now), *self._of_exceptions(), *self._of_lists()]
        due += [*self._of_calls(), *self._of_issued()]
        return [deed for deed in due if deed.at <= now]

    def _filings(self, now: datetime) -> Iterator[_Deed]:
        rulebook = self._ground.work.rulebook
        if (waiting := self._waiting(now)) is None:
            return
        with self._ground.reading() as session:
            rows = session.scalars(waiting).all()
        for row in rows:
            at = self._behaviour.filing(row)
            if at is None:
                continue
            number = self._behaviour.exception(row.duty, row.bearer_uid, row.due_on)
            if number is None and (opens := opens_on(rulebook, row)):
                at = max(at, morning(opens, FILING_HOUR))
            duty = rulebook.directives[row.directive_id].duties[row.duty]
            of = Which(row.directive_id, row.duty, row.bearer_uid, row.due_on)
            do = partial(self._file, of, number)
            if number is not None and (later := self._behaviour.exceptions[number].recorded):
                do, at = partial(self._record, of, number, at), later.astimezone(UTC)
            yield _Deed(at, 1 if duty.consolidates else 0, row.id, do)

    def _waiting(self, now: datetime) -> Select[Obligation] | None:
        """Select what may be filed by `now`: the usual ones, and those of excepted bearers.

        None where nobody can file anything by then.
        """
        mine = [
            one
            for number, one in enumerate(self._behaviour.exceptions)
            if one.due_on and one.file != "never" and ("filed", number) not in self._done
        ]
        soon = [one for one in mine if self._earliest(one) <= now]
        if not soon and self._behaviour.default.file == "never":
            return None
        excepted = and_(
            Obligation.bearer_uid.in_({one.bearer for one in soon}),
            Obligation.due_on.in_({one.due_on for one in soon}),
        )
        usual = self._behaviour.usual(now)
        return _fileable().where(or_(usual, excepted)).order_by(Obligation.id)

    def _earliest(self, one: Exceptional) -> datetime:
        if isinstance(one.file, datetime):
            return one.file
        days = timedelta(days=min(0, self._behaviour.default.offset_days))
        return morning((one.due_on or date.max) + days - _ROLL, FILING_HOUR)

    def _of_exceptions(self) -> Iterator[_Deed]:
        """Yield what begins a round by itself, and what comes after a filing."""
        directive = self._ground.directives[0]
        for number, one in enumerate(self._behaviour.exceptions):
            of = Which(directive, one.duty, one.bearer, one.due_on)
            if one.due_on is None and isinstance(one.file, datetime):
                yield from self._once("filed", number, one.file, partial(self._file, of, number))
            if one.returned:
                back = partial(self._give_back, of, number)
                yield from self._once("returned", number, one.returned, back)
            if one.answered:
                again = partial(self._answer, of, number)
                yield from self._once("answered", number, one.answered, again)

    def _of_lists(self) -> Iterator[_Deed]:
        for number, one in enumerate(self._behaviour.lists):
            yield from self._once("list", number, one.at, partial(self._hand_in, number))

    def _of_calls(self) -> Iterator[_Deed]:
        for number, one in enumerate(self._behaviour.calls):
            yield from self._once("call", number, one.at, partial(self._call, number))

    def _of_issued(self) -> Iterator[_Deed]:
        for number, one in enumerate(self._behaviour.issued):
            yield from self._once("issued", number, one.at, partial(self._issue, number))

    def _once(
        self, what: str, number: int, at: datetime, do: Callable[[datetime, datetime], None]
    ) -> Iterator[_Deed]:
        if (what, number) not in self._done:
            yield _Deed(at, 0, number, do)

    def _file(self, of: Which, number: int | None, at: datetime, known: datetime) -> None:
        """File a report at `at`, known to the office at `known`."""
        if number is None:
            self._errands.file(of, at, known)
            return
        self._done.add(("filed", number))
        self._errands.file(of, at, known, number, self._behaviour.exceptions[number].figures)

    def _record(
        self, of: Which, number: int, received: datetime, at: datetime, known: datetime
    ) -> None:
        """Record at `at` what had come at `received`."""
        self._done.add(("filed", number))
        figures = self._behaviour.exceptions[number].figures
        self._errands.file(of, received, max(at, known), number, figures)

    def _answer(self, of: Which, number: int, at: datetime, known: datetime) -> None:
        self._done.add(("answered", number))
        one = self._behaviour.exceptions[number]
        if self._errands.stands(of, ObligationState.RETURNED):
            said = one.corrected or one.figures
            self._errands.file(of, at, known, number, said, again=True)

    def _give_back(self, of: Which, number: int, _at: datetime, known: datetime) -> None:
        self._done.add(("returned", number))
        if self._errands.stands(of, ObligationState.SUBMITTED):
            self._errands.give_back(of, known, number)

    def _hand_in(self, number: int, _at: datetime, known: datetime) -> None:
        self._done.add(("list", number))
        self._errands.hand_in(known, number)

    def _call(self, number: int, _at: datetime, known: datetime) -> None:
        self._done.add(("call", number))
        self._errands.note_call(known, number)

    def _issue(self, number: int, _at: datetime, known: datetime) -> None:
        self._done.add(("issued", number))
        self._errands.enter_issued(known, number)


def _fileable() -> Select[Obligation]:
    return select(Obligation).where(
        Obligation.kind != Kind.TARGET.value,
        Obligation.received_at.is_(None),
        Obligation.state.in_([ObligationState.OPEN.value, ObligationState.HISTORIC.value]),
        has_term_in_sql(),
    )
