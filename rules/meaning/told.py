"""Whether those whom policies tell can exist: bodies, and their posts."""

from collections.abc import Iterable, Iterator

from rules.errors import Problem
from rules.meaning.body import BodyRegistry
from rules.meaning.policy import Policy

# Recipients that depend on the obligation; every other one names a body by its uid.
_ROLES = frozenset({"", "via", "to"})


def check_told(policies: Iterable[Policy], bodies: BodyRegistry) -> list[Problem]:
    """Return the recipients that no body of `bodies` can be, in the order of the policies."""
    return [problem for policy in policies for problem in _recipients(policy, bodies)]


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
