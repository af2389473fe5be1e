"""What was told about a target: by the reports of its bearer, by lists, by whom it follows.

A figure that only a movement tells of (who waits for the card after enrolling) is added up over
the rounds. A part is never taken for the whole: whoever was split is followed by nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from models import CountKind, ListCount
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty, Target
from rules.meaning.figures import Figures, rows_asked
from rules.meaning.form import Form
from rules.meaning.list_counts import Counted, GroupCounts
from rules.meaning.target import Proof, Told, behind, by_cards, weight
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Round:
    """The last word of a body on one round, with its figures."""

    period: str
    report: int
    proof: Proof
    recorded_at: datetime
    figures: Figures


@dataclass(frozen=True)
class Filed:
    """What is on file: rounds by (directive, body), the oldest first; counts by (body, group), in
    the order in which the later beats the earlier."""

    rounds: Mapping[tuple[str, str], Sequence[Round]]
    counts: Mapping[tuple[str, str], Sequence[ListCount]]


def heirs_of(bodies: BodyRegistry, uid: str) -> Iterator[Body]:
    """Yield who took over the whole of `uid`, one after the other; a split leaves none."""
    body = bodies.get(uid)
    while len(body.succeeded_by) == 1:
        body = bodies.get(body.succeeded_by[0])
        yield body


@dataclass(frozen=True)
class Words:
    """Everything told about one target, `aim` of the `duty` of a directive."""

    rulebook: Rulebook
    directive: Directive
    duty: Duty
    aim: Target
    filed: Filed

    @cached_property
    def _form(self) -> Form:
        return self.rulebook.measuring(self.duty)

    def about(self, uid: str) -> list[Told]:
        """Return what was told of the bearer `uid`, by itself, its heirs and those it follows."""
        bodies = self.rulebook.bodies
        heirs = (word for heir in heirs_of(bodies, uid) for word in self._of(heir.uid))
        return [*self._inherited(uid), *self._of(uid), *heirs]

    def _of(self, uid: str) -> list[Told]:
        return [*self._stated(uid), *self._carded(uid)]

    def _stated(self, uid: str) -> Iterator[Told]:
        """Yield what the reports of `uid` say: its closing, and who waits for what follows it."""
        waiting = self._waiting_before(uid)
        for one in self._rounds(uid):
            row = one.figures.groups[self.aim.group]
            for id_, people in waiting.items():
                more = behind(self._form.measures[id_], row)
                waiting[id_] = None if people is None or more is None else people + more
            known = [people for people in waiting.values() if people is not None]
            if len(known) == len(waiting) and row.form.balanced:
                yield Told(
                    as_of=one.figures.as_of,
                    lacking=row.closing + max(0, *known),
                    proof=one.proof,
                    recorded_at=one.recorded_at,
                    body=uid,
                    source=one.period,
                    report=one.report,
                    population=self._population(uid),
                )

    def _rounds(self, uid: str) -> list[Round]:
        mine = self.filed.rounds.get((self.directive.id, uid), ())
        return [
            one
            for one in mine
            if one.figures.form.id == self._form.id and self.aim.group in one.figures.groups
        ]

    def _waiting_before(self, uid: str) -> dict[str, int | None]:
        """Return, per measure, who waited for it among those whom `uid` follows."""
        waiting: dict[str, int | None] = dict.fromkeys(self.aim.measures, 0)
        for before in self._followed(uid):
            for id_ in self.aim.measures:
                measure = self._form.measures[id_]
                rows = [one.figures.groups[self.aim.group] for one in self._rounds(before.uid)]
                more = [self._waiting_before(before.uid)[id_], *(behind(measure, r) for r in rows)]
                waiting[id_] = _sum([waiting[id_], *more])
        return waiting

    def _carded(self, uid: str) -> Iterator[Told]:
        """Yield what the card lists say, where they tell all the measures."""
        if not by_cards(self._form, self.aim.measures):
            return
        latest: dict[str, ListCount] = {}
        for on, together in groupby(self._lists(uid), key=lambda count: count.as_of):
            latest |= {count.kind: count for count in together}
            cards = latest.get(CountKind.CARDS)
            counts = {kind: Counted(one.people, one.as_of) for kind, one in latest.items()}
            lacking = GroupCounts(**counts).by_cards
            if cards is not None and cards.as_of == on and lacking is not None:
                yield Told(
                    as_of=on,
                    lacking=lacking,
                    proof=Proof.CARDED,
                    recorded_at=cards.recorded_at,
                    body=uid,
                    source=cards.source,
                    population=self._population(uid),
                )

    def _lists(self, uid: str) -> list[ListCount]:
        mine = self.filed.counts.get((uid, self.aim.group), ())
        return [one for one in mine if one.directive_id in (None, self.directive.id)]

    def _population(self, uid: str) -> int | None:
        known = [one for one in self._lists(uid) if one.kind == CountKind.POPULATION]
        return known[-1].people if known else None

    def _inherited(self, uid: str) -> list[Told]:
        """Return the last words of all whom `uid` follows as one; nothing where one is silent."""
        last = []
        for before in self._followed(uid):
            words = [*self._inherited(before.uid), *self._of(before.uid)]
            if not words:
                return []
            last.append(max(words, key=weight))
        return [_added_up(uid, last)] if last else []

    @cached_property
    def _known(self) -> dict[str, list[Body]]:
        return {}

    def _followed(self, uid: str) -> list[Body]:
        """Return whom `uid` follows of those who were asked; nobody where one was split."""
        if uid not in self._known:
            self._known[uid] = self._asked_before(uid)
        return self._known[uid]

    def _asked_before(self, uid: str) -> list[Body]:
        before = self.rulebook.bodies.predecessors(uid)
        if any(len(body.succeeded_by) > 1 for body in before):
            return []
        return [body for body in before if self.aim.group in self._asked(body)]

    def _asked(self, body: Body) -> tuple[str, ...]:
        on = body.valid_to or date.max
        return rows_asked(self._form, self.directive, self.rulebook.bodies, body, on)


def _added_up(uid: str, words: Sequence[Told]) -> Told:
    people = [one.population for one in words]
    return Told(
        as_of=min(one.as_of for one in words),
        lacking=sum(one.lacking for one in words),
        proof=min(one.proof for one in words),
        recorded_at=max(one.recorded_at for one in words),
        body=uid,
        source="",
        population=_sum(people),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum, None where one is not known."""
    known = list(numbers)
    people = [number for number in known if number is not None]
    return sum(people) if len(people) == len(known) else None
