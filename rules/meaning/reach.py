"""Which bodies a clause leaves out of those that a policy would tell of a duty."""

from collections.abc import Iterator
from datetime import date

from rules.meaning.body import Body, BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.condition import Value, may_hold
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.occurrence import fact_kind, watched_as
from rules.meaning.policy import Policy
from rules.meaning.rounds import rounds
from rules.meaning.scope import Scope


def may_tell(policy: Policy, duty: Duty, kind: str) -> bool:
    """Return whether `policy` can ever hold of this duty of a body of that kind."""
    due = duty.due
    owed = duty.arises or (due is not None and bool(due.dated or due.after))
    kinds = {*([fact_kind(duty)] if owed else []), *watched_as(duty)}
    if not kinds & {*policy.for_}:
        return False
    fact: dict[str, Value] = {
        "directive": duty.directive,
        "duty": duty.id,
        "bearer_kind": kind,
        "recurring": due is not None and due.recurring,
        "has_via": duty.via is not None,
        "dated": due is not None and not duty.arises,
    }
    return may_hold(policy.when, fact, frozenset(fact))


class Reach:
    """Scopes resolved against one registry: many policies ask the same, each is asked once."""

    def __init__(self, bodies: BodyRegistry, calendar: WorkingCalendar | None = None) -> None:
        self._bodies = bodies
        self._calendar = calendar
        self._meant: dict[tuple[Scope, date], frozenset[str]] = {}
        self._left_out: dict[tuple[str, str, str, str], tuple[Body, ...]] = {}

    def left_out(
        self, directive: Directive, clause: Duty, duty: Duty, kind: str
    ) -> tuple[Body, ...]:
        """Return the bearers of `duty` of that kind whom `clause` does not mean.

        Asked on the first day in force and on each due date: bodies merge in between. A clause
        means those it `concerns` where it says so, otherwise its bearers.
        """
        asked = (directive.id, clause.id, duty.id, kind)
        if asked not in self._left_out:
            scope, found = clause.concerns or clause.bearers, dict[str, Body]()
            for on in dict.fromkeys(self._days(directive, duty)):
                for uid in self._uids(duty.bearers, on) - self._uids(scope, on):
                    found[uid] = self._bodies.get(uid)
            left = (body for body in found.values() if body.kind == kind)
            self._left_out[asked] = tuple(sorted(left, key=lambda body: body.uid))
        return self._left_out[asked]

    def _days(self, directive: Directive, duty: Duty) -> Iterator[date]:
        yield directive.in_force.from_
        yield from (one.due_on for one in rounds(duty, self._calendar))

    def _uids(self, scope: Scope, on: date) -> frozenset[str]:
        if (scope, on) not in self._meant:
            found = scope.resolve(self._bodies, on)
            self._meant[scope, on] = frozenset(body.uid for body in found)
        return self._meant[scope, on]
