"""Whether the sentences that word rests on reach the bodies it is sent to."""

from collections.abc import Iterable, Iterator

from rules.errors import Problem
from rules.meaning.body import BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.directive import Directive, Ground
from rules.meaning.duty import Duty
from rules.meaning.policy import Policy
from rules.meaning.reach import Reach, may_tell

# How many of the bodies left out are named.
_NAMED = 5


def check_basis(
    policies: Iterable[Policy],
    directives: Iterable[Directive],
    bodies: BodyRegistry,
    calendar: WorkingCalendar | None = None,
) -> list[Problem]:
    """Return where the `basis` of a directive does not hold, located in its file.

    A clause must reach the kind of body it is held against: those it `concerns` where it says so
    (a clause that tells one body to urge others), otherwise its bearers. Of that kind it must
    reach every single bearer of every duty of which a policy with such a step can ever hold.
    `calendar` is for dates counted in working days.
    """
    reach, known = Reach(bodies, calendar), tuple(policies)
    return [
        problem
        for directive in directives
        for number, ground in enumerate(directive.grounds)
        for problem in _ground(number, ground, directive, known, bodies, reach)
    ]


def _ground(
    number: int,
    ground: Ground,
    directive: Directive,
    policies: tuple[Policy, ...],
    bodies: BodyRegistry,
    reach: Reach,
) -> Iterator[Problem]:
    resting = [policy for policy in policies if policy.step in ground.steps]
    for kind in ground.kinds:
        mistake = _mistake(directive, ground.clause, kind, bodies)
        mistake = mistake or _leaves_out(resting, directive, ground.clause, kind, reach)
        if mistake:
            yield directive.problem(("basis", number, "clause"), *mistake)


def _mistake(
    directive: Directive, clause: str, kind: str, bodies: BodyRegistry
) -> tuple[str, str] | None:
    """Return (what is wrong, what is allowed) with resting on `clause` against a `kind`."""
    duties = [duty for duty in directive.duties.values() if duty.clause == clause]
    if not duties:
        known = ", ".join(dict.fromkeys(duty.clause for duty in directive.duties.values()))
        return f"{directive.id} has no clause {clause}", known
    reached = {kind for duty in duties for kind in (duty.concerns or duty.bearers).kinds(bodies)}
    if kind not in reached:
        what = f"clause {clause} does not reach a body of kind {kind}"
        return what, ", ".join(sorted(reached))
    return None


def _leaves_out(
    policies: list[Policy], directive: Directive, id_: str, kind: str, reach: Reach
) -> tuple[str, str] | None:
    """Return (what is wrong, what is allowed) where the clause misses a body a policy tells."""
    clause = directive.clause(id_)
    told = [
        duty
        for duty in directive.duties.values()
        if any(may_tell(policy, duty, kind) for policy in policies)
    ]
    for duty in told:
        if left := reach.left_out(directive, clause, duty, kind):
            names = ", ".join(body.short_name or body.name for body in left[:_NAMED])
            names += f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
            what = f'clause {id_} does not reach {names}, who bear "{duty.id}"'
            return what, _instead(directive, told, kind, reach)
    return None


def _instead(directive: Directive, told: list[Duty], kind: str, reach: Reach) -> str:
    """Return what may be written: the clauses that reach all, or nothing at all."""
    good = [
        clause.clause
        for clause in directive.duties.values()
        if not any(reach.left_out(directive, clause, duty, kind) for duty in told)
    ]
    return ", ".join([*good, "or no clause: then it rests on the house"])
