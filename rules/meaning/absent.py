"""Recipients that do not exist on a day: a body that has ended or not begun, a post it lacks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rules.errors import Problem
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.policy import Policy, post_of
from rules.meaning.reach import may_tell
from rules.meaning.recipient import Party, post_at
from rules.meaning.rounds import rounds

# The key of the directive's file that names who is missing; the office stands in no such file.
_KEYS = {"": "bearers", "bearer": "bearers", "to": "to", "via": "via"}
# How many dates are named.
_NAMED = 3


@dataclass(frozen=True, order=True)
class Absent:
    """A recipient of word about a duty who does not exist.

    `role`: "bearers", "to", "via", "office", or "" of a body that a policy names itself.
    `post` None: the body itself is missing; `ended` its last day, None where it has not begun.
    """

    role: str
    uid: str
    post: str | None = None
    ended: date | None = None


def absent_on(
    duty: Duty, policies: Iterable[Policy], bodies: BodyRegistry, office: str | None, on: date
) -> list[Absent]:
    """Return who is missing on the local day `on` of all whom `policies` can tell of `duty`.

    Args:
        office: the uid of the office that follows up, None where it is not known: it is not
            looked at then.
    """
    found = set[Absent]()
    for bearer in duty.bearers.resolve(bodies, on):
        party = Party(bearer.uid, duty.to, duty.via, office)
        for policy in policies:
            if may_tell(policy, duty, bearer.kind):
                found.update(_missing(policy.to, party, bodies, on))
    return sorted(found, key=lambda one: (one.role, one.uid, one.post or ""))


def _missing(
    recipients: Sequence[str], party: Party, bodies: BodyRegistry, on: date
) -> Iterator[Absent]:
    for recipient in recipients:
        where, _, _ = recipient.rpartition("/")
        role = "office" if where == "office" else _KEYS.get(where, "")
        uid = party.body(recipient)
        if uid is None:
            continue
        body = bodies.current(uid, on) if uid in bodies else None
        if body is None or not body.in_force(on):
            yield Absent(role, uid, ended=_ended(body, on))
        elif post_at(body, recipient) not in body.posts:
            yield Absent(role, body.uid, post_of(recipient))


def _ended(body: Body | None, on: date) -> date | None:
    return body.valid_to if body and body.valid_to and body.valid_to < on else None


def check_absent(
    directive: Directive,
    policies: Iterable[Policy],
    bodies: BodyRegistry,
    office: str | None = None,
    calendar: WorkingCalendar | None = None,
) -> list[Problem]:
    """Return who will be missing on the days on which the duties of `directive` are due.

    Each is located at the key of the directive's file that names it, with the dates.

    Args:
        calendar: for dates counted in working days, as for `rounds`.
    """
    known = tuple(policies)
    return [
        problem
        for duty in directive.duties.values()
        for problem in _of_duty(directive, duty, known, bodies, office, calendar)
    ]


def _of_duty(
    directive: Directive,
    duty: Duty,
    policies: tuple[Policy, ...],
    bodies: BodyRegistry,
    office: str | None,
    calendar: WorkingCalendar | None,
) -> Iterator[Problem]:
    pairs = [
        (one, due.due_on)
        for due in rounds(duty, calendar)
        for one in absent_on(duty, policies, bodies, office, due.due_on)
    ]
    pairs.sort(key=lambda pair: (pair[0].role, pair[0].uid, pair[0].post or "", pair[1]))
    for one, days in groupby(pairs, key=lambda pair: pair[0]):
        yield _problem(directive, duty, one, [day for _, day in days], bodies)


def _problem(
    directive: Directive, duty: Duty, one: Absent, days: list[date], bodies: BodyRegistry
) -> Problem:
    at = ("duties", duty.id, one.role) if one.role in _KEYS.values() else ("duties", duty.id)
    due = ", ".join(day.isoformat() for day in days[:_NAMED])
    due += f" and {len(days) - _NAMED} more" if len(days) > _NAMED else ""
    who = f'the office "{one.uid}"' if one.role == "office" else f'"{one.uid}"'
    if one.post is not None:
        posts = ", ".join(bodies.get(one.uid).posts)
        return directive.problem(at, f'{who} has no post "{one.post}" to be told, due {due}', posts)
    gone = f"ended on {one.ended}" if one.ended else "does not exist yet"
    return directive.problem(at, f"{who} {gone}, due {due}", "a body that exists, or its heir")
