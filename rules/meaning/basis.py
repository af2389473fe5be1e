"""Whether the sentences that policies rest on reach the bodies they are held against."""

from collections.abc import Iterable, Iterator, Mapping

from rules.errors import Problem
from rules.meaning.body import BodyRegistry
from rules.meaning.directive import Directive, Duty
from rules.meaning.policy import Policy
from rules.meaning.reach import Reach, may_tell

# Recipients that depend on the obligation; every other one names a body by its uid.
_ROLES = frozenset({"", "via", "to"})
# How many of the bodies left out are named.
_NAMED = 5


def check_basis(
    policies: Iterable[Policy], directives: Mapping[str, Directive], bodies: BodyRegistry
) -> list[Problem]:
    """Return what is wrong with the bases and recipients of `policies`, in their order.

    A basis must name a known directive, one of that directive's own clauses, and a kind of body
    that the clause reaches: those it `concerns` where it says so (a clause that tells one body
    to urge others), otherwise its bearers. Of that kind it must reach every single bearer of
    every duty of which the policy can ever hold.
    """
    reach = Reach(bodies)
    return [
        problem
        for policy in policies
        for problem in (*_bases(policy, directives, bodies, reach), *_recipients(policy, bodies))
    ]


def _bases(
    policy: Policy, directives: Mapping[str, Directive], bodies: BodyRegistry, reach: Reach
) -> Iterator[Problem]:
    for id_, clauses in policy.basis.items():
        directive = directives.get(id_)
        if directive is None:
            what = f'unknown directive "{id_}"'
            yield policy.problem(("basis", id_), what, ", ".join(directives))
            continue
        for kind, clause in clauses.items():
            at = ("basis", id_, kind)
            if kind not in bodies.kinds:
                yield policy.problem(at, f'unknown kind of body "{kind}"', ", ".join(bodies.kinds))
                continue
            mistake = _mistake(directive, clause, kind, bodies)
            mistake = mistake or _leaves_out(policy, directive, clause, kind, reach)
            if mistake:
                yield policy.problem(at, *mistake)


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
    policy: Policy, directive: Directive, id_: str, kind: str, reach: Reach
) -> tuple[str, str] | None:
    """Return (what is wrong, what is allowed) where the clause misses a body the policy tells."""
    clause = directive.clause(id_)
    told = [duty for duty in directive.duties.values() if may_tell(policy, duty, kind)]
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


def _recipients(policy: Policy, bodies: BodyRegistry) -> Iterator[Problem]:
    for number, recipient in enumerate(policy.to):
        uid, _, post = recipient.rpartition("/")
        if uid in _ROLES:
            continue
        at = ("then", "to", number)
        if uid not in bodies:
            uids = ", ".join(body.uid for body in bodies.all() if body.posts)
            yield policy.problem(at, f'unknown body "{uid}"', uids)
        elif post not in bodies.get(uid).posts:
            what = f'{uid} has no post "{post}"'
            yield policy.problem(at, what, ", ".join(bodies.get(uid).posts))
